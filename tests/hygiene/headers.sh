#!/bin/sh
# SPDX-License-Identifier: MIT
# Every public header compiles alone, in C11 and in C++17, with both compilers, without a warning.
set -u
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
bad=0
count=0
for header in tlv/cdc43.h tlv/text.h kea-hook/policy/policy.h phone-side/phone.h phone-side/configure.h \
    phone-side/macros.h phone-side/scep/agent.h phone-side/scep/files.h phone-side/scep/next_ca.h vectors/runner.h; do
    [ -e "$header" ] || continue
    for compiler in gcc clang-14 g++ clang++-14; do
        command -v "$compiler" >/dev/null || continue
        case $compiler in
        *++*) language='-x c++ -std=c++17' ;;
        *) language='-x c -std=c11 -Wstrict-prototypes' ;;
        esac
        count=$((count + 1))
        printf '#include "%s"\n#include "%s"\n' "$header" "$header" >"$dir/header"
        # shellcheck disable=SC2086 # several words
        "$compiler" $language -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
            -Wcast-qual -Werror -I . -fsyntax-only "$dir/header" || bad=$((bad + 1))
    done
done
echo "$count compilations, $bad bad"
[ "$bad" -eq 0 ] && [ "$count" -gt 0 ]
