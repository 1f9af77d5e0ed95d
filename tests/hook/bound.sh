#!/bin/sh
# SPDX-License-Identifier: MIT
# Passwords that are each phone's own, on the wire of a real Kea: several phones, another domain, a
# client without a Common Name, wrong keys at start and on reload; and nothing of them in any log.
set -eu
. tests/support/lab.sh
. tests/hook/lab_hook.sh
export PYTHONDONTWRITEBYTECODE=1
LEVEL=99
# Option 43 of the published example with stars in place of a password of 32 octets.
STARS=$(echo "$EXAMPLE" | sed "s/0d10.*0e01/0d20$(printf '%064d' 0 | sed 's/00/2a/g')0e01/")

# An office without password; with a key.
OPEN=$(echo "$OFFICE" | tr '\n' ' ' | sed 's/"challenge-password": "[^"]*",//')
bound() {
    echo "$OPEN, \"challenge-key-file\": \"$1\""
}

# check_phone MODEL MAC DOMAIN: both its answers carry its own password.
check_phone() {
    expect "answers to $1 $2" \
        "$(echo "$answers" | awk -v m="$2" '$2 == m' |
            /usr/bin/python3 tests/hook/bound.py mask "$LAB_DIR/key" "$1" "$3" | tr '\n' ' ')" \
        "$STARS $STARS "
}

# check_clean NAME FILE: neither the key nor the password of a phone, in any of the forms of a log.
check_clean() {
    for secret in "$key" "$(/usr/bin/python3 tests/hook/bound.py password "$LAB_DIR/key" \
        CP-9871-SEP001A2B000001.example.nl)"; do
        hex=$(printf %s "$secret" | od -An -v -tx1 | tr -d ' \n')
        for form in "$secret" "$hex" "$(echo "$hex" | sed 's/../&:/g; s/:$//')" \
            "$(echo "$hex" | sed 's/../& /g; s/ $//')"; do
            ! grep -qiF -- "$form" "$2" || lab_fail "$1 holds a secret"
        done
    done
}

lab_begin
key=cAnArY$$-0123456789abcdef
(umask 077 && echo "$key" >"$LAB_DIR/key" && echo too-short >"$LAB_DIR/short" &&
    echo another-key-of-this-office >"$LAB_DIR/other")
cp "$LAB_DIR/key" "$LAB_DIR/open"
chmod 644 "$LAB_DIR/open"
ln -s "$LAB_DIR/key" "$LAB_DIR/link"
models='[{"vendor-class-prefix": "DP-98", "profile": "office"},
    {"vendor-class": "CP-8875", "profile": "office"}, {"vendor-class-prefix": "XX", "profile": "office"}]'

echo "wrong keys at start: refused when it is told to, otherwise the profile is withheld"
tab=$(printf '\t')
cat >"$LAB_DIR/wrong" <<ROWS
$LAB_DIR/none	the file cannot be opened: No such file
$LAB_DIR/short	the key must have at least 16 octets
$LAB_DIR/open	others must have no access
$LAB_DIR/link	the file cannot be opened
ROWS
while IFS=$tab read -r path part; do
    hook_config "$LAB_DIR/bad.json" \
        "{\"on-unavailable\": \"refuse\", \"profiles\": [{$(bound "$path")}]}"
    lab_kea_start "$LAB_DIR/bad.json" && lab_fail "the server started with $path"
    lab_stop_kea || :
    expect_in "log" "$(grep DHCP4_INIT_FAIL "$LAB_KEA_LOG")" "$part"
    expect_in "log" "$(grep DHCP4_INIT_FAIL "$LAB_KEA_LOG")" 'profiles[0].challenge-key-file'
    check_clean "the log" "$LAB_KEA_LOG"
    sed 's/"refuse"/"withhold"/' "$LAB_DIR/bad.json" >"$LAB_DIR/kea.json"
    lab_kea "$LAB_DIR/kea.json"
    wait_until grep -q CDC43_HOOK_FILE_UNUSABLE "$LAB_KEA_LOG" || lab_fail "$path is not named"
    expect_in "log" "$(grep CDC43_HOOK_FILE_UNUSABLE "$LAB_KEA_LOG")" "$part"
    lab_stop_kea || lab_fail "the server ended with an error"
    check_clean "the log" "$LAB_KEA_LOG"
done <"$LAB_DIR/wrong"

echo "several phones, one of them with another domain, and a client without a Common Name"
hook_config "$LAB_DIR/kea.json" "{\"profiles\": [{$(bound "$LAB_DIR/key")}], \"models\": $models}" \
    '"reservations-global": true, "reservations": [{"hw-address": "00:1a:2b:00:00:04",
        "option-data": [{"name": "domain-name", "data": "branch.example"}]}],'
lab_kea "$LAB_DIR/kea.json"
lab_capture_start "$LAB_DIR/wire.pcap"
while read -r model mac name; do
    rm -rf "$LAB_DIR/phone-$model"
    hook_boot "$model" "$mac" || lab_fail "$model does not boot: $(cat "$LAB_DIR/boot.log")"
    expect_in "$model $mac" "$(cat "$LAB_DIR/boot.log")" "$name"
done <<PHONES
DP-9871 00:1a:2b:00:00:01 CP-9871-SEP001A2B000001.example.nl
DP-9871 00:1a:2b:00:00:02 CP-9871-SEP001A2B000002.example.nl
CP-8875 00:1a:2b:00:00:03 CP-8875-SEP001A2B000003.example.nl
DP-9841 00:1a:2b:00:00:04 CP-9841-SEP001A2B000004.branch.example
PHONES
lab_client busybox udhcpc -i "$LAB_CLIENT_IF" -V XX-1 -O 43 -n -q -f -s /bin/true 2>/dev/null ||
    lab_fail "the client without a Common Name has got no address"
