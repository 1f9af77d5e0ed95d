#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""cdc43-phone cert-check: each requirement of the table has a file that meets it and one that breaks
it, for every device that it is of; every requirement of the documents is in the table or left out
with a reason; the pages have them all; forms of files; nothing secret is shown."""
import contextlib
import datetime
import hashlib
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from checks import check, result  # noqa: E402

try:
    from make import (CLIENT, Folder, HOST, KEYS, PASSWORD, SERVER, armour, der, hashes, key_pem, make,
                      padding, pem, serialization, x509)
    from servers import tls
except ImportError as error:
    print(f"SKIP: {error}")
    sys.exit(77)

PROGRAM = str(pathlib.Path(os.environ["CDC43_BUILD"]) / "phone-side/cdc43-phone")
ROOM = pathlib.Path("phone-side/certificates")
DOCUMENTS = {"S000": 12, "S001": 12, "S002": 25, "S003": 15, "S004": 68}
MIC = "CP-9871-SEP001A2B3C4D5E"
DNS = x509.DNSName
SECRETS = []


def run(device, files, *words):
    """Exit code, and the JSON or None."""
    at = () if "--at" in words else ("--at", "2026-11-29")
    done = subprocess.run([PROGRAM, "cert-check", "--for", device, "--format", "json", *at, *words,
                           *files], capture_output=True, check=False,
                          stdin=subprocess.DEVNULL, env={**os.environ, "LC_ALL": "C"})
    output = done.stdout + done.stderr
    for secret in SECRETS:
        check(secret not in output, f"a secret is shown: {device} {files} {words}")
    return done.returncode, json.loads(done.stdout) if done.stdout else None


def verdicts(page, requirement):
    return [one["verdict"] for one in page["findings"] if one["requirement"] == requirement]


def rows():
    """id, devices that refuse, devices that warn."""
    text = (ROOM / "requirements.def").read_text(encoding="utf-8")
    names = re.findall(r'CDC43_CERT_DEVICE\((\w+), "([^"]+)"',
                       (ROOM / "devices.def").read_text(encoding="utf-8"))

    def members(words):
        allowed = set(re.findall(r"(?<!~)(?<!~\()F\((\w+)\)", words.split("~")[0]))
        if "EACH" in words:
            allowed = {one for one, _ in names} - set(re.findall(r"F\((\w+)\)", words))
        return [name for one, name in names if one in allowed]
    for identifier, refused, warned in re.findall(
            r'^CDC43_CERT_REQUIREMENT\("([^"]+)", (.+?), (.+?), \w+,\s', text, re.M):
        yield identifier, members(refused), members(warned)


def left_out():
    text = (ROOM / "requirements.def").read_text(encoding="utf-8")
    for document, first, last in re.findall(r'^CDC43_CERT_LEFT_OUT\("(\w+)", (\d+), (\d+),', text,
                                            re.M):
        yield from (f"{document}-{number}" for number in range(int(first), int(last) + 1))


def sample(folder, servers):
    """The good and the bad files by requirement: (files, words of the command line). servers: they end
    with it."""
    put, p12 = folder.put, folder.p12
    root = make("Root", "root", "Root", "root", is_ca=True)
    middle = make("Middle", "middle", "Root", "root", is_ca=True)

    def leaf(subject=HOST, key="leaf", issuer="Middle", issuer_key="middle", **how):
        how.setdefault("alternatives", [DNS(HOST)])
        return make(subject, key, issuer, issuer_key, **how)

    def whole(name, *what, key="leaf"):
        return [put(name, pem(*what, middle, root, key))]
    itself = leaf()
    phone = leaf(MIC, alternatives=())
    extract = put("extract", PASSWORD.encode())
    opened = ("--password-file", extract)
    wrong = ("--password-file", put("wrong", b"another"))
    good = whole("good.pem", itself)
    good_p12 = [p12("good.p12", [phone, middle, root], "leaf")]
    other = make("Other", "other", "Other", "other", is_ca=True)
    host = ("--host", HOST)
    digest = subprocess.run(["openssl", "x509", "-in", put("root.pem", pem(root)), "-noout",
                             "-fingerprint", "-sha256"], capture_output=True, check=True,
                            text=True).stdout.strip().partition("=")[2]
    spa_root = make("Sipura CA", "root", "Sipura CA", "root", is_ca=True)
    spa = leaf("pv.telco.net/mailto:admin@telco.net", issuer="Sipura CA", issuer_key="root")
    spa_file = [put("spa.pem", pem(spa))]
    spa_trust = ("--trust", put("spa_root.pem", pem(spa_root)), "--model", "SPA921")
    forged = leaf(issuer_key="other")
    other_p12 = p12("other.p12", [phone], "leaf", password="another")
    large_root = make("Middle", "root-3072", "Middle", "root-3072", is_ca=True)
    from_large = leaf(issuer_key="root-3072")
    weak_middle = {name: make("Middle", "middle", "Root", "root", is_ca=True, digest=digest)
                   for name, digest in (("md5", hashes.MD5()), ("sha1", hashes.SHA1()))}
    short = make("Root", "root", "Root", "root", is_ca=True, path_length=0)
    no_ca = make("Middle", "middle", "Root", "root", is_ca=False)
    version = signed_again(itself, b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x03", "middle")
    sha3 = signed_again(itself, b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b",
                        b"\x60\x86\x48\x01\x65\x03\x04\x03\x0e", "middle", hashes.SHA3_256())
    unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
    ec_root = make("EC", "root-ec", "EC", "root-ec", is_ca=True)
    ec_leaf = leaf(issuer="EC", issuer_key="root-ec")
    sizes = {bits: whole(f"{bits}.pem", leaf(key=f"leaf-{bits}"), key=f"leaf-{bits}")
             for bits in (512, 1024, 3072, 4096)}
    local = [put("local.pem", pem(leaf("localhost", alternatives=())))]
    cross = make("Root", "root", "Other", "other", is_ca=True)
    renewed = make("Root", "root", "Root", "root", is_ca=True)
    self_signed = make(HOST, "leaf", HOST, "leaf")
    forms = {
        "ALL-1": [(good, ()), ([put("damaged.pem", pem(itself)[:200] + b"!" + pem(itself)[200:])], ()),
                  ([put("cut.pem", pem(itself) + pem(middle)[:-20])], ()),
                  ([put("one_more.pem", pem(itself, middle, root) + b"-----BEGIN CERTIFICATE-----\nAAAA\n"
                        b"-----END CERTIFICATE-----\n" + pem("leaf"))], ()),
                  ([put("noise", b"\x00\x01\x02 nothing")], ())],
        "ALL-2": [(good_p12, opened), (good_p12, wrong),
                  ([p12("nomac_wrong.p12", [phone], "leaf", "-nomac")], wrong),
                  ([*good_p12, other_p12], opened)],
        "S004-3": [(good_p12, opened), (good_p12, wrong), ([other_p12], opened)],
        "ALL-3": [(good, ()), ([put("key.pem", pem("leaf"))], ())],
        "S000-4": [([put("root.der", der(root))], ()), (good_p12, opened),
                   ([p12("root.p12", [root], None)], opened)],
        "S002-21": [(good, ()), (good_p12, opened)],
        "S003-7": [(good, ()), ([put("leaf.der", der(itself))], ()),
                   ([put("utf16.pem", pem(itself, middle, root, "leaf").decode().encode("utf-16"))], ()),
                   ([put("bom.pem", b"\xef\xbb\xbf" + pem(itself, middle, root, "leaf"))], ())],
        "S004-2": [(good_p12, opened), (good, ()), ([p12("keyless.p12", [phone], None)], opened)],
        "ALL-4": [(good, ()), (whole("forged.pem", forged), ())],
        "ALL-5": [(good, ()), ([put("no_ca.pem", pem(itself, no_ca, root, "leaf"))], ()),
                  ([put("too_long.pem", pem(itself, middle, short, "leaf"))], ())],
        "S003-9": [(good, ()), ([put("rootless.pem", pem(itself, middle, "leaf"))], ()),
                   ([put("gap.pem", pem(itself, root, "leaf"))], ()),
                   (good, ("--trust", put("other.pem", pem(other))))],
        "S003-8": [(good, ()), ([put("key_first.pem", pem("leaf", itself, middle, root))], ()),
                   ([put("unordered.pem", pem(itself, root, middle, "leaf"))], ()),
                   ([put("reversed.pem", pem(root, middle, itself, "leaf"))], ()),
                   ([put("two_keys.pem", pem(itself, middle, root, "other", "leaf"))], ())],
        "S003-10": [(good, ()), ([put("alone.pem", pem(self_signed, "leaf"))], ())],
        "ALL-8": [(good, ()), ([put("surplus.pem", pem(itself, middle, root, other, "leaf"))], ()),
                  ([put("cross.pem", pem(itself, middle, root, cross, other, "leaf"))], ()),
                  ([put("renewed.pem", pem(itself, middle, root, renewed, "leaf"))], ()),
                  ([put("twice.pem", pem(itself, middle, root, root, "leaf"))], ())],
        "S000-5": [([put("ca.pem", pem(root))], ()), ([put("server.pem", pem(itself))], ()),
                   ([put("server_chain.pem", pem(itself, middle, root))], ())],
        "S000-7": [([put("secure.xml", b"<certificates>" + pem(root) + b"</certificates>")], ()),
                   ([put("link.xml", b'<certificates><certificate url="http://a/b"/></certificates>')], ())],
        "S000-6": [([put("ca.pem", pem(root))], ()), (good, ()), ([put("ca_key.pem", pem(root, "root"))], ())],
        "S002-17": [(good, ()),
                    ([put("no_key.pem", pem(itself, middle, root))], ()),
                    ([put("locked.pem", pem(itself, middle, root,
                                            key_pem("leaf", password=PASSWORD)))], ()),
                    ([put("old_locked.pem", pem(itself, middle, root,
                                                key_pem("leaf", True, PASSWORD)))], ())],
        "ALL-9": [(good, ()), (whole("misfit.pem", itself, key="other"), ())],
        "ALL-10": [(good, ()), ([put("two_keys.pem", pem(itself, middle, root, "other", "leaf"))], ()),
                   ([put("key_twice.pem", pem(itself, middle, root, "leaf", "leaf"))], ())],
        "ALL-11": [(good_p12, opened), ([p12("nomac.p12", [phone, middle, root], "leaf", "-nomac")], opened),
                   *[([p12(f"{cert}{key}.p12", [phone, middle, root], "leaf", "-legacy", "-certpbe", cert, "-keypbe",
                           key)], opened) for cert, key in (
                               ("PBE-SHA1-RC2-40", "AES-256-CBC"), ("AES-256-CBC", "PBE-SHA1-RC4-128"),
                               ("AES-256-CBC", "PBE-MD5-DES"), ("PBE-SHA1-3DES", "AES-256-CBC"))]],
        "S002-22": [(good, ()), ([put("v4.pem", armour(version) + pem(middle, root, "leaf"))], ())],
        "S002-23": [(good, ()), (whole("critical.pem", leaf(extra=[unknown])), ())],
        "ALL-19": [(good, ()), (whole("critical.pem", leaf(extra=[unknown])), ())],
        "S002-24": [(good, ()), ([put("ecdsa.pem", pem(ec_leaf, ec_root, "leaf"))], ()),
                    ([put("sha3.pem", armour(sha3) + pem(middle, root, "leaf"))], ())],
        "S002-25": [(good, ()), (sizes[3072], ()), ([put("ec.pem", pem(ec_root, "root-ec"))], ()),
                    ([put("large_root.pem", pem(from_large, large_root, "leaf"))], ())],
        "S003-4": [(good, ()), (sizes[4096], ()), (sizes[3072], ())],
        "S002-13": [(good, ()), (sizes[4096], ())],
        "S003-5": [(good, ()), (whole("sha512.pem", leaf(digest=hashes.SHA512())), ())],
        "S000-9": [(good, ()), (sizes[512], ()), (whole("md5.pem", leaf(digest=hashes.MD5())), ()),
                   ([put("md5_middle.pem", pem(itself, weak_middle["md5"], root, "leaf"))], ())],
        "S001-11": [(good, ()), (sizes[1024], ()), (whole("sha1.pem", leaf(digest=hashes.SHA1())), ()),
                    ([put("sha1_middle.pem", pem(itself, weak_middle["sha1"], root, "leaf"))], ())],
        "S003-6": [(good, ()), (whole("server_only.pem", leaf(purposes=[SERVER])), ()),
                   (whole("client_only.pem", leaf(purposes=[CLIENT])), ())],
        "ALL-14": [(good, ()), (whole("client_only.pem", leaf(purposes=[CLIENT])), ())],
        "S004-65": [(good_p12, opened), (whole("server_only.pem", leaf(purposes=[SERVER])), ()),
                    ([put("ca_key.pem", pem(root, "root"))], ()),
                    ([p12("server_only.p12", [leaf(MIC, purposes=[SERVER], alternatives=()), middle, root],
                          "leaf")], opened)],
        "S000-8": [(good, ()), (whole("expired.pem", leaf(
            end=datetime.datetime(2026, 1, 1))), ()),
                   (whole("future.pem", leaf(begin=datetime.datetime(2034, 1, 1))), ())],
        "S003-1": [(good, host), (good, ("--host", "other.example.net")),
                   (whole("elsewhere.pem", leaf(alternatives=[DNS("other.example.net")])), host),
                   (whole("deep.pem", leaf("*.example.net", alternatives=[DNS("*.example.net")])),
                    ("--host", "a.b.example.net"))],
        "S002-3": [(good, host), (good, ("--host", "other.example.net")),
                   (whole("other_name.pem", leaf("Application Platform")), host)],
        "S002-4": [(good, ()), (whole("mail.pem", leaf(
            alternatives=[DNS(HOST), x509.RFC822Name("a@example.net")])), ())],
        "S003-3": [(whole("wild.pem", leaf("*.example.net", alternatives=[DNS("*.example.net")])), ()),
                   (whole("stars.pem", leaf("*.*.example.net")), ()),
                   (whole("part.pem", leaf(alternatives=[DNS("ap*.example.net")])), ())],
        "S001-2": [(spa_file, spa_trust), (good, ("--model", "SPA921")),
                   (spa_file, ("--model", "SPA122"))],
        "S001-3": [(spa_file, ()), ([put("short.pem", pem(leaf("server/pv.telco.net")))], ())],
        "S001-9": [(spa_file, ("--host", "pv.telco.net")), (spa_file, ("--host", "telco.net")),
                   (spa_file, ("--host", "pv.telco.net/mailto:admin@telco.net"))],
        "S001-6": [(local, ("--resolve", "127.0.0.1")), (local, ("--resolve", "192.0.2.1"))],
        "S004-18": [(good_p12, opened), (whole("two_names.pem", leaf((MIC, "other"))), ()),
                    ([p12("two_names.p12", [leaf((MIC, "other"), alternatives=()), middle, root], "leaf")],
                     opened)],
        "S004-62": [(good_p12, (*opened, "--mic-cn", MIC)),
                    (good_p12, (*opened, "--mic-cn", MIC, "--domain", "example.nl")),
                    (good_p12, (*opened, "--mic-cn", "CP-9871-SEP001A2B3C4D5F"))],
        "S004-9": [(good_p12, (*opened, "--fingerprint", digest)),
                   (good_p12, (*opened, "--fingerprint", hash_of(der(phone)))),
                   (good_p12, (*opened, "--fingerprint", hash_of(pem(root)))),
                   (good_p12, (*opened, "--fingerprint", "00" * 20))],
    }
    ask = [("--connect", servers.enter_context(tls(
        "-cert", put(f"{name}.pem", pem(cert)), "-key", put("leaf.key", pem("leaf")), "-cert_chain",
        put("middle.pem", pem(middle)))), *host, "--trust", put("root.pem", pem(root))) for name, cert in (
            ("good_server", itself), ("client_only_server", leaf(purposes=[CLIENT])))]
    forms["ALL-18"] = [([], ask[0]), ([], ask[1])]
    forms["S000-10"] = [([], ask[0]), ([], (*ask[0][:-1], put("other.pem", pem(other))))]
    forms["ALL-17"] = [(good, ("--fingerprint", hash_of(der(middle)))),
                       (good, ("--fingerprint", hash_of(pem(middle)))),
                       (good, ("--fingerprint", hash_of(middle.public_key().public_bytes(
                           serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)))),
                       (good, ("--fingerprint", "00" * 16))]
    for name, same in (("S002-12", "S003-9"), ("ALL-6", "S003-9"), ("S003-11", "S002-17"),
                       ("S001-10", "ALL-9"), ("ALL-12", "S000-9"), ("ALL-13", "S001-11"),
                       ("S002-9", "S000-8"), ("ALL-15", "S000-8"), ("ALL-16", "S003-1")):
        forms[name] = forms[same]
    forms["ALL-7"] = [forms["S003-8"][0], *forms["S003-8"][2:4]]
    return forms, itself, middle, root, good


def hash_of(octets):
    return hashlib.sha256(octets).hexdigest()


# What the same fault breaks, too: no file can break the one alone.
WITH_IT = {
    "ALL-2": {"ALL-3", "S002-17", "S003-11"},  # what is not opened shows neither certificate nor key
    "S004-3": {"ALL-3"},
    "ALL-4": {"ALL-6", "ALL-8", "S002-12", "S003-9"},  # and so the chain ends, and its rest is surplus
    "S003-9": {"S002-12"}, "S002-12": {"S003-9"},  # the same in two documents
    "S000-10": {"ALL-6"},  # and so does not end in what is trusted
    "S002-21": {"S003-7"},  # what is not PEM or DER is not PEM
    "S002-24": {"S003-5"},  # not by RSA with SHA-256 then
    "S003-4": {"S002-13", "S002-25"}, "S002-13": {"S003-4"},  # 4096 is more than 2048
    "ALL-18": {"S003-6"},  # that wants serverAuth as well
}


def signed_again(cert, before, after, issuer_key, digest=hashes.SHA256()):
    """DER with other octets, as many, and a signature of that."""
    octets, signed = der(cert), cert.tbs_certificate_bytes
    begin = octets.index(signed)
    octets = octets.replace(before, after)
    signature = KEYS.get(issuer_key).sign(octets[begin:begin + len(signed)], padding.PKCS1v15(), digest)
    return octets[:-len(signature)] + signature


def found(page):
    return {one["requirement"] for one in page["findings"] if one["verdict"] != "not judged"}


def look_at_requirements(forms):
    for identifier, refused, warned in rows():
        if len(forms.get(identifier, ())) < 2:
            check(False, f"{identifier} has no good and bad file")
            continue
        for device in refused + warned:
            alone, usual = [], set()
            for index, (files, words) in enumerate(forms[identifier]):
                code, page = run(device, files, *words)
                if index == 0:
                    usual = found(page)
                else:
                    alone.append(found(page) - usual - {identifier} - WITH_IT.get(identifier, set()))
                got = verdicts(page, identifier) if page else None
                what = f"{identifier} for {device}: {files} {words}: {got}"
                if index == 0:
                    check(got == [], what)
                else:
                    verdict = "refused" if device in refused else "warning"
                    check(bool(got) and set(got) == {verdict}, what)
                    check(verdict == "warning" or code == 1, what)
                check(code == (1 if any(one["verdict"] == "refused" for one in page["findings"])
                               else 0), what)
            check(set() in alone, f"{identifier} for {device}: no file breaks it alone, but {alone}")


def look_at_documents():
    known = [identifier for identifier, _, _ in rows()]
    check(len(known) == len(set(known)), "an identifier appears twice")
    skipped = list(left_out())
    for document, last in DOCUMENTS.items():
        for number in range(1, last + 1):
            one = f"{document}-{number}"
            check((one in known) + (one in skipped) == 1, f"{one} is neither checked nor left out, or both")
    for page in ("phone-side/cdc43-phone.1", "phone-side/certificates/README.md"):
        text = pathlib.Path(page).read_text(encoding="utf-8").replace("\\-", "-")
        for one in known:
            check(one in text, f"{page}: {one} is missing")


def look_at_forms(folder, itself, middle, root, good):
    """The same certificates in every form."""
    put = folder.put
    text = pem(itself, middle, root, "leaf")
    p7 = folder.path / "all.p7b"
    subprocess.run(["openssl", "crl2pkcs7", "-nocrl", "-certfile", good[0], "-out", str(p7)],
                   check=True, capture_output=True)
    p7_der = folder.path / "all.p7c"
    subprocess.run(["openssl", "pkcs7", "-in", str(p7), "-outform", "DER", "-out", str(p7_der)],
                   check=True, capture_output=True)
    for name, files, certs, keys in (
            ("crlf", [put("crlf.pem", text.replace(b"\n", b"\r\n"))], 3, 1),
            ("mark", [put("mark.pem", b"\xef\xbb\xbf" + text)], 3, 1),
            ("little", [put("le.pem", text.decode().encode("utf-16"))], 3, 1),
            ("unmarked", [put("le2.pem", text.decode().encode("utf-16-le"))], 3, 1),
            ("big", [put("be.pem", b"\xfe\xff" + text.decode().encode("utf-16-be"))], 3, 1),
            ("attributes", [put("bag.pem", b"Bag Attributes\n    localKeyID: 01 02\n" + text)], 3, 1),
            ("pkcs1", [put("p1.pem", pem(itself, middle, root, key_pem("leaf", True)))], 3, 1),
            ("der", [put("der.pem", der(itself))], 1, 0),
            ("pkcs7", [str(p7)], 3, 0), ("pkcs7 der", [str(p7_der)], 3, 0),
            ("several", [put("a.pem", pem(itself)), put("b.pem", pem(middle, root)),
                         put("c.pem", pem("leaf"))], 3, 1)):
        _, page = run("any", files)
        check(page and len(page["certificates"]) == certs and page["private-keys"] == keys and
              not verdicts(page, "ALL-1"), f"form {name}: {page}")
    code, page = run("innovaphone-ap", good, "--host", HOST)
    check(code == 0 and page["findings"] == [], f"silence about what is good: {page}")


def look_at_samples(folder):
    """Files such as the documents print them, with other keys: what their readers would expect."""
    put = folder.put
    begin, end = datetime.datetime(2008, 8, 14), datetime.datetime(2011, 6, 28)
    then = {"begin": begin, "end": end, "digest": hashes.SHA1()}

    def expect(device, files, refused, warned, *words):
        code, page = run(device, files, *words)
        got = [{one["requirement"] for one in page["findings"] if one["verdict"] == verdict}
               for verdict in ("refused", "warning")]
        check(got == [set(refused), set(warned)] and code == (1 if refused else 0),
              f"sample for {device} {files} {words}: {got}")
    # S000: self-signed, RSA of 512 bits, expired, with its key, in the XML that a web server hands out.
    snom = make("lab.snomone.local", "root-512", "lab.snomone.local", "root-512", is_ca=True, **then)
    sample_xml = [put("sample.xml", b'<certificates>\n<certificate type="base64">\n'
                      + pem(snom, key_pem("root-512", True)) + b"</certificate>\n</certificates>\n")]
    expect("snom", sample_xml, ["S000-9"], ["S000-6", "ALL-13"], "--at", "2010-12-01")
    expect("snom", sample_xml, ["S000-9", "S000-8"], ["S000-6", "ALL-13"])
    # S001: the three Common Names, keys of 1024 bits as in its request.
    spa_root = put("sipura.pem", pem(make("Sipura CA", "root", "Sipura CA", "root", is_ca=True)))
    for name in ("sprov.callme.com", "pv.telco.net/mailto:admin@telco.net", "prof.voice.com/info@voice.com"):
        server = put("provserver.crt", pem(make(name, "leaf-1024", "Sipura CA", "root")))
        words = ("--trust", spa_root, "--model", "SPA921", "--host", name.partition("/")[0])
        expect("cisco-spa", [server], [], ["S001-11"], *words)
        expect("cisco-spa", [server, put("privkey.pem", key_pem("leaf-1024", True))], [], ["S001-11"], *words)
        expect("cisco-spa", [server, put("other.key", pem("other"))], ["S001-10"], ["S001-11"], *words)
    # S002: the key first, then from the device up to the root; SHA-1 and 1024 bits as it was usual.
    root = make("Root CA", "root-1024", "Root CA", "root-1024", is_ca=True, **then)
    middle = make("Intermediate CA", "middle-1024", "Root CA", "root-1024", is_ca=True, **then)
    device = make("IP800-06-11-ac", "leaf-1024", "Intermediate CA", "middle-1024", **then)
    text = pem(key_pem("leaf-1024", True), device, middle, root)
    for key in (text, pem("leaf-1024", device, middle, root)):
        upload = [put("upload.pem", key)]
        expect("innovaphone-device", upload, [], ["S003-8", "S003-5", "ALL-13"], "--at", "2010-12-01")
        expect("innovaphone-ap", upload, ["S003-8"], ["S003-5", "ALL-13"], "--at", "2010-12-01")
        expect("innovaphone-device", upload, ["S002-9"], ["S003-8", "S003-5", "ALL-13"])
    # As it is printed there, lines are missing.
    printed = b"".join(line for index, line in enumerate(text.splitlines(True)) if index % 5 != 3)
    code, page = run("innovaphone-device", [put("printed.pem", printed)])
    check(code == 1 and "ALL-1" in found(page), f"what is printed is damaged: {page}")
    # S003: a wildcard, the chain, and the key last.
    root, middle = (make(name, name, "Root", "Root", is_ca=True) for name in ("Root", "Middle"))
    star = make("*.example.net", "leaf", "Middle", "Middle", alternatives=[DNS("*.example.net")])
    whole = [put("star.pem", pem(star, middle, root, "leaf"))]
    for host, refused, warned in (("ap.example.net", [], []), ("a.ap.example.net", ["S003-1"], ["S002-3"])):
        expect("innovaphone-ap", whole, refused, warned, "--host", host)
    expect("innovaphone-ap", whole, [], [], "--host", HOST, "--trust", put("root.pem", pem(root)))
    # S004: the Common Name with option 15.
    phone = make(f"{MIC}.example.nl", "leaf", "Middle", "Middle", purposes=[CLIENT])
    cdc = [folder.p12("cdc.p12", [phone, middle, root], "leaf")]
    words = ("--password-file", put("extract", PASSWORD.encode()), "--mic-cn", MIC)
    expect("cisco-cdc", cdc, [], [], *words, "--domain", "example.nl")
    expect("cisco-cdc", cdc, ["S004-62"], [], *words)


def look_at_limits(folder, itself, root):
    """What is too much is refused with the limit, in every form."""
    put, many = folder.put, pem(*[itself] * 101)
    extract = put("extract", PASSWORD.encode())
    source = put("many.pem", many)
    bundle = str(folder.path / "many.p7")
    subprocess.run(["openssl", "crl2pkcs7", "-nocrl", "-certfile", source, "-outform", "DER", "-out",
                    bundle], check=True, capture_output=True)
    files = {"PEM": source, "PKCS#7": bundle, "PKCS#7 in PEM": bundle + ".pem",
             "PKCS#12": folder.p12("many.p12", [itself] * 101, "leaf"),
             "XML": put("many.xml", b"<certificates>" + many + b"</certificates>"),
             "private keys": put("keys.pem", pem(itself, *["leaf"] * 9))}
    subprocess.run(["openssl", "pkcs7", "-inform", "DER", "-in", bundle, "-out", bundle + ".pem"],
                   check=True, capture_output=True)
    for form, path in files.items():
        done = check_text("any", path, "--password-file", extract)
        check(done.returncode == 1 and done.stderr == f"cdc43-phone: {path}: more than 100 certificates "
              "or 8 private keys\n" and not done.stdout, f"too many in {form}: {done}")
    done = check_text("any", put("trusted.pem", pem(itself)), "--trust", source)
    check(done.returncode == 1 and "more than 100" in done.stderr, f"too many in --trust: {done}")
    code, page = run("any", [put("hundred.pem", pem(itself, *[root] * 99))])
    check(code == 0 and len(page["certificates"]) == 100, "100 certificates are read")

    limit = 10485760
    forms = {"PEM": pem(itself).ljust(limit, b"#"), "DER": der(itself).ljust(limit, b"#"),
             "XML": (b"<a>" + pem(itself)).ljust(limit - 4) + b"</a>"}
    for form, octets in forms.items():
        code, page = run("any", [put("large", octets)])
        check(page is not None and len(page["certificates"]) == (form != "DER"), f"10 MB of {form}: {page}")
        done = check_text("any", put("large", octets + b"\n"))
        check(done.returncode == 1 and not done.stdout and "large is larger than 10485760 octets"
              in done.stderr, f"more than 10 MB of {form}: {done}")
    # As many rounds as the file wants would take hours.
    slow = folder.p12("slow.p12", [itself], "leaf", "-iter", "6000001", "-nomac")
    begin = time.monotonic()
    code, page = run("cisco-cdc", [slow], "--password-file", extract)
    check(verdicts(page, "S004-3") == ["refused"] and "6000000 rounds" in str(page), f"rounds: {page}")
    check(time.monotonic() - begin < 60, "it was not opened")
    for name, octets in slow_files():
        code, page = run("cisco-cdc", [put(f"slow_{name}.p12", octets)], "--password-file", extract)
        check(verdicts(page, "S004-3") == ["refused"] and "6000000 rounds" in str(page), f"rounds of {name}: {page}")


def slow_files():
    """PKCS#12 files, by hand, that want more rounds than are done."""
    def tlv(tag, *parts):
        body = b"".join(parts)
        head = bytes([len(body)]) if len(body) < 128 else b"\x82" + len(body).to_bytes(2, "big")
        return bytes([tag]) + head + body

    def number(value):
        return tlv(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))

    def algorithm(oid, *parameters):
        return tlv(0x30, tlv(6, bytes.fromhex(oid)), *parameters)
    pbkdf2, scrypt, sha256 = "2a864886f70d01050c", "2b06010401da47040b", "2a864886f70d0209"
    pbes2, pbmac1, aes = "2a864886f70d01050d", "2a864886f70d01050e", "60864801650304012a"
    data, encrypted = "2a864886f70d010701", "2a864886f70d010706"
    salt = tlv(4, bytes(8))

    def derive(rounds):
        return algorithm(pbkdf2, tlv(0x30, salt, number(rounds), number(32), algorithm(sha256, b"\5\0")))

    def safe(function):
        return algorithm(encrypted, tlv(0xa0, tlv(0x30, number(0), tlv(
            0x30, tlv(6, bytes.fromhex(data)), algorithm(pbes2, tlv(0x30, function, algorithm(aes, tlv(4, bytes(16))))),
            tlv(0x80, bytes(32))))))

    def file(safes, mac=b""):
        return tlv(0x30, number(3), algorithm(data, tlv(0xa0, tlv(4, tlv(0x30, *safes)))), mac)
    code = algorithm(pbmac1, tlv(0x30, derive(2**40), algorithm(sha256, b"\5\0")))
    yield "PBMAC1", file([], tlv(0x30, tlv(0x30, code, tlv(4, bytes(32))), salt, number(1)))
    yield "PBKDF2", file([safe(derive(6000001))])
    yield "all together", file([safe(derive(1)), safe(derive(6000000))])
    yield "scrypt", file([safe(algorithm(scrypt, tlv(0x30, salt, number(2**12), number(8), number(256))))])


