#!/bin/sh
# SPDX-License-Identifier: MIT
# cdc43-phone and certificates, at the test CA: output, exit codes, what is stored, no secrets.
set -u
# shellcheck source=tests/support/phone.sh
. tests/support/phone.sh

subject_is() {
    [ "$(openssl x509 -in "$1/current/cert.pem" -noout -subject)" = "subject=CN = $2" ]
}

# Help and usage.
for command in enrol renew status run view delete install; do
    run 0 $command --help
    has out Usage:
    run 2 $command
    has err "--state is missing"
    run 2 $command --state "$dir/a" more
    run 2 $command --state "$dir/a" --nonsense
    [ "$command" = install ] || {
        run 1 $command --state "$dir/a"
        has err "No such file"
    }
done
run 2 enrol --state "$dir/a" --mic "$dir/x"
has err "specify both --mic and --mic-key, or neither"
run 2 status --state "$dir/a" --format xml
run 2 status --state "$dir/a" --allow-legacy
check "a wrong command line makes no state" [ ! -e "$dir/a" ]

# A phone that nobody has told anything.
mkdir -m 700 "$dir/empty"
run 1 enrol --state "$dir/empty"
has err "factory-reset state"
run 1 renew --state "$dir/empty"
has err "no certificate to renew"
run 0 status --state "$dir/empty"
has out "the phone has not requested a certificate"

# Enrolment and renewal with a challenge password.
ca_start ca "challenge=$password"
provision a --challenge-password "$password"
run 0 status --state "$dir/a"
has out "Next check                    now"
run 0 enrol --state "$dir/a"
has out "Download Status 1             the certificate is installed"
has out "Certificate                   CN=$cn.example.nl"
has err "the root CA has the configured fingerprint"
check "the certificate has the name of option 15" subject_is "$dir/a" "$cn.example.nl"
check "it leads to the root" openssl verify -CAfile "$dir/ca/root.pem" "$dir/a/current/cert.pem"
run 0 enrol --state "$dir/a" --quiet --key-bits 3072 --aes256
check "the key is longer" sh -c "openssl pkey -in '$dir/a/current/key.pem' -noout -text | grep -q '3072 bit'"
run 2 enrol --state "$dir/a" --key-bits 1024
has err "--key-bits takes 2048 or 3072"
run 0 status --state "$dir/a" --format json
has out '"condition": "installed"'
has out '"method": "initial"'
run 0 renew --state "$dir/a" --if-due --quiet
check "what is not due is not asked for" [ "$(ca_requests ca)" = 2 ]
run 0 renew --state "$dir/a" --quiet
prints_nothing() { [ ! -s "$dir/err" ]; }
check "--quiet says no steps" prints_nothing
check "a person may renew at any time" [ "$(readlink "$dir/a/current")" = gen-3 ]
run 0 status --state "$dir/a"
has out "Kind of request               renewal"

# The page of the certificate, which others read too.
run 0 view --state "$dir/a"
has out "Existing Certificates"
has out "Subject                       CN=$cn.example.nl"
has out "$(openssl x509 -in "$dir/a/current/cert.pem" -noout -serial | sed 's/.*=//')"
has out "$(openssl x509 -in "$dir/a/current/cert.pem" -noout -fingerprint -sha256 |
    sed 's/.*=//; s/://g' | tr 'A-F' 'a-f')"
has out "Root CA"
run 0 view --state "$dir/a" --format json
if /usr/bin/python3 -c '' 2>/dev/null; then
    check "an independent reader agrees that it is JSON" /usr/bin/python3 -c '
import json, sys
page = json.load(open(sys.argv[1]))
assert page["common-name"] == sys.argv[2], page
assert len(page["chain"]) == 1 and page["not-before"] < page["not-after"]' "$dir/out" "$cn.example.nl"
fi
run 1 view --state "$dir/empty"
has err "no certificate is installed"

# A certificate that a person brings; the last one that was installed counts.
extract=D233CCF9B9952A15extract
printf '%s\n' "$extract" >"$dir/extract"
openssl pkcs12 -export -in "$dir/a/current/cert.pem" -inkey "$dir/a/current/key.pem" \
    -certfile "$dir/ca/root.pem" -passout "file:$dir/extract" -out "$dir/good.p12"
