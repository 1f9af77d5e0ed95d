#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""usage: arguments.py CONTROL-SOCKET
Wrong arguments of the hook's commands, each with the sentence that refuses it, and right ones at
the limits."""
import json
import sys

import control

ADDRESS = "this must be an IPv4 address"
HOST = "this must be an IPv4 address that a host can have"
CODE = "this must be the code of an option, 1 to 254"
EMPTY = "this must not be empty; leave it out if there is none"
NUMBER = "this must be the number of a subnet, 1 or more"
STRING, WHOLE, LIST = "this must be a string", "this must be a number", "this must be a list"
TOO_LONG = "this must be at most %d octets, it has %d"
MAP = ("arguments", "this must be an object")

# Value by key; where it is wrong, and why.
REFUSED = [
    ("vendor-class", "x" * 256, "", TOO_LONG % (255, 256)),
    ("vendor-class", "\u00e9" * 256, "", TOO_LONG % (255, 256)),
    ("vendor-class", 9871, "", STRING),
    ("vendor-class", None, "", STRING),
    ("hw-address", "", "", EMPTY),
    ("hw-address", "00:1a:2b:3c:4d:5", "", "odd"),
    ("hw-address", "00:1a:2b:3c:4d:5g", "", "hexadecimal"),
    ("hw-address", "00" * 17, "", TOO_LONG % (16, 17)),
    ("hw-address", 26, "", STRING),
    ("client-id", "", "", EMPTY),
    ("client-id", " : ", "", ""),
    ("client-id", "ab" * 256, "", TOO_LONG % (255, 256)),
    ("duid", "", "", EMPTY),
    ("duid", "ab" * 131, "", TOO_LONG % (130, 131)),
    ("circuit-id", "", "", EMPTY),
    ("circuit-id", "ab" * 256, "", TOO_LONG % (255, 256)),
    ("circuit-id", ["ab"], "", STRING),
    ("address", "", "", ADDRESS),
    ("address", "192.0.2", "", ADDRESS),
    ("address", "192.0.2.256", "", ADDRESS),
    ("address", "192.0.2.1 ", "", ADDRESS),
    ("address", "2001:db8::1", "", ADDRESS),
    ("address", "0.0.0.0", "", HOST),
    ("address", "255.255.255.255", "", HOST),
    ("address", 3221225985, "", STRING),
    ("relay-address", "", "", ADDRESS),
    ("relay-address", "relay.example.nl", "", ADDRESS),
    ("relay-address", "192.0.2.1/24", "", ADDRESS),
    ("relay-address", "0.0.0.0", "", HOST),
    ("relay-address", "224.0.0.1", "", HOST),
    ("subnet", "", "", "there is no such subnet"),
    ("subnet", "192.0.2.0", "", "there is no such subnet"),
    ("subnet", 1, "", STRING),
    ("subnet-id", 2, "", "there is no such subnet"),
    ("subnet-id", 0, "", NUMBER),
    ("subnet-id", -1, "", NUMBER),
    ("subnet-id", 2**32 + 1, "", NUMBER),
    ("subnet-id", 1.0, "", WHOLE),
    ("subnet-id", "1", "", WHOLE),
    ("client-classes", "a", "", LIST),
    ("client-classes", {"a": 1}, "", LIST),
    ("client-classes", ["ALL", ""], "[1]", "this must be the name of a class"),
    ("client-classes", ["ALL", 7], "[1]", STRING),
    ("option-43", "0", "", "odd"),
    ("option-43", "zz", "", "hexadecimal"),
    ("option-43", 43, "", STRING),
    ("domain-name", "x" * 256, "", TOO_LONG % (255, 256)),
    ("domain-name", False, "", STRING),
    ("vendor-klass", "DP-9871", "", "unknown key"),
    ("", 1, "", "unknown key"),
]
for key in ("requested-options", "response-options"):
    REFUSED += [(key, [15, code], "[1]", CODE)
                for code in (0, 255, 256, 43 + 256, 65536 + 43, 2**32 + 43, -1, -213, 2**63 - 1)]
    REFUSED += [(key, [15, code], "[1]", WHOLE) for code in ("43", 43.0, True, None, [43])]
    REFUSED += [(key, value, "", LIST) for value in (43, "43", {"43": True}, None)]

# Where the client is, twice.
PLACES = {"address": "192.0.2.101", "relay-address": "192.0.2.1", "subnet": "192.0.2.0/24",
          "subnet-id": 1}

TAKEN = [{}, {"vendor-class": ""}, {"vendor-class": "x" * 255}, {"hw-address": "0"*32},
         {"hw-address": "00-1A-2b.3c4d:5e"}, {"client-id": "ab" * 255}, {"duid": "ab" * 130},
         {"circuit-id": "00"}, {"client-classes": []}, {"requested-options": []},
         {"requested-options": [1, 43, 254]}, {"response-options": [1, 66, 254]},
         {"option-43": ""}, {"domain-name": ""}, {"domain-name": "x" * 255},
         {"address": "1.0.0.1"}, {"address": "223.255.255.255"}] + [
             {key: value} for key, value in PLACES.items()]

path = sys.argv[1]
bad = done = 0


def check(name, arguments, words):
    """words: where and why; none: it is taken."""
    global bad, done
    done += 1
    answer = control.command(path, name, arguments)
    text = answer["text"]
    good = answer["result"] == (1 if words else 0)
    if words:
        where, why = words
        good = good and text.startswith(where) and why in text and "arguments" not in answer
    if not good:
        bad += 1
        print("%s %s: %s\nwanted: %s" % (name, json.dumps(arguments), answer, words))


for key, value, where, why in REFUSED:
    check("cdc43-explain", {"vendor-class": "DP-9871", key: value}, ("arguments." + key + where, why))
for first in PLACES:
    for second in PLACES:
        if first != second:
            later = max(first, second, key=list(PLACES).index)
            check("cdc43-explain", {first: PLACES[first], second: PLACES[second]},
                  ("arguments." + later, "already says where the client is"))
for arguments in TAKEN:
    check("cdc43-explain", arguments, None)
check("cdc43-explain", None, None)
for name in ("cdc43-status", "cdc43-profile-list"):
    check(name, None, None)
    check(name, {}, None)
    check(name, {"profile": "office"}, ("arguments.profile", "unknown key"))
for name in ("cdc43-explain", "cdc43-status", "cdc43-profile-list"):
    for value in ([], [1], "DP-9871", 43, True):
        check(name, value, MAP)
for codes, outcome in ([], "not-requested"), ([42, 44], "not-requested"), ([43], "sent"):
    answer = control.command(path, "cdc43-explain",
                             {"vendor-class": "DP-9871", "requested-options": codes})
    assert answer["arguments"]["outcome"] == outcome, answer
print("%d questions, %d answered wrongly" % (done, bad))
sys.exit(bad != 0)
