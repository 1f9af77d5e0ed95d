#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""cdc43-phone cert-check --connect: chains that servers send, and servers that send none."""
import contextlib
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from checks import check, result  # noqa: E402

try:
    from make import CLIENT, Folder, HOST, SERVER, key_pem, make, pem, x509
    from servers import plain, tls
except ImportError as error:
    print(f"SKIP: {error}")
    sys.exit(77)

PROGRAM = str(pathlib.Path(os.environ["CDC43_BUILD"]) / "phone-side/cdc43-phone")


def run(*words):
    done = subprocess.run([PROGRAM, "cert-check", "--at", "2026-11-29", *words], capture_output=True,
                          check=False, stdin=subprocess.DEVNULL, text=True,
                          env={**os.environ, "LC_ALL": "C"})
    for line in key_pem("leaf").decode().splitlines()[1:4]:
        check(line not in done.stdout + done.stderr, f"a key is shown: {words}")
    return done


def ask(device, server, *words):
    """Exit code and page, of a server that answers."""
    done = run("--for", device, "--connect", server, "--format", "json", *words)
    check(done.stdout, f"there is a page for {device} {words}: {done}")
    return done.returncode, json.loads(done.stdout or '{"findings": [], "certificates": [], "server": {}}')


def fails(server, message, *words):
    done = run("--for", "any", "--connect", server, *words)
    check(done.returncode == 1 and not done.stdout and done.stderr == f"cdc43-phone: {server}: {message}\n",
          f"{message}: {done}")


def found(page, *verdicts):
    return [one["requirement"] for one in page["findings"] if one["verdict"] in verdicts]


class Chains:
    """Files of a chain, and of what else a server may send."""

    def __init__(self, folder):
        root = make("Root", "root", "Root", "root", is_ca=True)
        middle = make("Middle", "middle", "Root", "root", is_ca=True)
        names = [x509.DNSName(HOST), x509.DNSName("localhost")]
        self.root = folder.put("root.pem", pem(root))
        self.middle = folder.put("middle.pem", pem(middle))
        self.reversed = folder.put("reversed.pem", pem(root, middle))
        self.key = folder.put("key.pem", pem("leaf"))
        self.weak_key = folder.put("weak_key.pem", pem("leaf-1024"))

        def leaf(name, subject, key="leaf", **how):
            how.setdefault("alternatives", names)
            return folder.put(f"{name}.pem", pem(make(subject, key, "Middle", "middle", **how)))
        self.leaf = leaf("leaf", HOST)
        self.client = leaf("client", HOST, purposes=[CLIENT])
        self.server = leaf("server", HOST, purposes=[SERVER])
        self.other = leaf("other", "other.example.net", alternatives=())
        self.weak = leaf("weak", HOST, "leaf-1024")
        self.alone = folder.put("alone.pem", pem(make("localhost", "leaf", "localhost", "leaf")))
        self.many = folder.put("many.pem", pem(*[middle] * 120))

    def serve(self, leaf, *words, key=None, chain=None):
        return tls("-cert", leaf, "-key", key or self.key,
                   *(("-cert_chain", chain) if chain else ()), *words)


