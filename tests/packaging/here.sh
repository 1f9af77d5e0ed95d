#!/bin/sh
# SPDX-License-Identifier: MIT
# Packages for the Kea of this machine, built here and unpacked into a folder: what is in them, and one
# phone that a Kea serves with them. tests/packaging/run does all of it, in roots of its own.
set -eu
for word in dh debuild lintian; do
    command -v "$word" >/dev/null || {
        echo "SKIP: $word is not installed (Debian packages debhelper, devscripts, lintian)"
        exit 77
    }
done
# shellcheck source=tests/support/lab.sh
. tests/support/lab.sh
# shellcheck source=tests/packaging/lab_packages.sh
. tests/packaging/lab_packages.sh
lab_begin

echo "mistakes"
mkdir "$LAB_DIR/bin"
printf '#!/bin/sh\necho "sh: 1: dh: not found"\nexit 1\n' >"$LAB_DIR/bin/dpkg-buildpackage"
chmod 755 "$LAB_DIR/bin/dpkg-buildpackage"
! CDC43_PACKAGES=$LAB_DIR/never PATH=$LAB_DIR/bin:$PATH kea-hook/package --here 2>"$LAB_DIR/said" ||
    lab_fail "packages without their tools"
expect_in "without the tools" "$(cat "$LAB_DIR/said")" "dh: not found"
! kea-hook/package bookworm trixie 2>/dev/null || lab_fail "two releases are taken"

echo "building"
CDC43_PACKAGES=$LAB_DIR/packages
export CDC43_PACKAGES
kea-hook/package --here || exit 1
tests/packaging/look.sh "$CDC43_PACKAGES/here" || lab_fail "the packages are not as they should be"

echo "another server than the one it was built for"
dpkg-deb -e "$CDC43_PACKAGES"/here/kea-hook-cdc43_*.deb "$LAB_DIR/control"
built_for=$(sed -n "s/^built_for='\(.*\)'/\1/p" "$LAB_DIR/control/postinst")
# said VERSION: what postinst says about a kea-dhcp4 of this version.
said() {
    printf '#!/bin/sh\necho "%s"\n' "$1" >"$LAB_DIR/bin/kea-dhcp4"
    chmod 755 "$LAB_DIR/bin/kea-dhcp4"
    PATH=$LAB_DIR/bin:$PATH "$LAB_DIR/control/postinst" triggered 2>&1
}
expect "the same" "$(said "$built_for")" ''
expect "the same, built by somebody else" "$(said "$built_for-1")" ''
for version in "${built_for}0" 9.9.9; do
    expect_in "$version" "$(said "$version")" "built for Kea $built_for, but kea-dhcp4 is $version:"
done

echo "one phone"
ROOT=$LAB_DIR/root
for deb in "$CDC43_PACKAGES"/here/*.deb; do
    dpkg-deb -x "$deb" "$ROOT"
done
packages_config "$LAB_DIR/kea-dhcp4.json"
lab_server "$ROOT/usr/bin/cdc43-kea" check --no-kea "$LAB_DIR/kea-dhcp4.json" ||
    lab_fail "cdc43-kea does not take the example"
# Newer releases of Kea load from this folder only.
KEA_HOOKS_PATH=${packages_library%/*}
export KEA_HOOKS_PATH
lab_kea "$LAB_DIR/kea-dhcp4.json"
packages_phone "on the wire" "$OCTETS"
packages_boot
lab_stop_kea || lab_fail "the server ended with an error"
echo good
