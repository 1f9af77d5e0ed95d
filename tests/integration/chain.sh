#!/bin/sh
# SPDX-License-Identifier: MIT
# The whole way: a factory-reset phone gets its parameters from Kea with the hook, enrols at Debian's
# scepserver, and opens a port with 802.1X. Nobody else opens it with that certificate.
set -u
build=${CDC43_BUILD:-build/release}
# shellcheck source=tests/support/lab.sh
. tests/support/lab.sh
# shellcheck source=tests/support/chain.sh
. tests/support/chain.sh
phone=$build/phone-side/cdc43-phone

# boot NAME MAC [WORD...]: a factory-reset phone gets a lease.
boot() {
    boot_name=$1
    boot_mac=$2
    shift 2
    lab_client "$phone" boot --interface "$LAB_CLIENT_IF" --model DP-9871 --mac "$boot_mac" \
        --state "$LAB_DIR/$boot_name" --timeout 120 "$@" >"$LAB_DIR/$boot_name.log" 2>&1 ||
        chain_give_up "boot $*" "$LAB_DIR/$boot_name.log"
}

# certificate COMMAND NAME: enrol or renew, at the CA that DHCP named.
certificate() {
    lab_client "$phone" "$1" --state "$LAB_DIR/$2" --allow-legacy >>"$LAB_DIR/$2.log" 2>&1 ||
        chain_give_up "$1" "$LAB_DIR/$2.log"
}

# configure NAME [WORD...]: the configuration of wpa_supplicant, in NAME.conf.
configure() {
    configure_name=$LAB_DIR/$1
    shift
    "$phone" supplicant --state "$configure_name" --server-name "radius.$CHAIN_DOMAIN" "$@" \
        >"$configure_name.conf" 2>"$configure_name.err" ||
        chain_give_up "no configuration for wpa_supplicant" "$configure_name.err"
    expect "warnings" "$(cat "$configure_name.err")" ""
}

opens() {
    chain_connect "$LAB_DIR/$1.conf" || {
        cat "$LAB_DIR/hostapd.log" "$LAB_DIR/radius.log" >&2
        chain_give_up "the port did not open for $1" "$CHAIN_LOG"
    }
    expect_in "RADIUS" "$(tail -n 1 "$LAB_DIR/radius.log")" "Login OK: [$2]"
    echo "opens for $2"
}

# stays_shut NAME WHY WORDS-IN-A-LOG LOG
stays_shut() {
    ! chain_connect "$LAB_DIR/$1.conf" || chain_give_up "the port opened: $2" "$CHAIN_LOG"
    grep -q "$3" "$4" || chain_give_up "refused, but not because of $2" "$4"
    echo "stays shut: $2"
}

chain_begin
chain_ca
chain_kea "$build/kea-hook/libdhcp_cdc43.so"
# The manufacturer, whose certificates are in the phones from the beginning.
mkdir "$LAB_DIR/mic"
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=Manufacturing -keyout "$LAB_DIR/mic/root.key" \
    -out "$LAB_DIR/mic/root.pem" 2>/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=CP-9871-SEP001A2B3C4D60 \
    -addext basicConstraints=critical,CA:FALSE -CA "$LAB_DIR/mic/root.pem" \
    -CAkey "$LAB_DIR/mic/root.key" -keyout "$LAB_DIR/mic/key.pem" -out "$LAB_DIR/mic/cert.pem" \
    2>/dev/null
chain_port phone-side/example/freeradius-user-id "$LAB_DIR/mic/root.pem"

boot one 00:1a:2b:3c:4d:5e
! "$phone" supplicant --state "$LAB_DIR/one" >"$LAB_DIR/early" 2>&1 ||
    lab_fail "a phone without certificate got a configuration"
expect_in "no certificate" "$(cat "$LAB_DIR/early")" "no custom device certificate"
certificate enrol one
configure one
opens one CP-9871-SEP001A2B3C4D5E@example.nl

boot two 00:1a:2b:3c:4d:5f --enrol --allow-legacy
configure two
opens two CP-9871-SEP001A2B3C4D5F@example.nl

sed 's/SEP001A2B3C4D5E@/SEP001A2B3C4D5F@/' "$LAB_DIR/one.conf" >"$LAB_DIR/thief.conf"
stays_shut thief "another phone's User ID" "Login incorrect.*SEP001A2B3C4D5F@" "$LAB_DIR/radius.log"