run 0 install --state "$dir/h" --file "$dir/good.p12" --password-file "$dir/extract"
prints "Certificate installed."
check "the certificate is that of the file" \
    cmp "$dir/a/current/cert.pem" "$dir/h/current/cert.pem"
check "nobody else can read the key" [ "$(stat -c %a "$dir/h/gen-1/key.pem")" = 600 ]
run 0 status --state "$dir/h"
has out "the certificate is installed"
run 0 view --state "$dir/h"
has out "Root CA"
cp "$dir/extract" "$dir/in"
run 0 install --state "$dir/h" --file "$dir/good.p12" --password-file -
check "it takes the place of the one before" [ "$(readlink "$dir/h/current")" = gen-2 ]
echo wrong >"$dir/in"
run 1 install --state "$dir/h" --file "$dir/good.p12" --password-file -
has err "the extract password does not open the PKCS#12 file"
: >"$dir/in"
run 1 install --state "$dir/h" --file "$dir/extract" --password-file "$dir/extract"
has err "not a PKCS#12 file"
run 1 install --state "$dir/h" --file "$dir/good.p12" --password-file "$dir/nowhere"
run 2 install --state "$dir/h"
has err "--file is missing"
openssl pkcs12 -export -nokeys -in "$dir/ca/root.pem" -passout "file:$dir/extract" \
    -out "$dir/keyless.p12"
run 1 install --state "$dir/h" --file "$dir/keyless.p12" --password-file "$dir/extract"
has err "not a PKCS#12 file with one certificate and its private key"
openssl pkcs12 -export -nomac -in "$dir/a/current/cert.pem" -inkey "$dir/a/current/key.pem" \
    -passout "file:$dir/extract" -out "$dir/nomac.p12"
run 1 install --state "$dir/h" --file "$dir/nomac.p12" --password-file "$dir/extract"
has err "the PKCS#12 file has no MAC"
check "a refusal changes nothing" [ "$(readlink "$dir/h/current")" = gen-2 ]
for cipher in PBE-SHA1-RC2-40 PBE-SHA1-RC4-128 PBE-MD5-DES PBE-SHA1-3DES; do
    openssl pkcs12 -export -legacy -keypbe "$cipher" -in "$dir/a/current/cert.pem" \
        -inkey "$dir/a/current/key.pem" -passout "file:$dir/extract" -out "$dir/old.p12"
    run 0 install --state "$dir/old" --file "$dir/old.p12" --password-file "$dir/extract"
done

# Damaged files of the store are said, and the certificate stays.
cp -r "$dir/a" "$dir/hurt"
echo nonsense >"$dir/hurt/life"
run 0 status --state "$dir/hurt"
has err "warning: $dir/hurt/life is damaged; the earlier status is lost"
has out "the certificate is installed"
echo nonsense >"$dir/hurt/pending"
run 0 renew --state "$dir/hurt" --if-due --quiet
has err "hurt/life is damaged"
has err "hurt/pending is damaged"
run 0 status --state "$dir/hurt"
lacks err damaged
check "the certificate stays" cmp "$dir/a/current/cert.pem" "$dir/hurt/current/cert.pem"
chmod 755 "$dir/hurt"
run 0 renew --state "$dir/hurt" --if-due --quiet
has err "other users can use this directory (mode 755)"
chmod 700 "$dir/hurt"
# The certificates of a file may come in any order, and others with them.
mkdir "$dir/chain"
(
    cd "$dir/chain" || exit 1
    echo 'basicConstraints=critical,CA:TRUE' >ca.ext
    { # so long that the store would not read it again
        printf '[ext]\n1.2.3.4=ASN1:UTF8String:'
        head -c 200000 /dev/zero | tr '\0' A
    } >long.ext
    openssl req -x509 -newkey rsa:2048 -nodes -keyout root-key.pem -out root.pem -subj /CN=root
    openssl req -newkey rsa:2048 -nodes -keyout middle-key.pem -out middle.csr -subj /CN=middle
    openssl x509 -req -in middle.csr -CA root.pem -CAkey root-key.pem -CAcreateserial \
        -extfile ca.ext -out middle.pem
    openssl req -newkey rsa:2048 -nodes -keyout leaf-key.pem -out leaf.csr -subj /CN=leaf
    openssl x509 -req -in leaf.csr -CA middle.pem -CAkey middle-key.pem -CAcreateserial \
        -out leaf.pem
    openssl x509 -req -in leaf.csr -CA middle.pem -CAkey middle-key.pem -CAcreateserial \
        -extfile long.ext -extensions ext -out long.pem
    cat root.pem "$dir/ca/root.pem" middle.pem >others.pem
    for name in leaf long; do
        openssl pkcs12 -export -in $name.pem -inkey leaf-key.pem -certfile others.pem \
            -passout "file:$dir/extract" -out $name.p12
    done
    openssl pkcs12 -export -in leaf.pem -inkey leaf-key.pem -certfile middle.pem \
        -passout "file:$dir/extract" -out rootless.p12
) >"$dir/log" 2>&1 || exit 1
run 0 install --state "$dir/k" --file "$dir/chain/leaf.p12" --password-file "$dir/extract"
run 0 view --state "$dir/k"
has out "Intermediate CA               CN=middle"
has out "Root CA                       CN=root"
lacks out "Test Root CA"
check "the issuer comes first" sh -c \
    "openssl x509 -in '$dir/k/current/chain.pem' -noout -subject | grep -q middle"
