#!/bin/sh
# SPDX-License-Identifier: MIT
# look.sh FOLDER: the Debian packages in it have what belongs in each, depend on one Kea alone, are
# hardened and stripped, and lintian has neither errors nor warnings.
set -u
folder=$1
# shellcheck source=tests/support/expect.sh
. "${0%/*}/../support/expect.sh"

# has PACKAGE PATTERN...: the package has a file whose whole path matches.
has() {
    package=$1
    shift
    for pattern in "$@"; do
        echo "$pattern" >>"$dir/$package.named"
        expect "$package has no $pattern" grep -qx "$pattern" "$dir/$package.files"
    done
}

lib='/usr/lib/[a-z0-9_]*-linux-gnu[a-z0-9]*'
for package in kea-hook-cdc43 cdc43-tools libcdc43-dev; do
    deb=$(find "$folder" -name "${package}_*.deb")
    expect "one package $package: $deb" test -f "$deb"
    dpkg-deb -x "$deb" "$dir/root"
    dpkg-deb --fsys-tarfile "$deb" | tar -t | sed -n 's|^\./\(.*[^/]\)$|/\1|p' >"$dir/$package.files"
    dpkg-deb --fsys-tarfile "$deb" | tar -tv | grep -vE '^([d-]rw[x-]r-[x-]r-[x-]|lrwxrwxrwx) root/root ' \
        >"$dir/modes"
    expect "$package: modes and owners: $(cat "$dir/modes")" test ! -s "$dir/modes"
    has "$package" "/usr/share/doc/$package/copyright" "/usr/share/doc/$package/changelog.gz" \
        "/usr/share/doc/$package/CHANGELOG.md.gz"
    expect "debug symbols of $package" test -n "$(find "$folder" -name "$package-dbgsym_*.deb")"
done

doc=/usr/share/doc/kea-hook-cdc43
has kea-hook-cdc43 "$lib/kea/hooks/libdhcp_cdc43.so" '/usr/share/man/man7/kea-hook-cdc43.7.gz' \
    "$doc/README.md.gz" "$doc/examples/kea-dhcp4.json" "$doc/examples/scopes.json" \
    "$doc/examples/verify-csr" "$doc/examples/apparmor/usr.sbin.kea-dhcp4"
for page in configure install operate passwords reference troubleshoot; do
    has kea-hook-cdc43 "$doc/pages/$page.md\(.gz\)\?"
done
for command in cdc43 cdc43-kea cdc43-phone; do
    has cdc43-tools "/usr/bin/$command" "/usr/share/man/man1/$command.1.gz" \
        "/usr/share/bash-completion/completions/$command"
done
has cdc43-tools '/usr/lib/systemd/system/cdc43-phone@.service' /usr/share/cdc43/web/cdc43.html \
    "$lib/wireshark/plugins/cdc43.lua" /usr/share/man/man7/cdc43-formats.7.gz \
    /usr/share/zsh/vendor-completions/_cdc43 /usr/share/cdc43/dhcpcd-hook \
    /usr/share/cdc43/freeradius-user-id /usr/share/cdc43/udhcpc.script
expect "the unit's program" grep -q '^ExecStart="/usr/bin/cdc43-phone"' \
    "$dir/root/usr/lib/systemd/system/cdc43-phone@.service"
has libcdc43-dev /usr/bin/cdc43-vectors /usr/share/bash-completion/completions/cdc43-vectors \
    /usr/share/man/man1/cdc43-vectors.1.gz /usr/share/man/man3/cdc43.3.gz \
    /usr/share/man/man5/cdc43-vectors.5.gz /usr/share/doc/libcdc43-dev/README.md.gz \
    "$lib/cmake/cdc43/cdc43Config.cmake" "$lib/cmake/cdc43/cdc43ConfigVersion.cmake" \
    /usr/share/cdc43/cmake/FindKea.cmake /usr/share/cdc43/cmake/FindKea/location.hh \
    /usr/share/cdc43/cmake/FindKea/dhcpsrv/cfg_globals.h /usr/share/cdc43/single/cdc43_single.c \
    /usr/share/cdc43/single/cdc43_single.h /usr/share/cdc43/single/library.properties
