# SPDX-License-Identifier: MIT
# Vectors for decoders, examples, shapes, values, tolerances, hostile input.
import servers
from build import (DIGESTS, DIGEST_NAMES, DOT1X, FIPS, FPR, KEYS, PASSWORD, PHONE, PRINT, ROOMOS,
                   SECRET, SELECT, SERVER, URL, Group, at, digest, error, params, pieces, replaced,
                   sub)

HEADER = ["The value of option 43 to parameters: examples, shapes, values, tolerances.",
          "A test names what strict and what tolerant decoding say.",
          "Offsets count octets of the value, from 0."]

FLAG_CODES = (FIPS, DOT1X, SELECT)
TWO = pieces(params())  # Server and Root CA Fingerprint
TAIL = b"".join(TWO)


def examples(phone, roomos):
    phone.valid("published example of 69 octets", "example.phone", ["PublishedExample"],
                bytes.fromhex("0a01010b12687474703a2f2f31302e37392e35372e39310c1412040870625C5B755D"
                              "73F5925285F8F5FF5D55AF0d10443233334343463942393935324131350e01010f01"
                              "01"), PHONE)
    roomos.valid("published example of 63 octets", "example.roomos", ["PublishedExample", "RoomOS"],
                 bytes.fromhex("0b12687474703a2f2f31302e37392e35372e39310c1412040870625C5B755D73F592"
                               "5285F8F5FF5D55AF0d10443233334343463942393935324131350e0101"), ROOMOS)
    phone.valid("what Board, Desk and Room devices get, for a phone", "example.roomos",
                ["PublishedExample"], b"".join(pieces(ROOMOS)), ROOMOS)
    roomos.acceptable("what phones get, for a Board, Desk or Room device", "profile.roomos",
                      ["RoomOS", "Unknown"], b"".join(pieces(PHONE)), ROOMOS,
                      ["unknown-suboption"], error("UNKNOWN_SUBOPTION", FIPS, 0))


def completeness(phone, roomos):
    for group, full in ((phone, PHONE), (roomos, ROOMOS)):
        name = "phone" if group is phone else "roomos"
        flags = ["Incomplete"] + (["RoomOS"] if group is roomos else [])
        group.valid(f"{name}: no octets at all", "complete.mandatory", flags, b"", {})
        for code in full:
            group.valid(f"{name}: only {KEYS[code]}", "complete.mandatory", flags,
                        sub(code, full[code]), {code: full[code]})
            rest = {other: value for other, value in full.items() if other != code}
            group.valid(f"{name}: all but {KEYS[code]}", "complete.mandatory", flags,
                        b"".join(pieces(rest)), rest)
    roomos.valid("roomos: 802.1X off, which makes enrolment impossible", "profile.roomos",
                 ["RoomOS", "Incomplete"], b"".join(pieces(replaced(ROOMOS, dot1x=0))),
                 replaced(ROOMOS, dot1x=0))
    for size in DIGESTS["phone"]:
        for more in ({}, {"password": SECRET, "fips": 0, "dot1x": 0, "select": 0}):
            values = params(fpr=digest(size), **more)
            phone.valid(f"{DIGEST_NAMES[size]}, {len(values)} suboptions", "value.fingerprint",
                        ["Normal"], b"".join(pieces(values)), values)


def orders(phone):
    codes = sorted(PHONE)
    seen = [codes]
    candidates = [codes[i:] + codes[:i] for i in range(6)]
    candidates += [codes[::-1]] + [codes[:i] + [codes[i + 1], codes[i]] + codes[i + 2:]
                                   for i in range(5)]
    candidates += [[codes[i]] + codes[:i] + codes[i + 1:] for i in range(6)]
    for order in candidates:
        if order not in seen:
            seen.append(order)
            phone.valid("order " + " ".join(map(str, order)), "shape.order", ["Order"],
                        b"".join(pieces(PHONE, order)), PHONE)


def flag_values(phone):
    for code in FLAG_CODES:
        clause = "value." + KEYS[code]
        others = {other: value for other, value in PHONE.items() if other != code}
        for value in (0, 1):
            values = dict(sorted({**others, code: value}.items()))
            if value == 0:
                phone.valid(f"{KEYS[code]} is 0", clause, ["FlagValue"],
                            b"".join(pieces(values)), values)
        begin = len(TAIL)
        for value in (2, 3, 0x30, 0x31, 0x7F, 0x80, 0xFE, 0xFF):
            phone.invalid(f"{KEYS[code]} is {value:#04x}", clause, ["FlagValue"],
                          TAIL + sub(code, value), error("FLAG_VALUE", code, begin + 2))
        for length in (0, 2, 3, 4, 16):
            phone.invalid(f"{KEYS[code]} of {length} octets", clause, ["FlagValue", "Boundary"],
                          TAIL + sub(code, b"\x01" * length),
                          error("FLAG_LENGTH", code, begin + 2, length))
        phone.invalid(f"{KEYS[code]} as the text \"on\", before the others", clause, ["FlagValue"],
                      sub(code, b"on") + TAIL, error("FLAG_LENGTH", code, 2, 2))
        phone.invalid(f"{KEYS[code]} is 1 and a NUL", clause, ["FlagValue"],
                      sub(code, b"\x01\0") + TAIL, error("FLAG_LENGTH", code, 2, 2))


