#!/bin/sh
# SPDX-License-Identifier: MIT
# The SCEP client under valgrind, at a CA that answers well, badly and not at all: no octet that is
# not ours or not set, nothing that is left. Cases on the command line; --all for every one.
set -u
build=${CDC43_BUILD:-build/release}
# shellcheck source=tests/support/ca.sh
. tests/support/ca.sh
# shellcheck source=tests/support/valgrind.sh
. tests/support/valgrind.sh

# Words of the CA, words of the client behind a slash.
all='chain ra/|oaep/oaep|pending=1/|fail=3 fail-text=no/|bad-nonce/|bad-signature/|empty/|no-certs/|foreign-key/|des sha1/legacy|des/|truncated/|huge-length/|junk/|many/|no-post/|redirect/|only-other-root/|http=500/'
few='chain ra/'
case ${1-} in
'') cases=$few ;;
--all) cases=$all ;;
*)
    echo "usage: tests/scep/valgrind.sh [--all]"
    exit 2
    ;;
esac

bad=0
count=0
# check NAME PROGRAM WORD...: valgrind finds nothing; the program's own exit code does not matter.
check() {
    check_name=$1
    shift
    count=$((count + 1))
    under_valgrind "$@"
    check_code=$?
    if [ "$check_code" -eq 99 ] || [ "$check_code" -gt 100 ] || [ -s "$dir/valgrind" ]; then
        bad=$((bad + 1))
        cat "$dir/valgrind"
        echo "FAILED: $check_name"
    fi
    echo "$check_name: $(head -n 1 "$dir/out")"
}

number=0
while [ -n "$cases" ]; do
    case=${cases%%|*}
    cases=${cases#"$case"}
    cases=${cases#|}
    number=$((number + 1))
    # shellcheck disable=SC2086 # lists of words
    ca_start "$number" ${case%%/*}
    # shellcheck disable=SC2086
    check "${case%%/*}" "$build/tests/scep/scep_client" "$dir/$number.store" "server=$server" \
        "fingerprint=$fingerprint" cn=CP-9871-SEP001A2B3C4D5E challenge=secret ${case#*/}
    case $case in
    pending*)
        check "the poll" "$build/tests/scep/scep_client" "$dir/$number.store" "server=$server" \
            "fingerprint=$fingerprint" cn=CP-9871-SEP001A2B3C4D5E challenge=secret later=61
        ;;
    esac
    ca_stop
done
echo "$count runs, $bad bad"
[ "$bad" -eq 0 ]
