#!/bin/sh
# SPDX-License-Identifier: MIT
# Wrong parameters: at start the server refuses, running it serves on with the old octets.
set -eu
. tests/support/lab.sh
. tests/hook/lab_hook.sh
SHORT=0b08687474703a2f2f610c140102030405060708090a0b0c0d0e0f1011121314
LAB='"name": "lab", "server": "http://a",
    "root-ca-fingerprint": "0102030405060708090a0b0c0d0e0f1011121314"'

# Wrong parameters and a part of the sentence, one pair per line.
wrong_ones() {
    cat <<ROWS
{"profiles": [{$(echo "$OFFICE" | tr '\n' ' '), "fips_mode": true}]}	profiles[0].fips_mode
{"profiles": [{"name": "x"}]}	profiles[0].server
{"profiles": [{"name": "x", "server": 1}]}	profiles[0].server
{}	"profiles" is missing
ROWS
}

lab_begin

echo "at start"
wrong_ones >"$LAB_DIR/wrong"
tab=$(printf '\t')
while IFS=$tab read -r parameters part; do
    hook_config "$LAB_DIR/bad.json" "$parameters"
    lab_kea_start "$LAB_DIR/bad.json" && lab_fail "the server started with $parameters"
    status=0
    lab_stop_kea || status=$?
    expect "exit status" "$status" 1
    expect_in "log" "$(grep DHCP4_INIT_FAIL "$LAB_KEA_LOG")" "$part"
    expect_in "our log" "$(grep CDC43_HOOK_CONFIG_REFUSED "$LAB_KEA_LOG")" "$part"
done <"$LAB_DIR/wrong"

echo "on a running server"
hook_config "$LAB_DIR/kea.json" "{\"profiles\": [{$OFFICE}]}"
lab_kea "$LAB_DIR/kea.json"
expect "before" "$(hook_octets DP-9871)" "$EXAMPLE"
while IFS=$tab read -r parameters part; do
    hook_config "$LAB_DIR/bad.json" "$parameters"
    answer=$(hook_command config-set "$LAB_DIR/bad.json")
    expect_in "config-set" "$answer" '"result": 1'
    expect_in "config-set" "$(echo "$answer" | sed 's/[\\]//g')" "$part"
    expect_in "config-set" "$answer" "cdc43: "
    cp "$LAB_DIR/bad.json" "$LAB_DIR/kea.json"
    answer=$(lab_control '{"command": "config-reload"}')
    expect_in "config-reload" "$answer" '"result": 1'
    expect_in "config-reload" "$(echo "$answer" | sed 's/[\\]//g')" "$part"
    expect "after a refusal" "$(hook_octets DP-9871)" "$EXAMPLE"
done <"$LAB_DIR/wrong"

echo "statistics after a refusal, and after libreload"
# counts_on TEXT: what a phone got is in Kea's statistics soon.
counts_on() {
    counted=$(count_sent)
    expect "$1" "$(hook_octets DP-9871)" "$EXAMPLE"
    wait_until more_than "$counted" || lab_fail "$1: nothing is counted any more"
}
count_sent() {
    lab_control '{"command": "statistic-get", "arguments": {"name": "cdc43-sent"}}' |
        sed 's/[^[]*\[ *\[ *\([0-9]*\).*/\1/'
}
more_than() {
    [ "$(count_sent)" -gt "$1" ]
}
wait_until more_than 0
sleep 1.2 # what was sent before is counted as well
counts_on "after a refusal"
answer=$(lab_control '{"command": "libreload"}')
case $answer in
*'not supported'*) echo "this Kea has no libreload" ;; # from 3.0 on
*)
    expect_in "libreload" "$answer" '"result": 0'
    counts_on "after libreload"
    ;;
esac

echo "and good again"
hook_config "$LAB_DIR/kea.json" "{\"profiles\": [{$LAB}]}"
expect_in "config-reload" "$(lab_control '{"command": "config-reload"}')" '"result": 0'
expect "after a good one" "$(hook_octets DP-9871)" "$SHORT"
hook_config "$LAB_DIR/set.json" "{\"profiles\": [{$OFFICE}]}"
expect_in "config-set" "$(hook_command config-set "$LAB_DIR/set.json")" '"result": 0'
expect "after another" "$(hook_octets DP-9871)" "$EXAMPLE"

