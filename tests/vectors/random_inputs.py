# SPDX-License-Identifier: MIT
# Structured random questions: mostly nearly right, so that they reach the rules and not only the
# first check.
"""Each function makes the question of one operation from a random.Random."""

KEYS = {10: "fips-mode", 11: "server", 12: "root-ca-fingerprint", 13: "challenge-password",
        14: "enable-8021x", 15: "certificate-select"}
TOLERANCES = ("pad", "end", "trailing-nul", "empty-password", "unknown-suboption", "duplicate",
              "sum-limit-reached")
LETTERS = b"abcXYZ019_"
ODD = b"\0\x01\x1f !%-./:;?#@[]`{~\x7f\x80\xff"


def some_octets(rng, length):
    return bytes(rng.randrange(256) for _ in range(length))


def label(rng):
    length = rng.choice((1, 1, 2, 3, 5, 8, 12, 62, 63, 64)) if rng.random() < 0.2 else \
        rng.randrange(1, 9)
    return bytes(rng.choice(LETTERS + b"-") for _ in range(length))


def name(rng):
    return b".".join(label(rng) for _ in range(rng.choice((1, 1, 2, 2, 3, 4))))


def spoil(rng, octets):
    """One octet changed, added, or taken away."""
    if not octets:
        return bytes([rng.choice(ODD)])
    index = rng.randrange(len(octets))
    kind = rng.randrange(3)
    new = bytes([rng.choice(ODD) if rng.random() < 0.8 else rng.randrange(256)])
    if kind == 0:
        return octets[:index] + new + octets[index + 1:]
    if kind == 1:
        return octets[:index] + new + octets[index:]
    return octets[:index] + octets[index + 1:]


def server(rng):
    scheme = rng.choice((b"", b"", b"", b"http://", b"http://", b"HTTP://", b"https://", b"Https://",
                         b"ftp://", b"http:/", b"http:", b"://", b"a+b://", b"httpx://", b"x://"))
    user = rng.choice((b"",) * 12 + (b"u@", b"u:p@", b"@"))
    host = rng.choice((name(rng), name(rng), name(rng), b"10.79.57.91", b"[2001:db8::1]", b"[::]",
                       b"[::ffff:1.2.3.4]", b"[:]", b"[]", b"[1:2", b"", b"ca."))
    port = rng.choice((b"",) * 6 + (b":80", b":8080", b":65535", b":65536", b":0", b":", b":080",
                                    b":8a", b":99999999999", b":1:2"))
    path = rng.choice((b"", b"", b"/", b"/scep", b"?x=1", b"#f", b"/a@b:c://d", b"/" + b"p" * 150))
    result = scheme + user + host + port + path
    return spoil(rng, result) if rng.random() < 0.25 else result


def stretched(rng, octets, fill):
    """Made as long as the limits are interesting."""
    wanted = rng.choice((200, 206, 207, 208, 209, 180, 192, 100, 250))
    return octets + fill * max(0, wanted - len(octets))


GOOD_SERVERS = (b"http://10.79.57.91", b"http://ca.example.nl/scep", b"ca", b"http://[2001:db8::1]",
                b"10.79.57.91:8080/scep", b"HTTP://ca:80?x")


def values(rng, profile):
    """Code to octets of a value, nearly right."""
    result = {}
    for code in (10, 14, 15):
        if rng.random() < (0.6 if profile == "phone" else 0.95 if code == 14 else 0.05):
            result[code] = bytes([rng.choice((0,) * 10 + (1,) * 50 + (2, 255))])
    if rng.random() < 0.95:
        text = rng.choice(GOOD_SERVERS) if rng.random() < 0.6 else server(rng)
        result[11] = stretched(rng, text + b"/", b"s") if rng.random() < 0.15 else text
    if rng.random() < 0.95:
        size = rng.choice((20, 20, 32, 48, 64)) if rng.random() < 0.92 else rng.randrange(67)
        result[12] = some_octets(rng, size)
    if rng.random() < 0.6:
        length = rng.choice((0, 1, 8, 16, 16, 16, 16, 16, 16, 100, 180, 190, 191, 207))
        text = bytes(rng.randrange(0x20, 0x7F) for _ in range(length))
        result[13] = spoil(rng, text) if rng.random() < 0.1 else text
    if 11 in result and 13 in result and rng.random() < 0.1:
        missing = rng.choice((206, 207, 208, 209)) - len(result[11]) - len(result[13])
        result[13] += b"q" * max(0, missing)
    return result


def decode(rng):
    parts = []
    profile = rng.choice(("phone", "phone", "roomos"))
    for code, value in sorted(values(rng, profile).items()):
        if code in (11, 13) and rng.random() < 0.1:
            value += b"\0" * rng.choice((1, 1, 2))
        if code in (10, 14, 15) and rng.random() < 0.03:
            value = rng.choice((b"", b"\1\1", b"on"))
        parts.append(bytes([code, min(len(value), 255)]) + value)
    if parts and rng.random() < 0.15:
        again = rng.choice(parts)
        parts.insert(rng.randrange(len(parts) + 1),
                     again if rng.random() < 0.7 else again[:-1] + b"\1")
    for odd in (b"\0", b"\xff", bytes([rng.randrange(256), 0]), bytes([200, 2, 0, 255]), b"\x0d\0",
                b"\0\0\0"):
        if rng.random() < 0.06:
            parts.insert(rng.randrange(len(parts) + 1), odd)
    if rng.random() < 0.3:
        rng.shuffle(parts)
    octets = b"".join(parts)
    kind = rng.random()
    if kind < 0.06:
        octets = octets[:rng.randrange(len(octets) + 1)]
    elif kind < 0.14:
        octets = spoil(rng, octets)
    elif kind < 0.16:
        octets = some_octets(rng, rng.randrange(40))
    elif kind < 0.17:
        octets = octets.ljust(rng.choice((254, 255, 256, 300)), b"\0")
    question = {"profile": profile,
                "mode": rng.choice(("strict", "tolerant", "tolerant")), "option43": octets.hex()}
    if rng.random() < 0.3:
        question["tolerate"] = [one for one in TOLERANCES if rng.random() < 0.6]
    return question


