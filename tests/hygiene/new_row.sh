#!/bin/sh
# SPDX-License-Identifier: MIT
# The lists in CONTRIBUTING.md of what a new suboption, model or error needs are true: on a copy of the tree
# with one row more, the compiler and the checks name each of these files, and no other.
set -u
kind=${1-}
case $kind in
suboption | model | error) ;;
*)
    echo "usage: tests/hygiene/new_row.sh suboption|model|error" >&2
    exit 2
    ;;
esac
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
tar -c --exclude=./build --exclude=./.git --exclude=__pycache__ . | tar -x -C "$dir" || exit 1
cd "$dir" || exit 1

# row FILE BEFORE ROW: the row in front of the first line that begins with BEFORE.
row() {
    awk -v before="$2" -v row="$3" '!done && index($0, before) == 1 { print row; done = 1 }
        { print }' "$1" >new && ! cmp -s new "$1" && mv new "$1"
}

# compile FILE...
compile() {
    gcc -std=c11 -D_DEFAULT_SOURCE -DCDC43_VEC_FOLDER='""' -Wall -Wextra -Werror -fmax-errors=1 \
        -I . -fsyntax-only "$@" 2>&1 | grep ': error: '
}

# tables: what tests/hygiene/tables.sh says about the pages.
tables() {
    mkdir -p build/tests/hygiene
    gcc -std=c11 -I . -o build/tests/hygiene/print_tables tests/hygiene/print_tables.c tlv/*.c \
        tlv/formats/*.c &&
        CDC43_BUILD=build tests/hygiene/tables.sh
}

case $kind in
suboption)
    row tlv/suboptions.def '#undef CDC43_SUBOPTION' \
        'CDC43_SUBOPTION(16, TRIAL, trial, "trial", "Trial", FLAG, "no", "off", "on")' &&
        sed -i 's/CDC43_BIT(CDC43_CERTIFICATE_SELECT),/CDC43_BIT(CDC43_CERTIFICATE_SELECT) | 64,/' \
            tlv/suboptions.def
    ;;
model) row tlv/models.def '#undef' 'CDC43_MODEL("DP-9801", "Trial")' ;;
error) row tlv/errors.def '#undef' 'CDC43_ERROR(99, TRIAL, NONE, NONE, "a trial")' ;;
esac || {
    echo "FAIL: no place for the row"
    exit 1
}
{
    for file in tlv/*.c tlv/command/*.c phone-side/*.c phone-side/doctor/*.c vectors/*.c; do
        compile "$file"
    done
    # What the compiler asks for is done, for the checks that need a program.
    [ "$kind" != suboption ] ||
        sed -i 's/^\(#define CDC43_LAST_SUBOPTION\) CDC43_CERTIFICATE_SELECT/\1 CDC43_TRIAL/' tlv/cdc43.h
    tables
    python3 tests/hygiene/lists.py
    python3 tests/vectors/lint.py
} >said 2>&1

# The files that were named, and those of the list.
sed -nE 's/^(\.\/)?([A-Za-z][A-Za-z0-9_-]*[./][A-Za-z0-9_./-]*):.*/\2/p' said | sort -u >named
sed -n "/^<!-- $kind -->\$/,/^<!-- end -->\$/s/^- \`\([^\`]*\)\`.*/\1/p" CONTRIBUTING.md |
    sort -u >listed
if ! [ -s listed ] || ! diff listed named >differ; then
    cat said
    echo "CONTRIBUTING.md (<) and what the compiler and the checks name (>) for a new $kind:"
    cat differ
    exit 1
fi
echo "$(wc -l <listed) places, each named"
