#!/bin/sh
# SPDX-License-Identifier: MIT
# dated_ca.sh FOLDER NAME FIRST LAST: the certificate of a CA, FOLDER/NAME.pem, that is valid between
# two times (YYYYMMDDHHMMSSZ). OpenSSL 3.0 can do so with "openssl ca" only.
set -eu
folder=$1
name=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
: >"$work/index"
cat >"$work/config" <<CONFIG
[ca]
default_ca = this
[this]
database = $work/index
new_certs_dir = $work
serial = $work/serial
default_md = sha256
policy = any
x509_extensions = extensions
[any]
commonName = supplied
[extensions]
basicConstraints = critical,CA:TRUE
[req]
distinguished_name = dn
[dn]
CONFIG
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" \
    -config "$work/config" -keyout "$work/key" -out "$work/request" 2>/dev/null
openssl ca -batch -selfsign -create_serial -config "$work/config" -keyfile "$work/key" \
    -in "$work/request" -startdate "$3" -enddate "$4" -notext -out "$folder/$name.pem" \
    2>"$work/log" || {
    cat "$work/log" >&2
    exit 1
}
