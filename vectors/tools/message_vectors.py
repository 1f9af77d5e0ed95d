# SPDX-License-Identifier: MIT
# Vectors of whole DHCPv4 messages: where option 43 and option 15 are, and how they are joined.
import json
import os

from build import PHONE, Group, error, pieces

HEADER = ["A whole DHCPv4 message, from the op octet on, and the code of an option to the joined",
          "value of that option. Fields in the order options, file, sname; offsets count octets of",
          "the message. capacity, where there is one, is the room for the output."]

VALUE = b"".join(pieces(PHONE))
COOKIE = bytes([99, 130, 83, 99])
END = b"\xff"
START = 240  # where the options field begins
FILE, SNAME = 108, 44
ACK = bytes([53, 1, 5])


def opt(code, value):
    return bytes([code, len(value)]) + value


def message(options, sname=b"", file=b"", cookie=COOKIE):
    """A DHCPACK for a phone: 10.79.57.20 from 10.79.57.1."""
    assert len(sname) <= 64 and len(file) <= 128
    fixed = bytes([2, 1, 6, 0]) + bytes.fromhex("9a8b7c6d") + bytes(4) + bytes(4)
    fixed += bytes([10, 79, 57, 20]) + bytes([10, 79, 57, 1]) + bytes(4)
    fixed += bytes.fromhex("001a2b3c4d5e") + bytes(10)
    return fixed + sname.ljust(64, b"\0") + file.ljust(128, b"\0") + cookie + options


class Messages(Group):
    def has(self, comment, clause, flags, octets, value, code=43, capacity=None):
        """value: octets, None when the option is not there, or an error."""
        inputs = {"message": octets.hex(), "option": code}
        if capacity is not None:
            inputs["capacity"] = capacity
        if value is None:
            value = {"present": False}
        elif isinstance(value, bytes):
            value = {"present": True, "value": value.hex()}
        self.case(comment, clause, flags, inputs, value)


def plain(group):
    normal = ["Normal"]
    group.has("option 43 behind the message type", "message.find", normal,
              message(ACK + opt(43, VALUE) + END), VALUE)
    for code, value in ((15, b"example.nl"), (53, b"\x05"), (54, None), (1, None), (254, None)):
        group.has(f"option {code}, beside option 43", "message.find", normal,
                  message(ACK + opt(15, b"example.nl") + opt(43, VALUE) + END), value, code)
    group.has("no option 43", "message.find", normal, message(ACK + END), None)
    group.has("no options at all, END", "message.find", normal, message(END), None)
    group.has("no options at all, no END", "message.find", ["Malformed"], message(b""), None)
    group.has("no END", "message.find", ["Malformed"], message(ACK + opt(43, VALUE)), VALUE)
    group.has("PADs in front, between and behind", "message.find", normal,
              message(b"\0\0" + ACK + b"\0" + opt(43, VALUE) + b"\0" + END + b"\0\0"), VALUE)
    group.has("option 43 behind END does not count", "message.find", ["Malformed"],
              message(ACK + END + opt(43, VALUE)), None)
    group.has("garbage behind END does not count", "message.find", ["Malformed"],
              message(ACK + opt(43, VALUE) + END + b"\x2b\xff"), VALUE)
    group.has("option 43 of no octets", "message.find", ["Malformed"],
              message(ACK + opt(43, b"") + END), b"")
    group.has("code 43 inside another option", "message.find", ["Malformed"],
              message(opt(67, opt(43, b"evil")) + ACK + END), None)
    group.has("option 43 of 255 octets", "message.limit", ["TotalLimit"],
              message(ACK + opt(43, b"v" * 255) + END), b"v" * 255)
    group.has("option 43 that ends with the message", "message.find", ["Boundary"],
              message(opt(43, b"v")), b"v")
    group.has("octets 0 and 255 inside values", "message.find", ["Boundary"],
              message(opt(61, b"\xff\0\xff") + opt(43, b"\0\xff") + END), b"\0\xff")
    group.has("option 1, the lowest", "message.find", normal,
              message(opt(1, b"\xff\xff\xff\0") + END), b"\xff\xff\xff\0", 1)
    group.has("option 254, the highest", "message.find", normal, message(opt(254, b"x") + END),
              b"x", 254)


