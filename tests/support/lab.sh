# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# A network of two namespaces with a real Kea in one and clients in the other, for shell scripts.
#
#   . tests/support/lab.sh
#   lab_begin                        # or exits 77 and says why
#   lab_kea "$LAB_DIR/kea.json"      # a configuration that names $LAB_SERVER_IF
#   lab_capture_start "$LAB_DIR/wire.pcap"
#   lab_client busybox udhcpc -i "$LAB_CLIENT_IF" ...
#   lab_capture_stop
#
# All functions must be called from the script's own shell, not from a subshell: what they start
# dies with the shell that started it, even when that is killed. The namespaces have no name, so
# any number of labs may run at once, and nothing is left on the machine afterwards.
#
# Set by lab_begin:
#   LAB_DIR        an empty folder of the lab's own, mode 0700, removed at the end
#   LAB_SERVER_IF  the server's interface, 192.0.2.1/24, in the server's namespace
#   LAB_CLIENT_IF  the clients' interface, no address, in the clients' namespace
# Set by lab_kea:
#   LAB_KEA_PID    process number of kea-dhcp4
#   LAB_KEA_LOG    its standard output and error (a configuration should log to stdout)
#   LAB_KEA_SOCKET where lab_control looks for the control socket, if the configuration opens it

# shellcheck source=tests/support/wait.sh
. tests/support/wait.sh

# Exported by none: each test passes what a child needs.
LAB_DIR='' LAB_SERVER_IF='lab-server' LAB_CLIENT_IF='lab-client'
LAB_KEA_PID='' LAB_KEA_LOG='' LAB_KEA_SOCKET='' LAB_CAPTURE_PID='' LAB_PID=''
lab_pids='' lab_folders='' lab_capture_file='' lab_server_pid='' lab_client_pid='' lab_kea_binary=''
lab_second_pid='' lab_second_if=''

# lab_known_models: the vendor classes of the known models, one a line.
lab_known_models() {
    sed -n 's/^CDC43_MODEL("\([^"]*\)".*/\1/p' tlv/models.def
}

# lab_skip REASON: ends the script as skipped.
lab_skip() {
    echo "SKIP: $*"
    exit 77
}

# lab_fail REASON: ends the script as failed.
lab_fail() {
    echo "FAIL: $*" >&2
    exit 1
}

lab_begin() {
    [ "$(id -u)" = 0 ] || lab_skip "network namespaces need root"
    for lab_word in unshare nsenter setpriv ip /usr/bin/python3; do
        command -v "$lab_word" >/dev/null || lab_skip "$lab_word is not installed"
    done
    unshare --net true 2>/dev/null || lab_skip "this machine allows no network namespaces"
    LAB_DIR=$(mktemp -d "${TMPDIR:-/tmp}/cdc43-lab.XXXXXX") || exit 1
    LAB_KEA_LOG=$LAB_DIR/kea.log
    # Kea 2.6 wants exactly this mode.
    mkdir -m 0750 "$LAB_DIR/control"
    LAB_KEA_SOCKET=$LAB_DIR/control/kea.sock
    trap lab_end EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM

    lab_hold
    lab_server_pid=$LAB_PID
    lab_hold
    lab_client_pid=$LAB_PID
    lab_server ip link add "$LAB_SERVER_IF" type veth \
        peer name "$LAB_CLIENT_IF" netns "$lab_client_pid" ||
        lab_skip "this machine allows no veth interfaces"
    lab_quiet server
    lab_quiet client
    if ! { lab_server ip address add 192.0.2.1/24 dev "$LAB_SERVER_IF" &&
        lab_server ip link set lo up && lab_server ip link set "$LAB_SERVER_IF" up &&
        lab_client ip link set lo up && lab_client ip link set "$LAB_CLIENT_IF" up; }; then
        lab_fail "the interfaces did not come up"
    fi
    lab_wait_running "$lab_server_pid" "$LAB_SERVER_IF"
    lab_wait_running "$lab_client_pid" "$LAB_CLIENT_IF"
}

# lab_wait_running PID INTERFACE: until the kernel says that it runs. That may be a second after it is up, for a
# bridge, and later on a busy machine; a Kea that starts before opens no socket there, and serves nobody.
lab_wait_running() {
    wait_until lab_is_running "$@" || lab_fail "the interface $2 does not run"
}

