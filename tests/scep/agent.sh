#!/bin/sh
# SPDX-License-Identifier: MIT
# The agent over restarts of its process: a pending request, a renewal, and being killed anywhere.
set -u
build=${CDC43_BUILD:-build/release}
# shellcheck source=tests/support/ca.sh
. tests/support/ca.sh

fail() {
    echo "FAIL: $*" >&2
    exit 1
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

ca_start pending pending=2
expect pending one
[ "$(stat -c %a "$dir/one/pending")" = 600 ] || fail "the pending request can be read by others"
expect pending one          # too early: nothing is sent
expect pending one later=61 # the first poll
expect pending one later=62 # too early again
expect installed one later=400
[ ! -e "$dir/one/pending" ] || fail "the pending request is still there"
[ "$(ca_requests pending)" = 3 ] || fail "not three requests"

ca_start life life=864000
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
