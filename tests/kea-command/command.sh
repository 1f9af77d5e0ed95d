#!/bin/sh
# SPDX-License-Identifier: MIT
# The command line of cdc43-kea: exit codes, explain, migrate, and what it says about configurations
# that have nothing to do with these phones.
set -u
KEA=${CDC43_BUILD:?}/kea-hook/command/cdc43-kea
TRAPS=tests/kea-command/traps
DIR=$(mktemp -d) || exit 1
trap 'rm -rf "$DIR"' EXIT
bad=0
count=0

fail() {
    echo "FAIL: $*" >&2
    bad=$((bad + 1))
}

# code WANTED WORD...: runs it; standard output is in $DIR/out, standard error in $DIR/err.
code() {
    code_wanted=$1
    shift
    count=$((count + 1))
    "$KEA" "$@" >"$DIR/out" 2>"$DIR/err"
    code_got=$?
    [ "$code_got" -eq "$code_wanted" ] || fail "cdc43-kea $*: exit $code_got, not $code_wanted"
}

# says TEXT, says_not TEXT: about standard output; complains TEXT about standard error.
says() {
    grep -qF -- "$1" "$DIR/out" || fail "not printed: $1"
}
says_not() {
    ! grep -qF -- "$1" "$DIR/out" || fail "printed: $1"
}
complains() {
    grep -qF -- "$1" "$DIR/err" || fail "not said: $1"
}

# The command line.
code 0 --help
says 'cdc43-kea migrate'
code 0 check --help
code 0 --version
code 2
code 2 frobnicate
code 2 check
code 2 check a b
code 2 check --show-secrets "$TRAPS/clean-typed.json"
code 2 check --format xml "$TRAPS/clean-typed.json"
code 2 explain "$TRAPS/clean-typed.json"
code 2 explain --model
code 2 explain --model DP-9841 --mac 12 "$TRAPS/clean-typed.json"
code 2 explain --model DP-9841 --request 43,x "$TRAPS/clean-typed.json"
code 2 explain --model DP-9841 --request 43, "$TRAPS/clean-typed.json" # a comma and nothing
code 2 explain --model DP-9841 --address 300.1.1.1 "$TRAPS/clean-typed.json"
code 1 explain --model DP-9841 --subnet 10.0.0.0/8 "$TRAPS/clean-typed.json"
code 1 check "$DIR/missing.json"
says 'config-unreadable'
code 1 explain --model DP-9841 "$DIR/missing.json"
complains 'the file cannot be read'
echo '{ "Dhcp6": {} }' >"$DIR/six.json"
code 1 check "$DIR/six.json"
says 'there is no object "Dhcp4"'
for wrong in '{ "Dhcp4": { "client-classes": 1, "subnet4": [1, {"pools": [3], "subnet": 4}] } }' \
    '{ "Dhcp4": { "option-data": {}, "option-def": [1], "hooks-libraries": "x" } }' \
    '{ "Dhcp4": { "option-def": [{"name": "x", "code": 999999, "type": "nothing"}] } }' \
    '{ "Dhcp4": { "option-data": [{"code": -5}, {"code": 99999}, {"name": "x", "space": "a b"}] } }'; do
    echo "$wrong" >"$DIR/wrong.json"
    "$KEA" check "$DIR/wrong.json" >/dev/null 2>"$DIR/err" || [ $? -eq 1 ] || fail "exit $? for $wrong"
    [ ! -s "$DIR/err" ] || fail "$wrong: $(cat "$DIR/err")"
done

# explain: the source, the octets, the identity; no secret unless asked.
code 0 explain --model DP-9841 --mac 00:1a:2b:3c:4d:5e "$TRAPS/clean-typed.json"
says 'class "DP-9841"'
says '0d10********************************0e0101'
says '(16 characters)'
says 'Common Name: CP-9841-SEP001A2B3C4D5E.example.nl'
says 'User ID: CP-9841-SEP001A2B3C4D5E@example.nl'
code 0 explain --vendor-class DP-9841 --show-secrets "$TRAPS/clean-typed.json"
says 'SwordfishCanary1'
says_not 'Common Name'
code 0 explain --model DP-9841 --request none "$TRAPS/always-send-missing.json"
says 'does not ask for option 43'
code 0 explain --model DP-9841 --request none "$TRAPS/clean-typed.json"
says 'octets in 1 instance(s)'
code 0 explain --model DP-9841 --mac 001a2b3c4d5e "$TRAPS/host-hides-class.json"
says 'f104********'
says 'hidden'
code 0 explain --model DP-9841 --mac 001a2b3c4d5f "$TRAPS/host-hides-class.json"
says '0b12'
code 0 explain --model DP-9841 "$TRAPS/hook-merges.json"
says 'Hook: exact: model "DP-9841", profile "office"'
code 1 explain --model DP-9841 "$TRAPS/hook-parameters.json"
complains 'hook-parameters'
code 0 explain --model DP-9841 "$TRAPS/test-unknown.json"
says '(DP-9841?)'
code 0 explain --model DP-9841 --format json "$TRAPS/split.json"
says '"instances": 5'

# migrate: the hook takes what is printed and sends the same octets.
for style in clean-typed clean-raw clean-default-space clean-vendor-class; do
    code 0 migrate --show-secrets "$TRAPS/$style.json"
    { echo '{ "Dhcp4": { "subnet4": [{"subnet": "192.0.2.0/24"}],' && cat "$DIR/out" &&
        echo '} }'; } >"$DIR/hook.json"
    "$KEA" explain --model DP-9841 --show-secrets --format json "$TRAPS/$style.json" |
        grep '"octets"' >"$DIR/before"
    code 0 explain --model DP-9841 --show-secrets --format json "$DIR/hook.json"
    grep '"octets"' "$DIR/out" | cmp -s - "$DIR/before" || fail "$style: other octets after migrate"
done
code 0 migrate "$TRAPS/clean-default-space.json"
says '{ "vendor-class-prefix": "DP-98", "profile": "phones" }'
says '{ "vendor-class": "CP-8875", "profile": "phones" }'
says '"challenge-password": null'
says "delete $TRAPS/clean-default-space.json:"
{ echo '{ "Dhcp4": {' && cat "$DIR/out" && echo '} }'; } >"$DIR/hook.json"
code 1 check "$DIR/hook.json" # null is no password
says 'hook-parameters'
code 1 migrate "$TRAPS/test-unknown.json"
says 'asks for more than option 60'
code 1 migrate "$TRAPS/https.json"
says 'the HTTPS scheme is not supported'
code 1 migrate "$TRAPS/clean-other-vendor.json"

# Configurations that have nothing to do with these phones: Debian's own and those of Kea's manual.
for file in /etc/kea/kea-dhcp4.conf /usr/share/doc/kea*/examples/kea4/*.json; do
    [ -r "$file" ] || continue
    code 0 check --strict "$file"
    says '0 errors, 0 warnings, 0 notes'
done

echo "$count commands, $bad problems"
[ "$bad" -eq 0 ]
