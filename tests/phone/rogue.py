#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A DHCP server that answers as it should not: rogue.py INTERFACE MODE OPTION43-HEX."""
import os
import socket
import struct
import sys

INTERFACE, MODE, OPTION43 = sys.argv[1], sys.argv[2], bytes.fromhex(sys.argv[3])
SERVER = bytes([192, 0, 2, 1])
DISCOVER, OFFER, REQUEST, ACK, NAK = 1, 2, 3, 5, 6


def option(code, value):
    """One option, in several instances when it is longer than one can be."""
    parts = [value[i:i + 255] for i in range(0, len(value), 255)] or [b""]
    return b"".join(bytes([code, len(part)]) + part for part in parts)


def answer(query, kind, options=b"", server=SERVER, file=b"", sname=b"", end=b"\xff"):
    """A reply in the form of RFC 2131 2."""
    address = bytes(4) if kind == NAK else bytes([192, 0, 2, 77])
    fixed = bytes([2, 1, 6, 0]) + query[4:8] + struct.pack("!HH", 0, 0x8000)
    fixed += bytes(4) + address + bytes(8) + query[28:44]
    fixed += sname.ljust(64, b"\0") + file.ljust(128, b"\0") + bytes([99, 130, 83, 99])
    return (fixed + option(53, bytes([kind])) + option(54, server)
            + option(51, struct.pack("!I", 600)) + options + end)


def junk(query, good):
    """What must not impress a client."""
    yield b""
    yield b"\x02"
    yield os.urandom(300)
    yield good[:239]
    yield good[:250]
    yield bytes([1]) + good[1:]
    yield good[:4] + bytes([query[4] ^ 1]) + good[5:]
    yield good[:28] + bytes([query[28] ^ 2]) + good[29:]
    yield good[:236] + bytes(4) + good[240:]
    yield good[:240] + b"\xff"
    yield good[:240] + bytes([53, 1, 99]) + good[243:]
    yield os.urandom(9000)


def replies(query, kind, state):
    """The answers to one message of the client, in order."""
    bad43 = option(43, bytes.fromhex("0b0166")) + option(15, b"rogue.example")
    good43 = option(43, OPTION43) + option(15, b"example.nl")
    offer = answer(query, OFFER, good43)
    good = answer(query, ACK, good43)
    if MODE == "junk":
        if kind == DISCOVER:
            yield from junk(query, answer(query, OFFER, bad43))
            yield good
            yield offer
        else:
            yield from junk(query, answer(query, ACK, bad43))
            yield answer(query, ACK, bad43, server=bytes([192, 0, 2, 66]))
            yield answer(query, NAK, server=bytes([192, 0, 2, 66]))
            yield good
    elif MODE == "nak":
        state["requests"] = state.get("requests", 0) + (kind == REQUEST)
        yield offer if kind == DISCOVER else answer(query, NAK) if state["requests"] == 1 else good
    elif MODE == "cut":
        yield answer(query, OFFER, bytes([43, 9, 1, 2]), end=b"")
    elif MODE == "silent":
        if kind == DISCOVER:
            yield offer
    elif kind == DISCOVER:
        yield offer
    elif MODE == "long":
        yield answer(query, ACK, option(43, bytes(300)))
    elif MODE == "overload":
        yield answer(query, ACK, option(52, b"\3") + option(43, OPTION43[:30]),
                     file=option(43, OPTION43[30:50]) + option(15, b"example.nl") + b"\xff",
                     sname=option(43, OPTION43[50:]) + b"\xff")


def main():
    """Serves until it is ended."""
    state = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as port:
        port.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        port.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, INTERFACE.encode())
        port.bind(("", 67))
        print("ready", flush=True)
        while True:
            query = port.recv(4096)
            kinds = query[240:].split(b"\x35\x01", 1)
            if len(kinds) == 2:
                for reply in replies(query, kinds[1][0], state):
                    port.sendto(reply, ("255.255.255.255", 68))


main()
