#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Runs clang-tidy once on each source file of a build folder, and compiles nothing.

Usage: tidy.py BUILD [PART-OF-A-PATH...]   BUILD: configured with the preset "tidy"

A file that several targets compile in the same way is looked at once. What it finds is printed, and
the exit status is 1; silence means that all files were looked at and are good.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

TIDY = ["clang-tidy-14", "--quiet", "--warnings-as-errors=*"]


def different(commands):
    """One command for each file and each set of macros that it is compiled with."""
    found = {}
    for command in commands:
        macros = frozenset(re.findall(r"\s-D(\S+)", command["command"]))
        found.setdefault((command["file"], macros), command)
    return list(found.values())


def cost(path):
    """C++ first, the large ones before the small ones: no processor is idle at the end."""
    return (not path.endswith(".c"), os.path.getsize(path))


def look(folder, path):
    """What clang-tidy says about a file; nothing when it is good."""
    done = subprocess.run([*TIDY, "-p", folder, path], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    return done.stdout if done.returncode != 0 else ""


def main():
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        print(__doc__.strip())
        sys.exit(0 if sys.argv[1:] == ["--help"] else 2)
    parts = sys.argv[2:] or [""]
    commands = different(json.loads((pathlib.Path(sys.argv[1]) / "compile_commands.json").read_text()))
    paths = {command["file"] for command in commands}
    paths = sorted((path for path in paths if any(part in path for part in parts)), key=cost,
                   reverse=True)
    if not paths:
        sys.exit("tidy.py: no source file of that name")
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "compile_commands.json").write_text(json.dumps(commands))
        with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as workers:
            findings = [said for said in workers.map(lambda path: look(folder, path), paths) if said]
    print("".join(findings), end="")
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
