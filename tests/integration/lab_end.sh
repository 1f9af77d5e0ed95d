#!/bin/sh
# SPDX-License-Identifier: MIT
# A lab leaves nothing behind, also when it is interrupted while it ends.
set -u
. tests/support/lab.sh
temporary=$(mktemp -d) || exit 1
trap 'rm -rf "$temporary"' EXIT
trap 'exit 1' HUP INT TERM

# What it started takes a second to end, and says when it was told to.
# shellcheck disable=SC2016 # for the inner shells
TMPDIR=$temporary setpriv --pdeathsig KILL sh -c '. tests/support/lab.sh
    lab_begin
    lab_spawn server sh -c "trap \"mkdir \$0/told; sleep 1; exit\" TERM
        mkdir \$0/there; while :; do sleep 0.1; done" "$TMPDIR"
    wait_until test -e "$TMPDIR/there" || lab_fail "it does not start"' >"$temporary/said" 2>&1 &
pid=$!
wait_until test -e "$temporary/told" || is_gone "$pid" || lab_fail "it does not end"
kill -TERM "$pid" 2>/dev/null || :
wait "$pid"
status=$?
if [ "$status" -eq 77 ]; then
    cat "$temporary/said"
    exit 77
fi
expect "exit status, $(cat "$temporary/said")" "$status" 0
[ -e "$temporary/told" ] || lab_fail "it was not interrupted"
expect "what is left" "$(ls "$temporary")" "said
there
told"
echo good
