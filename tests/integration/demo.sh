#!/bin/sh
# SPDX-License-Identifier: MIT
# The demonstration of the whole way prints its table, from no standard input, and leaves nothing.
set -eu
[ "$(id -u)" = 0 ] || {
    echo "SKIP: the demo needs root"
    exit 77
}
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
trap 'exit 1' HUP INT TERM
TMPDIR=$temporary CDC43_DEMO_BUILD=${CDC43_BUILD:?} phone-side/demo </dev/null \
    >"$temporary/out" || {
    cat "$temporary/out"
    exit 1
}
one='CP-9871-SEP001A2B009871'
two='CP-8875-SEP001A2B008875'
grep -q "^ *Common Name  *$one.example.nl\$" "$temporary/out"
grep -q '^ *Download Status 1  *the certificate is installed$' "$temporary/out"
grep -q "^    identity=\"$one@example.nl\"\$" "$temporary/out"
grep -q "^$one@example.nl  *$one.example.nl  *open\$" "$temporary/out"
grep -q "^$two@example.nl  *$two.example.nl  *open\$" "$temporary/out"
grep -q "^$two@example.nl  *$one.example.nl  *shut\$" "$temporary/out"
grep -q "^Login OK: \[$one@example.nl\]" "$temporary/out"
if grep -q D233CCF9B9952A15 "$temporary/out"; then
    echo "the password was printed"
    exit 1
fi
expected=out
[ "$(ls "$temporary")" = "$expected" ] || {
    echo "left behind: $(ls "$temporary")"
    exit 1
}
if phone-side/demo more >/dev/null 2>&1; then
    echo "an argument was taken"
    exit 1
fi
phone-side/demo --help | grep -q '^Usage: '
echo good
