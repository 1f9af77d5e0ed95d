# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Starts each DHCP server of the format table with a text that "cdc43 encode --format" has written.
#
#   server_start FORMAT FILE   starts the server in the lab, with the text in FILE; returns when it
#                              listens. Skips the script when the server is not installed.
#   server_stop                ends it
# SERVER_LOG: what the server said. The server's whole configuration is in $LAB_DIR.

SERVER_LOG='' SERVER_PID='' server_word='' server_signal=TERM

# server_needs PROGRAM PACKAGE: its path, as $server_program; 1 when it is not there.
server_needs() {
    server_program=$(PATH="$PATH:/usr/sbin:/sbin:/lib/systemd" command -v "$1") || {
        echo "SKIP: $1 is not installed (Debian package $2)"
        return 1
    }
    # What AppArmor confines by its path has its files elsewhere: a copy is not confined.
    cp "$server_program" "$LAB_DIR/${1##*/}"
    server_program=$LAB_DIR/${1##*/}
}

# A server that opens its socket before it takes requests says in its log when it does.
server_listens() {
    case $server_word in
    '') lab_server grep -q ':0043 ' /proc/net/udp ;;
    *) grep -q "$server_word" "$SERVER_LOG" ;;
    esac || is_gone "$SERVER_PID"
}

# server_run COMMAND...: in the server's namespace, until it listens; 1 when it ended.
server_run() {
    SERVER_LOG=$LAB_DIR/server.log
    lab_spawn server "$@" >"$SERVER_LOG" 2>&1
    SERVER_PID=$LAB_PID
    wait_until server_listens && ! is_gone "$SERVER_PID"
}

server_stop() {
    kill -"$server_signal" "$SERVER_PID" || :
    lab_stop "$SERVER_PID" || :
    SERVER_PID='' server_word='' server_signal=TERM
}

server_start_kea() {
    server_needs kea-dhcp4 kea-dhcp4-server || return 77
    sed "s,/usr/lib/[^\"]*/libdhcp_cdc43.so,${CDC43_HOOK:-${CDC43_BUILD:?}/kea-hook/libdhcp_cdc43.so}," "$1" >"$LAB_DIR/part"
    cat - "$LAB_DIR/part" >"$LAB_DIR/kea.json" <<CONFIG
{ "Dhcp4": {
"interfaces-config": { "interfaces": [ "$LAB_SERVER_IF" ], "dhcp-socket-type": "raw" },
"lease-database": { "type": "memfile", "persist": false },
"subnet4": [ { "id": 1, "subnet": "192.0.2.0/24", "pools": [ { "pool": "192.0.2.100-192.0.2.200" } ] } ],
"loggers": [ { "name": "kea-dhcp4", "severity": "INFO", "output_options": [ { "output": "stdout" } ] } ],
CONFIG
    echo '} }' >>"$LAB_DIR/kea.json"
    mkdir -p "$LAB_DIR/run"
    server_run env KEA_PIDFILE_DIR="$LAB_DIR/run" KEA_LOCKFILE_DIR="$LAB_DIR/run" \
        "$server_program" -c "$LAB_DIR/kea.json"
}

server_start_isc_dhcpd() {
    server_needs dhcpd isc-dhcp-server || return 77
    cat - "$1" >"$LAB_DIR/dhcpd.conf" <<CONFIG
authoritative;
subnet 192.0.2.0 netmask 255.255.255.0 { range 192.0.2.100 192.0.2.200; }
CONFIG
    : >"$LAB_DIR/leases"
    server_run "$server_program" -4 -f -q -cf "$LAB_DIR/dhcpd.conf" -lf "$LAB_DIR/leases" \
        -pf "$LAB_DIR/dhcpd.pid" --no-pid "$LAB_SERVER_IF"
}

server_start_dnsmasq() {
    server_needs dnsmasq dnsmasq-base || return 77
    cat - "$1" >"$LAB_DIR/dnsmasq.conf" <<CONFIG
port=0
interface=$LAB_SERVER_IF
bind-interfaces
dhcp-authoritative
dhcp-range=192.0.2.100,192.0.2.200,600
dhcp-leasefile=$LAB_DIR/leases
pid-file=$LAB_DIR/dnsmasq.pid
CONFIG
    server_run "$server_program" --keep-in-foreground --user=root --group=root \
        --conf-file="$LAB_DIR/dnsmasq.conf"
}

server_start_udhcpd() {
    server_needs busybox busybox || return 77
    cat - "$1" >"$LAB_DIR/udhcpd.conf" <<CONFIG
start 192.0.2.100
end 192.0.2.200
interface $LAB_SERVER_IF
lease_file $LAB_DIR/leases
pidfile $LAB_DIR/udhcpd.pid
CONFIG
    : >"$LAB_DIR/leases"
    server_run "$server_program" udhcpd -f "$LAB_DIR/udhcpd.conf"
}

# Without systemd: folders of its own, no leases on disk (from 256 on, another service says when it may), and /sys read-only, so that it does not wait for udev.
# It gives up its rights, and with them the signal at the end of its parent: it ends with the shell, the
# first process of a namespace, and that with unshare, which ignores SIGTERM.
server_start_systemd_networkd() {
    server_needs systemd-networkd systemd || return 77
    server_version=$("$server_program" --version 2>/dev/null | sed -n 's/^systemd \([0-9]*\).*/\1/p')
    case $2 in
    systemd-networkd) [ "$server_version" != 257 ] ;;
    *) [ "$server_version" -ge 257 ] ;;
    esac || {
        echo "SKIP: the format $2 is not for systemd-networkd $server_version"
        return 77
    }
    mkdir -p "$LAB_DIR/network"
    cat - "$1" >"$LAB_DIR/network/lab.network" <<CONFIG
[Match]
Name=$LAB_SERVER_IF
[Network]
Address=192.0.2.1/24
DHCPServer=yes
LinkLocalAddressing=no
IPv6AcceptRA=no
[DHCPServer]
PersistLeases=no
CONFIG
    lab_server ip address flush dev "$LAB_SERVER_IF" # the server adds it itself
    server_word='Offering DHCPv4 leases' server_signal=KILL
    # shellcheck disable=SC2016 # for the inner shell
    server_run env SYSTEMD_LOG_LEVEL=debug unshare --mount --pid --fork --kill-child sh -c '
        mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/network /run/udev &&
        mount --bind "$1/network" /run/systemd/network && mount -o remount,ro,bind /sys 2>/dev/null
        mount -t sysfs -o ro sysfs /sys 2>/dev/null
        /lib/systemd/systemd-networkd; exit' sh "$LAB_DIR"
}

