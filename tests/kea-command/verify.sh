#!/bin/sh
# SPDX-License-Identifier: MIT
# cdc43-kea verify-csr: requests made by openssl, keys in files, and what it says.
set -u
program=${CDC43_BUILD:?}/kea-hook/command/cdc43-kea
name=CP-9871-SEP001A2B3C4D5E.example.nl
# Of vectors/challenge_vectors.json, for the key "0123456789abcdef0123456789abcdef".
password=243cd3a6b821e5945893d37b1ffd91a4
# shellcheck source=tests/support/command.sh
. tests/support/command.sh
command -v openssl >/dev/null || {
    echo "SKIP: openssl is not installed"
    exit 77
}
(umask 077 && echo 0123456789abcdef0123456789abcdef >"$dir/key" &&
    printf fedcba9876543210fedcba9876543210 >"$dir/other" && echo short >"$dir/short")
cp "$dir/key" "$dir/open" && chmod 644 "$dir/open"
ln -s "$dir/key" "$dir/link"
openssl genrsa -out "$dir/rsa" 2048 2>/dev/null

# request NAME CHALLENGE [SUBJECT]: a request in PEM. SUBJECT: more lines of it.
request() {
    {
        printf '[req]\nprompt = no\ndistinguished_name = subject\nattributes = more\n'
        printf '[subject]\n%s\nCN = %s\n[more]\n' "${3-}" "$1"
        [ -z "$2" ] || printf 'challengePassword = %s\n' "$2"
    } >"$dir/openssl.cnf"
    openssl req -new -key "$dir/rsa" -config "$dir/openssl.cnf" 2>"$dir/openssl.err" || {
        cat "$dir/openssl.err" >&2
        exit 1
    }
}

# verify CODE FILE OPTION...: what it says is in $dir/err; never a secret.
verify() {
    verify_code=$1
    verify_file=$2
    shift 2
    cp "$verify_file" "$dir/in"
    run "$verify_code" verify-csr "$@"
    lacks err 0123456789abcdef
    prints_lines 0 out
    prints_lines "$verify_code" err # a sentence; and where help is after wrong usage
}

# prints_lines COUNT FILE: so many lines are there.
prints_lines() {
    count=$((count + 1))
    [ "$(wc -l <"$dir/$2")" -eq "$1" ] && return 0
    bad=$((bad + 1))
    echo "not $1 lines in std$2:"
    cat "$dir/$2"
}

# wrapped CODE FILE: exit code of the wrapper.
wrapped() {
    count=$((count + 1))
    "$dir/verify-csr" <"$2" 2>/dev/null
    [ $? -eq "$1" ] && return 0
    bad=$((bad + 1))
    echo "the wrapper does not exit with $1 for ${2##*/}"
}

request "$name" "$password" >"$dir/good.pem"
openssl req -in "$dir/good.pem" -outform DER -out "$dir/good.der"
request CP-9871-SEP001A2B3C4D5F.example.nl "$password" >"$dir/other.pem"
request "$name" '' >"$dir/none.pem"
request "$name" "${password%?}5" >"$dir/wrong.pem"
request "$name" "$password" '1.CN = CP-9871-SEP001A2B3C4D5F.example.nl' >"$dir/two.pem"
head -c 400 "$dir/good.der" >"$dir/cut.der"
{ cat "$dir/good.pem" && head -c 70000 /dev/zero; } >"$dir/huge"
: >"$dir/empty"

