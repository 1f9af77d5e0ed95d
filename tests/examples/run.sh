#!/bin/sh
# SPDX-License-Identifier: MIT
# The examples of tlv/examples compile beside a flat copy of the codec, as firmware takes it, without a
# warning; they have less than 60 lines, and those that are whole programs work.
set -u
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
bad=0
flags='-std=c11 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Werror'
flat=$dir/flat
mkdir "$flat"
cp tlv/*.c tlv/*.h tlv/*.def tlv/examples/*.c tlv/examples/*.h "$flat"

# compile FILE [FLAG...]
compile() {
    file=$1
    shift
    file=$flat/$file
    lines=$(wc -l <"$file")
    if [ "$lines" -ge 60 ]; then
        echo "$file has $lines lines"
        bad=$((bad + 1))
    fi
    # shellcheck disable=SC2086 # several words
    gcc $flags "$@" -c "$file" -o "$dir/$(basename "$file").o" || bad=$((bad + 1))
}

compile script.c
compile networkd.c
compile zephyr.c -isystem tests/examples/zephyr
if [ -e /usr/include/lwip/lwip/dhcp.h ]; then
    compile lwip.c -D_POSIX_C_SOURCE=200809L -isystem /usr/include/lwip
else
    echo "not compiled: lwip.c, liblwip-dev is not installed"
fi

# Over several messages, in place of the DHCP client.
# together NAME [FLAG...]
together() {
    name=$1
    shift
    # shellcheck disable=SC2086 # several words
    gcc $flags "$@" -I "$flat" -o "$dir/$name" "tests/examples/$name.c" "$flat/$name.c" \
        "$flat/option43.c" "$flat/server.c" "$flat/identity.c" && "$dir/$name" || bad=$((bad + 1))
}
together zephyr -isystem tests/examples/zephyr
[ ! -e /usr/include/lwip/lwip/dhcp.h ] || together lwip -D_POSIX_C_SOURCE=200809L \
    -isystem /usr/include/lwip

# shellcheck disable=SC2086 # several words
(cd "$flat" && gcc $flags -o "$dir/script" script.c option43.c server.c identity.c text.c error.c) || exit 1
option43=0a01010b12687474703a2f2f31302e37392e35372e39310c1412040870625c5b755d73f5925285f8f5ff5d55af
expected='http://10.79.57.91
CP-9871-SEP001A2B3C4D5E.example.nl
CP-9871-SEP001A2B3C4D5E@example.nl'
mic_cn=CP-9871-SEP001A2B3C4D5E
[ "$(opt43=$option43 domain=example.nl "$dir/script" $mic_cn)" = "$expected" ] || {
    echo "as a program of udhcpc: wrong output"
    bad=$((bad + 1))
}
[ "$(new_vendor_encapsulated_options=$option43 new_domain_name=example.nl "$dir/script" $mic_cn)" = "$expected" ] || {
    echo "as a program of dhcpcd: wrong output"
    bad=$((bad + 1))
}
if opt43=0a0102 "$dir/script" $mic_cn 2>"$dir/err" || ! grep -q 'FIPS Mode' "$dir/err"; then
    echo "a wrong flag is not refused"
    bad=$((bad + 1))
fi
if opt43=0104c0000201 "$dir/script" $mic_cn 2>"$dir/err" || ! grep -q 'missing' "$dir/err"; then
    echo "the option of another vendor is not refused"
    bad=$((bad + 1))
fi
echo "$bad bad"
[ "$bad" -eq 0 ]