def joined(group):
    flags = ["Split"]
    for cuts in ((1,), (2,), (3,), (21,), (35,), (68,), (3, 23), (1, 2, 3), (3, 23, 45, 63, 66)):
        parts = [VALUE[begin:end] for begin, end in zip((0,) + cuts, cuts + (len(VALUE),))]
        group.has("split behind octet " + ", ".join(map(str, cuts)), "message.join", flags,
                  message(ACK + b"".join(opt(43, part) for part in parts) + END), VALUE)
    group.has("69 instances of one octet", "message.join", flags + ["Hostile"],
              message(b"".join(opt(43, VALUE[i:i + 1]) for i in range(len(VALUE))) + END), VALUE)
    group.has("other options between the instances", "message.join", flags,
              message(opt(43, VALUE[:30]) + ACK + opt(15, b"nl") + opt(43, VALUE[30:]) + END),
              VALUE)
    group.has("an instance of no octets between", "message.join", flags,
              message(opt(43, VALUE[:30]) + opt(43, b"") + opt(43, VALUE[30:]) + END), VALUE)
    group.has("option 15 in two instances", "message.join", flags,
              message(opt(15, b"exam") + ACK + opt(15, b"ple.nl") + END), b"example.nl", 15)
    group.has("two instances of 2 octets together 255", "message.limit", flags + ["TotalLimit"],
              message(opt(43, b"a" * 200) + opt(43, b"b" * 55) + END), b"a" * 200 + b"b" * 55)
    for first, second in ((200, 56), (255, 1), (255, 255), (1, 255)):
        begin = START + 2 + first
        group.has(f"instances of {first} and {second} octets", "message.limit",
                  flags + ["TotalLimit"],
                  message(opt(43, b"a" * first) + opt(43, b"b" * second) + END),
                  error("MESSAGE_JOINED_TOO_LONG", 0, begin, first + second - 255))
    group.has("300 instances of one octet", "message.limit", flags + ["Hostile"],
              message(opt(43, b"x") * 300 + END),
              error("MESSAGE_JOINED_TOO_LONG", 0, START + 299 * 3, 45))
    group.has("another option of 300 octets does not matter", "message.limit", flags,
              message(opt(125, b"x" * 150) * 2 + opt(43, VALUE) + END), VALUE)
    for capacity in (0, 68):
        group.has(f"room for {capacity} of 69 octets", "limit.buffer", ["Buffer", "Split"],
                  message(opt(43, VALUE[:9]) + opt(43, VALUE[9:]) + END),
                  error("BUFFER", 0, 0, 69 - capacity), capacity=capacity)
    group.has("room for 69 of 69 octets", "limit.buffer", ["Buffer"],
              message(opt(43, VALUE) + END), VALUE, capacity=69)
    group.has("no room, no option", "limit.buffer", ["Buffer"], message(ACK + END), None,
              capacity=0)


def overloaded(group):
    flags = ["Overload"]
    in_file, in_sname = opt(43, b"FILE") + END, opt(43, b"SNAME") + END
    for value, result in ((1, b"OPTFILE"), (2, b"OPTSNAME"), (3, b"OPTFILESNAME")):
        group.has(f"overload {value}: options, file, sname in that order", "message.overload",
                  flags + ["Split"],
                  message(opt(52, bytes([value])) + opt(43, b"OPT") + END, in_sname, in_file),
                  result)
        group.has(f"overload {value}, option 52 behind option 43", "message.overload", flags,
                  message(opt(43, b"OPT") + opt(52, bytes([value])) + END, in_sname, in_file),
                  result)
    group.has("no overload: file and sname are names", "message.overload", flags,
              message(opt(43, b"OPT") + END, in_sname, in_file), b"OPT")
    group.has("no overload: file with a name", "message.overload", flags,
              message(ACK + END, b"\x2b\x50server", b"\x2b\xffboot.img"), None)
    group.has("overload 1, only in file", "message.overload", flags,
              message(ACK + opt(52, b"\x01") + END, b"", in_file), b"FILE")
    group.has("overload 2, only in sname", "message.overload", flags,
              message(ACK + opt(52, b"\x02") + END, in_sname), b"SNAME")
    group.has("overload 2: file is a name that would be malformed", "message.overload", flags,
              message(opt(52, b"\x02") + END, in_sname, b"/tftpboot/phone"), b"SNAME")
    group.has("overload 1: sname is a name that would be malformed", "message.overload", flags,
              message(opt(52, b"\x01") + END, b"bootserver", in_file), b"FILE")
    group.has("overload 3, both fields empty", "message.overload", flags,
              message(opt(52, b"\x03") + opt(43, b"OPT") + END), b"OPT")
    group.has("file full to its last octet, no END", "message.overload", flags + ["Boundary"],
              message(opt(52, b"\x01") + END, b"\xff", opt(43, b"f" * 126)), b"f" * 126)
    group.has("sname full to its last octet, no END", "message.overload", flags + ["Boundary"],
              message(opt(52, b"\x02") + END, opt(43, b"s" * 62), b"\xff"), b"s" * 62)
    group.has("the three fields together 255 octets", "message.limit", flags + ["TotalLimit"],
              message(opt(52, b"\x03") + opt(43, b"o" * 67), opt(43, b"s" * 62),
                      opt(43, b"f" * 126)), b"o" * 67 + b"f" * 126 + b"s" * 62)
    group.has("the three fields together 256 octets", "message.limit", flags + ["TotalLimit"],
              message(opt(52, b"\x03") + opt(43, b"o" * 68), opt(43, b"s" * 62),
                      opt(43, b"f" * 126)), error("MESSAGE_JOINED_TOO_LONG", 0, SNAME, 1))
    group.has("option 52 inside file does not count", "message.overload", flags,
              message(opt(52, b"\x01") + END, in_sname, opt(52, b"\x03") + in_file), b"FILE")
    group.has("value cut inside a suboption by the fields", "message.overload", flags + ["Split"],
              message(opt(52, b"\x01") + opt(43, VALUE[:22]) + END, b"",
                      opt(43, VALUE[22:]) + END), VALUE)
    group.has("option 15 in sname", "message.overload", flags,
              message(opt(52, b"\x02") + opt(43, VALUE) + END, opt(15, b"example.nl") + END),
              b"example.nl", 15)
    for value in (b"\0", b"\x04", b"\xff", b"", b"\x01\x01", b"\x01\0"):
        group.has(f"option 52 is {value.hex() or 'of no octets'}", "message.overload",
                  flags + ["Malformed"], message(ACK + opt(52, value) + opt(43, VALUE) + END),
                  error("MESSAGE_OVERLOAD", 0, START + 3))
    group.has("option 52 twice", "message.overload", flags + ["Malformed"],
              message(opt(52, b"\x01") + opt(52, b"\x01") + END, b"", in_file),
              error("MESSAGE_OVERLOAD", 0, START + 3))
    group.has("option 52 in two instances, one of them empty", "message.overload", flags,
              message(opt(52, b"\x01") + opt(52, b"") + END, b"", in_file), b"FILE")