def texts(phone, roomos):
    after = len(sub(SERVER, URL))
    for comment, value in servers.GOOD:
        phone.valid("Server: " + comment, "value.server", ["ServerForm"],
                    sub(SERVER, value) + sub(FPR, PRINT), params(server=value))
    for comment, value, name, offset in servers.BAD + servers.BAD_OCTETS:
        phone.invalid("Server: " + comment, servers.CLAUSE_OF[name], ["ServerForm"],
                      sub(FIPS, 1) + sub(SERVER, value) + sub(FPR, PRINT),
                      error(name, SERVER, 5 + offset))
    roomos.invalid("Server: https, for a Board, Desk or Room device", "value.server-scheme",
                   ["ServerForm", "RoomOS"], b"".join(pieces(replaced(ROOMOS, server=b"https://ca"))),
                   error("SERVER_HTTPS", SERVER, 2))
    for comment, value in servers.GOOD_PASSWORDS:
        phone.valid("Challenge Password: " + comment, "value.password", ["PasswordForm"],
                    TAIL + sub(PASSWORD, value), params(password=value))
    for comment, value, offset in servers.BAD_PASSWORDS + servers.BAD_PASSWORD_OCTETS:
        phone.invalid("Challenge Password: " + comment, "value.password", ["PasswordForm"],
                      sub(SERVER, URL) + sub(PASSWORD, value) + sub(FPR, PRINT),
                      error("PASSWORD_CHARACTER", PASSWORD, after + 2 + offset))
    bad = {FPR: sub(FPR, digest(21)), PASSWORD: sub(PASSWORD, b"\x01"),
           SERVER: sub(SERVER, b"a b"), FIPS: sub(FIPS, 2)}
    first = {FPR: error("FINGERPRINT_LENGTH", FPR, 2, 21),
             PASSWORD: error("PASSWORD_CHARACTER", PASSWORD, 2),
             SERVER: error("SERVER_CHARACTER", SERVER, 3), FIPS: error("FLAG_VALUE", FIPS, 2)}
    for code in bad:
        rest = b"".join(part for other, part in bad.items() if other != code)
        phone.invalid(f"four bad values, {KEYS[code]} in front is told", "shape.suboption",
                      ["Order"], bad[code] + rest, first[code])
        phone.invalid(f"a bad {KEYS[code]}, then a length that runs past the end",
                      "shape.suboption", ["Order"], bad[code] + b"\x0b\x02\x61", first[code])


def truncations(group, full, name):
    """Every beginning of a full value: good between suboptions, an error inside of one."""
    parts = pieces(full)
    octets = b"".join(parts)
    for length in range(1, len(octets)):
        index = next(i for i in range(len(parts)) if at(parts, i + 1) > length)
        begin = at(parts, index)
        code = sorted(full)[index]
        inside = length - begin
        flags = ["Truncated"] + (["RoomOS"] if name == "roomos" else [])
        if inside == 0:
            continue  # the same as the first suboptions alone
        if inside == 1:
            group.invalid(f"{name}: {length} octets, ends behind the code {code}", "shape.bounds",
                          flags, octets[:length], error("TRUNCATED", code, begin))
        else:
            lacking = len(parts[index]) - inside
            group.invalid(f"{name}: {length} octets, {KEYS[code]} lacks {lacking}", "shape.bounds",
                          flags + ["Overrun"], octets[:length],
                          error("OVERRUN", code, begin, lacking))
    for count in range(2, len(parts)):
        values = {code: full[code] for code in sorted(full)[:count]}
        group.valid(f"{name}: only the first {count} suboptions", "shape.suboption", ["Truncated"],
                    b"".join(parts[:count]), values)


def overruns(phone):
    for code in (1, 9, FIPS, SERVER, FPR, PASSWORD, DOT1X, SELECT, 16, 128, 254):
        strict_unknown = error("UNKNOWN_SUBOPTION", code, 0)
        known = code in PHONE
        phone.invalid(f"only the code {code}", "shape.bounds", ["Truncated"], bytes([code]),
                      error("TRUNCATED", code, 0))
        for length in (1, 255):
            phone.invalid(f"code {code}, length {length}, no value", "shape.bounds", ["Overrun"],
                          bytes([code, length]), error("OVERRUN", code, 0, length))
        phone.invalid(f"code {code} behind good ones, length 1 too many", "shape.bounds",
                      ["Overrun"], TAIL + bytes([code, 3, 1, 1]),
                      error("OVERRUN", code, len(TAIL), 1))
        if not known:
            phone.acceptable(f"unknown code {code}, no octets", "tolerance.unknown-suboption",
                             ["Unknown", "Tolerance"], sub(code, b"") + TAIL, params(),
                             ["unknown-suboption"], strict_unknown)
    phone.invalid("the last length is 255", "shape.bounds", ["Overrun"],
                  b"".join(pieces(PHONE))[:-2] + b"\xff\x01", error("OVERRUN", SELECT, 66, 254))
    phone.invalid("Server's length swallows all that follows and 1 more", "shape.bounds",
                  ["Overrun"], sub(FIPS, 1) + bytes([SERVER, 23]) + URL + bytes([FPR, 2, 1, 1]),
                  error("OVERRUN", SERVER, 3, 1))


def groups():
    import decode_tolerances
    phone, roomos = Group("decode", "phone"), Group("decode", "roomos")
    examples(phone, roomos)
    completeness(phone, roomos)
    orders(phone)
    flag_values(phone)
    texts(phone, roomos)
    truncations(phone, PHONE, "phone")
    truncations(roomos, ROOMOS, "roomos")
    overruns(phone)
    decode_tolerances.add(phone, roomos)
    return [phone, roomos]
