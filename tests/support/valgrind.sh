# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Runs a command under valgrind. The script sets $dir.

command -v valgrind >/dev/null || {
    echo "SKIP: valgrind is not installed"
    exit 77
}

# under_valgrind COMMAND...: its output goes to $dir/out, what valgrind has to say to
# $dir/valgrind, which is empty when that is nothing. The exit code is the command's, or 99.
under_valgrind() {
    valgrind --quiet --error-exitcode=99 --leak-check=full \
        --errors-for-leak-kinds=definite,indirect,possible \
        --log-file="${dir:?}/valgrind" "$@" >"${dir:?}/out" 2>&1
}
