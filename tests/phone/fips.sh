#!/bin/sh
# SPDX-License-Identifier: MIT
# FIPS Mode on where OpenSSL's FIPS provider is not: a clear refusal, and nothing is sent. The other
# case is tests/fips/run.
set -u
# shellcheck source=tests/support/phone.sh
. tests/support/phone.sh
# Without its configuration a FIPS provider that is installed does not load either.
export OPENSSL_CONF=/dev/null

# fips STORE MODE: a phone with FIPS Mode on or off, at $server.
fips() {
    provision "$1" --challenge-password "$password" --fips-mode "$2"
}

ca_start ca "challenge=$password"
fips a on
run 1 enrol --state "$dir/a" --quiet
has out "FIPS Mode is on, but OpenSSL's FIPS provider is not available"
has out "What to do"
has err "FIPS Mode is on, but OpenSSL's FIPS provider is not available"
run 1 enrol --state "$dir/a" --quiet --allow-legacy
has err "single DES and SHA-1 cannot be allowed while FIPS Mode is on"
run 0 status --state "$dir/a" --format json
has out '"error": "LEGACY_IN_FIPS"'
[ ! -e "$dir/a/current" ] || bad=$((bad + 1))

# Nor does another provider open a file that a person brings.
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/own.key" -out "$dir/own.pem" \
    -subj "/CN=$cn" -addext basicConstraints=critical,CA:false \
    -config /etc/ssl/openssl.cnf 2>/dev/null
openssl pkcs12 -export -inkey "$dir/own.key" -in "$dir/own.pem" -passout pass:extract \
    -out "$dir/own.p12"
echo extract >"$dir/extract"
run 1 install --state "$dir/a" --file "$dir/own.p12" --password-file "$dir/extract"
has err "FIPS Mode is on, but OpenSSL's FIPS provider is not available"

# Nobody listens there, which nobody finds out.
good=$server
server=http://127.0.0.1:1/scep
fips b on
run 1 enrol --state "$dir/b" --quiet
has err "FIPS Mode is on, but OpenSSL's FIPS provider is not available"
lacks err "reached"
fips c off
run 1 enrol --state "$dir/c" --quiet
has err "cannot be reached"
server=$good
[ "$(ca_requests ca)" = 0 ] || {
    bad=$((bad + 1))
    echo "the CA got a request"
}

# The same phone with FIPS Mode off.
fips d off
run 0 enrol --state "$dir/d" --quiet
run 0 install --state "$dir/d" --file "$dir/own.p12" --password-file "$dir/extract"
command_end
