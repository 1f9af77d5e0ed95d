#!/bin/sh
# SPDX-License-Identifier: MIT
# leaks.sh CDC43 CDC43-PHONE: what the tests that start a command hundreds of times leave out with sanitizers
# (test_many_starts): each subcommand that they try loses no memory, on a few good and bad inputs.
set -u
cdc43=$1
phone=$2
command -v openssl >/dev/null || {
    echo "SKIP: openssl is not installed"
    exit 77
}
# shellcheck source=tests/support/expect.sh
. tests/support/expect.sh
export ASAN_OPTIONS=detect_leaks=1:exitcode=66
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/key.pem" -out "$dir/ca.pem" -subj /CN=ca -days 400 2>/dev/null &&
    openssl pkcs12 -export -in "$dir/ca.pem" -inkey "$dir/key.pem" -passout pass: -out "$dir/ca.p12" || exit 1
head -c 700 vectors/captures/kea-hook.pcapng >"$dir/cut.pcapng"

# keeps WORD...: it may find something (1), but is a good command line, of which no sanitizer complains.
count=0
keeps() {
    count=$((count + 1))
    "$@" </dev/null >"$dir/out" 2>"$dir/said"
    keeps_code=$?
    [ "$keeps_code" -gt 1 ] || return
    wrong "${1##*/} $2: exit status $keeps_code"
    cat "$dir/said"
}

for capture in vectors/captures/*.pcapng "$dir/cut.pcapng" "$dir/ca.pem"; do
    for form in text json; do
        keeps "$cdc43" decode --format "$form" "$capture"
        keeps "$phone" doctor --format "$form" --ca "$dir/ca.pem" --capture "$capture"
    done
done
for file in ca.pem key.pem ca.p12 cut.pcapng; do
    keeps "$phone" cert-check --for cisco-cdc "$dir/$file"
    for device in cisco-spa innovaphone-ap innovaphone-device snom; do
        keeps "$phone" cert-check --for "$device" --host ap.example.net "$dir/$file"
    done
done
echo "$count command lines"
expect_end
