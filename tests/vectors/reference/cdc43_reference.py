# SPDX-License-Identifier: MIT
# The rules of option 43 for phones a second time, slow and plain, to compare other decoders with.
"""A second implementation of the format, which shares nothing with the C library but the rules.

Octets are bytes, parameters are a dict with the names of the suboption table:

    {"fips-mode": True, "server": "http://10.79.57.91", "root-ca-fingerprint": b"...",
     "challenge-password": "...", "enable-8021x": True, "certificate-select": "custom-installed"}

Every function returns its answer or raises Broken. Nothing here is made for speed.
"""
import re

FIPS_MODE, SERVER, FINGERPRINT, PASSWORD, DOT1X, SELECT = 10, 11, 12, 13, 14, 15

NAMES = {
    FIPS_MODE: "fips-mode",
    SERVER: "server",
    FINGERPRINT: "root-ca-fingerprint",
    PASSWORD: "challenge-password",
    DOT1X: "enable-8021x",
    SELECT: "certificate-select",
}
CODES = {name: code for code, name in NAMES.items()}
SELECT_WORDS = ("manufacturing-installed", "custom-installed")
FLAGS = (FIPS_MODE, DOT1X, SELECT)
TEXTS = (SERVER, PASSWORD)

OPTION_MAX = 255
COMMON_NAME_MAX = 64
LABEL_MAX = 63
PORT_MAX = 65535

PROFILES = {
    "phone": {
        "codes": (10, 11, 12, 13, 14, 15),
        "mandatory": (11, 12),
        "must_be_on": (),
        "digests": (20, 32, 48, 64),
        "sum_below": 208,
    },
    "roomos": {
        "codes": (11, 12, 13, 14),
        "mandatory": (11, 12, 14),
        "must_be_on": (14,),
        "digests": (20, 32),
        "sum_below": None,
    },
}

# What tolerant decoding forgives: the error that strict decoding gives, and the name of the bit.
TOLERANCES = {
    "PAD": "pad",
    "END": "end",
    "TRAILING_NUL": "trailing-nul",
    "EMPTY_PASSWORD": "empty-password",
    "UNKNOWN_SUBOPTION": "unknown-suboption",
    "DUPLICATE": "duplicate",
    "SUM_LIMIT_REACHED": "sum-limit-reached",
}


class Broken(Exception):
    """A rule is broken: which one, in which suboption (0: none), at which octet, how much over."""

    def __init__(self, error, suboption=0, offset=0, excess=0):
        super().__init__(error, suboption, offset, excess)
        self.error = error
        self.suboption = suboption
        self.offset = offset
        self.excess = excess


# --- text values ------------------------------------------------------------------------------

NAME_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


def first_bad_octet(value, lowest):
    """Index of the first octet that is not printable ASCII from lowest on, or None."""
    for index, octet in enumerate(value):
        if not lowest <= octet <= 0x7E:
            return index
    return None


def is_host_name(name):
    """Labels of 1-63 letters, digits, underscores and inner hyphens, joined by single dots."""
    for label in name.split(b"."):
        if not 1 <= len(label) <= LABEL_MAX:
            return False
        if label[:1] == b"-" or label[-1:] == b"-":
            return False
        if any(octet not in NAME_LETTERS and octet != 0x2D for octet in label):
            return False
    return True


def could_begin_host_name(name):
    """The same for the beginning of a name: its last label may be empty or end with a hyphen."""
    done, _, last = name.rpartition(b".")
    if done and not is_host_name(done):
        return False
    if name[:1] == b".":
        return False
    # A letter instead of the last hyphen, or behind the last dot, would have to give a name.
    return last == b"" or is_host_name(last[:-1] + b"x" if last[-1:] == b"-" and last != b"-"
                                       else last)


def bad_name_octet(name):
    """Where a host name goes wrong: the first octet with which it cannot go on, or the dot or
    hyphen before it when the name could not end there. None for a good name."""
    if is_host_name(name):
        return None
    end = 0
    while end < len(name) and could_begin_host_name(name[:end + 1]):
        end += 1
    return end if end == 0 or is_host_name(name[:end]) else end - 1


def after_ipv6(text, begin):
    """The place behind an IPv6 address in brackets, "[" at begin. Its octets are looked at: digits,
    colons (two or more) and dots; whether its groups make an address is the resolver's to say."""
    end = begin + 1
    while end < len(text) and text[end] in b"0123456789abcdefABCDEF:.":
        end += 1
    if text[end:end + 1] != b"]" or text.count(b":", begin, end) < 2:
        raise Broken("SERVER_HOST", SERVER, end)
    return end + 1


