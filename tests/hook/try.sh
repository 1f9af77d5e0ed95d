#!/bin/sh
# SPDX-License-Identifier: MIT
# kea-dhcp4 -T, which loads hook libraries: takes the published example, and refuses a wrong fingerprint with
# the library's own sentence.
set -eu
# shellcheck source=tests/support/lab.sh
. tests/support/lab.sh
HOOK=${CDC43_HOOK:-${CDC43_BUILD:?}/kea-hook/libdhcp_cdc43.so}
lab_begin
lab_find_kea
case $("$lab_kea_binary" -T /dev/null 2>&1) in
*'invalid option'*) lab_skip "this Kea has no -T" ;;
esac
sed -e 's|"eth0"|"lo"|' -e "s|/usr/lib/[^\"]*/libdhcp_cdc43.so|$HOOK|" \
    -e "s|/run/kea/kea4-ctrl-socket|$LAB_KEA_SOCKET|" kea-hook/example/kea-dhcp4.json >"$LAB_DIR/good.json"
sed 's|"root-ca-fingerprint": "..|&00|' "$LAB_DIR/good.json" >"$LAB_DIR/bad.json"

# try FILE: what Kea says about it.
try() {
    KEA_LOCKFILE_DIR=none KEA_CONTROL_SOCKET_DIR=${LAB_KEA_SOCKET%/*} "$lab_kea_binary" -T "$1" 2>&1
}
said=$(try "$LAB_DIR/good.json") || lab_fail "-T refuses the example: $said"
if said=$(try "$LAB_DIR/bad.json"); then
    lab_fail "-T accepts a fingerprint of 21 octets"
fi
expect_in "-T says" "$said" '21 octets found'
echo good
