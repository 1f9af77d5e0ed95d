# SPDX-License-Identifier: MIT
# Vectors for decoders, what tolerant decoding forgives, what it does not, and hostile input.
from build import (DOT1X, FIPS, FPR, KEYS, PASSWORD, PHONE, PRINT, ROOMOS, SECRET, SELECT, SERVER,
                   URL, at, digest, error, params, pieces, replaced, sub)

FULL = b"".join(pieces(PHONE))
TWO = sub(SERVER, URL) + sub(FPR, PRINT)
PAD, END = b"\0", b"\xff"


def pads_and_ends(group):
    parts = pieces(PHONE)
    for index in range(len(parts) + 1):
        begin = at(parts, index)
        group.acceptable(f"PAD at octet {begin}", "tolerance.pad", ["Tolerance"],
                         FULL[:begin] + PAD + FULL[begin:], PHONE, ["pad"],
                         error("PAD", 0, begin))
    group.acceptable("three PADs between all suboptions", "tolerance.pad", ["Tolerance"],
                     (PAD * 3).join(parts), PHONE, ["pad"], error("PAD", 0, 3))
    group.acceptable("nothing but one PAD", "tolerance.pad", ["Tolerance", "Incomplete"], PAD, {},
                     ["pad"], error("PAD"))
    group.acceptable("nothing but 255 PADs", "tolerance.pad", ["Tolerance", "Hostile"], PAD * 255,
                     {}, ["pad"], error("PAD"))
    group.invalid("256 PADs", "limit.total", ["TotalLimit", "Hostile"], PAD * 256,
                  error("TOO_LONG", 0, 0, 1))
    group.acceptable("END at the end", "tolerance.end", ["Tolerance"], FULL + END, PHONE, ["end"],
                     error("END", 0, len(FULL)))
    group.acceptable("END, PAD behind it", "tolerance.end", ["Tolerance"], FULL + END + PAD, PHONE,
                     ["end"], error("END", 0, len(FULL)))
    group.acceptable("PAD before END", "tolerance.end", ["Tolerance"], FULL + PAD + END, PHONE,
                     ["end", "pad"], error("PAD", 0, len(FULL)))
    group.acceptable("two ENDs", "tolerance.end", ["Tolerance"], FULL + END + END, PHONE, ["end"],
                     error("END", 0, len(FULL)))
    group.acceptable("END, garbage behind it", "tolerance.end", ["Tolerance", "Hostile"],
                     FULL + END + b"\x0b\xff\x0a", PHONE, ["end"], error("END", 0, len(FULL)))
    group.acceptable("END, then another Server, which does not count", "tolerance.end",
                     ["Tolerance", "Hostile"], TWO + END + sub(SERVER, b"evil"), params(), ["end"],
                     error("END", 0, len(TWO)))
    group.acceptable("END first: the value is empty", "tolerance.end",
                     ["Tolerance", "Incomplete"], END + FULL, {}, ["end"], error("END"))
    group.acceptable("nothing but END", "tolerance.end", ["Tolerance", "Incomplete"], END, {},
                     ["end"], error("END"))
    group.acceptable("END between Server and fingerprint", "tolerance.end",
                     ["Tolerance", "Incomplete"], sub(SERVER, URL) + END + sub(FPR, PRINT),
                     {SERVER: URL}, ["end"], error("END", 0, 20))
    group.valid("zeros and 255 inside a value are values", "shape.suboption", ["Normal"],
                sub(SERVER, URL) + sub(FPR, b"\0" * 10 + b"\xff" * 10),
                params(fpr=b"\0" * 10 + b"\xff" * 10))


