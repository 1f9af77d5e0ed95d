# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Commands that must succeed, or fail: a folder $dir for the script, and a count of what went wrong. At
# its end the script calls expect_end.

dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
expect_bad=0

# wrong WHAT: counts it.
wrong() {
    echo "wrong: $*"
    expect_bad=$((expect_bad + 1))
}

# expect WHAT COMMAND...: succeeds. Output of one that fails is shown.
expect() {
    expect_what=$1
    shift
    "$@" >"$dir/said" 2>&1 && return
    cat "$dir/said"
    wrong "$expect_what"
}

# refuse WHAT COMMAND...: fails.
refuse() {
    refuse_what=$1
    shift
    ! "$@" >"$dir/said" 2>&1 || wrong "$refuse_what"
}

# expect_end: the result; the last command of the script.
expect_end() {
    echo "$expect_bad bad"
    [ "$expect_bad" -eq 0 ]
}
