#!/bin/sh
# SPDX-License-Identifier: MIT
# Every manual page passes the lint of mandoc.
set -u
command -v mandoc >/dev/null || {
    echo "SKIP: mandoc is not installed"
    exit 77
}
bad=0
count=0
for page in tlv/*.[1-9] tlv/*/*.[1-9] kea-hook/*.[1-9] phone-side/*.[1-9] phone-side/*/*.[1-9] vectors/*.[1-9]; do
    [ -e "$page" ] || continue
    count=$((count + 1))
    mandoc -T lint -W warning "$page" || bad=$((bad + 1))
done
echo "$count manual pages, $bad bad"
[ "$bad" -eq 0 ] && [ "$count" -gt 0 ]
