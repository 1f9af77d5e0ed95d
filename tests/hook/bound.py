# SPDX-License-Identifier: MIT
# Passwords that are bound to a Common Name, worked out by Python's own hmac, for tests of the hook.
"""usage: bound.py password KEY COMMON_NAME
       bound.py mask KEY MODEL DOMAIN   (KEY: a file; DOMAIN may be empty)

mask reads lines of lab_answers (type, MAC, address, option 43) and prints option 43 of each, with
stars in place of a password that is the right one for that MAC address and no other."""
import hashlib
import hmac
import sys

LABEL = b"cdc43-challenge-v1\0"


def password(key, name):
    return hmac.new(key, LABEL + name.encode(), hashlib.sha256).hexdigest()[:32]


def key_of(path):
    with open(path, "rb") as file:
        key = file.read()
    return key[:-1] if key.endswith(b"\n") else key


def name_of(model, mac, domain):
    mic_cn = "CP-" + model[3:] + "-SEP" + mac.replace(":", "").upper()
    return mic_cn + "." + domain if domain else mic_cn


def mask(line, key, model, domain):
    mac, value = line.split()[1], line.split()[3]
    right = "0d20" + password(key, name_of(model, mac, domain)).encode().hex()
    return value.replace(right, "0d20" + "2a" * 32) if value.count(right) == 1 else value


def main():
    if len(sys.argv) == 4 and sys.argv[1] == "password":
        print(password(key_of(sys.argv[2]), sys.argv[3]))
    elif len(sys.argv) == 5 and sys.argv[1] == "mask":
        for line in sys.stdin:
            print(mask(line, key_of(sys.argv[2]), *sys.argv[3:]))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
