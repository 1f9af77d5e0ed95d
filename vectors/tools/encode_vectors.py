# SPDX-License-Identifier: MIT
# Vectors for encoders, parameters and a ceiling to octets, or to the rule that refuses.
import decode_limits
import servers
from build import (DIGESTS, DIGEST_NAMES, DOT1X, FIPS, FPR, KEYS, PASSWORD, PHONE, PRINT, ROOMOS,
                   SECRET, SELECT, SERVER, SUM_BELOW, TOTAL_MAX, Group, digest, error, params,
                   pieces, replaced)
from decode_limits import password_of, server_of, splits, total, variants

HEADER = ["Parameters to the value of option 43, or to the rule that they break.",
          "limit is the ceiling of the server that carries it; capacity, where there is one, the",
          "room for the output. Offsets count octets of the suboption's own value."]
LIMITS_HEADER = ["Parameters to the value of option 43: every length around every limit."]


def wire(values):
    """The canonical octets of good parameters."""
    return b"".join(pieces({code: value for code, value in values.items() if value != b""}))


def presence(phone, roomos):
    for bits in range(16):
        chosen = {FIPS: bits & 1, PASSWORD: bits & 2, DOT1X: bits & 4, SELECT: bits & 8}
        for on in (1, 0):
            values = {SERVER: PHONE[SERVER], FPR: PRINT}
            for code in (FIPS, PASSWORD, DOT1X, SELECT):
                if chosen[code]:
                    values[code] = SECRET if code == PASSWORD else on
            if on == 0 and not any(chosen[code] for code in (FIPS, DOT1X, SELECT)):
                continue
            flag = ["PublishedExample"] if values == PHONE else ["Normal"]
            clause = "example.phone" if values == PHONE else "shape.canonical"
            phone.encodes("suboptions " + " ".join(map(str, sorted(values))) +
                          (", flags on" if on else ", flags off"), clause, flag, values,
                          wire(values))
    roomos.encodes("the published example of 63 octets", "example.roomos",
                   ["PublishedExample", "RoomOS"], ROOMOS, wire(ROOMOS))
    roomos.encodes("without a password", "profile.roomos", ["RoomOS", "Normal"],
                   params(dot1x=1), wire(params(dot1x=1)))
    phone.encodes("an empty password is left out", "value.password", ["PasswordForm"],
                  params(password=b""), wire(params()))
    for size in DIGESTS["phone"]:
        phone.encodes(f"fingerprint of {DIGEST_NAMES[size]}", "value.fingerprint", ["Normal"],
                      replaced(PHONE, fpr=digest(size)), wire(replaced(PHONE, fpr=digest(size))))


def incomplete(phone, roomos):
    phone.encodes("nothing at all", "complete.mandatory", ["Incomplete"], {},
                  error("MISSING", SERVER))
    for group, full, codes in ((phone, PHONE, (SERVER, FPR)),
                               (roomos, ROOMOS, (SERVER, FPR, DOT1X))):
        for code in codes:
            rest = {other: value for other, value in full.items() if other != code}
            group.encodes(f"{group.profile}: without {KEYS[code]}", "complete.mandatory",
                          ["Incomplete"], rest, error("MISSING", code))
    roomos.encodes("802.1X off, which makes enrolment impossible", "profile.roomos",
                   ["RoomOS", "Incomplete"], replaced(ROOMOS, dot1x=0),
                   error("ENROLMENT_OFF", DOT1X))
    for code in (FIPS, SELECT):
        for on in (0, 1):
            values = {**ROOMOS, code: on}
            roomos.encodes(f"{KEYS[code]} {on}, which these devices have not", "profile.roomos",
                           ["RoomOS", "Unknown"], values, error("UNKNOWN_SUBOPTION", code))


def texts(group):
    for comment, value in servers.GOOD:
        values = params(server=value)
        group.encodes("Server: " + comment, "value.server", ["ServerForm"], values, wire(values))
    utf8 = [("UTF-8 letter", "http://c\u00e4.nl".encode(), "SERVER_CHARACTER", 8),
            ("NUL at the end", b"ca\0", "SERVER_CHARACTER", 2)]
    for comment, value, name, offset in servers.BAD + utf8:
        group.encodes("Server: " + comment, servers.CLAUSE_OF[name], ["ServerForm"],
                      params(server=value), error(name, SERVER, offset))
    for comment, value in servers.GOOD_PASSWORDS:
        values = params(password=value)
        group.encodes("Challenge Password: " + comment, "value.password", ["PasswordForm"], values,
                      wire(values))
    utf8 = [("UTF-8 letter", "gehe\u00efm".encode(), 4), ("NUL at the end", b"ab\0", 2),
            ("NUL only", b"\0", 0)]
    for comment, value, offset in servers.BAD_PASSWORDS + utf8:
        group.encodes("Challenge Password: " + comment, "value.password", ["PasswordForm"],
                      params(password=value), error("PASSWORD_CHARACTER", PASSWORD, offset))


