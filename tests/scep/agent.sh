#!/bin/sh
# SPDX-License-Identifier: MIT
# The agent over restarts of its process: a pending request, a renewal, and being killed anywhere.
set -u
build=${CDC43_BUILD:-build/release}
dir=$(mktemp -d "${TMPDIR:-/tmp}/cdc43-agent.XXXXXX") || exit 1
pids=''
# shellcheck disable=SC2086 # several process numbers
trap '[ -z "$pids" ] || kill $pids 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM

fail() {
    echo "FAIL: $*" >&2
    exit 1
}

# start NAME WORD...: a CA; sets $server and $fingerprint.
start() {
    mkdir "$dir/$1"
    "$build/tests/ca/test_ca" "$dir/$1" stay "$@" >"$dir/$1/out" 2>&1 &
    pids="$pids $!"
    tries=600
    until grep -q '^port' "$dir/$1/out"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || fail "the test CA does not serve: $(cat "$dir/$1/out")"
        sleep 0.05
    done
    server=http://127.0.0.1:$(sed -n 's/^port //p' "$dir/$1/out")/scep
    fingerprint=$(openssl x509 -in "$dir/$1/root.pem" -noout -fingerprint -sha256 | sed 's/.*=//')
}

# Takes the place of the shell that it is called in, so that its process number is the client's.
client() {
    store=$1
    shift
    exec "$build/tests/scep/scep_client" "$dir/$store" "server=$server" "fingerprint=$fingerprint" \
        cn=CP-9871-SEP001A2B3C4D5E "$@"
}

expect() {
    words=$1
    shift
    said=$(client "$@") || :
    echo "$said"
    case $said in
    $words*) ;;
    *) fail "expected '$words'" ;;
    esac
}

command -v openssl >/dev/null || {
    echo "SKIP: openssl is not installed"
    exit 77
}

start pending=2
expect pending one
[ "$(stat -c %a "$dir/one/pending")" = 600 ] || fail "the pending request can be read by others"
expect pending one          # too early: nothing is sent
expect pending one later=61 # the first poll
expect pending one later=62 # too early again
expect installed one later=400
[ ! -e "$dir/one/pending" ] || fail "the pending request is still there"
[ "$(grep -c '^request' "$dir/pending=2/out")" = 3 ] || fail "not three requests"

start life=864000
expect installed two
expect installed two later=16000 # within 15 days of its end: renewed at the next check
[ "$(readlink "$dir/two/current")" = gen-2 ] || fail "nothing was renewed"

# Killed at some moment of a renewal: afterwards there is a pair, and a later check has another.
for tenth in 0 1 2 3 5 8 12 18 25 40; do
    client two request >/dev/null &
    client_pid=$!
    sleep "0.$(printf '%02d' "$tenth")"
    kill -KILL "$client_pid" 2>/dev/null || :
    wait "$client_pid" 2>/dev/null || :
    key=$(openssl pkey -in "$dir/two/current/key.pem" -pubout) || fail "no key"
    cert=$(openssl x509 -in "$dir/two/current/cert.pem" -noout -pubkey) || fail "no certificate"
    [ "$key" = "$cert" ] || fail "key and certificate do not belong together"
done
expect installed two request
echo "good"
