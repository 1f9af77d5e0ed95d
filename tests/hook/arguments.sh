#!/bin/sh
# SPDX-License-Identifier: MIT
# Arguments of cdc43-explain, cdc43-status and cdc43-profile-list that no client and no answer can
# have are refused, with the place and the rule; those at the limits are taken.
set -eu
. tests/support/lab.sh
. tests/hook/lab_hook.sh
export PYTHONDONTWRITEBYTECODE=1

lab_begin
LEVEL=0
hook_config "$LAB_DIR/kea.json" "{\"when-not-requested\": \"skip\", \"profiles\": [{$OFFICE}]}"
lab_kea "$LAB_DIR/kea.json"
/usr/bin/python3 tests/hook/arguments.py "$LAB_KEA_SOCKET" || lab_fail "arguments"
lab_stop_kea || lab_fail "the server ended with an error"
echo good
