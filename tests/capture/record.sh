#!/bin/sh
# SPDX-License-Identifier: MIT
# Records vectors/captures: the five models boot against real servers. What a reader must find is taken from
# tshark and from the second implementation of the format, not from our reader: record.sh FOLDER
set -eu
. tests/support/lab.sh
. tests/hook/lab_hook.sh
. tests/formats/servers.sh
folder=$(realpath "${1:?}")
cdc43=$CDC43_BUILD/tlv/cdc43

version() { dpkg-query -W -f '${Version}' "$1" | sed 's/^[0-9]*://; s/[-+].*//'; }

# record FILE ORIGIN NOTE SECONDS: all models boot.
record() {
    rm -f "$LAB_DIR/wire.pcap"
    lab_capture_start "$LAB_DIR/wire.pcap"
    for model in $MODELS; do
        lab_client "$PHONE" boot --interface "$LAB_CLIENT_IF" --model "$model" --mac "00:1a:2b:00:${model#???}" \
            --state "$LAB_DIR/phone-$model" --factory-reset --timeout "$4" >"$LAB_DIR/boot.log" 2>&1 || :
    done
    lab_capture_stop
    tshark -F pcapng -r "$LAB_DIR/wire.pcap" -Y dhcp -w "$LAB_DIR/$1" 2>/dev/null
    editcap --discard-capture-comment "$LAB_DIR/$1" "$folder/$1" 2>/dev/null || cp "$LAB_DIR/$1" "$folder/$1"
    /usr/bin/python3 tests/capture/captures.py --add "$folder" "$1" "$2" "$3"
}

lab_begin
rm -f "$folder/captures.json"

hook_config "$LAB_DIR/kea.json" "{\"profiles\": [{$OFFICE}]}"
lab_kea "$LAB_DIR/kea.json"
record kea-hook.pcapng "Kea $(version kea-dhcp4-server) with libdhcp_cdc43.so" \
    "the published example, in one instance" 60
lab_stop_kea || :

# plain FILE NOTE OPTIONS: Kea without the hook.
plain() {
    hook_config "$LAB_DIR/kea.json" '{}' "$3"
    sed -i '/hooks-libraries/d' "$LAB_DIR/kea.json"
    lab_kea "$LAB_DIR/kea.json"
    record "$1" "Kea $(version kea-dhcp4-server)" "$2" 60
    lab_stop_kea || :
}
raw='"option-def": [{"name": "vendor-encapsulated-options", "code": 43, "type": "binary"}],
    "option-data": [{"name": "vendor-encapsulated-options", "csv-format": false, "data": "'
# shellcheck disable=SC2046 # a word for each octet
long=0b89$(printf 'http://h/%0128d' 7 | od -An -v -tx1 | tr -d ' \n')0c40$(printf '%0128d' 7)0d2f$(printf '37%.0s' $(seq 47))
plain kea-split.pcapng "254 octets, which plain Kea sends in several instances" "$raw$long\"}],"
plain kea-https.pcapng "an https Server, which no phone takes" "${raw}0b0968747470733a2f2f680c14$(printf '%040d' 7)\"}],"
plain kea-without.pcapng "no option 43" ''

for format in dnsmasq isc-dhcpd; do
    echo "$EXAMPLE" | "$cdc43" encode --from - --format "$format" >"$LAB_DIR/text"
    server_start "$format" "$LAB_DIR/text"
    case $format in
    dnsmasq) origin="dnsmasq $(version dnsmasq-base)" ;;
    *) origin="ISC dhcpd $(version isc-dhcp-server)" ;;
    esac
    record "$format.pcapng" "$origin" "the published example, as cdc43 encode --format $format writes it" 60
    server_stop
done
record nobody.pcapng "no server" "nobody answers" 1
