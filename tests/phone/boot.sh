#!/bin/sh
# SPDX-License-Identifier: MIT
# cdc43-phone boot against a real Kea without any hook: good answers and every kind of bad one.
set -eu
. tests/support/lab.sh
. tests/phone/lab_phone.sh
PHONE=${CDC43_BUILD:?}/phone-side/cdc43-phone
OUT='' # what the last boot printed, standard output and error

# serve CLASS-OPTIONS [SUBNET-OPTIONS]
serve() {
    lab_stop_kea
    phone_config "$LAB_DIR/kea.json" "$@"
    lab_kea "$LAB_DIR/kea.json"
}

# boot EXIT DIR [OPTION...]: a DP-9871 with the MAC address of the published example, on
# $boot_interface, for $boot_timeout seconds.
boot() {
    boot_wanted=$1
    boot_dir=$LAB_DIR/$2
    shift 2
    boot_exit=0
    lab_client "$PHONE" boot --interface "$boot_interface" --model DP-9871 \
        --mac 00:1A:2B:3C:4D:5E --state "$boot_dir" --timeout "$boot_timeout" "$@" >"$LAB_DIR/out" 2>&1 ||
        boot_exit=$?
    OUT=$(cat "$LAB_DIR/out")
    expect "exit of boot" "$boot_exit" "$boot_wanted"
}

# hex TEXT
hex() {
    printf %s "$1" | od -An -v -tx1 | tr -d ' \n'
}

lab_begin
boot_interface=$LAB_CLIENT_IF
boot_timeout=120
command -v tshark >/dev/null || lab_skip "tshark is not installed"
phone_show_at_failure "$LAB_DIR/out"

echo "the published example"
serve "$(phone_option43 "$EXAMPLE")" "$(phone_domain example.nl)"
lab_capture_start "$LAB_DIR/wire.pcap"
boot 0 s
lab_capture_stop
for word in 192.0.2.1 "69 octets" http://10.79.57.91 12040870625C5B755D73F5925285F8F5FF5D55AF \
    "******** (16 characters)" CP-9871-SEP001A2B3C4D5E.example.nl \
    CP-9871-SEP001A2B3C4D5E@example.nl "SCEP Configuration 1" provisioned; do
    expect_in "page" "$OUT" "$word"
done
expect_not_in "page" "$OUT" "$SECRET"
expect "mode of the state" "$(stat -c %a "$LAB_DIR/s/state")" 600
expect "mode of the directory" "$(stat -c %a "$LAB_DIR/s")" 700
expect "files" "$(cd "$LAB_DIR/s" && echo *)" "life state"

echo "on the wire"
wire=$(tshark -r "$LAB_DIR/wire.pcap" -Y dhcp -T fields -e dhcp.option.dhcp -e dhcp.flags.bc \
    -e dhcp.option.vendor_class_id -e dhcp.hw.mac_addr -e ip.src -e ip.dst 2>/dev/null |
    awk '$1 == 1 || $1 == 3')
for type in 1 3; do
    expect_in "message $type" "$wire" \
        "$type	1	DP-9871	00:1a:2b:3c:4d:5e,00:1a:2b:3c:4d:5e	0.0.0.0	255.255.255.255"
done
types=$(tshark -r "$LAB_DIR/wire.pcap" -Y dhcp -T fields -e dhcp.option.dhcp 2>/dev/null | tr '\n' ' ')
expect "the exchange" "$types" "1 2 3 5 "
list=$(tshark -r "$LAB_DIR/wire.pcap" -Y 'dhcp.option.dhcp == 1' -T fields \
    -e dhcp.option.request_list_item 2>/dev/null)
for code in 15 43 66 150 159 160; do
    expect_in "request list" ",$list," ",$code,"
done

echo "not again without a factory reset"
serve "$(phone_option43 0b0132"0c14$(printf '%040d' 7)")" "$(phone_domain other.nl)"
boot 0 s
expect_in "status" "$OUT" "it counts only in factory-reset state"
expect "server" "$(phone_field "$LAB_DIR/s" server)" http://10.79.57.91
boot 0 s --factory-reset
expect "server" "$(phone_field "$LAB_DIR/s" server)" 2
expect "Common Name" "$(phone_field "$LAB_DIR/s" common-name)" CP-9871-SEP001A2B3C4D5E.other.nl
expect_in "no password" "$OUT" "not configured"

echo "without option 43"
serve "" "$(phone_domain example.nl)"
boot 0 s
boot 1 none
expect_in "error" "$OUT" "cdc43-phone: the DHCP response had no option 43"
expect "state" "$(phone_field "$LAB_DIR/none" state)" factory-reset

