#!/bin/sh
# SPDX-License-Identifier: MIT
# What packages and the source archive are made of: what git knows or would add, whoever owns the checkout; all but
# git's own folder and the build where there is no git.
set -u
command -v git >/dev/null || {
    echo "SKIP: git is not installed"
    exit 77
}
# shellcheck source=tests/support/expect.sh
. tests/support/expect.sh
# shellcheck source=tests/support/sources.sh
. tests/support/sources.sh

mkdir -p "$dir/checkout/build" "$dir/checkout/build-mine"
cd "$dir/checkout" || exit 1
touch build/object build-mine/object CMakeLists.txt new.c
echo 'build*/' >.gitignore
git init -q . && git add CMakeLists.txt

# copied NAME FILES: what is copied now.
copied() {
    (sources_copy "$dir/$1")
    said=$(cd "$dir/$1" && find . -type f -printf '%P\n' | sort | tr '\n' ' ')
    [ "$said" = "$2" ] || wrong "$1: copied $said"
}

copied own '.gitignore CMakeLists.txt new.c '
if [ "$(id -u)" = 0 ]; then
    chown -R nobody .
    copied "somebody else's" '.gitignore CMakeLists.txt new.c '
else
    echo "not looked at: somebody else's checkout, only root can make one"
fi
# shellcheck disable=SC2317 # the functions of sources.sh call it
git() {
    return 127
}
copied "without git" '.gitignore CMakeLists.txt build-mine/object new.c '
expect_end
