#!/bin/sh
# SPDX-License-Identifier: MIT
# cdc43-phone doctor listens while a phone boots against real servers: Kea with the hook, plain Kea with and
# without an option 43 that is wrong, dnsmasq that loses it, two servers on one wire, no server; and it asks a
# SCEP server. No server here can be made to send what the rules of messages forbid (message-option,
# message-overload, message-joined-too-long), what the client alone decides (no-vendor-class, other-model,
# not-requested) and what the capture does (cut): those have generated captures only, in doctor.py.
set -eu
. tests/support/lab.sh
. tests/hook/lab_hook.sh
. tests/formats/servers.sh
lab_begin
dir=$LAB_DIR/ca
mkdir "$dir"
# shellcheck source=tests/support/ca.sh
. tests/support/ca.sh

# The lab's end removes the CA's files and keeps the exit status: the CA must be gone before.
end_all() {
    end_status=$?
    set +e
    ca_stop
    (exit "$end_status")
    lab_end
}
trap end_all EXIT

# plain_config FILE OPTIONS: Kea without the hook, with these options.
plain_config() {
    hook_config "$1" '{}' "$2"
    sed -i "/hooks-libraries/d; s/example.nl/${DOMAIN:-example.nl}/" "$1"
}

# capture_boot SECONDS: a phone boots; what was on the wire is in $LAB_DIR/wire.pcap.
capture_boot() {
    rm -f "$LAB_DIR/wire.pcap"
    lab_capture_start "$LAB_DIR/wire.pcap"
    lab_client "$PHONE" boot --interface "$LAB_CLIENT_IF" --model DP-9871 --mac 00:1a:2b:00:98:71 \
        --state "$LAB_DIR/phone" --factory-reset --timeout "$1" ${COMMON_NAME:+--common-name "$COMMON_NAME"} >"$LAB_DIR/boot.log" 2>&1 || :
    lab_capture_stop
}

