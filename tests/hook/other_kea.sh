#!/bin/sh
# SPDX-License-Identifier: MIT
# The hook with another release of Kea, inside the root folder of another Debian: built there,
# installed where that Kea looks for libraries, tested without a server and with one.
set -eu

usage() {
    cat <<'TEXT'
tests/hook/other_kea.sh - build and test the hook with the Kea of another Debian

Usage: tests/hook/other_kea.sh ROOT...        as root; without ROOT it is skipped

ROOT is a folder that debootstrap has filled, for example

  debootstrap --variant=minbase trixie ROOT; mount -t proc proc ROOT/proc
  chroot ROOT apt-get install g++ cmake ninja-build pkgconf libssl-dev libjansson-dev \
      libcurl4-openssl-dev check libboost-dev kea-dev kea-dhcp4-server kea-admin python3-scapy \
      iproute2 procps tshark busybox udhcpc openssl postgresql
  umount ROOT/proc

The build stays in ROOT/var/tmp/cdc43, so that a second run is quick.
TEXT
}

case ${1-} in
'')
    usage
    echo "SKIP: no root folder with another release of Kea was given"
    exit 77
    ;;
--help | -h)
    usage
    exit 0
    ;;
esac
[ "$(id -u)" = 0 ] || {
    echo "SKIP: another root folder needs root"
    exit 77
}

# inside ROOT COMMAND...: there, with this machine's /proc and /dev, which are gone afterwards.
inside() {
    # shellcheck disable=SC2016 # for the inner shell
    unshare --mount --propagation private sh -c 'root=$1; shift
        mount --rbind /proc "$root/proc" && mount --rbind /dev "$root/dev" &&
        exec chroot "$root" "$@"' sh "$@"
}

for root in "$@"; do
    sources=$root/var/tmp/cdc43
    mkdir -p "$sources"
    tar -c --exclude=./build --exclude=./.git . | tar -x -C "$sources"
    inside "$root" env PATH=/usr/sbin:/usr/bin:/sbin:/bin sh /var/tmp/cdc43/tests/hook/inside_root.sh
done