# One certificate, one User ID: the dots of the Common Name stand for no other @, and for no dot.
stays_out() {
    sed "s/CP-9871-$1@$CHAIN_DOMAIN/CP-9871-$3/" "$LAB_DIR/$2.conf" >"$LAB_DIR/$4.conf"
    ! cmp -s "$LAB_DIR/$2.conf" "$LAB_DIR/$4.conf" || lab_fail "the User ID is not another"
    stays_shut "$4" "the User ID $3" "Login incorrect.*CP-9871-$3[^@.]" "$LAB_DIR/radius.log"
}
stays_out SEP001A2B3C4D5E one "SEP001A2B3C4D5E.${CHAIN_DOMAIN%.*}@${CHAIN_DOMAIN##*.}" shifted
stays_out SEP001A2B3C4D5E one "SEP001A2B3C4D5E.$CHAIN_DOMAIN" dotted

# The right name, but from a CA of somebody's own.
mkdir "$LAB_DIR/forger"
openssl req -x509 -newkey rsa:2048 -nodes -subj "/CN=CP-9871-SEP001A2B3C4D5E.example.nl" \
    -keyout "$LAB_DIR/forger/key.pem" -out "$LAB_DIR/forger/cert.pem" 2>/dev/null
sed "s#one/current/\(key\|cert\)#forger/\1#" "$LAB_DIR/one.conf" >"$LAB_DIR/forger.conf"
stays_shut forger "a certificate of another CA" "Login incorrect.*self-signed certificate" \
    "$LAB_DIR/radius.log"

# The other direction: the phone does not show its certificate to a server of another name.
sed "s/radius.$CHAIN_DOMAIN/other.$CHAIN_DOMAIN/" "$LAB_DIR/one.conf" >"$LAB_DIR/wary.conf"
stays_shut wary "another server" "TLS-CERT-ERROR.*Domain mismatch" "$LAB_DIR/wpa_supplicant.log"

# A phone that is told to use its manufacturing certificate.
"$build/tlv/cdc43" encode --server "$CHAIN_SERVER" --root-ca-fingerprint "$CHAIN_FINGERPRINT" \
    --enable-8021x yes --certificate-select manufacturing-installed >"$LAB_DIR/option43"
set -- --mic "$LAB_DIR/mic/cert.pem" --mic-key "$LAB_DIR/mic/key.pem"
"$phone" apply --state "$LAB_DIR/three" --option43 - --option15 "$CHAIN_DOMAIN" "$@" \
    <"$LAB_DIR/option43" >"$LAB_DIR/three.log" 2>&1 || chain_give_up "apply" "$LAB_DIR/three.log"
configure three "$@" --ca-cert "$CHAIN_CA_CERT"
opens three CP-9871-SEP001A2B3C4D60@example.nl
sed 's/SEP001A2B3C4D60@/SEP001A2B3C4D5E@/' "$LAB_DIR/three.conf" >"$LAB_DIR/liar.conf"
stays_shut liar "the User ID of another phone than the manufacturer says" \
    "Login incorrect.*SEP001A2B3C4D5E@" "$LAB_DIR/radius.log"

stays_out SEP001A2B3C4D60 three SEP001A2B3C4D60@other.$CHAIN_DOMAIN elsewhere
stays_out SEP001A2B3C4D60 three SEP001A2B3C4D60 nowhere

# Paths with characters that mean something in the configuration.
odd='"a" #b\c'
cp -r "$LAB_DIR/one" "$LAB_DIR/$odd"
configure "$odd"
opens "$odd" CP-9871-SEP001A2B3C4D5E@example.nl

# A new certificate counts at once, without another configuration.
before=$(readlink "$LAB_DIR/one/current")
certificate renew one
[ "$(readlink "$LAB_DIR/one/current")" != "$before" ] || lab_fail "no new certificate was stored"
opens one CP-9871-SEP001A2B3C4D5E@example.nl

for log in "$LAB_DIR"/*.log "$LAB_DIR"/*.conf; do
    ! grep -q "$CHAIN_PASSWORD" "$log" || lab_fail "the password is in $log"
done
echo "good"