# capture_until FILTER [COMMAND]: a phone boots until something is on the wire that tshark's filter takes. COMMAND is
# run once the phone has begun.
capture_until() {
    rm -f "$LAB_DIR/wire.pcap"
    lab_capture_start "$LAB_DIR/wire.pcap"
    lab_spawn client "$PHONE" boot --interface "$LAB_CLIENT_IF" --model DP-9871 --mac 00:1a:2b:00:98:71 \
        --state "$LAB_DIR/phone" --factory-reset --timeout 120 >"$LAB_DIR/boot.log" 2>&1
    until_phone=$LAB_PID
    [ $# -eq 1 ] || "$2"
    wait_until is_on_wire "$1" || lab_fail "'$1' is never on the wire: $(cat "$LAB_DIR/boot.log")"
    lab_stop "$until_phone" || :
    lab_capture_stop
}

is_on_wire() {
    tshark -r "$LAB_DIR/wire.pcap" -Y "$1" 2>/dev/null | grep -q .
}

# doctor EXIT WORD...: its exit code; what it prints is in $LAB_DIR/doctor.
doctor() {
    doctor_wanted=$1
    shift
    doctor_got=0
    "$PHONE" doctor --capture "$LAB_DIR/wire.pcap" "$@" >"$LAB_DIR/doctor" 2>&1 || doctor_got=$?
    expect "exit ($(cat "$LAB_DIR/doctor"))" "$doctor_got" "$doctor_wanted"
    expect_not_in "the password" "$(cat "$LAB_DIR/doctor")" D233CCF9B9952A15
}

# serve_ca NAME OPTION...: a CA of that name, Kea with the hook for it, and a phone boots.
serve_ca() {
    ca_start "$@"
    hook_config "$LAB_DIR/kea.json" "{\"profiles\": [{$OFFICE}]}"
    # shellcheck disable=SC2154 # ca_start sets them
    sed -i -e "s|http://10.79.57.91|$server|" -e "s|12040870625C5B755D73F5925285F8F5FF5D55AF|$fingerprint|" \
        "$LAB_DIR/kea.json"
    lab_kea "$LAB_DIR/kea.json"
    capture_boot 120
}

echo "Kea with the hook, and a SCEP server"
serve_ca weak only-des3
doctor 1 --server-check --allow-legacy # which FIPS Mode does not take
expect_in "the server" "$(cat "$LAB_DIR/doctor")" ": error: scep-server-fips: "
lab_stop_kea || lab_fail "the server ended with an error"
ca_stop || :
fips_office=$OFFICE
OFFICE=$(echo "$OFFICE" | sed 's/"fips-mode": true/"fips-mode": false/')
serve_ca weak_too only-des3
doctor 0 --server-check
expect_in "the server" "$(cat "$LAB_DIR/doctor")" ": warning: scep-server-weak: "
doctor 0 --server-check --allow-legacy
expect_not_in "the server, 3DES is allowed" "$(cat "$LAB_DIR/doctor")" "scep-server-weak"
ca_stop || :
lab_stop_kea || lab_fail "the server ended with an error"
OFFICE=$fips_office
serve_ca ca "challenge=D233CCF9B9952A15"
doctor 0
expect_in "the phone" "$(cat "$LAB_DIR/doctor")" \
    "00:1a:2b:00:98:71  DP-9871, ACK of 192.0.2.1, CP-9871-SEP001A2B009871.example.nl: would enrol"
expect "nothing found" "$(wc -l <"$LAB_DIR/doctor")" 2
doctor 0 --server-check --ca "$dir/ca/root.pem"
expect_in "the file" "$(cat "$LAB_DIR/doctor")" ": note: fingerprint-good: "
expect_in "the server" "$(cat "$LAB_DIR/doctor")" ": note: scep-server-good: "
expect_not_in "the server" "$(cat "$LAB_DIR/doctor")" "scep-server-weak"
expect "no request" "$(ca_requests ca)" 0
ca_stop || :
doctor 1 --server-check
expect_in "the server is gone" "$(cat "$LAB_DIR/doctor")" ": error: scep-server: the SCEP server does not give what"

echo "while a phone boots"
lab_spawn server "$PHONE" doctor --interface "$LAB_SERVER_IF" --timeout 120 >"$LAB_DIR/live"
live=$LAB_PID
until is_gone "$live"; do
    hook_boot DP-9871 00:1a:2b:00:98:71 || lab_fail "the phone does not boot"
done
wait "$live" || lab_fail "doctor --interface: exit $?, $(cat "$LAB_DIR/live")"
expect_in "live" "$(cat "$LAB_DIR/live")" "would enrol"
lab_stop_kea || lab_fail "the server ended with an error"

# wrong OPTIONS FINDING...: plain Kea with these options; the findings.
wrong() {
    wrong_options=$1
    shift
    plain_config "$LAB_DIR/kea.json" "$wrong_options"
    lab_kea "$LAB_DIR/kea.json"
    capture_boot 120
    lab_stop_kea || lab_fail "the server ended with an error"
    doctor 1
    for finding in "$@"; do
        expect_in "boot with $wrong_options" "$(cat "$LAB_DIR/boot.log")" ": $finding: "
        expect_in "with $wrong_options" "$(cat "$LAB_DIR/doctor")" ": $finding: "
    done
}

# raw HEX: Kea's option 43 with these octets.
raw() {
    printf '"option-def": [{"name": "vendor-encapsulated-options", "code": 43, "type": "binary"}],
        "option-data": [{"name": "vendor-encapsulated-options", "csv-format": false, "data": "%s"}],' "$1"
}

echo "plain Kea"
wrong '' absent
wrong "$(raw 0b0968747470733a2f2f680c14"$(printf '%040d' 7)")" server-https
wrong "$(raw 0b01680c15"$(printf '%042d' 7)")" fingerprint-length
wrong "$(raw f104c0a80001)" other-vendor
wrong '"option-data": [{"name": "tftp-server-name", "data": "10.0.0.1", "always-send": true}],' absent provisioning

wrong "$(raw '')" empty
DOMAIN=$(printf '%041d' 7)
wrong "$(raw "0b01680c14$(printf '%040d' 7)")" common-name-too-long
expect_in "of option 15" "$(cat "$LAB_DIR/boot.log")" "option 15 gives no valid Common Name: "
COMMON_NAME=desk-7
wrong "$(raw "0b01680c14$(printf '%040d' 7)")" common-name-too-long
expect_in "of the phone itself" "$(cat "$LAB_DIR/boot.log")" "option 15 gives no valid User ID, which has the same limits"
COMMON_NAME=''
DOMAIN=''
wrong "\"client-classes\": [{\"name\": \"offers\", \"test\": \"pkt4.msgtype == 1\", $(raw \
    "0b01680c14$(printf '%040d' 7)" | sed '$s/,$//')}]," offer-only

echo "254 octets in two pieces"
long="http://h/$(printf '%0182d' 7)" # and a password of 16 characters: 207
value=$(printf '0a01010bbf%s0c20%064d0d10%s0e01010f0101' "$(printf %s "$long" | od -An -v -tx1 | tr -d ' \n')" 7 \
    "$(printf D233CCF9B9952A15 | od -An -v -tx1 | tr -d ' \n')")
plain_config "$LAB_DIR/kea.json" "$(raw "$value")"
lab_kea "$LAB_DIR/kea.json"
capture_boot 120
lab_stop_kea || lab_fail "the server ended with an error"
doctor 0
expect_in "pieces" "$(cat "$LAB_DIR/doctor")" ": warning: split: "
expect_not_in "boot with pieces" "$(cat "$LAB_DIR/boot.log")" "Findings"

echo "suboptions that become options of the message"
cat >"$LAB_DIR/text" <<TEXT
dhcp-option=vendor:DP-98,10,1b
dhcp-option=vendor:DP-98,11,${long}7
dhcp-option=vendor:DP-98,12,$(printf '%062d07' 0 | sed 's/../&:/g; s/:$//')
dhcp-option=vendor:DP-98,13,D233CCF9B9952A15
dhcp-option=vendor:DP-98,14,1b
dhcp-option=vendor:DP-98,15,1b
TEXT
if server_start dnsmasq "$LAB_DIR/text"; then
    capture_boot 120
    server_stop
    doctor 1
    expect_in "dnsmasq" "$(cat "$LAB_DIR/doctor")" ": error: leaked: "
    expect_in "boot with dnsmasq" "$(cat "$LAB_DIR/boot.log")" "  error: leaked: "
fi

# The phone's REQUEST is not heard.
deaf='"client-classes": [{"name": "DROP", "test": "pkt4.msgtype == 3"}],'
# The ACK has the identifier of another server than the OFFER.
mask='"client-classes": [{"name": "mask", "test": "pkt4.msgtype == 3",
    "option-data": [{"name": "dhcp-server-identifier", "data": "192.0.2.9"}]}],'