lab_is_running() {
    nsenter --net="/proc/$1/ns/net" -- ip -oneline link show dev "$2" | grep -q ' state UP '
}

# A process that keeps a new namespace open. sleep is bounded in case nothing else ends it.
lab_hold() {
    setpriv --pdeathsig KILL unshare --net sleep 3600 &
    LAB_PID=$!
    lab_pids="$lab_pids $LAB_PID"
    wait_until lab_is_apart "$LAB_PID" || lab_fail "no network namespace"
}

lab_is_apart() {
    lab_theirs=$(readlink "/proc/$1/ns/net") || return 1
    [ "$lab_theirs" != "$(readlink /proc/self/ns/net)" ]
}

# Nothing but what the test sends on the wire, and no source address check, which would drop
# answers to clients that have no address yet. Where /proc/sys cannot be written, tests still work.
lab_quiet() {
    # shellcheck disable=SC2016 # $f is for the inner shell
    "lab_$1" sh -c 'for f in all default; do
        echo 1 >/proc/sys/net/ipv6/conf/$f/disable_ipv6
        echo 0 >/proc/sys/net/ipv4/conf/$f/rp_filter
    done' 2>/dev/null || :
}

# lab_server COMMAND..., lab_client COMMAND...: runs it in that namespace and waits for it.
lab_server() {
    nsenter --net="/proc/$lab_server_pid/ns/net" -- "$@"
}

lab_client() {
    nsenter --net="/proc/$lab_client_pid/ns/net" -- "$@"
}

# lab_spawn server|client|PID COMMAND...: the same in the background. Sets LAB_PID to the process
# number of the command itself. PID: a namespace of lab_hold.
lab_spawn() {
    case $1 in
    server) lab_where=$lab_server_pid ;;
    client) lab_where=$lab_client_pid ;;
    *) lab_where=$1 ;;
    esac
    shift
    setpriv --pdeathsig KILL nsenter --net="/proc/$lab_where/ns/net" -- "$@" &
    LAB_PID=$!
    lab_pids="$lab_pids $LAB_PID"
}

# lab_stop PID: ends a process of lab_spawn, at first politely; its exit status is returned.
lab_stop() {
    kill "$1" 2>/dev/null || :
    kill -CONT "$1" 2>/dev/null || : # one that is stopped ends when it goes on
    # A sanitizer looks for leaks at the end, which takes its time on a busy machine.
    wait_until is_gone "$1" || kill -KILL "$1" 2>/dev/null || :
    wait "$1" 2>/dev/null
}

# lab_wire NAME PID PEER: a third namespace's interface NAME, wired to the clients' new interface
# PEER; neither has an address. PID: of lab_hold.
lab_wire() {
    if ! { lab_client ip link add "$3" type veth peer name "$1" netns "$2" &&
        lab_client ip link set "$3" up &&
        nsenter --net="/proc/$2/ns/net" -- ip link set "$1" up &&
        nsenter --net="/proc/$2/ns/net" -- ip link set lo up; }; then
        lab_fail "the interfaces $1 and $3 did not come up"
    fi
    lab_wait_running "$2" "$1"
    lab_wait_running "$lab_client_pid" "$3"
}

# lab_second_server: from now on there is a second server's namespace on the same wire, with 192.0.2.2/24.
# LAB_SERVER_IF changes: it is a bridge then.
lab_second_server() {
    lab_hold
    lab_second_pid=$LAB_PID
    lab_second_if=lab-second
    if ! { lab_server ip link add lab-bridge type bridge forward_delay 0 &&
        lab_server ip link add lab-port type veth peer name "$lab_second_if" netns "$lab_second_pid" &&
        lab_server ip address flush dev "$LAB_SERVER_IF" &&
        lab_server ip link set "$LAB_SERVER_IF" master lab-bridge && lab_server ip link set lab-port master lab-bridge &&
        lab_server ip address add 192.0.2.1/24 dev lab-bridge && lab_server ip link set lab-port up &&
        lab_server ip link set lab-bridge up; }; then
        lab_skip "this machine allows no bridges"
    fi
    LAB_SERVER_IF=lab-bridge
    lab_change_server
    if ! { lab_server ip address add 192.0.2.2/24 dev "$LAB_SERVER_IF" && lab_server ip link set lo up &&
        lab_server ip link set "$LAB_SERVER_IF" up; }; then
        lab_fail "the second server's interface did not come up"
    fi
    lab_quiet server
    lab_wait_running "$lab_server_pid" "$LAB_SERVER_IF"
    lab_change_server
    lab_wait_running "$lab_server_pid" "$LAB_SERVER_IF"
}