def nuls(group):
    for count in (1, 2, 7):
        zeros = b"\0" * count
        octets = sub(SERVER, URL + zeros) + sub(FPR, PRINT)
        group.acceptable(f"Server ends with {count} NUL", "tolerance.trailing-nul", ["Tolerance"],
                         octets, params(), ["trailing-nul"], error("TRAILING_NUL", SERVER, 0))
        octets = TWO + sub(PASSWORD, SECRET + zeros)
        group.acceptable(f"Challenge Password ends with {count} NUL", "tolerance.trailing-nul",
                         ["Tolerance"], octets, params(password=SECRET), ["trailing-nul"],
                         error("TRAILING_NUL", PASSWORD, len(TWO)))
        octets = TWO + sub(PASSWORD, zeros)
        group.acceptable(f"Challenge Password of {count} NUL and nothing else",
                         "tolerance.several", ["Tolerance"], octets, params(),
                         ["empty-password", "trailing-nul"],
                         error("TRAILING_NUL", PASSWORD, len(TWO)))
        octets = sub(SERVER, zeros) + sub(FPR, PRINT)
        group.invalid(f"Server of {count} NUL and nothing else", "value.server",
                      ["Tolerance", "ServerForm"], octets, error("SERVER_EMPTY", SERVER, 2))
    octets = sub(SERVER, b"ca\0nl\0") + sub(FPR, PRINT)
    group.invalid("NUL inside and at the end of Server", "value.server", ["Tolerance"], octets,
                  error("SERVER_CHARACTER", SERVER, 4))
    for size in (21, 33, 49, 65):
        octets = sub(SERVER, URL) + sub(FPR, digest(size - 1) + b"\0")
        group.invalid(f"fingerprint with a NUL behind its {size - 1} octets", "value.fingerprint",
                      ["Fingerprint", "Tolerance"], octets,
                      error("FINGERPRINT_LENGTH", FPR, 22, size))
    octets = TWO + sub(PASSWORD, b"")
    group.acceptable("Challenge Password of no octets", "tolerance.empty-password", ["Tolerance"],
                     octets, params(), ["empty-password"],
                     error("EMPTY_PASSWORD", PASSWORD, len(TWO)))
    group.acceptable("Challenge Password of no octets, first of all", "tolerance.empty-password",
                     ["Tolerance"], sub(PASSWORD, b"") + TWO, params(), ["empty-password"],
                     error("EMPTY_PASSWORD", PASSWORD, 0))


def unknowns(phone, roomos):
    for code in (1, 9, 16, 43, 224, 254):
        for value in (b"x", b"\0\xff\x0a\x01"):
            part = sub(code, value)
            phone.acceptable(f"unknown code {code}, {len(value)} octets, in front",
                             "tolerance.unknown-suboption", ["Unknown", "Tolerance"], part + FULL,
                             PHONE, ["unknown-suboption"], error("UNKNOWN_SUBOPTION", code, 0))
            phone.acceptable(f"unknown code {code}, {len(value)} octets, at the end",
                             "tolerance.unknown-suboption", ["Unknown", "Tolerance"], FULL + part,
                             PHONE, ["unknown-suboption"],
                             error("UNKNOWN_SUBOPTION", code, len(FULL)))
    phone.acceptable("unknown code twice with different values", "tolerance.unknown-suboption",
                     ["Unknown", "Tolerance"], sub(1, b"a") + TWO + sub(1, b"b"), params(),
                     ["unknown-suboption"], error("UNKNOWN_SUBOPTION", 1, 0))
    # What the pages of other makers print: wiki.snom.com Features/Auto_Provisioning/DHCP/Options, and what
    # an innovaphone device reads. None of it is for phones.
    for comment, octets in (
            ("snom: setting server and file", "420c687474703a2f2f7465737400"
                                              "4312736e6f6d2f73657474696e67732e70687000"),
            ("snom: VLAN 3", "84023300"), ("snom: VLAN 114, priority 5", "84043131340085023500"),
            ("innovaphone: gatekeeper and update URL", "c804c0000209d708687474703a2f2f75d80101")):
        value = bytes.fromhex(octets)
        phone.acceptable(comment + ", which no phone reads", "tolerance.unknown-suboption",
                         ["Unknown", "Tolerance"], value, {}, ["unknown-suboption"],
                         error("UNKNOWN_SUBOPTION", value[0], 0))
        phone.acceptable(comment + ", in front of ours", "tolerance.unknown-suboption",
                         ["Unknown", "Tolerance"], value + FULL, PHONE, ["unknown-suboption"],
                         error("UNKNOWN_SUBOPTION", value[0], 0))
    full = b"".join(pieces(ROOMOS))
    for code in (FIPS, SELECT):
        for value in (b"\x01", b"\x07", b"", b"ab"):
            roomos.acceptable(f"{KEYS[code]} of {len(value)} octets {value.hex()}: not looked at",
                              "profile.roomos", ["RoomOS", "Unknown"], full + sub(code, value),
                              ROOMOS, ["unknown-suboption"],
                              error("UNKNOWN_SUBOPTION", code, len(full)))


