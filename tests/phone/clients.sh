#!/bin/sh
# SPDX-License-Identifier: MIT
# A real DHCP client, udhcpc or dhcpcd, with our script, against a real Kea.
set -eu
. tests/support/lab.sh
. tests/phone/lab_phone.sh
PHONE=${CDC43_BUILD:?}/phone-side/cdc43-phone
scripts=$PWD/phone-side/scripts

# check_applied CLIENT DIR DOMAIN: the state after a good answer.
check_applied() {
    expect "$1: state" "$(phone_field "$2" state)" provisioned
    expect "$1: server" "$(phone_field "$2" server)" http://10.79.57.91
    expect "$1: password length" "$(phone_field "$2" challenge-password-length)" 16
    expect "$1: Common Name" "$(phone_field "$2" common-name)" "CP-9871-SEP001A2B3C4D5E${3:+.$3}"
    expect "$1: mode" "$(stat -c %a "$2/state")" 600
}

# check_refused CLIENT DIR TEXT: nothing applied, and the status says why.
check_refused() {
    expect "$1: state" "$(phone_field "$2" state)" factory-reset
    expect_in "$1: status" "$(phone_field "$2" status)" "$3"
}

# run_udhcpc DIR
run_udhcpc() {
    lab_client env CDC43_PHONE="$PHONE" CDC43_PHONE_MODEL=DP-9871 CDC43_PHONE_STATE="$1" \
        CDC43_PHONE_NEXT="$LAB_DIR/next" \
        busybox udhcpc -i "$LAB_CLIENT_IF" -f -q -n -t 20 -T 5 -V DP-9871 -O 43 \
        -s "$scripts/udhcpc.script" >"$LAB_DIR/client.log" 2>&1
}

# run_dhcpcd DIR: dhcpcd has no way to be told where its folders are, so it gets a mount namespace.
run_dhcpcd() {
    cat >"$LAB_DIR/dhcpcd.conf" <<CONFIG
vendorclassid DP-9871
clientid
option vendor_encapsulated_options, domain_name
noarp
noipv6
noipv4ll
env CDC43_PHONE=$PHONE
env CDC43_PHONE_MODEL=DP-9871
env CDC43_PHONE_STATE=$1
script $scripts/dhcpcd-hook
CONFIG
    # shellcheck disable=SC2016 # $1 and $2 are for the inner shell
    lab_client unshare --mount --propagation private sh -euc '
        mount -t tmpfs none /run && mkdir /run/dhcpcd && mount -t tmpfs none /var/lib/dhcpcd
        exec timeout 120 dhcpcd -f "$1" -B -1 -4 "$2"
    ' sh "$LAB_DIR/dhcpcd.conf" "$LAB_CLIENT_IF" >"$LAB_DIR/client.log" 2>&1 ||
        lab_fail "dhcpcd ended with an error"
    lab_client ip address flush dev "$LAB_CLIENT_IF"
}

# try_client CLIENT: the same for both.
try_client() {
    dir=$LAB_DIR/$1
    phone_config "$LAB_DIR/kea.json" "$(phone_option43 "$EXAMPLE")" "$(phone_domain example.nl)"
    lab_kea "$LAB_DIR/kea.json"
    "run_$1" "$dir-good"
    check_applied "$1" "$dir-good" example.nl
    expect_in "$1: log" "$(cat "$LAB_DIR/client.log")" "parameters of option 43 were applied"
    expect_not_in "$1: log" "$(cat "$LAB_DIR/client.log")" "$SECRET"
    "run_$1" "$dir-good"
    expect "$1: again" "$(phone_field "$dir-good" outcome)" ignored
    lab_stop_kea

    phone_config "$LAB_DIR/kea.json" "$(phone_option43 "$EXAMPLE")"
    lab_kea "$LAB_DIR/kea.json"
    "run_$1" "$dir-plain"
    check_applied "$1 without domain" "$dir-plain" ''
    lab_stop_kea

    # shellcheck disable=SC2016 # must not be expanded, here or anywhere
    phone_config "$LAB_DIR/kea.json" "$(phone_option43 "$EXAMPLE")" \
        "$(phone_domain '$(touch pwned);x.nl')"
    lab_kea "$LAB_DIR/kea.json"
    "run_$1" "$dir-domain"
    check_refused "$1 with a bad domain" "$dir-domain" "the domain must be"
    lab_stop_kea

    phone_config "$LAB_DIR/kea.json" "$(phone_option43 0b0568747470730c0100)"
    lab_kea "$LAB_DIR/kea.json"
    "run_$1" "$dir-bad"
    check_refused "$1 with a bad option 43" "$dir-bad" "suboption 12"
    lab_stop_kea

    phone_config "$LAB_DIR/kea.json" ""
    lab_kea "$LAB_DIR/kea.json"
    "run_$1" "$dir-none"
    check_refused "$1 without option 43" "$dir-none" "no option 43"
    lab_stop_kea
    echo "$1: good"
}

lab_begin
phone_show_at_failure "$LAB_DIR/client.log"
chmod 755 "$LAB_DIR" # dhcpcd asks as its own user
lab_client ip link set "$LAB_CLIENT_IF" address 00:1a:2b:3c:4d:5e
lab_client ip link set "$LAB_CLIENT_IF" up
cat >"$LAB_DIR/next" <<NEXT
#!/bin/sh
echo "\$1" >>"$LAB_DIR/events"
NEXT
chmod 755 "$LAB_DIR/next"
case ${1:?udhcpc or dhcpcd} in
udhcpc)
    busybox udhcpc --help >/dev/null 2>&1 || lab_skip "busybox has no udhcpc here"
    try_client udhcpc
    expect_in "udhcpc: the next script" "$(cat "$LAB_DIR/events")" bound
    ;;
dhcpcd)
    command -v dhcpcd >/dev/null || lab_skip "dhcpcd is not installed"
    unshare --mount --propagation private true 2>/dev/null ||
        lab_skip "no mount namespace of one's own: this root folder is no mount point"
    try_client dhcpcd
    ;;
esac
