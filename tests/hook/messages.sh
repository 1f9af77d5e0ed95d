#!/bin/sh
# SPDX-License-Identifier: MIT
# Log messages: messages.mes, messages.h and messages.cc say the same, every message is used in the
# source and explained in the operator's pages.
set -eu
cd kea-hook/server
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
bad=0

sed -n 's/^% \([A-Z0-9_]*\) \(.*\)$/\1 \2/p' messages.mes >"$work/mes"
sed -n 's/^ *MESSAGE(\([A-Z0-9_]*\), "\(.*\)"),$/\1 \2/p' messages.cc >"$work/cc"
diff "$work/mes" "$work/cc" || bad=1
cut -d ' ' -f 1 "$work/mes" >"$work/ids"
sed -n 's/^extern const isc::log::MessageID \([A-Z0-9_]*\);$/\1/p' messages.h >"$work/h"
diff "$work/ids" "$work/h" || bad=1
sed -n 's/^extern const isc::log::MessageID \([A-Z0-9_]*\) = "\1";$/\1/p' messages.cc >"$work/own"
diff "$work/ids" "$work/own" || bad=1
sort -c "$work/ids" || bad=1

while read -r id; do
    grep -q --exclude=messages.cc "[ (,:]$id)" ./*.cc || {
        echo "$id is never logged"
        bad=1
    }
    grep -q "^| \`$id\` |" ../pages/reference.md || {
        echo "pages/reference.md does not explain $id"
        bad=1
    }
done <"$work/ids"
echo "$(wc -l <"$work/ids") messages"
[ "$bad" -eq 0 ] && [ -s "$work/ids" ]
