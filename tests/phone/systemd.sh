#!/bin/sh
# SPDX-License-Identifier: MIT
# The unit of cdc43-phone run: systemd takes every line of it, and it leaves little open.
set -u
build=${CDC43_BUILD:?}
command -v systemd-analyze >/dev/null || {
    echo "SKIP: systemd-analyze is not installed"
    exit 77
}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
unit=$dir/cdc43-phone@test.service
# The command where it is now, not where it will be installed.
sed "s|^ExecStart=\"[^\"]*\"|ExecStart=\"$build/phone-side/cdc43-phone\"|" \
    "$build/phone-side/systemd/cdc43-phone@.service" >"$unit"
grep -q "^ExecStart=\"$build" "$unit" || {
    echo "FAIL: the unit has no ExecStart"
    exit 1
}
# Its first lines: after them the phone has a place for its state.
sed -n "s|^#   \(install -d .*\)/var/lib|\1$dir|p" "$unit" >"$dir/first"
sh -e "$dir/first" || exit 1
"$build/phone-side/cdc43-phone" apply --state "$dir/cdc43-phone/NAME" \
    --mic-cn CP-9871-SEP001A2B3C4D5E >"$dir/said" 2>&1
[ -d "$dir/cdc43-phone/NAME" ] || {
    cat "$dir/said"
    echo "FAIL: the first lines of the unit are not enough"
    exit 1
}
# What it says about other units of this machine is not about ours.
said=$(systemd-analyze verify --recursive-errors=no --man=no "$unit" 2>&1) || {
    echo "FAIL: $said"
    exit 1
}
echo "$said" | grep -F "cdc43-phone@" && {
    echo "FAIL: systemd has something against the unit"
    exit 1
}
# 0 is safe, 10 is open to everything.
systemd-analyze security --offline=yes --threshold=25 --no-pager "$unit" >"$dir/security" 2>&1 || {
    cat "$dir/security"
    echo "FAIL: the unit leaves more open than it should"
    exit 1
}
tail -n 1 "$dir/security"
