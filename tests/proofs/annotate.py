#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Copies tlv to a folder and puts the contracts of loops.txt into its loops.

    annotate.py LOOPS TLV FOLDER

An entry of LOOPS is a line "file function: loop header" and, below it and indented, the clauses; where
a function has loops of the same header, one entry for each, in their order. A header without as many
loops as entries is an error: the code was changed, and its contract has to be looked at again. Nothing else of the text changes, and line numbers stay.
"""
import pathlib
import re
import sys


def entries(path):
    """(file, function, header, clauses) of each entry."""
    found = []
    for line in pathlib.Path(path).read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line[0].isspace():
            found[-1][3].append(line.strip())
        else:
            place, header = line.split(": ", 1)
            found.append((*place.split(), header.strip(), []))
    return found


def function_span(text, name, file):
    """Where the body of a function begins and ends: at the closing brace in the first column."""
    match = re.search(r"^\S[^;{}]*\b" + name + r"\([^;{}]*\) \{$", text, re.M)
    if match is None:
        sys.exit(f"{file}: no function {name}")
    return match.end(), text.index("\n}\n", match.end())


def insert(text, file, function, header, contracts):
    """The text with the clauses of each contract behind its loop header."""
    begin, end = function_span(text, function, file)
    places = [begin + m.end() for m in re.finditer(re.escape(header) + r"(?= \{)", text[begin:end])]
    if len(places) != len(contracts):
        sys.exit(f"{file}: {function} has the loop '{header}' {len(places)} times, "
                 f"not {len(contracts)}")
    for at, clauses in reversed(list(zip(places, contracts))):
        text = text[:at] + " " + " ".join(clauses) + text[at:]
    return text


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    loops, tlv, folder = sys.argv[1:]
    target = pathlib.Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    texts = {p.name: p.read_text() for p in pathlib.Path(tlv).iterdir()
             if p.suffix in (".c", ".h", ".def")}
    contracts = {}
    for *loop, clauses in entries(loops):
        contracts.setdefault(tuple(loop), []).append(clauses)
    for (file, function, header), of_loop in contracts.items():
        texts[file] = insert(texts[file], file, function, header, of_loop)
    for name, text in texts.items():
        if name.endswith(".c"):
            text = '#include "tests/proofs/contracts.h"\n#line 1 "tlv/' + name + '"\n' + text
        (target / name).write_text(text)


if __name__ == "__main__":
    main()
