#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""All vectors, in the WebAssembly of the calculator, in a real browser.

Usage: vectors.py CDC43-VECTORS PAGE
       vectors.py --answer PAGE        the driver that cdc43-vectors starts, see vectors/README.md"""
import json
import pathlib
import shlex
import subprocess
import sys

from browser import Browser, enter_namespaces

# A question of the vectors as one of the page, and the answer without what only the page needs.
ADAPTER = """
const [question] = arguments;
const octets = (digits) => Uint8Array.from(digits.match(/../g) || [], (two) => parseInt(two, 16));
const fields = { ask: question.op };
for (const name of ["profile", "mode", "option43", "limit", "capacity", "micCn", "model", "mac", "form",
                    "text", "suboption", "message", "option"]) {
    if (name in question) {
        fields[name] = String(question[name]);
    }
}
for (const [name, value] of Object.entries(question.params || {})) {
    fields[name] = typeof value === "boolean" ? (value ? "on" : "off") : value;
}
if ("domain" in question) {
    fields.domain = octets(question.domain);
}
const said = cdc43.ask(fields);
const answer = { id: question.id };
for (const name of ["ok", "option43", "params", "tolerated", "complete", "incomplete", "commonName", "userId",
                    "octets", "on", "present", "value"]) {
    if (name in said) {
        answer[name] = said[name];
    }
}
if (said.error) {
    const { name, suboption, offset, excess } = said.error;
    answer.error = { name, suboption, offset, excess };
}
return answer;"""


def answer(page):
    with Browser() as browser:
        browser.open(pathlib.Path(page).resolve().as_uri())
        browser.wait(lambda: browser.run("return 'cdc43' in window"), "the page has its codec")
        for line in sys.stdin:
            print(json.dumps(browser.run(ADAPTER, json.loads(line))), flush=True)


def main():
    if len(sys.argv) != 3:
        print(__doc__.strip())
        sys.exit(2)
    if sys.argv[1] == "--answer":
        answer(sys.argv[2])
        return
    enter_namespaces()
    with Browser():  # or the reason why there is none
        pass
    driver = shlex.join([sys.executable, __file__, "--answer", sys.argv[2]])
    sys.exit(subprocess.run([sys.argv[1], "--exact", "--timeout", "240", "--run", "exec " + driver],
                            check=False).returncode)


main()
