#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""cdc43-phone stage: what it writes for each device is what the device's page shows, other programs
read it, and nothing is written that the device would refuse."""
import datetime
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

try:
    from make import Folder, HOST, PASSWORD, der, key_pem, make, pem, x509
except ImportError as error:
    print(f"SKIP: {error}")
    sys.exit(77)

PROGRAM = str(pathlib.Path(os.environ["CDC43_BUILD"]) / "phone-side/cdc43-phone")
SECRETS = [PASSWORD.encode()]
bad = count = 0


def check(good, words):
    global bad, count
    count += 1
    if not good:
        bad += 1
        print(f"FAIL: {words}")


def run(device, *words):
    done = subprocess.run([PROGRAM, "stage", "--for", device, *words], capture_output=True, check=False,
                          stdin=subprocess.DEVNULL, env={**os.environ, "LC_ALL": "C"})
    for secret in SECRETS:
        check(secret not in done.stdout + done.stderr, f"a secret is shown: {device} {words}")
    return done


def refuses(code, message, device, target, *words):
    """It fails with these words, and there is no file."""
    done = run(device, "--out", str(target), *words)
    check(done.returncode == code and message in done.stdout + done.stderr, f"{words}: {done}")
    check(not target.exists(), f"{words}: nothing is written")


def writes(device, target, *words):
    """It writes a file of mode 0600, and not again over it. Returns what was said."""
    done = run(device, "--out", str(target), *words)
    check(done.returncode == 0, f"{device} {words}: {done}")
    if not target.exists():
        return done
    check(target.stat().st_mode & 0o777 == 0o600, f"{target}: mode 0600")
    before = target.read_bytes()
    again = run(device, "--out", str(target), *words)
    check(again.returncode == 1 and b"File exists" in again.stderr and target.read_bytes() == before,
          f"an existing file stays: {again}")
    return done


def snom_items(target):
    """What another reader of XML finds: wrapped or not, links, PEM texts."""
    tree = xml.fromstring(target.read_bytes())
    found = [tree] if tree.tag == "certificate" else list(tree.iter("certificate"))
    return (tree.tag == "settings", [one.get("url") for one in found if one.get("url")],
            [one.text.strip().encode() + b"\n" for one in found if one.get("type") == "base64"])


def look_at_snom(folder):
    at = ("--at", "2026-11-29")
    root = make("Root", "root", "Root", "root", is_ca=True)
    other = make("Other", "other", "Other", "other", is_ca=True)
    leaf = make(HOST, "leaf", "Root", "root", alternatives=[x509.DNSName(HOST)])
    one = folder.put("root.der", der(root))
    two = folder.put("chain.pem", pem(leaf, root))
    links = ["http://192.168.1.101/trusted_cert1.DER", "https://pv.example.net/a?b=1&c='2'"]
    place = folder.path
    cases = ((1, False, False, [one]), (1, True, False, [one]), (2, True, False, [one, folder.put(
        "other.pem", pem(other))]), (1, False, True, [two]), (1, True, True, [one]),
             (2, False, True, [two, folder.put("other.pem", pem(other))]))
    for index, (number, wrapper, link, files) in enumerate(cases):
        target = place / f"snom{index}.xml"
        urls = [word for url in links[:number] for word in ("--url", url)] if link else []
        done = writes("snom", target, *at, *(["--wrapper"] if wrapper else []), *urls, *files)
        check((b"warning: http is not" in done.stderr) == link, f"plain http is told: {done}")
        expected = [pem(root), pem(other)][:number]
        check(snom_items(target) == (wrapper, links[:number] if link else [],
                                     [] if link else expected), f"snom {index}: {target.read_text()}")
        check(wrapper == target.read_bytes().startswith(b'<?xml version="1.0" encoding="utf-8" ?>\n'),
              f"snom {index}: the declaration")
    done = subprocess.run([PROGRAM, "cert-check", "--for", "snom", *at, str(place / "snom0.xml")],
                          capture_output=True, check=False)
    check(done.returncode == 0, f"cert-check reads what stage wrote: {done}")
    # As the page shows it: with the key in the form of old.
    keyed = folder.put("keyed.pem", pem(root, "root"))
    target = place / "keyed.xml"
    done = writes("snom", target, *at, "--include-key", keyed)
    check(b"warning S000-6" in done.stdout, f"the key is told: {done}")
    check(snom_items(target)[2] == [pem(root) + key_pem("root", True)], "certificate and key")
    look_at_snom_refusals(folder, keyed, leaf, root)


def look_at_snom_refusals(folder, keyed, leaf, root):
    never = folder.path / "never.xml"
    at = ("--at", "2026-11-29")
    one = folder.put("root.der", der(root))
    link = ("--url", "http://a.example.net/x")
    expired = folder.put("expired.pem", pem(make("Root", "root", "Root", "root", is_ca=True,
                                                 end=datetime.datetime(2026, 1, 1))))
    small = folder.put("small.pem", pem(make("Root", "root-512", "Root", "root-512", is_ca=True)))
    for code, message, words in (
            (1, b"contains a private key", [*at, keyed]),
            (1, b"contains a private key", [*at, *link, keyed]),
            (1, b"that of another", [*at, "--include-key", folder.put("misfit.pem", pem(root, "other"))]),
            (1, b"the chain is not complete", [*at, folder.put("leaf.pem", pem(leaf))]),
            (1, b"there is no certificate", [*at, folder.put("nothing", b"nothing")]),
            (1, b"refused S000-8", [*at, expired]), (1, b"refused S000-9", [*at, small]),
            (1, b"cannot open", [*at, str(folder.path / "missing")]),
            (1, b"larger than", [*at, folder.put("large", b"A" * 2_000_000)]),
            (1, b"more than 32", [*at, folder.put("many.pem", pem(root) * 100)]),
            (2, b"several certificates", [*at, one, one]), (2, b"once for each", [*at, *link, one, one]),
            (2, b"once for each", [*at, *link, *link, one]), (2, b"not for links", [
                *at, *link, "--include-key", one]), (2, b"FILE is missing", [*at]),
            (2, b"at most 8 files", [*at, *[one] * 9]), (2, b"at most 8 URLs", [*at, *link * 9, one])):
        refuses(code, message, "snom", never, *words)
    for url in ("ftp://a/b", "a.example.net/x", "http://", "http:///x", "http://:80/x", "http://a",
                "http://a/", "http://a?b", "http://a/b c", "http://a/\"/><x", "http://a/\n", "http://a/#b",
                "http://a/\u00e4", "http://a/" + "b" * 250, ""):
        refuses(2, b"--url takes", "snom", never, *at, "--url", url, one)
    done = run("snom", "--out", str(folder.path / "no/such/file"), *at, one)
    check(done.returncode == 1 and b"No such file" in done.stderr, f"no folder: {done}")
    target = folder.path / "link.xml"
    target.symlink_to(folder.path / "elsewhere")
    done = run("snom", "--out", str(target), *at, one)
    check(done.returncode == 1 and not (folder.path / "elsewhere").exists(), f"no link is followed: {done}")


def look_at_usage():
    for words in ((), ("--for", "phone"), ("--for", "any", "--out", "x"), ("--for", "snom", "x"),
                  ("--out", "x")):
        done = subprocess.run([PROGRAM, "stage", *words], capture_output=True, check=False)
        check(done.returncode == 2 and b"--help" in done.stderr, f"usage: {words} {done}")


def main():
    with tempfile.TemporaryDirectory() as path:
        folder = Folder(path)
        SECRETS.extend(line for name in ("root", "leaf", "other") for line in
                       key_pem(name).splitlines()[1:4] + key_pem(name, True).splitlines()[1:4])
        look_at_snom(folder)
        look_at_usage()
    print(f"{count} checks, {bad} bad")
    return 1 if bad or count < 50 else 0


sys.exit(main())