server_start_freeradius() {
    server_needs freeradius "freeradius and freeradius-dhcp" || return 77
    [ -e /usr/lib/freeradius/proto_dhcp.so ] || {
        echo "SKIP: FreeRADIUS cannot serve DHCP here (Debian package freeradius-dhcp)"
        return 77
    }
    mkdir -p "$LAB_DIR/raddb"
    cat >"$LAB_DIR/raddb/radiusd.conf" <<CONFIG
prefix = /usr
libdir = /usr/lib/freeradius
raddbdir = $LAB_DIR/raddb
run_dir = $LAB_DIR
logdir = $LAB_DIR
security {
	allow_vulnerable_openssl = yes
}
modules {
}
server dhcp {
	listen {
		type = dhcp
		ipaddr = *
		port = 67
		interface = $LAB_SERVER_IF
		broadcast = yes
	}
$(radius_section DHCP-Discover DHCP-Offer "$1")
$(radius_section DHCP-Request DHCP-Ack "$1")
}
CONFIG
    server_run "$server_program" -f -l stdout -d "$LAB_DIR/raddb" -n radiusd
}

# radius_section MESSAGE ANSWER FILE
radius_section() {
    cat <<CONFIG
	dhcp $1 {
		update reply {
			&DHCP-Message-Type = $2
			&DHCP-DHCP-Server-Identifier = 192.0.2.1
			&DHCP-Your-IP-Address = 192.0.2.100
			&DHCP-Server-IP-Address = 192.0.2.1
			&DHCP-IP-Address-Lease-Time = 600
		}
$(cat "$3")
	}
CONFIG
}

# server_start FORMAT FILE: 77 when the server is not there, 1 when it does not start.
server_start() {
    case $1 in
    kea | kea-typed | kea-hook | opnsense) server_start_kea "$2" ;;
    systemd-networkd*) server_start_systemd_networkd "$2" "$1" ;;
    *) "server_start_$(echo "$1" | tr - _)" "$2" ;;
    esac
}
