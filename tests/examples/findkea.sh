#!/bin/sh
# SPDX-License-Identifier: MIT
# FindKea.cmake as it is installed: a hook library of somebody else, built with nothing else of this project,
# serves in a real Kea. Where Kea is absent, too old or another one than the server, somebody says so.
set -eu
# shellcheck source=tests/support/lab.sh
. tests/support/lab.sh
# shellcheck source=tests/hook/lab_hook.sh
. tests/hook/lab_hook.sh
lab_begin
lab_find_kea
version=$("$lab_kea_binary" -v)
cmake --install "$CDC43_BUILD" --component cdc43_dev --prefix "$LAB_DIR/prefix" >/dev/null
mv "$LAB_DIR/prefix/share/cdc43/cmake" "$LAB_DIR/modules"
cp -r tests/examples/findkea "$LAB_DIR/project"

# configure NAME [WORD...]: of the project, in a folder of that name; what CMake says is in $LAB_DIR/said.
configure() {
    configure_name=$1
    shift
    cmake -G Ninja -S "$LAB_DIR/project" -B "$LAB_DIR/$configure_name" -DCMAKE_MODULE_PATH="$LAB_DIR/modules" \
        -DWANTED=2.2 "$@" >"$LAB_DIR/said" 2>&1
}

# built NAME [WORD...]: also built.
built() {
    : >"$LAB_DIR/said.build"
    if ! configure "$@" || ! cmake --build "$LAB_DIR/$1" >"$LAB_DIR/said.build" 2>&1; then
        cat "$LAB_DIR/said" "$LAB_DIR/said.build" >&2
        lab_fail "$1 is not built"
    fi
}

# refused WHAT SENTENCE [WORD...]: the configuration fails with that sentence, wherever its lines break.
refused() {
    refused_what=$1
    refused_sentence=$2
    shift 2
    ! configure refused --fresh "$@" || lab_fail "$refused_what: the configuration is good"
    expect_in "$refused_what" "$(tr -s ' \n' ' ' <"$LAB_DIR/said")" "$refused_sentence"
}

# found NAME: what the project was told.
found() {
    sed -n "s/^-- $1: //p" "$LAB_DIR/said"
}

# served LIBRARY: a Kea with it is serving.
served() {
    HOOK=$1
    hook_config "$LAB_DIR/kea.json" '{}'
    lab_kea_start "$LAB_DIR/kea.json"
}

built hello "-DPARTS=dhcp;exceptions"
expect "version" "$(found VERSION)" "$version"
folder=$(found HOOKS_DIR)
expect "length of an option" "$("$LAB_DIR/hello/hello_length")" 7
DESTDIR=$LAB_DIR/root cmake --install "$LAB_DIR/hello" >/dev/null

echo "the folder is where Kea has its own, and where later releases want them"
[ -e "$folder/libdhcp_lease_cmds.so" ] || lab_fail "no library of Kea's own in '$folder'"
case $version in
2.2.*) ;;
*)
    ! served "$LAB_DIR/hello/libdhcp_hello.so" || lab_fail "served from any folder"
    expect_in "refusal" "$(cat "$LAB_KEA_LOG")" "supported path is '$folder'"
    ;;
esac

echo "Kea loads it, tests it and serves with it"
KEA_HOOKS_PATH=$LAB_DIR/root$folder
export KEA_HOOKS_PATH
served "$KEA_HOOKS_PATH/libdhcp_hello.so" || {
    cat "$LAB_KEA_LOG" >&2
    lab_fail "Kea does not serve"
}
expect "option 43" "$(hook_octets DP-9871)" 68656c6c6f
case $(sed -n 's/^Kea_MSG_COMPILER:[A-Z]*=//p' "$LAB_DIR/hello/CMakeCache.txt") in
/*) expect_in "log" "$(cat "$LAB_KEA_LOG")" "HELLO_LOADED hello from Kea $version" ;;
*) echo "not looked at: log messages, this Kea has no kea-msg-compiler" ;;
esac
lab_stop_kea || lab_fail "the server ended with an error"
lab_server env KEA_LOCKFILE_DIR=none KEA_CONTROL_SOCKET_DIR="${LAB_KEA_SOCKET%/*}" \
    "$lab_kea_binary" -t "$LAB_DIR/kea.json" >"$LAB_DIR/tested" 2>&1 || {
    cat "$LAB_DIR/tested" >&2
    lab_fail "kea-dhcp4 -t"
}

echo "headers of another Kea than the server"
headers=$(sed -n 's/^Kea_INCLUDE_DIR:[A-Z]*=//p' "$LAB_DIR/hello/CMakeCache.txt")
mkdir -p "$LAB_DIR/other/include"
cp -rL "$headers" "$LAB_DIR/other/include/kea"
sed -i 's/\(KEA_HOOKS_VERSION = \)[0-9]*;/\199901;/' "$LAB_DIR/other/include/kea/hooks/hooks.h"
built other -DKea_ROOT="$LAB_DIR/other"
expect "hooks number" "$(found HOOKS_VERSION)" 99901
cp "$LAB_DIR/other/libdhcp_hello.so" "$KEA_HOOKS_PATH/libdhcp_other.so"
! served "$KEA_HOOKS_PATH/libdhcp_other.so" || lab_fail "Kea serves with a library for another one"
expect_in "log" "$(grep HOOKS_INCORRECT_VERSION "$LAB_KEA_LOG")" "is at version 99901"

echo "without the folder beside it, it says which headers are missing"
mkdir "$LAB_DIR/alone"
cp "$LAB_DIR/modules/FindKea.cmake" "$LAB_DIR/alone"
configure alone -DCMAKE_MODULE_PATH="$LAB_DIR/alone" || lab_fail "FindKea.cmake alone"
expect_in "gaps" "$(found MISSING_HEADERS)" eval/location.hh

echo "what is not there"
refused "too old" "Found unsuitable version \"$version\", but required is at least \"99\"" -DWANTED=99
refused "a range" "Found unsuitable version \"$version\", required range is" -DWANTED=1.0...1.9
refused "an unknown component" "Could NOT find Kea (missing: toaster)" -DPARTS=toaster
refused "another folder" "Kea_INCLUDE_DIR, $LAB_DIR, has no hooks/hooks.h." -DKea_INCLUDE_DIR="$LAB_DIR"
mkdir "$LAB_DIR/optional"
cat >"$LAB_DIR/optional/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(optional LANGUAGES CXX)
find_package(Kea QUIET)
message(STATUS "VERSION: ${Kea_VERSION}.")
CMAKE
said=$(cmake -G Ninja -S "$LAB_DIR/optional" -B "$LAB_DIR/optional" -DCMAKE_MODULE_PATH="$LAB_DIR/modules" \
    -DKea_INCLUDE_DIR="$LAB_DIR/gone" 2>&1) || lab_fail "a Kea that was removed, and is not required: $said"
expect_in "a Kea that was removed" "$said" "-- VERSION: ."
cat >"$LAB_DIR/nothing.cmake" <<'CMAKE'
set(CMAKE_FIND_USE_CMAKE_SYSTEM_PATH OFF)
set(CMAKE_FIND_USE_SYSTEM_ENVIRONMENT_PATH OFF)
CMAKE
refused "no Kea" "Could NOT find Kea (missing: Kea_INCLUDE_DIR" -DCMAKE_PROJECT_INCLUDE="$LAB_DIR/nothing.cmake"
expect_in "no Kea" "$(cat "$LAB_DIR/said")" "Debian: kea-dev"
expect_in "no Kea" "$(cat "$LAB_DIR/said")" "Debian: libboost-dev"
echo good
