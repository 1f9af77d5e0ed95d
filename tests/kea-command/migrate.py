# SPDX-License-Identifier: MIT
"""Does what migrate says, line by line, to the files in traps/: where it says that everything could be
migrated, every phone gets the same octets afterwards. Usage: migrate.py COMMAND
"""
import itertools
import json
import pathlib
import re
import subprocess
import sys
import tempfile

MODELS = ("DP-9841", "DP-9851", "CP-8875", "MSFT 5.0")
MACS = ("00:1a:2b:3c:4d:5e", "00:1a:2b:00:00:01")
DELETE = re.compile(r"// delete (\S+):(\d+):(\d+) ")
ADD = re.compile(r"// (\S+):(\d+):(\d+) .*: add (\"user-context\": .*)")


def run(*words):
    """Exit code and output."""
    done = subprocess.run(words, capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout


def offset(text, line, column):
    """Index of a place of the file."""
    return sum(len(one) for one in text.splitlines(True)[:int(line) - 1]) + int(column) - 1


def end_of_object(text, begin):
    """Index behind the object that begins there; the files have no bracket in a string."""
    depth = 0
    for at in range(begin, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at + 1
    raise ValueError("no end")


def follow(path, advice):
    """The file as migrate wants it."""
    text = path.read_text()
    edits = []
    for name, line, column in DELETE.findall(advice):
        begin = offset(text, line, column)
        end = end_of_object(text, begin)
        comma = re.compile(r"\s*,").match(text, end)
        edits.append((begin, comma.end() if comma else end, ""))
        assert name == str(path)
    for _, line, column, member in ADD.findall(advice):
        begin = offset(text, line, column) + 1
        edits.append((begin, begin, member + ", "))
    begin = text.index('"Dhcp4": {') + 10
    parameters = re.sub(r"^// .*\n", "", advice, flags=re.M)
    edits.append((begin, begin, parameters.rstrip() + ", "))
    for begin, end, new in sorted(edits, reverse=True):
        text = text[:begin] + new + text[end:]
    return text


def answers(command, path):
    """What each client gets in each subnet."""
    subnets = re.findall(r'"id": (\d+), "subnet"', path.read_text())
    result = {}
    for subnet, model, mac in itertools.product(subnets, MODELS, MACS):
        code, out = run(command, "explain", "--model", model, "--mac", mac, "--subnet", subnet,
                        "--show-secrets", "--format", "json", str(path))
        answer = json.loads(out) if code == 0 else {}
        result[subnet, model, mac] = answer.get("option-43", "") if answer.get("served") else code
    return result


def is_kept(before, then):
    """The same, in one instance; what hid the octets of a class comes behind them."""
    if not isinstance(before, str) or not before:
        return before == then
    return isinstance(then, str) and then.endswith(before.replace("+", ""))


def check(command, folder):
    """How many files were migrated, and what went wrong."""
    done, bad = 0, 0
    for path in sorted(pathlib.Path("tests/kea-command/traps").glob("*.json")):
        code, advice = run(command, "migrate", "--show-secrets", str(path))
        if code != 0 or path.name.startswith("hook-"):
            continue
        after = folder / path.name
        after.write_text(follow(path, advice))
        before, then = answers(command, path), answers(command, after)
        for client, octets in before.items():
            if client[1] != "MSFT 5.0" and not is_kept(octets, then[client]):
                print(f"{path}: {client} gets {then[client]} in place of {octets}")
                bad += 1
        done += 1
    return done, bad


def main():
    with tempfile.TemporaryDirectory() as folder:
        done, bad = check(sys.argv[1], pathlib.Path(folder))
    print(f"{done} configurations migrated, {bad} problems")
    return 1 if bad or done < 15 else 0


if __name__ == "__main__":
    sys.exit(main())