run 1 install --state "$dir/k" --file "$dir/chain/long.p12" --password-file "$dir/extract"
has err "write a file: File too large"
run 0 view --state "$dir/k"
run 0 install --state "$dir/k" --file "$dir/chain/rootless.p12" --password-file "$dir/extract"
run 0 view --state "$dir/k"
has out "Intermediate CA               CN=middle"
lacks out "Root CA"

# What a certificate calls itself does not move the terminal.
printf '/CN=a\033[31mb\nc' >"$dir/subject"
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/odd-key.pem" -out "$dir/odd.pem" \
    -subj "$(cat "$dir/subject")" -addext basicConstraints=critical,CA:false 2>/dev/null
openssl pkcs12 -export -in "$dir/odd.pem" -inkey "$dir/odd-key.pem" \
    -passout "file:$dir/extract" -out "$dir/odd.p12"
run 0 install --state "$dir/l" --file "$dir/odd.p12" --password-file "$dir/extract" --force
has err "it is too long, or has other characters"
lacks err "$(printf '\033')"
run 0 view --state "$dir/l"
has out "Common Name                   none"
has out 'CN=a\1B[31mb\0Ac'
lacks out "$(printf '\033')"

# Without a terminal there is nobody to ask.
if command -v setsid >/dev/null; then
    count=$((count + 1))
    setsid -w "$program" install --state "$dir/h" --file "$dir/good.p12" </dev/null \
        >"$dir/out" 2>"$dir/err" && bad=$((bad + 1))
    has err "no terminal to ask"
fi
# With one, what is typed is not shown.
if /usr/bin/python3 -c '' 2>/dev/null; then
    count=$((count + 1))
    /usr/bin/python3 tests/phone/type.py 'Extract password: ' "$dir/extract" -- \
        "$program" install --state "$dir/h" --file "$dir/good.p12" >"$dir/out" ||
        bad=$((bad + 1))
    has out "Certificate installed."
    lacks out "$extract"
    printf 'abc\003' >"$dir/typed"
    count=$((count + 1))
    /usr/bin/python3 tests/phone/type.py 'Extract password: ' "$dir/typed" -- \
        "$program" install --state "$dir/h" --file "$dir/good.p12" >"$dir/out" &&
        bad=$((bad + 1))
    has out "no password was entered"
    check "that was typed" [ "$(readlink "$dir/h/current")" = gen-3 ]
fi

# A CA that wants the password again when a certificate is renewed: the whole ladder at once.
ca_start strict "challenge=$password" challenge-on-renewal
provision b --challenge-password "$password"
run 0 enrol --state "$dir/b" --quiet
run 0 renew --state "$dir/b" --quiet
run 0 status --state "$dir/b"
has out "Kind of request               renewal-challenge"

# The wrong password.
provision c --challenge-password wrong
run 1 enrol --state "$dir/c" --quiet
has err "the CA did not accept the challenge password"
has out "What to do                    enrol again with the challenge password"
run 0 status --state "$dir/c" --format json
has out '"condition": "password-needed"'
has out '"error": "REJECTED"'

