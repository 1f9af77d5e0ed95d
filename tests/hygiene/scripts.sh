#!/bin/sh
# SPDX-License-Identifier: MIT
# Every shell script passes shellcheck, names its licence, and leaves no temporary files when it is
# interrupted: dash runs a trap for EXIT only at an end that is no signal's.
set -u
command -v shellcheck >/dev/null || {
    echo "SKIP: shellcheck is not installed"
    exit 77
}
list=$(mktemp) || exit 1
trap 'rm -f "$list"' EXIT
trap 'exit 1' HUP INT TERM
find .ci tlv kea-hook phone-side vectors tests -type f -not -path '*/build/*' |
    while read -r file; do
        case $(head -c 40 "$file" | tr -d '\0' | head -n 1) in
        '#!/bin/sh'* | '#!/bin/bash'* | '#!/usr/bin/env bash'* | '# shellcheck shell='*) echo "$file" ;;
        esac
    done >"$list"
bad=0
# A few at a time: a process each would be slow to start, all in one would use one processor.
xargs -n 8 -P 2 shellcheck -x <"$list" || bad=1
while read -r file; do
    head -n 3 "$file" | grep -q 'SPDX-License-Identifier:' || {
        echo "$file: does not name its licence"
        bad=$((bad + 1))
    }
    if grep -q '^ *[^#].*mktemp' "$file" && grep -q '^ *trap .* EXIT$' "$file" &&
        ! grep -q '^ *trap .* INT' "$file"; then
        echo "$file: an interrupt leaves its temporary files"
        bad=$((bad + 1))
    fi
done <"$list"
echo "$(wc -l <"$list") scripts, $bad bad"
[ "$bad" -eq 0 ] && [ -s "$list" ]
