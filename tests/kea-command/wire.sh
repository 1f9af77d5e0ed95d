#!/bin/sh
# SPDX-License-Identifier: MIT
# What cdc43-kea predicts is what a real Kea puts on the wire: for every configuration of traps/, and
# for stock configurations with random changes, of which CDC43_KEA_MUTANTS says how many.
set -u
# shellcheck source=tests/support/lab.sh
. tests/support/lab.sh

COMMAND=${CDC43_BUILD:?}/kea-hook/command/cdc43-kea
HOOK=${CDC43_HOOK:-$CDC43_BUILD/kea-hook/libdhcp_cdc43.so}
MODEL=DP-9841
MAC=00:1a:2b:3c:4d:5e
MUTANTS=${CDC43_KEA_MUTANTS:-200}
for needed in "$COMMAND" "$HOOK" "$CDC43_BUILD/tlv/cdc43"; do
    [ -r "$needed" ] || lab_skip "$needed is not built"
done

# What the command says about that phone: "refused" when it says that Kea takes this not.
predict() {
    if "$COMMAND" check --no-kea "$1" | grep -qE ': (kea-refuses|key-beside-dhcp4): '; then
        echo refused
    else
        "$COMMAND" explain --model "$MODEL" --mac "$MAC" --subnet 192.0.2.0/24 --request "$2" \
            --show-secrets --format json "$1" >"$LAB_DIR/explained"
        if grep -q '"served": false' "$LAB_DIR/explained"; then
            echo "no answer"
        else
            sed -n 's/^ *"option-43": "\(.*\)",*$/\1/p' "$LAB_DIR/explained" | sed 's/^$/-/'
        fi
    fi
}

# observe REQUEST PATIENCE: what a phone gets that waits so many seconds. An option 43 of no octets and
# none at all are different on the wire, but not to a phone.
observe() {
    lab_client /usr/bin/python3 tests/support/dhcp_phone.py "$2" "$LAB_CLIENT_IF" "$MODEL" "$MAC" "$1" |
        sed 's/^$/-/'
}

reloads() {
    grep -cE 'DHCP4_DYNAMIC_RECONFIGURATION_(SUCCESS|FAIL)' "$LAB_KEA_LOG"
}

reloaded() {
    [ "$(reloads)" -gt "$1" ]
}

# serve FILE: the running server takes that configuration; false when it refuses it.
serve() {
    sed "s|\"libdhcp_cdc43.so\"|\"$HOOK\"|" "$1" >"$LAB_DIR/kea.json"
    if [ -z "$LAB_KEA_PID" ] || is_gone "$LAB_KEA_PID"; then
        lab_kea_start "$LAB_DIR/kea.json" && return
        LAB_KEA_PID=''
        return 1
    fi
    serve_before=$(reloads)
    kill -HUP "$LAB_KEA_PID"
    wait_until reloaded "$serve_before" || lab_fail "the server does not reload for $1"
    grep -E 'DHCP4_DYNAMIC_RECONFIGURATION_(SUCCESS|FAIL)' "$LAB_KEA_LOG" | tail -n 1 |
        grep -q SUCCESS
}

# Octets meant for phones (all values of a Server in these files begin with http) that a phone
# does not take.
is_wrong() {
    case $1 in
    *+*687474* | *687474*+*) return 0 ;;
    *687474*) ! "$CDC43_BUILD/tlv/cdc43" decode "$1" >/dev/null 2>&1 ;;
    *) return 1 ;;
    esac
}

# compare FILE REQUEST
compare() {
    count=$((count + 1))
    wanted=$(predict "$1" "$2")
    if serve "$1"; then
        # Silence that is foretold needs no long wait, a late answer is no silence.
        patience=60
        [ "$wanted" != "no answer" ] || patience=2
        got=$(observe "$2" "$patience")
    else
        got=refused
    fi
    if is_wrong "$got" && "$COMMAND" check "$1" >"$LAB_DIR/report"; then
        bad=$((bad + 1))
        echo "$1: check has no error, although the wire carries $got"
    fi
    [ "$got" = "$wanted" ] && return
    bad=$((bad + 1))
    echo "$1, request list $2: predicted $wanted, on the wire $got"
    cp "$1" "${CDC43_KEEP:-/dev/null}" 2>/dev/null || :
}

lab_begin
lab_find_kea
count=0
bad=0
for file in tests/kea-command/traps/*.json; do
    # The first would crash this server now and then; the second and third need a database; only Kea
    # knows the fourth, and the prediction is made without it; the hook refuses the others by itself.
    case $file in
    */threads.json | */hook-setting-ignored.json | */unseen.json | */kea-verdict.json | */hook-parameters.json | */hook-scope-unknown.json | */hook-twice.json)
        continue
        ;;
    # Releases after 2.2 refuse the keyword.
    */reservation-mode.json | */hook-reservation-mode.json)
        case $("$lab_kea_binary" -v) in 2.2.*) ;; *) continue ;; esac
        ;;
    esac
    compare "$file" 15,43
    # What the hook does depends on the request list more than Kea does.
    case $file in */hook-*) compare "$file" none ;; esac
done
compare tests/kea-command/traps/always-send-missing.json none
compare tests/kea-command/traps/clean-typed.json none
echo "$count configurations of traps/, $bad differ"
[ "$count" -gt 40 ] || bad=$((bad + 1))

count=0
mkdir "$LAB_DIR/mutants"
/usr/bin/python3 tests/kea-command/mutants.py "$LAB_DIR/mutants" "$MUTANTS" "${CDC43_SEED:-1}" ||
    lab_fail "no mutants"
for file in "$LAB_DIR"/mutants/*.json; do
    compare "$file" "$(sed -n 's/^\/\/ request: //p' "$file")"
done
echo "$count changed stock configurations, $bad differ"
[ "$bad" -eq 0 ] && [ "$count" -ge "$MUTANTS" ]