# lab_change_server: everything about "server", and LAB_SERVER_IF, is the other one's from now on.
lab_change_server() {
    lab_word=$lab_server_pid
    lab_server_pid=$lab_second_pid
    lab_second_pid=$lab_word
    lab_word=$LAB_SERVER_IF
    LAB_SERVER_IF=$lab_second_if
    lab_second_if=$lab_word
}

# lab_kea_start CONFIG: starts kea-dhcp4 in the server's namespace. It returns at once when the
# server serves, with 1 when it ended or does not serve. LAB_KEA_WRAP may hold
# words to put before the command (valgrind).
lab_kea_start() {
    [ -n "$lab_kea_binary" ] || lab_find_kea
    mkdir -p "$LAB_DIR/run"
    : >"$LAB_KEA_LOG"
    # shellcheck disable=SC2086 # LAB_KEA_WRAP is a list of words
    lab_spawn server env KEA_PIDFILE_DIR="$LAB_DIR/run" KEA_LOCKFILE_DIR="$LAB_DIR/run" \
        KEA_CONTROL_SOCKET_DIR="${LAB_KEA_SOCKET%/*}" \
        ${LAB_KEA_WRAP-} "$lab_kea_binary" -c "$1" >>"$LAB_KEA_LOG" 2>&1
    LAB_KEA_PID=$LAB_PID
    wait_until lab_kea_settled && ! is_gone "$LAB_KEA_PID" && ! grep -q DHCPSRV_OPEN_SOCKET_FAIL "$LAB_KEA_LOG"
}

lab_kea_settled() {
    grep -q DHCP4_STARTED "$LAB_KEA_LOG" || is_gone "$LAB_KEA_PID"
}

# Debian confines /usr/sbin/kea-dhcp4, by its path, to its own folders where AppArmor is active. The
# lab's Kea has its files in the lab's folder, therefore it is a copy there.
lab_find_kea() {
    lab_kea_binary=$(PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v kea-dhcp4) ||
        lab_skip "kea-dhcp4 is not installed (Debian package kea-dhcp4-server)"
    cp "$lab_kea_binary" "$LAB_DIR/kea-dhcp4"
    if "$LAB_DIR/kea-dhcp4" -v >/dev/null 2>&1; then
        lab_kea_binary=$LAB_DIR/kea-dhcp4
    fi
}

# lab_kea CONFIG: the same, but a server that does not serve fails the script and shows its log.
lab_kea() {
    lab_kea_start "$1" && return
    tail -n 40 "$LAB_KEA_LOG" >&2
    lab_fail "kea-dhcp4 does not serve with $1"
}

# lab_stop_kea: ends it; returns its exit status, 0 for a clean end.
lab_stop_kea() {
    [ -n "$LAB_KEA_PID" ] || return 0
    lab_kea_ended=$LAB_KEA_PID
    LAB_KEA_PID=''
    lab_stop "$lab_kea_ended"
}

# lab_control [JSON]: sends a command (standard input without argument) to Kea's control socket
# $LAB_KEA_SOCKET and prints the answer.
# shellcheck disable=SC2120 # the argument may be left out
lab_control() {
    /usr/bin/python3 -c '
import socket, sys
control = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
control.settimeout(120)
control.connect(sys.argv[1])
control.sendall(sys.argv[2].encode() if len(sys.argv) > 2 else sys.stdin.buffer.read())
control.shutdown(socket.SHUT_WR)
while chunk := control.recv(65536):
    sys.stdout.buffer.write(chunk)
print()' "$LAB_KEA_SOCKET" "$@"
}

# lab_capture_start FILE: every DHCP packet on the server's interface into FILE (pcap), from now on.
lab_capture_start() {
    lab_dumpcap "$1" 'udp port 67 or udp port 68'
}

