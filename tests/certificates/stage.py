#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""cdc43-phone stage: what it writes for each device is what the device's page shows, other programs
read it, and nothing is written that the device would refuse."""
import datetime
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
import xml.etree.ElementTree as xml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from checks import check, result  # noqa: E402

try:
    from make import (CLIENT, Folder, HOST, KEYS, NameOID, PASSWORD, SERVER, der, hashes, key_pem, make,
                      name_of, pem, serialization, x509)
except ImportError as error:
    print(f"SKIP: {error}")
    sys.exit(77)

PROGRAM = str(pathlib.Path(os.environ["CDC43_BUILD"]) / "phone-side/cdc43-phone")
SECRETS = [PASSWORD.encode()]


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
            (1, b"larger than", [*at, folder.put("large", b"A" * 10_485_761)]),
            (1, b"more than 100", [*at, folder.put("many.pem", pem(root) * 101)]),
            (2, b"several certificates", [*at, one, one]), (2, b"once for each", [*at, *link, one, one]),
            (2, b"once for each", [*at, *link, *link, one]), (2, b"not for links", [
                *at, *link, "--include-key", one]), (2, b"FILE is missing", [*at]),
            (2, b"FILE may be given at most 8 times", [*at, *[one] * 9]),
            (2, b"--url may be given at most 8 times", [*at, *link * 9, one])):
        refuses(code, message, "snom", never, *words)
    for url in ("ftp://a/b", "a.example.net/x", "http://", "http:///x", "http://:80/x", "http://a",
                "http://a/", "http://a?b", "http://a/b c", "http://u:p@a/b", "http://a/\"/><x", "http://a/\n", "http://a/#b",
                "http://a/\u00e4", "http://a/" + "b" * 250, ""):
        refuses(2, b"--url takes", "snom", never, *at, "--url", url, one)
    done = run("snom", "--out", str(folder.path / "no/such/file"), *at, one)
    check(done.returncode == 1 and b"No such file" in done.stderr, f"no folder: {done}")
    target = folder.path / "link.xml"
    target.symlink_to(folder.path / "elsewhere")
    done = run("snom", "--out", str(target), *at, one)
    check(done.returncode == 1 and not (folder.path / "elsewhere").exists(), f"no link is followed: {done}")


class Server:
    """cdc43-phone stage --serve while it lives."""

    def __init__(self, *words):
        self.process = subprocess.Popen([PROGRAM, "stage", "--for", "snom", "--serve", "--at", "2026-11-29",
                                         *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.url = self.process.stdout.readline().decode().strip()
        self.port = int(self.url.rpartition(":")[2].partition("/")[0]) if self.url else 0

    def ask(self, octets, half=False):
        """What it responds to these octets until it ends the connection."""
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            try:
                connection.sendall(octets)
                if half:
                    connection.shutdown(socket.SHUT_WR)
                response = b""
                while part := connection.recv(65536):
                    response += part
            except ConnectionError as error:
                return str(error).encode()
        return response

    def end(self, number=signal.SIGTERM):
        """Exit code and what it has said."""
        if number:
            self.process.send_signal(number)
        output, _ = self.process.communicate(timeout=60)
        return self.process.returncode, output.decode()


def look_at_server(folder):
    """Only what it has, whatever is asked; and it ends."""
    one = folder.put("serve.pem", pem(make("Root", "root", "Root", "root", is_ca=True)))
    server = Server("--count", "17", one)
    get = b"GET /snom.xml HTTP/1.1\r\nHost: a\r\n\r\n"
    whole = server.ask(get)
    check(whole.startswith(b"HTTP/1.1 200 OK\r\n") and whole.endswith(b"</certificates>\n"), f"{whole}")
    head = whole.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    for octets, expected in (
            (get.replace(b"GET", b"HEAD"), head), (b"GET http://phone/snom.xml HTTP/1.0\r\n\r\n", whole),
            (get + b"GET /other HTTP/1.1\r\n\r\n" + b"x" * 20000, whole)):
        check(server.ask(octets) == expected, f"{octets[:60]}")
    for octets, status, half in (
            (b"GET /../../../../etc/passwd HTTP/1.1\r\n\r\n", 404, False), (b"GET /snom.xml/ HTTP/1.1\r\n\r\n", 404, False),
            (b"GET /%73nom.xml HTTP/1.1\r\n\r\n", 404, False), (b"GET /snom.xml\0 HTTP/1.1\r\n\r\n", 400, False),
            (b"GET  /snom.xml HTTP/1.1\r\n\r\n", 400, False), (b"GET /snom.xml\r\n\r\n", 400, False),
            (b"GET /snom.xml HTTP/2.0\r\n\r\n", 400, False), (b"\x16\x03\x01\x02\0\x01", 400, False),
            (get.replace(b"GET", b"POST"), 405, False), (get[:-2], 408, True), (b"", 408, True),
            (b"GET /\x1b[31m HTTP/1.1\r\n\r\n", 400, False),
            (b"GET /snom.xml HTTP/1.1\r\nA: " + b"x" * 5000 + b"\r\n\r\n", 431, False)):
        response = server.ask(octets, half)
        check(response.startswith(b"HTTP/1.1 %d " % status), f"{octets[:60]}: {status}, {response[:60]}")
    code, output = server.end(0)
    check(code == 0 and output.count("\n") == 19 and "127.0.0.1 GET /snom.xml 200\n" in output and
          "/snom.xml: fetched 3 times" in output and "\x1b" not in output and "passwd" not in output,
          f"17 requests, then it ends: {output!r}")
    for number in (signal.SIGTERM, signal.SIGINT):
        server = Server("--listen", "127.0.0.1:0", one)
        with socket.create_connection(("127.0.0.1", server.port)): # it says nothing
            code, output = server.end(number)
        check(code == 0 and "fetched 0 times" in output, f"signal {number}: {output}")
    server = Server("--timeout", "1", one)
    check(server.end(0)[0] == 0, "it ends when the time is over")
    server = Server("--listen", "0.0.0.0:0", "--url", "http://pv.example.net/a?b=c", one)
    check(server.ask(get).endswith(b' url="http://pv.example.net/a?b=c" />\n</certificates>\n'), "its own link")
    check(b" 200 OK" in server.ask(get.replace(b"/snom.xml", b"/a?b=c")), "its path is served")
    done = run("snom", "--serve", "--listen", f"127.0.0.1:{server.port}", "--at", "2026-11-29", one)
    check(done.returncode == 1 and b"cannot listen" in done.stderr, f"the port is in use: {done}")
    server.end()
    keyed = folder.put("serve_keyed.pem", pem(make("Root", "root", "Root", "root", is_ca=True), "root"))
    for code, message, words in (
            (1, b"contains a private key", [keyed]), (2, b"--include-key is not", [keyed, "--include-key"]),
            (2, b"--out or --serve", [one, "--out", "x"]), (2, b"needs --url", [one, "--listen", "[::]:0"]),
            (2, b"different paths", [one, one, *["--url", "http://a/b"] * 2]),
            (2, b"different paths", [one, "--url", "http://a/snom.xml"]), (2, b"FILE is missing", []),
            *[(2, b"--listen takes", [one, "--listen", where]) for where in (
                "", ":", "127.0.0.1", "127.0.0.1:", ":80", "[::1:80", "::1:80", "host:80", "127.0.0.1:99999999",
                "127.0.0.1:x", "[]:80", "x" * 100 + ":80")]):
        done = run("snom", "--serve", "--at", "2026-11-29", *words)
        check(done.returncode == code and message in done.stderr, f"--serve {words}: {done}")
    done = run("snom", "--out", "x", "--count", "1", one)
    check(done.returncode == 2 and b"need --serve" in done.stderr, f"{done}")


class Phone:
    """A snom at its first and second boot (S000): what it has stored, and whom it trusts."""

    def __init__(self, store):
        self.store = store

    def first_boot(self, url):
        """Fetches the file behind the redirection, and stores what its links lead to."""
        with urllib.request.urlopen(url) as response:
            tree = xml.fromstring(response.read())
        stored = b""
        for one in tree.iter("certificate"):
            with urllib.request.urlopen(one.get("url")) as response:
                stored += pem(x509.load_der_x509_certificate(response.read()))
        self.store.write_bytes(stored)

    def second_boot(self, port):
        """Does it trust the provisioning server there?"""
        done = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-CAfile", str(self.store),
                               "-no-CApath", "-no-CAstore", "-verify_return_error", "-verify_hostname", HOST],
                              capture_output=True, check=False, stdin=subprocess.DEVNULL)
        return done.returncode == 0 and b"Verify return code: 0 (ok)" in done.stdout


def look_at_boots(folder):
    """First boot: fetches and stores. Second boot: trusts this certificate, and no other."""
    root = make("Root", "root", "Root", "root", is_ca=True)
    names = {"alternatives": [x509.DNSName(HOST)], "begin": datetime.datetime(2020, 1, 1)}
    right = make(HOST, "leaf", "Root", "root", **names)
    wrong = make(HOST, "leaf", "Root", "other", **names) # the same names, another CA
    itself = make(HOST, "leaf", HOST, "leaf", **names)
    processes, ports = [], []
    try:
        for index, cert in enumerate((right, wrong, itself)):
            process = subprocess.Popen(["openssl", "s_server", "-accept", "127.0.0.1:0", "-naccept", "20", "-cert", folder.put(
                f"boot{index}.pem", pem(cert)), "-key", folder.put("boot.key", pem("leaf"))],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            processes.append(process)
            for line in process.stdout:
                if line.startswith(b"ACCEPT"):
                    ports.append(int(line.split(b":")[-1]))
                    break
        check(len(ports) == 3, "three provisioning servers")
        for words, trusted in ((["--wrapper", folder.put("boot_root.pem", pem(root))], [True, False, False]),
                               ([folder.put("boot_itself.pem", pem(itself))], [False, False, True])):
            phone = Phone(folder.path / "stored.pem")
            phone.store.write_bytes(b"")
            check([phone.second_boot(port) for port in ports] == [False] * 3, "before, it trusts nobody")
            server = Server("--count", "2", *words)
            phone.first_boot(server.url)
            code, output = server.end(0)
            check(code == 0 and "/snom.xml: fetched 1 times" in output and
                  "/trusted_cert1.DER: fetched 1 times" in output, f"first boot: {output}")
            check([phone.second_boot(port) for port in ports] == trusted, f"second boot: {words}")
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def request_of(target):
    """The request as another program reads it, and its Common Name."""
    found = x509.load_pem_x509_csr(target.read_bytes())
    names = found.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    check(len(found.subject) == 1 and len(names) == 1, f"the subject is one Common Name: {found.subject}")
    return found, names[0].value


def issue(request, issuer, key, name=None, purpose=SERVER):
    """The CA's answer."""
    return (x509.CertificateBuilder()
            .subject_name(name_of(name) if name else request.subject).issuer_name(name_of(issuer))
            .public_key(request.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(datetime.datetime(2025, 1, 1)).not_valid_after(datetime.datetime(2035, 1, 1))
            .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
            .sign(KEYS.get(key), hashes.SHA256()))


def look_at_requests(folder):
    """Makes them and returns one: its file, its key's, and what it says."""
    place = folder.path
    for index, (words, name, bits) in enumerate((
            ((), "sprov.callme.com", 2048), (("--extra", "mailto:admin@telco.net"),
                                             "pv.telco.net/mailto:admin@telco.net", 2048),
            (("--extra", "a/b=c,d+e", "--legacy"), "prof.voice.com/a/b=c,d+e", 1024),
            (("--extra", "x" * 53), "pv.telco.n/" + "x" * 53, 2048))):
        target, key = place / f"spa{index}.csr", place / f"spa{index}.key"
        words = ("--host", name.partition("/")[0], "--key", str(key), "--out", str(target), *words)
        done = run("cisco-spa", *words)
        check(done.returncode == 0 and (b"1024 bits is weak" in done.stderr) == (bits == 1024), f"{done}")
        private = serialization.load_pem_private_key(key.read_bytes(), None)
        SECRETS.extend(key.read_bytes().splitlines()[1:4])
        found, common_name = request_of(target)
        check(common_name == name and found.is_signature_valid and private.key_size == bits and
              found.signature_hash_algorithm.name == "sha256" and
              found.public_key().public_numbers() == private.public_key().public_numbers(), f"{name}: {found}")
        check({one.stat().st_mode & 0o777 for one in (target, key)} == {0o600}, "mode 0600")
        before = (target.read_bytes(), key.read_bytes())
        check(run("cisco-spa", *words).returncode == 1, "an existing key")
        key.rename(place / "kept")
        check(run("cisco-spa", *words).returncode == 1 and not key.exists(), "no key without its request")
        (place / "kept").rename(key)
        check((target.read_bytes(), key.read_bytes()) == before, "both stay as they were")
    return place / "spa1.csr", place / "spa1.key"


def look_at_answers(folder, request_file, key_file):
    """What the CA may send back."""
    put = folder.put
    request, name = request_of(request_file)
    ca_name = "Sipura CA"
    ca = put("sipura.pem", pem(make(ca_name, "root", ca_name, "root", is_ca=True)))
    good = put("good.crt", pem(issue(request, ca_name, "root")))
    other_name = put("name.crt", pem(issue(request, ca_name, "root", "pv.telco.net")))
    other_key = put("key.crt", pem(make(name, "leaf", ca_name, "root", purposes=[SERVER])))
    client = put("client.crt", pem(issue(request, ca_name, "root", purpose=CLIENT)))
    small = put("small.crt", pem(issue(request, "Cisco Small Business CA", "root")))
    leaf_key = put("leaf.key", pem("leaf"))
    mine = ("--key", str(key_file), "--request", str(request_file))
    changed = bytearray(request.public_bytes(serialization.Encoding.DER))
    changed[-1] ^= 1
    at = ("--at", "2026-11-29", "--model", "SPA921", "--trust", ca)
    for code, message, answer, words in (
            (0, b"it is the answer to", good, (*mine, *at)),
            (0, b"it is the answer to", good, (*mine, *at, "--host", "pv.telco.net")),
            (0, b"not judged S001-2", good, (*mine, "--at", "2026-11-29")),
            (1, b"refused S001-9", good, (*mine, *at, "--host", "telco.net")),
            (1, b"refused ALL-15", good, (*mine, *at[2:], "--at", "2036-01-01")),
            (1, b"that of the request is", other_name, (*mine, *at)),
            (1, b"refused S001-10", other_key, (*mine, *at)),
            (1, b"refused ALL-14", client, (*mine, *at)),
            (1, b"refused S001-2", small, (*mine, *at)),
            (1, b"with another private key", good, ("--key", leaf_key, *mine[2:], *at)),
            (1, b"must be one private key", good, ("--key", good, *mine[2:], *at)),
            (1, b"must be one private key", good, ("--key", put("two.key", pem("leaf", "other")), *mine[2:], *at)),
            (1, b"must be one private key", good, (
                "--key", put("locked.key", key_pem("leaf", password=PASSWORD)), *mine[2:], *at)),
            (1, b"not a certificate request", good, (*mine[:2], "--request", good, *at)),
            (1, b"signature of this request is wrong", good, (
                *mine[:2], "--request", put("changed.csr", bytes(changed)), *at)),
            (1, b"no readable certificate found", leaf_key, (*mine, *at)),
            (1, b"cannot open", "/nowhere", (*mine, *at))):
        done = run("cisco-spa", "--answer", answer, *words)
        check(done.returncode == code and message in done.stdout + done.stderr, f"{answer} {words}: {done}")
        check((b"it is the answer to" in done.stdout) == (code == 0), f"{done}")
    text = request_file.read_text(encoding="ascii")
    for name, octets in (("der.csr", request.public_bytes(serialization.Encoding.DER)),
                         ("utf16.csr", text.encode("utf-16")), ("new.csr", text.replace(
                             "CERTIFICATE", "NEW CERTIFICATE").replace("\n", "\r\n").encode())):
        done = run("cisco-spa", "--answer", good, *mine[:2], "--request", put(name, octets), *at)
        check(done.returncode == 0, f"{name}: {done}")


def look_at_spa_usage(folder):
    never, key = folder.path / "never.csr", folder.path / "never.key"
    host, keyed = ("--host", "pv.telco.net"), ("--key", str(key))
    for message, words in (
            (b"--key is missing", [*host]), (b"--host is missing", [*keyed]),
            (b"full domain name", [*keyed, "--host", "server"]), (b"full domain name", [*keyed, "--host", ""]),
            (b"full domain name", [*keyed, "--host", "pv.telco.net/x"]),
            (b"full domain name", [*keyed, "--host", "*.telco.net"]),
            (b"printable", [*keyed, *host, "--extra", "\u00e4"]), (b"printable", [*keyed, *host, "--extra", "\n"]),
            (b"longer than 64", [*keyed, *host, "--extra", "x" * 52]),
            (b"longer than 64", [*keyed, "--host", "x" * 500 + ".net"]),
            (b"need --answer", [*keyed, *host, "--model", "SPA921"]),
            (b"--answer writes nothing", [*keyed, "--answer", "x", "--request", "x"]),
            (b"is not for cisco-spa", [*keyed, *host, "x"]), (b"is not for cisco-spa", [*host, "--wrapper"])):
        refuses(2, message, "cisco-spa", never, *words)
        check(not key.exists(), f"{words}: no key")
    done = run("cisco-spa", "--answer", "x", "--key", "x")
    check(done.returncode == 2 and b"needs --request" in done.stderr, f"{done}")


def look_at_bundles(folder):
    """The file that an innovaphone device takes: leaf first, root, key last, and nothing else."""
    put, at = folder.put, ("--at", "2026-11-29", "--host", HOST)
    root = make("Root", "root", "Root", "root", is_ca=True)
    middle = make("Middle", "middle", "Root", "root", is_ca=True)
    leaf = make(HOST, "leaf", "Middle", "middle", alternatives=[x509.DNSName(HOST)])
    whole = pem(leaf, middle, root, "leaf")
    parts = [put("b_key.pem", b"Bag Attributes\n" + key_pem("leaf", True)), put("b_root.der", der(root)),
             put("b_mixed.pem", pem(middle, leaf))]
    extract = ("--password-file", put("extract", PASSWORD.encode()))
    for index, (files, words) in enumerate((
            (parts, ()), ([put("b_sample.pem", pem("leaf", leaf, middle, root))], ()), (
                [parts[0], parts[2]], ("--trust", parts[1])),
            ([folder.p12("b.p12", [leaf, middle, root], "leaf")], extract))):
        for device in ("innovaphone-device", "innovaphone-ap"):
            target = folder.path / f"{device}{index}.pem"
            writes(device, target, *at, *words, *files)
            check(target.read_bytes() == whole, f"{device} {index}: {target.read_bytes()}")
    never = folder.path / "never.pem"
    sizes = {bits: put(f"b_{bits}.pem", pem(make(HOST, f"leaf-{bits}", "Root", "root", alternatives=[
        x509.DNSName(HOST)]), root, f"leaf-{bits}")) for bits in (3072, 4096)}
    client = put("b_client.pem", pem(make(HOST, "leaf", "Root", "root", purposes=[CLIENT], alternatives=[
        x509.DNSName(HOST)]), root, "leaf"))
    for code, message, device, words in (
            (1, b"key is missing", "innovaphone-ap", [*at, parts[1], parts[2]]),
            (1, b"that of another", "innovaphone-ap", [*at, parts[1], parts[2], put("b_other.key", pem("other"))]),
            (1, b"key is missing, encrypted", "innovaphone-device", [
                *at, *parts[1:], put("b_locked.key", key_pem("leaf", password=PASSWORD))]),
            (1, b"the chain is not complete", "innovaphone-device", [*at, parts[0], parts[2]]),
            (1, b"refused S002-25", "innovaphone-device", [*at, sizes[3072]]),
            (1, b"refused S003-4", "innovaphone-ap", [*at, sizes[4096]]),
            (1, b"refused S003-1", "innovaphone-ap", [*at[:2], "--host", "b.example.net", *parts]),
            (1, b"refused S002-9", "innovaphone-ap", ["--at", "2036-01-01", *parts]),
            (2, b"FILE is missing", "innovaphone-ap", [*at]), (2, b"is not for", "innovaphone-ap", [
                *parts, "--card", "x"]), (2, b"or --card", "innovaphone-device", [*parts, "--card", "x"]),
            (2, b"needs --card", "innovaphone-device", [*parts, "--serial", "1"])):
        refuses(code, message, device, never, *words)
    done = run("innovaphone-device", "--out", str(folder.path / "slow.pem"), *at, sizes[4096])
    check(done.returncode == 0 and b"warning S002-13" in done.stdout, f"warned of, and written: {done}")
    done = run("innovaphone-ap", "--out", str(folder.path / "client.pem"), *at, client)
    check(done.returncode == 0 and b"warning S003-6" in done.stdout, f"warned of, and written: {done}")


def look_at_cards(folder):
    """A CA on a card: OpenSSL issues with it as innovaphone's page shows."""
    put, at = folder.put, ("--at", "2026-11-29")
    root = make("Root", "root", "Root", "root", is_ca=True)
    ca = put("card_ca.pem", pem("root", root))
    request = str(folder.path / "spa0.csr")
    for index, (words, serial) in enumerate(((("--serial", "abc"), "0abc"), (
            (), format(root.serial_number + 1, "X")), (("--serial", "1" * 40), "1" * 40))):
        card = folder.path / f"card{index}"
        card.mkdir()
        done = run("innovaphone-device", "--card", str(card), *words, *at, ca)
        files = {one.name: one.read_bytes() for one in (card / "CA").iterdir()}
        check(done.returncode == 0 and files == {
            "cacert.pem": pem(root), "cakey.pem": key_pem("root", True),
            "serial.txt": ("0" * (len(serial) % 2) + serial + "\n").encode()}, f"card: {done} {files}")
        check({one.stat().st_mode & 0o777 for one in (card / "CA").iterdir()} == {0o600} and
              (card / "CA").stat().st_mode & 0o777 == 0o700, "modes")
        (card / "index").write_text("", encoding="ascii")
        config = card / "ca.cnf"
        config.write_text("[ my_ca_on_cf ]\ncertificate = CA/cacert.pem\nprivate_key = CA/cakey.pem\n"
                          "serial = CA/serial.txt\ndatabase = index\nnew_certs_dir = .\ndefault_md = sha256\n"
                          "default_days = 30\npolicy = any\nunique_subject = no\n[ any ]\ncommonName = supplied\n",
                          encoding="ascii")
        for step in range(2):
            issued = card / f"issued{step}.pem"
            done = subprocess.run(["openssl", "ca", "-batch", "-config", str(config), "-name", "my_ca_on_cf",
                                   "-in", request, "-out", str(issued), "-notext"], cwd=card,
                                  capture_output=True, check=False)
            check(done.returncode == 0, f"openssl ca: {done}")
            number = x509.load_pem_x509_certificate(issued.read_bytes()).serial_number
            check(number == int(serial, 16) + step, f"serial number {number:x}")
        before = sorted(one.read_bytes() for one in (card / "CA").iterdir())
        done = run("innovaphone-device", "--card", str(card), *words, *at, ca)
        check(done.returncode == 1 and b"File exists" in done.stderr and
              before == sorted(one.read_bytes() for one in (card / "CA").iterdir()), f"it stays: {done}")
    card = folder.path / "never_card"
    card.mkdir()
    itself = make("Root", "root", "Root", "root")
    for code, message, words in (
            (1, b"is not the name of a CA", [put("card_no_ca.pem", pem("root", itself))]),
            (1, b"key is missing", [put("card_no_key.pem", pem(root))]),
            (1, b"refused S002-25", [put("card_ec.pem", pem("ca-ec", make(
                "EC", "ca-ec", "EC", "ca-ec", is_ca=True)))]),
            (2, b"--serial takes", [ca, "--serial", "x1"]), (2, b"--serial takes", [ca, "--serial", ""]),
            (2, b"--serial takes", [ca, "--serial", "1" * 41]), (2, b"not for --card", [ca, "--host", HOST])):
        done = run("innovaphone-device", "--card", str(card), *at, *words)
        check(done.returncode == code and message in done.stdout + done.stderr and not list(card.iterdir()),
              f"card {words}: {done}")
    done = run("innovaphone-device", "--card", str(card / "missing"), *at, ca)
    check(done.returncode == 1 and b"No such file" in done.stderr, f"{done}")


def look_at_parameters(folder):
    """cfg.xml: another reader of XML finds the parameters, and so does import."""
    put, password = folder.put, "pa<&>\"'ss word"
    SECRETS.append(password.encode())
    whole = {"server": "http://10.79.57.91/a?b&c", "root-ca-fingerprint": "12" * 32, "fips-mode": True,
             "enable-8021x": True, "certificate-select": "custom-installed", "challenge-password": password}
    least = {"server": "ca.example.net", "root-ca-fingerprint": "AB" * 20, "fips-mode": False}
    name = "$(PN)-$MA.example.nl"
    secret = ("--password-file", put("challenge", password.encode() + b"\n"))
    for index, (params, words, expected) in enumerate((
            (whole, ("--common-name", name), (whole["server"], "12" * 32, password, name, "Enabled", "Yes",
                                              "Custom installed")),
            (least, (), ("ca.example.net", "AB" * 20, "", "", "Disabled", "No", "Manufacturing installed")),
            (least, secret, ("ca.example.net", "AB" * 20, password, "", "Disabled", "No",
                             "Manufacturing installed")))):
        target = folder.path / f"cfg{index}.xml"
        done = writes("cisco-cdc", target, *words, put("params.json", json.dumps(params).encode()))
        check((b"contains the Challenge Password" in done.stdout) == bool(expected[2]), f"{done}")
        tree = xml.fromstring(target.read_bytes())
        check(tree.tag == "flat-profile" and tuple(one.text or "" for one in tree) == expected and [
            one.tag for one in tree] == [
                "CDC_Server_1_", "CDC_Root_CA_Fingerprint_1_", "CDC_Challenge_Password_1_",
                "CDC_Common_Name_1_", "FIPS_Mode", "Enable_802.1X_Authentication", "Certificate_Select"],
              f"cfg.xml {index}: {[(one.tag, one.text) for one in tree]}")
        state = str(folder.path / f"state{index}")
        done = subprocess.run([PROGRAM, "import", "--state", state, "--file", str(target), "--mic-cn",
                               "CP-9871-SEP001A2B3C4D5E"], capture_output=True, check=False)
        check(done.returncode == 0, f"import: {done}")
        page = json.loads(subprocess.run([PROGRAM, "show", "--state", state, "--format", "json",
                                          "--show-secrets"], capture_output=True, check=True).stdout)
        check(page["server"] == params["server"] and page.get("challenge-password", "") == expected[2] and (
            index or page["common-name"] == "CP-9871-001a2b3c4d5e.example.nl"), f"import: {page}")
    never = folder.path / "never_cfg.xml"
    good = put("good.json", json.dumps(least).encode())
    for code, message, words in (
            (2, b"specify one FILE", []), (2, b"specify one FILE", [good, good]),
            (1, b"mask", [put("j1", json.dumps({**least, "challenge-password": "********"}).encode())]),
            (1, b"HTTPS", [put("j2", json.dumps({**least, "server": "https://ca.example.net"}).encode())]),
            (1, b"Fingerprint", [put("j3", json.dumps({"server": "ca.example.net"}).encode())]),
            (1, b"JSON", [put("j4", json.dumps({**least, "other": 1}).encode())]),
            (1, b"JSON", [put("j5", b"<xml/>")]), (1, b"64", [good, "--common-name", "x" * 65]),
            (1, b"--common-name", [good, "--common-name", "\u00e4"]), (1, b"--common-name", [good, "--common-name", ""]),
            (2, b"not both", [put("j6", json.dumps(whole).encode()), *secret]),
            (1, b"less than 208", [good, "--password-file", put("long", b"x" * 300)]),
            (2, b"is not for cisco-cdc", [good, "--at", "2026-11-29"])):
        refuses(code, message, "cisco-cdc", never, *words)


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
        look_at_answers(folder, *look_at_requests(folder))
        look_at_spa_usage(folder)
        look_at_bundles(folder)
        look_at_cards(folder)
        look_at_parameters(folder)
        look_at_server(folder)
        look_at_boots(folder)
        look_at_usage()
    return result(50)


sys.exit(main())