def repeats(group):
    others = {FIPS: 0, SERVER: b"http://10.79.57.92", FPR: digest(20), PASSWORD: b"other",
              DOT1X: 0, SELECT: 0}
    parts = pieces(PHONE)
    for index, code in enumerate(sorted(PHONE)):
        again, other = parts[index], sub(code, others[code])
        end = at(parts, index + 1)
        for begin in sorted({end, len(FULL)}):
            group.acceptable(f"{KEYS[code]} again at octet {begin}, the same",
                             "tolerance.duplicate", ["Duplicate", "Tolerance"],
                             FULL[:begin] + again + FULL[begin:], PHONE, ["duplicate"],
                             error("DUPLICATE", code, begin))
            group.invalid(f"{KEYS[code]} again at octet {begin}, different", "shape.repeat",
                          ["Duplicate"], FULL[:begin] + other + FULL[begin:],
                          error("CONFLICT", code, begin))
        group.acceptable(f"{KEYS[code]} three times", "tolerance.duplicate",
                         ["Duplicate", "Tolerance"], FULL + again + again, PHONE, ["duplicate"],
                         error("DUPLICATE", code, len(FULL)))
    here = len(TWO)
    group.acceptable("Server again, with a NUL behind it", "tolerance.several",
                     ["Duplicate", "Tolerance"], TWO + sub(SERVER, URL + b"\0"), params(),
                     ["duplicate", "trailing-nul"], error("TRAILING_NUL", SERVER, here))
    group.invalid("Server again, longer by one", "shape.repeat", ["Duplicate"],
                  TWO + sub(SERVER, URL + b"/"), error("CONFLICT", SERVER, here))
    group.invalid("Server again, shorter by one", "shape.repeat", ["Duplicate"],
                  TWO + sub(SERVER, URL[:-1]), error("CONFLICT", SERVER, here))
    group.invalid("Server again, in upper case", "shape.repeat", ["Duplicate"],
                  TWO + sub(SERVER, URL.upper()), error("CONFLICT", SERVER, here))
    group.invalid("Server again, different, with a NUL", "shape.repeat", ["Duplicate"],
                  TWO + sub(SERVER, b"evil\0"), error("CONFLICT", SERVER, here))
    group.acceptable("Challenge Password of no octets twice", "tolerance.several",
                     ["Duplicate", "Tolerance"], TWO + sub(PASSWORD, b"") * 2, params(),
                     ["duplicate", "empty-password"], error("EMPTY_PASSWORD", PASSWORD, here))
    group.invalid("Challenge Password, first empty, then not", "shape.repeat", ["Duplicate"],
                  TWO + sub(PASSWORD, b"") + sub(PASSWORD, b"x"),
                  error("CONFLICT", PASSWORD, here + 2), error("EMPTY_PASSWORD", PASSWORD, here))
    group.invalid("Challenge Password, first not empty, then empty", "shape.repeat", ["Duplicate"],
                  TWO + sub(PASSWORD, b"x") + sub(PASSWORD, b""),
                  error("CONFLICT", PASSWORD, here + 3))
    octets = sub(SERVER, b"ca/" + b"s" * 203) + sub(PASSWORD, b"pp") * 2
    group.acceptable("sum of 208 with a Challenge Password that is repeated", "tolerance.several",
                     ["Duplicate", "SumLimit", "Incomplete"], octets,
                     {SERVER: b"ca/" + b"s" * 203, PASSWORD: b"pp"},
                     ["duplicate", "sum-limit-reached"], error("DUPLICATE", PASSWORD, 212))
    octets = sub(SERVER, b"ca/" + b"s" * 204) + sub(PASSWORD, b"pp") * 2
    group.invalid("sum of 209 with a Challenge Password that is repeated", "limit.sum",
                  ["Duplicate", "SumLimit"], octets,
                  error("SUM_LIMIT_REACHED", PASSWORD, 215, 2), error("DUPLICATE", PASSWORD, 213))
    group.invalid("FIPS Mode again, with a bad value", "value.fips-mode", ["Duplicate"],
                  FULL + sub(FIPS, 2), error("FLAG_VALUE", FIPS, len(FULL) + 2))
    group.invalid("fingerprint again, of another size", "shape.repeat", ["Duplicate"],
                  TWO + sub(FPR, digest(32)), error("CONFLICT", FPR, here))


