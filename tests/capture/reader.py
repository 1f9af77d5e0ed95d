#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads captures that make.py writes, and compares what is found with what was put in.

Usage: reader.py CAPTURE_LIST...         every case; words before the program (valgrind) are allowed
       reader.py --memory CAPTURE_LIST   a million messages, and a bomb of gzip, in bounded memory"""
import gzip
import re
import resource
import struct
import subprocess
import sys
import tempfile

import make
from make import (Pcapng, TIME, cooked, cooked2, ethernet, fragments, ipv4, loopback, message, option, pcap,
                  radiotap, reply, request, udp, wireless)

LETTERS = {"0": "B", "1": "D", "2": "O", "3": "R", "4": "X", "5": "A", "6": "N", "7": "L", "8": "I"}
FOUR = [request(1), reply(2), request(3), reply(5)]
FRAMES = [ethernet(packet) for packet in FOUR]
WHOLE = "1: 1D 2O 3R 4A"  # transaction 1: frames 1 to 4
MEMORY_MAX = 64 << 10  # KiB
LONG = reply(5, options=option(43, bytes(250)) + option(43, bytes(250)) + bytes(1200))


def section():
    return Pcapng().section().interface()


def pcapng(order="<", interface=b"", link=1, add="packet", frames=None):
    file = Pcapng(order).section().interface(link, options=interface)
    for number, frame in enumerate(FRAMES if frames is None else frames):
        getattr(file, add)(frame, **({} if add == "simple" else {"ticks": (TIME + number) * 10**6}))
    return file.data


def cut(number, octets):
    """The four frames, one of them cut by the snap length."""
    frames = list(FRAMES)
    frames[number] = frames[number][:octets]
    return pcap(frames, originals={number: len(FRAMES[number])})


def relayed(packet_of, kind, **more):
    """Both sides of a relay: as the client's network has it, and as the server's."""
    inside = packet_of(kind, giaddr="198.51.100.1", **more)
    options = more.pop("options", b"") + option(82, b"\x01\x02ab")
    outside = packet_of(kind, giaddr="198.51.100.1", options=options, hops=1, **more)
    outside = outside[:12] + bytes([198, 51, 100, 1, 192, 0, 2, 1]) + outside[20:]
    return [ethernet(inside), ethernet(outside)]


def formats():
    """Files of every form."""
    for order in "<>":
        for nano in (False, True):
            yield f"pcap {order} {nano}", pcap(FRAMES, order, nano), [WHOLE]
        for add in ("packet", "old_packet", "simple"):
            yield f"pcapng {order} {add}", pcapng(order, add=add), [WHOLE]
        yield (f"pcapng {order} resolution 2^-20 and offset",
               Pcapng(order).section().interface(options=Pcapng(order).option(9, b"\x94") + Pcapng(order).option(
                   14, (1000).to_bytes(8, "little" if order == "<" else "big"))).packet(
                       FRAMES[0], ticks=(5 << 20) + (1 << 19)).data, ["1: 1D@1005.500000000"])
    yield "frame check sequence in the link type", pcap(FRAMES, link=1 | 0x14000000), [WHOLE]
    yield "gzip", gzip.compress(pcap(FRAMES), mtime=0), [WHOLE]
    yield "gzip in two streams", gzip.compress(pcap(FRAMES)[:300]) + gzip.compress(pcap(FRAMES)[300:]), [WHOLE]
    yield "gzip of pcapng", gzip.compress(pcapng(), mtime=0), [WHOLE]
    yield "no frames", pcap([]), []
    yield "sections of both orders", pcapng("<") + pcapng(">"), [
        "1: 1D+1r 2O+1r 3R+1r 4A+1r"]
    yield "interfaces of different link types", (
        section().interface(101, 100).interface(113).packet(FRAMES[0]).packet(FOUR[1], 1).packet(
            cooked(FOUR[2]), 2).packet(FRAMES[3])).data, [WHOLE]
    yield "other blocks between", (
        Pcapng().section().block(4, bytes(40)).interface().block(5, bytes(20)).packet(FRAMES[0]).block(
            10, b"secret").packet(FRAMES[1], options=b"\1\0\5\0words\0\0\0\0\0\0\0").block(
                0x80000001, bytes(9)).block(99, b"").packet(FRAMES[2]).packet(FRAMES[3])).data, [WHOLE]
    yield "custom blocks have numbers, as in Wireshark", section().block(0xbad, bytes(8)).packet(
        FRAMES[0]).block(0x40000bad, bytes(8)).packet(FRAMES[1]).data, ["1: 2D 4O"]
    yield "simple packets have the snap length of the interface", Pcapng().section().interface(
        snap=290).simple(FRAMES[0][:290], len(FRAMES[0])).simple(FRAMES[1][:290], len(FRAMES[1])).data, [
            "1: 1D-2? 2O-2?".replace("1D-2? 2O-2?", f"1D 2O-{len(FRAMES[1]) - 290}"), "cut=1"]
    for ticks in (0, 9, 18, 19, 20, 127, 0x80, 0xbf, 0xc0, 0xff):
        yield f"resolution {ticks:#x}", Pcapng().section().interface(
            options=Pcapng().option(9, bytes([ticks]))).packet(FRAMES[0], ticks=2**64 - 1).data, ["1: 1D"]
    yield "time offset beyond all time", Pcapng().section().interface(
        options=Pcapng().option(14, b"\xff" * 7 + b"\x7f")).packet(FRAMES[0]).data, ["1: 1D@-"]


def links():
    """Every way to a packet."""
    for tags in ((0x8100,), (0x88a8, 0x8100), (0x9100, 0x8100), (0x8100,) * 8):
        yield f"tags {tags}", pcap([ethernet(packet, tags) for packet in FOUR]), [WHOLE]
    yield "nine tags", pcap([ethernet(FOUR[0], (0x8100,) * 9)]), ["other=1"]
    snap = bytes.fromhex("aaaa030000000800")
    yield "802.3 with SNAP", pcap([ethernet(snap + FOUR[0], kind=8 + len(FOUR[0]))]), ["1: 1D"]
    yield "IPv6, ARP", pcap([ethernet(bytes(60), kind=0x86dd), ethernet(bytes(28), kind=0x0806)]), ["other=2"]
    for link in (12, 14, 101, 228):
        yield f"raw {link}", pcap(FOUR, link=link), [WHOLE]
    yield "raw IPv6", pcap([b"\x60" + bytes(60)], link=101), ["other=1"]
    yield "cooked", pcap([cooked(packet) for packet in FOUR], link=113), [WHOLE]
    yield "cooked with a tag", pcap([cooked(b"\0\5\x08\0" + FOUR[0], 0x8100)], link=113), ["1: 1D"]
    yield "cooked 2", pcap([cooked2(packet) for packet in FOUR], link=276), [WHOLE]
    yield "cooked 2 with a tag", pcap([cooked2(b"\0\5\x08\0" + FOUR[0], 0x8100)], link=276), ["1: 1D"]
    yield "cooked 2, ARP", pcap([cooked2(bytes(28), 0x0806)], link=276), ["other=1"]
    for order in "<>":
        yield f"loopback {order}", pcap([loopback(packet, order) for packet in FOUR], link=0), [WHOLE]
        yield f"loop {order}", pcap([loopback(packet, order) for packet in FOUR], link=108), [WHOLE]
    yield "802.11", pcap([wireless(packet) for packet in FOUR], link=105), [WHOLE]
    yield "802.11 between two stations of a bridge", pcap([wireless(FOUR[0], flags=3, more=bytes(6))],
                                                            link=105), ["1: 1D"]
    yield "802.11 QoS", pcap([wireless(FOUR[0], 0x88, more=bytes(2))], link=105), ["1: 1D"]
    yield "802.11 QoS and HT", pcap([wireless(FOUR[0], 0x88, 0x80, bytes(6))], link=105), ["1: 1D"]
    yield "802.11 aggregate", pcap([wireless(FOUR[0], 0x88, more=b"\x80\0")], link=105), ["other=1"]
    yield "802.11 encrypted", pcap([wireless(FOUR[0], flags=0x40)], link=105), ["encrypted=1"]
    yield "802.11 beacon and null", pcap([wireless(b"", 0x80), wireless(b"", 0x48)], link=105), ["other=2"]
    yield "802.11 fragment", pcap([wireless(FOUR[0], sequence=1), wireless(FOUR[0], flags=4)],
                                    link=105), ["other=2"]
    yield "radiotap", pcap([radiotap(wireless(packet)) for packet in FOUR], link=127), [WHOLE]
    yield "radiotap with flags", pcap([radiotap(wireless(FOUR[0]), 0)], link=127), ["1: 1D"]
    yield "radiotap with padding", pcap([radiotap(wireless(FOUR[0], 0x88, more=bytes(4)), 0x20)],
                                          link=127), ["1: 1D"]
    yield "radiotap longer than the frame", pcap([b"\0\0\xff\0" + bytes(40)], link=127), ["malformed=1"]
    yield "unknown link types are counted", (
        section().interface(147).interface(200).packet(FRAMES[0]).packet(FRAMES[0], 1).packet(
            FRAMES[0], 2).packet(FRAMES[1], 1)).data, ["1: 1D", "unknown 147 USER0=2", "unknown 200 -=1"]


def packets():
    """IPv4 and UDP."""
    yield "IPv4 options", pcap([ethernet(ipv4(udp(message(1)), options=b"\1" * 8))]), ["1: 1D"]
    yield "padding of Ethernet", pcap([frame + bytes(30) for frame in FRAMES]), [WHOLE]
    yield "total length 0", pcap([ethernet(ipv4(udp(message(1)), length=0))]), ["1: 1D"]
    yield "TCP", pcap([ethernet(ipv4(udp(message(1)), protocol=6))]), ["other=1"]
    yield "other ports", pcap([ethernet(ipv4(udp(message(1), 5000, 6000)))]), ["other=1"]
    yield "PXE", pcap([ethernet(ipv4(udp(message(1), 68, 4011)))]), ["1: 1D"]
    yield "relay to server", pcap([ethernet(ipv4(udp(message(1), 67, 67)))]), ["1: 1D"]
    yield "no cookie", pcap([ethernet(ipv4(udp(message(1, cookie=bytes(4))))), ethernet(ipv4(udp(b"x")))]), [
        "no-cookie=2"]
    for name, packet in (("version 5", b"\x55" + FOUR[0][1:]),):
        yield name, pcap([ethernet(packet)]), ["other=1"]
    for name, packet in (
            ("header of 16 octets", b"\x44" + FOUR[0][1:]),
            ("header longer than the packet", ipv4(b"", length=20).replace(b"\x45", b"\x4f", 1)),
            ("total length beyond the frame", ipv4(udp(message(1)), length=1400)),
            ("UDP length beyond the packet", ipv4(udp(message(1), length=1400))),
            ("UDP length 7", ipv4(udp(message(1), length=7))), ("UDP of 4 octets", ipv4(bytes(4)))):
        yield name, pcap([ethernet(packet)]), ["malformed=1"]
    yield "frame of 3 octets", pcap([b"abc"]), ["malformed=1"]
    yield "empty frame", pcap([b""]), ["malformed=1"]


def joined():
    """Fragments."""
    pieces = [ethernet(piece) for piece in fragments(LONG, 800)]
    other = [ethernet(piece) for piece in fragments(LONG, 800, 8)]
    found, three = f"1: {len(pieces)}A", f"fragments={len(pieces)}"
    yield "fragments", pcap(pieces), [found, three]
    yield "fragments from the last to the first", pcap(pieces[::-1]), [found, three]
    yield "fragments of two datagrams", pcap([piece for pair in zip(pieces, other) for piece in pair]), [
        f"1: {2 * len(pieces) - 1}A+1r", f"fragments={2 * len(pieces)}"]
    yield "a fragment twice", pcap(pieces[:1] + pieces), [f"1: {len(pieces) + 1}A", f"fragments={len(pieces) + 1}"]
    yield "a fragment is missing", pcap(pieces[:-1]), [f"fragments={len(pieces) - 1}", "incomplete=1"]
    data = LONG[20:]
    first = ethernet(ipv4(data[:800], make.SERVER, identification=9, place=0x2000))
    forged = ethernet(ipv4(bytes(800), make.SERVER, identification=9, place=0x2000))
    overlap = ethernet(ipv4(data[792:], make.SERVER, identification=9, place=99))
    rest = ethernet(ipv4(data[800:], make.SERVER, identification=9, place=100))
    yield "overlapping fragments are refused", pcap([first, overlap]), ["fragments=2", "incomplete=1"]
    yield "the same place with other octets is refused", pcap([first, forged, rest]), [
        "fragments=3", "incomplete=2"]
    short = ethernet(ipv4(data[:80], make.SERVER, identification=9, place=0))
    yield "a last fragment before another one's end", pcap(
        [ethernet(ipv4(data[800:1600], make.SERVER, identification=9, place=0x2000 | 100)),
         ethernet(ipv4(data[80:88], make.SERVER, identification=9, place=10))]), ["fragments=2", "incomplete=1"]
    yield "a fragment beyond the end does not fill a hole", pcap(
        [ethernet(ipv4(data[:8], make.SERVER, identification=9, place=0x2000)),
         ethernet(ipv4(data[:8], make.SERVER, identification=9, place=0x2000 | 200)),
         ethernet(ipv4(data[:8], make.SERVER, identification=9, place=2))]), ["fragments=3", "incomplete=1"]
    yield "a whole packet between fragments", pcap([first, short, rest]), [
        "fragments=2", f"1: 3A", "malformed=1"]
    # Its octets are in the table, of the datagram before: only its place is wrong.
    yield "an overlap with the same octets is refused", pcap([first, rest, first, overlap, rest]), [
        "1: 2A", "fragments=5", "incomplete=2"]
    yield "a fragment beyond a known end", pcap(
        [ethernet(ipv4(data[at:at + 8], make.SERVER, identification=9, place=place))
         for at, place in ((0, 0x2000), (0, 2), (0, 0x2000 | 200))]), ["fragments=3", "incomplete=1"]
    yield "a last fragment before the end of one that came earlier", pcap(
        [ethernet(ipv4(data[at:at + 8], make.SERVER, identification=9, place=place))
         for at, place in ((800, 0x2000 | 100), (0, 0x2000), (80, 10), (80, 10))]), ["fragments=4", "incomplete=2"]
    nothing = ethernet(ipv4(b"", make.SERVER, identification=9, place=0x2000 | 100))
    yield "a fragment of no octets", pcap([first, nothing, rest]), ["fragments=3", "incomplete=2"]
    other = ethernet(ipv4(data[800:], "192.0.2.9", identification=9, place=100))
    yield "a fragment of another sender", pcap([first, other]), ["fragments=2", "incomplete=2"]
    yield "not a multiple of 8, and the rest", pcap(
        [ethernet(ipv4(data[:801], make.SERVER, identification=9, place=0x2000)), rest]), ["fragments=2", "incomplete=2"]
    yield "not a multiple of 8", pcap([ethernet(ipv4(data[:801], make.SERVER, place=0x2000))]), [
        "fragments=1", "incomplete=1"]
    yield "beyond 64 KiB", pcap([ethernet(ipv4(data[:800], make.SERVER, place=0x1fff))]), [
        "fragments=1", "incomplete=1"]
    many = [ethernet(fragments(LONG, 800, number)[0]) for number in range(65)]
    yield "65 datagrams wait, the oldest gives way", pcap(many), ["fragments=65", "incomplete=65"]
    old = [TIME * 10**6, (TIME + 31) * 10**6]
    yield "31 seconds are too long", section().packet(first, ticks=old[0]).packet(rest, ticks=old[1]).data, [
        "fragments=2", "incomplete=2"]


def exchanges():
    """What belongs together."""
    yield "a message again", pcap([FRAMES[0], FRAMES[0]] + FRAMES[1:]), ["1: 1D+1r 3O 4R 5A"]
    yield "seconds and PAD do not count", pcap(
        [FRAMES[0], ethernet(request(1, secs=8, options=bytes(20)))]), ["1: 1D+1r"]
    both = [relayed(make.request, 1), relayed(reply, 2)[::-1], relayed(make.request, 3), relayed(reply, 5)[::-1]]
    yield "both sides of a relay", pcap([frame for pair in both for frame in pair]), [
        "1: 1D+1c 3O+1c 5R+1c 7A+1c"]
    second = ethernet(reply(2, "192.0.2.2"))
    yield "two servers", pcap(FRAMES[:2] + [second] + FRAMES[2:]), ["1: 1D 2O 3O 4R 5A"]
    yield "the same number of another client", pcap(
        [FRAMES[0], ethernet(request(1, mac=b"\2abcde"))]), ["1: 1D", "1: 2D"]
    yield "NAK, INFORM, RELEASE, DECLINE", pcap(
        [ethernet(reply(6)), ethernet(request(8)), ethernet(request(7)), ethernet(request(4))]), [
            "1: 1N 2I 3L 4X"]
    yield "no option 53", pcap([ethernet(ipv4(udp(message(1)[:240] + b"\xff")))]), ["1: 1B"]
    yield "answered: over after two seconds", section().packet(FRAMES[3]).packet(
        FRAMES[0], ticks=(TIME + 3) * 10**6).data, ["1: 1A", "1: 2D"]
    yield "not answered: over after two minutes", section().packet(FRAMES[0]).packet(
        FRAMES[1], ticks=(TIME + 120) * 10**6).packet(FRAMES[2], ticks=(TIME + 241) * 10**6).data, [
            "1: 1D 2O", "1: 3R"]
    yield "17 different messages", pcap(
        [ethernet(request(1, options=option(12, bytes([number])))) for number in range(17)]), [
            "1 left-out=1: " + " ".join(f"{number}D" for number in (1, *range(3, 18)))]
    yield "4097 clients", pcap([ethernet(request(1, xid=number)) for number in range(4097)]), [
        f"{number:x}: {number + 1}D" for number in range(4097)]


def damaged():
    """What cannot be read on; what was before is there."""
    yield "cut in the options", cut(3, 290), ["1: 1D 2O 3R 4A-" + str(len(FRAMES[3]) - 290), "cut=1"]
    yield "cut in the fixed part", cut(3, 200), ["1: 1D 2O 3R", "cut=1"]
    yield "cut in the UDP header", cut(3, 38), ["1: 1D 2O 3R", "cut=1"]
    yield "cut in the IPv4 header", cut(3, 20), ["1: 1D 2O 3R", "cut=1"]
    yield "cut in the Ethernet header", cut(3, 13), ["1: 1D 2O 3R", "cut=1"]
    piece = ethernet(fragments(LONG, 800)[0])
    yield "a fragment that is cut", pcap([piece[:100]], originals={0: len(piece)}), ["cut=1"]
    last = len(pcap(FRAMES[:3]))
    for more, name in ((1, "a record's header"), (20, "a record")):
        yield f"the file ends in {name}", pcap(FRAMES)[:last + more], [
            "1: 1D 2O 3R", f"error {last}: the file ends in the middle of a packet"]
    yield "the file ends in its header", pcap([])[:23], ["error 0: the file ends in the middle of a packet"]
    yield "a packet of 262145 octets", pcap(FRAMES) + b"\0" * 8 + b"\1\0\4\0" * 2, [
        WHOLE, f"error {len(pcap(FRAMES))}: the length of a packet is wrong"]
    yield "version 3", pcap(FRAMES, major=3), ["error 0: the format has a version that nobody knows"]
    yield "text", b"once upon a time", ["error 0: this is not a capture file (pcap or pcapng)"]
    yield "empty", b"", ["error 0: this is not a capture file (pcap or pcapng)"]
    yield "zstd", b"\x28\xb5\x2f\xfd" + bytes(20), ["error 0: this is a zstd, lz4 or xz file; unpack it first"]
    packed = gzip.compress(pcap(FRAMES), mtime=0)
    yield "gzip that ends early", packed[:-9], [WHOLE, "error *: the gzip data is damaged"]
    yield "gzip with damage", packed[:60] + b"\xff\xff\xff\xff" + packed[64:], ["error *: the gzip data is damaged"]
    at = len(pcapng())
    yield "a second section of version 2", pcapng() + Pcapng().section(major=2).data, [
        WHOLE, f"error {at}: the format has a version that nobody knows"]
    for name, block in (("of 8 octets", Pcapng().block(99, b"", 8)), ("of 13 octets", Pcapng().block(99, b"a", 13)),
                        ("whose length is another at its end", None)):
        data = block.data if block else Pcapng().block(99, b"").data[:-4] + b"\x10\0\0\0"
        yield "a block " + name, pcapng() + data + bytes(9), [
            WHOLE, f"error {at + (8 if not block else 0)}: the length of a block is wrong"]
    yield "no byte order", pcapng()[:8] + b"abcd" + pcapng()[12:], [
        "error 0: this is not a capture file (pcap or pcapng)"]
    for add in ("packet", "old_packet", "simple"):
        bare = getattr(Pcapng().section(), add)(FRAMES[0]).data
        yield f"{add} without an interface", bare, [
            "error 28: a packet has an interface that was not described before it"]
        ends = getattr(section(), add)(FRAMES[0]).data
        yield f"{add} whose file ends", ends[:-30], ["error 48: the file ends in the middle of a packet"]
    yield "a packet longer than its block", section().block(
        6, bytes(12) + b"\xff\0\0\0" * 2 + bytes(8)).data, ["error 48: the length of a packet is wrong"]
    yield "a packet without room for its fields", section().block(6, bytes(8)).data, [
        "error 48: the length of a block is wrong"]
    yield "an interface without room for its fields", Pcapng().section().block(1, b"").data, [
        "error 28: the length of a block is wrong"]
    yield "options longer than their block", Pcapng().section().interface(
        options=b"\x09\0\xff\xff").packet(FRAMES[0]).data, ["1: 1D"]
    crowd = Pcapng().section()
    for _ in range(4097):
        crowd.interface()
    yield "4097 interfaces", crowd.data, [f"error {28 + 20 * 4096}: a section describes more than 4096 interfaces"]


def cases():
    for group in (formats, links, packets, joined, exchanges, damaged):
        yield from group()


def found(text):
    """What the program printed, as short as the cases above; times only where a case has them."""
    lines, exchange = [], None
    for line in text.splitlines():
        if line.startswith("  "):
            words = line.split()
            mark = words[0] + LETTERS.get(words[2], "?")
            for name, letter in (("missing", "-%s"), ("repeats", "+%sr"), ("copies", "+%sc")):
                number = re.search(f" {name}=(\\d+)", line)
                mark += letter % number[1] if number else ""
            lines[exchange] += f" {mark}@{words[3]}"
        elif match := re.fullmatch(r"0*([0-9a-f]+) [0-9a-f]*( left-out=\d+)?", line):
            exchange = len(lines)
            lines.append(f"{match[1]}{match[2] or ''}:")
        elif not line.startswith(("frames=", "messages=")):
            lines.append(line)
    return lines


def same(wanted, got):
    if "@" not in "".join(wanted):
        got = [re.sub(r"@[-0-9.]+", "", line) for line in got]
    got = [re.sub(r"^error \d+", "error *", line) if any("error *" in w for w in wanted) else line for line in got]
    wanted = [re.sub(r"^0:", "0:", line) for line in wanted]
    return sorted(wanted) == sorted(got)


def check(program, name, data, wanted):
    """From a file and, where the form is no other, from standard input."""
    with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
        file.write(data)
        file.flush()
        runs = [subprocess.run([*program, file.name], capture_output=True, text=True, check=False),
                subprocess.run([*program, "-"], input=data, capture_output=True, check=False)]
    got = found(runs[0].stdout)
    bad = not same(wanted, got) or runs[0].stdout != runs[1].stdout.decode() or runs[0].stderr
    bad = bad or runs[0].returncode != any("error" in line for line in wanted)
    if bad:
        print(f"{name}\n  wanted {wanted}\n  got    {got}\n{runs[0].stderr}{runs[1].stderr.decode()}")
    return not bad


def memory(program):
    """A million clients that get no answer, then a million large messages."""
    for name, packet in (("messages", request(1)), ("large messages", request(1, options=bytes(1100)))):
        frame = bytearray(ethernet(packet))
        process = subprocess.Popen([program, "-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        process.stdin.write(pcap([]))
        for number in range(1_000_000):
            frame[46:50] = number.to_bytes(4, "big")
            process.stdin.write(TIME.to_bytes(4, "little") + bytes(4) + 2 * len(frame).to_bytes(4, "little") + frame)
        process.stdin.close()
        if process.wait() != 0:
            sys.exit("the program failed")
        judge_memory(f"a million {name}")


def judge_memory(what):
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"{what}: {most / 1024:.1f} MiB at most")
    if most > MEMORY_MAX:
        sys.exit("that is too much")


def bomb(program):
    """1 GiB that is packed into 1 MB, in one block that no reader needs."""
    size = 1 << 30
    head = section().data + struct.pack("<II", 0x80000000, size + 12)
    zeros = gzip.compress(bytes(1 << 24), mtime=0)
    process = subprocess.Popen([program, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=False)
    process.stdin.write(gzip.compress(head) + zeros * (size >> 24) + gzip.compress(struct.pack("<I", size + 12)))
    process.stdin.close()
    printed = process.stdout.read().decode()
    if process.wait() != 0:
        sys.exit(f"the program failed: {printed}")
    judge_memory("1 GiB packed by gzip")


def main():
    words = sys.argv[1:]
    if len(words) == 2 and words[0] == "--memory":
        bomb(words[1])
        memory(words[1])
    elif words and not words[0].startswith("-"):
        results = [check(words, *case) for case in cases()]
        print(f"{len(results)} captures, {results.count(False)} bad")
        sys.exit(0 if results and all(results) else 1)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
