#!/bin/sh
# SPDX-License-Identifier: MIT
# Another client, strongSwan's pki, with the test CA: the CA speaks SCEP and not a dialect of ours.
set -u
# shellcheck source=tests/support/lab.sh
. tests/support/lab.sh
lab_begin
command -v pki >/dev/null || lab_skip "pki is not installed (Debian package strongswan-pki)"
pki --help 2>&1 | grep -q -e '--scep ' || lab_skip "this pki has no --scep"
ca=${CDC43_BUILD:-build/release}/tests/ca/test_ca
name=CP-9871-SEP001A2B3C4D5E.example.nl

# start WORD...: a CA; its files are in $ca_dir, its address is $url.
start() {
    ca_dir=$(mktemp -d "$LAB_DIR/ca.XXXXXX")
    lab_spawn server "$ca" "$ca_dir" stay "$@" >"$ca_dir/out" 2>&1
    wait_until grep -q '^port' "$ca_dir/out" || lab_fail "the test CA does not serve"
    url=http://127.0.0.1:$(sed -n 's/^port //p' "$ca_dir/out")/scep
}

in_dir() {
    (cd "$ca_dir" && lab_server "$@")
}

for words in 'ra challenge=secret des3' 'chain challenge=secret des3'; do
    # Version 5.9.8 cannot use AES with any server; 3DES it can.
    # shellcheck disable=SC2086 # several words
    start $words
    in_dir pki --scepca --url "$url" --caout ca.crt --raout ra.crt --force 2>&1 ||
        lab_fail "pki --scepca failed with '$words'"
    in_dir sh -c 'pki --gen --type rsa --size 2048 >k.der'
    in_dir sh -c "pki --scep --url $url --in k.der --dn 'CN=$name' --password secret \
        --cacert-enc ra.pem --cacert-sig signer.pem --cacert issuer.pem --cacert root.pem \
        --cipher des3 --digest sha256 --outform pem >c.pem" ||
        lab_fail "pki --scep failed with '$words': $(cat "$ca_dir/out")"
    openssl verify -CAfile "$ca_dir/root.pem" -untrusted "$ca_dir/issuer.pem" "$ca_dir/c.pem" ||
        lab_fail "the certificate does not lead to the root"
done
echo "good"
