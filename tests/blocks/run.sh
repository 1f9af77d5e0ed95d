# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# What the script of blocks.py --script calls: the commands of a page as a person would type them, one after the other
# in one shell, in a folder with the files that pages name. Needs lab.sh and a lab, fixtures.sh, and set -e. Set by the
# script that reads this one: $tree, the folder of the sources; $state, where phones keep their state.
# shellcheck disable=SC2154,SC2164 # these variables; cd ends the script by set -e

set -o pipefail
page='' page_pids='' ran=0 left=0
printed=$LAB_DIR/printed
files=$LAB_DIR/files
work=$LAB_DIR/work
where=$work

# blocks_begin: the files, once. What commands print goes to a file, also when they end this shell.
blocks_begin() {
    mkdir "$files"
    cd "$files"
    fixtures_make
    cd "$tree"
    : >"$printed"
    exec 3>&1
    trap blocks_end EXIT
}

blocks_end() {
    blocks_status=$?
    exec >&3 2>&3
    set +e
    if [ "$blocks_status" -ne 0 ]; then
        echo "$page failed; the last command printed:"
        cat "$printed"
    fi
    (exit "$blocks_status")
    lab_end
}

# page NAME: a new folder for it, with the names of the tree. What the page before it has started is ended.
page() {
    page=$1
    echo "== $page"
    lab_stop_kea || :
    for run_pid in $page_pids; do
        lab_stop "$run_pid" || :
    done
    page_pids=''
    where=$work
    rm -rf "$work"
    cp -r "$files" "$work"
    for entry in "$tree"/*; do
        ln -s "$entry" "$work/"
    done
    rm -rf "$state"
    if declare -F page_begin >/dev/null; then
        page_begin
    fi
}

# left_out PLACE WHY COMMAND
left_out() {
    left=$((left + 1))
    printf '  - %s    (%s)\n' "$3" "$2"
}

# before NAME: what must be there before the next command, in the page's folder.
before() {
    cd "$work"
    "before_$1"
    cd "$tree"
}

# typed TEXT: sets $typed to what is run for it, and shows the text.
typed() {
    printf '%s\n' "$1" | sed 's/^/  # /'
    typed=${1//FINGERPRINT/${fingerprint-}}
    typed=${typed///tmp\/phone/$state}
    typed=${typed///media\/card/card}
}

# run PLACE first|next STATUS TEXT: what the commands of one block print is kept together.
run() {
    typed "$4"
    [ "$2" = next ] || : >"$printed"
    cd "$where"
    run_status=0
    eval "$typed" >>"$printed" 2>&1 || run_status=$?
    cd "$tree"
    [ "$run_status" = "$3" ] || lab_fail "$1: exit status $run_status, not $3"
    ran=$((ran + 1))
}

# run_endless PLACE first|next STATUS TEXT: until it has said something.
run_endless() {
    typed "$4"
    : >"$printed"
    cd "$work"
    case $4 in
    *192.0.2.1* | scepserver*) run_where=server ;;
    *) run_where=client ;;
    esac
    eval "lab_spawn $run_where $typed" >>"$printed" 2>&1
    cd "$tree"
    run_pid=$LAB_PID
    wait_until test -s "$printed" || lab_fail "$1: it says nothing"
    ! is_gone "$run_pid" || lab_fail "$1: it has ended"
    lab_stop "$run_pid" || [ $? = 143 ] || lab_fail "$1: it ended with $?"
    ran=$((ran + 1))
}

# shows PLACE EXPECTED: what the last commands printed has these lines one after the other. "..." is anything, a time
# is any time, and a line of the page may be broken where a blank is.
shows() {
    /usr/bin/python3 -c '
import re, sys
place, wanted, printed = sys.argv[1], sys.argv[2], open(sys.argv[3]).read()
pattern = re.escape(wanted).replace(r"\.\.\.", r"(.|\n)*").replace("\\\n", r"\s+")
pattern = re.sub(r"\d{4}\\-\d\d\\-\d\d(\\ |T)\d\d:\d\d:\d\d(\\\.\d+)?", r"\\d{4}-\\d\\d-\\d\\d[ T][\\d:.]+", pattern)
sys.exit(0 if re.search(pattern, printed) else f"{place}: not printed:\n{wanted}")' "$1" "$2" "$printed" ||
        lab_fail "the page shows something else"
    ran=$((ran + 1))
}

# block_json PLACE FILE TEXT: a command for Kea, its response, or a part of a configuration. $no_kea: --no-kea where
# the library is not in Kea's folder.
block_json() {
    printf '  json %s\n' "$1"
    ran=$((ran + 1))
    case $3 in
    *'"command":'*)
        lab_control "$3" >"$printed"
        return
        ;;
    *'"result":'*)
        /usr/bin/python3 tests/blocks/response.py "$3" "$printed" || lab_fail "$1: the response is another"
        return
        ;;
    esac
    /usr/bin/python3 tests/blocks/configuration.py "$3" >"$LAB_DIR/fragment.conf" ||
        lab_fail "$1: this belongs nowhere in a configuration"
    asked=${no_kea-}
    case $3 in
    '"max-reconnect-tries"'*) asked=--no-kea ;; # even kea-dhcp4 -t would connect to the database, and here is none
    esac
    # shellcheck disable=SC2086 # a word or none
    cdc43-kea check $asked "$LAB_DIR/fragment.conf" >"$printed" 2>&1 || lab_fail "$1: it is refused"
}

# in_file FILE TEXT: the file with the text in place of its line with the word BLOCK, on standard output.
in_file() {
    printf '%s\n' "$2" | sed -e '/BLOCK/{r /dev/stdin' -e 'd}' "tests/blocks/$1"
}

block_c() {
    printf '  C %s\n' "$1"
    in_file "$2" "$3" >"$LAB_DIR/block.c"
    gcc -std=c11 -Wall -Wextra -Wno-unused -Werror -D_POSIX_C_SOURCE=200809L -I . -I tlv/examples -isystem /usr/include/lwip \
        -fsyntax-only "$LAB_DIR/block.c" >"$printed" 2>&1 || lab_fail "$1: it does not compile"
    ran=$((ran + 1))
}

block_cmake() {
    printf '  CMake %s\n' "$1"
    rm -rf "$LAB_DIR/project"
    mkdir "$LAB_DIR/project"
    ln -s "$tree" "$LAB_DIR/project/cdc43"
    in_file "$2" "$3" >"$LAB_DIR/project/CMakeLists.txt"
    cmake -S "$LAB_DIR/project" -B "$LAB_DIR/project/build" -G Ninja -DCMAKE_PREFIX_PATH="${installed-}" \
        >"$printed" 2>&1 || lab_fail "$1: it is not configured"
    ran=$((ran + 1))
}

# The next commands of the page run it.
block_python() {
    printf '  Python %s\n' "$1"
    printf '%s\n' "$3" >"$work/$2"
    cp tests/blocks/my_decoder.py "$work"
}
