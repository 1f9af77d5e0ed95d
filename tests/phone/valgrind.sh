#!/bin/sh
# SPDX-License-Identifier: MIT
# The commands about certificates under valgrind: no bad access, nothing lost, also on the ways that
# end in an error.
set -u
build=${CDC43_BUILD:?}
program=$build/phone-side/cdc43-phone
# shellcheck source=tests/support/ca.sh
. tests/support/ca.sh
# shellcheck source=tests/support/valgrind.sh
. tests/support/valgrind.sh
count=0

# run CODE ARGUMENT...: this exit code, and nothing for valgrind to say.
run() {
    run_code=$1
    shift
    under_valgrind "$program" "$@"
    run_got=$?
    count=$((count + 1))
    [ "$run_got" -eq "$run_code" ] && [ ! -s "$dir/valgrind" ] && return
    echo "FAIL: exit code $run_got, not $run_code: cdc43-phone $*" >&2
    cat "$dir/out" "$dir/valgrind" >&2
    exit 1
}

ca_start ca pending=2 challenge=secret next-ca
"$build/tlv/cdc43" encode --server "$server" --root-ca-fingerprint "$fingerprint" \
    --challenge-password secret >"$dir/hex"
run 0 apply --state "$dir/a" --mic-cn CP-9871-SEP001A2B3C4D5E --option43 "$(cat "$dir/hex")" \
    --option15 example.nl
run 3 enrol --state "$dir/a"
sed -i 's/^next-at .*/next-at 1/' "$dir/a/pending"
run 3 enrol --state "$dir/a"
sed -i 's/^next-at .*/next-at 1/' "$dir/a/pending"
run 0 enrol --state "$dir/a"
run 0 status --state "$dir/a"
run 0 status --state "$dir/a" --format json
run 0 view --state "$dir/a" --format json
run 0 renew --state "$dir/a" --if-due
echo secret >"$dir/secret"
openssl pkcs12 -export -in "$dir/a/current/cert.pem" -inkey "$dir/a/current/key.pem" \
    -passout "file:$dir/secret" -out "$dir/p12"
run 0 install --state "$dir/a" --file "$dir/p12" --password-file "$dir/secret"
echo wrong >"$dir/secret"
run 1 install --state "$dir/a" --file "$dir/p12" --password-file "$dir/secret"
# shellcheck disable=SC2016 # a macro of the phone
printf '<a><CDC_Common_Name_1_>$MA</CDC_Common_Name_1_></a>' >"$dir/xml"
run 0 import --state "$dir/a" --file "$dir/xml"
printf '<a><CDC_Server_1_>http://10.79.57.91</CDC_Server_1_>' >"$dir/xml"
run 1 import --state "$dir/a" --file "$dir/xml"
run 0 next-ca --state "$dir/a"
run 0 next-ca --state "$dir/a" --format json
run 1 next-ca --state "$dir/a" --accept "$fingerprint"
run 0 delete --state "$dir/a"
# Another root's fingerprint, which is found out before a key is made: that takes long here.
"$build/tlv/cdc43" encode --server "$server" --root-ca-fingerprint "00${fingerprint#??}" >"$dir/hex"
run 0 apply --state "$dir/b" --mic-cn CP-9871-SEP001A2B3C4D5E --option43 "$(cat "$dir/hex")"
run 1 enrol --state "$dir/b"
ca_stop
run 1 enrol --state "$dir/b"
echo "$count runs of cdc43-phone under valgrind, nothing to say"
