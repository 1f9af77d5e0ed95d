#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What cdc43-explain says is what the wire carries and what the operator's page promises, for random
combinations of model, scope, request list, classes and conflicting options. Standard input: the frame of a configuration, with
"parameters" of the hook left out. Arguments: control socket, relay's address, server's address,
configurations, combinations of each, seed."""
import copy
import json
import os
import random
import socket
import struct
import sys

import bound
import control as kea

control, relay, server = sys.argv[1:4]
rounds, tries, seed = (int(word) for word in sys.argv[4:7])
PASSWORD = "sEcReT-%s"
MODELS = ["DP-9841", "DP-9851", "DP-9871", "CP-8875"]
# The model NAMELESS has no Common Name.
NAMELESS = "DP-98_1"
KEY = b"sEcReT-of-the-keys"
KEY_FILE = os.path.join(os.path.dirname(control), "challenge.key")
SEEN = MODELS + [NAMELESS, "DP-9861", "DP-98XX", "CP-8875x", "MSFT 5.0", "", None]
NETS = ["192.0.2", "198.51.100", "203.0.113"]
HOSTS = 120
outcomes = {}


def command(name, arguments=None):
    return kea.command(control, name, arguments)


def profile(number, dice):
    made = {"name": "p%d" % number, "server": "http://ca%d" % number,
            "root-ca-fingerprint": "%040x" % number}
    if dice.random() < 0.3:
        made["challenge-key-file"] = KEY_FILE
    elif dice.random() < 0.7:
        made["challenge-password"] = PASSWORD % number * dice.choice([1, 1, 15])
    if dice.random() < 0.2:
        made["require-client-class"] = dice.choice(["a", "b", "KNOWN"])
    return made


def context(dice, chance):
    """Something for a scope, or nothing."""
    if dice.random() > chance:
        return {}
    kind = dice.randrange(5)
    ours = [{}, {"send": False}, {"send": True}, {"profile": "p%d" % dice.randrange(4)},
            {"models": {name: "p%d" % dice.randrange(4) for name in
                        dice.sample(MODELS + ["DP-98XX"], 2)}}][kind]
    if kind == 4 and dice.random() < 0.3:
        ours["send"] = False
    return {"user-context": {"cdc43": ours, "other": 1}}


def options(theirs):
    made = [{"name": "domain-name", "data": "example.nl"}]
    if theirs:
        made.append({"name": "vendor-encapsulated-options", "csv-format": False, "data": theirs})
    return made


def build(frame, dice):
    """A configuration, its hosts (address and whether they get option 66), what Kea itself puts
    into option 43."""
    config = copy.deepcopy(frame)
    dhcp4 = config["Dhcp4"]
    theirs = dice.choice(["", "", "f104c0000209", "0102aabb0d0178", "f1ff",
                          "f1b0" + "77" * 176, "80aa" + "01" * 170])
    dhcp4["hooks-libraries"][0]["parameters"] = {
        "profiles": [profile(number, dice) for number in range(4)],
        "models": [{"vendor-class": name, "profile": "p%d" % dice.randrange(4)}
                   for name in MODELS] + [{"vendor-class-prefix": "DP-98", "profile": "p1"}],
        "when-not-requested": dice.choice(["send", "skip"]),
        "on-provisioning-conflict": dice.choice(["warn", "withhold", "ignore"]),
        "host-context": True}
    if dice.random() < 0.5:
        dhcp4["hooks-libraries"][0]["parameters"]["models"][0]["require-client-class"] = "b"
    dhcp4.update(context(dice, 0.4))
    dhcp4["option-def"] = [{"name": "vendor-encapsulated-options", "code": 43, "type": "binary"}]
    dhcp4["option-data"] = options(theirs)
    dhcp4["client-classes"] = [
        {"name": name, "test": "substring(option[77].hex,%d,1) == '%s'" % (place, name),
         **context(dice, 0.6)} for place, name in enumerate("ab")]
    hosts = []
    subnets = []
    for number, net in enumerate(NETS):
        reservations = []
        for host in range(HOSTS // len(NETS)):
            address = "%s.%d" % (net, 60 + 4 * host)
            mac = "00:1a:2b:00:%02x:%02x" % (number, host)
            has_66 = dice.random() < 0.3
            by_id = dice.random() < 0.2
            entry = {"ip-address": address, **context(dice, 0.4)}
            # Kea takes octets without their first zero as well.
            written = mac if host % 2 else mac.replace(":0", ":")
            entry["client-id" if by_id else "hw-address"] = written
            if has_66:
                entry["option-data"] = [{"name": "tftp-server-name", "data": "tftp"}]
            reservations.append(entry)
            hosts.append((mac, address, has_66, by_id))
        subnets.append({"id": number + 1, "subnet": net + ".0/24", "reservations": reservations,
                        "pools": [{"pool": "%s.%d-%s.%d" % (net, low, net, low + 49),
                                   **context(dice, 0.5)} for low in (150, 100)],
                        **context(dice, 0.5)})
    dhcp4["subnet4"] = []
    dhcp4["shared-networks"] = [{"name": "n", "subnet4": subnets, **context(dice, 0.4)}]
    return config, hosts, theirs


def option(code, octets):
    return bytes([code, len(octets)]) + octets


def discover(number, mac, by_id, vendor_class, wishes, words):
    message = struct.pack("!BBBBIHH", 1, 1, 6, 1, number, 0, 0) + bytes(12)
    message += socket.inet_aton(relay)
    # A reservation by client identifier is asked for with another hardware address.
    message += bytes.fromhex(mac.replace(":", "")) if not by_id else b"\x02\x00\x00\x00\x00\x01"
    message += bytes(10 + 192) + b"\x63\x82\x53\x63" + option(53, b"\x01")
    if by_id:
        message += option(61, bytes.fromhex(mac.replace(":", "")))
    if vendor_class is not None and vendor_class != "":
        message += option(60, vendor_class.encode())
    if wishes is not None:
        message += option(55, bytes(wishes))
    return message + option(77, words.encode()) + b"\xff"


def read_offer(message, number):
    """The address offered and all instances of option 43."""
    if message[0] != 2 or struct.unpack("!I", message[4:8])[0] != number:
        return None
    at, instances = 240, []
    while message[at] != 255:
        if message[at] == 0:
            at += 1
            continue
        if message[at] == 43:
            instances.append(message[at + 2:at + 2 + message[at + 1]])
        at += 2 + message[at + 1]
    return socket.inet_ntoa(message[16:20]), instances


def mask(octets):
    """Hexadecimal digits, with two stars for each octet that may be secret."""
    text, at = "", 0
    while at < len(octets):
        code, left = octets[at], len(octets) - at - 2
        if code == 0:
            text, at = text + "00", at + 1
        elif code == 255:
            return text + "ff" + "**" * (left + 1)
        elif left < 0 or octets[at + 1] > left:
            return text + "**" * (left + 2)
        else:
            value = octets[at + 2:at + 2 + octets[at + 1]]
            text += octets[at:at + 2].hex()
            text += value.hex() if code in (10, 11, 12, 14, 15) else "**" * len(value)
            at += 2 + len(value)
    return text


def scopes_of(dhcp4, address, words):
    """The scopes that concern a client, in the order of the operator's page."""
    network = dhcp4["shared-networks"][0]
    last = int(address.split(".")[3])
    for subnet in network["subnet4"]:
        if not address.startswith(subnet["subnet"][:-4]):
            continue
        yield from (host for host in subnet["reservations"] if host["ip-address"] == address)
        yield from (pool for pool in subnet["pools"]
                    if 0 <= last - int(pool["pool"].split("-")[0].split(".")[3]) <= 49)
        yield subnet
    yield network
    yield from (entry for entry in dhcp4["client-classes"] if entry["name"] in words)
    yield dhcp4


