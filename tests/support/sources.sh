# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# The project's own files, for shell scripts.

# sources_copy DIR: copies the files that git knows or would add to DIR; all but "build" where git knows nothing.
sources_copy() {
    mkdir -p "$1" || exit 1
    if git ls-files --error-unmatch CMakeLists.txt >/dev/null 2>&1; then
        git ls-files -z --cached --others --exclude-standard
    else
        find . \( -path ./build -o -name __pycache__ \) -prune -o -type f -printf '%P\0'
    fi | tar -c --null -T - | tar -x --no-same-owner -C "$1" || exit 1
}

# sources_renew DIR: the same in place of those that are there; "build" stays.
sources_renew() {
    mkdir -p "$1" && find "$1" -mindepth 1 -maxdepth 1 -not -name build -exec rm -rf --one-file-system {} + || exit 1
    sources_copy "$1"
}
