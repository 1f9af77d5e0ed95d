# SPDX-License-Identifier: MIT
# Small words to say vectors with: suboptions, errors, groups of tests.
"""Nothing here decodes. A vector is composed from parts, and its expectation is said beside it, so
that a wrong decoder cannot make its own vectors."""

FIPS, SERVER, FPR, PASSWORD, DOT1X, SELECT = 10, 11, 12, 13, 14, 15
SELECT_WORDS = ("manufacturing-installed", "custom-installed")
KEYS = {FIPS: "fips-mode", SERVER: "server", FPR: "root-ca-fingerprint",
        PASSWORD: "challenge-password", DOT1X: "enable-8021x", SELECT: "certificate-select"}

TOTAL_MAX = 255       # octets of the whole value
SUM_BELOW = 208       # Server and Challenge Password together, phones
DIGESTS = {"phone": (20, 32, 48, 64), "roomos": (20, 32)}
DIGEST_NAMES = {20: "SHA-1", 32: "SHA-256", 48: "SHA-384", 64: "SHA-512"}

URL = b"http://10.79.57.91"
PRINT = bytes.fromhex("12040870625c5b755d73f5925285f8f5ff5d55af")
SECRET = b"D233CCF9B9952A15"


def sub(code, value):
    """One suboption on the wire."""
    if isinstance(value, int):
        value = bytes([value])
    return bytes([code, len(value)]) + value


def digest(size):
    """A fingerprint of that size which looks like one."""
    return bytes((37 * i + 18) % 256 for i in range(size))


def params(server=URL, fpr=PRINT, password=None, fips=None, dot1x=None, select=None):
    """Parameters by code; None is absent. Flags are 0 or 1."""
    values = {FIPS: fips, SERVER: server, FPR: fpr, PASSWORD: password, DOT1X: dot1x,
              SELECT: select}
    return {code: value for code, value in values.items() if value is not None}


PHONE = params(password=SECRET, fips=1, dot1x=1, select=1)
ROOMOS = params(password=SECRET, dot1x=1)


def replaced(values, **changes):
    names = {"fips": FIPS, "server": SERVER, "fpr": FPR, "password": PASSWORD, "dot1x": DOT1X,
             "select": SELECT}
    result = dict(values)
    for name, value in changes.items():
        result.pop(names[name], None)
        if value is not None:
            result[names[name]] = value
    return dict(sorted(result.items()))


def pieces(values, order=None):
    """The suboptions of parameters, ascending unless an order of codes is given."""
    return [sub(code, values[code]) for code in (order or sorted(values))]


def at(parts, index):
    """Offset of the part with that index."""
    return sum(len(part) for part in parts[:index])


def error(name, suboption=0, offset=0, excess=0):
    return {"name": name, "suboption": suboption, "offset": offset, "excess": excess}


def as_json(values):
    """Parameters with the names and forms of a JSON file."""
    result = {}
    for code in sorted(values):
        value = values[code]
        if code == SELECT:
            result[KEYS[code]] = SELECT_WORDS[value]
        elif code in (FIPS, DOT1X):
            result[KEYS[code]] = bool(value)
        elif code == FPR:
            result[KEYS[code]] = value.hex()
        else:
            result[KEYS[code]] = value.decode("utf-8")
    return result


def first_missing(profile, values):
    """What completeness says: None when complete."""
    for code in (SERVER, FPR) if profile == "phone" else (SERVER, FPR, DOT1X):
        if code not in values:
            return {"name": "MISSING", "suboption": code}
    if profile == "roomos" and values[DOT1X] == 0:
        return {"name": "ENROLMENT_OFF", "suboption": DOT1X}
    return None


class Group:
    """Tests of one type (and profile, where there is one)."""

    def __init__(self, kind, profile=None):
        self.kind = kind
        self.profile = profile
        self.tests = []

    def add(self, comment, clause, flags, inputs, result, outputs):
        self.tests.append({"comment": comment, "flags": flags, "clause": clause,
                           "inputs": inputs, "result": result, "outputs": outputs})

    # Decoding ---------------------------------------------------------------------------------
    def _decoded(self, values, tolerated):
        missing = first_missing(self.profile, values)
        outputs = {"params": as_json(values), "tolerated": sorted(tolerated),
                   "complete": missing is None}
        if missing:
            outputs["incomplete"] = missing
        return outputs

    def valid(self, comment, clause, flags, octets, values):
        self.add(comment, clause, flags, {"option43": octets.hex()}, "valid",
                 self._decoded(values, []))

    def acceptable(self, comment, clause, flags, octets, values, tolerated, strict):
        """strict: the error of strict decoding."""
        self.add(comment, clause, flags, {"option43": octets.hex()}, "acceptable",
                 {**self._decoded(values, tolerated), "strictError": strict})

    def invalid(self, comment, clause, flags, octets, tolerant, strict=None):
        self.add(comment, clause, flags, {"option43": octets.hex()}, "invalid",
                 {"strictError": strict or tolerant, "tolerantError": tolerant})

    # Encoding ---------------------------------------------------------------------------------
    def encodes(self, comment, clause, flags, values, outcome, limit=TOTAL_MAX, capacity=None):
        """outcome: the octets, or an error."""
        inputs = {"params": as_json(values), "limit": limit}
        if capacity is not None:
            inputs["capacity"] = capacity
        if isinstance(outcome, bytes):
            self.add(comment, clause, flags, inputs, "valid", {"option43": outcome.hex()})
        else:
            self.add(comment, clause, flags, inputs, "invalid", {"error": outcome})

    # The others: outputs, or an error -----------------------------------------------------------
    def case(self, comment, clause, flags, inputs, outcome):
        if "name" in outcome:
            self.add(comment, clause, flags, inputs, "invalid", {"error": outcome})
        else:
            self.add(comment, clause, flags, inputs, "valid", outcome)
