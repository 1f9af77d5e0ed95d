# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Completion in bash for all commands of the project. Each is asked for its help, which is made from the
# table that its reader of command lines uses.

# _cdc43_words HELP OPTION: what may follow an option, from the line of the help that has it.
_cdc43_words() {
    local argument
    argument=$(sed -n "s/^  $2 \([^ ]*\).*/\1/p" <<<"$1" | head -n 1)
    case $argument in
    '') return 1 ;;
    IF) compgen -W "$(ls /sys/class/net 2>/dev/null)" -- "$current" ;;
    FILE* | DIR | CERT | KEY | CONFIG) compgen -f -- "$current" ;;
    FORMAT) compgen -W "$("${COMP_WORDS[0]}" encode --format list 2>/dev/null | sed '1d; s/ .*//')" -- "$current" ;;
    [a-z]*\|*) compgen -W "${argument//|/ }" -- "$current" ;;
    esac
    return 0
}

_cdc43() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} help found
    # "--name=value" arrives as three words.
    if [ "$current" = = ]; then
        current=''
    elif [ "$previous" = = ]; then
        previous=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    COMPREPLY=()
    help=$("${COMP_WORDS[0]}" --help 2>/dev/null) || return
    if [[ $help == 'Usage: '*' COMMAND [OPTION]'* ]]; then
        if [ "$COMP_CWORD" -eq 1 ]; then
            found=$(sed -n 's/^  \([a-z-][a-z0-9-]*\)  .*/\1/p' <<<"$help")
            mapfile -t COMPREPLY < <(compgen -W "$found" -- "$current")
            return
        fi
        help=$("${COMP_WORDS[0]}" "${COMP_WORDS[1]}" --help 2>/dev/null) || return
    fi
    if [[ $previous == --* ]] && found=$(_cdc43_words "$help" "$previous"); then
        :
    elif [[ $current == -* ]]; then
        found=$(compgen -W "$(sed -n 's/^  \(--[a-z0-9-]*\).*/\1/p' <<<"$help")" -- "$current")
    elif grep -qE '^  \[?(CONFIG|FILE|CERT)' <<<"$help"; then
        found=$(compgen -f -- "$current")
    fi
    [ -z "$found" ] || mapfile -t COMPREPLY <<<"$found"
}

complete -o filenames -F _cdc43 cdc43 cdc43-kea cdc43-phone cdc43-vectors