# No password is none that the phone should take instead of its own.
requests=$(ca_requests strict)
for empty in '' '\n' '\r\n'; do
    # shellcheck disable=SC2059 # a line end is a format
    printf "$empty" >"$dir/in"
    run 1 enrol --state "$dir/c" --quiet --password-file -
    has err "no password was entered"
done
check "nothing was asked for with it" [ "$(ca_requests strict)" = "$requests" ]
run 0 show --state "$dir/c"
has out "Challenge Password            ******** (5 characters)"
printf '%s\n' "$password" >"$dir/in"
run 1 enrol --state "$dir/empty" --quiet --password-file -
has err "factory-reset state"
run 0 enrol --state "$dir/c" --quiet --password-file -
: >"$dir/in"
run 0 show --state "$dir/c" --show-secrets
has out "Challenge Password            $password"
if /usr/bin/python3 -c '' 2>/dev/null; then
    # A person at a terminal is asked, and what is typed is not shown.
    provision i --challenge-password wrong
    echo wrong-again >"$dir/typed1"
    echo "$password" >"$dir/typed2"
    count=$((count + 1))
    /usr/bin/python3 tests/phone/type.py 'Challenge Password: ' "$dir/typed1" "$dir/typed2" -- \
        "$program" enrol --state "$dir/i" --quiet >"$dir/out" || bad=$((bad + 1))
    has out "the certificate is installed"
    lacks out "$password"
    lacks out wrong-again
fi

# cfg.xml: another name, with macros; nothing else changes. What the CA sees asks for a new one.
cat >"$dir/cfg.xml" <<'EOF'
<?xml version="1.0" encoding="UTF-8"?>
<flat-profile>
  <!-- a phone's file has much more in it -->
  <Profile_Rule ua="na">http://example.nl/$MA.xml</Profile_Rule>
  <CDC_Common_Name_1_ ua="na"> $PSN-$(MAU:6)&#45;$A$$.example.nl </CDC_Common_Name_1_>
  <CDC_Challenge_Password_1_ ua="na">********</CDC_Challenge_Password_1_>
  <Certificate_Select ua="rw">Custom installed</Certificate_Select>
</flat-profile>
EOF
run 0 import --state "$dir/c" --file "$dir/cfg.xml" --macro A=floor2
has out "$cn: the parameters were applied; the phone will request a new certificate"
run 0 show --state "$dir/c"
has out "Common Name                   9871-3C4D5E-floor2\$.example.nl"
has out "User ID                       $cn@example.nl"
has out "Certificate Select            custom-installed"
run 0 renew --state "$dir/c" --if-due --quiet
check "the new certificate has the configured name" \
    subject_is "$dir/c" "9871-3C4D5E-floor2\$.example.nl"
run 0 import --state "$dir/c" --file "$dir/cfg.xml" --macro A=floor2
lacks out "new certificate"
check "nothing is asked for" grep -q '^requested 0' "$dir/c/life"
run 0 show --state "$dir/c" --format xml
cp "$dir/out" "$dir/in"
run 0 import --state "$dir/c" --file -
lacks out "new certificate"
: >"$dir/in"
# shellcheck disable=SC2016 # a macro of the phone
run 0 apply --state "$dir/j" --mic-cn "$cn" --option43 \
    "$("$encode" encode --server "$server" --root-ca-fingerprint "$fingerprint")" \
    --option15 example.nl --common-name 'phone-$MAU'
run 0 show --state "$dir/j" --format json
has out '"common-name": "phone-001A2B3C4D5E"'
has out "\"user-id\": \"$cn@example.nl\""

# The manufacturing certificate: its name becomes the MIC CN, it signs where there is no password.
ca_start mic mic "challenge=$password"
"$encode" encode --server "$server" --root-ca-fingerprint "$fingerprint" >"$dir/in"
run 0 apply --state "$dir/d" --mic "$dir/mic/mic.pem" --mic-key "$dir/mic/mic-key.pem" \
    --option43 - --option15 example.nl