def hostile(group):
    group.acceptable("127 unknown suboptions of no octets", "tolerance.unknown-suboption",
                     ["Hostile", "Unknown"], sub(1, b"") * 127, {}, ["unknown-suboption"],
                     error("UNKNOWN_SUBOPTION", 1, 0))
    group.acceptable("127 times an empty Challenge Password", "tolerance.several",
                     ["Hostile", "Duplicate"], sub(PASSWORD, b"") * 127, {},
                     ["duplicate", "empty-password"], error("EMPTY_PASSWORD", PASSWORD, 0))
    group.acceptable("an unknown suboption that holds good ones", "tolerance.unknown-suboption",
                     ["Hostile", "Unknown"], sub(43, TWO), {}, ["unknown-suboption"],
                     error("UNKNOWN_SUBOPTION", 43, 0))
    group.invalid("Server that holds suboptions", "value.server", ["Hostile", "ServerForm"],
                  sub(SERVER, TWO) + sub(FPR, PRINT), error("SERVER_CHARACTER", SERVER, 2))
    group.invalid("all octets 0x0a", "value.fips-mode", ["Hostile"], b"\x0a" * 255,
                  error("FLAG_LENGTH", FIPS, 2, 10))
    group.acceptable("everything that can be forgiven but the sum, at once", "tolerance.several",
                     ["Tolerance"],
                     PAD + sub(1, b"x") + sub(SERVER, URL + b"\0") + sub(FPR, PRINT) * 2 +
                     sub(PASSWORD, b"") + END, params(),
                     ["duplicate", "empty-password", "end", "pad", "trailing-nul",
                      "unknown-suboption"], error("PAD", 0, 0))
    long = b"ca/" + b"a" * (208 - len(SECRET) - 3)
    octets = (PAD + sub(1, b"") + sub(SERVER, long + b"\0") + sub(PASSWORD, SECRET) +
              sub(DOT1X, 1) * 2 + END)
    group.acceptable("the sum of 208 and five others at once", "tolerance.several",
                     ["Tolerance", "SumLimit", "Incomplete"], octets,
                     {SERVER: long, PASSWORD: SECRET, DOT1X: 1},
                     ["duplicate", "end", "pad", "sum-limit-reached", "trailing-nul",
                      "unknown-suboption"], error("PAD", 0, 0))


def add(phone, roomos):
    pads_and_ends(phone)
    nuls(phone)
    unknowns(phone, roomos)
    repeats(phone)
    hostile(phone)
    roomos.acceptable("roomos: END at the end", "tolerance.end", ["Tolerance", "RoomOS"],
                      b"".join(pieces(ROOMOS)) + END, ROOMOS, ["end"], error("END", 0, 63))
    roomos.valid("roomos: another order", "shape.order", ["Order", "RoomOS"],
                 b"".join(pieces(ROOMOS, [14, 13, 12, 11])), ROOMOS)
    roomos.invalid("roomos: 802.1X is 2", "value.enable-8021x", ["FlagValue", "RoomOS"],
                   b"".join(pieces(replaced(ROOMOS, dot1x=2))), error("FLAG_VALUE", DOT1X, 62))
