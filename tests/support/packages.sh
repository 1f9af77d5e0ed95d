# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Installs Debian packages that are missing.

# packages_need PACKAGE...: all of them are installed afterwards, or the script ends with 1.
packages_need() {
    packages_missing=''
    for packages_name in "$@"; do
        # "installed" is the third word; a package that was removed is "deinstall ok config-files".
        case $(dpkg-query -W -f '${Status}' "$packages_name" 2>/dev/null) in
        *' installed') ;;
        *) packages_missing="$packages_missing $packages_name" ;;
        esac
    done
    [ -n "$packages_missing" ] || return 0
    if ! command -v apt-get >/dev/null; then
        echo "missing, and there is no apt-get here:$packages_missing" >&2
        exit 1
    fi
    if [ "$(id -u)" != 0 ]; then
        echo "missing, install them as root: apt-get install$packages_missing" >&2
        exit 1
    fi
    echo "installing:$packages_missing"
    packages_log=$(mktemp) || exit 1
    # shellcheck disable=SC2086 # a list of names
    if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y \
        --no-install-recommends $packages_missing; } </dev/null >"$packages_log" 2>&1; then
        cat "$packages_log" >&2
        rm -f "$packages_log"
        echo "the packages could not be installed" >&2
        exit 1
    fi
    rm -f "$packages_log"
}
