#!/bin/sh
# SPDX-License-Identifier: MIT
# cdc43-phone run: enrols by itself, notices what others change, ends when it is told to.
set -u
build=${CDC43_BUILD:?}
program=$build/phone-side/cdc43-phone
pid=''
# shellcheck source=tests/support/ca.sh
. tests/support/ca.sh
trap 'end_phone; ca_stop; rm -rf "$dir"' EXIT

# end_phone: whatever it is doing; then nothing writes into its folder any more.
end_phone() {
    [ -n "$pid" ] || return 0
    kill -KILL "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    pid=''
}

fail() {
    echo "FAIL: $*" >&2
    cat "$dir/out" >&2
    exit 1
}

# comes WORDS COMMAND...: it comes true.
comes() {
    words=$1
    shift
    wait_until quietly "$@" || fail "not so: $words"
}

quietly() {
    "$@" >/dev/null 2>&1
}

apply() {
    "$build/tlv/cdc43" encode --server "$server" --root-ca-fingerprint "$fingerprint" >"$dir/hex"
    "$program" apply --state "$dir/a" --mic-cn CP-9871-SEP001A2B3C4D5E --option43 - \
        <"$dir/hex" || fail "nothing was applied"
}

reset() {
    "$program" boot --interface nowhere --model DP-9871 --mac 001a2b3c4d5e --state "$dir/a" \
        --factory-reset --timeout 1 2>/dev/null
    [ ! -e "$dir/a/state" ] || fail "no factory reset"
}

is_generation() {
    [ "$(readlink "$dir/a/current")" = "gen-$1" ]
}

is_asked() {
    [ "$(ca_requests later)" = "$1" ]
}

launch() {
    setpriv --pdeathsig KILL "$program" run --state "$dir/a" --quiet >>"$dir/out" 2>&1 &
    pid=$!
}

is_connected() {
    readlink "/proc/$pid/fd/"* | grep -q '^socket:'
}

# From then on it takes signals.
watches() {
    readlink "/proc/$pid/fd/"* | grep -q inotify
}

start() {
    launch
    comes "it watches its folder" watches
}

# stop SIGNAL: it ends, and says that all was well.
stop() {
    kill "-$1" "$pid"
    comes "it ends with SIG$1" is_gone "$pid"
    wait "$pid"
    code=$?
    pid=''
    [ "$code" -eq 0 ] || fail "exit code $code"
}

ca_start quick
mkdir -m 700 "$dir/a"
start
comes "it says that nothing is there yet" grep -q "the phone has not requested a certificate" "$dir/out"

echo "== parameters that come while it runs"
apply
comes "a certificate comes by itself" is_generation 1
comes "it says so" grep -q "the certificate is installed" "$dir/out"
comes "the status knows" sh -c "'$program' status --state '$dir/a' | grep -q 'is installed'"

echo "== somebody else asks at the same time"
"$program" enrol --state "$dir/a" --quiet >/dev/null || fail "enrol"
is_generation 2 || fail "no second one"
kill -HUP "$pid"
sleep 1
is_generation 2 || fail "SIGHUP asked for a certificate that nobody needs"
! is_gone "$pid" || fail "SIGHUP ended it"

echo "== a factory reset and another CA, while it runs"
reset
[ ! -e "$dir/a/current" ] || fail "a factory reset left the certificate"
ca_start other
apply
comes "a certificate of the other CA" is_generation 1
openssl verify -CAfile "$dir/other/root.pem" "$dir/a/current/cert.pem" || fail "another CA's"

echo "== it ends, and goes on where it was"
stop TERM
start
sleep 1
is_generation 1 || fail "a start asked for a certificate that nobody needs"
stop INT

echo "== a certificate that ends comes days, a request that the CA decides about later"
ca_start short life=864000
reset
apply
start
comes "a first certificate" is_generation 1
comes "what became of it is kept" grep -q '^attempts 1$' "$dir/a/life"
# As if four hours had passed.
sed -i 's/^next-at .*/next-at 1/' "$dir/a/life"
kill -HUP "$pid"
comes "it is renewed" is_generation 2
stop TERM
ca_start later pending=2
reset
apply
start
comes "the request waits" test -e "$dir/a/pending"
comes "it says so" sh -c "'$program' status --state '$dir/a' | grep -q 'will decide later'"
stop TERM
sed -i 's/^next-at .*/next-at 1/' "$dir/a/pending"
start
comes "it was asked about after a restart" is_asked 2
comes "that is kept" grep -q '^polls 1$' "$dir/a/pending"
sed -i 's/^next-at .*/next-at 1/' "$dir/a/pending"
kill -HUP "$pid"
comes "the certificate comes" is_generation 1
stop TERM

