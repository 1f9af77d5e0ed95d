#!/bin/sh
# SPDX-License-Identifier: MIT
# The challenge password is nowhere but in the packet: not in the log at its highest level, not in a
# refusal. One line of Kea's own shows it at debug level, the operator's page says so.
set -eu
. tests/support/lab.sh
. tests/hook/lab_hook.sh
LEVEL=99
canary=cAnArY$$
office=$(echo "$OFFICE" | sed "s/D233CCF9B9952A15/$canary/")
hex=$(printf %s "$canary" | od -An -v -tx1 | tr -d ' \n')

# check_clean NAME FILE: neither the password, nor its octets in any of the forms of Kea's log.
check_clean() {
    for form in "$canary" "$hex" "$(echo "$hex" | sed 's/../&:/g; s/:$//')" \
        "$(echo "$hex" | sed 's/../& /g; s/ $//')"; do
        if grep -iF -- "$form" "$2" >"$LAB_DIR/found"; then
            cut -c 1-200 "$LAB_DIR/found" >&2
            lab_fail "$1 holds the challenge password"
        fi
    done
}

lab_begin
hook_config "$LAB_DIR/kea.json" "{\"profiles\": [{$office}]}"
lab_kea "$LAB_DIR/kea.json"
octets=$(hook_octets DP-9871)
expect_in "the wire" "$octets" "$hex"
expect "answers in the log" \
    "$(grep -c 'type=043, len=[0-9]*: (certificate parameters, not shown)' "$LAB_KEA_LOG")" 2
check_clean "the log" "$LAB_KEA_LOG"

echo "commands"
for command in cdc43-status cdc43-profile-list cdc43-explain; do
    printf '{%s}' "$([ $command != cdc43-explain ] || echo '"vendor-class": "DP-9871"')" \
        >"$LAB_DIR/arguments"
    hook_command "$command" "$LAB_DIR/arguments" >"$LAB_DIR/answer"
    expect_in "$command" "$(cat "$LAB_DIR/answer")" '"result": 0'
    check_clean "the answer to $command" "$LAB_DIR/answer"
    [ $command = cdc43-status ] ||
        /usr/bin/python3 tests/support/parameters.py "$LAB_DIR/answer" "$octets" \
        "$CDC43_BUILD/tlv/cdc43" || lab_fail "$command names parameters in another way"
done
expect_in "cdc43-explain" "$(cat "$LAB_DIR/answer")" '****'

echo "refusals"
for more in ', "x": 1' ', "device-profile": "fax"' ', "enable-8021x": "on"'; do
    hook_config "$LAB_DIR/bad.json" "{\"profiles\": [{$office $more}]}"
    hook_command config-set "$LAB_DIR/bad.json" >"$LAB_DIR/answer"
    expect_in "config-set" "$(cat "$LAB_DIR/answer")" '"result": 1'
    check_clean "the answer" "$LAB_DIR/answer"
done
hook_config "$LAB_DIR/bad.json" \
    "{\"profiles\": [{$(echo "$office" | sed "s/$canary/$canary\\\\u00e4/")}]}"
hook_command config-set "$LAB_DIR/bad.json" >"$LAB_DIR/answer"
expect_in "config-set" "$(cat "$LAB_DIR/answer")" "octet ${#canary} of the value"
check_clean "the answer" "$LAB_DIR/answer"
lab_stop_kea || lab_fail "the server ended with an error"

# Kea itself logs commands unmasked.
grep -v DHCP4_COMMAND_RECEIVED "$LAB_KEA_LOG" >"$LAB_DIR/rest.log"
check_clean "the log without Kea's own lines about commands" "$LAB_DIR/rest.log"
echo good
