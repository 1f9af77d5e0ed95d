#!/bin/bash
# SPDX-License-Identifier: MIT
# completion.sh CDC43 CDC43-KEA: completion in bash offers the subcommands, the options and the words that
# may follow them.
set -u
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
bad=0
# shellcheck source=tlv/command/completion.bash
. tlv/command/completion.bash
for program in cdc43 cdc43-kea cdc43-phone cdc43-vectors; do
    complete -p "$program" >/dev/null || bad=$((bad + 1))
done
touch "$dir/kea-dhcp4.conf"

# offers WANTED WORD...: what completion of the last word offers, sorted, in one line.
offers() {
    local wanted=$1 got
    shift
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    COMPREPLY=()
    _cdc43
    got=$(printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort | paste -s -d ' ')
    if [ "$got" != "$wanted" ]; then
        echo "$*: offers '$got', not '$wanted'"
        bad=$((bad + 1))
    fi
}

offers '--help --version decode encode identity' "$1" ''
offers decode "$1" de
offers '--fips-mode --format --from' "$1" encode --f
offers 'off on' "$1" encode --fips-mode ''
offers 'off on' "$1" encode --fips-mode =
offers on "$1" encode --fips-mode = on
offers "$dir/kea-dhcp4.conf" "$1" encode --json "$dir/k"
offers '' "$1" encode --limit ''
offers 'kea kea-hook kea-typed' "$1" encode --format kea
offers '' "$1" nonsense --
if [ -n "${2-}" ]; then
    offers "$dir/kea-dhcp4.conf" "$2" check "$dir/k"
    offers 'json text' "$2" check --format ''
fi
echo "$bad bad"
[ "$bad" -eq 0 ]