lab_capture_stop
answers=$(lab_answers "$LAB_DIR/wire.pcap")
check_phone DP-9871 00:1a:2b:00:00:01 example.nl
check_phone DP-9871 00:1a:2b:00:00:02 example.nl
check_phone CP-8875 00:1a:2b:00:00:03 example.nl
check_phone DP-9841 00:1a:2b:00:00:04 branch.example
expect "different option 43" "$(echo "$answers" | awk '{ print $4 }' | sort -u | wc -l)" 5
expect "answers to the client without a name" \
    "$(echo "$answers" | awk '$2 !~ /^00:1a:2b/ { print $1, $4 }' | tr '\n' ' ')" '2 - 5 - '
expect_in "log" "$(grep -m 1 CDC43_HOOK_WITHHELD "$LAB_KEA_LOG")" 'there is no Common Name for this client'

echo "commands"
echo '{"vendor-class": "DP-9871", "hw-address": "00:1a:2b:00:00:01", "subnet-id": 1}' \
    >"$LAB_DIR/arguments"
hook_command cdc43-explain "$LAB_DIR/arguments" >"$LAB_DIR/answer"
expect_in "cdc43-explain" "$(cat "$LAB_DIR/answer")" '"challenge-bound": true'
expect_in "cdc43-explain" "$(cat "$LAB_DIR/answer")" \
    "$(echo "$STARS" | sed 's/2a/**/g')"
expect_in "cdc43-explain" "$(cat "$LAB_DIR/answer")" 'CP-9871-SEP001A2B000001.example.nl'
check_clean "cdc43-explain" "$LAB_DIR/answer"
# The domain of a reservation, although answers do not look at reservations here.
echo '{"vendor-class": "DP-9841", "hw-address": "00:1a:2b:00:00:04", "subnet-id": 1}' \
    >"$LAB_DIR/arguments"
expect_in "cdc43-explain" "$(hook_command cdc43-explain "$LAB_DIR/arguments")" \
    'CP-9841-SEP001A2B000004.branch.example'
while read -r arguments; do
    echo "$arguments" >"$LAB_DIR/arguments"
    hook_command cdc43-explain "$LAB_DIR/arguments" >"$LAB_DIR/answer"
    expect_in "cdc43-explain" "$(cat "$LAB_DIR/answer")" '"outcome": "withheld-no-common-name"'
    expect_in "cdc43-explain" "$(cat "$LAB_DIR/answer")" '"common-name-error": "'
done <<ARGUMENTS
{"vendor-class": "XX-1", "hw-address": "00:1a:2b:00:00:05"}
{"vendor-class": "XX-1"}
{"vendor-class": "DP-9871", "hw-address": "00:1a:2b:00:00"}
{"vendor-class": "DP-9871", "domain-name": "a..b"}
ARGUMENTS
echo '{}' >"$LAB_DIR/arguments"
hook_command cdc43-profile-list "$LAB_DIR/arguments" >"$LAB_DIR/answer"
expect_in "cdc43-profile-list" "$(cat "$LAB_DIR/answer")" '"challenge-bound": true'
check_clean "cdc43-profile-list" "$LAB_DIR/answer"
hook_command cdc43-status "$LAB_DIR/arguments" >"$LAB_DIR/answer"
expect_in "cdc43-status" "$(cat "$LAB_DIR/answer")" '"withheld-no-common-name": 2'
expect_in "cdc43-status" "$(cat "$LAB_DIR/answer")" '"sent": 8'
check_clean "cdc43-status" "$LAB_DIR/answer"

echo "wrong keys on reload: phones are served on"
cp "$LAB_DIR/kea.json" "$LAB_DIR/good.json"
while IFS=$tab read -r path part; do
    hook_config "$LAB_DIR/kea.json" "{\"profiles\": [{$(bound "$path")}]}"
    lab_control '{"command": "config-reload"}' >"$LAB_DIR/answer"
    expect_in "config-reload" "$(cat "$LAB_DIR/answer")" '"result": 1'
    expect_in "config-reload" "$(cat "$LAB_DIR/answer")" "$part"
    check_clean "config-reload" "$LAB_DIR/answer"
done <"$LAB_DIR/wrong"
lab_capture_start "$LAB_DIR/after.pcap"
hook_boot DP-9871 00:1a:2b:00:00:01 || :
lab_capture_stop
answers=$(lab_answers "$LAB_DIR/after.pcap")
check_phone DP-9871 00:1a:2b:00:00:01 example.nl

echo "another key, another password"
cp "$LAB_DIR/good.json" "$LAB_DIR/kea.json"
first=$(hook_octets DP-9871)
cp "$LAB_DIR/other" "$LAB_DIR/key.new"
sed -i "s|$LAB_DIR/key\"|$LAB_DIR/key.new\"|" "$LAB_DIR/kea.json"
expect_in "config-reload" "$(lab_control '{"command": "config-reload"}')" '"result": 0'
second=$(hook_octets DP-9871)
[ "$first" != "$second" ] || lab_fail "the password is that of the key before"
expect "option 43" "$(echo "5 00:1a:2b:00:00:01 - $second" |
    /usr/bin/python3 tests/hook/bound.py mask "$LAB_DIR/other" DP-9871 example.nl)" "$STARS"
check_clean "the log" "$LAB_KEA_LOG"
lab_stop_kea || lab_fail "the server ended with an error"
echo good