has out "$cn: the parameters of option 43 were applied"
: >"$dir/in"
run 1 enrol --state "$dir/d" --quiet
run 0 enrol --state "$dir/d" --mic "$dir/mic/mic.pem" --mic-key "$dir/mic/mic-key.pem" --quiet
run 0 status --state "$dir/d"
has out "Kind of request               initial-mic"
run 1 enrol --state "$dir/d" --mic "$dir/mic/mic.pem" --mic-key "$dir/a/current/key.pem"
has err "does not belong to the certificate"
run 1 enrol --state "$dir/d" --mic "$dir/a/current/cert.pem" --mic-key "$dir/a/current/key.pem"
has err "this certificate belongs to another phone"
run 1 enrol --state "$dir/d" --mic "$dir/in" --mic-key "$dir/mic/mic-key.pem"
has err "no certificate in PEM or DER"

# The CA decides later; the request stays over restarts, and is polled when its time has come.
ca_start later pending=2
provision e
run 3 enrol --state "$dir/e" --quiet
has err "the CA will decide later"
has out "What to do                    ask the CA's administrator to approve"
run 3 enrol --state "$dir/e" --quiet
check "too early, nothing is asked" [ "$(ca_requests later)" = 1 ]
sed -i 's/^next-at .*/next-at 1/' "$dir/e/pending"
run 3 enrol --state "$dir/e" --quiet
check "it was polled" [ "$(ca_requests later)" = 2 ]
sed -i 's/^next-at .*/next-at 1/' "$dir/e/pending"
# A poll that does not reach the CA gives nothing up, nor does who enrols, boots or starts run then;
# nor does what another server says instead of the CA's certificates.
cp "$dir/e/state" "$dir/there"
later=$server
ca_start junk junk
provision junk
server=http://127.0.0.1:1/scep
provision nowhere
server=$later
transaction=$(grep '^transaction' "$dir/e/pending")
cp "$dir/nowhere/state" "$dir/e/state"
run 3 enrol --state "$dir/e" --quiet
has err "the phone will ask again: the CA server cannot be reached"
has out "What to do                    check the network"
sed -i 's/^next-at .*/next-at 1/' "$dir/e/pending"
cp "$dir/junk/state" "$dir/e/state"
run 3 enrol --state "$dir/e" --quiet
has err "the phone will ask again: the response of the CA server to GetCACert is not"
cp "$dir/there" "$dir/e/state"
run 3 enrol --state "$dir/e" --quiet
check "it is the same request" [ "$(grep '^transaction' "$dir/e/pending")" = "$transaction" ]
sed -i 's/^next-at .*/next-at 1/' "$dir/e/pending"
run 0 enrol --state "$dir/e" --quiet
check "nothing is pending any more" [ ! -e "$dir/e/pending" ]

# What is refused unless it is allowed; a CA that is another.
ca_start des des sha1
provision f
run 1 enrol --state "$dir/f" --quiet
has out "--allow-legacy"
check "nothing is installed" [ ! -e "$dir/f/current" ]
run 0 enrol --state "$dir/f" --allow-legacy --quiet
fingerprint=00${fingerprint#??}
provision g
run 1 enrol --state "$dir/g" --quiet
has err "Root CA Fingerprint"
check "no request went to a CA with another fingerprint" [ "$(ca_requests des)" = 2 ]

# A server that is not there.
ca_stop
run 1 enrol --state "$dir/f" --allow-legacy --quiet
has err "cannot be reached"
check "the old certificate stays" [ -e "$dir/f/current/cert.pem" ]

# Deleted at once; no other comes until somebody asks for it.
run 0 delete --state "$dir/f"
prints "Certificate deleted."
check "nothing of it is left" [ -z "$(cd "$dir/f" && find . -name '*.pem')" ]
run 1 delete --state "$dir/f"
has err "no certificate is installed"
run 0 status --state "$dir/f"
has out "the certificate was deleted"
run 1 renew --state "$dir/f" --if-due --quiet
has err "the certificate was deleted"
run 1 enrol --state "$dir/f" --quiet
has err "cannot be reached"

# A factory reset leaves nothing.
run 1 boot --interface nowhere --model DP-9871 --mac 001a2b3c4d5e --state "$dir/a" --factory-reset
check "a factory reset leaves nothing" rmdir "$dir/a"

command_end
