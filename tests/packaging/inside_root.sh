#!/bin/sh
# SPDX-License-Identifier: MIT
# The part of tests/packaging/run that runs in a fresh root: the life of a package, beside a server that
# is never interrupted. /packages has the packages, /repository a later Kea (see later_kea.sh).
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lab.sh
. tests/support/lab.sh
# shellcheck source=tests/packaging/lab_packages.sh
. tests/packaging/lab_packages.sh
CONFIG=/etc/kea/kea-dhcp4.conf

# What was installed for ours alone goes with it, even if another package recommends it.
apt() {
    apt-get --yes --no-install-recommends -o Dpkg::Options::=--force-confold \
        -o APT::AutoRemove::RecommendsImportant=false -o APT::AutoRemove::SuggestsImportant=false "$@"
}

# quietly WHAT COMMAND...: shows what it says when it fails.
quietly() {
    quietly_what=$1
    shift
    "$@" >/tmp/said 2>&1 || {
        cat /tmp/said
        lab_fail "$quietly_what"
    }
}

version() {
    dpkg-query -W -f '${db:Status-Status} ${Version}' "$1" 2>/dev/null || echo no
}

# without_library: takes it out of the configuration, as the page says, and lets the server read it.
without_library() {
    sed '/"hooks-libraries"/,/^    \],/d' "$CONFIG" >/tmp/config
    cat /tmp/config >"$CONFIG"
    expect_in "config-reload" "$(lab_control '{"command": "config-reload"}')" '"result": 0'
}

# files: every file and folder that is not data of apt, dpkg or the server.
files() {
    find / -xdev \( -path /proc -o -path /dev -o -path /sys -o -path /tmp -o -path /run -o -path /var/tmp \
        -o -path /var/lib/apt -o -path /var/lib/dpkg -o -path /var/cache -o -path /var/log \
        -o -path /packages -o -path /repository \) -prune -o -print | sort
}

lab_begin
# Where Debian has it: newer releases take no other folder, and want this mode.
LAB_KEA_SOCKET=/run/kea/kea4-ctrl-socket
mkdir -p /run/kea && chmod 0750 /run/kea

