#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""cdc43.lua in tshark against cdc43 decode, over every vector that has octets of option 43: as the
answer to a phone and to an unknown client, in one instance, split in two, and in file and sname.
The same over the vectors with octets changed, left out and put in, or joined to another one's end. Values of other
makers' devices, whoever gets them, are claimed by neither.

Usage: dissector.py CDC43 LUA [TSHARK]

Runs tshark as nobody when it is root: newer versions ignore Lua as root, without a word."""
import collections
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/capture"))
import make  # noqa: E402
import others  # noqa: E402
from make import Pcapng, ethernet, ipv4, message, option, pcap, reply, request, udp  # noqa: E402

FIELDS = ["frame.number", "cdc43.good", "cdc43.error", "cdc43.octets"]
SERVER_ID = option(54, bytes([192, 0, 2, 1]))
SECRET = "D233CCF9B9952A15"


def vectors():
    """The octets of all vectors, each once."""
    found = {}
    for path in sorted((ROOT / "vectors").glob("*_test.json")):
        for group in json.loads(path.read_text())["testGroups"]:
            for test in group["tests"]:
                for key in ("option43", "value"):
                    if isinstance(test.get(key), str):
                        found[bytes.fromhex(test[key])] = f"{path.stem} {test['tcId']}"
    return found


def changed(found, count):
    """Values that no vector has; the same ones each time."""
    dice, known, changes = random.Random(43), list(found), {}
    while len(changes) < count:
        value = bytearray(dice.choice(known))
        for _ in range(dice.randint(1, 4)):
            at, kind = dice.randint(0, len(value)), dice.randrange(4)
            if kind == 0 and at < len(value):
                value[at] = dice.choice([0, 1, dice.randint(9, 16), dice.randrange(256), 255])
            elif kind == 1:
                del value[at:at + dice.randint(1, 5)]
            elif kind == 2:
                value[at:at] = dice.randbytes(dice.randint(1, 6))
            else:
                other = dice.choice(known)
                value += other[dice.randint(0, len(other)):]
        if len(value) <= 700:
            changes[bytes(value)] = f"changed, {value.hex()}"
    return changes


def instances(value, size=255):
    """The option with as many instances as the value needs; one when it is empty."""
    return b"".join(option(43, value[at:at + size]) for at in range(0, max(len(value), 1), size))


def answers(value, xid):
    """Answers that carry the value in different ways."""
    yield reply(5, xid=xid, options=instances(value))
    if len(value) > 1:
        yield reply(5, xid=xid, options=instances(value, min(255, len(value) // 2 + 1)))
    if 3 <= len(value) <= 255:
        first, second, third = value[:-60][:120], value[:-60][120:], value[-60:]
        if len(second) <= 123:
            yield ipv4(udp(message(5, xid=xid, options=SERVER_ID + option(52, b"\3") + option(43, first),
                                   file=option(43, second) + b"\xff", sname=option(43, third) + b"\xff"), 67, 68),
                       make.SERVER)


def write(path, found):
    """Each answer in a transaction of its own, for a phone and for a client that says nothing."""
    file, names, xid = Pcapng().section().interface(), [], 0
    for value, name in found.items():
        for way in range(3):
            for phone in (True, False):
                xid += 1
                packets = list(answers(value, xid))
                if way >= len(packets):
                    continue
                if phone:
                    file.packet(ethernet(request(1, xid=xid, options=option(60, b"DP-9871"))))
                file.packet(ethernet(packets[way]))
                names.append((f"{xid:08x}", f"{name}, way {way}, {'a phone' if phone else 'nobody'}"))
    path.write_bytes(file.data)
    return dict(names)


def tshark(program, lua, path, *words):
    """Standard output, as somebody who is not root."""
    command = [program, "-X", f"lua_script:{lua}", "-r", str(path), *words]
    if os.geteuid() == 0:
        command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "env", "HOME=/nonexistent",
                   *command]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0 or "Lua" in done.stderr:
        sys.exit(f"tshark: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def by_lua(program, lua, path):
    """Verdict by frame."""
    words = [word for field in FIELDS for word in ("-e", field)]
    verdicts = {}
    for line in tshark(program, lua, path, "-T", "fields", "-E", "occurrence=a", *words).splitlines():
        number, good, error, _ = line.split("\t")
        if good:
            verdicts[int(number)] = (good in ("1", "True"), error)
    return verdicts


def by_command(program, path):
    """Verdict by frame, and the transaction."""
    out = subprocess.run([program, "decode", "--format", "json", str(path)], capture_output=True, text=True,
                         check=False).stdout
    for line in out.splitlines():
        exchange = json.loads(line)
        answer, = exchange["answers"]
        verdict = None
        if "message-error" in answer:
            verdict = (False, f"{answer['message-error']} 0 -1") if exchange["model"] else None
        elif "errors" in answer:
            broken = [e for e in answer["errors"] if not e["tolerated"]]
            verdict = (not broken, f"{broken[0]['rule']} {broken[0]['suboption']} {broken[0].get('octet', -1)}"
                       if broken else "")
        yield exchange["xid"], answer["frame"], verdict


def same(lua, command):
    """Of a password that is there twice, the sum may be counted at either."""
    if lua and command and lua[1].startswith("SUM_LIMIT_REACHED"):
        lua, command = ((good, error.rsplit(" ", 1)[0]) for good, error in (lua, command))
    return lua == command


def compare(program, command, lua, path, found):
    """How many answers have what verdict, and the disagreements."""
    names = write(path, found)
    verdicts = by_lua(program, lua, path)
    bad, counts = [], collections.Counter(answers=len(names))
    for xid, frame, verdict in by_command(command, path):
        counts["claimed"] += verdict is not None
        counts["good"] += verdict is not None and verdict[0]
        if not same(verdicts.get(frame), verdict):
            bad.append(f"{names[xid]} (frame {frame}): Lua {verdicts.get(frame)}, cdc43 {verdict}")
    return counts, bad


def look_closely(program, lua, folder):
    """Fields, the password, and what is not ours."""
    path = folder / "closely.pcap"
    value = bytes.fromhex("0a01010b12687474703a2f2f31302e37392e35372e39310c1412040870625c5b755d73f5925285f8f5ff5d55"
                          "af0d10") + SECRET.encode() + bytes.fromhex("0e01010f0101")
    path.write_bytes(pcap([ethernet(reply(5, options=option(43, value)))]))
    text = tshark(program, lua, path, "-V")
    wanted = ["FIPS Mode: enabled", "Server: http://10.79.57.91", "Challenge Password: 16 characters, hidden",
              "Root CA Fingerprint: 12040870625c5b755d73f5925285f8f5ff5d55af (sha1)", "Certificate Select: custom",
              "(option 43): good", "Suboptions 10 to 15 for Cisco desk phones, see CDC43 below"]
    bad = [f"'{word}' is missing" for word in wanted if word not in text]
    if SECRET in text:
        bad.append("the password is shown")
    if SECRET not in tshark(program, lua, path, "-V", "-o", "cdc43.show_secrets:TRUE"):
        bad.append("the password is not shown with the preference")
    if tshark(program, lua, path, "-Y", 'cdc43.server contains "10.79" and cdc43.fips_mode == 1') == "":
        bad.append("a display filter finds nothing")
    return bad, text


def write_others(path):
    """Each value of others with each option 60, and without; its own and a phone's are also in the answer
    alone. Returns how many, and the transactions of clients that say they are phones."""
    file, xid, phones = Pcapng().section().interface(), 0, set()
    for own, value in others.values():
        for model in [b"", b"DP-9871", *others.models()]:
            said = option(60, model) if model else b""
            ways = ((said, b""), (b"", said), (None, said)) if model in (own, b"DP-9871") else ((said, b""),)
            for client, server in ways:
                xid += 1
                if client is not None:
                    file.packet(ethernet(request(1, xid=xid, options=client + option(43, value))))
                file.packet(ethernet(reply(5, xid=xid, options=server + option(43, value))))
                if model == b"DP-9871" and (client or client is None):
                    phones.add(f"{xid:08x}")
    path.write_bytes(file.data)
    return xid, phones


def look_at_others(program, command, lua, folder):
    """None is claimed; but a phone reads whatever it gets, if there is a suboption of its own in it."""
    path = folder / "others.pcapng"
    count, phones = write_others(path)
    verdicts, bad = by_lua(program, lua, path), []
    for xid, frame, verdict in by_command(command, path):
        if not same(verdicts.get(frame), verdict) or (verdict and xid not in phones):
            bad.append(f"others.pcapng, frame {frame}: Lua {verdicts.get(frame)}, cdc43 {verdict}")
    claims = tshark(program, lua, path, "-Y", "cdc43_claim", "-T", "fields", "-e", "dhcp.id").split()
    bad += [f"others.pcapng, transaction {xid}: claimed" for xid in claims if xid[2:] not in phones]
    if not claims:
        bad.append("no value with a suboption of ours is claimed of a phone")
    return count, bad


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    command, lua = sys.argv[1:3]
    program = shutil.which(sys.argv[3] if len(sys.argv) > 3 else "tshark")
    if program is None:
        print("SKIP: tshark is not installed")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        copy = folder / "cdc43.lua"  # where everybody may read it
        copy.write_bytes(pathlib.Path(lua).read_bytes())
        found = vectors()
        counts, bad = compare(program, command, copy, folder / "vectors.pcapng", found)
        changes, worse = compare(program, command, copy, folder / "changed.pcapng", changed(found, 2000))
        closely, text = look_closely(program, copy, folder)
        count, claimed = look_at_others(program, command, copy, folder)
    bad += worse + claimed
    print("\n".join(bad[:20] + closely) + (text if closely else ""))
    print(f"{counts['answers']} answers, {counts['claimed']} claimed, {counts['good']} good, {len(bad)} disagreements; "
          f"{count} answers with values of others; {changes['answers']} with changed ones, "
          f"{changes['good']} good")
    sys.exit(1 if bad or closely or counts["good"] < 1000 or counts["claimed"] - counts["good"] < 1000 else 0)


if __name__ == "__main__":
    main()