def check_text(device, *words):
    return subprocess.run([PROGRAM, "cert-check", "--for", device, "--at", "2026-11-29", *words],
                          capture_output=True, check=False, stdin=subprocess.DEVNULL, text=True)


def look_at_xml(folder, itself, root):
    """Configuration files of phones."""
    put = folder.put
    text = pem(root).decode()
    entity = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>'
    lines = "".join(f"{line}&#10;" for line in text.splitlines())
    for name, document, certs in (
            ("plain", f"<certificates><certificate type='base64'>\n{text}</certificate></certificates>", 1),
            ("prolog", f'<?xml version="1.0" encoding="utf-8" ?>\n<settings><phone-settings e="2"/>'
                       f'<certificates><certificate type="base64">{text}</certificate></certificates>'
                       "</settings>", 1),
            ("cdata", f"<a><![CDATA[{text}]]></a>", 1), ("references", f"<a>{lines}</a>", 1),
            ("two", f"<a><b>{text}</b><b>{text.strip()}</b></a>", 2),
            ("comment", f"<a><?word {text}?></a>", 0), ("latin", f"<a b='\xe4'>{text}</a>", 1)):
        octets = document.encode("latin-1" if name == "latin" else "utf-8")
        if name == "latin":
            octets = b'<?xml version="1.0" encoding="windows-1252"?>' + octets
        for form, data in (("", octets), ("utf-16", octets.decode("latin-1").encode("utf-16"))):
            if (name, form) == ("latin", "utf-16"):
                continue
            _, page = run("snom", [put(f"{name}{form}.xml", data)])
            check(len(page["certificates"]) == certs and not verdicts(page, "ALL-1"),
                  f"XML {name} {form}: {page}")
    for name, document, words in (
            ("doctype", entity, "it has a DOCTYPE"), ("open", "<a><b></a>", "mismatched tag"),
            ("deep", "<a>" * 65 + "</a>" * 65, "nested too deeply"), ("empty", "<", "line 1"),
            ("entity", "<a>&e;</a>", "undefined entity"), ("open", f"<a>{text}", "no element found")):
        code, page = run("snom", [put(f"wrong_{name}.xml", document.encode())])
        check(code == 1 and verdicts(page, "ALL-1") == ["refused"] and words in str(page["findings"]),
              f"XML {name}: {page}")
        check(len(page["certificates"]) == (text in document), f"its blocks are looked at: {page}")
    bare = "".join(text.splitlines()[1:-1])
    code, page = run("snom", [put("bare.xml", f'<certificates><certificate type="base64">{bare}</certificate>'
                                              f"<certificate>{text}</certificate></certificates>".encode())])
    check(code == 1 and verdicts(page, "ALL-1") == ["refused"] and
          "1 <certificate> without the lines BEGIN CERTIFICATE" in str(page), f"base64 alone: {page}")
    code, page = run("snom", [put("deep_enough.xml", f"{'<a>' * 64}{text}{'</a>' * 64}".encode())])
    check(code == 0 and not verdicts(page, "ALL-1"), f"64 elements: {page}")

    links = '<certificates>' + "".join(f'<certificate url="{url}"/>' for url in (
        "http://192.0.2.1/ca.der", "https://one:D233CCF9B9952A15@pv.example.net/ca.DER?a@b")) + "</certificates>"
    code, page = run("snom", [put("links.xml", links.encode())])
    check(code == 0 and verdicts(page, "S000-7") == ["warning", "not judged"] and
          verdicts(page, "ALL-3") == ["not judged"] and "http://192.0.2.1/ca.der" in str(page) and
          "https://pv.example.net/ca.DER?a@b" in str(page), f"links: {page}")
    cisco = ("<flat-profile><Custom_CA_Rule ua='na'> http://192.0.2.1/my.pem </Custom_CA_Rule>"
             "<Custom_CA_URL>HTTPS://pv.example.net/my.pem</Custom_CA_URL><Profile_Rule>http://192.0.2.1/"
             "</Profile_Rule><Custom_CA_Rule/></flat-profile>")
    code, page = run("cisco-spa", [put("cisco.xml", cisco.encode())])
    check(verdicts(page, "S000-7") == ["warning", "not judged"], f"links of Cisco: {page}")
    code, page = run("any", [put("many_links.xml", f"<a>{'<certificate url=%shttp://a%s/>' % (chr(39), chr(39)) * 40}"
                                 "</a>".encode())])
    check(len(verdicts(page, "S000-7")) == 17 and "24 more links" in str(page), f"many links: {page}")


