# SPDX-License-Identifier: MIT
"""Writes captures without anybody's library: messages, packets, link layers, pcap and pcapng."""
import struct

COOKIE = b"\x63\x82\x53\x63"
MAC = bytes.fromhex("001a2b3c4d5e")
SERVER = "192.0.2.1"
CLIENT = "192.0.2.77"
TIME = 1_700_000_000  # seconds: the first frame


def option(code, value):
    return bytes([code, len(value)]) + value


def message(kind, xid=1, mac=MAC, options=b"", giaddr="0.0.0.0", hops=0, yiaddr="0.0.0.0", secs=0,
            sname=b"", file=b"", cookie=COOKIE):
    """A DHCP message; options: what follows option 53, before END."""
    op = 2 if kind in (2, 5, 6) else 1
    return (struct.pack("!BBBBIHH", op, 1, 6, hops, xid, secs, 0x8000) + bytes(4) + ip(yiaddr) +
            bytes(4) + ip(giaddr) + mac.ljust(16, b"\0") + sname.ljust(64, b"\0") +
            file.ljust(128, b"\0") + cookie + option(53, bytes([kind])) + options + b"\xff")


def ip(text):
    return bytes(int(word) for word in text.split("."))


def udp(payload, source_port=68, port=67, length=None):
    return struct.pack("!HHHH", source_port, port, length if length is not None else 8 + len(payload),
                       0) + payload


def ipv4(payload, source="0.0.0.0", destination="255.255.255.255", protocol=17, identification=1,
         place=0, length=None, options=b""):
    """place: flags and offset of a fragment."""
    head = 20 + len(options)
    return struct.pack("!BBHHHBBH", 0x40 | head // 4, 0,
                       length if length is not None else head + len(payload), identification, place,
                       64, protocol, 0) + ip(source) + ip(destination) + options + payload


def request(kind, **more):
    return ipv4(udp(message(kind, **more)))


def reply(kind, server=SERVER, **more):
    more.setdefault("options", b"")
    more["options"] = option(54, ip(server)) + more["options"]
    more.setdefault("yiaddr", CLIENT)
    return ipv4(udp(message(kind, **more), 67, 68), server)


def fragments(packet, size, identification=7):
    """An IPv4 packet in pieces of at most size octets of data (a multiple of 8)."""
    data, pieces = packet[20:], []
    source, destination = ".".join(map(str, packet[12:16])), ".".join(map(str, packet[16:20]))
    for at in range(0, len(data), size):
        more = 0x2000 if at + size < len(data) else 0
        pieces.append(ipv4(data[at:at + size], source, destination, 17, identification,
                           more | at // 8))
    return pieces


def ethernet(packet, tags=(), kind=0x0800):
    head = b"\xff" * 6 + MAC
    for tag in tags:
        head += struct.pack("!HH", tag, 5)
    return head + struct.pack("!H", kind) + packet


def cooked(packet, kind=0x0800):
    return struct.pack("!HHH8sH", 0, 1, 6, MAC, kind) + packet


def cooked2(packet, kind=0x0800):
    return struct.pack("!HHIHBB8s", kind, 0, 2, 1, 0, 6, MAC) + packet


def wireless(packet, control=0x08, flags=0, more=b"", sequence=0):
    head = bytes([control, flags, 0, 0]) + MAC * 3 + struct.pack("<H", sequence)
    return head + more + bytes.fromhex("aaaa03000000") + struct.pack("!H", 0x0800) + packet


def radiotap(frame, flags=None):
    if flags is None:
        return struct.pack("<BBHI", 0, 0, 8, 0) + frame
    # Two words of present fields, the time (8 octets, aligned), the flags.
    return struct.pack("<BBHIIIQB", 0, 0, 33, 0x80000003, 0, 0, 1, flags) .ljust(33, b"\0") + frame


def loopback(packet, order="<"):
    return struct.pack(order + "I", 2) + packet


def pcap(frames, order="<", nano=False, link=1, snap=262144, major=2, originals=None):
    """originals: the original length of a frame that was cut."""
    magic = 0xa1b23c4d if nano else 0xa1b2c3d4
    data = struct.pack(order + "IHHiIII", magic, major, 4, 0, 0, snap, link)
    for number, frame in enumerate(frames):
        original = (originals or {}).get(number, len(frame))
        data += struct.pack(order + "IIII", TIME + number, 250000 * (1000 if nano else 1),
                            len(frame), original) + frame
    return data


class Pcapng:
    """Blocks of a file, in one byte order until the next section."""

    def __init__(self, order="<"):
        self.octets, self.order = bytearray(), order

    @property
    def data(self):
        return bytes(self.octets)

    def block(self, kind, body, length=None):
        body = body.ljust((len(body) + 3) // 4 * 4, b"\0")
        size = struct.pack(self.order + "I", length if length is not None else 12 + len(body))
        self.octets += struct.pack(self.order + "I", kind) + size + body + size
        return self

    def section(self, order=None, major=1):
        self.order = order or self.order
        return self.block(0x0a0d0d0a, struct.pack(self.order + "IHHq", 0x1a2b3c4d, major, 0, -1))

    def option(self, code, value):
        return struct.pack(self.order + "HH", code, len(value)) + value.ljust(
            (len(value) + 3) // 4 * 4, b"\0")

    def interface(self, link=1, snap=0, options=b""):
        return self.block(1, struct.pack(self.order + "HHI", link, 0, snap) + options)

    def packet(self, frame, interface=0, ticks=TIME * 10**6, original=None, options=b""):
        return self.block(6, struct.pack(self.order + "IIIII", interface, ticks >> 32,
                                         ticks & 0xffffffff, len(frame), original or len(frame)) +
                          frame.ljust((len(frame) + 3) // 4 * 4, b"\0") + options)

    def old_packet(self, frame, interface=0, ticks=TIME * 10**6):
        return self.block(2, struct.pack(self.order + "HHIIII", interface, 0, ticks >> 32,
                                         ticks & 0xffffffff, len(frame), len(frame)) + frame)

    def simple(self, frame, original=None):
        return self.block(3, struct.pack(self.order + "I", original or len(frame)) + frame)


def large(path, count, step=4):
    """count messages, step of them to a transaction, as a busy server sees them; pcap."""
    value = option(43, bytes.fromhex("0b12") + b"http://10.79.57.91" + b"\x0c\x14" + bytes(20))
    more = option(51, bytes(4)) + option(1, bytes(4)) + option(3, bytes(4)) + option(15, b"example.nl")
    asked = option(60, b"DP-9871") + option(55, bytes([1, 3, 6, 12, 15, 42, 43, 66])) + bytes(30)
    kinds = [request(1, options=asked), reply(2, options=more + value),
             request(3, options=asked + option(50, bytes(4))), reply(5, options=more + value)]
    with open(path, "wb") as file:
        file.write(pcap([]))
        for number in range(count):
            frame = bytearray(ethernet(kinds[number % step % 4]))
            transaction = number // step
            struct.pack_into("!I", frame, 14 + 28 + 4, transaction * 2654435761 & 0xffffffff)
            struct.pack_into("!I", frame, 14 + 28 + 30, transaction)
            file.write(struct.pack("<IIII", TIME + number // 2000, number % 2000 * 500, len(frame),
                                   len(frame)) + frame)
