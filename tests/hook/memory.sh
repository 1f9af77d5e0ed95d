#!/bin/sh
# SPDX-License-Identifier: MIT
# The library in a real server under valgrind: answers, refusals and changes of the configuration.
set -eu
. tests/support/lab.sh
. tests/hook/lab_hook.sh

lab_begin
command -v valgrind >/dev/null || lab_skip "valgrind is not installed"
LEVEL=99
hook_config "$LAB_DIR/kea.json" "{\"profiles\": [{$OFFICE}]}"
hook_config "$LAB_DIR/bad.json" "{\"profiles\": [{$OFFICE, \"x\": 1}]}"
# shellcheck disable=SC2034 # read by lab_kea_start
LAB_KEA_WRAP="valgrind -q --error-exitcode=9 --leak-check=full \
    --show-leak-kinds=definite --errors-for-leak-kinds=definite"
lab_kea "$LAB_DIR/kea.json"
for round in 1 2 3; do
    expect "octets in round $round" "$(hook_octets DP-9871)" "$EXAMPLE"
    hook_boot DP-7841 00:1a:2b:00:00:99 && lab_fail "an unmatched client was served"
    expect_in "bad" "$(hook_command config-set "$LAB_DIR/bad.json")" '"result": 1'
    expect "octets after a refusal" "$(hook_octets CP-8875)" "$EXAMPLE"
    expect_in "good" "$(hook_command config-set "$LAB_DIR/kea.json")" '"result": 0'
done
status=0
lab_stop_kea || status=$?
grep '^==' "$LAB_KEA_LOG" >&2 || :
expect "exit status under valgrind" "$status" 0
echo good
