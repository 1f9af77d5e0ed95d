#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The blocks of the pages: how each is tested, and the script that tests them.

Usage: blocks.py --list
       blocks.py --check BUILD            nothing is left out, and what the commands name is there
       blocks.py --script root|built [PAGE...]
                                          calls of the functions of run.sh
"""
import pathlib
import re
import shlex
import sys

import pages
import words

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from page_names import page_names

SET_ASIDE = ("picture", "elsewhere", "not run")  # ways of which no script runs anything

def place(page):
    """Where the commands of a page are run."""
    return "root" if page.startswith("kea-hook/") else "built"


def how(block, found):
    """The place, or the way of the table, in a word or two."""
    ways = {row.way: row.reason for row in found}
    for way in SET_ASIDE:
        if way in ways:
            return way, ways[way]
    where = next((way for way in ("root", "built") if way in ways), place(block.page))
    return where, "; ".join(f"{row.way} {row.reason}".strip() for row in found if row.way != where)


def plan(page, rows):
    """Each block with what is tested in it: line, text, rows of the table, and why it cannot be, if it cannot."""
    before, printing = {}, False
    for block in pages.blocks(page):
        if block.kind == "commands":
            parts = [(line, pages.complete(text, before), text) for line, text in pages.commands(block)]
        else:
            parts = [(block.line, block.text, block.text)]
        steps = []
        for line, text, written in parts:
            found = [row for row in rows if row.fits(page, written)]
            for row in found:
                row.used += 1
            problem = None
            if not found and block.kind not in pages.CHECKED | {"commands", "output"}:
                problem = f"nothing is known about a block of {block.kind}; the table must say how it is tested"
            if block.kind in pages.PARTS and not {"in", "as", *SET_ASIDE} & {row.way for row in found}:
                problem = f"the table must say in which file this {block.kind} stands"
            if block.kind == "output" and not printing and not found:
                problem = "no command before it that is run prints this; the table must say how it is tested"
            steps.append((line, text, found, problem))
        if block.kind == "commands":
            printing = any(how(block, found)[0] in ("root", "built") for _, _, found, _ in steps)
        yield block, steps


def list_blocks():
    rows = pages.table()
    for page in page_names():
        for block, steps in plan(page, rows):
            for line, text, found, problem in steps:
                where, more = how(block, found)
                print(f"{page}:{line}: {block.kind}: {problem or where}{': ' + more if more else ''}\n"
                      f"    {text.lstrip().splitlines()[0]}")


def test_of(row):
    """The file that the reason of a row names, or None."""
    named = re.search(r"[\w./-]+/[\w./-]+", row.reason)
    return pathlib.Path(named[0]) if named and pathlib.Path(named[0]).is_file() else None


def is_used(block, row):
    """Of a configuration that another test uses: has that test its lines?"""
    return block.kind != "conf" or row.way != "elsewhere" or not test_of(row) or (
        set(block.lines) <= set(test_of(row).read_text(encoding="utf-8").splitlines()))


def row_problems(rows):
    functions = (pages.FOLDER / "fixtures.sh").read_text(encoding="ascii")
    for row in rows:
        where = f"tests/blocks/table: {row.page} | {row.beginning}"
        if not row.used:
            yield f"{where}: no page has this"
        if row.way.split()[0] not in pages.WAYS and row.way not in pages.WAYS:
            yield f"{where}: there is no way {row.way}"
        if row.way == "elsewhere" and not test_of(row):
            yield f"{where}: the reason names no test that is there"
        if row.way == "in" and not (pages.FOLDER / row.reason).exists():
            yield f"{where}: there is no file {row.reason}"
        if row.way == "before" and f"\nbefore_{row.reason}() {{" not in functions:
            yield f"{where}: fixtures.sh has no before_{row.reason}"
        if row.way in ("not run", "root", "built", "endless", "picture") and not row.reason:
            yield f"{where}: no reason"


def check(build):
    rows, known = pages.table(), words.Words(build)
    bad, count = [], 0
    for page in page_names():
        for block, steps in plan(page, rows):
            for line, text, found, problem in steps:
                count += 1
                bad += [f"{page}:{line}: {test_of(row)} does not have these lines"
                        for row in found if not is_used(block, row)]
                if problem:
                    bad.append(f"{page}:{line}: {problem}\n    {text.splitlines()[0]}")
                if block.kind == "commands":
                    bad += [f"{page}:{line}: {sentence}" for sentence in known.problems(text)]
        for line, code in pages.outside(page):
            program, *rest = words.program_first(code.split()) or [""]
            if rest and (program in words.OURS or program.startswith("tests/")):
                count += 1
                bad += [f"{page}:{line}: `{code}`: {sentence}" for sentence in known.problems(code)]
            elif program.startswith("tests/") and not re.search(r"[*{]", program) and (
                    not pathlib.Path(program.partition(":")[0]).exists()):
                bad.append(f"{page}:{line}: `{code}` is not there")
    bad += row_problems(rows)
    for program in sorted(known.missing):
        print(f"not checked: the options of {program}, which this build does not have")
    print("\n".join([*bad, f"{count} blocks and commands, {len(bad)} bad"]))
    return bool(bad) or count < 100


def script(where, wanted):
    rows = pages.table()
    for page in wanted or page_names():
        calls, ran = [], False
        for block, steps in plan(page, rows):
            for line, text, found, _ in steps:
                spot, more = how(block, found)
                if spot != where:
                    ran = ran and block.kind != "commands"
                    if block.kind == "commands":
                        calls.append(("left_out", f"{page}:{line}", f"{spot}{': ' + more if more else ''}", text))
                    continue
                for row in found:
                    if row.way == "before":
                        calls.append(("before", row.reason))
                ways = {row.way.split()[0]: row for row in found}
                if block.kind == "commands":
                    first = (line, text) == (steps[0][0], steps[0][1])
                    status = ways["ends"].way.split()[1] if "ends" in ways else "0"
                    calls.append(("run_endless" if "endless" in ways else "run", f"{page}:{line}",
                                  "first" if first else "next", status, text))
                    ran = True
                elif block.kind != "output":
                    around = next((ways[way].reason for way in ("in", "as") if way in ways), "")
                    calls.append((f"block_{block.kind}", f"{page}:{line}", around, text))
                elif ran:
                    calls.append(("shows", f"{page}:{line}", text))
        if any(call[0] != "left_out" for call in calls):
            print("page", shlex.quote(page))
        for call in calls:
            print(" ".join(shlex.quote(word) for word in call))
    return 0


def main():
    match sys.argv[1:]:
        case ["--list"]:
            list_blocks()
        case ["--check", build]:
            return check(build)
        case ["--script", ("root" | "built") as where, *wanted]:
            return script(where, wanted)
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


sys.exit(main())
