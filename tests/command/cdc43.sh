#!/bin/sh
# SPDX-License-Identifier: MIT
# The command cdc43: output, exit codes and error sentences.
set -u
program=${CDC43_BUILD:?}/tlv/cdc43
# shellcheck source=tests/support/command.sh
. tests/support/command.sh

sample=0a01010b12687474703a2f2f31302e37392e35372e39310c1412040870625c5b755d73f5925285f8f5ff5d55af0d10443233334343463942393935324131350e01010f0101
fingerprint=12040870625C5B755D73F5925285F8F5FF5D55AF
password=D233CCF9B9952A15

# encode
run 0 encode --fips-mode on --server http://10.79.57.91 --root-ca-fingerprint $fingerprint \
    --challenge-password $password --enable-8021x on --certificate-select custom-installed
prints $sample
printf '%s\r\n' $password >"$dir/password"
run 0 encode --certificate-select=custom-installed --enable-8021x=on --fips-mode=on \
    --challenge-password-file "$dir/password" --root-ca-fingerprint=$fingerprint \
    --server=http://10.79.57.91
prints $sample
cat >"$dir/in" <<TEXT
{"fips-mode": true, "server": "http://10.79.57.91", "root-ca-fingerprint": "$fingerprint",
 "challenge-password": "$password", "enable-8021x": true, "certificate-select": "custom-installed"}
TEXT
run 0 encode --json -
prints $sample
run 0 encode --json "$dir/in"
prints $sample
run 0 encode --json - --limit 69
run 1 encode --json - --limit 68
has err 'the whole value is too long: 68 octets at most, 69 found'
run 1 encode --json - --profile roomos
has err 'suboption 10 (FIPS Mode)'
run 2 encode --json - --server http://h
run 2 encode --json - --limit 256
run 2 encode --json - --limit -1
run 2 encode --json - --format yaml
run 2 encode
run 2 encode --server http://h extra
# Whatever is wrong with the command line, the password is not in what is said about it.
run 2 encode --server h --chalenge-password=$password
has err 'argument 4 is an unknown option; did you mean --challenge-password?'
lacks err $password
run 2 encode --server h --challenge-pass=$password
has err 'argument 4 is an unknown option; did you mean --challenge-password?'
lacks err $password
run 2 encode --challenge-password word $password
has err 'argument 4 was not expected; quote a value that has spaces'
lacks err $password
run 2 encode --challenge-password --$password -xy
lacks err $password
run 2 encode --server h --challenge-password
has err '--challenge-password needs a value'
run 2 decode --strict=$password
has err '--strict takes no value'
lacks err $password
run 2 encode --fips-mode maybe
has err 'on or off'
run 2 encode --server a --server b
has err '--server may be given only once'
# shellcheck disable=SC2046 # words
run 2 encode --vendor snom $(yes -- --value=vlan-id=3 | head -n 17)
has err '--value may be given at most 16 times'
run 2 encode --challenge-password word --challenge-password-file "$dir/password"
has err 'Challenge Password may be given only once'
run 2 encode --server h --no-such-option
has err 'argument 4 is an unknown option'
lacks err 'did you mean'
run 2 identiy
has err 'did you mean identity?'
run 1 encode --server https://h --root-ca-fingerprint $fingerprint
has err 'suboption 11 (Server): the HTTPS scheme is not supported'
run 1 encode --server ftp://h --root-ca-fingerprint $fingerprint
has err 'the scheme of the Server must be http'
run 1 encode --server http://h
has err 'suboption 12 (Root CA Fingerprint): this mandatory suboption is missing'
run 1 encode --server http://h --root-ca-fingerprint 1204
has err '2 octets found'
run 1 encode --server http://h --root-ca-fingerprint 12x4
has err 'character 2: this is not a hexadecimal digit'
run 1 encode --server http://h --root-ca-fingerprint $fingerprint --challenge-password-file "$dir/none"
has err 'cannot open'
long=$(printf 'p%.0s' $(seq 198))
run 0 encode --server "http://h/$long" --root-ca-fingerprint $fingerprint
run 1 encode --server "http://h/$long" --root-ca-fingerprint $fingerprint --challenge-password 1
has err 'must be less than 208 octets, 208 found'

