# SPDX-License-Identifier: MIT
# Changes the configuration of a running Kea: once per wrong one, or many times under load.
"""usage: reloads.py refusals SOCKET CONFIG FOLDER OCTETS
       reloads.py under-load SOCKET CONFIG FOLDER COUNT TIMELINE GOOD OCTETS OTHER OCTETS

CONFIG is the file that the server reads on config-reload; FOLDER has the wrong configurations of
wrong.py. refusals: each wrong one by config-set and by config-reload; the answer must say what is
wrong and where, and a phone must get OCTETS as before. under-load: COUNT changes, every other one
wrong, the good ones alternating between the files GOOD and OTHER; TIMELINE gets when what was in
use, for wire.py. Must run in the clients' network namespace."""
import glob
import json
import os
import shutil
import sys
import time

from server import Phone, command


def load(path):
    with open(path, encoding="ascii") as file:
        return json.load(file)


def wrong_ones(folder):
    """(configuration file, name, parts of the sentence)"""
    for want in sorted(glob.glob(os.path.join(folder, "*.want"))):
        with open(want, encoding="ascii") as file:
            name, *parts = file.read().splitlines()
        yield want[: -len("want")] + "json", name, parts


def apply_by(way, socket, config, path):
    """config-set, or config-reload of the file that the server was started with."""
    if way == "config-set":
        return command(socket, way, load(path))
    shutil.copyfile(path, config + ".new")
    os.replace(config + ".new", config)
    return command(socket, way)


def complaints(answer, parts):
    """What a refusal lacks, in words."""
    if answer["result"] != 1:
        yield f"result {answer['result']}: {answer.get('text')}"
    for part in ["cdc43: "] + parts:
        if part not in answer.get("text", ""):
            yield f"'{part}' is not in: {answer.get('text')}"


def refusals(socket, config, folder, octets):
    phone, bad, asked, good = Phone(), 0, 0, load(config)
    for path, name, parts in wrong_ones(folder):
        for way in ("config-set", "config-reload"):
            found = list(complaints(apply_by(way, socket, config, path), parts))
            try:
                got = phone.option43()
            except TimeoutError as error:
                got = str(error)
            if got != octets:
                found.append(f"the phone afterwards: {got}")
                command(socket, "config-set", good)
            asked += 1
            bad += bool(found)
            for complaint in found:
                print(f"{name}, {way}: {complaint}", file=sys.stderr)
    print(f"{asked} refusals, {bad} of them wrong")
    return bad == 0 and asked > 0


def under_load(socket, config, folder, count, timeline, *pairs):
    good = [(pairs[0], pairs[1]), (pairs[2], pairs[3])]
    wrong = list(wrong_ones(folder))
    windows, now, refused, failed = [], 0, 0, 0
    for turn in range(int(count)):
        way = ("config-set", "config-reload")[turn // 2 % 2]
        before = good[now][1]
        start = time.time()
        if turn % 2:
            path, name, parts = wrong[turn // 2 % len(wrong)]
            problem = list(complaints(apply_by(way, socket, config, path), parts))
            refused += 1
        else:
            now = 1 - now
            answer = apply_by(way, socket, config, good[now][0])
            name, problem = "good", [answer] if answer["result"] else []
        windows.append({"from": start, "to": time.time(), "before": before,
                        "after": good[now][1]})
        failed += bool(problem)
        for complaint in problem:
            print(f"change {turn}, {name}: {complaint}", file=sys.stderr)
        time.sleep(0.03)
    with open(timeline, "w", encoding="ascii") as file:
        json.dump(windows, file)
    longest = max(window["to"] - window["from"] for window in windows)
    print(f"{count} changes, {refused} of them refused, the longest {longest:.3f} s, "
          f"{failed} with a wrong answer")
    return failed == 0


def main():
    ways = {"refusals": (refusals, 4), "under-load": (under_load, 9)}
    if len(sys.argv) < 2 or sys.argv[1] not in ways or len(sys.argv) - 2 != ways[sys.argv[1]][1]:
        sys.exit(__doc__)
    sys.exit(0 if ways[sys.argv[1]][0](*sys.argv[2:]) else 1)


if __name__ == "__main__":
    main()
