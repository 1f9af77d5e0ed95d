#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Writes the vector files, or with --check says whether they are what it would write.
"""Usage: generate.py [--check]

A test keeps its tcId for ever: ids.txt says which inputs have which, and is only appended to. A
test that is taken out leaves its number unused.
"""
import hashlib
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

import clauses  # noqa: E402
import decode_limits  # noqa: E402
import decode_vectors  # noqa: E402
import encode_vectors  # noqa: E402
import identity_vectors  # noqa: E402
import message_vectors  # noqa: E402
import text_vectors  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.dirname(HERE)
IDS = os.path.join(HERE, "ids.txt")
WIDTH = 100

# file: (schema, header, function that makes its groups)
FILES = {
    "decode_test.json": ("decode_schema.json", decode_vectors.HEADER, decode_vectors.groups),
    "decode_limits_test.json": ("decode_schema.json", decode_limits.HEADER, decode_limits.groups),
    "encode_test.json": ("encode_schema.json", encode_vectors.HEADER, encode_vectors.groups),
    "encode_limits_test.json": ("encode_schema.json", encode_vectors.LIMITS_HEADER,
                                encode_vectors.limit_groups),
    "identity_test.json": ("identity_schema.json", identity_vectors.HEADER,
                           identity_vectors.groups),
    "message_test.json": ("message_schema.json", message_vectors.HEADER, message_vectors.groups),
    "text_test.json": ("text_schema.json", text_vectors.HEADER, text_vectors.groups),
}


def canonical(value, indent=0, used=0):
    """JSON text: what fits into one line is one line. used: columns before it in its line."""
    flat = json.dumps(value, ensure_ascii=True)
    if not isinstance(value, (dict, list)) or not value or indent + used + len(flat) < WIDTH - 1:
        return flat
    pad = " " * (indent + 2)
    if isinstance(value, list):
        inner = [pad + canonical(item, indent + 2) for item in value]
        return "[\n" + ",\n".join(inner) + "\n" + " " * indent + "]"
    inner = []
    for key, item in value.items():
        name = json.dumps(key, ensure_ascii=True) + ": "
        inner.append(pad + name + canonical(item, indent + 2, len(name)))
    return "{\n" + ",\n".join(inner) + "\n" + " " * indent + "}"


def read_ids():
    """(file, digest of the inputs) to tcId."""
    ids = {}
    if os.path.exists(IDS):
        with open(IDS, encoding="ascii") as lines:
            for line in lines:
                name, number, key = line.split()
                ids[name, key] = int(number)
    return ids


def input_key(group, inputs):
    """What makes a test the same test: type, profile and inputs."""
    text = json.dumps([group.kind, group.profile, inputs], sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:20]


def make_file(name, ids, new_ids):
    """The JSON value of one file; new numbers are added to ids and new_ids."""
    schema, header, make_groups = FILES[name]
    groups, seen, used_clauses, used_flags = [], {}, set(), set()
    last = max((number for (file, _), number in ids.items() if file == name), default=0)
    for group in make_groups():
        tests = []
        for test in group.tests:
            key = input_key(group, test["inputs"])
            said = (test["result"], test["outputs"])
            if seen.setdefault(key, said) != said:
                raise SystemExit(f"{name}: the same inputs, another outcome: {test['comment']}")
            if seen[key] is not said:
                continue  # two sweeps met in this one
            if (name, key) not in ids:
                last += 1
                ids[name, key] = last
                new_ids.append((name, last, key))
            used_clauses.add(test["clause"])
            used_flags.update(test["flags"])
            tests.append({"tcId": ids[name, key], "comment": test["comment"],
                          "flags": test["flags"], "clause": test["clause"], **test["inputs"],
                          "result": test["result"], **test["outputs"]})
        tests.sort(key=lambda test: test["tcId"])
        profile = {"profile": group.profile} if group.profile else {}
        groups.append({"type": group.kind, **profile,
                       "source": {"name": "cdc43", "version": "1"}, "tests": tests})
    return {
        "schema": schema,
        "numberOfTests": sum(len(group["tests"]) for group in groups),
        "header": header,
        "notes": {flag: dict(zip(("bugType", "description", "effect"), clauses.FLAGS[flag]))
                  for flag in sorted(used_flags)},
        "clauses": {clause: dict(zip(("rule", "origin"), clauses.CLAUSES[clause]))
                    for clause in sorted(used_clauses)},
        "testGroups": groups,
    }


def main(arguments):
    if arguments not in ([], ["--check"]):
        raise SystemExit(__doc__)
    check = arguments == ["--check"]
    ids, new_ids, bad, total = read_ids(), [], 0, 0
    for name in FILES:
        value = make_file(name, ids, new_ids)
        total += value["numberOfTests"]
        text = canonical(value) + "\n"
        path = os.path.join(FOLDER, name)
        if check:
            with open(path, encoding="ascii") as file:
                if file.read() != text:
                    print(f"{name}: is not what the generator writes")
                    bad = 1
        else:
            with open(path, "w", encoding="ascii") as file:
                file.write(text)
    if check and new_ids:
        print(f"ids.txt lacks {len(new_ids)} tests")
        bad = 1
    elif new_ids:
        with open(IDS, "a", encoding="ascii") as file:
            file.writelines(f"{name} {number} {key}\n" for name, number, key in new_ids)
    print(f"{total} tests in {len(FILES)} files" + (f", {len(new_ids)} new" if not check else ""))
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