# JSON
printf '{"server": "h", "%s": "challenge-password"}' $password >"$dir/in"
run 1 encode --json -
has err 'JSON: key 2 is not the name of a parameter'
for wrong in '{' '[]' '{"server": "h", "server": "h"}' '{"sever": "h"}' '{"server": 1}' \
    '{"fips-mode": "on"}' '{"fips-mode": 1}' '{"certificate-select": true}' \
    '{"certificate-select": "custom"}' '{"root-ca-fingerprint": "xy"}' "{\"challenge-password\": \"$password"; do
    printf '%s' "$wrong" >"$dir/in"
    run 1 encode --json -
done
: >"$dir/in"
run 1 encode --json "$dir/none"

# decode
run 0 decode $sample
has out '10 FIPS Mode                    enabled'
has out 'http://10.79.57.91'
has out '16 characters, hidden'
lacks out '44 32'
lacks out "$(printf '\033')"
run 0 decode --show-secrets $sample
has out $password
has out '44 32 33 33'
run 0 decode --format json $sample
has out '"server": "http://10.79.57.91"'
has out '"root-ca-fingerprint": "12040870625c5b755d73f5925285f8f5ff5d55af"'
has out '"challenge-password-length": 16'
has out '"fips-mode": true'
has out '"certificate-select": "custom-installed"'
has out '"tolerated": []'
lacks out '"challenge-password":'
run 0 decode --format json --show-secrets $sample
has out "\"challenge-password\": \"$password\""
printf '%s' "$sample" | sed 's/../0x&:/g' | tr a-f A-F >"$dir/in"
run 0 decode -
run 0 decode --strict -
run 0 decode -- -
# shellcheck disable=SC2046 # one word for each octet
run 0 decode $(cat "$dir/in") --strict
run 2 decode --format json --
has err 'TEXT is missing'
printf ' \n' >"$dir/in"
run 1 decode -
has err 'there are no octets to decode'
run 1 decode --strict ''
has err 'there are no octets to decode'
run 1 decode --format json ':'
has err 'there are no octets to decode'
run 0 decode --format json ${sample}ff00
has out '"end"'
run 1 decode --strict ${sample}ff
has err 'octet 69: END (255) is not allowed in the value'
run 0 decode ${sample}ff0d10443233334343463942393935324131
lacks out '33 33'
run 0 decode 2b45$sample
has err "note: the first two octets, 2b and a length, are the option's own"
run 1 decode 2bff0bfd"$(printf '68%.0s' $(seq 253))"
has err '2b and a length'
has err 'suboption 12 (Root CA Fingerprint): this mandatory suboption is missing'
run 1 decode 0bfe"$(printf '68%.0s' $(seq 254))"
has err '255 octets at most, 256 found'
run 1 decode 0bff"$(printf '68%.0s' $(seq 255))"
has err '255 octets at most, 257 found'
run 1 decode 0bff"$(printf '68%.0s' $(seq 256))"
has err '255 octets at most, 258 found'
# Dumps with offsets: tcpdump, Wireshark, xxd; and octets in groups that are none.
for form in '0x%04x:  ' '%04x   ' '%08x: '; do
    at=288
    echo >"$dir/in"
    for line in $(printf %s $sample | fold -w 32); do
        # shellcheck disable=SC2059 # the format is what is tried
        printf "$form%s\n" $at "$(printf %s "$line" | sed 's/..../& /g')" >>"$dir/in"
        at=$((at + 16))
    done
    run 0 decode -
    has err 'note: read as a dump with offsets'
    has out '  69  octets in all'
    run 0 decode "$(cat "$dir/in")"
    has out '  69  octets in all'
done
for width in 4 10 32; do
    printf %s $sample | fold -w $width | sed 's/..../& /g' >"$dir/in"
    run 0 decode -
done
run 1 decode '"0a0101"'
has err 'character 0: this is not a hexadecimal digit'
run 1 decode a:1:1
has err 'character 0: the number of hexadecimal digits is odd'
run 1 decode 0a0101
has err 'well formed, but not complete: suboption 11 (Server)'
has err 'well formed, but not complete: suboption 12 (Root CA Fingerprint)'
run 1 decode 0a0102 0e0102 0b0161
has err 'suboption 10 (FIPS Mode), octet 2: the value must be 0 or 1'
has err 'suboption 14 (Enable 802.1X Authentication), octet 5: the value must be 0 or 1'
has err 'suboption 12 (Root CA Fingerprint): this mandatory suboption is missing'
# What encode writes for each server is read again, with the password only on request.
for format in $("$program" encode --format list | awk 'NR > 1 { print $1 }'); do
    # The text itself has the password: that is what gets pasted.
    "$program" encode --server http://10.79.57.91 --root-ca-fingerprint $fingerprint \
        --challenge-password $password --format "$format" --model DP-9871 >"$dir/in" 2>"$dir/err" ||
        bad=$((bad + 1))
    lacks err $password
    run 0 decode -
    has out 'http://10.79.57.91'
    lacks out $password
    lacks err $password
