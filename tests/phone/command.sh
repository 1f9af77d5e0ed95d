#!/bin/sh
# SPDX-License-Identifier: MIT
# The command cdc43-phone without a network: output, exit codes, error sentences, no secrets.
set -u
program=${CDC43_BUILD:?}/phone-side/cdc43-phone
# shellcheck source=tests/support/command.sh
. tests/support/command.sh
# shellcheck source=tests/support/wait.sh
. tests/support/wait.sh

sample=0a01010b12687474703a2f2f31302e37392e35372e39310c1412040870625c5b755d73f5925285f8f5ff5d55af0d10443233334343463942393935324131350e01010f0101
password=D233CCF9B9952A15
cn=CP-9871-SEP001A2B3C4D5E

# Help, version, usage.
for command in "" boot apply show import; do
    # shellcheck disable=SC2086 # no word when empty
    run 0 $command --help
    has out Usage:
done
run 0 --version
has out "cdc43-phone "
run 2
run 2 nonsense
has err "unknown command"
run 2 applly
has err "unknown command; did you mean apply?"
run 2 show
run 2 show --state "$dir/a" --format yaml
run 2 show --state "$dir/a" more
run 2 show --nonsense
run 2 apply --state "$dir/a" --option43 "$sample"
run 2 apply --state "$dir/a" --option43 "$sample" --mic-cn "$cn" --model DP-9871
run 2 apply --state "$dir/a" --option43 "$sample" --model DP-9871
run 2 apply --option43 "$sample" --mic-cn "$cn"
# A mistyped option, or a word that is one too many, may hold the challenge password.
for mistake in --optoin43=0a01010d0753656372657431 --optoin43 --option4 "--option43 0a0101 0d0753656372657431"; do
    # shellcheck disable=SC2086 # two words
    run 2 apply --state "$dir/a" --model DP-9871 --mac 001a2b3c4d5e $mistake 0d0753656372657431
    lacks err 53656372657431
done
has err "argument 10 was not expected; quote a value that has spaces"
run 2 apply --state "$dir/a" --model DP-9871 --mac 001a2b3c4d5e --optoin43=0a0101
has err "argument 8 is an unknown option; did you mean --option43?"
run 2 boot --interface lo --model DP-9871 --state "$dir/a"
for seconds in 0 3601 -1 2x '' 99999999999999999999; do
    run 2 boot --interface lo --model DP-9871 --mac 001a2b3c4d5e --state "$dir/a" \
        --timeout "$seconds"
    has err "--timeout takes a number from 1 to 3600"
done
run 1 apply --state "$dir/a" --model DP9871 --mac 001a2b3c4d5e
has err "--model: "
run 1 apply --state "$dir/a" --model DP-9871 --mac 001a2b3c4d5
has err "--mac: "
run 1 apply --state "$dir/a" --mic-cn ''
has err "--mic-cn: "
run 1 apply --state "$dir/a" --mic-cn "$cn" --option43 0a010z
has err "--option43: "
run 1 show --state "$dir/a"
has err "cannot open the directory"
[ ! -e "$dir/a" ] || { bad=$((bad + 1)); echo "a wrong command line made a state directory"; }

# Apply, from an argument and from standard input, with separators as captures have them.
run 0 apply --state "$dir/a" --model DP-9871 --mac 00:1A:2B:3C:4D:5E --option43 "$sample" \
    --option15 example.nl
has out "$cn: the parameters of option 43 were applied"
echo "0x0A:01:01 $(echo "$sample" | cut -c7-)" >"$dir/in"
run 0 apply --state "$dir/b" --mic-cn "$cn" --option43 - --option15 example.nl
cmp "$dir/a/state" "$dir/b/state" || bad=$((bad + 1))

# Show.
run 0 show --state "$dir/a"
has out "SCEP Configuration 1"
has out "******** (16 characters)"
has out "$cn@example.nl"
run 0 show --state "$dir/a" --show-secrets
has out "$password"
run 0 show --state "$dir/a" --format json
has out '"challenge-password-length": 16'
has out '"user-id": "CP-9871-SEP001A2B3C4D5E@example.nl"'
lacks out '"challenge-password":'
run 0 show --state "$dir/a" --format json --show-secrets
has out "\"challenge-password\": \"$password\""
run 0 show --state "$dir/a" --format xml --show-secrets
has out "<CDC_Challenge_Password_1_ ua=\"na\">$password<"
run 0 show --state "$dir/a" --format xml
has out '<CDC_Server_1_ ua="na">http://10.79.57.91</CDC_Server_1_>'
has out '<CDC_Root_CA_Fingerprint_1_ ua="na">12040870625C5B755D73F5925285F8F5FF5D55AF<'
if /usr/bin/python3 -c '' 2>/dev/null; then
    # An independent reader agrees that it is XML.
    count=$((count + 1))
    /usr/bin/python3 -c '
