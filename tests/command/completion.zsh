# SPDX-License-Identifier: MIT
# completion.zsh CDC43: completion in zsh offers the subcommands, the options and the words that may follow
# them. What it hands to zsh is looked at; the menu is zsh's own.
emulate zsh
integer bad=0

# offers WANTED WORD...: what completion of the last word offers, sorted, in one line.
offers() {
    local wanted=$1 got
    shift
    words=("$@")
    CURRENT=$#
    got=$(
        compadd() { shift; print -rl -- "$@"; }
        compset() { :; }
        _files() { print files; }
        source tlv/command/_cdc43 | LC_ALL=C sort | paste -s -d ' '
    )
    if [[ $got != $wanted ]]; then
        print -r -- "$*[2,-1]: offers '$got', not '$wanted'"
        bad+=1
    fi
}

offers '--help --version decode encode identity' $1 ''
offers 'custom-installed manufacturing-installed' $1 encode --certificate-select ''
offers 'off on' $1 encode --fips-mode=
offers files $1 encode --json ''
offers '' $1 encode --limit ''
[[ $(words=($1 encode --format ''); CURRENT=4; compadd() { shift; print -l -- "$@" }; source tlv/command/_cdc43) == hex$'\n'hex-colon* ]] || bad+=1
[[ $(words=($1 encode --); CURRENT=3; compadd() { shift; print -l -- "$@" }; source tlv/command/_cdc43) == *--model* ]] || bad+=1
print "$bad bad"
exit $(( bad != 0 ))
