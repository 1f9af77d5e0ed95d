#!/bin/sh
# SPDX-License-Identifier: MIT
# later_kea.sh PACKAGES REPOSITORY KEA-DEB...: writes folders that apt can read, with packages of Kea and of
# the hook that only differ in their versions from those given:
#   PACKAGES/previous        our packages, as they were before
#   REPOSITORY/revision      Kea, with a security update (X.Y.Z-N+later)
#   REPOSITORY/patch         and the next patch release too (X.Y.Z+1), which our packages were not built for
#   REPOSITORY/both          and our packages, built for that
#   REPOSITORY/mismatch      a server that says that it is Kea 9.9.9
set -eu
packages=$1
repository=$2
shift 2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
mkdir -p "$packages/previous" "$repository/revision" "$repository/patch" "$repository/both" \
    "$repository/mismatch"

# rewrite DEB FOLDER SED...: the package with another control file.
rewrite() {
    rewrite_deb=$1
    rewrite_folder=$2
    shift 2
    rm -rf "$dir/deb"
    dpkg-deb -R "$rewrite_deb" "$dir/deb"
    sed -i "$@" "$dir/deb/DEBIAN/control"
    if [ -n "${SAYS-}" ]; then
        printf '#!/bin/sh\necho %s\n' "$SAYS" >"$dir/deb/usr/sbin/kea-dhcp4"
    fi
    dpkg-deb --root-owner-group -Znone -b "$dir/deb" "$rewrite_folder" >/dev/null
}

# index FOLDER: what apt reads of a folder.
index() {
    for deb in "$1"/*.deb; do
        dpkg-deb -f "$deb"
        printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "${deb##*/}" "$(stat -c %s "$deb")" \
            "$(sha256sum "$deb" | cut -d ' ' -f 1)"
    done >"$1/Packages"
}

version=$(dpkg-deb -f "$1" Version)
low=$(echo "$version" | sed 's/^\([0-9]*\.[0-9]*\.[0-9]*\).*/\1/')
high=${low%.*}.$((${low##*.} + 1))
revision=$version+later
next=$high-1+next
# escape TEXT: for a pattern of sed.
escape() {
    echo "$1" | sed 's/[.*]/\\&/g'
}
old=$(escape "$version")
for deb in "$@"; do
    rewrite "$deb" "$repository/revision" -e "s/$old/$revision/g"
    # Debian's own dependencies among Kea's packages follow, whether they are exact or not.
    rewrite "$deb" "$repository/patch" -e "s/$old/$next/g"
done
SAYS=9.9.9
for deb in "$@"; do
    case $deb in
    */kea-dhcp4-server_*) rewrite "$deb" "$repository/mismatch" -e "s/^Version: .*/&+mismatch/" ;;
    esac
done
SAYS=''
cp "$repository/revision"/*.deb "$repository/patch"
cp "$repository/patch"/*.deb "$repository/both"
for deb in "$packages"/*.deb; do
    ours=$(dpkg-deb -f "$deb" Version)
    rewrite "$deb" "$packages/previous" -e "s/$(escape "$ours")/0~previous/g"
    rewrite "$deb" "$repository/both" -e "s/$(escape "$ours")/$ours+next/g" \
        -e "s/(<< $(escape "$high")~)/(<< $high.1~)/g" -e "s/(>= $(escape "$low"))/(>= $high)/g" \
        -e "s/(= $old)/(= $next)/g"
done
for folder in revision patch both; do
    index "$repository/$folder"
done
