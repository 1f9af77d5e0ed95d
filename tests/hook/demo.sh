#!/bin/sh
# SPDX-License-Identifier: MIT
# The demo prints its table, from no standard input, and leaves nothing behind. What it builds is there
# already; tests/fresh lets it build.
set -eu
[ "$(id -u)" = 0 ] || {
    echo "SKIP: the demo needs root"
    exit 77
}
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
trap 'exit 1' HUP INT TERM
TMPDIR=$temporary CDC43_DEMO_BUILD=${CDC43_BUILD:?} kea-hook/demo </dev/null >"$temporary/out" || {
    cat "$temporary/out"
    exit 1
}
for number in 9841 9851 9861 9871 8875; do
    grep -q "69 octets  http://10.79.57.91  CP-$number-SEP001A2B00$number.example.nl\$" \
        "$temporary/out"
    grep -q "CP-$number-SEP001A2B00$number@example.nl\$" "$temporary/out"
done
grep -q '^MSFT 5.0 .* nothing ' "$temporary/out"
grep -q "^snomD785 .* 34 octets .*setting-server: http://192.0.2.1/snom.xml, vlan-id: 114" "$temporary/out"
grep -q '^innovaphone .* 9 octets .*update-interval: 15' "$temporary/out"
expected=out
[ "$(ls "$temporary")" = "$expected" ] || {
    echo "left behind: $(ls "$temporary")"
    exit 1
}
echo good
