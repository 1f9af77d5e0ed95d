#!/bin/sh
# SPDX-License-Identifier: MIT
# The command cdc43-explain says what the wire carries, for 10,000 random combinations of model,
# scope, classes, request list, conflicting options and what the server has in option 43 itself:
# explain.sh [CONFIGURATIONS COMBINATIONS-OF-EACH SEED]
set -eu
. tests/support/lab.sh
. tests/hook/lab_hook.sh
export PYTHONDONTWRITEBYTECODE=1

lab_begin
LEVEL=0
hook_config "$LAB_DIR/kea.json" "{\"profiles\": [{$OFFICE}]}"
lab_kea "$LAB_DIR/kea.json"
lab_client ip address add 192.0.2.50/24 dev "$LAB_CLIENT_IF"
lab_client /usr/bin/python3 tests/hook/explain_wire.py "$LAB_KEA_SOCKET" 192.0.2.50 192.0.2.1 \
    "${1:-50}" "${2:-200}" "${3:-43}" <"$LAB_DIR/kea.json" || {
    grep -E 'ERROR|WARN' "$LAB_KEA_LOG" | tail -n 5 >&2
    lab_fail "explain and the wire do not agree"
}
lab_stop_kea || lab_fail "the server ended with an error"
echo good