def look_at_chains(chains):
    host, trust = ("--host", HOST), ("--trust", chains.root)
    with chains.serve(chains.leaf, chain=chains.middle) as server:
        for device in ("any", "snom", "innovaphone-device", "innovaphone-ap"):
            code, page = ask(device, server, *host, *trust)
            check(code == 0 and page["findings"] == [], f"a good chain for {device}: {page['findings']}")
            check([one["subject"] for one in page["certificates"]] == [f"CN={HOST}", "CN=Middle"],
                  f"the certificates: {page['certificates']}")
        check(page["server"]["tls"] == "TLSv1.3" and page["server"]["cipher"].startswith("TLS_") and
              page["server"]["address"] == "127.0.0.1" and
              page["server"]["asks-for-client-certificate"] is False, f"the server: {page['server']}")
        code, page = ask("any", server, *host)
        check(code == 0 and found(page, "not judged") == ["ALL-6"] and not found(page, "refused", "warning"),
              f"a root that is not sent is usual: {page['findings']}")
        code, page = ask("any", server, *trust)
        check(code == 1 and found(page, "refused") == ["ALL-16"], f"the name is that of --connect: {page}")
        done = run("--for", "any", "--connect", server, *host, *trust)
        check("Server 127.0.0.1:" in done.stdout and "TLSv1.3" in done.stdout and
              "any: accepted; 0 refused, 0 warnings, 0 not judged" in done.stdout, f"text: {done}")
        other = "localhost:" + server.rpartition(":")[2]
        code, page = ask("any", other, *trust)
        check(code == 0 and page["findings"] == [], f"by name: {page['findings']}")
        code, page = ask("cisco-spa", other, *trust, "--model", "SPA921")
        check("S001-6" not in found(page, "not judged"), f"DNS is asked for the address: {page}")
    with chains.serve(chains.leaf) as server:
        for device, requirement in (("any", "ALL-6"), ("innovaphone-ap", "S003-9"), ("snom", "S000-10")):
            _, page = ask(device, server, *host, *trust)
            check(requirement in found(page, "refused", "warning"), f"a missing link for {device}: {page}")
        code, page = ask("snom", server, *host, *trust)
        check(code == 1, "snom would not trust it")
    with chains.serve(chains.leaf, chain=chains.reversed) as server:
        code, page = ask("innovaphone-ap", server, *host)
        check(code == 1 and found(page, "refused") == ["S003-8"], f"unordered: {page['findings']}")
    with chains.serve(chains.alone) as server:
        code, page = ask("snom", "localhost:" + server.rpartition(":")[2], "--trust", chains.alone)
        check(code == 0 and page["findings"] == [], f"the one that the phone has: {page['findings']}")
        code, page = ask("snom", server, "--trust", chains.root, "--host", "localhost")
        check(code == 1 and found(page, "refused") == ["S000-10"], f"another one: {page['findings']}")
        code, page = ask("snom", server, "--host", "localhost")
        check(code == 0 and found(page, "not judged") == ["S000-10"], f"no --trust: {page['findings']}")


def look_at_usage_of_keys(chains):
    words = ("--host", HOST, "--trust", chains.root)
    with chains.serve(chains.client, chain=chains.middle) as server:
        code, page = ask("any", server, *words)
        check(code == 1 and found(page, "refused") == ["ALL-18"], f"only for clients: {page['findings']}")
    with chains.serve(chains.server, chain=chains.middle) as server:
        code, page = ask("any", server, *words)
        check(code == 0 and page["findings"] == [], f"for servers: {page['findings']}")
    # What an old phone needs, and a current OpenSSL refuses unless it is told to look.
    with chains.serve(chains.weak, "-cipher", "DEFAULT:@SECLEVEL=0", "-tls1", key=chains.weak_key,
                      chain=chains.middle) as server:
        code, page = ask("any", server, *words)
        check(code == 0 and found(page, "warning") == ["ALL-13"] and page["server"]["tls"] == "TLSv1",
              f"TLS 1.0 with RSA of 1024 bits: {page}")


def look_at_servers(chains):
    """Those that want or tell more."""
    words = ("--host", HOST, "--trust", chains.root)
    for version in ("-tls1_2", "-tls1_3"):
        with chains.serve(chains.leaf, "-Verify", "2", version, chain=chains.middle) as server:
            code, page = ask("any", server, *words)
            check(code == 0 and page["findings"] == [] and page["server"]["asks-for-client-certificate"],
                  f"asks for a client certificate, {version}: {page}")
            done = run("--for", "any", "--connect", server, *words)
            check("asked for: a phone needs its own there" in done.stdout, f"text: {done}")
    with chains.serve(chains.other, "-servername", "localhost", "-cert2", chains.alone, "-key2",
                      chains.key) as server:
        for name, subject in (("localhost", "CN=localhost"), ("127.0.0.1", "CN=other.example.net")):
            _, page = ask("any", f"{name}:{server.rpartition(':')[2]}")
            check([one["subject"] for one in page["certificates"]] == [subject], f"SNI {name}: {page}")
    with chains.serve(chains.leaf, chain=chains.many) as server:
        fails(server, "the server sent more than 100 certificates")
    with tls("-nocert", "-cipher", "aNULL:@SECLEVEL=0", "-tls1_2") as server:
        fails(server, "the server sent no certificate")
    if socket.has_ipv6:
        with contextlib.suppress(RuntimeError), tls("-cert", chains.alone, "-key", chains.key,
                                                    host="[::1]") as server:
            _, page = ask("any", server)
            check(page["server"]["address"] == "::1" and page["server"]["host"] == "::1", f"IPv6: {page}")