def check_server(value):
    """[http "://"] host ["."] [":" port] [path]; raises Broken with the offset in the value."""
    def refuse(error, offset=0):
        raise Broken(error, SERVER, offset)

    bad = first_bad_octet(value, 0x21)
    if bad is not None:
        refuse("SERVER_CHARACTER", bad)
    if value == b"":
        refuse("SERVER_EMPTY")
    begin = 0
    url = re.match(rb"([^/?#@]*)://|(?i:https?):/", value)
    if url:
        scheme = url.group().partition(b":")[0].lower()
        if scheme == b"https":
            refuse("SERVER_HTTPS")
        if url.group(1) is None or url.group(1).lower() != b"http":
            refuse("SERVER_SCHEME")
        begin = url.end()
    end = begin + len(re.match(rb"[^/?#]*", value[begin:]).group())
    authority = value[:end]
    if b"@" in authority:
        refuse("SERVER_USER_INFO", authority.index(b"@"))
    if authority[begin:begin + 1] == b"[":
        rest = after_ipv6(authority, begin)
        if authority[rest:rest + 1] not in (b"", b":"):
            refuse("SERVER_HOST", rest)
    else:
        rest = authority.find(b":", begin)
        rest = end if rest < 0 else rest
        name = authority[begin:rest]
        bad = bad_name_octet(name[:-1] if len(name) > 1 and name.endswith(b".") else name)
        if bad is not None:
            refuse("SERVER_HOST", begin + bad)
    if rest < end:
        check_port(authority[rest + 1:], rest + 1)


def check_port(digits, begin):
    """1 to 65535, leading zeros allowed. The octet to blame is the one that ends the hope."""
    for index in range(len(digits)):
        if not 0x30 <= digits[index] <= 0x39 or int(digits[:index + 1]) > PORT_MAX:
            raise Broken("SERVER_PORT", SERVER, begin + index)
    if digits == b"" or int(digits) == 0:
        raise Broken("SERVER_PORT", SERVER, begin + len(digits))


# --- rules that decoding and encoding share ---------------------------------------------------

def check_value(profile, code, value):
    """One text or digest. Offsets are inside the value."""
    if code == SERVER:
        check_server(value)
    elif code == FINGERPRINT:
        if len(value) not in PROFILES[profile]["digests"]:
            raise Broken("FINGERPRINT_LENGTH", FINGERPRINT, 0, len(value))
    else:
        bad = first_bad_octet(value, 0x20)
        if bad is not None:
            raise Broken("PASSWORD_CHARACTER", PASSWORD, bad)


def check_sum(profile, values):
    """values: code to octets."""
    server, password = values.get(SERVER, b""), values.get(PASSWORD, b"")
    below = PROFILES[profile]["sum_below"]
    total = len(server) + len(password)
    if below is not None and total >= below:
        raise Broken("SUM_LIMIT_REACHED", PASSWORD if password else SERVER, 0,
                     total - (below - 1))


def check_complete(profile, params):
    rules = PROFILES[profile]
    for code in rules["mandatory"]:
        if NAMES[code] not in params:
            raise Broken("MISSING", code)
    for code in rules["must_be_on"]:
        if not flag_is_on(code, params.get(NAMES[code], False)):
            raise Broken("ENROLMENT_OFF", code)


def flag_is_on(code, value):
    return value == SELECT_WORDS[1] if code == SELECT else bool(value)


# --- decode -----------------------------------------------------------------------------------

def decode(profile, octets, forgiven=()):
    """forgiven: names out of TOLERANCES.values(). Returns (params, names of what was forgiven)."""
    if len(octets) > OPTION_MAX:
        raise Broken("TOO_LONG", 0, 0, len(octets) - OPTION_MAX)
    used = set()

    def forgive(error, *where):
        if TOLERANCES[error] not in forgiven:
            raise Broken(error, *where)
        used.add(TOLERANCES[error])

    found = {}   # code -> value, trailing NULs dropped
    begins = {}  # code -> offset of that value, of the last one when it was repeated
    at = 0
    while at < len(octets):
        code = octets[at]
        if code == 0:
            forgive("PAD", 0, at)
            at += 1
            continue
        if code == 255:
            forgive("END", 0, at)
            break
        if at + 1 == len(octets):
            raise Broken("TRUNCATED", code, at)
        length = octets[at + 1]
        value = octets[at + 2:at + 2 + length]
        if len(value) < length:
            raise Broken("OVERRUN", code, at, length - len(value))
        if code not in PROFILES[profile]["codes"]:
            forgive("UNKNOWN_SUBOPTION", code, at)
        else:
            take(profile, code, value, at, found, forgive)
            begins[code] = at + 2
        at += 2 + length
    if found.get(PASSWORD) == b"":
        del found[PASSWORD]
    try:
        check_sum(profile, found)
    except Broken as broken:
        place = begins[broken.suboption]
        if broken.excess > 1:
            raise Broken(broken.error, broken.suboption, place, broken.excess) from None
        forgive(broken.error, broken.suboption, place, broken.excess)
    return as_params(found), sorted(used)


