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
while read -r file; do
    clang-format-14 --dry-run -Werror "$file" || bad=$((bad + 1))
    case $(head -n 1 "$file") in
    *SPDX-License-Identifier:*) ;;
    *)
        echo "$file: the first line does not name the licence"
        bad=$((bad + 1))
        ;;
    esac
done <"$list"
echo "$(wc -l <"$list") files, $bad bad"
[ "$bad" -eq 0 ] && [ -s "$list" ]