def malformed(group):
    flags = ["Malformed"]
    whole = message(ACK + END)
    for length in (0, 1, 43, 44, 108, 235, 236, 239):
        group.has(f"message of {length} octets", "message.fixed", flags, whole[:length],
                  error("MESSAGE_SHORT", 0, length))
    for cookie in (bytes(4), b"\xff\xff\xff\xff", bytes([99, 130, 83, 98]),
                   bytes([99, 83, 130, 99]), bytes([98, 130, 83, 99])):
        group.has(f"cookie {cookie.hex()}", "message.fixed", flags,
                  message(opt(43, VALUE) + END, cookie=cookie),
                  error("MESSAGE_COOKIE", 0, 236))
    at = START + len(ACK)
    group.has("ends behind the code 43", "message.malformed", flags, message(ACK + b"\x2b"),
              error("MESSAGE_OPTION", 0, at))
    for length in (1, 69, 255):
        group.has(f"option 43 of {length} octets that are not there", "message.malformed", flags,
                  message(ACK + bytes([43, length])), error("MESSAGE_OPTION", 0, at, length))
    group.has("option 43 one octet too long", "message.malformed", flags,
              message(ACK + bytes([43, 70]) + VALUE), error("MESSAGE_OPTION", 0, at, 1))
    group.has("END taken into the value", "message.malformed", flags,
              message(ACK + bytes([43, 71]) + VALUE + END), error("MESSAGE_OPTION", 0, at, 1))
    group.has("another option runs past the end, behind a good option 43", "message.malformed",
              flags, message(opt(43, VALUE) + bytes([15, 9]) + b"nl"),
              error("MESSAGE_OPTION", 0, START + 71, 7))
    group.has("option in file runs past file", "message.malformed", flags + ["Overload"],
              message(opt(52, b"\x01") + END, b"", opt(43, b"f" * 120) + bytes([15, 5, 1, 1])),
              error("MESSAGE_OPTION", 0, FILE + 122, 1))
    group.has("option in sname runs past sname, into file", "message.malformed",
              flags + ["Overload"],
              message(opt(52, b"\x02") + END, bytes([43, 63]) + b"s" * 62),
              error("MESSAGE_OPTION", 0, SNAME, 1))
    group.has("code in the last octet of sname", "message.malformed", flags + ["Overload"],
              message(opt(52, b"\x02") + END, bytes(63) + b"\x2b"),
              error("MESSAGE_OPTION", 0, SNAME + 63))
    group.has("code in the last octet of file", "message.malformed", flags + ["Overload"],
              message(opt(52, b"\x03") + END, b"", bytes(127) + b"\x2b"),
              error("MESSAGE_OPTION", 0, FILE + 127))
    group.has("option 52 runs past the end", "message.malformed", flags + ["Overload"],
              message(ACK + bytes([52, 1])), error("MESSAGE_OPTION", 0, at, 1))
    group.has("malformed options are told before a bad option 52", "message.malformed",
              flags + ["Overload"], message(opt(52, b"\x07") + bytes([43, 1])),
              error("MESSAGE_OPTION", 0, START + 3, 1))


def observed(group):
    """What real servers have sent: tests/formats/observed.sh prints the messages."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "observed.json")
    with open(path, encoding="ascii") as file:
        rows = json.load(file)
    for row in rows:
        wrong = row.get("error")
        value = (error(wrong["name"], 0, wrong["offset"], wrong["excess"]) if wrong
                 else bytes.fromhex(row["option43"]))
        octets = bytes.fromhex(row["message"])
        group.has(row["what"], "message.observed", ["Observed"], octets, value)
        if "option15" in row:
            group.has(row["what"] + ": suboption 15 has become option 15", "message.observed",
                      ["Observed"], octets, bytes.fromhex(row["option15"]), 15)


def groups():
    group = Messages("message")
    plain(group)
    joined(group)
    overloaded(group)
    malformed(group)
    observed(group)
    return [group]
