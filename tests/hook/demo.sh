#!/bin/sh
# SPDX-License-Identifier: MIT
# The demo prints the table that README.md shows, from no standard input, and leaves nothing behind. What it builds is there
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
# As the first page shows it.
sed -n '/^<!-- demo -->/,/^<!-- end demo/{/^[<`]/!p}' README.md >"$temporary/shown"
[ "$(wc -l <"$temporary/shown")" -ge 15 ]
while IFS= read -r line; do
    grep -qxF -- "$line" "$temporary/out" || {
        cat "$temporary/out"
        echo "FAIL: README.md shows another line: $line"
        exit 1
    }
done <"$temporary/shown"
rm "$temporary/shown"
expected=out
[ "$(ls "$temporary")" = "$expected" ] || {
    echo "left behind: $(ls "$temporary")"
    exit 1
}
echo good
