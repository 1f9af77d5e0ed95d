# SPDX-License-Identifier: MIT
# Vectors for decoders, every length around every limit, alone and together.
from build import (DIGESTS, DIGEST_NAMES, DOT1X, FPR, PASSWORD, SERVER, SUM_BELOW, TOTAL_MAX, URL,
                   Group, digest, error, params, pieces, sub)

HEADER = ["The value of option 43 to parameters: every length around every limit.",
          "All fingerprints of 0 to 66 octets; sums of Server and Challenge Password from 200 to",
          "210 with every digest; whole values from 250 to 257 octets."]


def server_of(length):
    """A good Server of that many octets."""
    return (b"ca/" + b"s" * (length - 3)) if length > 3 else b"s" * length


def password_of(length):
    return b"p" * length


def place(values, code):
    """Offset of the value of a suboption, ascending order."""
    return sum(2 + size(values[other]) for other in sorted(values) if other < code) + 2


def size(value):
    return 1 if isinstance(value, int) else len(value)


def total(values):
    return sum(2 + size(value) for value in values.values())


def splits(length):
    """Ways to share out octets to Server and Challenge Password."""
    return ((length - 1, 1), (length // 2, length - length // 2), (1, length - 1))


def expect(group, comment, flags, values):
    """What rule 1 and rule 2 say to parameters that are good otherwise."""
    octets = b"".join(pieces(values))
    summed = len(values.get(SERVER, b"")) + len(values.get(PASSWORD, b""))
    blamed = PASSWORD if PASSWORD in values else SERVER
    over = summed - (SUM_BELOW - 1) if group.profile == "phone" else 0
    comment = f"{comment}: sum {summed}, in all {len(octets)}"
    if len(octets) > TOTAL_MAX:
        group.invalid(comment, "limit.total", flags, octets,
                      error("TOO_LONG", 0, 0, len(octets) - TOTAL_MAX))
    elif over == 1:
        group.acceptable(comment, "tolerance.sum-limit-reached", flags, octets, values,
                         ["sum-limit-reached"],
                         error("SUM_LIMIT_REACHED", blamed, place(values, blamed), over))
    elif over > 1:
        group.invalid(comment, "limit.sum", flags, octets,
                      error("SUM_LIMIT_REACHED", blamed, place(values, blamed), over))
    else:
        group.valid(comment, "limit.total" if len(octets) > 249 else "limit.sum", flags, octets,
                    values)


def variants(profile, fingerprint, server, password):
    """The same with as many and with as few other suboptions as possible."""
    few = {"dot1x": 1} if profile == "roomos" else {}
    many = {"fips": 1, "dot1x": 0, "select": 1} if profile == "phone" else few
    yield "few", params(server=server, fpr=digest(fingerprint), password=password, **few)
    if many != few:
        yield "all", params(server=server, fpr=digest(fingerprint), password=password, **many)


def fingerprints(group):
    flags = ["Fingerprint", "Boundary"] + (["RoomOS"] if group.profile == "roomos" else [])
    for length in list(range(67)) + [128, 230]:
        octets = sub(SERVER, URL) + sub(FPR, digest(length)) + sub(DOT1X, 1)
        comment = f"{group.profile}: fingerprint of {length} octets"
        if length in DIGESTS[group.profile]:
            group.valid(comment + f" ({DIGEST_NAMES[length]})", "value.fingerprint", flags, octets,
                        params(fpr=digest(length), dot1x=1))
        else:
            clause = "profile.roomos" if length in DIGESTS["phone"] else "value.fingerprint"
            group.invalid(comment, clause, flags, octets,
                          error("FINGERPRINT_LENGTH", FPR, 22, length))


def sums(group):
    flags = ["SumLimit", "Boundary"] + (["RoomOS"] if group.profile == "roomos" else [])
    for fingerprint in DIGESTS[group.profile]:
        for summed in range(200, 211):
            for server, password in splits(summed):
                for name, values in variants(group.profile, fingerprint, server_of(server),
                                             password_of(password)):
                    expect(group, f"{group.profile}, {DIGEST_NAMES[fingerprint]}, {name}, "
                           f"{server} + {password}", flags, values)
    for length in range(200, 211):
        expect(group, f"{group.profile}, Server alone", flags,
               params(server=server_of(length), dot1x=1))
        values = {PASSWORD: password_of(length), DOT1X: 1}
        expect(group, f"{group.profile}, Challenge Password alone", flags, values)


def totals(group):
    flags = ["TotalLimit", "Boundary"] + (["RoomOS"] if group.profile == "roomos" else [])
    for fingerprint in DIGESTS[group.profile]:
        for wanted in range(250, 258):
            for name, base in variants(group.profile, fingerprint, b"", b""):
                room = wanted - total(base)
                if 200 <= room <= 210:
                    continue  # among the sums already
                values = dict(base)
                values[SERVER], values[PASSWORD] = server_of(room // 2), password_of(
                    room - room // 2)
                expect(group, f"{group.profile}, {DIGEST_NAMES[fingerprint]}, {name}", flags,
                       values)
    fixed = b"".join(pieces(params(dot1x=1)))
    for wanted in range(250, 258):
        filler = sub(200, b"f" * (wanted - len(fixed) - 2))
        comment = f"{group.profile}: filled with an unknown suboption to {wanted}"
        if wanted > TOTAL_MAX:
            group.invalid(comment, "limit.total", flags, fixed + filler,
                          error("TOO_LONG", 0, 0, wanted - TOTAL_MAX))
        else:
            group.acceptable(comment, "limit.total", flags + ["Unknown"], fixed + filler,
                             params(dot1x=1), ["unknown-suboption"],
                             error("UNKNOWN_SUBOPTION", 200, len(fixed)))


def lengths(group):
    flags = ["Boundary"]
    for length in (1, 2, 3, 4, 62, 63, 64, 127, 128, 129):
        for name, values in (("Server", params(server=server_of(length))),
                             ("Challenge Password", params(password=password_of(length)))):
            group.valid(f"{name} of {length} octets", "shape.suboption", flags,
                        b"".join(pieces(values)), values)
    for length in (512, 1024, 4096):
        group.invalid(f"{length} octets of good beginning", "limit.total",
                      ["TotalLimit", "Hostile"],
                      b"".join(pieces(params())).ljust(length, b"\0"),
                      error("TOO_LONG", 0, 0, length - TOTAL_MAX))


def groups():
    result = [Group("decode", "phone"), Group("decode", "roomos")]
    for group in result:
        fingerprints(group)
        sums(group)
        totals(group)
    lengths(result[0])
    return result
