#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# The command cdc43-vectors notices broken vector files and broken implementations.
"""Usage: faults.py CDC43-VECTORS"""
import concurrent.futures
import copy
import functools
import json
import os
import signal
import subprocess
import sys
import tempfile
import textwrap

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.realpath(os.path.join(HERE, "..", "..", "vectors"))
COMMAND = sys.argv[1]
FAKE = os.path.join(HERE, "fake_target.py")

SLOW = ("hang", "mute", "deaf", "never-ends")  # they are waited for until the time is over

checks, problems = 0, []


def run(*arguments, seconds=240):
    return subprocess.run([COMMAND, *arguments], capture_output=True, text=True, errors="replace",
                          timeout=seconds, check=False)


def check(name, done, code, *needles):
    """The exit code, and what must be in the output."""
    global checks
    checks += 1
    said = done.stdout + done.stderr
    missing = [needle for needle in needles if needle not in said]
    if done.returncode != code or missing:
        problems.append(f"{name}: exit {done.returncode} instead of {code}, lacks {missing}\n"
                        f"{said[-1500:]}")


def check_that(name, good):
    global checks
    checks += 1
    if not good:
        problems.append(name)


def original(name):
    with open(os.path.join(FOLDER, name), encoding="ascii") as file:
        return json.load(file)


def broken_files(folder):
    """Every way in which a file can be wrong: the change, and what must be said about it."""
    def change(name, needle, edit, source="identity_test.json"):
        value = copy.deepcopy(original(source))
        edit(value)
        path = os.path.join(folder, "changed.json")
        with open(path, "w", encoding="ascii") as file:
            json.dump(value, file)
        check(name, run(path), 1, needle)

    def first(value):
        return value["testGroups"][0]["tests"][0]

    def set_in(get, key, new):
        return lambda value: get(value).__setitem__(key, new)

    change("a wrong number", "numberOfTests", lambda value: value["testGroups"][0]["tests"].pop())
    change("no tests at all", "numberOfTests", lambda value: (value.update(numberOfTests=0),
                                                              value["testGroups"].clear()))
    change("an unknown member of the file", "unknown member",
           set_in(lambda value: value, "more", 1))
    change("an unknown schema", "schema", set_in(lambda value: value, "schema", "x_schema.json"))
    change("a schema of another type", "schema",
           set_in(lambda value: value, "schema", "text_schema.json"))
    change("an unknown type", "unknown type",
           set_in(lambda value: value["testGroups"][0], "type", "guess"))
    change("a group without tests", 'lacks "tests"',
           lambda value: value["testGroups"][0].pop("tests"))
    change("a profile where none belongs", "profile",
           set_in(lambda value: value["testGroups"][0], "profile", "phone"))
    change("an unknown profile", "profile",
           set_in(lambda value: value["testGroups"][0], "profile", "fax"), "encode_test.json")
    change("an unknown member of a test", "unknown member", set_in(first, "surprise", True))
    change("an unknown result", "unknown result", set_in(first, "result", "perhaps"))
    change("acceptable where that does not exist", "unknown result",
           set_in(first, "result", "acceptable"))
    change("outputs of another result", "lacks \"error\"", set_in(first, "result", "invalid"))
    change("an input missing", 'lacks "domain"', lambda value: first(value).pop("domain"))
    change("an output missing", 'lacks "userId"', lambda value: first(value).pop("userId"))
    change("odd hexadecimal", "has a wrong type or form", set_in(first, "domain", "abc"))
    change("upper-case hexadecimal", "has a wrong type or form", set_in(first, "domain", "AB"))
    change("a tcId twice", "appears twice", set_in(first, "tcId", 2))
    change("a flag that is not explained", "notes", set_in(first, "flags", ["Magic"]))
    change("a clause that is not explained", "clauses", set_in(first, "clause", "x.y"))
    change("an unknown error", "has a wrong type or form",
           lambda value: next(test for test in value["testGroups"][0]["tests"] if "error" in test)
           ["error"].update(name="OOPS"))
    change("a wrong expectation", "FAIL changed.json 1:", set_in(first, "userId", "CP@x"))
    change("a wrong offset", '"offset" is wrong',
           lambda value: next(test for test in value["testGroups"][0]["tests"] if "error" in test)
           ["error"].update(offset=999))
    change("a valid value that should be invalid", "accepted, but must be refused",
           lambda value: (first(value).update(result="invalid", strictError={"name": "PAD"},
                                              tolerantError={"name": "PAD"}),
                          [first(value).pop(key) for key in ("params", "tolerated", "complete")]),
           "decode_test.json")


