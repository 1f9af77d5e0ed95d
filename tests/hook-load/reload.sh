#!/bin/sh
# SPDX-License-Identifier: MIT
# Every wrong configuration at start and on a running server; then many changes, half of them wrong,
# under load: every phone answered, every answer exact, memory and open files as before.
set -eu
. tests/support/lab.sh
. tests/hook/lab_hook.sh
. tests/hook-load/lab_load.sh

changes=40 rate=300 step=10
case ${1-} in
'') ;;
--full) changes=200 rate=1000 step=1 ;;
*)
    echo "usage: CDC43_BUILD=FOLDER $0 [--full]"
    echo "  $changes changes at $rate exchanges/s, one of $step wrong configurations at start;"
    echo "  --full: 200 changes at 1000 exchanges/s, every wrong configuration at start"
    exit 2
    ;;
esac
# KiB. The first hundred changes may take about 2 MiB in one step; 800 changes take no more than that.
memory_bar=4096

# Python leaves nothing behind in the source tree.
export PYTHONDONTWRITEBYTECODE=1

load_begin
mkdir "$LAB_DIR/wrong"
good="{\"profiles\": [{$OFFICE}]}"
# configure: good.json, other.json and the wrong ones.
configure() {
    load_config "$LAB_DIR/good.json" "$(load_hook "$good")"
    load_config "$LAB_DIR/other.json" "$(load_hook "{\"profiles\": [{$HOME_OFFICE}]}")"
    /usr/bin/python3 tests/hook-load/wrong.py "$LAB_DIR/good.json" "$LAB_DIR/wrong"
}

configure
echo "at start"
row=0
for want in "$LAB_DIR"/wrong/*.want; do
    row=$((row + 1))
    [ $((row % step)) -eq 0 ] || continue
    name=$(head -n 1 "$want")
    lab_kea_start "${want%want}json" && lab_fail "$name: the server started"
    status=0
    lab_stop_kea || status=$?
    expect "$name: exit status" "$status" 1
    sentence=$(grep -h DHCP4_INIT_FAIL "$LAB_KEA_LOG")
    expect_in "$name" "$sentence" "cdc43: "
    while IFS= read -r part; do
        expect_in "$name" "$sentence" "$part"
    done <<PARTS
$(tail -n +2 "$want")
PARTS
done
echo "$row wrong configurations, $((row / step)) of them at start: refused"

# change COUNT: that many changes.
change() {
    lab_client /usr/bin/python3 tests/hook-load/reloads.py under-load "$LAB_KEA_SOCKET" \
        "$LAB_DIR/kea.json" "$LAB_DIR/wrong" "$1" "$LAB_DIR/timeline" "$LAB_DIR/good.json" \
        "$EXAMPLE" "$LAB_DIR/other.json" "$HOME_EXAMPLE"
}

no_more_files() { [ "$(load_files)" -le "$files" ]; }

# live: a server's life, with LOAD_THREADS threads.
live() {
    configure
    echo "on a running server, $LOAD_THREADS threads"
    cp "$LAB_DIR/good.json" "$LAB_DIR/kea.json"
    lab_kea "$LAB_DIR/kea.json"
    lab_client /usr/bin/python3 tests/hook-load/reloads.py refusals "$LAB_KEA_SOCKET" \
        "$LAB_DIR/kea.json" "$LAB_DIR/wrong" "$EXAMPLE" || lab_fail "a refusal is not as it must be"
    lab_stop_kea || lab_fail "the server ended with an error"

    echo "under load"
    cp "$LAB_DIR/good.json" "$LAB_DIR/kea.json"
    lab_kea "$LAB_DIR/kea.json"
    # The memory of the leases and of what Kea keeps at its first changes is not what is looked for.
    load_start "$rate" 4 1000
    change 20 || lab_fail "a change was answered wrongly"
    load_finish
    memory=$(load_memory)
    files=$(load_files)
    load_capture_start "$LAB_DIR/wire.pcap"
    load_start "$rate" $((changes / 8 + 3)) 1000
    started=$(date +%s)
    change "$changes" || lab_fail "a change was answered wrongly"
    took=$(($(date +%s) - started))
    load_finish
    load_capture_stop
    echo "$changes changes in $took s; $LOAD_SENT DISCOVERs, $LOAD_OFFERS OFFERs, $LOAD_REQUESTS" \
        "REQUESTs, $LOAD_ACKS ACKs; capture: ${LOAD_MISSED:-?} packets missed"
    [ "$LOAD_ACKS" -ge $((rate / 4)) ] || lab_fail "hardly any load, so nothing is proved"
    /usr/bin/python3 tests/hook-load/wire.py "$LAB_DIR/wire.pcap" --timeline "$LAB_DIR/timeline" ||
        lab_fail "an answer with octets that were not configured then"
    load_all_answered
    echo "memory: $memory KiB before, $(load_memory) KiB after; open files: $files before"
    [ "$(load_memory)" -le $((memory + memory_bar)) ] || lab_fail "the memory grows"
    # The end of the last command's connection is a matter of time.
    wait_until no_more_files || lab_fail "more open files: $(load_files), $files before"
    lab_stop_kea || lab_fail "the server ended with an error"
}

LOAD_THREADS=0
live
# With threads Kea goes another way when a configuration is refused.
LOAD_THREADS=4
live
echo good
