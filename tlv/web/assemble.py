#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Puts the page together: one file with style, script and codec in it.

Usage: assemble.py CODEC.wasm PAGE.html

The policy of the page names what may run by its digest, and allows nothing else: no connection, no
image, no frame, no form that is sent. Exit 1 when the file is larger than it may be."""
import base64
import hashlib
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
LARGEST = 150 * 1024  # octets of the whole file


def allowed(text):
    """The source expression of a policy for a style or script of this text."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def part(name):
    return "\n" + (HERE / name).read_text(encoding="ascii")


def main():
    codec, target = map(pathlib.Path, sys.argv[1:])
    style, script = part("page.css"), part("page.js")
    policy = (f"default-src 'none'; script-src {allowed(script)} 'wasm-unsafe-eval'; "
              f"style-src {allowed(style)}; base-uri 'none'; form-action 'none'")
    page = (HERE / "page.html").read_text(encoding="ascii")
    for name, text in (("POLICY", policy), ("STYLE", style), ("SCRIPT", script),
                       ("CODEC", base64.b64encode(codec.read_bytes()).decode())):
        page = page.replace(f"@{name}@", text, 1)
    if len(page) > LARGEST:
        sys.exit(f"{target}: {len(page)} octets, more than {LARGEST}")
    target.write_text(page, encoding="ascii")
    print(f"{target.name}: {len(page)} octets")


main()
