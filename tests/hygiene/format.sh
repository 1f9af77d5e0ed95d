#!/bin/sh
# SPDX-License-Identifier: MIT
# Every source file is formatted as .clang-format says and begins with its licence.
set -u
command -v clang-format-14 >/dev/null || {
    echo "SKIP: clang-format-14 is not installed"
    exit 77
}
list=$(mktemp) || exit 1
trap 'rm -f "$list"' EXIT
trap 'exit 1' HUP INT TERM
find tlv kea-hook phone-side vectors tests -type f \
    \( -name '*.c' -o -name '*.h' -o -name '*.cc' \) -not -path '*/build/*' >"$list"
bad=0
xargs clang-format-14 --dry-run -Werror <"$list" || bad=1
# shellcheck disable=SC2016 # awk's own words
xargs awk 'FNR == 1 && !/SPDX-License-Identifier:/ {
    print FILENAME ": the first line does not name the licence"
    bad = 1
} FNR == 1 { nextfile } END { exit bad }' <"$list" || bad=1
echo "$(wc -l <"$list") files looked at"
[ "$bad" -eq 0 ] && [ -s "$list" ]
