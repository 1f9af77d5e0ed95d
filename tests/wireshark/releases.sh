#!/bin/sh
# SPDX-License-Identifier: MIT
# cdc43.lua in the tshark of other Debian releases, as an ordinary user: the test of the build, in a root file
# system of each release. A line for each: its version and the test's figures.
#
#   [CDC43_BUILD=build/release] tests/wireshark/releases.sh [bookworm|trixie|sid...]    as root, with debootstrap
#
# The roots are kept in /var/cache/cdc43 (or $CDC43_ROOTS). The build must be one of this machine that runs in
# them: of the same release or an older one. Exit status: 0 when the test is good in each.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/support/debian_root.sh
. tests/support/debian_root.sh
build=${CDC43_BUILD:-build/release}
[ $# -gt 0 ] || set -- bookworm trixie sid
bad=0

# look RELEASE
look() {
    debian_kept "$1" wireshark tshark python3 libjansson4
    folder=/var/tmp/cdc43
    rm -rf --one-file-system "$debian_dir$folder"
    mkdir -p "$debian_dir$folder/vectors" && cp -R --parents tests/wireshark tests/capture "$debian_dir$folder" &&
        cp vectors/*_test.json "$debian_dir$folder/vectors" &&
        cp "$build/tlv/cdc43" "$build/tlv/wireshark/cdc43.lua" "$debian_dir$folder" || return 1
    # shellcheck disable=SC2016 # for the inner shell
    debian_inside "$debian_dir" sh -c 'cd "$1" && tshark --version 2>/dev/null | sed -n "1s/TShark (Wireshark) \([0-9.]*[0-9]\).*/tshark \1:/p" &&
        python3 tests/wireshark/dissector.py ./cdc43 ./cdc43.lua' sh "$folder"
}

for release in "$@"; do
    # In a shell of its own, which gives the root back.
    said=$(look "$release") || bad=$((bad + 1))
    echo "$release: $said" | tr -s '\n' ' '
    echo
done
[ "$bad" -eq 0 ]
