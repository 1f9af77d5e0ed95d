# SPDX-License-Identifier: MIT
"""Asks a DHCP server like a phone and prints option 43 of its answers, read without our code.

Usage: dhcp_phone.py PATIENCE INTERFACE MODEL MAC REQUEST...   one line of output for each REQUEST
("43,15" or "none"): the instances in hexadecimal with "+" between them, "-" for no instance, "no
answer" after PATIENCE seconds without one, twice.
"""
import random
import socket
import struct
import sys

COOKIE = b"\x63\x82\x53\x63"


def message(kind, transaction, mac, model, request, more=b""):
    """A DHCP message from a client without an address, which wants the answer broadcast."""
    head = struct.pack("!BBBBIHH16x", 1, 1, 6, 0, transaction, 0, 0x8000)
    options = bytes([53, 1, kind])
    if model:
        options += bytes([60, len(model)]) + model
    if request:
        options += bytes([55, len(request)]) + bytes(request)
    return head + mac.ljust(16, b"\0") + bytes(192) + COOKIE + options + more + b"\xff"


def options_of(packet):
    """Code and value of each option, in their order."""
    found, at = [], 240
    while at < len(packet) and packet[at] != 255:
        if packet[at] == 0:
            at += 1
            continue
        length = packet[at + 1]
        found.append((packet[at], packet[at + 2 : at + 2 + length]))
        at += 2 + length
    return found


def exchange(udp, transaction, packet, kinds):
    """The server's answer of one of these kinds; None after the silence, twice."""
    for _ in range(2):
        udp.sendto(packet, ("255.255.255.255", 67))
        for _ in range(50):
            try:
                answer = udp.recv(2048)
            except socket.timeout:
                break
            if len(answer) < 240 or answer[4:8] != struct.pack("!I", transaction):
                continue
            options = options_of(answer)
            if dict(options).get(53, b"\0")[0] in kinds:
                return answer, options
    return None


def ask(udp, model, mac, request):
    """DISCOVER and REQUEST; both answers must carry the same."""
    transaction = random.getrandbits(32)
    offer = exchange(udp, transaction, message(1, transaction, mac, model, request), [2])
    if offer is None:
        return "no answer"
    server = dict(offer[1])[54]
    more = bytes([50, 4]) + offer[0][16:20] + bytes([54, 4]) + server
    ack = exchange(udp, transaction, message(3, transaction, mac, model, request, more), [5, 6])
    if ack is None:
        return "no answer"
    values = [[value.hex() for code, value in options if code == 43] for _, options in (offer, ack)]
    if values[0] != values[1]:
        return "OFFER and ACK differ"
    return "+".join(values[1]) if values[1] else "-"


def main():
    patience, interface, model, mac = sys.argv[1:5]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, interface.encode())
        udp.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        udp.settimeout(int(patience))
        udp.bind(("", 68))
        for word in sys.argv[5:]:
            request = [] if word == "none" else [int(code) for code in word.split(",")]
            print(ask(udp, model.encode(), bytes.fromhex(mac.replace(":", "")), request))


if __name__ == "__main__":
    main()
