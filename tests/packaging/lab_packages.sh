# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# What the tests of the packages share, after lab.sh: the example that a package brings, and a phone.
# $ROOT: the folder that the packages are unpacked in, empty when they are installed.

ROOT=''
# What the example gives to a DP-9871.
# shellcheck disable=SC2034 # for the scripts that read this one
OCTETS=$(sed -n 's/^EXAMPLE=//p' tests/hook/lab_hook.sh)

# packages_config FILE: the installed example, with what its comment says is to be changed, changed.
packages_config() {
    packages_library=$(find "$ROOT/usr/lib" -name libdhcp_cdc43.so)
    sed -e "s|\"eth0\"|\"$LAB_SERVER_IF\"|" -e "s|/run/kea/kea4-ctrl-socket|$LAB_KEA_SOCKET|" \
        -e "s|/usr/lib/[^\"]*libdhcp_cdc43.so|$packages_library|" \
        "$ROOT/usr/share/doc/kea-hook-cdc43/examples/kea-dhcp4.json" >"$1"
}

# packages_phone WHAT OCTETS: what a DP-9871 gets, read by a client that is not ours.
packages_phone() {
    expect "$1" "$(lab_client /usr/bin/python3 tests/support/dhcp_phone.py 60 "$LAB_CLIENT_IF" DP-9871 \
        00:1a:2b:00:98:71 15,43 | sed 's/^$/-/')" "$2"
}

# packages_boot: our phone boots, and says what it has got.
packages_boot() {
    lab_client "$ROOT/usr/bin/cdc43-phone" boot --interface "$LAB_CLIENT_IF" --model DP-9871 \
        --mac 00:1a:2b:00:98:71 --state "$LAB_DIR/phone" --factory-reset --timeout 120 \
        >"$LAB_DIR/boot.log" 2>&1 || lab_fail "the phone does not boot: $(cat "$LAB_DIR/boot.log")"
    expect_in "the phone" "$(cat "$LAB_DIR/boot.log")" CP-9871-SEP001A2B009871.example.nl
}
