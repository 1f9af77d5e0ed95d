#!/bin/sh
# SPDX-License-Identifier: MIT
# cdc43-phone next-ca, at the test CA: the next root CA is asked for where it is offered, checked, shown
# and kept; the phone changes over when somebody names its fingerprint, not before its time.
set -u
# shellcheck source=tests/support/phone.sh
. tests/support/phone.sh

# digest_of CERTIFICATE ALGORITHM: as the phone's pages have it.
digest_of() {
    openssl x509 -in "$1" -noout -fingerprint "-$2" | sed 's/.*=//; s/://g'
}

# pinned STORE FINGERPRINT: the root CA of the phone is still, or now, that one.
pinned() {
    run 0 show --state "$dir/$1"
    has out "Root CA Fingerprint           $2"
}

# absent FILE: it is not there.
absent() {
    count=$((count + 1))
    [ ! -e "$dir/$1" ] && return
    bad=$((bad + 1))
    echo "there is a file $1"
}

run 0 next-ca --help
has out Usage:
run 2 next-ca
has err "--state is missing"
run 2 next-ca --state "$dir/a" --format xml
mkdir -m 700 "$dir/empty"
run 1 next-ca --state "$dir/empty"
has err "factory-reset state"
run 1 next-ca --state "$dir/empty" --accept 00

# Not offered: not asked for either, since this CA would answer.
ca_start plain
provision a
run 1 next-ca --state "$dir/a" --quiet
has err "the CA server does not announce its next root CA"
absent a/next-ca
run 1 next-ca --state "$dir/a" --accept "$fingerprint"
has err "has not announced another root CA"

# The whole way: announced, the CA changes over, the phone does not until it is told to.
ca_start roll next-ca roll=1 "challenge=$password"
provision b --challenge-password "$password"
run 0 enrol --state "$dir/b" --quiet
today=$fingerprint
next=$(digest_of "$dir/roll/next.pem" sha256)
run 0 next-ca --state "$dir/b"
has err "the root CA has the configured fingerprint"
has out "Next Root CA"
has out "Subject                       CN=Test Next Root CA"
has out "Root CA Fingerprint           $next (sha256)"
has out "Announced by                  $today (sha256)"
pinned b "$today"
requests=$(ca_requests roll)
run 1 enrol --state "$dir/b" --quiet --new
has err "none of the CA's certificates has the configured Root CA Fingerprint"
run 1 renew --state "$dir/b" --quiet
has err "none of the CA's certificates has the configured Root CA Fingerprint"
count=$((count + 1))
[ "$(ca_requests roll)" = "$requests" ] || {
    bad=$((bad + 1))
    echo "the next root CA got a request before it was accepted"
}
run 1 next-ca --state "$dir/b" --accept "$today"
has err "another fingerprint"
run 1 next-ca --state "$dir/b" --accept "$(digest_of "$dir/roll/next.pem" sha1)"
has err "another fingerprint"
run 1 next-ca --state "$dir/b" --accept nonsense
has err "--accept: "
pinned b "$today"
run 0 next-ca --state "$dir/b" --accept "$next"
prints "$cn: the next root CA was accepted; the phone will request a new certificate"
pinned b "$next"
run 0 renew --state "$dir/b" --if-due --quiet
count=$((count + 1))
openssl verify -CAfile "$dir/roll/next.pem" "$dir/b/current/cert.pem" >/dev/null || bad=$((bad + 1))
# What the old root said does not count under the new one.
run 1 next-ca --state "$dir/b" --accept "$next"
has err "has not announced another root CA"

# Not before it is valid. Another digest, and JSON.
ca_start soon next-ca next-begin=10
fingerprint=$(digest_of "$dir/soon/root.pem" sha1)
next=$(digest_of "$dir/soon/next.pem" sha1)
provision c
run 0 next-ca --state "$dir/c" --quiet --format json
has out "\"root-ca-fingerprint\": \"$(echo "$next" | tr 'A-F' 'a-f')\""
cp "$dir/out" "$dir/announced"
has out "\"announced-by\": \"$(echo "$fingerprint" | tr 'A-F' 'a-f')\""
run 1 next-ca --state "$dir/c" --accept "$next"
has err "the next root CA is not valid before"
pinned c "$fingerprint"
tries=60
until [ "$(date +%s)" -gt "$(sed -n 's/.*"not-before": \([0-9]*\).*/\1/p' "$dir/announced")" ]; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || break
    sleep 0.5
done
run 0 next-ca --state "$dir/c" --accept "$next"
pinned c "$next (sha1)"

# Announced by somebody else, by a registration authority; two roots; none.
for words in rogue-next-ca "next-ca ra ra-next-ca" "next-ca two-next-ca" "next-ca no-next-root" \
    "next-ca same-next-ca" "next-ca expired-next-ca"; do
    # shellcheck disable=SC2086 # a list of words
    ca_start "bad $words" $words
    provision "d $words"
    run 1 next-ca --state "$dir/d $words" --quiet
    absent "d $words/next-ca"
done

# Kept for the root that said it, and only as it was written.
ca_start kept next-ca
next=$(digest_of "$dir/kept/next.pem" sha256)
provision e
run 0 next-ca --state "$dir/e" --quiet
cp "$dir/e/next-ca" "$dir/kept-text"
sed -i 's/^fetched-at .*/fetched-at x/' "$dir/e/next-ca"
run 1 next-ca --state "$dir/e" --accept "$next"
has err "has not announced another root CA"
cp "$dir/kept-text" "$dir/e/next-ca"
printf '<a><CDC_Root_CA_Fingerprint_1_>%s</CDC_Root_CA_Fingerprint_1_></a>' \
    "$(digest_of "$dir/soon/root.pem" sha256)" >"$dir/xml"
run 0 import --state "$dir/e" --file "$dir/xml"
run 1 next-ca --state "$dir/e" --accept "$next"
has err "has not announced another root CA"
run 1 boot --interface nowhere --model DP-9871 --mac 001a2b3c4d5e --state "$dir/e" --factory-reset
absent e/next-ca

# A server that is not there.
ca_stop
run 1 next-ca --state "$dir/c" --quiet
has err "cannot be reached"
command_end
