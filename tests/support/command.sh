# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Runs a command and looks at its exit code and output. The script sets $program, and $password to
# what may be shown only on request; at its end it calls command_end.

dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
count=0
bad=0
: >"$dir/in"

# run EXIT ARGUMENT...: runs the program with standard input from $dir/in.
run() {
    run_exit=$1
    shift
    "${program:?}" "$@" <"$dir/in" >"$dir/out" 2>"$dir/err"
    run_got=$?
    count=$((count + 1))
    if [ "$run_got" -ne "$run_exit" ]; then
        bad=$((bad + 1))
        echo "exit $run_got, not $run_exit: ${program##*/} $*"
        cat "$dir/out" "$dir/err"
    fi
    # Nothing but what is asked for may show the password.
    case " $* " in
    *' --show-secrets '*) ;;
    *) lacks out "${password:?}" && lacks err "$password" ;;
    esac
}

# has FILE TEXT, lacks FILE TEXT: about what the last run printed.
has() {
    count=$((count + 1))
    grep -qF -e "$2" "$dir/$1" && return 0
    bad=$((bad + 1))
    echo "not in std$1: $2"
    cat "$dir/$1"
}
lacks() {
    count=$((count + 1))
    grep -qF -e "$2" "$dir/$1" || return 0
    bad=$((bad + 1))
    echo "in std$1: $2"
}

# prints TEXT: standard output is exactly this.
prints() {
    count=$((count + 1))
    printf '%s\n' "$1" | cmp -s - "$dir/out" && return 0
    bad=$((bad + 1))
    echo "standard output is not: $1"
    cat "$dir/out"
}

# command_end: the totals; the last command of the script.
command_end() {
    echo "$count checks, $bad bad"
    [ "$bad" -eq 0 ]
}
