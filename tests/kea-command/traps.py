# SPDX-License-Identifier: MIT
"""Every configuration in traps/ gets exactly the report that its own comments ask for.

A line with findings ends with "// SEVERITY ID", or with several of these and commas between. Nothing
else may be found, the exit code must fit, and no secret may be in what is printed.
Usage: traps.py COMMAND KEA_VERSION FORMAT...

KEA_VERSION is that of the command, as a number: 20200 for 2.2.0. FORMAT: text and json, what "explain" prints.
"""
import getpass
import json
import pathlib
import re
import subprocess
import sys

FINDING = r"(?:error|warning|note) [0-9a-z-]+"
EXPECTED = re.compile(rf"// ({FINDING}(?:, {FINDING})*)\s*$")
# What Kea itself has fixed, and since when.
FIXED = {"threads-crash": 20400}
CANARY = "Canary"  # in each Challenge Password
# What the Kea of this machine says of a server or a database that is not there, and what newer releases
# say of a keyword that they have dropped.
USER = getpass.getuser()
ELSEWHERE = re.compile(r"lab-server|libdhcp_\w+\.so|hook libraries failed|no kea-dhcp4"
                       r"|connection to server|not been compiled with support"
                       r"|unexpected keyword .reservation-mode")


def run(command, *words):
    """Exit code and everything that was printed."""
    done = subprocess.run([command, *words], capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout, done.stdout + done.stderr


def expectation(path, version=0):
    """The findings that the comments ask for, with that version of Kea."""
    wanted = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        found = EXPECTED.search(line)
        for item in found[1].split(", ") if found else ():
            severity, name = item.split()
            if version < FIXED.get(name, version + 1):
                wanted.append((number, severity, name))
    return sorted(wanted)


def check(command, version, path, forms):
    """What is wrong with the report about one file. forms: of "explain"."""
    wanted = expectation(path, version)
    _, out, everything = run(command, "check", "--format", "json", "--user", USER, str(path))
    report = json.loads(out)
    got = []
    for item in report["findings"]:
        if ELSEWHERE.search(item["sentence"]) and item["id"].startswith("kea-"):
            continue
        got.append((item["line"], item["severity"], item["id"]))
        if item["file"] != str(path) or item["column"] < 1 or not item["to-fix"]:
            yield f"no place or no remedy: {item}"
    # An entry of two lines: the comment is on the last one, the finding may be on the first.
    got = sorted(min(((w for w in wanted if w[1:] == g[1:] and g[0] <= w[0] <= g[0] + 1)),
                     default=g) for g in got)
    if got != wanted:
        yield f"found {got}, wanted {wanted}"
    errors = any(item[1] == "error" for item in wanted)
    warnings = any(item[1] == "warning" for item in wanted)
    if any(name == "kea-verdict" for _, _, name in wanted):
        extra = ()
    else:
        extra = ("--no-kea",)
    if warnings and not errors:
        code = run(command, "check", *extra, "--user", USER, str(path))[0]
        if code != 0:
            yield f"exit {code} with warnings alone"
    text_code, text, text_all = run(command, "check", "--strict", *extra, "--user", USER, str(path))
    if text_code != int(errors or warnings):
        yield f"exit {text_code} with --strict"
    for number, severity, name in wanted:
        if f": {severity}: {name}: " not in text:
            yield f"line {number}: the text form lacks {name}"
    everything += text_all
    everything += run(command, "migrate", str(path))[2]
    for form in forms:
        everything += run(command, "explain", "--model", "DP-9841", "--mac", "001a2b3c4d5e", "--format", form,
                          str(path))[2]
    if CANARY in everything or CANARY.encode().hex() in everything.lower():
        yield "the Challenge Password is in what was printed"


def incomplete(files):
    """How many rules have no configuration here, or are not in the command's page."""
    table = pathlib.Path("kea-hook/command/rules.def").read_text()
    page = pathlib.Path("kea-hook/command/README.md").read_text()
    shown = {item[2] for path in files for item in expectation(path)} | {
        "config-unreadable", "certificate-ends", "certificate-valid",
        "kea-not-asked", "file-closed", "file-mode",
        "library-not-loaded"}  # see command.sh, installed.sh and test_verdict.cc
    rules = re.findall(r'^CDC43_KEA_RULE\(\w+, "([^"]+)", (\w+),', table, re.MULTILINE)
    missing = [name for name, severity in rules
               if name not in shown or f"| `{name}` | {severity} |" not in page]
    for name in missing:
        print(f"{name}: no configuration, or not in README.md")
    return len(missing) + (not rules)


def main():
    command, version, forms = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    folder = pathlib.Path("tests/kea-command/traps")
    files = sorted(folder.glob("*.json"))
    bad = 0
    for path in files:
        since = re.search(r"^// .* Since ([0-9]+)\.$", path.read_text(), re.MULTILINE)
        if since and version < int(since[1]):
            continue
        for problem in check(command, version, path, forms):
            print(f"{path}: {problem}")
            bad += 1
    bad += incomplete(files)
    print(f"{len(files)} configurations, {bad} problems")
    return 1 if bad or len(files) < 40 else 0


if __name__ == "__main__":
    sys.exit(main())