def take(profile, code, value, at, found, forgive):
    """Notes one suboption, whose code is at octet at. What is never accepted comes first."""
    stripped = value.rstrip(b"\0") if code in TEXTS else value
    if code in FLAGS:
        if len(value) != 1:
            raise Broken("FLAG_LENGTH", code, at + 2, len(value))
        if value[0] not in (0, 1):
            raise Broken("FLAG_VALUE", code, at + 2)
    else:
        try:
            check_value(profile, code, stripped)
        except Broken as broken:
            raise Broken(broken.error, code, at + 2 + broken.offset, broken.excess) from None
    if found.get(code, stripped) != stripped:
        raise Broken("CONFLICT", code, at)
    if stripped != value:
        forgive("TRAILING_NUL", code, at)
    if code == PASSWORD and stripped == b"":
        forgive("EMPTY_PASSWORD", code, at)
    if code in found:
        forgive("DUPLICATE", code, at)
    found[code] = stripped


def as_params(found):
    params = {}
    for code in sorted(found):
        value = found[code]
        if code == SELECT:
            params[NAMES[code]] = SELECT_WORDS[value[0]]
        elif code in FLAGS:
            params[NAMES[code]] = value == b"\x01"
        elif code in TEXTS:
            params[NAMES[code]] = value.decode("ascii")
        else:
            params[NAMES[code]] = value
    return params


# --- encode -----------------------------------------------------------------------------------

def encode(profile, params, limit=OPTION_MAX, capacity=None):
    values = {CODES[name]: value for name, value in params.items()}
    for code in sorted(values):
        if code not in PROFILES[profile]["codes"]:
            raise Broken("UNKNOWN_SUBOPTION", code)
    check_complete(profile, params)
    octets = {code: value.encode("utf-8") if code in TEXTS else value
              for code, value in values.items() if code not in FLAGS}
    for code in sorted(octets):
        check_value(profile, code, octets[code])
    check_sum(profile, octets)
    if limit > OPTION_MAX:
        raise Broken("LIMIT", 0, 0, limit - OPTION_MAX)
    result = b""
    for code in sorted(values):
        if code in FLAGS:
            value = b"\x01" if flag_is_on(code, values[code]) else b"\x00"
        else:
            value = octets[code]
        if value != b"":
            # Longer values cannot be written down, but they count until the limit refuses them.
            result += bytes([code, min(len(value), 255)]) + value
    if len(result) > limit:
        raise Broken("TOO_LONG", 0, 0, len(result) - limit)
    if capacity is not None and len(result) > capacity:
        raise Broken("BUFFER", 0, 0, len(result) - capacity)
    return result


# --- whole DHCPv4 messages --------------------------------------------------------------------

def message_option(message, wanted, capacity=None):
    """The joined value of an option, or None when the message has no instance of it."""
    if len(message) < 240:
        raise Broken("MESSAGE_SHORT", 0, len(message))
    if message[236:240] != bytes([99, 130, 83, 99]):
        raise Broken("MESSAGE_COOKIE", 0, 236)
    options = list(walk_field(message, 240, len(message)))
    fields = 0
    overload = [(at, value) for at, code, value in options if code == 52]
    if overload:
        joined = b"".join(value for _, value in overload)
        if joined not in (b"\x01", b"\x02", b"\x03"):
            raise Broken("MESSAGE_OVERLOAD", 0, overload[-1][0])
        fields = joined[0]
    if fields & 1:
        options += walk_field(message, 108, 236)
    if fields & 2:
        options += walk_field(message, 44, 108)
    instances = [(at, value) for at, code, value in options if code == wanted]
    if not instances:
        return None
    joined = b"".join(value for _, value in instances)
    last = instances[-1][0]
    if len(joined) > OPTION_MAX:
        raise Broken("MESSAGE_JOINED_TOO_LONG", 0, last, len(joined) - OPTION_MAX)
    if capacity is not None and len(joined) > capacity:
        raise Broken("BUFFER", 0, 0, len(joined) - capacity)
    return joined


