# SPDX-License-Identifier: MIT
"""Is a response of Kea the one that a page shows? response.py SHOWN FILE. "..." in an object: it may have more
members; at the end of a text: it may go on."""
import json
import pathlib
import sys


def same(shown, got):
    if isinstance(shown, dict):
        shown = dict(shown)
        more = shown.pop("...", False)
        return (isinstance(got, dict) and (more or shown.keys() == got.keys()) and
                all(key in got and same(value, got[key]) for key, value in shown.items()))
    if isinstance(shown, list):
        return isinstance(got, list) and len(shown) == len(got) and all(map(same, shown, got))
    if isinstance(shown, str) and shown.endswith("..."):
        return isinstance(got, str) and got.startswith(shown[:-3])
    return shown == got


def main():
    shown, printed = sys.argv[1].replace(", ... }", ', "...": true }'), pathlib.Path(sys.argv[2]).read_text("utf-8")
    return 0 if same(json.loads(shown), json.loads(printed)) else 1


sys.exit(main())
