# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# The whole way of a phone, for shell scripts: Kea with the hook, a CA, and a port with 802.1X.
#
#   . tests/support/lab.sh
#   . tests/support/chain.sh
#   chain_begin                              # lab_begin and the servers' programs, or exits 77
#   chain_ca                                 # Debian's scepserver at http://192.0.2.1/scep
#   chain_test_ca "$build" [WORD...]         # or the test CA, told these words
#   chain_kea "$hook"                        # kea-dhcp4 hands out its parameters
#   chain_port phone-side/example/freeradius-user-id
#   chain_connect "$LAB_DIR/phone.conf"      # wpa_supplicant with that configuration
#
# Kea and the CA are in the server's namespace. The port has one of its own and a wire of its own to
# the phones, CHAIN_PORT_IF there: hostapd binds UDP port 67, as Kea does. Set by chain_ca and
# chain_test_ca: CHAIN_SERVER, CHAIN_FINGERPRINT, CHAIN_CA_LOG and the root's files; by chain_connect: CHAIN_LOG, what wpa_supplicant said.

# Read by the scripts.
# shellcheck disable=SC2034
CHAIN_PASSWORD='D233CCF9B9952A15'
# What the hook's profile has about the password.
CHAIN_CHALLENGE="\"challenge-password\": \"$CHAIN_PASSWORD\""
# shellcheck disable=SC2034
CHAIN_SERVER='' CHAIN_FINGERPRINT='' CHAIN_LOG=''
# shellcheck disable=SC2034
CHAIN_CA_LOG='' CHAIN_CA_CERT='' CHAIN_CA_KEY=''
# shellcheck disable=SC2034
CHAIN_DOMAIN=example.nl CHAIN_PORT_IF=lab-phone
chain_machines=0

