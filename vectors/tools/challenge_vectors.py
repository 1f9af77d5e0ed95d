# SPDX-License-Identifier: MIT
# Writes challenge_vectors.json: passwords that are bound to a Common Name, by Python's own hmac.
"""usage: challenge_vectors.py [--check]

Without --check the file is written, with it compared."""
import hashlib
import hmac
import json
import os
import sys

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "challenge_vectors.json")
HEADER = [
    "The challenge password that is bound to a Common Name (kea-hook, challenge-key-file): the first",
    "32 lower-case hexadecimal digits of HMAC-SHA256(key, \"cdc43-challenge-v1\", one NUL octet,",
    "Common Name). key is in hexadecimal: the octets of the file without one line end at its end."]
NAME = "CP-9871-SEP001A2B3C4D5E"
KEY = b"0123456789abcdef0123456789abcdef"
CASES = [
    ("an ordinary phone", KEY, NAME + ".example.nl"),
    ("another phone", KEY, "CP-9871-SEP001A2B3C4D5F.example.nl"),
    ("another model", KEY, "CP-8875-SEP001A2B3C4D5E.example.nl"),
    ("another domain", KEY, NAME + ".example.com"),
    ("the same domain in capitals, which is another name", KEY, NAME + ".EXAMPLE.NL"),
    ("no domain", KEY, NAME),
    ("a name of one character", KEY, "a"),
    ("the most that goes into one block of SHA-256", KEY, NAME + "." + "d" * 12),
    ("one character more", KEY, NAME + "." + "d" * 13),
    ("the longest name", KEY, NAME + "." + "d" * 40),
    ("another key", b"fedcba9876543210fedcba9876543210", NAME + ".example.nl"),
    ("the shortest key", bytes(range(16)), NAME + ".example.nl"),
    ("octets beyond text in the key, also at its end", bytes([0, 10, 255, 128] * 8) + b"\n\0", NAME),
    ("a key of one block", bytes(range(64)), NAME + ".example.nl"),
    ("a longer key, which HMAC takes the digest of", bytes(range(65)), NAME + ".example.nl"),
    ("a key of 1024 octets", bytes(range(256)) * 4, NAME + ".example.nl"),
]


def text():
    tests = []
    for comment, key, name in CASES:
        message = b"cdc43-challenge-v1" + b"\0" + name.encode()
        challenge = hmac.new(key, message, hashlib.sha256).hexdigest()[:32]
        tests.append({"comment": comment, "key": key.hex(), "commonName": name,
                      "challenge": challenge})
    return json.dumps({"header": HEADER, "numberOfTests": len(tests), "tests": tests},
                      indent=2) + "\n"


def main():
    if sys.argv[1:] == ["--check"]:
        with open(PATH, encoding="utf-8") as file:
            sys.exit(0 if file.read() == text() else "challenge_vectors.json is not what comes out")
    if len(sys.argv) != 1:
        sys.exit(__doc__)
    with open(PATH, "w", encoding="utf-8") as file:
        file.write(text())


if __name__ == "__main__":
    main()
