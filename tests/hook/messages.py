#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Sends what the DHCP clients at hand do not: INFORM, a relayed DISCOVER, a REQUEST for a foreign
address, BOOTP. Arguments: own address, server's address. The answers are read from a capture."""
import socket
import struct
import sys

own, server = sys.argv[1], sys.argv[2]
VENDOR_CLASS = b"\x3c\x07DP-9871"
WISHES = b"\x37\x02\x0f\x2b"


def send(mac, options, ciaddr="0.0.0.0", giaddr="0.0.0.0", to=server):
    message = struct.pack("!BBBBIHH", 1, 1, 6, 0, mac, 0, 0)
    message += socket.inet_aton(ciaddr) + bytes(8) + socket.inet_aton(giaddr)
    message += bytes.fromhex("001a2b0000%02x" % mac) + bytes(10 + 192)
    message += b"\x63\x82\x53\x63" + options + b"\xff"
    message += bytes(max(0, 300 - len(message)))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        udp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        udp.bind((own, 67 if giaddr != "0.0.0.0" else 68))
        udp.sendto(message, (to, 67))


send(0x11, b"\x35\x01\x08" + VENDOR_CLASS + WISHES, ciaddr=own)
send(0x12, b"\x35\x01\x01" + VENDOR_CLASS + WISHES + b"\x52\x04\x01\x02ab", giaddr=own)
foreign = b"\x32\x04" + socket.inet_aton("198.51.100.7")
send(0x13, b"\x35\x01\x03" + foreign + VENDOR_CLASS + WISHES, to="255.255.255.255")
send(0x14, VENDOR_CLASS)
