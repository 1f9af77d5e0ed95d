#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""vectors/captures: what a reader must find in each file.

Usage: captures.py CDC43                        compares cdc43 decode with captures.json
       captures.py --add FOLDER FILE ORIGIN NOTE  adds a file, from tshark and the Python reference"""
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "vectors/tools"))
from generate import canonical  # noqa: E402

HEADER = [
    "What was on the wire when phones booted against real servers. file: a pcapng file beside this one.",
    "Each exchange has one hardware address and transaction number; its messages in their order; and",
    "the ACK, with option 43 and 15 joined from all instances, or null. Read by tshark.",
]
TYPES = {1: "DISCOVER", 2: "OFFER", 3: "REQUEST", 5: "ACK", 6: "NAK"}


def options_of(message):
    """All options of the options field, instances joined."""
    found, at = {}, 240
    while at < len(message) and message[at] != 255:
        if message[at] == 0:
            at += 1
            continue
        code, length = message[at], message[at + 1]
        found.setdefault(code, []).append(message[at + 2:at + 2 + length])
        at += 2 + length
    return found


def read(path):
    """The exchanges in a file, by tshark's UDP payloads."""
    out = subprocess.run(["tshark", "-r", str(path), "-Y", "dhcp", "-T", "fields", "-e", "frame.number", "-e",
                          "udp.payload"], capture_output=True, text=True, check=True).stdout
    exchanges = {}
    for line in out.splitlines():
        number, payload = line.split("\t")
        message = bytes.fromhex(payload)
        options = options_of(message)
        exchange = exchanges.setdefault((message[28:34], message[4:8]), {
            "mac": message[28:34].hex(":"), "xid": message[4:8].hex(), "model": None, "messages": [], "answer": None})
        kind = TYPES[options[53][0][0]]
        exchange["messages"].append({"frame": int(number), "type": kind})
        if 60 in options and message[0] == 1:
            exchange["model"] = b"".join(options[60]).decode()
        if kind == "ACK":
            value = b"".join(options[43]).hex() if 43 in options else None
            exchange["answer"] = {"server": ".".join(map(str, options[54][0])), "frame": int(number),
                                  "instances": len(options.get(43, [])), "option43": value,
                                  "option15": b"".join(options.get(15, [])).hex()}
    return list(exchanges.values())


def add(folder, name, origin, note):
    path = pathlib.Path(folder) / "captures.json"
    rows = json.loads(path.read_text())["captures"] if path.exists() else []
    rows.append({"id": len(rows) + 1, "file": name, "origin": origin, "note": note,
                 "exchanges": read(pathlib.Path(folder) / name)})
    path.write_text(canonical({"schema": "captures_schema.json",
                               "numberOfTests": sum(len(row["exchanges"]) for row in rows),
                               "header": HEADER, "captures": rows}) + "\n")


def compare(program):
    """cdc43 decode over each file."""
    folder = ROOT / "vectors/captures"
    rows, bad, count = json.loads((folder / "captures.json").read_text())["captures"], 0, 0
    for row in rows:
        out = subprocess.run([program, "decode", "--format", "json", "--show-secrets", str(folder / row["file"])],
                             capture_output=True, text=True, check=False).stdout
        found = {exchange["xid"] + exchange["mac"]: exchange for exchange in map(json.loads, out.splitlines())}
        if len(found) != len(row["exchanges"]):
            bad += 1
            print(f"{row['file']}: {len(found)} exchanges, not {len(row['exchanges'])}")
        for wanted in row["exchanges"]:
            count += 1
            got = found.get(wanted["xid"] + wanted["mac"], {"model": None, "messages": [], "answers": []})
            frames = [{"frame": m["frame"], "type": m["type"]} for m in got["messages"]]
            again = sum(m["repeats"] + m["copies"] for m in got["messages"])
            answer, expected = (got["answers"] or [None])[-1], wanted["answer"]
            good = got["model"] == wanted["model"] and len(frames) + again == len(wanted["messages"]) and all(
                frame in wanted["messages"] for frame in frames) and (answer is None) == (expected is None)
            if good and expected:
                good = (answer["server"], answer["frame"], answer.get("option43")) == (
                    expected["server"], expected["frame"], expected["option43"])
            if not good:
                bad += 1
                print(f"{row['file']}: wanted {wanted}\n  got {got}")
    print(f"{len(rows)} captures, {count} exchanges, {bad} bad")
    sys.exit(0 if rows and bad == 0 else 1)


def main():
    if len(sys.argv) == 6 and sys.argv[1] == "--add":
        add(*sys.argv[2:])
    elif len(sys.argv) == 2 and not sys.argv[1].startswith("-"):
        compare(sys.argv[1])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
