#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Every relative link in a page leads to a file that exists, and to a heading that exists."""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from page_names import page_names

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def text_lines(path):
    """Number and text of each line outside of code."""
    is_code = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.lstrip().startswith("```"):
            is_code = not is_code
        elif not is_code:
            yield number, line


def anchor(heading):
    """The anchor of a heading, as GitHub and GitLab make it."""
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")


def anchors(path):
    seen = {}
    for _, line in text_lines(path):
        if match := re.match(r"#{1,6} +(.*)", line):
            name = anchor(match[1])
            count = seen.get(name, 0)
            seen[name] = count + 1
            yield name if count == 0 else f"{name}-{count}"


def problems(path):
    for number, line in text_lines(path):
        for target in LINK.findall(line):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, fragment = target.partition("#")
            page = path.parent / name if name else path
            if not page.exists():
                yield number, f"{name} does not exist"
            elif fragment and fragment not in anchors(page):
                yield number, f"{page} does not have the heading #{fragment}"


def main():
    pages = [pathlib.Path(name) for name in page_names()]
    count = 0
    for page in pages:
        for number, problem in problems(page):
            print(f"{page}:{number}: {problem}")
            count += 1
    print(f"{len(pages)} pages, {count} bad links")
    return 1 if count or len(pages) < 5 else 0


sys.exit(main())
