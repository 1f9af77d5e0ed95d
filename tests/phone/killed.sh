#!/bin/sh
# SPDX-License-Identifier: MIT
# cdc43-phone install and delete, killed at each call that changes files: what status and view show
# is as before or as after, a request that waits for the CA counts as before or not at all, and the
# same command again does what was left.
set -u
# shellcheck source=tests/support/phone.sh
. tests/support/phone.sh
library=$CDC43_BUILD/tests/phone/die.so
deaths=0

fail() {
    echo "FAIL: $*" >&2
    cat "$dir/killed" >&2
    exit 1
}

# see STORE NAME: what a person sees of it, in $dir/NAME.view and $dir/NAME.status.
see() {
    "$program" view --state "$1" --format json >"$dir/$2.view" 2>&1 ||
        echo "cdc43-phone: $1: no certificate is installed" | cmp -s - "$dir/$2.view" ||
        fail "view: $(cat "$dir/$2.view")"
    sed -i "s|$1|STORE|" "$dir/$2.view"
    "$program" status --state "$1" --format json >"$dir/$2.status" 2>&1 ||
        fail "status: $(cat "$dir/$2.status")"
}

# is NAME: what was seen now is what was seen at that time.
is() {
    cmp -s "$dir/$1.view" "$dir/now.view" && cmp -s "$dir/$1.status" "$dir/now.status"
}

# run_command STORE: the command of this pass, with that store.
run_command() {
    case $command in
    install) "$program" install --state "$1" --file "$dir/own.p12" --password-file "$dir/extract" ;;
    delete) "$program" delete --state "$1" ;;
    esac
}

# How many requests the CA got, if there is one yet.
requests() {
    [ -z "$ca_pids" ] || ca_requests ca
}

# check_after STORE: what was killed has had its effect: it stays, and the request is given up.
check_after() {
    check_requests=$(requests)
    "$program" renew --state "$1" --if-due --quiet >"$dir/killed" 2>&1
    [ ! -e "$1/pending" ] || fail "the request still waits"
    [ "$(requests)" = "$check_requests" ] || fail "the CA was asked"
    see "$1" now
    cmp -s "$dir/after.view" "$dir/now.view" || fail "it did not stay"
}

# check_again STORE: the same command undisturbed; nothing is left of what was interrupted.
check_again() {
    run_command "$1" >"$dir/killed" 2>&1
    case $command.$? in
    install.0 | delete.0) ;;
    delete.1) grep -q 'no certificate is installed' "$dir/killed" || fail "delete again" ;;
    *) fail "$command again: exit $?" ;;
    esac
    see "$1" now
    is after || fail "$command again: it is not as after"
    # Nothing secret is in life.new, which goes when the status changes next.
    [ -z "$(find "$1" -name '*.new' ! -name life.new)" ] || fail "something was left: $(ls "$1")"
    case $command in
    install) [ "$(find "$1" -name key.pem | wc -l)" -le 2 ] || fail "old keys are left" ;;
    delete) [ -z "$(find "$1" -name '*.pem')" ] || fail "a key is left" ;;
    esac
}

# kill_at NUMBER WHEN: 1 when the command does not come that far.
kill_at() {
    kill_number=$1
    rm -rf "$dir/store"
    [ ! -e "$dir/base" ] || cp -a "$dir/base" "$dir/store"
    (
        [ "$2" = before ] || export DIE_AFTER=1
        export LD_PRELOAD="$library" DIE_AT="$kill_number"
        run_command "$dir/store"
    ) >"$dir/killed" 2>&1
    kill_code=$?
    if [ "$kill_code" -eq 0 ]; then
        see "$dir/store" now
        is after || fail "undisturbed, but not as after"
        return 1
    fi
    [ "$kill_code" -eq 137 ] || fail "exit code $kill_code"
    deaths=$((deaths + 1))
    [ -d "$dir/store" ] || return 0
    see "$dir/store" now
    if is after && ! is before; then
        afters=$((afters + 1))
        cp -a "$dir/store" "$dir/copy"
        check_after "$dir/copy"
        rm -rf "$dir/copy"
    elif ! is before; then
        diff "$dir/before.view" "$dir/now.view"
        diff "$dir/before.status" "$dir/now.status"
        fail "$2 call $kill_number: neither as before nor as after"
    elif [ -e "$dir/base/pending" ] && ! cmp -s "$dir/base/pending" "$dir/store/pending"; then
        fail "$2 call $kill_number: as before, but without the request"
    fi
    check_again "$dir/store"
}

# kill_everywhere COMMAND WHEN...: with $dir/base as it is before. WHEN: before or after the calls.
kill_everywhere() {
    command=$1
    shift
    deaths=0
    afters=0
    rm -rf "$dir/store"
    if [ -e "$dir/base" ]; then
        cp -a "$dir/base" "$dir/store"
    else
        mkdir -m 700 "$dir/store"
    fi
    see "$dir/store" before
    run_command "$dir/store" >"$dir/killed" 2>&1 || fail "$command"
    see "$dir/store" after
    ! cmp -s "$dir/before.view" "$dir/after.view" || fail "the command changes nothing"
    for when in "$@"; do
        number=1
        while kill_at "$number" "$when"; do
            number=$((number + 1))
            [ "$number" -lt 200 ] || fail "there is no end"
        done
    done
    if [ "$deaths" -lt 20 ] || [ "$afters" -lt 5 ]; then
        fail "only $deaths deaths, $afters of them after"
    fi
    echo "$command: killed $deaths times, $afters of them after it took effect"
}

: >"$dir/killed"
echo extract >"$dir/extract"
openssl req -x509 -newkey rsa:2048 -nodes -days 400 -keyout "$dir/own.key" -out "$dir/own.pem" \
    -subj "/CN=$cn" -addext basicConstraints=critical,CA:false 2>/dev/null
openssl pkcs12 -export -inkey "$dir/own.key" -in "$dir/own.pem" -passout pass:extract \
    -out "$dir/own.p12"

echo "== a folder that is not there"
kill_everywhere install before

echo "== a certificate, and a request that the CA has not decided about"
ca_start ca pending=1
provision base
run 3 enrol --state "$dir/base" --quiet
sed -i 's/^next-at .*/next-at 1/' "$dir/base/pending"
run 0 enrol --state "$dir/base" --quiet
run 3 enrol --state "$dir/base" --quiet --new
kill_everywhere install before after
kill_everywhere delete before after

echo "== a certificate whose status was lost"
rm "$dir/base/life" "$dir/base/pending"
kill_everywhere delete before

echo "== a certificate that cannot be read"
: >"$dir/base/current/cert.pem"
run 0 delete --state "$dir/base"
run 1 view --state "$dir/base"
has err "no certificate is installed"
command_end
