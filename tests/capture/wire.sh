#!/bin/sh
# SPDX-License-Identifier: MIT
# Five models boot against a real Kea with the library; cdc43 decode reads them from files of several
# formats, from a pipe, and from the interface while they boot.
set -eu
. tests/support/lab.sh
. tests/hook/lab_hook.sh
CDC43=$CDC43_BUILD/tlv/cdc43
SECRET=D233CCF9B9952A15

mac_of() {
    echo "00:1a:2b:00:${1#???}" | sed 's/\(..\)$/:\1/'
}

# boot_all: every model once.
boot_all() {
    for model in $MODELS; do
        hook_boot "$model" "$(mac_of "$model")" || {
            cat "$LAB_DIR/boot.log" >&2
            lab_fail "$model does not boot"
        }
    done
}

# check_all WHAT FILE: the JSON lines are those of the five models, each good.
check_all() {
    # shellcheck disable=SC2086 # a list of models
    /usr/bin/python3 - "$2" "$EXAMPLE" "$SECRET" $MODELS <<'PYTHON' || lab_fail "$1"
import json, sys
path, octets, secret, *models = sys.argv[1:]
text = open(path).read()
assert secret not in text and secret.encode().hex() not in text, "the password is shown"
found = {}
for exchange in map(json.loads, text.splitlines()):
    answer, = exchange["answers"]
    digits = exchange["model"][3:]
    assert exchange["mac"] == f"00:1a:2b:00:{digits[:2]}:{digits[2:]}", exchange
    assert exchange["requested"] is True and answer["server"] == "192.0.2.1", exchange
    assert [m["type"] for m in exchange["messages"]] == ["DISCOVER", "OFFER", "REQUEST", "ACK"], exchange
    assert answer["good"] and answer["octets"] == 69 and answer["findings"] == [], answer
    assert answer["option43"] == octets.replace(secret.encode().hex(), "**" * 16), answer
    assert answer["common-name"] == f"CP-{digits}-SEP001A2B00{digits}.example.nl", answer
    assert answer["params"]["server"] == "http://10.79.57.91", answer
    found[exchange["model"]] = True
assert sorted(found) == sorted(models), found
PYTHON
}

lab_begin
hook_config "$LAB_DIR/kea.json" "{\"profiles\": [{$OFFICE}]}"
lab_kea "$LAB_DIR/kea.json"
lab_capture_start "$LAB_DIR/wire.pcap"
boot_all
lab_capture_stop

echo "a file as dumpcap writes it, as pcapng, with nanoseconds, packed, from a pipe"
"$CDC43" decode --format json "$LAB_DIR/wire.pcap" >"$LAB_DIR/found"
check_all "pcap" "$LAB_DIR/found"
for format in pcapng nsecpcap; do
    editcap -F $format "$LAB_DIR/wire.pcap" "$LAB_DIR/wire.$format"
    "$CDC43" decode --format json "$LAB_DIR/wire.$format" >"$LAB_DIR/found"
    check_all "$format" "$LAB_DIR/found"
done
gzip -k "$LAB_DIR/wire.pcap"
"$CDC43" decode --format json "$LAB_DIR/wire.pcap.gz" >"$LAB_DIR/found"
check_all "gzip" "$LAB_DIR/found"
"$CDC43" decode --format json - <"$LAB_DIR/wire.pcapng" >"$LAB_DIR/found"
check_all "a pipe" "$LAB_DIR/found"
"$CDC43" decode "$LAB_DIR/wire.pcap" >"$LAB_DIR/found"
expect "lines" "$(grep -c ' good$' "$LAB_DIR/found")" 5

echo "cut by the capture"
editcap -s 330 "$LAB_DIR/wire.pcap" "$LAB_DIR/cut.pcap"
"$CDC43" decode "$LAB_DIR/cut.pcap" >"$LAB_DIR/found" || lab_fail "a cut message is not a broken rule"
expect_in "cut" "$(cat "$LAB_DIR/found")" "the capture has cut the message"

echo "from the interface, while they boot"
lab_spawn server "$CDC43" decode --interface "$LAB_SERVER_IF" --count 5 --format json >"$LAB_DIR/live"
live=$LAB_PID
# It says nothing until it has heard something: phones boot until it has heard five.
until is_gone "$live"; do
    boot_all
done
wait "$live" || lab_fail "decode --interface ended with $?"
expect "live exchanges" "$(wc -l <"$LAB_DIR/live")" 5
expect "good ones" "$(grep -c '"good":true' "$LAB_DIR/live")" 5

echo "until it is interrupted"
lab_spawn server "$CDC43" decode --interface "$LAB_SERVER_IF" --format json >"$LAB_DIR/live"
live=$LAB_PID
until [ -s "$LAB_DIR/live" ]; do
    boot_all
done
kill -INT "$live"
wait "$live" || lab_fail "decode --interface ended with $?"
expect_in "before the signal" "$(cat "$LAB_DIR/live")" '"good":true'
lab_stop_kea || lab_fail "the server ended with an error"
