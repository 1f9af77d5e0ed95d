#!/bin/sh
# SPDX-License-Identifier: MIT
# Multi-threading: as many exchanges a second as asked for, no crash, and every answer exact.
set -eu
. tests/support/lab.sh
. tests/hook/lab_hook.sh
. tests/hook-load/lab_load.sh

rate=2000 seconds=5
case ${1-} in
'') ;;
--full) rate=4000 seconds=30 ;;
*)
    echo "usage: CDC43_BUILD=FOLDER $0 [--full]"
    echo "  $rate exchanges a second for $seconds seconds; --full: 4000 for 30"
    exit 2
    ;;
esac

# under_load PROFILE OCTETS WORD...: the octets, or more words of wire.py, are in every answer.
under_load() {
    load_config "$LAB_DIR/kea.json" "$(load_hook "{\"profiles\": [{$1}]}")"
    shift
    rm -f "$LAB_KEA_SOCKET"
    lab_kea "$LAB_DIR/kea.json"
    load_capture_start "$LAB_DIR/wire.pcap"
    load_start "$rate" "$seconds"
    load_finish
    load_capture_stop
    echo "$rate exchanges/s asked for, $seconds s, 4 threads: $LOAD_SENT DISCOVERs, $LOAD_OFFERS" \
        "OFFERs, $LOAD_REQUESTS REQUESTs, $LOAD_ACKS ACKs = $((LOAD_ACKS / seconds)) exchanges/s"
    echo "capture: ${LOAD_MISSED:-?} packets missed"
    is_gone "$LAB_KEA_PID" && lab_fail "the server has crashed"
    /usr/bin/python3 tests/hook-load/wire.py "$LAB_DIR/wire.pcap" "$@" ||
        lab_fail "an answer without the exact octets"
    [ "$LOAD_ACKS" -ge $((seconds * 20)) ] || lab_fail "hardly any load, so nothing is proved"
    load_all_answered
    lab_stop_kea || lab_fail "the server ended with an error"
    rm "$LAB_DIR/wire.pcap"
}

load_begin
LOAD_THREADS=4
export PYTHONDONTWRITEBYTECODE=1
echo "the same octets for all"
under_load "$OFFICE" "$EXAMPLE"
echo "a password for each phone"
(umask 077 && echo a-key-for-many-threads >"$LAB_DIR/challenge.key")
under_load "$HOME_OFFICE, \"challenge-key-file\": \"$LAB_DIR/challenge.key\"" \
    "${HOME_EXAMPLE}0d20$(printf '%064d' 0 | sed 's/00/2a/g')" \
    --bound "$LAB_DIR/challenge.key" DP-9871 example.nl
echo good