echo "== a server that does not answer does not keep it from ending"
ca_start slow slow=600
reset
apply
start
comes "it is connected to the server" is_connected
stop TERM
"$program" status --state "$dir/a" | grep "the phone stopped during the exchange" ||
    fail "the status does not say it"
[ ! -e "$dir/a/current" ] || fail "something was installed"

echo "== its folder is taken away"
ca_start gone
reset
apply
: >"$dir/out"
start
# It says so after it has written what there is to write: nobody else is in the folder then.
comes "a certificate" grep -q "the certificate is installed" "$dir/out"
is_generation 1 || fail "no certificate"
rm -r "$dir/a"
apply
kill -HUP "$pid"
comes "it ends" is_gone "$pid"
wait "$pid"
code=$?
pid=''
[ "$code" -eq 1 ] || fail "exit code $code"
grep -q "this directory was removed or renamed" "$dir/out" || fail "it does not say so"
start
comes "a certificate in the new one" is_generation 1
stop TERM

echo "== a next root CA is found by itself, and taken only when somebody names it"
ca_start next next-ca
reset
apply
start
comes "a certificate" is_generation 1
[ ! -e "$dir/a/next-ca" ] || fail "a start asked for the next root CA"
kill -HUP "$pid"
comes "it says so" grep -q "announced its next root CA, CN=Test Next Root CA, valid from 20" \
    "$dir/out"
next=$(openssl x509 -in "$dir/next/next.pem" -noout -fingerprint -sha256 |
    sed 's/.*=//; s/://g' | tr A-F a-f)
grep -q "with the fingerprint $next; what to do" "$dir/out" || fail "it says another fingerprint"
said=$(grep -c "announced its next" "$dir/out")
fetched=$(grep '^fetched-at' "$dir/a/next-ca")
sleep 1
kill -HUP "$pid"
comes "it is asked for again" sh -c \
    "[ '$fetched' != \"\$(grep '^fetched-at' '$dir/a/next-ca')\" ]"
[ "$(grep -c "announced its next" "$dir/out")" = "$said" ] || fail "it says again what is known"
"$program" show --state "$dir/a" | grep -i "fingerprint.*$next" && fail "it was accepted"
is_generation 1 || fail "a certificate that nobody wanted"
stop TERM
ca_start rogue rogue-next-ca
reset
apply
start
comes "a certificate" is_generation 1
kill -HUP "$pid"
comes "what is not signed by the CA is said" grep -q "next root CA: the response is not signed" \
    "$dir/out"
[ ! -e "$dir/a/next-ca" ] || fail "what is not signed by the CA was kept"
stop TERM

echo "== a certificate that a person brought, and no parameters: there is no CA to ask"
reset
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/own.key" -out "$dir/own.pem" -subj /CN=own \
    -addext basicConstraints=critical,CA:false 2>/dev/null
echo extract >"$dir/extract"
openssl pkcs12 -export -in "$dir/own.pem" -inkey "$dir/own.key" -passout "file:$dir/extract" \
    -out "$dir/own.p12"
"$program" install --state "$dir/a" --file "$dir/own.p12" --password-file "$dir/extract" ||
    fail "nothing was installed"
: >"$dir/out"
start
comes "it is looked after" grep -q "the certificate is installed" "$dir/out"
kill -HUP "$pid"
sleep 1
stop TERM
! grep "next root CA" "$dir/out" || fail "it speaks of a CA"

echo "== killed at some moment of an enrolment, then started again"
ca_start last
reset
apply
for hundredth in 02 05 10 20 35; do
    launch
    sleep "0.$hundredth"
    end_phone
done
start
comes "a certificate comes all the same" test -e "$dir/a/current/cert.pem"
stop TERM
[ "$(openssl pkey -in "$dir/a/current/key.pem" -pubout)" = \
    "$(openssl x509 -in "$dir/a/current/cert.pem" -noout -pubkey)" ] ||
    fail "key and certificate do not belong together"
echo "good"
