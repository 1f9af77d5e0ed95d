# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Root file systems of a Debian release, for shell scripts.

# debian_root DIR RELEASE [OPTION OF DEBOOTSTRAP...]: makes one, or the script ends with 1. Nothing in it
# starts a service. The mirror is the one that this machine's apt uses.
debian_root() {
    command -v debootstrap >/dev/null || {
        echo "debootstrap is not installed" >&2
        exit 1
    }
    # shellcheck disable=SC2016 # apt-get expands it
    debian_mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)
    debian_dir=$1
    debian_release=$2
    shift 2
    debootstrap --variant=minbase "$@" "$debian_release" "$debian_dir" "$debian_mirror" || exit 1
    printf '#!/bin/sh\nexit 101\n' >"$debian_dir/usr/sbin/policy-rc.d"
    chmod 755 "$debian_dir/usr/sbin/policy-rc.d"
}
