#!/bin/sh
# SPDX-License-Identifier: MIT
# FIPS Mode on where OpenSSL's FIPS provider is not: a clear refusal, and nothing is sent. The other
# case is tests/fips/run.
set -u
program=${CDC43_BUILD:?}/phone-side/cdc43-phone
# shellcheck source=tests/support/command.sh
. tests/support/command.sh
# shellcheck source=tests/support/ca.sh
. tests/support/ca.sh
trap 'ca_stop; rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
command -v openssl >/dev/null || {
    echo "SKIP: openssl is not installed"
    exit 77
}
password=D233CCF9B9952A15
cn=CP-9871-SEP001A2B3C4D5E
# Without its configuration a FIPS provider that is installed does not load either.
export OPENSSL_CONF=/dev/null

# provision STORE MODE: a phone with FIPS Mode on or off, at $server.
provision() {
    "$CDC43_BUILD/tlv/cdc43" encode --server "$server" --root-ca-fingerprint "$fingerprint" \
        --challenge-password "$password" --fips-mode "$2" >"$dir/in"
    run 0 apply --state "$dir/$1" --mic-cn "$cn" --option43 - --option15 example.nl
    : >"$dir/in"
}

ca_start ca "challenge=$password"
provision a on
run 1 enrol --state "$dir/a" --quiet
has out "FIPS Mode is on, but the FIPS provider of OpenSSL is not available"
has out "What to do"
has err "FIPS Mode is on, but the FIPS provider of OpenSSL is not available"
run 1 enrol --state "$dir/a" --quiet --allow-legacy
has err "single DES and SHA-1 cannot be allowed while FIPS Mode is on"
run 0 status --state "$dir/a" --format json
has out '"error": "LEGACY_IN_FIPS"'
[ ! -e "$dir/a/current" ] || bad=$((bad + 1))

# Nor does another provider open a file that a person brings.
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/own.key" -out "$dir/own.pem" \
    -subj "/CN=$cn" -config /etc/ssl/openssl.cnf 2>/dev/null
openssl pkcs12 -export -inkey "$dir/own.key" -in "$dir/own.pem" -passout pass:extract \
    -out "$dir/own.p12"
echo extract >"$dir/extract"
run 1 install --state "$dir/a" --file "$dir/own.p12" --password-file "$dir/extract"
has err "FIPS Mode is on, but the FIPS provider of OpenSSL is not available"

# Nobody listens there, which nobody finds out.
good=$server
server=http://127.0.0.1:1/scep
provision b on
run 1 enrol --state "$dir/b" --quiet
has err "FIPS Mode is on, but the FIPS provider of OpenSSL is not available"
lacks err "reached"
provision c off
run 1 enrol --state "$dir/c" --quiet
has err "cannot be reached"
server=$good
[ "$(ca_requests ca)" = 0 ] || {
    bad=$((bad + 1))
    echo "the CA got a request"
}

# The same phone with FIPS Mode off.
provision d off
run 0 enrol --state "$dir/d" --quiet
run 0 install --state "$dir/d" --file "$dir/own.p12" --password-file "$dir/extract"
command_end