echo "taken out of the configuration, and refused when it comes back"
/usr/bin/python3 -c '
import json, sys
config = json.load(sys.stdin)
del config["Dhcp4"]["hooks-libraries"]
json.dump(config, sys.stdout)' <"$LAB_DIR/set.json" >"$LAB_DIR/without.json"
expect_in "config-set" "$(hook_command config-set "$LAB_DIR/without.json")" '"result": 0'
expect "without the library" "$(hook_octets DP-9871)" -
expect_in "config-set" "$(hook_command config-set "$LAB_DIR/bad.json")" '"result": 1'
expect "after the refusal" "$(hook_octets DP-9871)" -
expect_in "config-set" "$(hook_command config-set "$LAB_DIR/set.json")" '"result": 0'
expect "after a good one" "$(hook_octets DP-9871)" "$EXAMPLE"
lab_stop_kea || lab_fail "the server ended with an error"

echo "refused by a library that is asked after this one"
REFUSING=$CDC43_BUILD/tests/hook/libdhcp_refusing.so
if [ -n "${CDC43_HOOK-}" ]; then
    # That Kea loads from a folder of its own only.
    REFUSING=${CDC43_HOOK%/*}/libdhcp_refusing.so
    cp "$CDC43_BUILD/tests/hook/libdhcp_refusing.so" "$REFUSING"
fi
# with_refusing FILE WORD [IN_LOAD]: adds that library; WORD: true, it refuses; IN_LOAD: true, in load().
with_refusing() {
    /usr/bin/python3 -c '
import json, sys
with open(sys.argv[1]) as file:
    config = json.load(file)
config["Dhcp4"]["hooks-libraries"].append({"library": sys.argv[2],
                                           "parameters": {"refuse": sys.argv[3] == "true",
                                                          "in-load": sys.argv[4] == "true"}})
with open(sys.argv[1], "w") as file:
    json.dump(config, file)' "$1" "$REFUSING" "$2" "${3:-false}"
}
for threads in false true; do
    more="\"multi-threading\": {\"enable-multi-threading\": $threads, \"thread-pool-size\": 2},"
    hook_config "$LAB_DIR/kea.json" "{\"profiles\": [{$OFFICE}]}" "$more"
    with_refusing "$LAB_DIR/kea.json" false
    lab_kea "$LAB_DIR/kea.json"
    hook_config "$LAB_DIR/bad.json" "{\"profiles\": [{$LAB}]}" "$more"
    with_refusing "$LAB_DIR/bad.json" true
    answer=$(hook_command config-set "$LAB_DIR/bad.json")
    expect_in "config-set" "$answer" "refused by a test"
    expect "after its refusal, threads: $threads" "$(hook_octets DP-9871)" "$EXAMPLE"
    expect_in "our log" "$(grep CDC43_HOOK_CONFIG_REFUSED "$LAB_KEA_LOG")" "another library"
    sed 's/"refuse": true/"refuse": false/' "$LAB_DIR/bad.json" >"$LAB_DIR/set.json"
    expect_in "config-set" "$(hook_command config-set "$LAB_DIR/set.json")" '"result": 0'
    expect "after a good one" "$(hook_octets DP-9871)" "$SHORT"
    lab_stop_kea || lab_fail "the server ended with an error"
done

echo "refused by a library in load(): no Kea serves anybody then, until a good configuration is set"
hook_config "$LAB_DIR/kea.json" "{\"profiles\": [{$OFFICE}]}"
with_refusing "$LAB_DIR/kea.json" false
lab_kea "$LAB_DIR/kea.json"
hook_config "$LAB_DIR/bad.json" "{\"profiles\": [{$LAB}]}"
with_refusing "$LAB_DIR/bad.json" true true
answer=$(hook_command config-set "$LAB_DIR/bad.json")
expect_not_in "config-set" "$answer" '"result": 0'
expect "after its refusal" "$(PATIENCE=2 hook_octets DP-9871)" "no answer"
expect_in "config-set" "$(hook_command config-set "$LAB_DIR/kea.json")" '"result": 0'
expect "after a good one" "$(hook_octets DP-9871)" "$EXAMPLE"
lab_stop_kea || lab_fail "the server ended with an error"
echo good
