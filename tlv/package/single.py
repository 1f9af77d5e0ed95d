#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Writes the codec as two files, cdc43_single.h and cdc43_single.c, for projects that take no folder.

Usage: single.py VERSION FOLDER

They are C99, C11 and C++17. Macros that they know: CDC43_NO_SERVER_SYNTAX (see option43.c), CDC43_NO_TEXT
(without names, hexadecimal and sentences; always so where there is no C library).
"""
import pathlib
import re
import sys

TLV = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^#include "(?:tlv/)?([^"]+)"$')
SYSTEM = re.compile(r"^#include <[^>]+>$")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
FUNCTION = re.compile(r"^static [^;=(]*?\b(\w+)\(", re.MULTILINE)
MACRO = re.compile(r"^#define (\w+)", re.MULTILINE)
LITERAL = re.compile(r"\(struct (\w+)\)\{")
HEADER = """/* SPDX-License-Identifier: MIT */
/* cdc43 {version}, in one piece: {subject}
 * Made from the sources of the project by tlv/package/single.py; changes belong there.
 *
 * {licence} */
"""


class Writer:
    """Text with each include replaced by the file that it names: headers once, tables each time."""

    def __init__(self, seen):
        self.lines, self.seen, self.functions = [], set(seen), set()

    def add_source(self, name):
        """A .c file. Its macros end with it; functions of its own that an earlier file has are renamed."""
        text = (TLV / name).read_text()
        functions = set(FUNCTION.findall(text))
        for function in sorted(functions & self.functions):
            text = re.sub(rf"\b{function}\b", f"{name[:-2]}_{function}", text)
        self.functions |= functions
        self.add(name, text)
        self.lines += [f"#undef {macro}" for macro in dict.fromkeys(MACRO.findall(text))]

    def add(self, name, text=None):
        self.seen.add(name)
        if text is None:
            text = (TLV / name).read_text()
        if name.endswith(".def"):
            # A table is needed many times, and its comments are for those who change it.
            text = re.sub(r"\n\s*\n", "\n", re.sub(r"[ \t]+\n", "\n", COMMENT.sub("", text)))
        for line in text.strip().splitlines():
            found = INCLUDE.match(line)
            if found and (found[1].endswith(".def") or found[1] not in self.seen):
                self.add(found[1])
            elif not found and "SPDX-License-Identifier" not in line:
                self.lines.append(line)

    def text(self):
        return "\n".join(self.lines) + "\n"


def header(version, subject):
    licence = (TLV.parent / "LICENSE").read_text().strip()
    lines = "\n".join(f" * {line}".rstrip() for line in licence.splitlines())
    return HEADER.format(version=version, subject=subject, licence=lines[3:])


def source(public):
    """What is private, then each file; those that need a C library last."""
    result = Writer(public)
    result.add("rules.h")
    for name in ("option43.c", "server.c", "identity.c", "message.c"):
        if name == "server.c":
            result.lines.append("#ifndef CDC43_NO_SERVER_SYNTAX")
        result.add_source(name)
        if name == "server.c":
            result.lines.append("#endif")
    result.lines.append("#if __STDC_HOSTED__ && !defined(CDC43_NO_TEXT)")
    for name in ("error.c", "text.c", "describe.c"):
        result.add_source(name)
    result.lines.append("#endif")
    return result.text()


def main():
    version, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    public = Writer(())
    public.add("cdc43.h")
    public.add("text.h")
    (folder / "cdc43_single.h").write_text(
        header(version, "what a program includes.") + public.text())
    text = source(public.seen)
    # C++ has no compound literals, but the same thing without the brackets.
    text = LITERAL.sub(r"CDC43_LITERAL(\1){", text)
    # Outside of extern "C", and once.
    system = [line for line in text.splitlines() if SYSTEM.match(line)]
    if set(system) != {"#include <string.h>"}:
        sys.exit(f"single.py: does not know {set(system)}")
    text = re.sub(r"#if __STDC_HOSTED__\n#include <string.h>\n#endif\n", "", text)
    text = text.replace("#include <string.h>\n", "")
    (folder / "cdc43_single.c").write_text(
        header(version, "what a program compiles, as C or as C++.") +
        '#include "cdc43_single.h"\n\n#if __STDC_HOSTED__\n#include <string.h>\n#endif\n\n'
        '#ifdef __cplusplus\nextern "C" {\n#define CDC43_LITERAL(name) name\n'
        "#else\n#define CDC43_LITERAL(name) (struct name)\n#endif\n\n" + text +
        "\n#undef CDC43_LITERAL\n#ifdef __cplusplus\n}\n#endif\n")


main()
