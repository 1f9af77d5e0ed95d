#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""cert-check and openssl verify agree about chains: random ones, with missing, foreign, expired, forged
and shuffled certificates. [--count N] [--seed N]"""
import argparse
import datetime
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

try:
    from make import Folder, make, pem
except ImportError as error:
    print(f"SKIP: {error}")
    sys.exit(77)

PROGRAM = str(pathlib.Path(os.environ["CDC43_BUILD"]) / "phone-side/cdc43-phone")
AT = 1796000000  # 2026-11-29
DATE = "2026-11-29"
PAST = {"end": datetime.datetime(2026, 1, 1)}
FUTURE = {"begin": datetime.datetime(2034, 1, 1)}


def chain(choice):
    """The certificate, those between, the root, and what was done to them."""
    depth = choice.randrange(1, 5)
    names = ["Root"] + [f"CA {i}" for i in range(1, depth)] + ["leaf"]
    done = set()
    certs = []
    for i, name in enumerate(names):
        how = {"is_ca": name != "leaf"}
        issuer = max(i - 1, 0)
        key = names[issuer]
        if choice.random() < 0.06:
            how.update(choice.choice((PAST, FUTURE)))
            done.add("time")
        if 0 < i and choice.random() < 0.05:
            key = "foreign"
            done.add("forged")
        if 0 < i < depth and choice.random() < 0.05:
            how["is_ca"] = False
            done.add("no CA")
        if 0 < i < depth and choice.random() < 0.03:
            how["usage"] = False
        certs.append(make(name, name, names[issuer], key, **how))
    between = certs[1:-1]
    if between and choice.random() < 0.15:
        between.pop(choice.randrange(len(between)))
        done.add("missing")
    for i in range(1, depth):
        if choice.random() < 0.1:  # another path to the same CA
            between.append(make(f"CA {i}", f"CA {i}", "Foreign", "foreign", is_ca=True))
            done.add("cross")
        if choice.random() < 0.1:  # and one that is good in place of what may be bad
            between.append(make(f"CA {i}", f"CA {i}", names[i - 1], names[i - 1], is_ca=True))
            done.add("again")
    if choice.random() < 0.3:
        between.append(make("Foreign", "foreign", "Foreign", "foreign", is_ca=True))
    choice.shuffle(between)
    return certs[-1], between, certs[0], done


def between_of(page, between):
    """Without those that are named as not of the chain."""
    surplus = {one["certificate"] for one in page["findings"] if one["requirement"] == "ALL-8"}
    return [cert for place, cert in enumerate(between, 2) if place not in surplus]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=43)
    words = parser.parse_args()
    choice = random.Random(words.seed)
    tally = {True: 0, False: 0}
    bad = explained = other_way = 0
    with tempfile.TemporaryDirectory() as path:
        folder = Folder(path)
        for number in range(words.count):
            itself, between, root, done = chain(choice)
            files = {"leaf": pem(itself), "between": pem(*between), "root": pem(root),
                     "all": pem(itself, *between, "leaf")}
            at = {name: folder.put(name, text) for name, text in files.items()}
            theirs = subprocess.run(
                ["openssl", "verify", "-attime", str(AT), "-auth_level", "1", "-CAfile", at["root"],
                 *(("-untrusted", at["between"]) if between else ()), at["leaf"]],
                capture_output=True, check=False)
            ours = subprocess.run(
                [PROGRAM, "cert-check", "--for", "any", "--format", "json", "--at", DATE, "--trust",
                 at["root"], at["all"]], capture_output=True, check=False)
            page = json.loads(ours.stdout)
            wrong = {one["requirement"] for one in page["findings"]
                     if one["verdict"] == "refused" or one["requirement"] == "ALL-6"}
            straight = subprocess.run(
                ["openssl", "verify", "-attime", str(AT), "-auth_level", "1", "-CAfile", at["root"],
                 "-untrusted", folder.put("straight", pem(*between_of(page, between))), at["leaf"]],
                capture_output=True, check=False)
            # A forged certificate beside the chain is refused here, and not used there.
            good = not wrong
            tally[theirs.returncode == 0] += 1
            if good == (theirs.returncode == 0):
                continue
            if theirs.returncode == 0 and wrong == {"ALL-4"} and "forged" in done:
                explained += 1
                continue
            # Of several issuers openssl looks at one; with that of our path alone it accepts.
            if good and done & {"cross", "again"} and straight.returncode == 0:
                other_way += 1
                continue
            bad += 1
            print(f"{number}: openssl {'accepts' if theirs.returncode == 0 else 'refuses'}, "
                  f"cert-check finds {sorted(wrong)}: {sorted(done)} {theirs.stderr.decode()[:300]}")
    print(f"{words.count} chains, of which openssl verify accepts {tally[True]} and refuses "
          f"{tally[False]}; {explained} with a forged certificate that is not needed, {other_way} where "
          f"openssl takes a wrong turn, {bad} disagreements")
    return 1 if bad or not tally[True] or not tally[False] else 0


sys.exit(main())
