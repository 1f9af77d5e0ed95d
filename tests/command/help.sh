#!/bin/sh
# SPDX-License-Identifier: MIT
# help.sh PROGRAM PAGE: the help of each subcommand and the manual page name the same options and exit
# codes.
set -u
program=$1
page=$2
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
bad=0
count=0

# same WHAT: $dir/help and $dir/page are the same.
same() {
    count=$((count + 1))
    [ -s "$dir/help" ] && cmp -s "$dir/help" "$dir/page" && return 0
    echo "$page: $1; < is only in the help, > only in the page:"
    diff "$dir/help" "$dir/page" | grep '^[<>]'
    bad=$((bad + 1))
}

# options WHERE: the names that follow Fl on the lines of standard input.
options() {
    awk '{ for (i = 1; i < NF; i++) if ($i ~ /Fl$/ && $(i + 1) ~ /^-/) print substr($(i + 1), 2) }' | sort -u
}

# help [SUBCOMMAND]: sets $dir/help to its options, without --help and --version, and looks at its form.
help() {
    "$program" "$@" --help >"$dir/out" || exit 1
    sed -n 's/^  --\([a-z0-9-]*\).*/\1/p' "$dir/out" | grep -vx -e help -e version | sort >"$dir/help"
    look "$@"
}

# look [SUBCOMMAND]: $dir/out has the form of a help.
look() {
    count=$((count + 1))
    if grep -qE '.{81}|[^ ]  *$' "$dir/out" || ! sed -n 1p "$dir/out" | grep -q "^Usage: ${program##*/}"; then
        bad=$((bad + 1))
        echo "$* --help: a long line, a blank at the end, or no usage in the first line"
    fi
}

# exits: the codes of $dir/out are in the page.
exits() {
    awk '/^\.Sh/ { inside = $2 == "EXIT" } inside && /^\.It/ { print $2 }' "$page" >"$dir/codes"
    # shellcheck disable=SC2013 # single digits
    for code in $(sed -n '/^Exit status:/,$ s/^  \([0-9]\)  .*/\1/p' "$dir/out"); do
        count=$((count + 1))
        grep -qx "$code" "$dir/codes" && continue
        bad=$((bad + 1))
        echo "$page: exit code $code is missing"
    done
}

"$program" --help >"$dir/out" || exit 1
if grep -q "^Usage: ${program##*/} COMMAND" "$dir/out"; then
    look
    subcommands=$(sed -n 's/^  \([a-z][a-z0-9-]*\)  .*/\1/p' "$dir/out")
    echo "$subcommands" >"$dir/help"
    sed -n 's/^\.Ss //p' "$page" >"$dir/page"
    same "the subsections are not the subcommands"
    awk '/^\.Sh/ { inside = $2 == "SYNOPSIS" } inside && /^\.Cm/ { print $2 }' "$page" | uniq >"$dir/page"
    same "the synopsis does not have the subcommands"
    for subcommand in $subcommands; do
        help "$subcommand"
        awk -v name="$subcommand" '/^\.S[sh]/ { inside = $1 == ".Ss" && $2 == name } inside && /^\.It/' "$page" |
            options >"$dir/page"
        same "the options of $subcommand"
        awk -v name="$subcommand" '/^\.Sh/ { all = $2 == "SYNOPSIS" } /^\.Nm/ { inside = 0 }
            /^\.Cm/ { inside = $2 == name } all && inside' "$page" | options >"$dir/page"
        same "the synopsis of $subcommand"
        exits
    done
else
    help
    awk '/^\.Sh/ { inside = $2 == "DESCRIPTION" } inside && /^\.It/' "$page" | options |
        grep -vx -e help -e version >"$dir/page"
    same "the options"
    exits
fi
echo "$count comparisons, $bad bad"
[ "$bad" -eq 0 ]