# chain_need COMMAND PACKAGE...: pairs of them; a missing one skips the script.
chain_need() {
    while [ $# -gt 0 ]; do
        PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null ||
            lab_skip "$1 is not installed (Debian package $2)"
        shift 2
    done
}

chain_begin() {
    chain_need scepserver scep openssl openssl hostapd hostapd wpa_supplicant wpasupplicant \
        freeradius freeradius
    PATH="$PATH:/usr/sbin:/sbin"
    lab_begin
    # Where the phones ask the CA from. The address that DHCP gives is nobody's here.
    lab_client ip address add 192.0.2.9/24 dev "$LAB_CLIENT_IF" ||
        lab_fail "the clients' interface takes no address"
}

# chain_is_listening PID PORT: does that process's namespace listen on the TCP port?
chain_is_listening() {
    grep -qhi "^ *[0-9]*: [0-9A-F]*:$(printf '%04X' "$2") [0-9A-F]*:0000 0A" \
        "/proc/$1/net/tcp" "/proc/$1/net/tcp6" 2>/dev/null
}

# chain_spawn WHERE LOG COMMAND...: lab_spawn with both outputs into LOG.
chain_spawn() {
    chain_where=$1
    chain_into=$2
    shift 2
    lab_spawn "$chain_where" "$@" >"$chain_into" 2>&1
}

# chain_give_up WHAT LOG: fails and shows the log.
chain_give_up() {
    tail -n 40 "$2" >&2
    lab_fail "$1"
}

# chain_ca [WORD...]: a CA and its server; with a challenge password unless words are given.
chain_ca() {
    (cd "$LAB_DIR" && scepserver ca -init -organization 'Example' -country NL -years 10 \
        -keySize 2048 >/dev/null) || lab_fail "scepserver made no CA"
    [ $# -gt 0 ] || set -- -challenge "$CHAIN_PASSWORD"
    CHAIN_CA_LOG=$LAB_DIR/scepserver.log
    chain_spawn server "$CHAIN_CA_LOG" scepserver -depot "$LAB_DIR/depot" -port 80 -allowrenew 0 \
        -debug "$@"
    wait_until chain_is_listening "$LAB_PID" 80 ||
        chain_give_up "scepserver does not serve" "$CHAIN_CA_LOG"
    chain_use_ca http://192.0.2.1/scep "$LAB_DIR/depot/ca.pem" "$LAB_DIR/depot/ca.key"
}

# chain_test_ca BUILD [WORD...]: the test CA of tests/ca, in the same place.
chain_test_ca() {
    chain_program=$1/tests/ca/test_ca
    shift
    CHAIN_CA_LOG=$LAB_DIR/test_ca.log
    mkdir -p "$LAB_DIR/ca"
    : >"$CHAIN_CA_LOG"
    chain_spawn server "$CHAIN_CA_LOG" "$chain_program" "$LAB_DIR/ca" stay anywhere root-key "$@"
    wait_until grep -q '^port' "$CHAIN_CA_LOG" ||
        chain_give_up "the test CA does not serve" "$CHAIN_CA_LOG"
    chain_use_ca "http://192.0.2.1:$(sed -n 's/^port //p' "$CHAIN_CA_LOG")/scep" \
        "$LAB_DIR/ca/root.pem" "$LAB_DIR/ca/root-key.pem"
}

# chain_use_ca SERVER CERTIFICATE KEY
chain_use_ca() {
    CHAIN_SERVER=$1 CHAIN_CA_CERT=$2 CHAIN_CA_KEY=$3
    CHAIN_FINGERPRINT=$(openssl x509 -in "$2" -noout -fingerprint -sha256 |
        sed 's/.*=//; s/://g')
}

# chain_kea HOOK [MEMBER]: kea-dhcp4 with the hook and one profile, for that CA; MEMBER is one more of
# the profile, with a comma at its end.
chain_kea() {
    cat >"$LAB_DIR/kea-dhcp4.json" <<CONFIG
{ "Dhcp4": {
  "interfaces-config": { "interfaces": [ "$LAB_SERVER_IF" ], "dhcp-socket-type": "raw" },
  "lease-database": { "type": "memfile", "persist": false },
  "valid-lifetime": 600,
  "hooks-libraries": [ {
    "library": "$1",
    "parameters": { "profiles": [ {
      "name": "office", ${2-}
      "server": "$CHAIN_SERVER",
      "root-ca-fingerprint": "$CHAIN_FINGERPRINT",
      $CHAIN_CHALLENGE,
      "enable-8021x": true,
      "certificate-select": "custom-installed"
    } ] }
  } ],
  "subnet4": [ {
    "id": 1, "subnet": "192.0.2.0/24", "pools": [ { "pool": "192.0.2.100-192.0.2.200" } ],
    "option-data": [ { "name": "domain-name", "data": "$CHAIN_DOMAIN" } ]
  } ],
  "loggers": [ { "name": "kea-dhcp4", "severity": "INFO",
                 "output_options": [ { "output": "stdout" } ] } ]
} }
CONFIG
    lab_kea "$LAB_DIR/kea-dhcp4.json"
}

# chain_radius_certificate: the authentication server's own, from the same CA.
chain_radius_certificate() {
    printf 'extendedKeyUsage=serverAuth\nsubjectAltName=DNS:radius.%s\n' "$CHAIN_DOMAIN" \
        >"$LAB_DIR/radius/extensions"
    if ! { openssl req -new -newkey rsa:2048 -nodes -subj "/CN=radius.$CHAIN_DOMAIN" \
        -keyout "$LAB_DIR/radius/server.key" -out "$LAB_DIR/radius/server.csr" &&
        openssl x509 -req -in "$LAB_DIR/radius/server.csr" -CA "$CHAIN_CA_CERT" \
            -CAkey "$CHAIN_CA_KEY" -passin pass: -days 30 -set_serial 0x7261646975 \
            -extfile "$LAB_DIR/radius/extensions" -out "$LAB_DIR/radius/server.pem"; } \
        >"$LAB_DIR/radius/openssl.log" 2>&1; then
        chain_give_up "no certificate for the authentication server" "$LAB_DIR/radius/openssl.log"
    fi
}

# chain_radius_config RULE: radiusd.conf with nothing but EAP-TLS and the rule.
chain_radius_config() {
    cat >"$LAB_DIR/radius/radiusd.conf" <<CONFIG
prefix = /usr
libdir = /usr/lib/freeradius
logdir = $LAB_DIR/radius
run_dir = $LAB_DIR/radius
pidfile = $LAB_DIR/radius/pid
log {
	destination = stdout
	auth = yes
}
security {
	reject_delay = 0
	allow_vulnerable_openssl = yes
}
modules {
	always reject {
		rcode = reject
	}
	eap {
		default_eap_type = tls
		tls-config chain {
			private_key_file = $LAB_DIR/radius/server.key
			certificate_file = $LAB_DIR/radius/server.pem
			ca_file = $LAB_DIR/radius/roots.pem
		}
		tls {
			tls = chain
			virtual_server = cdc43-user-id
		}
	}
}
client port {
	ipaddr = 127.0.0.1
	secret = chain
}
\$INCLUDE $(realpath "$1")
server default {
	listen {
		type = auth
		ipaddr = 127.0.0.1
		port = 1812
	}
	authorize {
		eap
	}
	authenticate {
		eap
	}
}
CONFIG
}

# chain_port RULE [ROOT...]: FreeRADIUS with the rule (a file), and a switch port in front of it. The
# roots (PEM) are CAs besides the phones' own whose certificates count.
chain_port() {
    mkdir -m 700 "$LAB_DIR/radius" || exit 1
    chain_rule=$1
    shift
    cat "$CHAIN_CA_CERT" "$@" >"$LAB_DIR/radius/roots.pem"
    lab_hold
    chain_port_ns=$LAB_PID
    lab_wire lab-port "$chain_port_ns" "$CHAIN_PORT_IF"
    chain_radius_certificate
    chain_radius_config "$chain_rule"
    chain_spawn "$chain_port_ns" "$LAB_DIR/radius.log" freeradius -f -l stdout -d "$LAB_DIR/radius"
    wait_until grep -q 'Ready to process requests' "$LAB_DIR/radius.log" ||
        chain_give_up "freeradius does not serve" "$LAB_DIR/radius.log"
    cat >"$LAB_DIR/hostapd.conf" <<CONFIG
interface=lab-port
driver=wired
ieee8021x=1
use_pae_group_addr=1
eap_reauth_period=0
own_ip_addr=127.0.0.1
nas_identifier=port
auth_server_addr=127.0.0.1
auth_server_port=1812
auth_server_shared_secret=chain
CONFIG
    chain_spawn "$chain_port_ns" "$LAB_DIR/hostapd.log" hostapd "$LAB_DIR/hostapd.conf"
    wait_until grep -q 'AP-ENABLED' "$LAB_DIR/hostapd.log" ||
        chain_give_up "hostapd does not serve" "$LAB_DIR/hostapd.log"
}

# chain_connect CONFIG: authenticates at the port, each time as another machine: one that was refused
# has to wait. 0: it opened, on both of its sides; 1: it did not. CHAIN_WPA may hold words to put
# before wpa_supplicant.
chain_connect() {
    CHAIN_LOG=$LAB_DIR/wpa_supplicant.log
    chain_machines=$((chain_machines + 1))
    lab_client ip link set "$CHAIN_PORT_IF" address "02:00:5e:00:53:$(printf %02x "$chain_machines")" ||
        lab_fail "the interface takes no address"
    chain_seen=$(wc -l <"$LAB_DIR/hostapd.log")
    # shellcheck disable=SC2086 # CHAIN_WPA is a list of words
    chain_spawn client "$CHAIN_LOG" ${CHAIN_WPA-} wpa_supplicant -D wired -i "$CHAIN_PORT_IF" -c "$1"
    chain_wpa_pid=$LAB_PID
    chain_opened=1
    # A refused phone is not always told: the port knows first.
    wait_until chain_is_decided || :
    if chain_port_said SUCCESS2 && wait_until grep -q 'CTRL-EVENT-CONNECTED' "$CHAIN_LOG"; then
        chain_opened=0
    fi
    lab_stop "$chain_wpa_pid" || :
    return "$chain_opened"
}

# chain_port_said WORD: since the last wpa_supplicant started.
chain_port_said() {
    tail -n "+$((chain_seen + 1))" "$LAB_DIR/hostapd.log" | grep -q "CTRL-EVENT-EAP-$1 "
}

chain_is_decided() {
    chain_port_said '[SF][A-Z]*2' || grep -q 'CTRL-EVENT-EAP-FAILURE' "$CHAIN_LOG" ||
        is_gone "$chain_wpa_pid"
}