done
# From one server's form to another's.
"$program" encode --server http://10.79.57.91 --root-ca-fingerprint $fingerprint \
    --challenge-password $password --format kea-hook >"$dir/in" 2>"$dir/err"
run 0 encode --from - --format hex
prints "$("$program" encode --server http://10.79.57.91 --root-ca-fingerprint $fingerprint \
    --challenge-password $password)"
run 2 encode --from - --server a
has err 'specify --from, --json or single parameters, not several of them'
echo "nothing of the kind" >"$dir/in"
run 1 encode --from -
has err '--from: character 0: this is not a hexadecimal digit'
run 2 encode --format csv --server a
has err '--format list shows the formats'
run 1 encode --server a --root-ca-fingerprint $fingerprint --format technitium
has err 'needs at least one model'
run 1 encode --server a --root-ca-fingerprint $fingerprint --format dnsmasq --model "$password'"
has err 'model 1: this must have 1 to 64 letters, digits'
lacks err $password
run 0 encode --server a --root-ca-fingerprint $fingerprint --format dnsmasq --model all
has out 'dhcp-vendorclass=set:cdc43,DP-9861'
has out 'dhcp-vendorclass=set:cdc43,CP-8875'
run 0 encode --vendor snom --value vlan-id=3 --format isc-dhcpd
has out 'option vendor-encapsulated-options 84:02:33:00;'
run 1 encode --vendor snom --value vlan-id=3 --format systemd-networkd
has err 'suboption 132: this form is for suboptions 10 to 15'
run 0 decode --vendor snom 84023300
has out '132 VLAN ID'
run 1 decode 84023300
has err 'try --vendor snom'
run 1 decode 0a0102
has err 'suboption 10 (FIPS Mode), octet 2: the value must be 0 or 1'
run 1 decode 0a01
has err 'octet 0'
run 1 decode 0a0
has err 'odd'
run 1 decode zz
run 1 decode "$(printf '00%.0s' $(seq 256))"
has err '255 octets at most, 256 found'
run 1 decode --strict --profile roomos $sample
run 0 decode --profile roomos 0b12687474703a2f2f31302e37392e35372e39310c1412040870625C5B755D73F5925285F8F5FF5D55AF0d10443233334343463942393935324131350e0101
run 2 decode
run 2 decode --format xml 00
run 2 decode --profile printer 00
run 2 decode --unknown 00

# identity
run 0 identity --mic-cn CP-9871-SEP001A2B3C4D5E --domain example.nl
has out 'Common Name: CP-9871-SEP001A2B3C4D5E.example.nl'
has out 'User ID:     CP-9871-SEP001A2B3C4D5E@example.nl'
run 0 identity --model DP-9871 --mac 00:1a:2b:3c:4d:5e
has out 'Common Name: CP-9871-SEP001A2B3C4D5E'
has out 'User ID:     CP-9871-SEP001A2B3C4D5E'
run 0 identity --model DP-9871 --mac 001A2B3C4D5E --domain abcdefghijklmnopqrstuvwxyz.abcdefghijklm
run 1 identity --model DP-9871 --mac 001A2B3C4D5E --domain abcdefghijklmnopqrstuvwxyz.abcdefghijklmn
has err 'at most 64 characters, 65 found'
run 1 identity --model DP-9871 --mac 001A2B3C4D5E --domain a..b
has err 'character 1'
run 1 identity --model 9871 --mac 001A2B3C4D5E
run 1 identity --model DP-9871 --mac 001A2B
run 2 identity --model DP-9871
run 2 identity --mic-cn x --model DP-9871 --mac 001A2B3C4D5E
run 0 identity --format json --mic-cn X
has out '"common-name": "X"'

# help, version, nonsense
for command in '' encode decode identity; do
    # shellcheck disable=SC2086 # none or one word
    run 0 $command --help
    has out 'Usage'
done
run 0 --version
has out 'cdc43 0.'
run 2
run 2 nonsense
if [ -w /dev/full ]; then
    count=$((count + 1))
    if "$program" decode $sample >/dev/full 2>"$dir/err"; then
        bad=$((bad + 1))
        echo "a full disk is not an error"
    fi
fi

command_end
