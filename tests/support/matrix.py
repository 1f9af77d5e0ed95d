# SPDX-License-Identifier: MIT
"""Prints what CTest found in each release as tables, for tests/matrix.

Usage: matrix.py FOLDER yes|no RELEASE...    yes: writes the summary into the operator's page
"""
import pathlib
import re
import sys
import xml.etree.ElementTree

PAGE = pathlib.Path("kea-hook/pages/install.md")
NAMES = {"bookworm": "Debian 12", "trixie": "Debian 13", "sid": "sid"}


class Release:
    def __init__(self, folder, name):
        self.name, self.tests, self.reasons = name, {}, {}
        about = folder / f"{name}.about"
        self.kea, self.compiler = about.read_text().split() if about.exists() else ("-", "-")
        results = folder / f"{name}.xml"
        if not results.exists():
            return
        for case in xml.etree.ElementTree.parse(results).iter("testcase"):
            test, status = case.get("name"), case.get("status")
            self.tests[test] = {"run": "passed", "notrun": "skipped", "disabled": "skipped"}.get(
                status, "FAILED")
            output = case.findtext("system-out") or ""
            self.reasons[test] = next(iter(re.findall(r"^SKIP: (.*)$", output, re.MULTILINE)), "")

    def count(self, result):
        return list(self.tests.values()).count(result)


def summary(releases):
    yield "| release | Kea | g++ | tests passed | skipped | failed |"
    yield "|---|---|---|---:|---:|---:|"
    for one in releases:
        yield (f"| {NAMES.get(one.name, one.name)} | {one.kea} | {one.compiler} | {one.count('passed')} | "
               f"{one.count('skipped')} | {one.count('FAILED')} |")


def whole(releases):
    yield "| test | " + " | ".join(f"{one.name}, Kea {one.kea}" for one in releases) + " |"
    yield "|---" * (len(releases) + 1) + "|"
    for test in sorted({test for one in releases for test in one.tests}):
        yield f"| {test} | " + " | ".join(one.tests.get(test, "-") for one in releases) + " |"
    for one in releases:
        for test, reason in one.reasons.items():
            if one.tests[test] == "skipped":
                yield f"\n{one.name}, {test}: {reason}"


def main():
    folder = pathlib.Path(sys.argv[1])
    releases = [Release(folder, name) for name in sys.argv[3:]]
    table = "\n".join(whole(releases)) + "\n\n" + "\n".join(summary(releases)) + "\n"
    (folder / "table.md").write_text(table)
    print(table)
    if sys.argv[2] == "yes":
        text = PAGE.read_text()
        block = "<!-- matrix -->\n" + "\n".join(summary(releases)) + "\n<!-- end -->"
        PAGE.write_text(re.sub(r"<!-- matrix -->.*?<!-- end -->", lambda _: block, text, flags=re.DOTALL))
    return any(not one.tests or one.count("FAILED") for one in releases)


sys.exit(main())