echo "bad ones: whole or nothing"
serve "$(phone_option43 0b1268747470733a2f2f31302e37392e35372e390c14"$(printf '%040d' 7)")"
boot 1 none
expect_in "https" "$OUT" "suboption 11 (Server)"
expect_in "https" "$OUT" "HTTPS"
expect "state" "$(phone_field "$LAB_DIR/none" state)" factory-reset
serve "$(phone_option43 0b01320c15"$(printf '%042d' 7)")"
boot 1 none
expect_in "fingerprint of 21 octets" "$OUT" "suboption 12 (Root CA Fingerprint), octet 5"
serve "$(phone_option43 "$EXAMPLE")" "$(phone_domain 'a..b')"
boot 1 none
expect_in "domain" "$OUT" "the domain must be"
expect_in "domain" "$OUT" "the phone does not enrol"
domain40=abcdefghijklmnopqrstuvwxyz0123456789.abc
serve "$(phone_option43 "$EXAMPLE")" "$(phone_domain "$domain40"d)"
boot 1 none
expect_in "41 characters" "$OUT" "at most 64 characters, 65 found"
expect_in "status afterwards" "$("$PHONE" show --state "$LAB_DIR/none")" "at most 64 characters, 65 found"
serve "$(phone_option43 "$EXAMPLE")" "$(phone_domain "$domain40")"
boot 0 none
expect "40 characters" "$(phone_field "$LAB_DIR/none" common-name)" \
    "CP-9871-SEP001A2B3C4D5E.$domain40"

echo "255 octets in two instances, and what is tolerated"
server=$(printf 'http://h/%0121d' 7)
password=$(printf '%078d' 7)
serve "$(phone_option43 "0a01010b82$(hex "$server")0c20$(printf '%064d' 7)0d4e$(
    hex "$password")0e01010f0101")"
boot 0 big --show-secrets
expect_in "joined" "$OUT" "255 octets"
expect_in "sum" "$OUT" "exactly at their limit"
expect_in "password on request" "$OUT" "$password"

echo "wireless, and remote provisioning beside it"
serve "$(phone_option43 "$EXAMPLE")" '{"name": "tftp-server-name", "data": "192.0.2.9"},
    {"code": 160, "space": "dhcp4", "csv-format": false, "data": "3132"}'
boot 0 air --wireless
expect_in "802.1X" "$OUT" "yes (not used: wireless)"
expect_in "select" "$OUT" "custom-installed (not used: wireless)"
expect_not_in "FIPS" "$OUT" "enabled (not used"
expect_in "option 66" "$OUT" "option 66 came too"
expect_in "option 160" "$OUT" "option 160 came too"
expect_not_in "option 150" "$OUT" "option 150 came too"
expect_in "not used" "$("$PHONE" show --state "$LAB_DIR/air" --format json)" '"enable-8021x",'

echo "another phone, a damaged state"
lab_client "$PHONE" boot --interface "$LAB_CLIENT_IF" --model DP-9841 --mac 00:1A:2B:3C:4D:5E \
    --state "$LAB_DIR/air" >"$LAB_DIR/out" 2>&1 && lab_fail "took the state of another phone"
expect_in "another phone" "$(cat "$LAB_DIR/out")" "this state belongs to another phone"
truncate -s -1 "$LAB_DIR/air/state"
boot 1 air
expect_in "damage" "$OUT" "damaged"
boot 0 air --factory-reset

echo "one phone of each known model at once"
pids=''
for model in $(lab_known_models); do
    lab_spawn client "$PHONE" boot --interface "$LAB_CLIENT_IF" --model "$model" \
        --mac "00:1A:2B:00:${model#*-}" --state "$LAB_DIR/$model" --timeout 120 \
        >"$LAB_DIR/out.$model" 2>&1
    pids="$pids $LAB_PID"
done
for pid in $pids; do
    wait "$pid" || { cat "$LAB_DIR"/out.* >&2; lab_fail "one of them did not boot"; }
done
for model in $(lab_known_models); do
    number=${model#*-}
    expect "$model" "$(phone_field "$LAB_DIR/$model" mic-cn)" "CP-$number-SEP001A2B00$number"
    expect "$model" "$(phone_field "$LAB_DIR/$model" challenge-password-length)" 16
done
expect "addresses" "$(grep -h Address "$LAB_DIR"/out.* | sort -u | wc -l)" 5

echo "no server, no interface"
lab_stop_kea
boot_timeout=2
boot 1 alone
expect_in "no server" "$OUT" "no usable DHCP response came"
boot_timeout=120
boot_interface=nothing0
boot 1 alone
expect_in "no interface" "$OUT" "nothing0: cannot find the interface"
lab_client ip link set "$LAB_CLIENT_IF" down
boot_interface=$LAB_CLIENT_IF
boot 1 alone
expect_in "interface down" "$OUT" "is the interface up?"
echo good
