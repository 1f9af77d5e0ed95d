#!/bin/sh
# SPDX-License-Identifier: MIT
# A pair of servers with libdhcp_ha.so, hot-standby: phones get the same octets from both, from the
# second one when the first has gone, and with a password for each phone the same password.
set -eu
. tests/support/lab.sh
. tests/hook/lab_hook.sh
export PYTHONDONTWRITEBYTECODE=1

HA=$(dpkg -L kea-common 2>/dev/null | grep 'hooks/libdhcp_ha\.so$' | head -n 1)
[ -e "$HA" ] || lab_skip "libdhcp_ha.so is not installed (Debian package kea-common)"

# pair_config NAME ADDRESS: the configuration of one of both, in a file of that name.
pair_config() {
    LAB_KEA_SOCKET=$LAB_DIR/control/$1.sock
    hook_config "$LAB_DIR/$1.json" "{\"profiles\": [{$OFFICE}]}"
    /usr/bin/python3 - "$LAB_DIR/$1.json" "$1" "$LAB_SERVER_IF/$2" "$HA" "$LAB_DIR/key" <<'PYTHON'
import json
import sys

path, name, interface, library, key = sys.argv[1:]
with open(path, encoding="ascii") as file:
    config = json.load(file)
dhcp4 = config["Dhcp4"]
dhcp4["interfaces-config"]["interfaces"] = [interface]
dhcp4["multi-threading"] = {"enable-multi-threading": True, "thread-pool-size": 2}
profile = dhcp4["hooks-libraries"][0]["parameters"]["profiles"][0]
del profile["challenge-password"]
profile["challenge-key-file"] = key
# The servers talk to each other without kea-ctrl-agent, which needs packet threads.
pair = {"this-server-name": name, "mode": "hot-standby",
        "heartbeat-delay": 200, "max-response-delay": 1000, "max-ack-delay": 1000,
        "max-unacked-clients": 0,
        "multi-threading": {"enable-multi-threading": True, "http-dedicated-listener": True},
        "peers": [{"name": "one", "url": "http://192.0.2.1:8001/", "role": "primary"},
                  {"name": "two", "url": "http://192.0.2.2:8002/", "role": "standby"}]}
dhcp4["hooks-libraries"][:0] = [
    {"library": library.replace("_ha.", "_lease_cmds.")},
    {"library": library, "parameters": {"high-availability": [pair]}}]
with open(path, "w", encoding="ascii") as file:
    json.dump(config, file)
PYTHON
}

# pair_start NAME: starts it; LAB_KEA_PID, LAB_KEA_LOG and LAB_KEA_SOCKET are of this one then.
pair_start() {
    LAB_KEA_LOG=$LAB_DIR/$1.log
    pair_of "$1"
    lab_kea "$LAB_DIR/$1.json"
}

# pair_of NAME: commands go to this one.
pair_of() {
    LAB_KEA_SOCKET=$LAB_DIR/control/$1.sock
}

# pair_is NAME STATE: so libdhcp_ha.so says.
pair_is() {
    pair_of "$1"
    lab_control '{"command": "ha-heartbeat"}' | grep -q "\"state\": \"$2\""
}

# pair_sent NAME: how many answers of that server had the octets.
pair_sent() {
    pair_of "$1"
    lab_control '{"command": "cdc43-status"}' | sed 's/.*"sent": \([0-9]*\).*/\1/'
}

# pair_digest NAME: what it serves, passwords and keys included.
pair_digest() {
    pair_of "$1"
    lab_control '{"command": "cdc43-status"}' | sed 's/.*"digest": "\([0-9a-f]*\)".*/\1/'
}

# pair_phone: boots the phone; type, address and octets of its answers, the right password masked.
pair_phone() {
    lab_capture_start "$LAB_DIR/wire.pcap"
    hook_boot DP-9871 00:1a:2b:00:98:71 || lab_fail "no boot: $(cat "$LAB_DIR/boot.log")"
    lab_capture_stop
    lab_answers "$LAB_DIR/wire.pcap" >"$LAB_DIR/answers"
    /usr/bin/python3 tests/hook/bound.py mask "$LAB_DIR/key" DP-9871 example.nl \
        <"$LAB_DIR/answers" >"$LAB_DIR/masked"
    cut -d ' ' -f 1,3 "$LAB_DIR/answers" | paste -d ' ' - "$LAB_DIR/masked"
    rm -f "$LAB_DIR/wire.pcap"
}

lab_begin
lab_server ip address add 192.0.2.2/24 dev "$LAB_SERVER_IF"
(umask 077 && echo 0123456789abcdef-of-the-pair >"$LAB_DIR/key")
stars=$(echo "$EXAMPLE" | sed "s/0d10.*0e01/0d20$(printf '%064d' 0 | sed 's/00/2a/g')0e01/")
pair_config one 192.0.2.1
pair_config two 192.0.2.2

echo "both"
pair_start one
one=$LAB_KEA_PID
pair_start two
for name in one two; do
    wait_until pair_is "$name" hot-standby || lab_fail "$name does not serve as one of a pair"
done
digest=$(pair_digest one)
expect "length of the digest" "${#digest}" 64
expect "digest of the second" "$(pair_digest two)" "$digest"
pair_phone >"$LAB_DIR/first"
expect "answers" "$(cut -d ' ' -f 1,3 "$LAB_DIR/first" | tr '\n' ' ')" "2 $stars 5 $stars "
expect "sent by the first" "$(pair_sent one)" 2
expect "sent by the second" "$(pair_sent two)" 0

echo "the first has gone"
lab_stop "$one" || lab_fail "the server ended with an error"
wait_until pair_is two partner-down || lab_fail "the second does not notice"
pair_phone >"$LAB_DIR/second"
expect "answers" "$(cat "$LAB_DIR/second")" "$(cat "$LAB_DIR/first")"
expect "sent by the second" "$(pair_sent two)" 2

echo "and is back"
pair_start one
wait_until pair_is one hot-standby || lab_fail "the first does not serve any more"
expect "digest" "$(pair_digest one)" "$digest"
pair_phone >"$LAB_DIR/third"
expect "answers" "$(cat "$LAB_DIR/third")" "$(cat "$LAB_DIR/first")"
expect "sent by the second" "$(pair_sent two)" 2

echo "another key on one of both is seen"
(umask 077 && echo 0123456789abcdef-of-one-alone >"$LAB_DIR/key")
pair_of one
expect_in "config-reload" "$(lab_control '{"command": "config-reload"}')" '"result": 0'
[ "$(pair_digest one)" != "$digest" ] || lab_fail "another key, and the same digest"
expect "digest of the second" "$(pair_digest two)" "$digest"
echo good
