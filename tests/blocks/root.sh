#!/bin/bash
# SPDX-License-Identifier: MIT
# The part of tests/pages that runs in a fresh root: root.sh [PAGE...]. There is no systemd in it: functions of the
# same names start Kea and show its log.
set -eu
cd "$(dirname "$0")/../.."
apt() {
    apt-get --yes --no-install-recommends -o Dpkg::Options::=--force-confold "$@"
}
# What the test itself needs.
apt install kea-dhcp4-server iproute2 python3 openssl socat >/tmp/said 2>&1 || {
    cat /tmp/said
    exit 1
}
cp /etc/kea/kea-dhcp4.conf /root/kea-dhcp4.conf
# shellcheck source=tests/support/lab.sh
. tests/support/lab.sh
# The pages' interfaces, each in a namespace of its own.
LAB_SERVER_IF=eth0
LAB_CLIENT_IF=eth0
lab_begin
# shellcheck disable=SC2034 # for lab.sh
LAB_KEA_SOCKET=/run/kea/kea4-ctrl-socket
tree=$PWD
state=/tmp/phone
# shellcheck source=tests/blocks/fixtures.sh
. tests/blocks/fixtures.sh
# shellcheck source=tests/blocks/run.sh
. tests/blocks/run.sh

# What systemd would do.
systemctl() {
    [ "$*" = 'restart kea-dhcp4-server' ] || lab_fail "systemctl $*"
    lab_stop_kea || lab_fail "the server ended with an error"
    mkdir -p /run/kea /var/log/kea /var/lib/kea
    chown _kea /run/kea
    chmod 0750 /run/kea
    lab_kea_start /etc/kea/kea-dhcp4.conf
}
# A person types slower than the library reports.
journalctl() {
    wait_until grep -q 'CDC43_HOOK_CONFIGURED\|DHCP4_INIT_FAIL' "$LAB_KEA_LOG"
    cat "$LAB_KEA_LOG"
}
# The server's commands see its interfaces; the phone is elsewhere.
cdc43-kea() {
    lab_server /usr/bin/cdc43-kea "$@"
}
cdc43-phone() {
    lab_client /usr/bin/cdc43-phone "$@"
}
kea-shell() {
    lab_server /usr/sbin/kea-shell "$@"
}

# A page begins with Debian's configuration, and with the packages if it does not install them itself.
page_begin() {
    cp /root/kea-dhcp4.conf /etc/kea/kea-dhcp4.conf
    if [ "$page" = kea-hook/README.md ]; then
        apt purge kea-hook-cdc43 cdc43-tools >/tmp/said 2>&1
    else
        apt install --reinstall /root/packages/*.deb >/tmp/said 2>&1 || lab_fail "$(cat /tmp/said)"
    fi
}

apt install /root/packages/*.deb >/tmp/said 2>&1 || lab_fail "$(cat /tmp/said)"
/usr/bin/python3 tests/blocks/blocks.py --script root "$@" >"$LAB_DIR/script"
blocks_begin
ln -s /root/packages/*.deb "$files"
# shellcheck source=/dev/null
. "$LAB_DIR/script"
echo "$ran commands and blocks good, $left left out"
[ "$ran" -gt 0 ]
