#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Three foreign readers of DHCP messages against the codec, for what they can judge.

compare.py OURS KEA|- [--count N] [--seed S]

Makes N messages of a known structure: options 43 and 15 in any number of instances, among others,
with and without END. What the codec joins is compared with scapy (instances joined here, since it
does not), Kea's libdhcp++ and tshark. None of them reads fields file and sname as options in the
order of RFC 3396, so that there is no overload here; option 15 stays a plain name, as Kea and tshark
turn it into text; broken messages are left out, as each gives up in its own way.
"""
import argparse
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile

COOKIE = bytes([99, 130, 83, 99])
OTHERS = {1: bytes([255, 255, 255, 0]), 3: bytes([192, 0, 2, 1]), 51: bytes([0, 0, 14, 16]),
          54: bytes([192, 0, 2, 1]), 28: bytes([192, 0, 2, 255])}


def make(rng):
    """A message, and its options in order."""
    options = [(53, bytes([rng.choice((2, 5))]))]
    pool = [(code, value) for code, value in OTHERS.items() if rng.random() < 0.5]
    for _ in range(rng.choice((0, 1, 1, 1, 2, 3))):
        size = rng.choice((1, 3, rng.randrange(1, 80), rng.randrange(1, 130)))
        pool.append((43, bytes(rng.randrange(256) for _ in range(size))))
    for _ in range(rng.choice((0, 1, 1, 2))):
        size = rng.randrange(1, 40)
        pool.append((15, bytes(rng.choice(b"abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(size))))
    rng.shuffle(pool)
    options += pool
    octets = b"".join(bytes([code, len(value)]) + value for code, value in options)
    fixed = struct.pack("!BBBBIHH4s4s4s4s16s64s128s", 2, 1, 6, 0, rng.getrandbits(32), 0, 0x8000,
                        b"", bytes([192, 0, 2, 100]), b"", b"", bytes(rng.getrandbits(8) for _ in range(6)),
                        b"", b"")
    return fixed + COOKIE + octets + (b"\xff" if rng.random() < 0.9 else b"")


def answers(command, messages):
    """Lines of a program that reads messages with their length before."""
    data = b"".join(struct.pack("!H", len(message)) + message for message in messages)
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    return [tuple(line.split(" ")) for line in done.stdout.decode().splitlines()]


def by_scapy(messages):
    """The same answers by scapy."""
    from scapy.layers.dhcp import BOOTP, DHCP  # pylint: disable=import-outside-toplevel
    import scapy.layers.dhcp  # noqa: F401, pylint: disable=unused-import,import-outside-toplevel
    result = []
    for message in messages:
        found = {43: None, 15: None}
        layer = BOOTP(message).getlayer(DHCP)
        for option in layer.options if layer else []:
            if not isinstance(option, tuple):
                continue
            code = {"vendor_specific": 43, "domain": 15}.get(option[0], option[0])
            if code in found:
                value = b"".join(part if isinstance(part, bytes) else str(part).encode()
                                 for part in option[1:])
                found[code] = (found[code] or b"") + value
        result.append(tuple("-" if found[code] is None else found[code].hex() for code in (43, 15)))
    return result


def by_tshark(messages, folder):
    """The same answers by tshark, out of a capture file."""
    path = folder / "messages.pcap"
    with path.open("wb") as file:
        file.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101))
        for number, message in enumerate(messages):
            udp = struct.pack("!HHHH", 67, 68, 8 + len(message), 0) + message
            packet = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0,
                                 bytes([192, 0, 2, 1]), bytes([192, 0, 2, 100])) + udp
            file.write(struct.pack("<IIII", number, 0, len(packet), len(packet)) + packet)
    done = subprocess.run(["tshark", "-n", "-r", str(path), "-T", "fields", "-E", "aggregator=,",
                           "-E", "separator=/t", "-e", "frame.number", "-e", "dhcp.option.type",
                           "-e", "dhcp.option.value"], capture_output=True, text=True, check=True)
    result = []
    for line in done.stdout.splitlines():
        _, types, values = line.split("\t")
        types = [code for code in types.split(",") if code not in ("255", "0")]
        values = values.split(",")
        found = {"43": "-", "15": "-"}
        if len(types) != len(values):
            result.append(("?", "?"))
            continue
        for code, value in zip(types, values):
            if code in found:
                found[code] = ("" if found[code] == "-" else found[code]) + value.replace(":", "")
        result.append((found["43"], found["15"]))
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ours")
    parser.add_argument("kea")
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=43)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    messages = [make(rng) for _ in range(arguments.count)]
    ours = answers([arguments.ours], messages)
    if len(ours) != len(messages):
        sys.exit("the codec gave up")
    print(f"seed {arguments.seed}, {len(messages)} messages, "
          f"{sum(1 for row in ours if row[0] != '-')} with option 43")
    bad = 0
    readers = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in ("kea", "scapy", "tshark"):
            if name == "kea":
                if arguments.kea == "-":
                    print("kea: SKIPPED, its library is not here")
                    continue
                theirs = answers([arguments.kea], messages)
            elif name == "scapy":
                try:
                    theirs = by_scapy(messages)
                except ImportError:
                    print("scapy: SKIPPED, not installed for this Python")
                    continue
            else:
                if not shutil.which("tshark"):
                    print("tshark: SKIPPED, not installed")
                    continue
                theirs = by_tshark(messages, pathlib.Path(folder))
            readers += 1
            # A joined value above 255 octets is an error for the codec and none for the others.
            judged = [(a, b, m) for a, b, m in zip(ours, theirs, messages) if "!" not in a]
            wrong = [(a, b, m) for a, b, m in judged if a != b]
            if len(theirs) != len(messages):
                wrong.append(("length", str(len(theirs)), b""))
            for a, b, message in wrong[:3]:
                print(f"{name}: {b} instead of {a} for {message.hex()}")
            print(f"{name}: {len(judged)} judged, {len(wrong)} disagreements")
            bad += len(wrong)
    if readers == 0:
        print("SKIP: no foreign reader is here")
        sys.exit(77)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