# As Windows continues what is longer than 255 octets.
continued="\"option-def\": [{\"name\": \"vendor-encapsulated-options\", \"code\": 43, \"type\": \"binary\"},
    {\"name\": \"continued\", \"code\": 250, \"type\": \"binary\"}],
    \"option-data\": [{\"name\": \"vendor-encapsulated-options\", \"csv-format\": false, \"data\": \"0b0168\"},
    {\"name\": \"continued\", \"csv-format\": false, \"always-send\": true, \"data\": \"0c14$(printf '%040d' 7)\"}],"

# seen FILTER OPTIONS FINDING: the same; the phone would go on until its time is over.
seen() {
    plain_config "$LAB_DIR/kea.json" "$2"
    lab_kea "$LAB_DIR/kea.json"
    capture_until "$1"
    lab_stop_kea || lab_fail "the server ended with an error"
    doctor 1
    expect_in "with $2" "$(cat "$LAB_DIR/doctor")" ": error: $3: "
}

echo "a server that does not hear the REQUEST, answers in another's name, continues in option 250"
seen 'dhcp.option.dhcp == 3' "$deaf" no-ack
seen 'dhcp.option.dhcp == 5' "$mask" ack-ignored
wrong "$continued" option-250

echo "no server"
capture_boot 1
doctor 1
expect_in "boot alone" "$(cat "$LAB_DIR/boot.log")" "  error: no-answer: "
expect_in "nobody" "$(cat "$LAB_DIR/doctor")" ": error: no-answer: "

# beside FORMAT FILE: that server is the second one.
beside() {
    lab_change_server
    server_start "$1" "$2" || lab_skip "no second server"
    lab_change_server
}

echo "two servers"
lab_second_server
echo "option vendor-encapsulated-options 0b:01:68:0c:14:$(printf '%040d' 7 | sed 's/../&:/g; s/:$//');" >"$LAB_DIR/text"
beside isc-dhcpd "$LAB_DIR/text"
plain_config "$LAB_DIR/kea.json" ''

# The second server sleeps until the first one has given the lease; then it reads the DISCOVER and offers.
wake() {
    wait_until grep -q DHCP4_LEASE_ALLOC "$LAB_KEA_LOG" || lab_fail "Kea gives no lease"
    kill -CONT "$SERVER_PID"
}

# other_server: its OFFER is found. If it comes more than two seconds later, it is no longer of this exchange.
other_server() {
    kill -STOP "$SERVER_PID"
    lab_kea "$LAB_DIR/kea.json"
    capture_until 'ip.src == 192.0.2.2' wake
    lab_stop_kea || lab_fail "the server ended with an error"
    doctor 1
    grep -q ": error: other-server: .* 192.0.2.2 has it, 192.0.2.1 gave the lease" "$LAB_DIR/doctor"
}
tries=10
until other_server; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || lab_fail "two servers: $(cat "$LAB_DIR/doctor")"
done
server_stop
: >"$LAB_DIR/text" # dnsmasq refuses what is asked of another server
beside dnsmasq "$LAB_DIR/text"
seen 'dhcp.option.dhcp == 6' "$deaf" refused
server_stop