def encode(rng):
    params = {}
    profile = rng.choice(("phone", "phone", "roomos"))
    for code, value in values(rng, profile).items():
        if code == 15:
            params[KEYS[code]] = ("manufacturing-installed", "custom-installed")[value == b"\1"]
        elif code in (10, 14):
            params[KEYS[code]] = value == b"\1"
        elif code == 12:
            params[KEYS[code]] = value.hex()
        else:
            params[KEYS[code]] = value.decode("latin-1")
    question = {"profile": profile, "params": params,
                "limit": rng.choice((255, 255, 255, 255, 254, 253, 256, rng.randrange(300)))}
    if rng.random() < 0.2:
        question["capacity"] = rng.randrange(260)
    return question


def identity(rng):
    domain = rng.choice((name(rng), name(rng), b"", b"example.nl", b"d" * rng.randrange(36, 45)))
    if rng.random() < 0.3:
        domain += rng.choice((b".", b"\0", b".\0", b"..", b"\0.", b"-", b" "))
    if rng.random() < 0.2:
        domain = spoil(rng, domain)
    question = {"domain": domain.hex()}
    if rng.random() < 0.5:
        cn = rng.choice(("CP-9871-SEP001A2B3C4D5E", "C", "x" * rng.randrange(60, 68), ""))
        if rng.random() < 0.15:
            cn = spoil(rng, cn.encode()).decode("latin-1")
        return {**question, "micCn": cn}
    model = rng.choice((b"DP-9871", b"CP-8875", b"CP-7841-3PCC", b"DP-", b"DP-" + b"9" *
                        rng.randrange(40, 50), label(rng), b"DP-" + label(rng)))
    if rng.random() < 0.2:
        model += b"\0" * rng.randrange(3)
    if rng.random() < 0.2:
        model = spoil(rng, model)
    return {**question, "model": model.decode("latin-1"), "mac": some_octets(rng, 6).hex()}


def options(rng, room):
    octets = b""
    while rng.random() < 0.75:
        code = rng.choice((43, 43, 43, 15, 52, 53, 60, 0, 0, 255, rng.randrange(256)))
        if code in (0, 255):
            octets += bytes([code])
        elif code == 52:
            octets += bytes([52]) + rng.choice((b"\1\1", b"\1\2", b"\1\3", b"\1\3", b"\1\1",
                                                b"\0", b"\1\4", b"\2\1\1"))
        else:
            length = rng.choice((0, 1, 2, 5, 20, 60, 62, 126, 200))
            octets += bytes([code, min(255, length + (rng.random() < 0.03))])
            octets += some_octets(rng, length)
    if room is None:
        return octets + rng.choice((b"\xff", b"\xff", b"", b"\0\0\xff"))
    octets = octets if len(octets) <= room or rng.random() < 0.2 else b""
    return octets[:room].ljust(room, rng.choice((b"\0", b"\xff")))


def message(rng):
    cookie = bytes([99, 130, 83, 99]) if rng.random() < 0.97 else some_octets(rng, 4)
    octets = (some_octets(rng, 44) + options(rng, 64) + options(rng, 128) + cookie +
              options(rng, None))
    if rng.random() < 0.1:
        octets = octets[:rng.randrange(len(octets) + 1)]
    question = {"message": octets.hex(), "option": rng.choice((43, 43, 43, 15, 60, 1, 254))}
    if rng.random() < 0.1:
        question["capacity"] = rng.randrange(100)
    return question


def text(rng):
    form = rng.choice(("hex", "fingerprint", "mac", "flag"))
    if form == "flag":
        word = rng.choice(("on", "off", "yes", "no", "enabled", "disabled", "custom-installed",
                           "manufacturing-installed", "", "maybe", "ON"))
        return {"form": form, "text": word,
                "suboption": rng.choice(("fips-mode", "enable-8021x", "certificate-select"))}
    size = {"hex": rng.randrange(6), "mac": rng.choice((5, 6, 6, 6, 7)),
            "fingerprint": rng.choice((19, 20, 20, 32, 48, 64, 65))}[form]
    digits = [rng.choice(("", "", "", "0x", "0X")) + "%02x" % rng.randrange(256)
              for _ in range(size)] if rng.random() < 0.3 else ["%02X" % rng.randrange(256)
                                                                 for _ in range(size)]
    result = rng.choice(("", "", ":", " ", "-", ".", "\n", ": ")).join(digits)
    if rng.random() < 0.3 and result:
        index = rng.randrange(len(result))
        result = result[:index] + rng.choice((" ", "g", "", "x", "0", "\u00e9", ":", "\0")) + \
            result[index + rng.randrange(2):]
    return {"form": form, "text": result}


# How often each is asked: most of it where most of the rules are.
OPERATIONS = ((decode, 10), (encode, 4), (identity, 3), (message, 4), (text, 1))


def question(rng, number):
    functions, weights = zip(*OPERATIONS)
    function = rng.choices(functions, weights)[0]
    return {"id": number, "op": function.__name__, **function(rng)}
