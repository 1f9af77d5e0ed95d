# SPDX-License-Identifier: MIT
"""Prints the commands of a section of a page as a shell script, which compares what the page shows.

Usage: page_commands.py PAGE SECTION

Commands are indented by four columns more than the text around them. A block between lines of three
backticks without the name of a language is what the commands before it print; "..." in it is anything. The
script calls run COMMANDS and shows EXPECTED, which its reader defines.
"""
import re
import shlex
import sys


def blocks(lines):
    """Pairs of "commands" or "output" and their text, in order."""
    at = 0
    while at < len(lines):
        fence = re.match(r"^( *)```(\w*)$", lines[at])
        if fence:
            end = lines.index(fence[1] + "```", at + 1)
            if not fence[2]:
                yield "output", [line[len(fence[1]):] for line in lines[at + 1:end]]
            at = end + 1
        elif re.match(r"^(    |       )\S", lines[at]) and (at == 0 or not lines[at - 1].strip()):
            indent = re.match(r"^ *", lines[at])[0]
            end = at
            while end < len(lines) and lines[end].startswith(indent):
                end += 1
            yield "commands", [line[len(indent):] for line in lines[at:end]]
            at = end
        else:
            at += 1


def main():
    page, section = sys.argv[1:]
    text = open(page, encoding="ascii").read()
    body = re.search(rf"^## {re.escape(section)}\n(.*?)(?=^## )", text, re.MULTILINE | re.DOTALL)[1]
    count = 0
    for kind, lines in blocks(body.splitlines()):
        count += kind == "commands"
        print("run" if kind == "commands" else "shows", shlex.quote("\n".join(lines)))
    if count < 5:
        sys.exit(f"{page}: only {count} blocks of commands in {section}")


main()
