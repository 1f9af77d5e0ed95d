#!/bin/sh
# SPDX-License-Identifier: MIT
# The library shows Kea its entry points and no other function, and stays in memory when Kea unloads
# it: exports.sh LIBRARY
set -eu
command -v readelf >/dev/null || {
    echo "SKIP: readelf is not installed (Debian package binutils)"
    exit 77
}
wanted='cb4_updated dhcp4_srv_configured load multi_threading_compatible pkt4_send unload version'
found=$(nm -D --defined-only "$1" | awk '$2 == "T" { print $3 }' | sort | tr '\n' ' ')
echo "$found"
[ "$found" = "$wanted " ]
readelf -d "$1" | grep NODELETE
