#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Plants faults in the syntax of the Server, each of which two programs of this folder must notice.

tests/proofs/server_faults.py [--jobs N]

server_exhaustive and server_states compare codec and grammar. A fault in a copy of the grammar is
as good as the same fault in the codec, and stays what it is when the codec is written anew; those
in files of tlv are planted in a copy of them. Exit 1 when one is missed or cannot be planted.
"""
import argparse
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
COMPILER = os.environ.get("CC", "cc")
PROGRAMS = [("server_exhaustive", "2"), ("server_states", "0")]
GRAMMAR = "tests/proofs/server_grammar.c"

# (file, text that stands there once, what it becomes)
FAULTS = [
    (GRAMMAR, 'behind(server, begin), "/?#")', 'behind(server, begin), "/#")'),
    (GRAMMAR, 'behind(server, begin), "/?#")', 'behind(server, begin), "/?")'),
    (GRAMMAR, 'behind(server, begin), "/?#")', 'behind(server, begin), "/?#:")'),
    (GRAMMAR, 'before(server, "/?#@") > n', 'before(server, "/?#") > n'),
    (GRAMMAR, 'before(server, "/?#@") > n', "true"),
    (GRAMMAR, "PORT_MAX 65535UL", "PORT_MAX 65536UL"),
    (GRAMMAR, "PORT_MAX 65535UL", "PORT_MAX 65534UL"),
    (GRAMMAR, "n == port.len && number != 0", "n == port.len && n != 0"),
    (GRAMMAR, "n == port.len && number != 0", "n == port.len && (number != 0 || n == 0)"),
    (GRAMMAR, "n == port.len && number != 0", "number != 0"),
    (GRAMMAR, "LABEL_MAX 63", "LABEL_MAX 62"),
    (GRAMMAR, "LABEL_MAX 63", "LABEL_MAX 64"),
    (GRAMMAR, "octet == '_'", "octet == '!'"),
    (GRAMMAR, "octet >= 'a' && octet <= 'z'", "octet >= '`' && octet <= 'z'"),
    (GRAMMAR, "octet >= 'A' && octet <= 'Z'", "octet >= 'A' && octet <= '['"),
    (GRAMMAR, "n != 0 && label.data[n - 1] == '-'", "n == 63 && label.data[n - 1] == '-'"),
    (GRAMMAR, "(n != 0 && label.data[n] == '-')", "label.data[n] == '-'"),
    (GRAMMAR, "colons < 2", "colons < 1"),
    (GRAMMAR, "colons < 2", "colons < 3"),
    (GRAMMAR, '"abcdefABCDEF"', '"abcdefgABCDEF"'),
    (GRAMMAR, '"abcdefABCDEF"', '"abcdefABCDE"'),
    (GRAMMAR, '":."', '":"'),
    (GRAMMAR, 'scheme_len}, "http")', 'scheme_len}, "https")'),
    (GRAMMAR, "span.data[n] + ('a' - 'A') == word[n]", "false"),
    (GRAMMAR, 'before(authority, "@") != authority.len', "false"),
    (GRAMMAR, "authority.data[host_len] != ':'", "false"),
    (GRAMMAR, "octets[n] <= ' '", "octets[n] < ' '"),
    (GRAMMAR, "octets[n] > '~'", "octets[n] > '\\x7f'"),
]


def compiled(source, include, folder):
    """The object of one source, made in that folder."""
    made = folder / (source.stem + ".o")
    subprocess.run([COMPILER, "-std=c11", "-O2", "-w", "-I", include, "-I", ROOT, "-c", source,
                    "-o", made], check=True)
    return made


def runs_well(program, argument, objects, folder):
    """Does it find no disagreement? What hangs or crashes has noticed as well."""
    others = {other for other, _ in PROGRAMS if other != program}
    subprocess.run([COMPILER, "-o", folder / program] +
                   [path for name, path in objects.items() if name not in others], check=True)
    try:
        return subprocess.run([folder / program, argument], stdout=subprocess.DEVNULL, timeout=120,
                              check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def missed(fault, objects):
    """Names of the programs that do not notice the fault; objects are those without it."""
    path, old, new = fault
    with tempfile.TemporaryDirectory() as work:
        folder = pathlib.Path(work)
        shutil.copytree(ROOT / "tlv", folder / "tlv")
        (folder / GRAMMAR).parent.mkdir(parents=True)
        shutil.copy(ROOT / GRAMMAR, folder / GRAMMAR)
        text = (folder / path).read_text(encoding="ascii")
        if text.count(old) != 1:
            return [f"nobody: it stands there {text.count(old)} times, not once"]
        (folder / path).write_text(text.replace(old, new), encoding="ascii")
        sources = [folder / path] if path == GRAMMAR else (folder / "tlv").glob("*.c")
        new_objects = {source.stem: compiled(source, folder, folder) for source in sources}
        return [program for program, argument in PROGRAMS
                if runs_well(program, argument, {**objects, **new_objects}, folder)]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as work, \
            concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        folder = pathlib.Path(work)
        sources = [ROOT / "tests/proofs" / f"{program}.c" for program, _ in PROGRAMS]
        sources += [ROOT / "tests/proofs/server_compare.c", ROOT / GRAMMAR]
        sources += (ROOT / "tlv").glob("*.c")
        objects = {source.stem: compiled(source, ROOT, folder) for source in sources}
        for program, argument in PROGRAMS:
            if not runs_well(program, argument, objects, folder):
                sys.exit(f"{program} fails without any fault")
        answers = pool.map(lambda fault: missed(fault, objects), FAULTS)
        for (path, old, new), programs in zip(FAULTS, answers):
            said = "MISSED by " + ", ".join(programs) if programs else "noticed"
            bad += 1 if programs else 0
            print(f"{said}: {path}: {old} -> {new}")
    print(f"{len(FAULTS)} faults, {bad} missed")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
