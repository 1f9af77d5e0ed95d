# SPDX-License-Identifier: MIT
# Talks to a running Kea: commands on its control socket, and DHCP as a relay for one phone.
"""usage: server.py exchanges COUNT VENDOR_CLASS FIRST

That many complete exchanges, one after the other, each by a phone of its own; FIRST is the number
of the first one, so that no phone appears twice. Must run in the clients' network namespace."""
import json
import os
import socket
import struct
import sys

RELAY, SERVER = "192.0.2.2", "192.0.2.1"
COOKIE = b"\x63\x82\x53\x63"


def command(path, name, arguments=None):
    """Kea's answer as a dictionary."""
    request = {"command": name}
    if arguments is not None:
        request["arguments"] = arguments
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as control:
        control.settimeout(120)
        control.connect(path)
        control.sendall(json.dumps(request).encode())
        control.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := control.recv(65536):
            answer += chunk
    return json.loads(answer)


def options_of(message):
    """(code, value) in the order of the wire. A broken list of options is an error."""
    if message[236:240] != COOKIE:
        raise ValueError("no DHCP message")
    at, found = 240, []
    while message[at] != 255:
        if message[at] == 0:
            at += 1
            continue
        size = message[at + 1]
        value = message[at + 2 : at + 2 + size]
        if len(value) != size:
            raise ValueError("option past the end")
        found.append((message[at], value))
        at += 2 + size
    return found


class Phone:
    """One phone behind the relay."""

    def __init__(self, model=b"DP-9871", mac=b"\x00\x1a\x2b\x00\x00\x01", requested=bytes([1, 28, 2, 3, 15, 6, 12, 43])):
        self.model, self.mac, self.requested = model, mac, requested
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self.socket.bind((RELAY, 67))
        self.socket.settimeout(0.5)

    def send(self, kind, extra):
        xid = os.urandom(4)
        head = struct.pack("!BBBB4sHH4s4s4s4s16s192x", 1, 1, 6, 1, xid, 0, 0, b"", b"", b"",
                           socket.inet_aton(RELAY), self.mac)
        options = [(53, bytes([kind])), (60, self.model), (55, self.requested),
                   (61, b"\x01" + self.mac)] + extra
        body = b"".join(bytes([code, len(value)]) + value for code, value in options)
        return xid, head + COOKIE + body + b"\xff"

    def exchange(self, kind, extra, tries=120):
        """The answer to one message, sent again when none comes."""
        for _ in range(tries):
            xid, message = self.send(kind, extra)
            self.socket.sendto(message, (SERVER, 67))
            try:
                while True:
                    answer = self.socket.recv(4096)
                    if answer[4:8] == xid:
                        return answer
            except socket.timeout:
                continue
        raise TimeoutError("the server does not answer")

    def option43(self):
        """Option 43 of an ACK in hexadecimal; "-" without one; "+" between instances."""
        offer = self.exchange(1, [])
        identifier = dict(options_of(offer))[54]
        ack = self.exchange(3, [(54, identifier), (50, offer[16:20])])
        values = [value.hex() for code, value in options_of(ack) if code == 43]
        return "+".join(values) if values else "-"


def main():
    if len(sys.argv) != 5 or sys.argv[1] != "exchanges":
        sys.exit(__doc__)
    phone = Phone(model=sys.argv[3].encode())
    phone.socket.settimeout(120)  # a slow server must not be asked twice
    first = int(sys.argv[4])
    for number in range(first, first + int(sys.argv[2])):
        phone.mac = bytes.fromhex("001a2b") + number.to_bytes(3, "big")
        phone.option43()


if __name__ == "__main__":
    main()
