#!/bin/sh
# SPDX-License-Identifier: MIT
# A password for each phone, end to end: Kea with the hook makes it, Debian's scepserver has it checked
# by "cdc43-kea verify-csr". What was read on the wire enrols no other name.
set -u
build=${CDC43_BUILD:-build/release}
# shellcheck source=tests/support/lab.sh
. tests/support/lab.sh
# shellcheck source=tests/support/chain.sh
. tests/support/chain.sh
phone=$build/phone-side/cdc43-phone
thief=$build/tests/scep/scep_client

# boot NAME MAC: a factory-reset phone gets its parameters.
boot() {
    lab_client "$phone" boot --interface "$LAB_CLIENT_IF" --model DP-9871 --mac "$2" \
        --state "$LAB_DIR/$1" --timeout 120 --factory-reset >"$LAB_DIR/$1.log" 2>&1 ||
        chain_give_up "boot $1" "$LAB_DIR/$1.log"
}

# certificate COMMAND NAME: enrol or renew, at the CA that DHCP named.
certificate() {
    lab_client "$phone" "$1" --state "$LAB_DIR/$2" --allow-legacy >>"$LAB_DIR/$2.log" 2>&1
}

# issued: how many certificates the CA has issued.
issued() {
    find "$LAB_DIR/depot" -name 'CP-*.pem' | wc -l
}

# common_name NAME: of the phone's certificate.
common_name() {
    openssl x509 -in "$LAB_DIR/$1/current/cert.pem" -noout -subject -nameopt multiline |
        sed -n 's/ *commonName *= //p'
}

# steal NAME COMMON-NAME WORD...: somebody else asks for that name with what was on the wire.
steal() {
    steal_store=$LAB_DIR/thief-$1
    steal_cn=$2
    shift 2
    lab_client "$thief" "$steal_store" "server=$CHAIN_SERVER" "fingerprint=$CHAIN_FINGERPRINT" legacy \
        "cn=$steal_cn" "$@" >"$LAB_DIR/thief.log" 2>&1
}

# stays_away NAME COMMON-NAME WORD...: the CA issues nothing.
stays_away() {
    away_before=$(issued)
    ! steal "$@" || chain_give_up "the CA issued a certificate for $2" "$LAB_DIR/thief.log"
    expect "certificates issued" "$(issued)" "$away_before"
    [ ! -e "$LAB_DIR/thief-$1/current" ] || lab_fail "the thief has a certificate"
}

# password_on_the_wire MAC: what anybody on the segment can read.
password_on_the_wire() {
    lab_answers "$LAB_DIR/wire.pcap" | awk -v m="$1" '$1 == 5 && $2 == m { print $4 }' |
        /usr/bin/python3 -c 'import sys
print(bytes.fromhex(sys.stdin.read().split("0d20", 1)[1][:64]).decode())'
}

# use_keys FILE...: the CA takes passwords of these keys from now on.
use_keys() {
    printf '#!/bin/sh\nexec "%s" verify-csr' "$(realpath "$build/kea-hook/command/cdc43-kea")" \
        >"$LAB_DIR/verify-csr.new"
    printf ' --key-file "%s"' "$@" >>"$LAB_DIR/verify-csr.new"
    chmod 700 "$LAB_DIR/verify-csr.new"
    mv "$LAB_DIR/verify-csr.new" "$LAB_DIR/verify-csr"
}

chain_need scepserver scep openssl openssl
lab_begin
# Where the phones ask the CA from. The address that DHCP gives is nobody's here.
lab_client ip address add 192.0.2.9/24 dev "$LAB_CLIENT_IF" || lab_fail "no address"
for key in first second; do
    (umask 077 && openssl rand -hex 32 >"$LAB_DIR/$key.key")
done
use_keys "$LAB_DIR/first.key"
chain_ca -csrverifierexec "$LAB_DIR/verify-csr"
CHAIN_CHALLENGE="\"challenge-key-file\": \"$LAB_DIR/first.key\""
chain_kea "$build/kea-hook/libdhcp_cdc43.so"
one=CP-9871-SEP001A2B3C4D5E.example.nl
two=CP-9871-SEP001A2B3C4D5F.example.nl

echo "each phone enrols with its own password"
lab_capture_start "$LAB_DIR/wire.pcap"
boot one 00:1a:2b:3c:4d:5e
boot two 00:1a:2b:3c:4d:5f
lab_capture_stop
certificate enrol one || chain_give_up "the first phone does not enrol" "$LAB_DIR/one.log"
expect "the first phone's name" "$(common_name one)" "$one"
password=$(password_on_the_wire 00:1a:2b:3c:4d:5e)
other=$(password_on_the_wire 00:1a:2b:3c:4d:5f)
expect "length of the password" "${#password}" 32
[ "$password" != "$other" ] || lab_fail "both phones have got the same password"

echo "what was read on the wire enrols no other name"
stays_away 1 "$two" "challenge=$password"
stays_away 2 CP-9871-SEP001A2B3C4D60.example.nl "challenge=$password"
stays_away 3 CP-9871-SEP001A2B3C4D5E "challenge=$password"
stays_away 4 CP-9871-SEP001A2B3C4D5E.example.com "challenge=$password"
stays_away 5 "$two"
stays_away 6 "$two" challenge=
stays_away 7 "$two" "challenge=$(echo "$other" | tr '0-9a-f' '1-9a-f0')"
expect_in "scepserver" "$(cat "$CHAIN_CA_LOG")" 'exit status 1'
certificate enrol two || chain_give_up "the second phone does not enrol" "$LAB_DIR/two.log"
expect "the second phone's name" "$(common_name two)" "$two"

echo "and the name that it was made for: this is the limit"
steal same "$one" "challenge=$password" || chain_give_up "refused" "$LAB_DIR/thief.log"

echo "but not where a name is issued once only"
chain_spawn server "$LAB_DIR/once.log" scepserver -depot "$LAB_DIR/depot" -port 81 -allowrenew 14 \
    -csrverifierexec "$LAB_DIR/verify-csr"
wait_until chain_is_listening "$LAB_PID" 81 || chain_give_up "scepserver does not serve" "$LAB_DIR/once.log"
stays_away once "$one" "challenge=$password" server=http://192.0.2.1:81/scep
expect_in "scepserver" "$(cat "$LAB_DIR/once.log")" "already exists"

echo "another key: old passwords count while the CA has the old key, too"
use_keys "$LAB_DIR/second.key" "$LAB_DIR/first.key"
before=$(readlink "$LAB_DIR/one/current")
certificate renew one || chain_give_up "the first phone does not renew" "$LAB_DIR/one.log"
[ "$(readlink "$LAB_DIR/one/current")" != "$before" ] || lab_fail "no new certificate was stored"
use_keys "$LAB_DIR/second.key"
stays_away 8 "$one" "challenge=$password"
lab_stop_kea || lab_fail "the server ended with an error"
CHAIN_CHALLENGE="\"challenge-key-file\": \"$LAB_DIR/second.key\""
chain_kea "$build/kea-hook/libdhcp_cdc43.so"
boot three 00:1a:2b:3c:4d:5e
certificate enrol three || chain_give_up "no enrolment with the new key" "$LAB_DIR/three.log"

for log in "$LAB_DIR"/*.log; do
    for secret in "$password" "$other" "$(cat "$LAB_DIR/first.key")" "$(cat "$LAB_DIR/second.key")"; do
        ! grep -q "$secret" "$log" || lab_fail "a secret is in $log"
    done
done
echo "good"
