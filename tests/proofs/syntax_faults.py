#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Plants faults in the syntax of Server and domain, each of which programs here must notice.

tests/proofs/syntax_faults.py [--jobs N] [--every N]

server_exhaustive, server_states and domain_exhaustive compare the codec with grammars. A fault in a
copy of a grammar is as good as the same fault in the codec, and stays what it is when the codec is
written anew; those in files of tlv are planted in a copy of them. Exit 1 when a program misses one
or it cannot be planted.
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
SERVER = "tests/proofs/server_grammar.c"
NAME = "tests/proofs/name_grammar.c"
GRAMMARS = [SERVER, NAME]
# The programs, their argument, and the files whose faults they must notice.
PROGRAMS = {
    "server_exhaustive": ("2", [SERVER, NAME, "tlv/server.c", "tlv/identity.c"]),
    "server_states": ("0", [SERVER, NAME, "tlv/server.c", "tlv/identity.c"]),
    "domain_exhaustive": ("", [NAME, "tlv/identity.c"]),
}

# (file, text that stands there once, what it becomes)
FAULTS = [
    (SERVER, 'behind(server, begin), "/?#")', 'behind(server, begin), "/#")'),
    (SERVER, 'behind(server, begin), "/?#")', 'behind(server, begin), "/?")'),
    (SERVER, 'behind(server, begin), "/?#")', 'behind(server, begin), "/?#:")'),
    (SERVER, 'before(server, "/?#@") > n', 'before(server, "/?#") > n'),
    (SERVER, 'before(server, "/?#@") > n', "true"),
    (SERVER, "PORT_MAX 65535UL", "PORT_MAX 65536UL"),
    (SERVER, "PORT_MAX 65535UL", "PORT_MAX 65534UL"),
    (SERVER, "n == port.len && number != 0", "n == port.len && n != 0"),
    (SERVER, "n == port.len && number != 0", "n == port.len && (number != 0 || n == 0)"),
    (SERVER, "n == port.len && number != 0", "number != 0"),
    (NAME, "LABEL_MAX 63", "LABEL_MAX 62"),
    (NAME, "LABEL_MAX 63", "LABEL_MAX 64"),
    (NAME, "octet == '_'", "octet == '!'"),
    (NAME, "octet >= 'a' && octet <= 'z'", "octet >= '`' && octet <= 'z'"),
    (NAME, "octet >= 'A' && octet <= 'Z'", "octet >= 'A' && octet <= '['"),
    (NAME, "n != 0 && label[n - 1] == '-'", "n == 63 && label[n - 1] == '-'"),
    (NAME, "(n != 0 && label[n] == '-')", "label[n] == '-'"),
    (NAME, "return n != 0 && n == len;", "return n == len;"),
    (SERVER, "colons < 2", "colons < 1"),
    (SERVER, "colons < 2", "colons < 3"),
    (SERVER, '"abcdefABCDEF"', '"abcdefgABCDEF"'),
    (SERVER, '"abcdefABCDEF"', '"abcdefABCDE"'),
    (SERVER, '":."', '":"'),
    (SERVER, 'scheme_len}, "http")', 'scheme_len}, "https")'),
    (SERVER, "span.data[n] + ('a' - 'A') == word[n]", "false"),
    (SERVER, 'before(authority, "@") != authority.len', "false"),
    (SERVER, "authority.data[host_len] != ':'", "false"),
    (SERVER, "octets[n] <= ' '", "octets[n] < ' '"),
    (SERVER, "octets[n] > '~'", "octets[n] > '\\x7f'"),
    ("tlv/server.c", " || c == '?'", ""),
    ("tlv/server.c", " || c == '@'", ""),
    ("tlv/server.c", "colons < 2", "colons < 1"),
    ("tlv/server.c", "port > CDC43_PORT_MAX", "port > CDC43_PORT_MAX + 1"),
    ("tlv/server.c", "port != 0", "true"),
    ("tlv/server.c", "(count_same(text, len, https) == SCHEME_LEN)", "(count_same(text, len, https) >= 5)"),
    ("tlv/server.c", "== SCHEME_LEN - 1", "== SCHEME_LEN - 2"),
    ("tlv/server.c", "text[*at + 1] == ':'", "text[*at + 1] == '.'"),
    ("tlv/server.c", "at == 0 && end != 0", "end != 0"),
    ("tlv/identity.c", "at - label == CDC43_LABEL_MAX", "at - label > CDC43_LABEL_MAX"),
    ("tlv/identity.c", "(at == label || text[at - 1] == '-')", "(at == label)"),
    ("tlv/identity.c", " && c != '_'", ""),
    ("tlv/identity.c", "at == label || (c", "(c"),
]


def compiled(source, include, folder):
    """The object of one source, made in that folder."""
    made = folder / (source.stem + ".o")
    subprocess.run([COMPILER, "-std=c11", "-O2", "-w", "-I", include, "-I", ROOT, "-c", source,
                    "-o", made], check=True)
    return made


def runs_well(program, objects, folder):
    """Does it find no disagreement? What hangs or crashes has noticed as well."""
    subprocess.run([COMPILER, "-o", folder / program] +
                   [path for name, path in objects.items()
                    if name == program or name not in PROGRAMS], check=True)
    try:
        return subprocess.run([folder / program, PROGRAMS[program][0]], timeout=900, check=False,
                              stdout=subprocess.DEVNULL).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def missed(fault, objects):
    """Names of the programs that do not notice the fault; objects are those without it."""
    path, old, new = fault
    with tempfile.TemporaryDirectory() as work:
        folder = pathlib.Path(work)
        shutil.copytree(ROOT / "tlv", folder / "tlv")
        shutil.copytree(ROOT / "tests/proofs", folder / "tests/proofs")
        text = (folder / path).read_text(encoding="ascii")
        if text.count(old) != 1:
            return [f"nobody: it stands there {text.count(old)} times, not once"]
        (folder / path).write_text(text.replace(old, new), encoding="ascii")
        sources = [folder / path] if path in GRAMMARS else (folder / "tlv").glob("*.c")
        new_objects = {source.stem: compiled(source, folder, folder) for source in sources}
        return [program for program, (_, files) in PROGRAMS.items()
                if path in files and runs_well(program, {**objects, **new_objects}, folder)]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--every", type=int, default=1, help="only each N-th fault")
    arguments = parser.parse_args()
    faults = FAULTS[::arguments.every]
    bad = 0
    with tempfile.TemporaryDirectory() as work, \
            concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        folder = pathlib.Path(work)
        sources = [ROOT / "tests/proofs" / f"{program}.c" for program in PROGRAMS]
        sources += [ROOT / "tests/proofs/server_compare.c"] + [ROOT / path for path in GRAMMARS]
        sources += (ROOT / "tlv").glob("*.c")
        objects = {source.stem: compiled(source, ROOT, folder) for source in sources}
        for program in PROGRAMS:
            if not runs_well(program, objects, folder):
                sys.exit(f"{program} fails without any fault")
        answers = pool.map(lambda fault: missed(fault, objects), faults)
        for (path, old, new), programs in zip(faults, answers):
            said = "MISSED by " + ", ".join(programs) if programs else "noticed"
            bad += 1 if programs else 0
            print(f"{said}: {path}: {old} -> {new}")
    print(f"{len(faults)} faults, {bad} missed")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