def look_at_dns():
    """A name server that does not answer, in a network of its own: nobody waits for the resolver's own limits."""
    if os.geteuid() != 0:
        print("SKIP: a name server that does not answer needs root")
        return
    server = ("import socket, subprocess, sys\nsilent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
              "silent.bind(('127.0.0.1', 53))\nsys.exit(subprocess.call(sys.argv[1:]))")
    with tempfile.NamedTemporaryFile("w") as config:
        config.write("nameserver 127.0.0.1\noptions timeout:30\n")
        config.flush()
        done = subprocess.run(
            ["unshare", "--net", "--mount", "sh", "-c",
             'ip link set lo up && mount --bind "$0" /etc/resolv.conf && exec "$@"', config.name, sys.executable, "-c",
             server, PROGRAM, "cert-check", "--for", "any", "--connect", "pv.example.net:443", "--timeout", "1"],
            capture_output=True, check=False, stdin=subprocess.DEVNULL, text=True, timeout=60)
    check(done.returncode == 1 and done.stderr ==
          "cdc43-phone: pv.example.net:443: DNS did not answer within 1 seconds\n", f"a silent name server: {done}")


def look_at_others():
    """Servers without TLS, or none."""
    held = threading.Event()
    for response in (b"220 mail.example.net ESMTP\r\n" * 4, b"HTTP/1.0 400 Bad Request\r\n\r\n", b"\0" * 64):
        def respond(connection, response=response):
            connection.sendall(response)
            while connection.recv(4096):
                pass
        with plain(respond) as server:
            fails(server, "the server does not speak TLS")

    def close(connection):
        connection.recv(4096)
    with plain(close) as server:
        fails(server, "the server closed the connection before it sent a certificate")
    with plain(lambda connection: held.wait()) as server:
        fails(server, "there was no TLS handshake within 1 seconds", "--timeout", "1")

    def drip(connection):
        with contextlib.suppress(OSError):
            while not held.wait(0.1):  # each octet begins nothing anew
                connection.sendall(b"\x16")
                connection.sendall(b"\x03\x03\x40\x00\x02")
                break
            held.wait()
    with plain(drip) as server:
        fails(server, "there was no TLS handshake within 1 seconds", "--timeout", "1")
    held.set()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    fails(f"127.0.0.1:{port}", "cannot connect: Connection refused")
    done = run("--for", "any", "--connect", "name.invalid:443")
    check(done.returncode == 1 and "name.invalid:443: the name was not found: " in done.stderr, f"{done}")


def look_at_usage(chains):
    for words in (("127.0.0.1",), ("127.0.0.1:",), (":443",), ("127.0.0.1:0",), ("127.0.0.1:65536",),
                  ("127.0.0.1:44x",), ("::1:443",), ("[::1:443",), ("[::1]443",), ("[]:443",),
                  ("https://a.example.net:443",), ("[127.0.0.1]:443",), ("a" * 300 + ":443",),
                  ("127.0.0.1:443", chains.root), ("127.0.0.1:443", "--timeout", "0"),
                  ("127.0.0.1:443", "--timeout", "601")):
        done = run("--for", "any", "--connect", *words)
        check(done.returncode == 2 and "--help" in done.stderr, f"usage: {words} {done}")
    for words in (("--for", "cisco-cdc", "--connect", "127.0.0.1:443"),
                  ("--for", "any", "--timeout", "3", chains.root)):
        done = run(*words)
        check(done.returncode == 2 and "--help" in done.stderr, f"usage: {words} {done}")


def main():
    with tempfile.TemporaryDirectory() as path:
        chains = Chains(Folder(path))
        look_at_chains(chains)
        look_at_usage_of_keys(chains)
        look_at_servers(chains)
        look_at_dns()
        look_at_others()
        look_at_usage(chains)
    return result(60)


sys.exit(main())