verify 0 "$dir/good.pem" --key-file "$dir/key"
verify 0 "$dir/good.der" --key-file "$dir/key"
verify 1 "$dir/good.der" --key-file "$dir/other"
has err 'was not made for this Common Name'
verify 0 "$dir/good.der" --key-file "$dir/other" --key-file "$dir/key"
verify 0 "$dir/good.der" --key-file "$dir/key" --key-file "$dir/other"
verify 1 "$dir/other.pem" --key-file "$dir/key"
has err 'was not made for this Common Name'
verify 1 "$dir/wrong.pem" --key-file "$dir/key" --key-file "$dir/other"
has err 'was not made for this Common Name'
verify 1 "$dir/none.pem" --key-file "$dir/key"
has err 'does not have a challenge password'
verify 1 "$dir/two.pem" --key-file "$dir/key"
has err 'one Common Name'
verify 1 "$dir/cut.der" --key-file "$dir/key"
has err 'not a PEM or DER certificate request'
verify 1 "$dir/huge" --key-file "$dir/key"
has err 'larger than 65536 octets'
verify 1 "$dir/empty" --key-file "$dir/key"
verify 1 "$dir/good.der" --key-file "$dir/short"
has err 'the key must have at least 16 octets'
verify 1 "$dir/good.der" --key-file "$dir/key" --key-file "$dir/short"
verify 1 "$dir/good.der" --key-file "$dir/open"
has err 'others must have no access'
verify 1 "$dir/good.der" --key-file "$dir/link"
verify 1 "$dir/good.der" --key-file "$dir/missing"
has err 'No such file'
verify 1 "$dir/good.der" --key-file key
has err 'the path must be absolute'
verify 2 "$dir/good.der"
verify 2 "$dir/good.der" --key-file
verify 2 "$dir/good.der" --key-file "$dir/key" --key-file
verify 2 "$dir/good.der" --key "$dir/key"
verify 2 "$dir/good.der" "$dir/key"
run 0 verify-csr --help
has out 'verify-csr --key-file FILE'

# The wrapper for servers that pass no arguments.
sed "s|exec cdc43-kea|exec $program|; s|/etc/cdc43/challenge.key|$dir/key|" \
    kea-hook/example/verify-csr >"$dir/verify-csr"
chmod 700 "$dir/verify-csr"
wrapped 0 "$dir/good.der"
wrapped 1 "$dir/other.pem"
wrapped 1 "$dir/empty"

# explain with the key; check says why a key cannot be read.
config() {
    cat >"$dir/kea.json" <<CONFIG
{ "Dhcp4": {
  "hooks-libraries": [{ "library": "libdhcp_cdc43.so", "parameters": {
    "profiles": [{ "name": "office", "server": "http://10.79.57.91",
      "root-ca-fingerprint": "12040870625C5B755D73F5925285F8F5FF5D55AF",
      "challenge-key-file": "$1" }],
    "models": [{ "vendor-class-prefix": "DP-98", "profile": "office" },
               { "vendor-class-prefix": "XX", "profile": "office" }] } }],
  "subnet4": [{ "id": 1, "subnet": "192.0.2.0/24", "pools": [{ "pool": "192.0.2.100-192.0.2.200" }],
    "option-data": [{ "name": "domain-name", "data": "example.nl" }] }] } }
CONFIG
}
config "$dir/key"
# The key is for its owner alone, and the file names a library that is not installed.
run 0 check --strict --no-kea --user "$(id -un)" "$dir/kea.json"
run 0 explain --model DP-9871 --mac 00:1a:2b:3c:4d:5e "$dir/kea.json"
has out 'the challenge password is bound to the Common Name'
has out '(32 characters)'
has out "0d20$(printf '%064d' 0 | tr 0 '*')"
lacks out "$password"
run 0 explain --model DP-9871 --mac 00:1a:2b:3c:4d:5e --show-secrets "$dir/kea.json"
has out "$password"
run 0 explain --model DP-9871 --mac 00:1a:2b:3c:4d:5e --request 43 --show-secrets "$dir/kea.json"
has out "$password" # Kea sends option 15 whether it is asked for or not
run 0 explain --model DP-9871 --show-secrets "$dir/kea.json"
has out '(32 characters)' # nobody knows it without the MAC address
has out "0d20$(printf '%064d' 0 | tr 0 '*')"
run 0 explain --model XX-1 --mac 00:1a:2b:3c:4d:5e "$dir/kea.json"
has out 'there is no Common Name for this client'
run 0 explain --model XX-1 --format json "$dir/kea.json"
has out '"outcome": "withheld-no-common-name"'
for wrong in missing short open; do
    config "$dir/$wrong"
    run 1 check "$dir/kea.json"
    has out 'kea.json:5:29: error: hook-parameters: '
    has out 'profiles[0].challenge-key-file'
done
command_end