def walk_field(message, begin, end):
    """Yields (offset of the code, code, value); END or the end of the field ends it."""
    at = begin
    while at < end:
        code = message[at]
        if code == 0:
            at += 1
            continue
        if code == 255:
            return
        if at + 1 == end:
            raise Broken("MESSAGE_OPTION", 0, at)
        length = message[at + 1]
        if at + 2 + length > end:
            raise Broken("MESSAGE_OPTION", 0, at, at + 2 + length - end)
        yield at, code, message[at + 2:at + 2 + length]
        at += 2 + length


# --- identity ---------------------------------------------------------------------------------

def mic_common_name(model, mac):
    """"CP-9871-SEP001A2B3C4D5E" from the model of option 60 and the six octets of the MAC."""
    model = model.rstrip(b"\0")
    if model[:3] not in (b"DP-", b"CP-") or len(model) == 3:
        raise Broken("MODEL")
    number = re.match(rb"[A-Za-z0-9]*", model[3:]).group()
    end = 3 + len(number)
    if number == b"" or model[end:end + 1] not in (b"", b"-"):
        raise Broken("MODEL", 0, end)
    name = b"CP-" + number + b"-SEP" + mac.hex().upper().encode("ascii")
    if len(name) > COMMON_NAME_MAX:
        raise Broken("MODEL", 0, end)
    return name


def identity(mic_cn, domain):
    """Common Name and User ID as text."""
    bad = first_bad_octet(mic_cn, 0x20)
    if mic_cn == b"" or bad is not None or len(mic_cn) > COMMON_NAME_MAX:
        raise Broken("MIC_COMMON_NAME", 0, len(mic_cn) if bad is None else bad)
    domain = domain.rstrip(b"\0")
    if domain[-1:] == b".":
        domain = domain[:-1]
    name = mic_cn.decode("ascii")
    if domain == b"":
        return name, name
    bad = bad_name_octet(domain)
    if bad is not None:
        raise Broken("DOMAIN", 0, bad)
    domain = domain.decode("ascii")
    over = len(name) + 1 + len(domain) - COMMON_NAME_MAX
    if over > 0:
        raise Broken("COMMON_NAME_TOO_LONG", 0, 0, over)
    return name + "." + domain, name + "@" + domain


# --- text forms -------------------------------------------------------------------------------

SEPARATORS = " \t\r\n:-."
HEX_DIGITS = "0123456789abcdefABCDEF"


def parse_hex(text):
    """Octets out of what people paste: separators between octets, "0x" before one, any case."""
    octets = bytearray()
    at = 0
    while at < len(text):
        if text[at] in SEPARATORS:
            at += 1
            continue
        if text[at:at + 2].lower() == "0x":
            at += 2
        pair = text[at:at + 2]
        if pair[:1] == "" or pair[0] not in HEX_DIGITS:
            raise Broken("HEX_DIGIT", 0, at)
        if pair[1:] == "" or pair[1] in SEPARATORS:
            raise Broken("HEX_ODD", 0, at)
        if pair[1] not in HEX_DIGITS:
            raise Broken("HEX_DIGIT", 0, at + 1)
        octets.append(int(pair, 16))
        at += 2
    return bytes(octets)


def parse_fingerprint(text):
    try:
        octets = parse_hex(text)
    except Broken as broken:
        raise Broken(broken.error, FINGERPRINT, broken.offset) from None
    if len(octets) not in (20, 32, 48, 64):
        raise Broken("FINGERPRINT_LENGTH", FINGERPRINT, 0, len(octets))
    return octets


def parse_mac(text):
    try:
        octets = parse_hex(text)
    except Broken as broken:
        raise Broken("MAC", 0, broken.offset) from None
    if len(octets) != 6:
        raise Broken("MAC", 0, 0)
    return octets


FLAG_WORDS = {
    FIPS_MODE: {"off": False, "on": True, "disabled": False, "enabled": True},
    DOT1X: {"off": False, "on": True, "no": False, "yes": True},
    SELECT: {SELECT_WORDS[0]: False, SELECT_WORDS[1]: True},
}


def parse_flag(code, word):
    if word not in FLAG_WORDS[code]:
        raise Broken("WORD", code)
    return FLAG_WORDS[code][word]
