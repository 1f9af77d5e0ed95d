#!/bin/sh
# SPDX-License-Identifier: MIT
# What servers of this machine send when the value is as long as it can be, or one octet longer: the ACK
# of each, in hexadecimal, as vectors/tools/observed.json has them: observed.sh
set -eu
. tests/support/lab.sh
. tests/formats/servers.sh

cdc43=${CDC43_BUILD:?}/tlv/cdc43

# ack NAME FORMAT: the ACK of the server with $LAB_DIR/text, as a row of the file.
ack() {
    server_start "$2" "$LAB_DIR/text" || lab_fail "$1 does not start"
    lab_capture_start "$LAB_DIR/wire.pcap"
    lab_client /usr/bin/python3 tests/support/dhcp_phone.py 60 "$LAB_CLIENT_IF" DP-9871 \
        00:1a:2b:00:00:01 15,43 >"$LAB_DIR/got" || :
    lab_capture_stop
    server_stop
    printf '  {"what": "%s", "message": "%s"},\n' "$1" \
        "$(tshark -r "$LAB_DIR/wire.pcap" -Y 'dhcp.option.dhcp == 5' -T fields -e udp.payload 2>/dev/null | head -n 1)"
}

# hex LENGTH: a value of that length. All six suboptions, with SHA-256 and a password of 16 octets, have 63
# besides the Server.
hex() {
    hex_server=$(($1 - 63))
    printf '0a01010b%02x%s0c20%064d0d10%s0e01010f0101' "$hex_server" \
        "$(printf 'http://h/%0*d' $((hex_server - 9)) 7 | od -An -v -tx1 | tr -d ' \n')" 7 \
        44323333434346394239393532413135
}

lab_begin
version() { dpkg-query -W -f '${Version}' "$1" | sed 's/^[0-9]*://; s/[-+].*//'; }

for length in 254 255; do
    cat >"$LAB_DIR/text" <<TEXT
"option-def": [ { "name": "vendor-encapsulated-options", "code": 43, "type": "binary" } ],
"option-data": [ { "name": "vendor-encapsulated-options", "data": "$(hex $length)" } ]
TEXT
    ack "Kea $(version kea-dhcp4-server), the whole value of $length octets" kea
done
for length in 255 256; do
    echo "option vendor-encapsulated-options $(hex $length | sed 's/../&:/g; s/:$//');" >"$LAB_DIR/text"
    ack "ISC dhcpd $(version isc-dhcp-server), $length octets" isc-dhcpd
done
for length in 69 255; do
    server=$((length - 63))
    cat >"$LAB_DIR/text" <<TEXT
dhcp-option=vendor:DP-98,10,1b
dhcp-option=vendor:DP-98,11,$(printf 'h%0*d' $((server - 1)) 7)
dhcp-option=vendor:DP-98,12,$(printf '%062d07' 0 | sed 's/../&:/g; s/:$//')
dhcp-option=vendor:DP-98,13,D233CCF9B9952A15
dhcp-option=vendor:DP-98,14,1b
dhcp-option=vendor:DP-98,15,1b
TEXT
    ack "dnsmasq $(version dnsmasq-base), typed lines of $length octets" dnsmasq
done
for length in 255 256; do
    "$cdc43" encode --from - --format systemd-networkd >"$LAB_DIR/text" 2>/dev/null <<TEXT || :
$(hex 200)
TEXT
    server=$((length - 63))
    sed -i "s/^SendVendorOption=11:.*/SendVendorOption=11:string:$(printf 'h%0*d' $((server - 1)) 7)/" "$LAB_DIR/text"
    ack "systemd-networkd $(version systemd), typed lines of $length octets" systemd-networkd
done
