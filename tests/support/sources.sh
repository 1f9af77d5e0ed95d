# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# The project's own files, for shell scripts.

# sources_git WORD...: git ls-files, also as root in somebody else's checkout. Its scripts are trusted already.
sources_git() {
    git -c safe.directory="$PWD" ls-files "$@"
}

# sources_copy DIR: copies the files that git knows or would add to DIR; all but "build" where git knows nothing.
sources_copy() {
    mkdir -p "$1" || exit 1
    if sources_git --error-unmatch CMakeLists.txt >/dev/null 2>&1; then
        sources_git -z --cached --others --exclude-standard
    else
        find . \( -path ./build -o -path ./.git -o -name __pycache__ \) -prune -o -type f -printf '%P\0'
    fi | tar -c --null -T - | tar -x --no-same-owner -C "$1" || exit 1
}

# sources_renew DIR: the same in place of those that are there; "build" stays. What differs from before gets the
# present time, however old it is here: a build there would not notice it. Of the rest, the time stays.
sources_renew() {
    sources_old=$1.before
    rm -rf --one-file-system "$sources_old"
    mkdir -p "$1" "$sources_old" &&
        find "$1" -mindepth 1 -maxdepth 1 -not -name build -exec mv -t "$sources_old" {} + || exit 1
    sources_copy "$1"
    (cd "$1" && find . -path ./build -prune -o -type f -print) | while read -r sources_file; do
        if cmp -s "$1/$sources_file" "$sources_old/$sources_file"; then
            touch -r "$sources_old/$sources_file" "$1/$sources_file"
        else
            touch "$1/$sources_file"
        fi
    done
    rm -rf --one-file-system "$sources_old"
}
