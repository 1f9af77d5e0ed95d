# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# The command cdc43-phone at the test CA: the phone of the tests, told about it as by DHCP. Brings
# command.sh and ca.sh.

program=${CDC43_BUILD:?}/phone-side/cdc43-phone
encode=$CDC43_BUILD/tlv/cdc43
# shellcheck disable=SC2034 # what command.sh looks for in every output
password=D233CCF9B9952A15
cn=CP-9871-SEP001A2B3C4D5E
# shellcheck source=tests/support/command.sh
. tests/support/command.sh
# shellcheck source=tests/support/ca.sh
. tests/support/ca.sh

# check WORDS COMMAND...: the command succeeds.
check() {
    check_words=$1
    shift
    count=$((count + 1))
    "$@" >"$dir/check" 2>&1 && return 0
    bad=$((bad + 1))
    echo "not so: $check_words"
    cat "$dir/check"
}

# provision STORE WORD...: a phone that DHCP has told about the CA of today, in $dir/STORE; the
# words are more parameters for cdc43 encode.
provision() {
    provision_store=$dir/$1
    shift
    "$encode" encode --server "${server:?}" --root-ca-fingerprint "${fingerprint:?}" "$@" \
        >"$dir/in"
    run 0 apply --state "$provision_store" --mic-cn "$cn" --option43 - --option15 example.nl
    : >"$dir/in"
}
