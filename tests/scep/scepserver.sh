#!/bin/sh
# SPDX-License-Identifier: MIT
# The SCEP client with Debian's scepserver, which answers with single DES and SHA-1.
set -u
# shellcheck source=tests/support/lab.sh
. tests/support/lab.sh
lab_begin
command -v scepserver >/dev/null || lab_skip "scepserver is not installed (Debian package scep)"
command -v openssl >/dev/null || lab_skip "openssl is not installed"
client=${CDC43_BUILD:-build/release}/tests/scep/scep_client
name=CP-9871-SEP001A2B3C4D5E.example.nl
password=D234334FF499525

# serve PORT WORD...: a server with a depot of its own copy of the one CA.
serve() {
    serve_port=$1
    shift
    cp -r "$LAB_DIR/depot" "$LAB_DIR/depot.$serve_port"
    lab_spawn server scepserver -depot "$LAB_DIR/depot.$serve_port" -port "$serve_port" -debug "$@" \
        >"$LAB_DIR/server.$serve_port.log" 2>&1
    wait_until is_ready "$serve_port" || lab_fail "scepserver does not serve"
}

is_ready() {
    lab_server /usr/bin/python3 -c "
import socket, sys
socket.create_connection(('127.0.0.1', $1), 1).close()" 2>/dev/null
}

# posts PORT: how many requests the server saw that were no GetCACaps or GetCACert.
posts() {
    grep -c 'PKIOperation' "$LAB_DIR/server.$1.log"
}

# expect CODE WORDS STORE CLIENT-WORD...: exit code and words of the client.
expect() {
    expect_code=$1
    expect_words=$2
    expect_store=$LAB_DIR/$3
    shift 3
    said=$(lab_server "$client" "$expect_store" "cn=$name" "$@")
    code=$?
    echo "$said"
    case $said in
    *"$password"*) lab_fail "the password was printed" ;;
    esac
    if [ "$code" -ne "$expect_code" ] || ! printf '%s' "$said" | grep -q "$expect_words"; then
        lab_fail "expected exit $expect_code and '$expect_words', not exit $code"
    fi
}

(cd "$LAB_DIR" && scepserver ca -init -organization 'Example Org' -country NL -years 10 \
    -keySize 2048 >/dev/null) || lab_fail "scepserver made no CA"
root=$LAB_DIR/depot/ca.pem
for digest in sha1 sha256 sha384 sha512; do
    openssl x509 -in "$root" -noout -fingerprint "-$digest" | sed 's/.*=//' >"$LAB_DIR/$digest"
done
fingerprint=$(cat "$LAB_DIR/sha256")
server=http://127.0.0.1
serve 9001 -allowrenew 0
serve 9002 -challenge "$password" -allowrenew 0
serve 9003 -challenge "$password" -allowrenew 0 -crtvalid 10

echo "== each fingerprint; a wrong one sends nothing"
for digest in sha1 sha256 sha384 sha512; do
    expect 0 installed "$digest.store" "server=$server:9001/scep" \
        "fingerprint=$(cat "$LAB_DIR/$digest")" legacy
done
before=$(posts 9001)
expect 1 FINGERPRINT_MISMATCH wrong "server=$server:9001/scep" \
    "fingerprint=$(sed 's/^../00/' "$LAB_DIR/sha256")" legacy
[ "$(posts 9001)" = "$before" ] || lab_fail "a request was sent to a CA with another fingerprint"

echo "== what it is stored as"
lab_server openssl verify -CAfile "$root" "$LAB_DIR/sha256.store/current/cert.pem" ||
    lab_fail "the certificate does not lead to the root"
openssl x509 -in "$LAB_DIR/sha256.store/current/cert.pem" -noout -subject | grep -q "$name" ||
    lab_fail "the certificate has another name"
[ "$(openssl x509 -in "$LAB_DIR/sha256.store/current/cert.pem" -noout -pubkey)" = \
    "$(openssl pkey -in "$LAB_DIR/sha256.store/current/key.pem" -pubout)" ] ||
    lab_fail "key and certificate do not belong together"

echo "== single DES and SHA-1 are refused unless allowed"
expect 1 'WEAK_DIGEST\|SINGLE_DES' strict "server=$server:9001/scep" "fingerprint=$fingerprint"
[ ! -e "$LAB_DIR/strict/current" ] || lab_fail "something was installed"

echo "== the challenge password"
expect 1 password-needed challenge "server=$server:9002/scep" "fingerprint=$fingerprint" legacy \
    challenge=wrong
expect 0 installed challenge "server=$server:9002/scep" "fingerprint=$fingerprint" legacy \
    "challenge=$password" request

echo "== a path that is not there, a server that is not there"
expect 1 HTTP path "server=$server:9001" "fingerprint=$fingerprint" legacy
expect 1 UNREACHABLE nobody "server=$server:9009/scep" "fingerprint=$fingerprint" legacy

echo "== renewal: refused without the challenge, good with it, at the next check"
expect 0 installed renew "server=$server:9003/scep" "fingerprint=$fingerprint" legacy \
    "challenge=$password"
# Certificates of this server end ten days after the second in which they were issued. One that is
# issued in the same second ends with the one before it, and is refused as no newer.
sleep 1.1
expect 1 renew-failed renew "server=$server:9003/scep" "fingerprint=$fingerprint" legacy \
    "challenge=$password" later=16000
[ "$(readlink "$LAB_DIR/renew/current")" = gen-1 ] || lab_fail "the old certificate is gone"
expect 0 installed renew "server=$server:9003/scep" "fingerprint=$fingerprint" legacy \
    "challenge=$password" later=32000
[ "$(readlink "$LAB_DIR/renew/current")" = gen-2 ] || lab_fail "nothing was renewed"
! grep -rq "$password" "$LAB_DIR/renew" || lab_fail "the password is in the store"

phone=${CDC43_BUILD:-build/release}/phone-side/cdc43-phone
if [ ! -x "$phone" ]; then
    echo "without the command: cdc43-phone was not built"
    echo "good"
    exit 0
fi
echo "== the command: enrolment, and a renewal that a person asks for, up the ladder at once"
echo "$password" >"$LAB_DIR/password"
"${CDC43_BUILD:-build/release}/tlv/cdc43" encode --server "$server:9003/scep" \
    --root-ca-fingerprint "$fingerprint" --challenge-password-file "$LAB_DIR/password" \
    >"$LAB_DIR/option43"
"$phone" apply --state "$LAB_DIR/phone" --mic-cn "${name%%.*}" --option15 "${name#*.}" \
    --option43 - <"$LAB_DIR/option43" || lab_fail "nothing was applied"
lab_server "$phone" enrol --state "$LAB_DIR/phone" --quiet &&
    lab_fail "single DES was taken without being allowed"
lab_server "$phone" enrol --state "$LAB_DIR/phone" --allow-legacy --quiet ||
    lab_fail "no certificate"
sleep 1.1
lab_server "$phone" renew --state "$LAB_DIR/phone" --allow-legacy --quiet ||
    lab_fail "no renewal"
"$phone" status --state "$LAB_DIR/phone" | grep -q renewal-challenge ||
    lab_fail "not with the challenge"
[ "$(readlink "$LAB_DIR/phone/current")" = gen-2 ] || lab_fail "nothing was renewed"
echo "good"
