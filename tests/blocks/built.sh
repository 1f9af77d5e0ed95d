#!/bin/bash
# SPDX-License-Identifier: MIT
# The commands of the pages with the programs of the build, in namespaces of its own: built.sh [PAGE...]
set -eu
# shellcheck source=tests/support/lab.sh
. tests/support/lab.sh
# What it mounts is seen by nobody else. In a root of debian_root.sh this is so already.
if [ "$(id -u)" = 0 ] && [ -z "${CDC43_BLOCKS_APART-}" ]; then
    CDC43_BLOCKS_APART=1 exec unshare --mount --propagation private "$0" "$@"
fi
LAB_SERVER_IF=eth0
LAB_CLIENT_IF=eth0
lab_begin
build=$(realpath "$CDC43_BUILD")
CDC43_BUILD=$build
# Later releases of Kea load from one folder only.
export KEA_HOOKS_PATH="$build/kea-hook"
# shellcheck source=tests/hook/lab_hook.sh
. tests/hook/lab_hook.sh
# shellcheck source=tests/support/chain.sh
. tests/support/chain.sh
chain_need openssl openssl tshark tshark wpa_supplicant wpasupplicant cmake cmake
lab_client ip address add 192.0.2.9/24 dev "$LAB_CLIENT_IF"
tree=$PWD
state=$LAB_DIR/phone
no_kea=--no-kea
installed=$LAB_DIR/installed
# shellcheck source=tests/blocks/fixtures.sh
. tests/blocks/fixtures.sh
# shellcheck source=tests/blocks/run.sh
. tests/blocks/run.sh

# As they are after the installation.
mkdir "$LAB_DIR/bin" "$LAB_DIR/home"
for program in tlv/cdc43 kea-hook/command/cdc43-kea phone-side/cdc43-phone vectors/cdc43-vectors; do
    [ ! -e "$build/$program" ] || ln -s "$build/$program" "$LAB_DIR/bin"
done
PATH=$LAB_DIR/bin:$PATH
HOME=$LAB_DIR/home
mkdir -p "$HOME/.local/lib/wireshark/plugins"
cp "$build/tlv/wireshark/cdc43.lua" "$HOME/.local/lib/wireshark/plugins"
chmod 0711 "$LAB_DIR"
cmake --install "$build" --component cdc43_dev --prefix "$installed" >"$LAB_DIR/install.log"
PKG_CONFIG_PATH=$(dirname "$(find "$installed" -name cdc43.pc)")
export PKG_CONFIG_PATH
{ cat /etc/hosts && echo '127.0.0.1 pv.example.net'; } >"$LAB_DIR/hosts"
mount --bind "$LAB_DIR/hosts" /etc/hosts

# A phone is at the clients' side.
cdc43-phone() {
    lab_client "$LAB_DIR/bin/cdc43-phone" "$@"
}

# As somebody who is not root: newer versions ignore Lua as root, without a word.
tshark() {
    setpriv --reuid=nobody --regid=nogroup --clear-groups tshark "$@"
}

/usr/bin/python3 tests/blocks/blocks.py --script built "$@" >"$LAB_DIR/script"
blocks_begin
# shellcheck source=/dev/null
. "$LAB_DIR/script"
echo "$ran commands and blocks good, $left left out"
[ "$ran" -gt 0 ]
