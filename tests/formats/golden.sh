#!/bin/sh
# SPDX-License-Identifier: MIT
# What "cdc43 encode --format" writes, fed to the real server; five models and a computer boot; the
# octets on the wire are those that were asked for: golden.sh FORMAT
set -eu
. tests/support/lab.sh
. tests/formats/servers.sh

format=$1
cdc43=${CDC43_BUILD:?}/tlv/cdc43

# octets_of MODEL: option 43 in OFFER and ACK, read without our code.
octets_of() {
    lab_client /usr/bin/python3 tests/support/dhcp_phone.py 60 "$LAB_CLIENT_IF" "$1" \
        00:1a:2b:00:00:01 15,43
}

# column NUMBER: of the format's row in "--format list".
column() {
    "$cdc43" encode --format list | awk -v f="$format" -v n="$1" '$1 == f { print $n }'
}

# value NAME: parameters, one option per line.
value() {
    case $1 in
    example) set -- http://10.79.57.91 D233CCF9B9952A15 12040870625c5b755d73f5925285f8f5ff5d55af ;;
    least) set -- a '' 12040870625c5b755d73f5925285f8f5ff5d55af ;;
    # All six suboptions and SHA-256 have 47 octets besides Server (9 and more) and password (40).
    full)
        set -- "http://h/$(printf '%0*d' $((ceiling - 47 - 9 - 40)) 7)" "$(printf '%040d' 7)" \
            "$(printf '%064d' 7)"
        ;;
    esac
    echo "--server=$1"
    echo "--root-ca-fingerprint=$3"
    [ -z "$2" ] || printf '%s\n' "--challenge-password=$2" --fips-mode=on --enable-8021x=on \
        --certificate-select=custom-installed
}

# write NAME FORMAT [MODEL...]: what encode makes of the value.
write() {
    value "$1" >"$LAB_DIR/options"
    write_format=$2
    shift 2
    while read -r write_option; do
        set -- "$@" "$write_option"
    done <"$LAB_DIR/options"
    "$cdc43" encode --format "$write_format" "$@" 2>/dev/null
}

# serve NAME [MODEL...]: the server with that text.
serve() {
    serve_name=$1
    shift
    write "$serve_name" "$format" "$@" >"$LAB_DIR/text" || lab_fail "encode refuses $serve_name"
    server_start "$format" "$LAB_DIR/text" || {
        serve_status=$?
        [ "$serve_status" != 77 ] || exit 77
        tail -n 30 "$SERVER_LOG" >&2
        cat "$LAB_DIR/text" >&2
        lab_fail "the server does not start"
    }
}

lab_begin
ceiling=$(column 2)
[ "$ceiling" -le 254 ] || ceiling=254 # a Server and a password together are less than 208 octets
models=$(lab_known_models)
match=$(column 3)

models_as_options=''
for model in $models; do
    models_as_options="$models_as_options --model=$model"
done
for name in example least full; do
    echo "$format: $name"
    wanted=$(write "$name" hex)
    # shellcheck disable=SC2086 # a list
    serve "$name" $models_as_options
    for model in $models; do
        expect "$model" "$(octets_of "$model")" "$wanted"
    done
    other=-
    [ "$match" != no ] || other=$wanted
    expect "a computer" "$(octets_of 'MSFT 5.0')" "$other"
    expect "a model that is not one of these" "$(octets_of DP-9800)" "$other"
    server_stop
done

echo "$format: one octet more than the server takes"
# Of a ceiling of 254 and more, the sum of Server and password refuses it before.
ceiling=$((ceiling + 1))
value full >"$LAB_DIR/options"
if write full "$format" --model=DP-9871 >"$LAB_DIR/out"; then
    lab_fail "encode writes more than the server takes"
fi
[ ! -s "$LAB_DIR/out" ] || lab_fail "there is something on standard output"
echo good
