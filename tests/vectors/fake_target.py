#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# An implementation that misbehaves in the way that its argument names, otherwise a right one.
import importlib.machinery
import importlib.util
import json
import os
import sys
import time

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
WAY = sys.argv[1]
BAD_QUESTIONS = (3, 7)  # ids


def load_driver():
    sys.dont_write_bytecode = True
    path = os.path.join(ROOT, "vectors", "drivers", "python-reference")
    loader = importlib.machinery.SourceFileLoader("python_reference", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def without_details(answer):
    for key in ("error", "tolerated", "complete", "incomplete"):
        answer.pop(key, None)
    return answer


def misbehave(answer):
    """One of the ways, for one question."""
    if WAY == "exit":
        sys.exit(3)
    if WAY == "crash":
        os.abort()
    if WAY == "mute":
        os.close(1)
        time.sleep(600)
    if WAY == "hang":
        time.sleep(600)
    if WAY == "garbage":
        return "this is not JSON"
    if WAY == "not-utf8":
        return "\udcff\x1b, a path of another country"
    if WAY == "long-utf8":
        return "x" * 79 + "\u00e4" * 60
    if WAY == "nul":
        return json.dumps(answer) + "\0"
    if WAY == "long-key":
        return json.dumps({**answer, "x" * 59 + "\u00e4": 1}, ensure_ascii=False)
    if WAY == "number":
        return "43"
    if WAY == "other-id":
        return json.dumps({**answer, "id": 0})
    if WAY == "endless-line":
        return "x" * 200000
    if WAY == "no-ok":
        return json.dumps({"id": answer["id"]})
    if WAY == "liar":
        return json.dumps({**answer, "ok": not answer["ok"]})
    if WAY == "chatter":
        return json.dumps({**answer, "debug": "here I am"})
    if WAY == "unsupported":
        return json.dumps({"id": answer["id"], "unsupported": True})
    return json.dumps(answer)


def main():
    sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
    driver = load_driver()
    for line in sys.stdin:
        question = json.loads(line)
        answer = {"id": question["id"], **driver.answer_to(question)}
        if WAY == "bare":
            answer = without_details(answer)
        if WAY == "off-by-one" and "error" in answer and question["op"] == "decode":
            answer["error"]["offset"] += 1
        if WAY == "unsupported-all":
            answer = {"id": question["id"], "unsupported": True}
        bad = question["id"] in BAD_QUESTIONS
        print(misbehave(answer) if bad else json.dumps(answer), flush=True)
        if WAY == "deaf":
            sys.stdin.close()
            time.sleep(600)
    if WAY == "two-lines":
        print(json.dumps({"id": 0}))
    if WAY == "late-exit":
        sys.exit(9)
    if WAY == "never-ends":
        time.sleep(600)


main()
