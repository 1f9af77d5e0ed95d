#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# The vectors keep their own rules: schema, canonical form, stable ids, nothing left uncovered.
"""Usage: lint.py [FOLDER]: the folder of the vectors, by default that of the source tree."""
import copy
import glob
import json
import os
import re
import subprocess
import sys
import warnings

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
FOLDER = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "vectors")
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import json_schema  # noqa: E402

CAPTURES = os.path.join("captures", "captures.json")

problems = []
checks = 0


def check(good, sentence):
    global checks
    checks += 1
    if not good:
        problems.append(sentence)


def table(name):
    with open(os.path.join(ROOT, "tlv", name), encoding="utf-8") as file:
        return file.read()


def limit(name):
    return int(re.search(rf"#define CDC43_{name} (\w+)", table("suboptions.def")).group(1), 0)


def load_files():
    files = {}
    for path in sorted(glob.glob(os.path.join(FOLDER, "*_test.json"))):
        with open(path, encoding="ascii") as file:
            files[os.path.basename(path)] = json.load(file)
    check(len(files) >= 7, f"only {len(files)} vector files found")
    return files


def load_captures():
    with open(os.path.join(FOLDER, "captures", "captures.json"), encoding="ascii") as file:
        return json.load(file)


def tests_of(files, kind):
    for file in files.values():
        for group in file["testGroups"]:
            if group["type"] == kind:
                for test in group["tests"]:
                    yield group, test


def check_schemas(files):
    files = {**files, CAPTURES: load_captures()}
    schemas = json_schema.Schemas(os.path.join(FOLDER, "schema"))
    for name, value in files.items():
        try:
            schemas.check(value["schema"], value)
            check(True, "")
        except json_schema.Invalid as invalid:
            check(False, f"{name}: {str(invalid)[:300]}")
    # The checker itself must be able to refuse.
    broken = {name: copy.deepcopy(files[name]) for name in ("text_test.json", CAPTURES)}
    broken["text_test.json"]["testGroups"][0]["tests"][0]["surprise"] = 1
    broken[CAPTURES]["captures"][0]["exchanges"][0]["messages"][0]["type"] = "LETTER"
    for name in broken:
        try:
            schemas.check(broken[name]["schema"], broken[name])
            check(False, f"{name}: the schema check accepts what does not belong there")
        except json_schema.Invalid:
            check(True, "")
    by_library(schemas, files)
    names = schemas.files["common.json"]["definitions"]
    check(names["errorName"]["enum"] == re.findall(r"^CDC43_ERROR\(\d+, (\w+),",
                                                   table("errors.def"), re.M),
          "the error names of the schema are not those of errors.def")
    check(names["tolerance"]["enum"] == re.findall(r'^CDC43_TOLERANCE\(\w+, "([^"]+)"',
                                                   table("suboptions.def"), re.M),
          "the tolerances of the schema are not those of suboptions.def")


def by_library(schemas, files):
    """The same with the library that everybody uses, where there is one."""
    try:
        import jsonschema
    except ImportError:
        print("the library jsonschema is not there: its second opinion is left out")
        return
    warnings.simplefilter("ignore", DeprecationWarning)  # Debian has the versions before and after
    resolver = jsonschema.RefResolver("", {}, store=schemas.files)
    for name, value in files.items():
        validator = jsonschema.Draft7Validator(schemas.files[value["schema"]], resolver=resolver)
        first = next(validator.iter_errors(value), None)
        check(first is None, f"{name}: {str(first)[:300]}")


def check_forms(files):
    for name, value in files.items():
        ids = [test["tcId"] for group in value["testGroups"] for test in group["tests"]]
        check(len(set(ids)) == len(ids), f"{name}: a tcId twice")
        check(len(ids) == value["numberOfTests"], f"{name}: numberOfTests is wrong")
        flags, clauses = set(), set()
        for group in value["testGroups"]:
            for test in group["tests"]:
                flags.update(test["flags"])
                clauses.add(test["clause"])
        check(flags == set(value["notes"]), f"{name}: notes are not those of the flags in use")
        check(clauses == set(value["clauses"]), f"{name}: clauses are not those in use")
    with open(os.path.join(FOLDER, "README.md"), encoding="utf-8") as file:
        total = sum(value["numberOfTests"] for value in files.values())
        check(f" {total:,} tests in " in file.read(), f"README.md: {total:,} tests are there")
    generator = os.path.join(FOLDER, "tools", "generate.py")
    done = subprocess.run([sys.executable, generator, "--check"], capture_output=True, text=True,
                          check=False)
    check(done.returncode == 0, "generate.py --check: " + done.stdout.strip())


def check_captures():
    """Each file has its row, and the frames of a row are in order, each in one exchange."""
    value = load_captures()
    rows = value["captures"]
    found = sorted(os.path.basename(path) for path in glob.glob(os.path.join(FOLDER, "captures", "*.pcapng")))
    check(sorted(row["file"] for row in rows) == found, f"{CAPTURES}: its files are not those of the folder")
    check([row["id"] for row in rows] == list(range(1, len(rows) + 1)), f"{CAPTURES}: the numbers are not 1, 2, ...")
    check(value["numberOfTests"] == sum(len(row["exchanges"]) for row in rows),
          f"{CAPTURES}: numberOfTests is wrong")
    for row in rows:
        frames = []
        for exchange in row["exchanges"]:
            own = [message["frame"] for message in exchange["messages"]]
            answer = exchange["answer"]
            check(own == sorted(own) and (answer is None or answer["frame"] in own),
                  f"{CAPTURES}: {row['file']}: the frames of {exchange['xid']}")
            frames += own
        check(sorted(frames) == list(range(1, len(frames) + 1)), f"{CAPTURES}: {row['file']}: a frame is left out")