import sys, xml.etree.ElementTree as tree
assert len(tree.parse(sys.argv[1]).getroot()) == 7' "$dir/out" || bad=$((bad + 1))
fi

# Once provisioned, option 43 does not count any more; a renewal without it is no error.
run 0 apply --state "$dir/a" --mic-cn "$cn" --option43 0b0132
has out "ignored"
run 0 apply --state "$dir/a" --mic-cn "$cn"
run 0 show --state "$dir/a"
has out http://10.79.57.91
has out "had no option 43"
run 1 apply --state "$dir/a" --mic-cn "${cn%?}F" --option43 "$sample"
has err "this state belongs to another phone"

# Nothing is applied of a bad one; the status says why; the next good one is taken.
run 1 apply --state "$dir/c" --mic-cn "$cn"
has err "had no option 43"
run 1 apply --state "$dir/c" --mic-cn "$cn" --option43 ""
has err "suboption 11 (Server)"
run 1 apply --state "$dir/c" --mic-cn "$cn" --option43 "$(printf '%0600d' 0)"
has err "255 octets at most, 300 found"
run 1 apply --state "$dir/c" --mic-cn "$cn" --option43 "${sample%??}02" --option15 example.nl
has err "suboption 15 (Certificate Select)"
run 1 apply --state "$dir/c" --mic-cn "$cn" --option43 "$sample" --option15 'a b'
has err "option 15 gives no valid Common Name"
run 0 show --state "$dir/c"
has out "factory reset"
has out "option 15 gives no valid Common Name"
run 0 show --state "$dir/c" --format json
has out '"state": "factory-reset"'
has out '"outcome": "bad-identity"'
run 0 apply --state "$dir/c" --mic-cn "$cn" --option43 "$sample" --wireless
run 0 show --state "$dir/c"
has out "custom-installed (not used: wireless)"

# cfg.xml without a certificate in sight.
cfg() {
    printf '<flat-profile>%s</flat-profile>' "$1" >"$dir/in"
}
server='<CDC_Server_1_ ua="na">http://10.79.57.91</CDC_Server_1_>'
fingerprint='<CDC_Root_CA_Fingerprint_1_>12040870625C5B755D73F5925285F8F5FF5D55AF</CDC_Root_CA_Fingerprint_1_>'
run 2 import --state "$dir/x"
run 2 import --file "$dir/in"
run 2 import --state "$dir/x" --file - --model DP-9871
run 2 import --state "$dir/x" --file - --mic-cn "$cn" --macro A
"$program" import --state "$dir/none" --file "$dir/in" >"$dir/out" 2>&1
if grep -q "built without expat" "$dir/out"; then
    echo "without cfg.xml: this command was built without expat"