# lab_capture_stop: what was on the wire before is in the file afterwards.
lab_capture_stop() {
    [ -n "$LAB_CAPTURE_PID" ] || return 0
    lab_capture_holds end || lab_fail "dumpcap does not write what it has captured"
    lab_capture_ended=$LAB_CAPTURE_PID
    LAB_CAPTURE_PID=''
    lab_stop "$lab_capture_ended" || :
}

# lab_dumpcap FILE FILTER [WORD...]: packets that the filter takes; the words are more options.
lab_dumpcap() {
    command -v dumpcap >/dev/null || lab_skip "dumpcap is not installed (Debian package tshark)"
    lab_capture_file=$1
    lab_filter=$2
    shift 2
    lab_spawn server dumpcap -q -P "$@" -i "$LAB_SERVER_IF" -f "($lab_filter) or udp dst port 9" \
        -w "$lab_capture_file" 2>"$LAB_DIR/dumpcap.log"
    LAB_CAPTURE_PID=$LAB_PID
    lab_capture_holds begin || {
        cat "$LAB_DIR/dumpcap.log" >&2
        lab_fail "dumpcap does not capture"
    }
}

# lab_capture_holds WORD: waits until a datagram with that word, to the discard port, is in the file.
# A capture begins a little later than its file is there, and hands packets over now and then.
lab_capture_holds() {
    lab_server /usr/bin/python3 -c '
import os, socket, sys, time
interface, path, word = sys.argv[1:]
mark = b"cdc43-lab-capture-" + word.encode()
seen = 0
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
    udp.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    udp.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, interface.encode())
    for _ in range(2400):
        udp.sendto(mark, ("192.0.2.255", 9))
        if os.path.exists(path):
            with open(path, "rb") as file:
                file.seek(max(0, seen - len(mark)))
                if mark in file.read():
                    sys.exit(0)
                seen = file.tell()
        time.sleep(0.05)
sys.exit(1)' "$LAB_SERVER_IF" "$lab_capture_file" "$1"
}

# lab_answers FILE: the server's answers in a capture, one per line: message type (2 OFFER, 5 ACK,
# 6 NAK), the client's MAC address, its IP address, and the value of option 43 in hexadecimal, "-"
# if there is none; "+" between instances, if there are several. Read by tshark, not by our code.
lab_answers() {
    command -v tshark >/dev/null || lab_skip "tshark is not installed"
    tshark -r "$1" -Y 'dhcp.type == 2' -T fields -E separator=' ' -E occurrence=a \
        -e dhcp.option.dhcp -e dhcp.hw.mac_addr -e dhcp.ip.your -e dhcp.option.type \
        -e dhcp.option.value 2>/dev/null | awk '{
            sub(/,.*/, "", $2)
            n = split($4, types, ",")
            split($5, values, ",")
            found = ""
            at = 0
            for (i = 1; i <= n; i++) {
                if (types[i] == 0 || types[i] == 255) continue # have no value
                at++
                if (types[i] == 43) found = found (found == "" ? "" : "+") values[at]
            }
            print $1, $2, $3, found == "" ? "-" : found
        }'
}

# expect WHAT GOT WANTED
expect() {
    [ "$2" = "$3" ] || lab_fail "$1: got '$2', wanted '$3'"
}

# expect_in WHAT TEXT PART
expect_in() {
    case $2 in
    *"$3"*) ;;
    *) lab_fail "$1: '$3' is not in: $2" ;;
    esac
}

# expect_not_in WHAT TEXT PART
expect_not_in() {
    case $2 in
    *"$3"*) lab_fail "$1: '$3' is in: $2" ;;
    esac
}

# lab_end: runs at the script's end by itself; ends every process and removes the folder.
lab_end() {
    lab_status=$?
    trap - EXIT
    trap '' HUP INT TERM # another Ctrl-C would leave the folder
    LAB_CAPTURE_PID='' LAB_KEA_PID=''
    # The namespaces' holders were first; everything else goes before them.
    lab_reversed=''
    for lab_word in $lab_pids; do
        lab_reversed="$lab_word $lab_reversed"
    done
    for lab_word in $lab_reversed; do
        is_gone "$lab_word" || lab_stop "$lab_word" || :
    done
    # shellcheck disable=SC2086 # a list; names of mktemp
    [ -z "$LAB_DIR" ] || rm -rf "$LAB_DIR" $lab_folders
    exit "$lab_status"
}
