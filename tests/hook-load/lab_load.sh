# shellcheck shell=sh disable=SC2034
# SPDX-License-Identifier: MIT
# What the load tests of the hook share: configurations, perfdhcp and the capture. Source it from the
# repository's root, after lab.sh and lab_hook.sh.
#
# perfdhcp is always a relay, so the server has UDP sockets and a subnet for that relay's phones.

LOAD_RELAY=192.0.2.2
# DP-9871 in option 60; one more code, 43, for perfdhcp's own parameter request list.
LOAD_PHONE='-o 60,44502d39383731 -o 55,2b'
LOAD_PERFDHCP_PID=''

# The same profile with other octets, of another length.
HOME_OFFICE='"name": "home", "server": "http://a",
    "root-ca-fingerprint": "0102030405060708090a0b0c0d0e0f1011121314"'
HOME_EXAMPLE=0b08687474703a2f2f610c140102030405060708090a0b0c0d0e0f1011121314

load_begin() {
    lab_begin
    command -v perfdhcp >/dev/null || lab_skip "perfdhcp is not installed (Debian package kea-admin)"
    lab_client ip address add "$LOAD_RELAY/24" dev "$LAB_CLIENT_IF"
}

# load_config FILE HOOKS [MORE]: HOOKS is the list hooks-libraries without its brackets. LOAD_THREADS
# is the number of threads, LEVEL the severity of the log.
load_config() {
    load_threads=false
    [ "${LOAD_THREADS:-0}" -eq 0 ] || load_threads=true
    cat >"$1" <<CONFIG
{ "Dhcp4": { ${3-}
  "interfaces-config": {"interfaces": ["$LAB_SERVER_IF"], "dhcp-socket-type": "udp"},
  "control-socket": {"socket-type": "unix", "socket-name": "$LAB_KEA_SOCKET"},
  "lease-database": {"type": "memfile", "persist": false},
  "multi-threading": {"enable-multi-threading": $load_threads,
      "thread-pool-size": ${LOAD_THREADS:-0}, "packet-queue-size": 4000},
  "expired-leases-processing": {"reclaim-timer-wait-time": 0,
      "flush-reclaimed-timer-wait-time": 0},
  "valid-lifetime": 6000,
  "hooks-libraries": [$2],
  "subnet4": [{"id": 1, "subnet": "10.0.0.0/8", "relay": {"ip-addresses": ["$LOAD_RELAY"]},
               "pools": [{"pool": "10.1.0.0-10.99.255.255"}],
               "option-data": [{"name": "domain-name", "data": "example.nl"}]}],
  "loggers": [{"name": "kea-dhcp4", "output_options": [{"output": "stdout"}],
               "severity": "${LEVEL:-ERROR}"},
              {"name": "kea-dhcp4.dhcp4", "output_options": [{"output": "stdout"}],
               "severity": "INFO"}]
} }
CONFIG
}

# load_hook PARAMETERS [LIBRARY]: our entry in hooks-libraries.
load_hook() {
    printf '{"library": "%s", "parameters": %s}' "${2:-$HOOK}" "$1"
}

# load_start RATE SECONDS [CLIENTS]: perfdhcp in the background.
load_start() {
    # shellcheck disable=SC2086 # LOAD_PHONE is a list of words
    lab_spawn client perfdhcp -4 -r "$1" -p "$2" -R "${3:-20000}" $LOAD_PHONE \
        -W 500000 -l "$LOAD_RELAY" 192.0.2.1 >"$LAB_DIR/perfdhcp.log" 2>&1
    LOAD_PERFDHCP_PID=$LAB_PID
}

# load_finish: waits for it; its figures are in LOAD_SENT, LOAD_OFFERS, LOAD_REQUESTS, LOAD_ACKS. Its
# exit status says whether anything was lost, which is for the caller to judge.
load_finish() {
    wait "$LOAD_PERFDHCP_PID" || :
    LOAD_SENT=$(load_figure 'sent packets' 1)
    LOAD_OFFERS=$(load_figure 'received packets' 1)
    LOAD_REQUESTS=$(load_figure 'sent packets' 2)
    LOAD_ACKS=$(load_figure 'received packets' 2)
    [ "${LOAD_ACKS:-0}" -gt 0 ] || {
        cat "$LAB_DIR/perfdhcp.log" >&2
        lab_fail "perfdhcp has got no answer"
    }
}

load_figure() {
    sed -n "s/^$1: *//p" "$LAB_DIR/perfdhcp.log" | sed -n "$2p"
}

# load_capture_start FILE: the server's answers.
load_capture_start() {
    lab_dumpcap "$1" 'udp src port 67 and src 192.0.2.1' -B 64
}

# load_capture_stop: LOAD_MISSED is the number of packets that the capture says it has lost.
load_capture_stop() {
    lab_capture_stop
    LOAD_MISSED=$(sed -n 's|.*received/dropped.*: [0-9]*/\([0-9]*\) .*|\1|p' "$LAB_DIR/dumpcap.log")
}

# load_statistic NAME: of the running server.
load_statistic() {
    lab_control "{\"command\": \"statistic-get\", \"arguments\": {\"name\": \"$1\"}}" |
        sed -n 's/.*\[ \[ \([0-9]*\),.*/\1/p'
}

# load_memory: resident memory of the server in KiB; load_files: its open files, without those that
# each of Kea's loggers opens with its first message.
load_memory() {
    sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$LAB_KEA_PID/status"
}

load_files() {
    find "/proc/$LAB_KEA_PID/fd" -mindepth 1 ! -lname '*/logger_lockfile' | wc -l
}

# load_all_answered: what the server has received it has answered, by its own count. Between two
# configurations Kea 2.2 cannot send what it had received just before; it says so itself, with any
# hook library and with none.
load_all_answered() {
    wait_until load_is_even || : # threads may be behind
    echo "$load_received packets received, $load_sent answers sent," \
        "$load_unsent not sent because Kea changed its configuration"
    expect "answers" "$((load_sent + load_unsent))" "$load_received"
}

load_is_even() {
    load_received=$(load_statistic pkt4-received)
    load_sent=$(load_statistic pkt4-sent)
    load_unsent=$(grep -c 'DHCP4_PACKET_SEND_FAIL .*Invalid interface' "$LAB_KEA_LOG") || :
    [ "$((load_sent + load_unsent))" = "$load_received" ]
}
