#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""cert-check and openssl verify agree about chains: random ones, with missing, foreign, expired, forged,
weak, shuffled and misused certificates. Each disagreement has its row in a table, which is printed; one
without fails. [--count N] [--seed N]; without them 1000 chains, some minutes."""
import argparse
import datetime
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import warnings

try:
    from make import CLIENT, Folder, HOST, SERVER, hashes, make, pem, x509
except ImportError as error:
    print(f"SKIP: {error}")
    sys.exit(77)

warnings.simplefilter("ignore") # MD5 and SHA-1 are wanted here
PROGRAM = str(pathlib.Path(os.environ.get("CDC43_BUILD", "build/release")) / "phone-side/cdc43-phone")
AT = 1796000000  # 2026-11-29
DATE = "2026-11-29"
PAST = {"end": datetime.datetime(2026, 1, 1)}
FUTURE = {"begin": datetime.datetime(2034, 1, 1)}
UNKNOWN = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
ACCEPTS, REFUSES = "accepts", "refuses"
# What openssl says, for which reason cert-check says the contrary, and why that is right.
REASONS = {
    "forged": (ACCEPTS, "a forged certificate beside the chain is refused (ALL-4); openssl does not look at it"),
    "turn": (REFUSES, "of several issuers openssl looks at one; with those of our path alone it accepts"),
    "sha1": (REFUSES, "SHA-1 is only warned of (ALL-13), since phones take it; openssl wants 80 bits"),
}


def chain(choice):
    """The certificate, those between, the root, and what was done to them."""
    depth = choice.randrange(1, 5)
    names = ["Root"] + [f"CA {i}" for i in range(1, depth)] + [HOST]
    # A key of 512 bits cannot sign with the longer digests.
    keys = [name + choice.choice([""] * 16 + ["-1024", "-1024", "-ec", "-ec", "-512"]) for name in names]
    done = set()
    certs = []
    for i, name in enumerate(names):
        how = {"is_ca": i < depth}
        issuer = max(i - 1, 0)
        key = keys[issuer]
        if choice.random() < 0.05:
            how.update(choice.choice((PAST, FUTURE)))
        if 0 < i and choice.random() < 0.04:
            key = "foreign"
            done.add("forged")
        if 0 < i < depth and choice.random() < 0.04:
            how["is_ca"] = False
        elif i < depth and choice.random() < 0.08:
            how["path_length"] = choice.randrange(3)
        if 0 < i < depth and choice.random() < 0.03:
            how["usage"] = False
        if choice.random() < 0.02:
            how["extra"] = [UNKNOWN]
        if choice.random() < 0.06:
            how["digest"] = choice.choice((hashes.SHA1(), hashes.SHA1(), hashes.MD5()))
            if isinstance(how["digest"], hashes.SHA1):
                done.add("sha1")
        if i == depth:
            how["alternatives"] = [x509.DNSName(choice.choice([HOST] * 8 + ["*.example.net", "*.net"]))]
            how["purposes"] = choice.choice([(SERVER, CLIENT)] * 4 + [(SERVER,), (CLIENT,), ()])
        if key.endswith("-ec") and isinstance(how.get("digest"), hashes.MD5):
            del how["digest"]  # there is no such signature
        certs.append(make(name, keys[i], names[issuer], key, **how))
    between = certs[1:-1]
    if between and choice.random() < 0.12:
        between.pop(choice.randrange(len(between)))
    for i in range(1, depth):
        if choice.random() < 0.1:  # another path to the same CA
            between.append(make(f"CA {i}", keys[i], "Foreign", "foreign", is_ca=True))
            done.add("turn")
        if choice.random() < 0.1:  # and one that is good in place of what may be bad
            between.append(make(f"CA {i}", keys[i], names[i - 1], keys[i - 1], is_ca=True))
            done.add("turn")
    if choice.random() < 0.3:
        between.append(make("Foreign", "foreign", "Foreign", "foreign", is_ca=True))
    choice.shuffle(between)
    return certs[-1], between, certs[0], keys[-1], done


def ask_openssl(folder, root, leaf, between, level, *words):
    return subprocess.run(
        ["openssl", "verify", "-attime", str(AT), "-auth_level", level, "-CAfile", root, *words,
         *(("-untrusted", folder.put("untrusted.pem", pem(*between))) if between else ()), leaf],
        capture_output=True, check=False, text=True)


class Comparison:
    """One device's requirements beside what openssl is asked."""

    def __init__(self, device, ignored, ours, theirs):
        self.device, self.ignored, self.ours, self.theirs = device, ignored, ours, theirs

    def look(self, root, everything):
        done = subprocess.run(
            [PROGRAM, "cert-check", "--for", self.device, "--format", "json", "--at", DATE, "--trust", root,
             *self.ours, everything], capture_output=True, check=False)
        page = json.loads(done.stdout)
        wrong = {one["requirement"] for one in page["findings"]
                 if one["verdict"] == "refused" or one["requirement"] == "ALL-6"} - self.ignored
        surplus = {one["certificate"] for one in page["findings"] if one["requirement"] == "ALL-8"}
        return wrong, surplus


COMPARISONS = (
    Comparison("any", set(), ("--host", HOST), ("-verify_hostname", HOST)),
    # What its file is, and whose name is in it, openssl does not judge.
    Comparison("cisco-cdc", {"S004-2"}, (), ("-purpose", "sslclient")))


def explain(folder, comparison, files, between, surplus, wrong, done, accepted):
    """The row of the table, or None."""
    if accepted:
        return "forged" if wrong == {"ALL-4"} and "forged" in done else None
    if wrong:
        return None
    path = [cert for place, cert in enumerate(between, 2) if place not in surplus]

    def would(level, certs):
        return ask_openssl(folder, files["root"], files["leaf"], certs, level, *comparison.theirs).returncode == 0
    if "sha1" in done and would("0", between):
        return "sha1"
    if "turn" in done and would("1", path):
        return "turn"
    return "turn" if {"turn", "sha1"} <= done and would("0", path) else None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=43)
    words = parser.parse_args()
    choice = random.Random(words.seed)
    tally = {True: 0, False: 0}
    table = dict.fromkeys(REASONS, 0)
    bad = 0
    with tempfile.TemporaryDirectory() as path:
        folder = Folder(path)
        for number in range(words.count):
            itself, between, root, key, done = chain(choice)
            files = {name: folder.put(name, text) for name, text in (
                ("leaf", pem(itself)), ("root", pem(root)), ("all", pem(itself, *between, key)))}
            for comparison in COMPARISONS:
                theirs = ask_openssl(folder, files["root"], files["leaf"], between, "1", *comparison.theirs)
                wrong, surplus = comparison.look(files["root"], files["all"])
                accepted = theirs.returncode == 0
                tally[accepted] += 1
                if accepted == (not wrong):
                    continue
                reason = explain(folder, comparison, files, between, surplus, wrong, done, accepted)
                if reason is not None:
                    table[reason] += 1
                    continue
                bad += 1
                print(f"{number} for {comparison.device}: openssl {ACCEPTS if accepted else REFUSES}, cert-check "
                      f"finds {sorted(wrong)}: {sorted(done)} {theirs.stderr[:300]}")
    print(f"{words.count} chains, each for {len(COMPARISONS)} devices: openssl verify accepts {tally[True]} and "
          f"refuses {tally[False]}")
    for reason, (what, why) in REASONS.items():
        print(f"{table[reason]:5} openssl {what}: {why}")
    print(f"{bad:5} without an explanation")
    return 1 if bad or not tally[True] or not tally[False] else 0


sys.exit(main())