def broken_text(folder):
    path = os.path.join(folder, "cut.json")
    with open(os.path.join(FOLDER, "text_test.json"), encoding="ascii") as file:
        text = file.read()
    for share in (0, 1, len(text) // 2, len(text) - 3):
        with open(path, "w", encoding="ascii") as file:
            file.write(text[:share])
        check(f"a file cut to {share} octets", run(path), 1, "cut.json:")
    with open(path, "w", encoding="ascii") as file:
        file.write(text + "{}")
    check("more behind the end", run(path), 1, "cut.json:")
    with open(path, "w", encoding="ascii") as file:
        file.write(text.replace('"schema":', '"schema": "text_schema.json", "schema":', 1))
    check("a key twice", run(path), 1, "cut.json:")
    check("a file that is not there", run(os.path.join(folder, "none.json")), 1, "none.json:")
    path_of_bytes = os.fsdecode(os.path.join(os.fsencode(folder), b"\xff_test.json"))
    with open(path_of_bytes, "w", encoding="ascii") as file:
        file.write(text)
    check("a file whose name is not UTF-8", run(path_of_bytes), 0, r"passed  \xff_test.json")
    with open(path_of_bytes, "w", encoding="ascii") as file:
        file.write(text[:-3])
    check("the same, cut", run(path_of_bytes, "--format", "json"), 1, r'"\\xff_test.json: ')
    check("a good file beside a bad one", run(os.path.join(FOLDER, "text_test.json"), path), 1,
          "passed  text_test.json", "PROBLEM")


# What the fake does, the options, the exit status, and what the report says.
WAYS = [
    ("none", (), 0, ["150 of   150 passed"]),
    ("exit", (), 1, ["ended with exit status 3", "2 failed"]),
    ("crash", (), 1, ["killed by signal 6", "2 failed"]),
    ("hang", (), 1, ["no answer within 4000 ms", "2 failed"]),
    ("garbage", (), 1, ["not a JSON object: this is not JSON", "2 failed"]),
    ("not-utf8", (), 1, [r"not a JSON object: \xff\x1b, a path", "FAIL", "2 failed"]),
    ("long-utf8", (), 1, [r"not a JSON object: xxx", r"\xc3\xa4", "...", "FAIL", "2 failed"]),
    ("nul", (), 1, [r"}\x00", "2 failed"]),
    ("long-key", (), 1, [r'xxx\xc3" is not a member of this answer', "FAIL", "2 failed"]),
    ("number", (), 1, ["not a JSON object", "2 failed"]),
    ("other-id", (), 1, ['differs from that of the question: {"id": 0, ', "2 failed"]),
    ("endless-line", (), 1, ["longer than", "2 failed"]),
    ("no-ok", (), 1, ['"ok" is not', "2 failed"]),
    ("liar", (), 1, ["2 failed"]),
    ("chatter", (), 1, ['"debug" is not a member', "2 failed"]),
    ("unsupported", (), 1, ["2 unsupported"]),
    ("unsupported", ("--allow-unsupported",), 0, ["2 unsupported"]),
    ("mute", (), 1, ["the output ended: the program did not end and was killed", "2 failed"]),
    ("deaf", ("--restarts", "1"), 1, ["not asked"]),
    ("two-lines", (), 1, ["more than one line"]),
    ("late-exit", (), 1, ["ended with exit status 9"]),
    ("never-ends", (), 1, ["did not end and was killed"]),
    ("bare", (), 0, ["150 of   150 passed"]),
    ("bare", ("--exact",), 1, ['"error" is missing']),
    ("hang", ("--restarts", "0"), 1, ["not asked"]),
]


def misbehaves(way):
    name, options = way[:2]
    return run("--run", f"exec {sys.executable} {FAKE} {name}", "--type", "identity",
               "--timeout", "4" if name in SLOW else "60", *options)


def broken_targets():
    with concurrent.futures.ThreadPoolExecutor(3) as several:  # most of them wait
        for way, done in zip(WAYS, several.map(misbehaves, WAYS)):
            name, _, code, needles = way
            check(f"an implementation: {name}", done, code, *needles)
    ended_with_us()
    done = run("--run", f"exec {sys.executable} {FAKE} unsupported-all", "--type", "identity",
               "--allow-unsupported")
    check("an implementation that can do nothing", done, 1, "PROBLEM nothing was tested")
    done = run("--run", "exit 0", "--type", "text")
    check("an implementation that ends at once", done, 1, "not asked",
          "ended with exit status 0")
    done = run("--run", f"{sys.executable} {FAKE} off-by-one", "--type", "decode")
    check("offsets off by one", done, 1, '"offset" is wrong')
    done = run("--run", f"{sys.executable} {FAKE} liar", "--type", "text", "--format", "json")
    check("a report in JSON", done, 1)
    report = json.loads(done.stdout)
    check("the report counts", done, 1 if report["failed"] == 2 and
          len(report["failures"]) == 2 and report["passed"] == report["tests"] - 2 else -1)


def ended_with_us():
    """The program under test, which hangs, does not outlive the command."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # A shell or nohup may have told its jobs to ignore it.
        with subprocess.Popen([COMMAND, "--run", "echo $$ >&2; exec sleep 500", "--type", "text",
                               "--timeout", "60"], stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True,
                              preexec_fn=functools.partial(signal.signal, number, signal.SIG_DFL)
                              ) as command:
            pid = int(command.stderr.readline())
            command.send_signal(number)
            try:
                command.communicate(timeout=120)  # ends when both have let go of standard error
                good = command.returncode == -number
            except subprocess.TimeoutExpired:
                os.kill(pid, signal.SIGKILL)
                good = False
        check_that(f"the program ends with the command: {number.name}", good)


def example_of_the_readme(folder):
    """The driver that people copy, in front of a decoder that is right."""
    with open(os.path.join(FOLDER, "README.md"), encoding="utf-8") as file:
        block = file.read().split("```python\n")[1].split("```")[0]
    with open(os.path.join(folder, "driver.py"), "w", encoding="utf-8") as file:
        file.write(textwrap.dedent(block))
    with open(os.path.join(folder, "my_decoder.py"), "w", encoding="utf-8") as file:
        file.write(f"""
import sys
sys.path.insert(0, {os.path.join(HERE, "reference")!r})
import cdc43_reference as ref

def decode(octets, strict):
    try:
        params, _ = ref.decode("phone", octets, () if strict else ref.TOLERANCES.values())
    except ref.Broken:
        return None
    return {{key: value.hex() if isinstance(value, bytes) else value
            for key, value in params.items()}}
""")
    done = run("--run", f"exec {sys.executable} -B {os.path.join(folder, 'driver.py')}", "--type",
               "decode", "--allow-unsupported")
    check("the driver of the README", done, 0, "passed, ", "unsupported  decode_test.json")


def command_line():
    check("--help", run("--help"), 0, "Usage:")
    check("--version", run("--version"), 0, "cdc43-vectors ")
    check("--list", run("--list"), 0, "decode_test.json", "text_test.json")
    for wrong in (["--nonsense"], ["--type", "x"], ["--timeout", "0"], ["--timeout", "x"],
                  ["--format", "xml"], ["--restarts", "-1"], ["--run"]):
        check(" ".join(wrong), run(*wrong), 2, "--help")
    check("a type that the file has not", run("--type", "text",
                                              os.path.join(FOLDER, "identity_test.json")), 1)
    done = subprocess.run([COMMAND, "--answer"], input='{"id": 1, "op": "fly"}\nnonsense\n',
                          capture_output=True, text=True, check=False)
    check("--answer with nonsense", done, 1, '"unsupported":true', '"id":1', "not a question")
    decode = {"op": "decode", "profile": "phone", "mode": "strict", "option43": ""}
    for change, needle in (({"option43": "0a0"}, '"option43\\" has a wrong'),
                           ({"option43": 7}, '"option43\\" has a wrong'),
                           ({"mode": "tolerent"}, "strict or tolerant"),
                           ({"profile": "fax"}, "profile"),
                           ({"option_43": ""}, 'unknown member \\"option_43'),
                           ({"x" * 39 + "\u00e4": 1}, r'xx\\xc3\"'),
                           ({"op": "message"}, 'lacks \\"message')):
        question = json.dumps({"id": 1, **decode, **change}, ensure_ascii=False)
        done = subprocess.run([COMMAND, "--answer"], input=question, capture_output=True,
                              text=True, encoding="utf-8", check=False)
        check(f"--answer to {change}", done, 1, '"problem":"', needle, '"id":1')


def main():
    with tempfile.TemporaryDirectory() as folder:
        broken_files(folder)
        broken_text(folder)
        example_of_the_readme(folder)
    broken_targets()
    command_line()
    for problem in problems:
        print(problem)
    print(f"{checks} checks, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