def choose(dhcp4, address, vendor_class, words):
    """The profile, or None for nothing: read off the configuration, not asked of the library."""
    parameters = dhcp4["hooks-libraries"][0]["parameters"]
    own = [model for model in parameters["models"]
           if vendor_class and model.get("vendor-class") == vendor_class]
    if not own and (vendor_class or "").startswith("DP-98"):
        own = parameters["models"][-1:]
    classes = ["KNOWN"] + list(words)
    if not own or own[0].get("require-client-class", "KNOWN") not in classes:
        return None
    name = own[0]["profile"]
    for scope in scopes_of(dhcp4, address, words):
        ours = scope.get("user-context", {}).get("cdc43", {})
        if vendor_class in ours.get("models", {}):
            name = ours["models"][vendor_class]
        elif "profile" in ours:
            name = ours["profile"]
        elif "send" in ours:
            name = name if ours["send"] else None
        else:
            continue
        break
    made = [entry for entry in parameters["profiles"] if entry["name"] == name]
    return made[0] if made and made[0].get("require-client-class", "KNOWN") in classes else None


def check_promise(dhcp4, question, vendor_class, words, wire):
    """Is ours there when it must be, and not otherwise?"""
    parameters = dhcp4["hooks-libraries"][0]["parameters"]
    made = choose(dhcp4, question["address"], vendor_class, words)
    is_bound = made is not None and "challenge-key-file" in made
    is_sent = made is not None and not (is_bound and vendor_class == NAMELESS) and (
        parameters["when-not-requested"] == "send" or 43 in question["requested-options"]) and (
            parameters["on-provisioning-conflict"] != "withhold" or
            not question["response-options"])
    theirs = question.get("option-43", "")
    rest = {"0102aabb0d0178": "0102aabb", "f1ff": None}.get(theirs, theirs)
    ours = b""
    if made:
        server = made["server"].encode()
        password = b"*" * 32 if is_bound else made.get("challenge-password", "").encode()
        ours = option(11, server) + option(12, bytes.fromhex(made["root-ca-fingerprint"]))
        ours += option(13, password) if password else b""
    if is_sent and rest is not None and len(rest) // 2 + len(ours) <= 255:
        rest = bytes.fromhex(rest)
        expected = mask(rest + ours if rest.startswith(b"\1") else ours + rest)
    else:
        expected = mask(bytes.fromhex(theirs))
    if expected != wire:
        sys.exit("expected %s\non the wire: %s\nquestion: %s %s" %
                 (expected, wire, question, words))


