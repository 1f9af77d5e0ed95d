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

# debian_inside DIR COMMAND...: runs it in that root, with this machine's /proc and /dev. They are mounted
# for that command alone: nothing needs to be unmounted, even if it is killed. The root is mounted, too: a
# program may then have mounts of its own there.
debian_inside() {
    # shellcheck disable=SC2016 # for the inner shell
    unshare --mount --propagation private sh -c 'root=$1; shift
        mount --bind "$root" "$root" && mount --rbind /proc "$root/proc" && mount --rbind /dev "$root/dev" &&
        exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C HOME=/root \
            DEBIAN_FRONTEND=noninteractive "$@"' sh "$@" </dev/null
}

# debian_release_here: the name of this machine's release.
debian_release_here() {
    sed -n 's/^VERSION_CODENAME=//p' /etc/os-release
}

# debian_sources DIR RELEASE: updates and security updates come from where this machine has them from, by the
# same way (a proxy, a mirror whose lists are old).
debian_sources() {
    debian_here=$(debian_release_here)
    # shellcheck disable=SC2016 # apt-get expands it
    apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' 'Component: main' |
        sed -n "s/^$debian_here\(-updates\|-security\) \(.*\)/deb \2 $2\1 main/p" |
        sort -u >"$1/etc/apt/sources.list.d/updates.list"
    apt-config dump | grep -E '^Acquire::(http|https|Check-Valid-Until)\b' \
        >"$1/etc/apt/apt.conf.d/90this-machine" || :
    # The unstable release has neither.
    [ "$2" != sid ] || : >"$1/etc/apt/sources.list.d/updates.list"
}

# debian_kept RELEASE USE [PACKAGE...]: sets $debian_dir to a root that is kept from one run to the next and
# has these packages, all up to date; or the script ends with 1. Nobody else gets it before the script's
# end. Roots are in $CDC43_ROOTS (/var/cache/cdc43); what apt and debootstrap say is beside them.
debian_kept() {
    [ "$(id -u)" = 0 ] || {
        echo "root file systems need root" >&2
        exit 1
    }
    debian_roots=${CDC43_ROOTS:-/var/cache/cdc43}
    debian_base=$debian_roots/$1
    debian_kept=$debian_roots/$1-$2
    debian_kept_release=$1
    shift 2
    mkdir -p "$debian_roots"
    exec 8>"$debian_base.lock"
    flock 8
    if ! [ -e "$debian_base/usr/sbin/policy-rc.d" ]; then
        rm -rf --one-file-system "$debian_base"
        (debian_root "$debian_base" "$debian_kept_release") >"$debian_base.log" 2>&1 || {
            tail -n 20 "$debian_base.log" >&2
            exit 1
        }
        debian_sources "$debian_base" "$debian_kept_release"
    fi
    exec 8>"$debian_kept.lock"
    flock 8
    if ! [ -d "$debian_kept" ]; then
        rm -rf --one-file-system "$debian_kept.new"
        cp -a "$debian_base" "$debian_kept.new" && mv "$debian_kept.new" "$debian_kept" || exit 1
    fi
    # The first line mends what an interrupted run has left.
    # shellcheck disable=SC2016 # for the inner shell
    debian_inside "$debian_kept" sh -c 'dpkg --configure -a && apt-get --yes --fix-broken install &&
        apt-get update && apt-get --yes dist-upgrade &&
        apt-get --yes --no-install-recommends install "$@"' sh "$@" >"$debian_kept.log" 2>&1 || {
        tail -n 20 "$debian_kept.log" >&2
        exit 1
    }
    debian_dir=$debian_kept
}

# debian_fresh RELEASE DIR: a copy of the plain root, with what apt knows today, in a new folder.
debian_fresh() {
    debian_kept "$1" plain
    cp -a "$debian_dir/." "$2" || exit 1
}