for name in '' _phone _phone_posix _scep _scep_core; do
    has libcdc43-dev "$lib/libcdc43$name.a"
done
for name in cdc43 cdc43-phone cdc43-scep; do
    has libcdc43-dev "$lib/pkgconfig/$name.pc"
done
for name in codec phone scep; do
    has libcdc43-dev "$lib/cmake/cdc43/cdc43-$name.cmake" "$lib/cmake/cdc43/cdc43-$name-none.cmake"
done
# tests/examples/outside.sh compiles each header. The vectors are run below.
for name in tlv phone-side phone-side/scep; do
    has libcdc43-dev "/usr/include/cdc43/$name/[a-z0-9_]*\.\(h\|def\)"
done
for name in . captures/ schema/ drivers/; do
    has libcdc43-dev "/usr/share/cdc43/vectors/${name#.}[A-Za-z0-9_-]*\(\.[a-z]*\)\?"
done
for package in kea-hook-cdc43 cdc43-tools libcdc43-dev; do
    grep -vxf "$dir/$package.named" "$dir/$package.files" >"$dir/more"
    expect "$package has what nobody asks for: $(cat "$dir/more")" test ! -s "$dir/more"
done
expect "the vectors pass" env -C "$dir" "$dir/root/usr/bin/cdc43-vectors" \
    "$dir/root/usr/share/cdc43/vectors/decode_test.json"

# X.Y.Z and up to the next patch release, from the version of Debian's package.
depends=$(dpkg-deb -f "$(find "$folder" -name 'kea-hook-cdc43_*.deb')" Depends)
kea=$(dpkg-deb -f "$(find "$folder" -name 'kea-hook-cdc43_*.deb')" Version | sed 's/.*+kea//')
low=$(echo "$kea" | cut -d . -f 1-3)
high=${low%.*}.$((${low##*.} + 1))
case $depends in
"kea-dhcp4-server (>= $low), kea-dhcp4-server (<< $high~), "*) ;;
*) wrong "for Kea $kea the hook depends on $depends" ;;
esac
depends=$(dpkg-deb -f "$(find "$folder" -name 'cdc43-tools_*.deb')" Depends)
case ", $depends, " in
*", kea-common (>= $low), kea-common (<< $high~), "*) ;;
*) wrong "for Kea $kea the tools depend on $depends" ;;
esac

# Debian's C library marks no program for control flow integrity, and branch protection is ARM's. What the
# hook calls has nothing that hardening-check knows as fortified, but explicit_bzero, which it does not know, is.
if command -v hardening-check >/dev/null; then
    for file in "$dir/root/usr/bin"/* "$dir/root"/usr/lib/*/kea/hooks/*.so; do
        hardening-check "$file" >"$dir/hardening" 2>&1
        grep ': no' "$dir/hardening" |
            grep -vE '\(ignored\)|only unprotected functions|Control flow integrity|Branch Protection' \
                >"$dir/soft"
        expect "$file is not hardened: $(cat "$dir/soft")" test ! -s "$dir/soft"
        expect "$file: bound at once" grep -q 'Immediate binding: yes' "$dir/hardening"
        # shellcheck disable=SC2016 # for the inner shell
        expect "$file: fortified" sh -c 'nm -D "$1" | grep -q "_chk@"' sh "$file"
    done
else
    echo "not looked at: hardening, devscripts is not installed"
fi
if command -v lintian >/dev/null; then
    lintian --allow-root --fail-on error,warning "$folder"/*.changes >"$dir/lintian" 2>&1
    status=$?
    expect "lintian: $(cat "$dir/lintian")" test "$status" -eq 0
else
    echo "not looked at: lintian is not installed"
fi
expect_end
