#!/bin/sh
# SPDX-License-Identifier: MIT
# The tables in the pages are those of the code. With --update, writes them into the pages.
set -u
print=${CDC43_BUILD:-build/release}/tests/hygiene/print_tables
new=$(mktemp) || exit 1
trap 'rm -f "$new" "$new.table"' EXIT
trap 'exit 1' HUP INT TERM
bad=0
count=0

for page in README.md ./*/README.md ./*/*/README.md kea-hook/pages/*.md tlv/formats/*.7; do
    # A block: <!-- table NAME --> ... <!-- end -->; in a manual page .\" table NAME ... .\" end
    # shellcheck disable=SC2013 # names are single words
    for name in $(sed -n 's/^<!-- table \([a-z]*\) -->$/\1/p; s/^\.\\" table \([a-z]*\)$/\1/p' "$page"); do
        count=$((count + 1))
        "$print" "$name" >"$new.table" || exit 1
        awk -v name="$name" -v table="$new.table" '
            $0 == "<!-- table " name " -->" || $0 == ".\\\" table " name {
                print
                while ((getline line < table) > 0) print line
                inside = 1
                next
            }
            $0 == "<!-- end -->" || $0 == ".\\\" end" { inside = 0 }
            !inside
        ' "$page" >"$new"
        cmp -s "$new" "$page" && continue
        if [ "${1:-}" = --update ]; then
            cat "$new" >"$page"
        else
            echo "$page: the table '$name' is not the one in the code (tests/hygiene/tables.sh --update)"
            bad=$((bad + 1))
        fi
    done
done
echo "$count tables, $bad bad"
[ "$bad" -eq 0 ] && [ "$count" -gt 0 ]