def compare(udp, number, host, theirs, dhcp4, dice):
    mac, reserved, has_66, by_id = host
    vendor_class = dice.choice(SEEN)
    wishes = dice.choice([None, [15], [15, 43], [43, 66], [66, 15]])
    words = dice.choice(["a-", "-b", "ab", "--"])
    message = discover(number, mac, by_id, vendor_class, wishes, words)
    udp.sendto(message, (server, 67))
    offer = None
    for _ in range(50):
        offer = read_offer(udp.recv(4096), number)
        if offer:
            break
    address, instances = offer
    assert address == reserved, (address, reserved)
    question = {"address": address,
                "client-classes": ["ALL"] + [word for word in words if word != "-"] + ["KNOWN"],
                "requested-options": wishes or [],
                "response-options": [66] if has_66 and 66 in (wishes or []) else []}
    question["client-id" if by_id else "hw-address"] = mac
    if vendor_class is not None:
        question["vendor-class"] = vendor_class
    if theirs and 43 in (wishes or []):
        question["option-43"] = theirs
    answer = command("cdc43-explain", question)
    assert answer["result"] == 0, answer
    found = answer["arguments"]
    outcomes[found["outcome"]] = outcomes.get(found["outcome"], 0) + 1
    wire = mask(b"".join(instances))
    if found.get("challenge-bound") and found["outcome"].startswith("sent"):
        # Kea sends option 15 whether it is asked for or not.
        name = bound.name_of(vendor_class, "020000000001" if by_id else mac, "example.nl")
        if option(13, bound.password(KEY, name).encode()) not in b"".join(instances):
            sys.exit("not the password of %s: %s" % (name, question))
    check_promise(dhcp4, question, vendor_class, words, wire)
    if found.get("option-43", "") != wire or found.get("length", 0) != len(wire) // 2:
        sys.exit("on the wire: %s\nquestion: %s\nanswer: %s" % (wire, question, answer))
    if found["outcome"].startswith("sent") and len(instances) != 1:
        sys.exit("%d instances: %s" % (len(instances), question))
    assert "sEcReT" not in json.dumps(answer)


with open(os.open(KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as key_file:
    key_file.write(KEY + b"\n")
dice = random.Random(seed)
frame = json.load(sys.stdin)
done = 0
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
    udp.settimeout(60)
    udp.bind((relay, 67))
    for _ in range(rounds):
        config, hosts, theirs = build(frame, dice)
        answer = command("config-set", config)
        if answer["result"] != 0:
            sys.exit(json.dumps(answer))
        for _ in range(tries):
            done += 1
            compare(udp, done, dice.choice(hosts), theirs, config["Dhcp4"], dice)
counted = command("cdc43-status")["arguments"]["responses"]
print("%d combinations" % done, json.dumps(outcomes, sort_keys=True))
for name, count in outcomes.items():
    if counted[name] != count:
        sys.exit("%s: counted %d, seen %d" % (name, counted[name], count))
# A file that is missing at a start is the subject of start.sh.
unseen = set(counted) - set(outcomes) - {"withheld-file"}
if unseen:
    sys.exit("outcomes that were never seen: %s" % unseen)
