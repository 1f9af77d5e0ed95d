#!/bin/sh
# SPDX-License-Identifier: MIT
# cdc43-phone boot against a server that answers as it should not, over a real interface.
set -eu
. tests/support/lab.sh
. tests/phone/lab_phone.sh
PHONE=${CDC43_BUILD:?}/phone-side/cdc43-phone
OUT='' rogue_pid=''

# rogue MODE: the server in that mode, in place of the one before.
rogue() {
    echo "$1"
    [ -z "$rogue_pid" ] || lab_stop "$rogue_pid" || :
    : >"$LAB_DIR/rogue.log"
    lab_spawn server /usr/bin/python3 tests/phone/rogue.py "$LAB_SERVER_IF" "$1" "$EXAMPLE" \
        >"$LAB_DIR/rogue.log" 2>&1
    rogue_pid=$LAB_PID
    wait_until grep -q ready "$LAB_DIR/rogue.log" || lab_fail "rogue.py does not serve"
    rm -rf "$LAB_DIR/s"
}

# boot EXIT TIMEOUT: within half of the timeout when that is long, so it was not waited for; within the
# 30 seconds that it would have without one when it is short.
boot() {
    boot_limit=$(($2 / 2))
    [ "$boot_limit" -gt 30 ] || boot_limit=30
    boot_exit=0
    boot_begin=$(date +%s)
    lab_client "$PHONE" boot --interface "$LAB_CLIENT_IF" --model DP-9871 \
        --mac 00:1A:2B:3C:4D:5E --state "$LAB_DIR/s" --timeout "$2" >"$LAB_DIR/out" 2>&1 ||
        boot_exit=$?
    OUT=$(cat "$LAB_DIR/out")
    boot_seconds=$(($(date +%s) - boot_begin))
    expect "exit of boot" "$boot_exit" "$1"
    [ "$boot_seconds" -lt "$boot_limit" ] || lab_fail "took $boot_seconds s with a timeout of $2 s"
}

lab_begin
phone_show_at_failure "$LAB_DIR/out"

rogue junk
boot 0 400
expect "domain" "$(phone_field "$LAB_DIR/s" common-name)" CP-9871-SEP001A2B3C4D5E.example.nl

rogue overload
boot 0 400
expect_in "joined" "$OUT" "69 octets"
expect "domain" "$(phone_field "$LAB_DIR/s" common-name)" CP-9871-SEP001A2B3C4D5E.example.nl

rogue nak
boot 0 400
expect "server" "$(phone_field "$LAB_DIR/s" server)" http://10.79.57.91

rogue long
boot 1 400 # an ACK that cannot be read is not worth waiting on
expect_in "error" "$OUT" "the joined instances of the option must have at most 255 octets"
expect "state" "$(phone_field "$LAB_DIR/s" state)" factory-reset
expect "outcome" "$(phone_field "$LAB_DIR/s" outcome)" bad-message

rogue cut
boot 1 1
expect_in "error" "$OUT" "no usable DHCP response came: "
expect_in "error" "$OUT" "runs past the end"

rogue silent
boot 1 1
expect_in "error" "$OUT" "no usable DHCP response came"
expect_not_in "error" "$OUT" "no usable DHCP response came:"
echo good