def fix(device, target, files, *words):
    done = subprocess.run([PROGRAM, "cert-check", "--for", device, "--at", "2026-11-29", "--fix", target,
                           *words, *files], capture_output=True, check=False, stdin=subprocess.DEVNULL)
    for secret in SECRETS:
        check(secret not in done.stdout + done.stderr, f"a secret is shown: --fix {device} {files}")
    return done


def look_at_fix(folder, forms, itself, middle, root):
    """What --fix writes is accepted, whatever order it came in."""
    put = folder.put
    parts = [put("part_root.pem", pem(root)), put("part_key.pem", pem("leaf")),
             put("part_leaf.pem", pem(itself)), put("part_middle.der", der(middle))]
    extract = ("--password-file", put("extract", PASSWORD.encode()))
    phone = put("phone.pem", pem("leaf", root, make(MIC, "leaf", "Middle", "middle"), middle))
    for index, (device, files, words, end) in enumerate((
            ("innovaphone-ap", parts, ("--host", HOST), (3, 1)),
            ("innovaphone-device", parts, ("--host", HOST), (3, 1)),
            ("innovaphone-ap", parts[1:], ("--host", HOST, "--trust", parts[0]), (3, 1)),
            ("any", parts, (), (3, 1)), ("snom", parts, (), (1, 0)),
            ("cisco-cdc", [phone], (*extract, "--mic-cn", MIC), (3, 1)))):
        target = str(folder.path / f"fixed{index}")
        done = fix(device, target, files, *words)
        check(done.returncode == 0 and b"would be accepted" in done.stderr, f"--fix {device}: {done}")
        code, page = run(device, [target], *[word for word in words if word not in ("--trust", parts[0])])
        wrong = [one for one in page["findings"] if one["verdict"] != "not judged"]
        check(code == 0 and not wrong, f"--fix {device}: {wrong}")
        check((len(page["certificates"]), page["private-keys"]) == end, f"--fix {device}: {page}")
        check(os.stat(target).st_mode & 0o777 == 0o600, "mode 0600")
        before = pathlib.Path(target).read_bytes()
        done = fix(device, target, files, *words)
        check(done.returncode == 1 and pathlib.Path(target).read_bytes() == before
              and b"File exists" in done.stderr, f"an existing file stays: {done}")
    for files, words in ((parts[1:], b"the chain is not complete"), ([parts[0], *parts[2:]], b"key is missing"),
                         ([parts[1]], b"there is no certificate")):
        target = folder.path / "never"
        done = fix("innovaphone-ap", str(target), files)
        check(done.returncode == 1 and words in done.stderr and not target.exists(), f"--fix: {done}")
    done = fix("innovaphone-ap", str(folder.path / "fixed_large"), forms["S003-4"][1][0])
    check(done.returncode == 1 and b"only other certificates can meet S003-4" in done.stderr,
          f"--fix says what it cannot: {done}")


