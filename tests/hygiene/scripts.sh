#!/bin/sh
# SPDX-License-Identifier: MIT
# Every shell script passes shellcheck and names its licence.
set -u
command -v shellcheck >/dev/null || {
    echo "SKIP: shellcheck is not installed"
    exit 77
}
list=$(mktemp) || exit 1
trap 'rm -f "$list"' EXIT
find .ci tlv kea-hook phone-side vectors tests -type f -not -path '*/build/*' |
    while read -r file; do
        case $(head -c 40 "$file" | tr -d '\0' | head -n 1) in
        '#!/bin/sh'* | '#!/bin/bash'* | '#!/usr/bin/env bash'* | '# shellcheck shell='*) echo "$file" ;;
        esac
    done >"$list"
bad=0
while read -r file; do
    shellcheck -x "$file" || bad=$((bad + 1))
    head -n 3 "$file" | grep -q 'SPDX-License-Identifier:' || {
        echo "$file: does not name its licence"
        bad=$((bad + 1))
    }
done <"$list"
echo "$(wc -l <"$list") scripts, $bad bad"
[ "$bad" -eq 0 ] && [ -s "$list" ]
