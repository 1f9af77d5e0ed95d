#!/bin/sh
# SPDX-License-Identifier: MIT
# libcdc43.a exports cdc43_ names only, asks the C library for string.h only, and has no data that
# could change.
set -u
library=$1
bad=0
nm --defined-only -g "$library" | awk 'NF == 3 && $3 !~ /^cdc43_/' | grep . && {
    echo "these names do not begin with cdc43_"
    bad=1
}
# Constant pointers are .data.rel.ro, which is fine.
size -A "$library" | awk '$1 ~ /^\.(data|bss|tdata|tbss)$/ && $2 != 0' | grep . && {
    echo "this data could change"
    bad=1
}
nm -u "$library" | awk 'NF == 2 { print $2 }' |
    grep -vE '^(cdc43_.*|mem(cpy|cmp|set)|str(cmp|chr|len)|__stack_chk_fail|__memcpy_chk|_GLOBAL_OFFSET_TABLE_|__asan.*|__ubsan.*)$' && {
    echo "the codec must not need these"
    bad=1
}
[ "$(nm -g --defined-only "$library" | grep -c ' T cdc43_')" -gt 10 ] || {
    echo "nothing was looked at"
    bad=1
}
[ "$bad" -eq 0 ]