def look_at_damage(folder, forms, good):
    """Damaged files of every form end in findings or a message. ASan looks at what happens inside."""
    choice = random.Random(43)
    extract = ("--password-file", folder.put("extract", PASSWORD.encode()))
    text = pathlib.Path(good[0]).read_bytes()
    whole = [text, text.decode().encode("utf-16"), pathlib.Path(forms["S000-4"][0][0][0]).read_bytes(),
             pathlib.Path(forms["S004-2"][0][0][0]).read_bytes(), (folder.path / "all.p7c").read_bytes(),
             b"<certificates>" + text + b"</certificates>"]
    for _ in range(240):
        octets = bytearray(choice.choice(whole))
        for _ in range(choice.choice((1, 1, 3, 20))):
            at = choice.randrange(len(octets))
            octets[at:at + choice.choice((0, 1, 1, 1, 40))] = choice.randbytes(choice.choice((0, 1, 1, 3)))
        code, page = run(choice.choice(("any", "innovaphone-ap", "cisco-cdc", "snom", "cisco-spa")),
                         [folder.put("damaged", bytes(octets))], *extract)
        check(code in (0, 1) and (page or code == 1), f"exit {code} for a damaged file")


def look_at_usage(good):
    for words in (("--for", "any", "--model", "SPA921"), ("--for", "snom", "--domain", "example.nl"),
                  ("--for", "cisco-cdc", "--host", HOST), ("--for", "cisco-cdc", "--domain", "nl"),
                  ("--for", "any", "--at", "2026-1-1"), ("--for", "any", "--at", "2026-01-01T10:00"),
                  ("--for", "any", "--at", "2026-13-01"), ("--for", "any", "--fingerprint", "abc"),
                  ("--for", "cisco-spa", "--resolve", "name"), ("--for", "phone"), ()):
        done = subprocess.run([PROGRAM, "cert-check", *words, *good], capture_output=True, check=False)
        check(done.returncode == 2 and b"--help" in done.stderr, f"usage: {words} {done}")
    done = subprocess.run([PROGRAM, "cert-check", "--for", "any", "--fingerprint",
                           hash_of(pathlib.Path(good[0]).read_bytes()), "--at",
                           "2026-11-29T05:30:00Z", *good], capture_output=True, check=False)
    check(b"refused ALL-17" in done.stdout and b"any: not accepted; 1 refused" in done.stdout,
          f"text: {done}")


def main():
    with contextlib.ExitStack() as servers:
        path = servers.enter_context(tempfile.TemporaryDirectory())
        folder = Folder(path)
        SECRETS.append(PASSWORD.encode())
        forms, *rest = sample(folder, servers)
        SECRETS.extend(line for name in ("leaf", "other") for line in key_pem(name).splitlines()[1:4])
        look_at_requirements(forms)
        look_at_documents()
        look_at_forms(folder, *rest)
        look_at_samples(folder)
        look_at_limits(folder, *rest[:1], rest[2])
        look_at_xml(folder, *rest[:1], rest[2])
        look_at_damage(folder, forms, rest[-1])
        look_at_usage(rest[-1])
        look_at_fix(folder, forms, *rest[:-1])
    print(f"{len(list(rows()))} requirements")
    return result(200)


sys.exit(main())