else
    cfg "$server$fingerprint"
    run 2 import --state "$dir/x" --file -
    has err "does not say which phone it is"
    run 0 import --state "$dir/x" --file - --model DP-9871 --mac 001a2b3c4d5e
    has out "$cn: the parameters were applied; the phone will request a new certificate"
    run 0 show --state "$dir/x"
    has out "State                         provisioned"
    run 0 apply --state "$dir/x" --mic-cn "$cn" --option43 "$sample"
    has out "ignored"
    run 1 import --state "$dir/x" --file - --mic-cn "${cn%?}F"
    has err "this state belongs to another phone"
    cfg "$server$fingerprint<FIPS_Mode>Maybe</FIPS_Mode>"
    run 1 import --state "$dir/x" --file -
    has err "FIPS_Mode: "
    cfg "$server$server"
    run 1 import --state "$dir/x" --file -
    has err "CDC_Server_1_: "
    cfg '<CDC_Server_1_></CDC_Server_1_>'
    run 1 import --state "$dir/x" --file -
    has err "refused; nothing was changed"
    cfg '<CDC_Server_1_>ftp://x</CDC_Server_1_>'
    run 1 import --state "$dir/x" --file -
    has err "suboption 11 (Server)"
    # shellcheck disable=SC2016 # macros of the phone
    cfg '<CDC_Common_Name_1_>$(MAC)$(MAC)$(MAC)$(MAC)</CDC_Common_Name_1_>'
    run 1 import --state "$dir/x" --file -
    has err "the Common Name has 68 characters; at most 64 are allowed"
    cfg '<CDC_Challenge_Password_1_>D233CCF9B9952A15</CDC_Challenge_Password_1_>'
    run 0 import --state "$dir/x" --file -
    cfg '<CDC_Challenge_Password_1_>********</CDC_Challenge_Password_1_>'
    run 0 import --state "$dir/x" --file -
    run 0 show --state "$dir/x"
    has out "******** (16 characters)"
    # Encodings that the file declares; other elements have any characters.
    for set in ISO-8859-1 windows-1252 ISO-8859-15; do
        printf '<?xml version="1.0" encoding="%s"?><a><FIPS_Mode>Enabled</FIPS_Mode>%s\351\200</a>' \
            "$set" '<Station_Name>Caf' | sed 's|</a>|</Station_Name></a>|' >"$dir/in"
        run 0 import --state "$dir/x" --file -
        run 0 show --state "$dir/x"
        has out "FIPS Mode                     enabled"
        cfg '<FIPS_Mode>Disabled</FIPS_Mode>'
        run 0 import --state "$dir/x" --file -
    done
    printf '<?xml version="1.0" encoding="UTF-16"?><a><FIPS_Mode>Enabled</FIPS_Mode></a>' |
        iconv -f ASCII -t UTF-16 >"$dir/in"
    run 0 import --state "$dir/x" --file -
    run 0 show --state "$dir/x"
    has out "FIPS Mode                     enabled"
    printf '<a><Station_Name>Caf\351</Station_Name></a>' >"$dir/in"
    run 1 import --state "$dir/x" --file -
    has err "declares no encoding"
    cfg '<FIPS_Mode>yes</FIPS_Mode>'
    run 1 import --state "$dir/x" --file -
    has err "FIPS_Mode: this must be 'Disabled' or 'Enabled'"
    cfg '<Certificate_Select>custom</Certificate_Select>'
    run 1 import --state "$dir/x" --file -
    has err "this must be 'Manufacturing installed' or 'Custom installed'"
    for inside in '<b>c</b>http://other' 'http://other<br/>'; do
        cfg "<CDC_Server_1_>$inside</CDC_Server_1_>"
        run 1 import --state "$dir/x" --file -
        has err "CDC_Server_1_: this element must not contain another element"
    done
    cfg '<cdc_server_1_>http://other</cdc_server_1_>'
    run 1 import --state "$dir/x" --file -
    has err "this file contains no certificate parameters"
    printf '<flat-profile><CDC_Server_1_>' >"$dir/in"
    run 1 import --state "$dir/x" --file -
    has err "line 1: "
    printf '<!DOCTYPE a [<!ENTITY b "http://10.79.57.91">]><a><CDC_Server_1_>&b;</CDC_Server_1_></a>' \
        >"$dir/in"
    run 1 import --state "$dir/x" --file -
    has err "DOCTYPE"
    : >"$dir/in"
    run 1 import --state "$dir/x" --file -
    run 1 import --state "$dir/x" --file "$dir/nowhere"
fi
run 1 apply --state "$dir/y" --mic-cn "$cn" --option43 "$sample" --common-name 'a	b'
has err "--common-name: the Common Name must be printable ASCII"

# A state directory that cannot be used.
echo x >"$dir/file"
run 1 apply --state "$dir/file" --mic-cn "$cn" --option43 "$sample"
has err "cannot open the directory"
run 1 apply --state "$dir/no/where" --mic-cn "$cn" --option43 "$sample"
has err "cannot make the directory"
echo x >>"$dir/a/state"
run 1 apply --state "$dir/a" --mic-cn "$cn" --option43 "$sample"
has err "damaged"
run 1 show --state "$dir/a"
has err "damaged"
# No core dump has the password: the files of such a process in /proc belong to root.
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
    open=$(mktemp -d)
    chmod 755 "$open"
    cp "$program" "$open/cdc43-phone"
    mkfifo "$open/pipe"
    chmod 644 "$open/pipe"
    setpriv --reuid 65534 --clear-groups "$open/cdc43-phone" apply --state "$open/s" \
        --mic-cn "$cn" --option43 - <"$open/pipe" >"$dir/out" 2>"$dir/err" &
    exec 3>"$open/pipe"
    count=$((count + 1))
    wait_until grep -q cdc43-phone "/proc/$!/comm"
    sleep 1
    if [ "$(stat -c %u "/proc/$!/environ")" != 0 ]; then
        echo "not so: it leaves no core dump"
        bad=$((bad + 1))
    fi
    exec 3>&-
    wait
    rm -rf "$open"
fi
if [ -w /dev/full ]; then
    count=$((count + 1))
    "$program" show --state "$dir/b" >/dev/full 2>"$dir/err" && bad=$((bad + 1))
    has err "cannot write to standard output"
fi

command_end
