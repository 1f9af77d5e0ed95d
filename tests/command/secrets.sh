#!/bin/sh
# SPDX-License-Identifier: MIT
# secrets.sh PROGRAM [N]: whatever is mistyped, no word of the command line is repeated. The subcommands and
# options are those that the help lists. N: only each Nth command line is tried.
set -u
program=$1
every=${2:-1}
secret=D233CCF9B9952A15
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
bad=0
count=0

# try EXITS ARGUMENT...: the exit code is one of these, and if it is not 0, nothing repeats the secret.
try() {
    count=$((count + 1))
    [ $((count % every)) -eq 0 ] || return 0
    try_exits=$1
    shift
    try_said=$("$program" "$@" </dev/null 2>&1)
    try_code=$?
    case $try_exits in
    *$try_code*)
        [ $try_code -ne 0 ] || return 0
        case $try_said in *"$secret"*) ;; *) return 0 ;; esac
        ;;
    esac
    bad=$((bad + 1))
    echo "exit $try_code, or the secret is repeated: ${program##*/} $*"
    echo "$try_said" | head -5
}

# wrong WORD...: with a subcommand before them, if there is one.
wrong() {
    try 2 ${subcommand:+"$subcommand"} "$@"
}

# mistype NAME WORD...: unless there is an option of that name, these words name none.
mistype() {
    case " $names " in *" $1 "*) return 0 ;; esac
    shift
    wrong "$@"
}

# look: all of a subcommand.
look() {
    "$program" ${subcommand:+"$subcommand"} --help >"$dir/help" || exit 1
    sed -n 's/^  --\([a-z0-9-]*\) \{0,1\}\([^ ]*\).*/\1 \2/p' "$dir/help" >"$dir/options"
    names=$(sed 's/ .*//' "$dir/options" | tr '\n' ' ')
    operand=$(sed -n 's/^  \([A-Z]*\)  .*/\1/p' "$dir/help")
    wrong "--$secret"
    wrong "--$secret=1"
    wrong "-$secret"
    wrong --option "$secret"
    case $operand in
    '') wrong "$secret" && wrong -- "$secret" && wrong - "$secret" ;;
    CONFIG) wrong /dev/null "$secret" && wrong /dev/null -- "$secret" ;;
    esac
    while read -r name argument; do
        most=${name%?}
        swapped=${most%?}${name#"$most"}${most#"${most%?}"}
        short=${name%"${name#??}"}
        mistype "$most" "--$most=$secret"
        mistype "$swapped" "--$swapped" "$secret"
        mistype "$short" "--$short=$secret"
        wrong "-$name=$secret"
        case $argument in
        '')
            case $name in help | version) continue ;; esac
            wrong "--$name=$secret"
            [ "$operand" ] || wrong "--$name" "$secret"
            wrong "--$name" "--$name" "$secret"
            ;;
        *FILE* | DIR | CERT | KEY | IF | COMMAND) # errors about a path name it, a command is run
            try 12 ${subcommand:+"$subcommand"} "--$name=/dev/null" --nothing "$secret"
            ;;
        *)
            try 012 ${subcommand:+"$subcommand"} "--$name=$secret"
            try 12 ${subcommand:+"$subcommand"} "--$name=1" "--$name=$secret"
            ;;
        esac
    done <"$dir/options"
}

"$program" --help >"$dir/list" || exit 1
if grep -q "^Usage: ${program##*/} COMMAND" "$dir/list"; then
    try 2 "$secret"
    try 2 "--$secret"
    try 2 "--help=$secret"
    # shellcheck disable=SC2013 # names have no blanks
    for subcommand in $(sed -n 's/^  \([a-z][a-z0-9-]*\)  .*/\1/p' "$dir/list"); do
        try 2 "$(echo "$subcommand" | sed 's/.$//')" "$secret"
        look
    done
else
    subcommand=
    look
fi
echo "$((count / every)) of $count command lines, $bad bad"
[ "$bad" -eq 0 ] && [ "$count" -gt 50 ]