echo "== install"
quietly "Kea is not installed" apt install kea-dhcp4-server
kea=$(version kea-dhcp4-server)
cp "$CONFIG" /tmp/config.of-kea
files >/tmp/files.before
cp /var/lib/dpkg/status /tmp/status.before
quietly "the previous packages are not installed" apt install /packages/previous/*.deb
previous=$(version kea-hook-cdc43)

echo "== configure, from the installed example, and serve a phone"
packages_config "$CONFIG"
quietly "cdc43-kea refuses the example" lab_server cdc43-kea check "$CONFIG"
quietly "the vectors fail" cdc43-vectors
lab_kea "$CONFIG"
packages_phone "the first phone" "$OCTETS"
packages_boot

echo "== upgrade from the previous package, under a server that runs"
quietly "the packages are not upgraded" apt install /packages/*.deb
[ "$(version kea-hook-cdc43)" != "$previous" ] || lab_fail "the version is still $previous"
packages_phone "after the upgrade" "$OCTETS"
lab_stop_kea || lab_fail "the server ended with an error"
lab_kea "$CONFIG"
packages_phone "with the new library" "$OCTETS"

echo "== a security update of Kea, with the same number for hooks"
echo 'deb [trusted=yes] file:/repository/revision ./' >/etc/apt/sources.list.d/later.list
quietly "apt update" apt update
quietly "apt upgrade" apt upgrade
expect_in "Kea after apt upgrade" "$(version kea-dhcp4-server)" +later
[ "$(version kea-hook-cdc43)" != no ] || lab_fail "the hook was removed"
packages_phone "after the security update" "$OCTETS"

echo "== the next Kea, for which there is no hook yet"
echo 'deb [trusted=yes] file:/repository/patch ./' >/etc/apt/sources.list.d/later.list
quietly "apt update" apt update
quietly "apt upgrade" apt upgrade
expect_in "Kea after apt upgrade" "$(version kea-dhcp4-server)" +later
expect_in "apt upgrade says" "$(cat /tmp/said)" 'kept back'
if apt dist-upgrade >/tmp/said 2>&1; then
    # apt has held Kea, or the hook has gone while the configuration names it.
    expect_in "Kea after apt dist-upgrade" "$(version kea-dhcp4-server)" +later
    echo "apt dist-upgrade keeps Kea back"
else
    expect_in "the refusal" "$(cat /tmp/said)" 'kea-hook-cdc43: not removed, because /etc/kea/kea-dhcp4.conf names'
    expect_in "Kea after the refusal" "$(version kea-dhcp4-server)" +later
    echo "apt dist-upgrade is stopped by the hook's package"
fi
packages_phone "Kea was not upgraded" "$OCTETS"
lab_stop_kea || lab_fail "the server ended with an error"
lab_kea "$CONFIG"
packages_phone "a restart in this state" "$OCTETS"
quietly "apt --fix-broken" apt --fix-broken install

echo "== the same Kea, with the hook that was built for it"
echo 'deb [trusted=yes] file:/repository/both ./' >/etc/apt/sources.list.d/later.list
quietly "apt update" apt update
quietly "apt dist-upgrade" apt dist-upgrade
expect_in "Kea" "$(version kea-dhcp4-server)" +next
expect_in "the hook" "$(version kea-hook-cdc43)" +next

echo "== a server that the library was not built for"
# The trigger of the hook's package says so when the server is unpacked, whatever was forced.
dpkg --force-all -i /repository/mismatch/*.deb >/tmp/said 2>&1 || lab_fail "$(cat /tmp/said)"
expect_in "the trigger says" "$(cat /tmp/said)" "but kea-dhcp4 is 9.9.9: a server with this library would not"
quietly "going back" dpkg --force-all -i /repository/both/kea-dhcp4-server*.deb

echo "== remove: refused while the configuration names the library, then done"
if apt remove kea-hook-cdc43 >/tmp/said 2>&1; then
    lab_fail "removed, although the configuration names the library"
fi
expect_in "the refusal" "$(cat /tmp/said)" 'not removed, because /etc/kea/kea-dhcp4.conf names libdhcp_cdc43.so'
packages_phone "after the refusal" "$OCTETS"
# The same for a file that the configuration includes.
cp "$CONFIG" /tmp/config.named
mv "$CONFIG" /etc/kea/included.json
echo '<?include "/etc/kea/included.json"?>' >"$CONFIG"
if apt remove kea-hook-cdc43 >/tmp/said 2>&1; then
    lab_fail "removed, although the configuration includes a file that names the library"
fi
expect_in "the refusal" "$(cat /tmp/said)" 'not removed, because /etc/kea/included.json names libdhcp_cdc43.so'
rm /etc/kea/included.json
cat /tmp/config.named >"$CONFIG"
without_library
quietly "apt remove" apt remove kea-hook-cdc43
packages_phone "without the library" -
lab_stop_kea || lab_fail "the server ended with an error"
lab_kea "$CONFIG"
packages_phone "restarted without the library" -

echo "== purge: nothing is left"
quietly "apt purge" apt purge kea-hook-cdc43 cdc43-tools libcdc43-dev
quietly "apt autoremove" apt autoremove
# What is not theirs: this test's list, and the configuration that the later Kea brought.
cp /tmp/config.of-kea "$CONFIG"
rm -f /etc/apt/sources.list.d/later.list "$CONFIG.dpkg-dist"
files >/tmp/files.after
diff /tmp/files.before /tmp/files.after >/tmp/left || lab_fail "left behind: $(cat /tmp/left)"
! grep -A 1 -E '^Package: (kea-hook-cdc43|cdc43-tools|libcdc43-dev)$' /var/lib/dpkg/status ||
    lab_fail "dpkg still knows them"
packages_phone "Kea goes on" -
echo "$kea: good"
