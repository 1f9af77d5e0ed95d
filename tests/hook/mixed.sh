#!/bin/sh
# SPDX-License-Identifier: MIT
# One subnet, one option 43, four kinds of devices: each gets its own from a real Kea.
set -eu
. tests/support/lab.sh
. tests/hook/lab_hook.sh


# What these devices read: "http://test" and 114, as the page of snom prints them; then addresses,
# text, a number and text.
SNOM=420c687474703a2f2f7465737400840431313400
INNOVAPHONE=c804c0000209d708687474703a2f2f75d8010ffa03706278

lab_begin
hook_config "$LAB_DIR/kea.json" "{\"profiles\": [{$OFFICE},
    {\"name\": \"factory\", \"server\": \"http://f\", \"root-ca-fingerprint\":
     \"12040870625C5B755D73F5925285F8F5FF5D55AF\"},
    {\"name\": \"snom\", \"vendor\": \"snom\", \"setting-server\": \"http://test\", \"vlan-id\": 114},
    {\"name\": \"inno\", \"vendor\": \"innovaphone\", \"gatekeepers\": [\"192.0.2.9\"],
     \"update-url\": \"http://u\", \"update-interval\": 15, \"server-identifier\": \"pbx\"}],
  \"models\": [{\"vendor-class\": \"DP-9871\", \"profile\": \"office\"},
    {\"vendor-class-prefix\": \"snom\", \"profile\": \"snom\"},
    {\"vendor-class\": \"1.3.6.1.4.1.6666\", \"profile\": \"inno\"}]}"
# The subnet has a profile of its own for the desk phones, which must not reach the others.
sed -i 's/"subnet": "192.0.2.0\/24",/& "user-context": {"cdc43": {"profile": "factory"}},/' \
    "$LAB_DIR/kea.json"
lab_kea "$LAB_DIR/kea.json"

echo "each gets its own"
factory=0b08687474703a2f2f660c1412040870625c5b755d73f5925285f8f5ff5d55af
expect "desk phone" "$(hook_octets DP-9871)" "$factory"
expect "snom" "$(hook_octets snomD785)" "$SNOM"
expect "innovaphone" "$(hook_octets 1.3.6.1.4.1.6666)" "$INNOVAPHONE"
expect "computer" "$(hook_octets 'MSFT 5.0')" -
expect "what snom makes of it" "$("$CDC43_BUILD/tlv/cdc43" decode --vendor snom --format json "$SNOM" |
    tr -d ' \n')" '{"setting-server":"http://test","vlan-id":114}'

echo "the commands say the same"
cat >"$LAB_DIR/arguments" <<ARGUMENTS
{"vendor-class": "snomD785", "address": "192.0.2.100"}
ARGUMENTS
explained=$(hook_command cdc43-explain "$LAB_DIR/arguments")
expect_in "explain" "$explained" '"profile": "snom"'
expect_in "explain" "$explained" '"setting-server": "http://test"'
expect_in "explain" "$explained" '"vlan-id": 114'
expect_in "explain" "$explained" '"decided-by": "model"'
expect_in "explain" "$explained" "another maker's devices"
listed=$(echo '{}' >"$LAB_DIR/none" && hook_command cdc43-profile-list "$LAB_DIR/none")
expect_in "list" "$listed" '"gatekeepers": [ "192.0.2.9" ]'
# Three devices, an OFFER and an ACK each.
six_are_counted() {
    lab_control '{"command": "statistic-get", "arguments": {"name": "cdc43-sent"}}' |
        grep -q '\[ *\[ *6,'
}
wait_until six_are_counted || lab_fail "six responses are not in the statistics"
lab_stop_kea || lab_fail "the server ended with an error"

echo "and the file is judged without the server"
"$CDC43_BUILD/kea-hook/command/cdc43-kea" check --no-kea "$LAB_DIR/kea.json" >"$LAB_DIR/checked" || {
    cat "$LAB_DIR/checked" >&2
    lab_fail "cdc43-kea check refuses it"
}
"$CDC43_BUILD/kea-hook/command/cdc43-kea" explain --model snomD785 --mac 00:1a:2b:3c:4d:5e \
    --format json "$LAB_DIR/kea.json" >"$LAB_DIR/explained"
expect_in "explained" "$(cat "$LAB_DIR/explained")" '"setting-server": "http://test"'
expect_not_in "explained" "$(cat "$LAB_DIR/explained")" '"error"'
echo good
