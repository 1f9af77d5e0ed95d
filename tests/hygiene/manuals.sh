#!/bin/sh
# SPDX-License-Identifier: MIT
# Every manual page passes the lint of mandoc; that of the library is complete.
set -u
command -v mandoc >/dev/null || {
    echo "SKIP: mandoc is not installed"
    exit 77
}
bad=0
count=0
functions=0
for page in tlv/*.[1-9] tlv/*/*.[1-9] kea-hook/*.[1-9] phone-side/*.[1-9] phone-side/*/*.[1-9] vectors/*.[1-9]; do
    [ -e "$page" ] || continue
    count=$((count + 1))
    mandoc -T lint -W warning "$page" || bad=$((bad + 1))
done
# The page of the library names each function of its header.
# shellcheck disable=SC2013 # names have no blanks
for name in $(sed -n 's/^[a-zA-Z_].*[ *]\(cdc43_[a-z0-9_]*\)(.*/\1/p' tlv/cdc43.h); do
    functions=$((functions + 1))
    grep -q "^\.Nm $name\( ,\)\{0,1\}\$" tlv/cdc43.3 && grep -q "^\.F[no] $name\b" tlv/cdc43.3 && continue
    echo "tlv/cdc43.3 lacks $name"
    bad=$((bad + 1))
done
[ "$functions" -ge 14 ] || bad=$((bad + 1))
echo "$count manual pages, $bad bad"
[ "$bad" -eq 0 ] && [ "$count" -gt 0 ]