def ceilings(group):
    length = len(wire(PHONE))
    for limit in (0, 1, length - 1):
        group.encodes(f"{length} octets, limit {limit}", "limit.ceiling", ["Ceiling", "Boundary"],
                      PHONE, error("TOO_LONG", 0, 0, length - limit), limit=limit)
    for limit in (length, length + 1, 253, 254):
        group.encodes(f"{length} octets, limit {limit}", "limit.ceiling", ["Ceiling", "Boundary"],
                      PHONE, wire(PHONE), limit=limit)
    for limit in (256, 257, 1000, 65535):
        group.encodes(f"limit {limit}, which no option has", "limit.ceiling",
                      ["Ceiling", "Boundary"], PHONE,
                      error("LIMIT", 0, 0, limit - TOTAL_MAX), limit=limit)
    for size in (48, 64):
        for limit in (253, 254, 255):
            for over in (-1, 0, 1):
                base = replaced(PHONE, fpr=digest(size), password=b"")
                values = replaced(base, password=password_of(limit + over - total(base)))
                outcome = error("TOO_LONG", 0, 0, 1) if over == 1 else wire(values)
                group.encodes(f"{DIGEST_NAMES[size]}, {total(values)} octets, limit {limit}",
                              "limit.ceiling", ["Ceiling", "Boundary"], values, outcome,
                              limit=limit)
    for capacity in (0, 1, length - 1):
        group.encodes(f"{length} octets, room for {capacity}", "limit.buffer", ["Buffer"], PHONE,
                      error("BUFFER", 0, 0, length - capacity), capacity=capacity)
    for capacity in (length, length + 1):
        group.encodes(f"{length} octets, room for {capacity}", "limit.buffer", ["Buffer"], PHONE,
                      wire(PHONE), capacity=capacity)


def precedence(phone, roomos):
    phone.encodes("nothing good: what is missing is told first", "complete.mandatory",
                  ["Incomplete"], {PASSWORD: b"\x01"}, error("MISSING", SERVER))
    phone.encodes("bad Server, bad fingerprint, bad password: Server is told", "value.server",
                  ["ServerForm"], params(server=b"a b", fpr=digest(21), password=b"\x01"),
                  error("SERVER_CHARACTER", SERVER, 1))
    phone.encodes("bad fingerprint and bad password: the fingerprint is told",
                  "value.fingerprint", ["Fingerprint"],
                  params(fpr=digest(21), password=b"\x01"),
                  error("FINGERPRINT_LENGTH", FPR, 0, 21))
    phone.encodes("sum and total too large: the sum is told", "limit.sum", ["SumLimit"],
                  replaced(PHONE, server=server_of(150), password=password_of(150)),
                  error("SUM_LIMIT_REACHED", PASSWORD, 0, 300 - (SUM_BELOW - 1)))
    roomos.encodes("no rule for the sum, however large: the total is told", "profile.roomos",
                   ["RoomOS", "TotalLimit"],
                   replaced(ROOMOS, server=server_of(150), password=password_of(150)),
                   error("TOO_LONG", 0, 0,
                         total(replaced(ROOMOS, server=server_of(150),
                                        password=password_of(150))) - TOTAL_MAX))
    roomos.encodes("unknown, missing and bad: the unknown one is told", "profile.roomos",
                   ["RoomOS", "Unknown"], {SELECT: 1, SERVER: b"a b"},
                   error("UNKNOWN_SUBOPTION", SELECT))


def expect(group, comment, flags, values):
    """What rule 1 and rule 2 say to parameters that are good otherwise."""
    summed = len(values[SERVER]) + len(values.get(PASSWORD, b""))
    over = summed - (SUM_BELOW - 1) if group.profile == "phone" else 0
    length = total(values)
    comment = f"{comment}: sum {summed}, in all {length}"
    if over > 0:
        blamed = PASSWORD if PASSWORD in values else SERVER
        group.encodes(comment, "limit.sum", flags, values,
                      error("SUM_LIMIT_REACHED", blamed, 0, over))
    elif length > TOTAL_MAX:
        group.encodes(comment, "limit.total", flags, values,
                      error("TOO_LONG", 0, 0, length - TOTAL_MAX))
    else:
        group.encodes(comment, "limit.total" if length > 249 else "limit.sum", flags, values,
                      wire(values))


def limits(group):
    more = ["RoomOS"] if group.profile == "roomos" else []
    on = {"dot1x": 1} if group.profile == "roomos" else {}
    for length in list(range(67)) + [128, 255, 256, 300]:
        values = params(fpr=digest(length), **on)
        good = length in DIGESTS[group.profile]
        group.encodes(f"{group.profile}: fingerprint of {length} octets",
                      "value.fingerprint" if good or length not in DIGESTS["phone"]
                      else "profile.roomos", ["Fingerprint", "Boundary"] + more, values,
                      wire(values) if good else error("FINGERPRINT_LENGTH", FPR, 0, length))
    for fingerprint in DIGESTS[group.profile]:
        for summed in range(200, 211):
            for server, password in splits(summed):
                for name, values in variants(group.profile, fingerprint, server_of(server),
                                             password_of(password)):
                    expect(group, f"{group.profile}, {DIGEST_NAMES[fingerprint]}, {name}, "
                           f"{server} + {password}", ["SumLimit", "Boundary"] + more, values)
        for wanted in range(250, 258):
            for name, base in variants(group.profile, fingerprint, b"", b""):
                room = wanted - total(base)
                if not 200 <= room <= 210:
                    expect(group, f"{group.profile}, {DIGEST_NAMES[fingerprint]}, {name}",
                           ["TotalLimit", "Boundary"] + more,
                           {**base, SERVER: server_of(room // 2),
                            PASSWORD: password_of(room - room // 2)})
    for length in list(range(200, 212)) + [255, 256, 257, 300, 1000]:
        expect(group, f"{group.profile}, Server alone", ["SumLimit", "Boundary"] + more,
               params(server=server_of(length), **on))


def groups():
    phone, roomos = Group("encode", "phone"), Group("encode", "roomos")
    presence(phone, roomos)
    incomplete(phone, roomos)
    texts(phone)
    ceilings(phone)
    precedence(phone, roomos)
    return [phone, roomos]


def limit_groups():
    result = [Group("encode", "phone"), Group("encode", "roomos")]
    for group in result:
        limits(group)
    return result
