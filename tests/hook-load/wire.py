# SPDX-License-Identifier: MIT
# Checks option 43 in every answer of a capture: exactly one instance, exactly the octets of then.
"""usage: wire.py CAPTURE OCTETS            every answer has these octets (hexadecimal)
       wire.py CAPTURE OCTETS --bound KEY MODEL DOMAIN
                                         these octets with stars in place of a password of 32 octets,
                                         which is the right one for each MAC address (tests/hook/bound.py)
       wire.py CAPTURE --timeline FILE   the octets that were configured at that moment

FILE is a JSON list of {"from", "to", "before", "after"}: between two moments the octets changed.
Inside such a window both are good, outside only those that were configured then. Exit status 1 when
one answer is wrong; the figures are printed."""
import collections
import json
import os
import struct
import sys

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "hook"))
import bound

SLACK = 0.01  # seconds between a packet's time stamp and the moment that it was made


def packets(path):
    """(time, UDP payload) of each packet in a pcap file of Ethernet frames."""
    with open(path, "rb") as file:
        data = file.read()
    magic = data[:4]
    order = "<" if magic in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    fraction = 1e-9 if magic in (b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d") else 1e-6
    at = 24
    head = struct.Struct(order + "IIII")
    while at + 16 <= len(data):
        seconds, parts, size, full = head.unpack_from(data, at)
        frame = data[at + 16 : at + 16 + size]
        if len(frame) != size:
            return  # the capture was ended in the middle of a packet
        if size != full:
            raise ValueError("the capture cuts packets")
        at += 16 + size
        if frame[12:14] == b"\x08\x00" and frame[23] == 17:
            yield seconds + parts * fraction, frame[14 + (frame[14] & 15) * 4 + 8 :]


def option43(message):
    """(message type, value of option 43, None without one, or a word when the answer is broken)."""
    kind, found, at = 0, None, 240
    if message[0] != 2 or message[236:240] != b"\x63\x82\x53\x63":
        return 0, None
    try:
        while message[at] != 255:
            code = message[at]
            if code == 0:
                at += 1
                continue
            size = message[at + 1]
            value = message[at + 2 : at + 2 + size]
            if len(value) != size:
                return kind, "cut"
            if code == 53:
                kind = value[0]
            elif code == 43:
                if found is not None:
                    return kind, "several instances"
                found = value
            at += 2 + size
    except IndexError:
        return kind, "no end"
    return kind, found


class Timeline:
    """What may be in an answer at which moment; moments never go back."""

    def __init__(self, windows):
        self.windows = [(w["from"] - SLACK, w["to"] + SLACK, bytes.fromhex(w["before"]),
                         bytes.fromhex(w["after"])) for w in windows]
        self.at = 0

    def allowed(self, moment):
        while self.at < len(self.windows) and moment > self.windows[self.at][1]:
            self.at += 1
        if self.at == len(self.windows):
            return self.windows[-1][3:]
        start, _, before, after = self.windows[self.at]
        return (before,) if moment < start else (before, after)


def main():
    mask = lambda message, value: value
    if len(sys.argv) == 7 and sys.argv[3] == "--bound":
        key, (model, domain) = bound.key_of(sys.argv[4]), sys.argv[5:]

        def mask(message, value):
            if not isinstance(value, bytes):
                return value
            line = " ".join(["-", message[28:34].hex(), "-", value.hex()])
            return bytes.fromhex(bound.mask(line, key, model, domain))

        del sys.argv[3:]
    if len(sys.argv) == 4 and sys.argv[2] == "--timeline":
        with open(sys.argv[3], encoding="ascii") as file:
            allowed = Timeline(json.load(file)).allowed
    elif len(sys.argv) == 3:
        only = (bytes.fromhex(sys.argv[2]),)
        allowed = lambda moment: only
    else:
        sys.exit(__doc__)
    counts, values, wrong = collections.Counter(), collections.Counter(), 0
    for moment, message in sorted(packets(sys.argv[1]), key=lambda packet: packet[0]):
        kind, value = option43(message)
        if kind not in (2, 5):
            continue
        value = mask(message, value)
        counts[kind] += 1
        values[value] += 1
        if value not in allowed(moment):
            wrong += 1
            if wrong <= 5:
                shown = value.hex() if isinstance(value, bytes) else value
                print(f"at {moment:.6f}: message type {kind} with {shown}", file=sys.stderr)
    print(f"{counts[2]} OFFERs, {counts[5]} ACKs, {len(values)} different values, {wrong} wrong")
    sys.exit(1 if wrong or not counts[5] else 0)


if __name__ == "__main__":
    main()
