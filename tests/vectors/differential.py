#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# The library and the Python reference are asked the same random questions and must agree.
"""Usage: differential.py CDC43-VECTORS [--count N] [--seed N]

CDC43-VECTORS is the command, which answers for the library. Prints the seed, what was asked, and
every question on which the two disagree.
"""
import argparse
import collections
import importlib.machinery
import importlib.util
import json
import os
import random
import subprocess
import sys

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import random_inputs  # noqa: E402

CHUNK = 20000
SHOWN = 10


def load_driver():
    path = os.path.join(ROOT, "vectors", "drivers", "python-reference")
    loader = importlib.machinery.SourceFileLoader("python_reference", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def library_answers(command, questions):
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    done = subprocess.run([command, "--answer"], input=lines, capture_output=True, text=True,
                          timeout=600, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode != 0 or len(answers) != len(questions):
        where = json.dumps(questions[len(answers)]) if len(answers) < len(questions) else "the end"
        raise SystemExit(f"{command} --answer: exit status {done.returncode} at {where}\n"
                         f"{done.stderr}")
    return answers


def compare(driver, command, questions, outcomes):
    """Number of disagreements; outcomes counts what the reference said."""
    bad = 0
    for question, answer in zip(questions, library_answers(command, questions)):
        expected = {"id": question["id"], **driver.answer_to(question)}
        for one in (answer, expected):
            if "tolerated" in one:
                one["tolerated"].sort()
        error = expected.get("error", {}).get("name", "accepted")
        outcomes[question["op"], error] += 1
        if answer != expected:
            bad += 1
            if bad <= SHOWN:
                print("question ", json.dumps(question))
                print("library  ", json.dumps(answer))
                print("reference", json.dumps(expected))
    return bad


def can_disagree(driver, command, rng):
    """A reference with a wrong rule must be noticed, otherwise nothing here means anything."""
    rules = driver.ref.PROFILES["phone"]
    right = rules["sum_below"]
    rules["sum_below"] = right - 1
    questions = [random_inputs.question(rng, number) for number in range(3000)]
    sys.stdout.flush()
    real, sys.stdout = sys.stdout, open(os.devnull, "w", encoding="ascii")
    try:
        return compare(driver, command, questions, collections.Counter()) > 0
    finally:
        sys.stdout.close()
        sys.stdout = real
        rules["sum_below"] = right


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command")
    parser.add_argument("--count", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=43)
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}, {arguments.count} questions")
    driver, rng = load_driver(), random.Random(arguments.seed)
    outcomes, bad, asked = collections.Counter(), 0, 0
    while asked < arguments.count:
        size = min(CHUNK, arguments.count - asked)
        questions = [random_inputs.question(rng, asked + number) for number in range(size)]
        bad += compare(driver, arguments.command, questions, outcomes)
        asked += size
    for (operation, error), count in sorted(outcomes.items()):
        print(f"{count:8} {operation:9} {error}")
    noticed = can_disagree(driver, arguments.command, rng)
    if not noticed:
        print("a wrong rule in the reference was not noticed")
    print(f"{asked} questions, {bad} disagreements")
    return 0 if bad == 0 and noticed else 1


if __name__ == "__main__":
    sys.exit(main())
