#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No list by hand is stale: a file that names all rows of a table but one names that one, too.

Tables are the .def files, with the name in the first string of each row; of the suboptions, also the
label and the code, of the errors the name. Run it from the root of the repository."""
import pathlib
import re
import sys

FOLDERS = ("tlv", "kea-hook", "phone-side", "vectors", "tests/vectors", "tests/portability")
# What shows or tests some rows on purpose: examples, demonstrations, the vectors, quoted clauses.
SOME_ONLY = re.compile(r"(^|/)(examples?|demo)(/|$)|^vectors/(captures/)?[a-z_]*\.json$|^CHANGELOG\.md$"
                       r"|/clauses\.py$|/lint\.py$")
LEAST = 4  # fewer rows are too often named by chance


# Of these tables also another column: what it is, the macro, the names.
COLUMNS = (("labels", "CDC43_SUBOPTION", r'"[\w-]+",\s*"([^"]+)"'),
           ("codes", "CDC43_SUBOPTION", r"\d+, (\w+),"),
           ("names", "CDC43_ERROR", r"\d+, (\w+),"))


def tables():
    """The file, what of it is listed, and the names."""
    for path in sorted(pathlib.Path(".").glob("*/**/*.def")):
        text = path.read_text(encoding="utf-8")
        for macro in sorted(set(re.findall(r"^([A-Z0-9_]+)\(", text, re.M))):
            yield path, macro, re.findall(rf'^{macro}\([^"]*?"([\w-]+)"', text, re.M)
            for what, of_macro, names in COLUMNS:
                if of_macro == macro:
                    found = re.findall(rf'^{macro}\([^"]*?{names}', text, re.M)
                    yield path, f"the {what} of {macro}", [
                        "CDC43_" + name if what == "codes" else name for name in found]


def texts():
    """Each file that people read or that lists rows, and its text."""
    files = [path for path in pathlib.Path(".").iterdir() if path.is_file()]
    for folder in FOLDERS:
        files += [path for path in pathlib.Path(folder).rglob("*") if path.is_file()]
    for path in sorted(set(files)):
        if not SOME_ONLY.search(path.as_posix()) and "__pycache__" not in path.parts:
            try:
                yield path, path.read_text(encoding="utf-8").replace("\\-", "-")
            except UnicodeDecodeError:
                pass


def is_named(name, text, words):
    return name in (words if re.fullmatch(r"[\w-]+", name) else text)


def main():
    bad = complete = 0
    rows = [row for row in tables() if len(row[2]) >= LEAST]
    for path, text in texts():
        words = {word.lstrip("-") for word in re.findall(r"[\w-]+", text)}
        for table, what, names in rows:
            # Code and its comments speak of some codes; a table that has them has them all.
            if table == path or (what.startswith("the codes") and path.suffix != ".def"):
                continue
            missing = [name for name in names if not is_named(name, text, words)]
            if len(missing) == 1:
                print(f"{path}: names all of {what} in {table}, but not '{missing[0]}'")
                bad += 1
            complete += not missing
    print(f"{len(rows)} tables, {complete} complete lists, {bad} stale")
    return 1 if bad or complete < 20 else 0


sys.exit(main())
