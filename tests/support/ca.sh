# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# The test CA as a background process. The CAs keep their files in $dir, which is made when the
# script has not; at the end of the script they stop and it goes.

# shellcheck source=tests/support/wait.sh
. tests/support/wait.sh
command -v openssl >/dev/null || {
    echo "SKIP: openssl is not installed"
    exit 77
}
[ -n "${dir-}" ] || dir=$(mktemp -d) || exit 1
ca_pids=''

# ca_start NAME WORD...: a CA with its files in $dir/NAME, told WORDs of tests/ca/options.def. Sets
# $server, its URL, and $fingerprint, SHA-256 of its root. $dir/NAME/out has a line for each
# request.
ca_start() {
    ca_dir=${dir:?}/$1
    shift
    mkdir "$ca_dir" && : >"$ca_dir/out"
    "${CDC43_BUILD:-build/release}/tests/ca/test_ca" "$ca_dir" stay "$@" >"$ca_dir/out" 2>&1 &
    ca_pids="$ca_pids $!"
    wait_until grep -q '^port' "$ca_dir/out" || {
        echo "FAIL: the test CA does not serve: $(cat "$ca_dir/out")" >&2
        exit 1
    }
    # shellcheck disable=SC2034 # for the script
    server=http://127.0.0.1:$(sed -n 's/^port //p' "$ca_dir/out")/scep
    # shellcheck disable=SC2034 # for the script
    fingerprint=$(openssl x509 -in "$ca_dir/root.pem" -noout -fingerprint -sha256 |
        sed 's/.*=//; s/://g')
}

# ca_stop: ends them, and waits for their end: they write into $dir.
ca_stop() {
    for ca_pid in $ca_pids; do
        kill "$ca_pid" 2>/dev/null
        wait "$ca_pid" 2>/dev/null
    done
    ca_pids=''
}

# ca_requests NAME: how many requests (PKIOperation) it got.
ca_requests() {
    grep -c '^request' "$dir/$1/out"
}

trap 'ca_stop; rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
