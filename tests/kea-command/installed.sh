#!/bin/sh
# SPDX-License-Identifier: MIT
# installed.sh PROGRAM LIBRARY NUMBER: cdc43-kea check --installed finds each library that a restarted Kea
# would refuse or die of. NUMBER: Kea's for hooks, of the headers that LIBRARY was built with.
set -u
program=$1
library=$2
number=$3
password=D233CCF9B9952A15
# shellcheck source=tests/support/command.sh
. tests/support/command.sh
# Kea's user reads it, and the folders above it may be closed to others.
user=$(id -un)

# config LIBRARY: a configuration with it.
config() {
    sed "s|\"/usr/lib/[^\"]*libdhcp_cdc43.so\"|\"$1\"|" kea-hook/example/kea-dhcp4.json >"$dir/kea.json"
}

# wrong EXPECTED C...: a library made of this, and what is said about it.
wrong() {
    expected=$1
    shift
    printf '%s\n' "$*" >"$dir/wrong.c"
    gcc -shared -fPIC -o "$dir/libdhcp_wrong.so" "$dir/wrong.c" || exit 1
    config "$dir/libdhcp_wrong.so"
    run 1 check --no-kea --user "$user" --installed "$dir/kea.json"
    has out 'error: library-not-loaded: '
    has out "$expected"
    run 0 check --no-kea --user "$user" "$dir/kea.json"
}

threads='int multi_threading_compatible(void) { return 1; }'
config "$library"
run 0 check --no-kea --user "$user" --installed "$dir/kea.json"
lacks out library-not-loaded

# file EXPECTED NAME: what is said about $dir/NAME.
file() {
    config "$dir/$2"
    run 1 check --no-kea --user "$user" --installed "$dir/kea.json"
    has out 'error: library-not-loaded: '
    has out "$1"
}

file '(it cannot be read: No such file or directory)' none.so
ln -s loop.so "$dir/loop.so"
file '(it cannot be read: Too many levels of symbolic links)' loop.so
# A name alone, of a library that Kea itself has.
sed 's|"/usr/lib/[^"]*libdhcp_cdc43.so"|"libdhcp_lease_cmds.so"|' kea-hook/example/kea-dhcp4.json >"$dir/kea.json"
if [ "$number" -lt 20402 ]; then
    run 1 check --no-kea --user "$user" --installed "$dir/kea.json"
    has out '(libdhcp_lease_cmds.so: cannot open shared object file'
else
    run 0 check --no-kea --user "$user" --installed "$dir/kea.json"
    lacks out library-not-loaded
fi
echo text >"$dir/text.so"
file ': file too short)' text.so
# A library for ARM, of which the dynamic linker says that it is not there.
cp "$library" "$dir/arm.so"
printf '\050' | dd of="$dir/arm.so" bs=1 seek=18 conv=notrunc 2>/dev/null
file '(it was built for another processor)' arm.so
wrong '(it is not a hook library)' "$threads"
wrong '(it was built for Kea 9.9.9)' "int version(void) { return 90909; } $threads"
wrong 'undefined symbol: nobody' "int nobody(void); int version(void) { return $number + nobody(); } $threads"
wrong '(loading it ends the server with signal 6)' "#include <stdlib.h>
__attribute__((constructor)) static void die(void) { abort(); } int version(void) { return $number; } $threads"
wrong '(it ends the server)' "#include <unistd.h>
__attribute__((constructor)) static void leave(void) { _exit(1); } int version(void) { return $number; }"
wrong '(it ends the server)' "#include <unistd.h>
__attribute__((constructor)) static void leave(void) { _exit(0); } int version(void) { return $number; }"
command_end
