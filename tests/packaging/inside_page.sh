#!/bin/bash
# SPDX-License-Identifier: MIT
# The part of tests/pages that runs in a fresh root: /var/tmp/commands, as a person would type them.
set -eu
cd "$(dirname "$0")/../.."
apt() {
    apt-get --yes --no-install-recommends -o Dpkg::Options::=--force-confold "$@"
}
apt install kea-dhcp4-server iproute2 python3 >/tmp/said 2>&1 || {
    cat /tmp/said
    exit 1
}
# shellcheck source=tests/support/lab.sh
. tests/support/lab.sh
# The page's interfaces, each in a namespace of its own.
LAB_SERVER_IF=eth0
LAB_CLIENT_IF=eth0
lab_begin
set -o pipefail
: >/tmp/printed
# What the commands print goes to a file, also when they end this shell.
exec 3>&1
page_end() {
    page_status=$?
    exec >&3 2>&3
    set +e
    [ "$page_status" -eq 0 ] || cat /tmp/printed
    (exit "$page_status")
    lab_end
}
trap page_end EXIT
LAB_KEA_SOCKET=/run/kea/kea4-ctrl-socket

# What systemd would do.
systemctl() {
    [ "$*" = 'restart kea-dhcp4-server' ] || lab_fail "systemctl $*"
    lab_stop_kea || lab_fail "the server ended with an error"
    mkdir -p /run/kea /var/log/kea /var/lib/kea
    chown _kea /run/kea
    chmod 0750 /run/kea
    lab_kea /etc/kea/kea-dhcp4.conf
}
# A person types slower than the library reports.
journalctl() {
    wait_until grep -q CDC43_HOOK_CONFIGURED "$LAB_KEA_LOG"
    cat "$LAB_KEA_LOG"
}
# The server's commands see its interfaces; the phone is elsewhere.
cdc43-kea() {
    lab_server /usr/bin/cdc43-kea "$@"
}
cdc43-phone() {
    lab_client /usr/bin/cdc43-phone "$@"
}

# run COMMANDS: in this shell, which owns the namespaces.
run() {
    printf '%s\n' "$1" | sed 's/^/  # /'
    cd /root/packages
    eval "$1" >/tmp/printed 2>&1
    cd /var/tmp/cdc43
}

# shows EXPECTED: what the last commands printed has these lines one after the other.
shows() {
    /usr/bin/python3 -c '
import re, sys
wanted = re.escape(sys.argv[1]).replace(re.escape("..."), "(.|\\n)*")
printed = open("/tmp/printed").read()
sys.exit(0 if re.search(wanted, printed) else f"not printed: {sys.argv[1]}\n{printed}")' "$1" ||
        lab_fail "the page shows something else"
}

# shellcheck source=/dev/null
. /var/tmp/commands
echo good