def check_ids():
    """Numbers that are committed once do not change: the list only grows."""
    with open(os.path.join(FOLDER, "tools", "ids.txt"), encoding="ascii") as file:
        now = file.read()
    lines = [line.split() for line in now.splitlines()]
    check(len({(line[0], line[1]) for line in lines}) == len(lines), "ids.txt: a number twice")
    check(len({(line[0], line[2]) for line in lines}) == len(lines), "ids.txt: an input twice")
    try:
        shown = subprocess.run(["git", "-c", f"safe.directory={ROOT}", "-C", ROOT, "show", "HEAD:vectors/tools/ids.txt"],
                               capture_output=True, text=True, check=False)
    except FileNotFoundError:
        shown = None
    if shown is None or shown.returncode != 0:
        print("no committed ids.txt to compare with: this part is left out")
        return
    check(now.startswith(shown.stdout), "ids.txt: a committed number has changed")


def errors_in(test):
    return [test[key] for key in ("error", "strictError", "tolerantError", "incomplete")
            if key in test]


def check_places(files):
    columns = dict((name, rest) for name, *rest in
                   re.findall(r"^CDC43_ERROR\(\d+, (\w+), (\w+), (\w+)", table("errors.def"), re.M))
    for kind in ("decode", "encode", "identity", "message", "text"):
        for _, test in tests_of(files, kind):
            for error in errors_in(test):
                offset, excess = columns[error["name"]]
                check(offset != "NONE" or error.get("offset", 0) == 0,
                      f"{kind} {test['tcId']}: {error['name']} has no offset, by tlv/errors.def")
                check(excess != "NONE" or error.get("excess", 0) == 0,
                      f"{kind} {test['tcId']}: {error['name']} has no excess, by tlv/errors.def")


def check_coverage(files):
    seen, tolerated = set(), set()
    for kind in ("decode", "encode", "identity", "message", "text"):
        for _, test in tests_of(files, kind):
            seen.update(error["name"] for error in errors_in(test))
            tolerated.update(test.get("tolerated", ()))
    for name in re.findall(r"^CDC43_ERROR\(\d+, (\w+),", table("errors.def"), re.M):
        check(name in seen, f"vectors/tools: no vector produces the error {name}")
    for name in re.findall(r'^CDC43_TOLERANCE\(\w+, "([^"]+)"', table("suboptions.def"), re.M):
        check(name in tolerated, f"no vector needs the tolerance {name}")
        alone = any(test.get("tolerated") == [name] for _, test in tests_of(files, "decode"))
        check(alone, f"no vector needs the tolerance {name} alone")
    for kind in ("decode", "encode"):
        check_limits(files, kind)


def check_limits(files, kind):
    profiles = set(re.findall(r"^CDC43_DEVICE\((\w+),", table("suboptions.def"), re.M))
    sizes = [int(size) for size in
             re.findall(r"^CDC43_DIGEST\(\w+, \"\w+\", (\d+)\)", table("suboptions.def"), re.M)]
    total_max, sum_limit = limit("OPTION_MAX"), limit("SUM_LIMIT")
    fingerprints, sums, totals, keys = {}, {}, {}, set()
    for group, test in tests_of(files, kind):
        profile = group["profile"]
        outcome = "" if test["result"] != "invalid" else errors_in(test)[-1]["name"]
        totals.setdefault(profile, set()).add((len(test.get("option43", "")) // 2, outcome))
        params = test.get("params", {})
        keys.update((profile, key, str(value) if isinstance(value, bool) else "")
                    for key, value in params.items())
        for error in errors_in(test):
            if error["name"] == "FINGERPRINT_LENGTH":
                fingerprints.setdefault(profile, set()).add((error["excess"], False))
            if error["name"] == "SUM_LIMIT_REACHED":
                sums.setdefault(profile, set()).add(sum_limit - 1 + error["excess"])
        if test["result"] != "invalid" and "server" in params:
            sums.setdefault(profile, set()).add(
                len(params["server"]) + len(params.get("challenge-password", "")))
        if test["result"] == "valid" and "root-ca-fingerprint" in params:
            fingerprints.setdefault(profile, set()).add(
                (len(params["root-ca-fingerprint"]) // 2, True))
    for profile in profiles:
        met = {size for size, _ in fingerprints[profile]}
        check(set(range(max(sizes) + 3)) <= met, f"{kind}, {profile}: not every fingerprint size")
        check(set(range(200, 211)) <= sums[profile], f"{kind}, {profile}: not every sum")
        check((total_max, "") in totals[profile], f"{kind}, {profile}: no value of {total_max}")
        check(any(name == "TOO_LONG" for _, name in totals[profile]),
              f"{kind}, {profile}: no value over {total_max}")
    for key in re.findall(r'^CDC43_SUBOPTION\(\d+, \w+, \w+, "([^"]+)"', table("suboptions.def"),
                          re.M):
        check(any(other == key for _, other, _ in keys),
              f"vectors/tools/{kind}_vectors.py: no vector with {key}")
    for key in ("fips-mode", "enable-8021x"):
        for value in ("True", "False"):
            check(("phone", key, value) in keys, f"{kind}: no vector with {key} {value}")


def main():
    files = load_files()
    check_schemas(files)
    check_forms(files)
    check_captures()
    check_ids()
    check_coverage(files)
    check_places(files)
    for problem in problems:
        print(problem)
    print(f"{checks} checks, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
