# SPDX-License-Identifier: MIT
"""The blocks of the pages, and how each of them is tested.

    indented by four columns more than the text        commands
    ```                                                what the commands before it print; "..." is anything
    ```json, ```c, ```cmake, ```python, ```text ...    a text of that kind; text is a picture

The file "table" beside this one has what differs from that."""
import dataclasses
import pathlib
import re

FOLDER = pathlib.Path(__file__).parent
PARTS = {"c", "cmake", "python"}  # kinds that run.sh checks in a file around them
CHECKED = PARTS | {"json"}  # all kinds that it checks
WAYS = {  # how something in the table is tested, and whether that is not here
    "picture": "nothing to test",
    "elsewhere": "another test does it, which the reason names",
    "not run": "the reason says why",
    "root": "only in a root file system with the packages",
    "built": "only where the programs of the build are",
    "ends": "with another exit status than 0",
    "endless": "until it is ended",
    "before": "after a function of fixtures.sh, which the reason names",
    "in": "with a file of this folder around it, which the reason names",
    "as": "saved under the name that the reason has",
}


@dataclasses.dataclass
class Row:
    page: str
    beginning: str
    way: str
    reason: str
    used: int = 0

    def fits(self, page, text):
        text = text.lstrip()
        return page == self.page and (text == self.beginning[:-1] if self.beginning.endswith("$") else
                                      text.startswith(self.beginning))


@dataclasses.dataclass
class Block:
    page: str
    line: int
    kind: str  # commands, output, or the word of the fence
    lines: list

    @property
    def text(self):
        return "\n".join(self.lines)


def blocks(page):
    """In their order."""
    lines = pathlib.Path(page).read_text(encoding="utf-8").splitlines()
    at = depth = 0  # columns of a list's text
    while at < len(lines):
        line = lines[at]
        if fence := re.match(r"( *)```(\w*)$", line):
            end = lines.index(fence[1] + "```", at + 1)
            yield Block(page, at + 1, fence[2] or "output", [text[len(fence[1]):] for text in lines[at + 1:end]])
            at = end + 1
            continue
        indent = len(line) - len(line.lstrip())
        if item := re.match(r" *(\d+\.|-) +", line):
            depth = len(item[0])
        elif line.strip() and indent < depth:
            depth = 0
        elif line.strip() and indent >= depth + 4 and not lines[at - 1].strip():
            end = at
            while end < len(lines) and (lines[end].startswith(" " * (depth + 4))):
                end += 1
            yield Block(page, at + 1, "commands", [text[depth + 4:] for text in lines[at:end]])
            at = end
            continue
        at += 1


def outside(page):
    """Line and text of each `code` in the sentences and tables of a page."""
    text = pathlib.Path(page).read_text(encoding="utf-8")
    inside = {number for block in blocks(page) for number in range(block.line, block.line + len(block.lines) + 1)}
    text = "\n".join("" if number in inside else line for number, line in enumerate(text.split("\n"), 1))
    for code in re.finditer(r"(?<!`)`([^`]+)`(?!`)", text):
        yield text.count("\n", 0, code.start()) + 1, " ".join(code[1].split())


def commands(block):
    """Each command of a block, with the line where it begins: a line that is indented continues the one before it."""
    found = []
    for number, line in enumerate(block.lines, block.line):
        if line.startswith(" ") and found:
            found[-1][1] += "\n" + line
        else:
            found.append([number, line])
    return found


def complete(command, before):
    """PROGRAM SUBCOMMAND ... and more: "..." is what the page's last such command had; before: those commands."""
    text = re.sub(r"\s+#.*$", "", command)
    head = re.match(r"(\S+ \S+) \.\.\.", text)
    if head:
        if head[1] not in before:
            return text  # which the check of the commands does not accept
        text = before[head[1]] + text[len(head[0]):]
    name = re.match(r"cdc43\S* \S+", text)
    if name and not head:
        before[name[0]] = text
    return text


def table():
    rows = []
    for line in (FOLDER / "table").read_text(encoding="ascii").splitlines():
        if line and not line.startswith("#"):
            rows.append(Row(*(field.strip() for field in line.split(" | "))))
    return rows
