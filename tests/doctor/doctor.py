#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""cdc43-phone doctor over captures that make.py writes: each finding of the table from a capture that
has it and not from one that has not, its place, the exit codes, no password.

Usage: doctor.py [--memory] CDC43_PHONE"""
import datetime
import gzip
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

for room in ("capture", "support"):
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / room))
# pylint: disable=wrong-import-position
from checks import check, result
from decode import ASKED, CN, DOMAIN, PASSWORD, SAMPLE, wire
from make import (COOKIE, Pcapng, ethernet, ip, ipv4, message, option, pcap, reply, request, udp)

MAC = "00:1a:2b:3c:4d:5e"
SERVER, FINGERPRINT = SAMPLE[3:23], SAMPLE[23:45]
FOUND, LACKED = set(), set()
# The reader of messages finds it before the codec can: as joined instances.
NEVER = {"too-long"}
# Of a server that answers: wire.sh.
ON_WIRE = {"scep-server-good", "scep-server-weak", "scep-server-fips"}


class Run:
    """What the command said about a capture."""
    program = ""

    def __init__(self, frames, *words, raw=None):
        done = subprocess.run([Run.program, "doctor", "--capture", "-", "--format", "json", *words],
                              input=raw if raw is not None else pcap(frames), capture_output=True, check=False)
        self.code, self.out, self.err = done.returncode, done.stdout.decode(), done.stderr.decode()
        self.words = words
        self.objects = [json.loads(line) for line in self.out.splitlines()]
        self.findings = [finding for one in self.objects for finding in one["findings"]]
        self.ids = [finding["id"] for finding in self.findings]
        FOUND.update(self.ids)
        LACKED.update(known() - set(self.ids))
        self.expect(PASSWORD not in self.out + self.err and PASSWORD.encode().hex() not in self.out + self.err,
                    "the password is shown")
        for one in self.objects:
            has_error = any(finding["severity"] == "error" for finding in one["findings"])
            self.expect(one["would-enrol"] is not has_error, "the findings contradict the verdict")

    def expect(self, good, what):
        check(good, f"{what}: exit {self.code}, {self.words}\n{self.out}{self.err}")
        return self

    def finds(self, *ids):
        """These, no others; exit 1 if one of them is an error."""
        errors = any(finding["severity"] == "error" for finding in self.findings)
        return self.expect(self.ids == list(ids), f"not {ids}").expect(self.code == errors, "the exit code")

    def at(self, which, frame, octet=None, of=None):
        finding = self.findings[self.ids.index(which)]
        return self.expect((finding.get("frame"), finding.get("octet"), finding.get("of")) == (frame, octet, of),
                           f"the place of {which}")

    def says(self, text):
        return self.expect(any(text in finding["sentence"] for finding in self.findings), f"'{text}' is missing")


def rows(path, macro):
    return re.findall(rf'^{macro}\(([^)]*)', pathlib.Path(path).read_text(), re.M)


def known():
    """The ids of all findings."""
    table = "phone-side/doctor/findings.def"
    ids = {re.search(r'"([\w-]+)"', row)[1] for row in rows(table, "CDC43_DOCTOR_FINDING")}
    for path, macro in ((table, "CDC43_DOCTOR_REMEDY"), ("tlv/remedies.def", "CDC43_REMEDY")):
        ids |= {row.split(",")[0].lower().replace("_", "-") for row in rows(path, macro)
                if row.split(",")[0] != "ERR"}
    return ids - NEVER - ON_WIRE


def octet_of(frame, code):
    """Where in its DHCP message an option is."""
    at = frame.index(COOKIE) + 4
    base = frame.index(COOKIE) - 236
    while frame[at] != code:
        at += 1 if frame[at] == 0 else 2 + frame[at + 1]
    return at - base


def exchange():
    """Findings about the messages."""
    Run(wire()).finds().expect(True, "good")
    run = Run(wire())
    run.expect(run.objects[0] | {"time": 0} == {
        "time": 0, "mac": MAC, "model": "DP-9871", "server": "192.0.2.1", "frame": 4, "common-name": CN,
        "would-enrol": True, "findings": []}, "a good one")
    windows = option(60, b"MSFT 5.0") + option(55, b"\1\x2b")
    Run(wire(None, windows)).finds("no-phone")
    Run(wire(kinds=(1,)) * 3).finds("no-answer").at("no-answer", 1).says("it asked 3 times")
    Run(wire(kinds=(1, 2, 3, 6))).finds("refused").at("refused", 4)
    Run(wire(kinds=(1, 2, 3))).finds("no-ack").at("no-ack", 3).says("the REQUEST was not answered")
    Run(wire(kinds=(1, 2))).finds("no-ack").at("no-ack", 2).says("sent no REQUEST")
    nowhere = [ethernet(reply(5, options=DOMAIN + option(43, SAMPLE), yiaddr="0.0.0.0"))]
    Run(wire(kinds=(1, 2, 3)) + nowhere).finds("ack-ignored").at("ack-ignored", 4)
    chosen = [ethernet(request(3, options=ASKED + option(54, ip("192.0.2.9"))))]
    Run(wire(kinds=(1, 2)) + chosen + wire(kinds=(5,))).finds("ack-ignored")
    frames = wire(more=b"")
    cut = pcap(frames[:3] + [frames[3][:330]], originals={3: len(frames[3])})
    Run(None, raw=cut).finds("cut").at("cut", 4)
    whole = len(frames[3]) - 1  # only END is missing
    Run(None, raw=pcap(frames[:3] + [frames[3][:whole]], originals={3: len(frames[3])})).finds()
    padded = [ethernet(ipv4(udp(message(5, options=option(54, ip("192.0.2.1")) + DOMAIN + option(43, SAMPLE),
                                        yiaddr="192.0.2.7") + bytes(60), 67, 68), "192.0.2.1"))]
    Run(None, raw=pcap([padded[0][:-50]], originals={0: len(padded[0])})).finds()
    behind = wire(None, more=option(43, SAMPLE) + DOMAIN)  # without its end the Common Name is another
    Run(None, raw=pcap(behind[:3] + [behind[3][:-20]], originals={3: len(behind[3])})).finds("cut")
    asked = wire(asked=option(12, b"x") + ASKED + option(61, b"x" * 60))
    for keep in (289, 320):  # in option 60, and after it
        cut = pcap([asked[0][:keep]] + asked[1:2] + [asked[2][:keep]] + asked[3:],
                   originals={0: len(asked[0]), 2: len(asked[2])})
        run = Run(None, raw=cut).finds()
        run.expect("2 frames were cut" in run.err, "the cut is not said")
    no_model = option(55, bytes([1, 43]))
    Run(wire(asked=no_model)).finds("no-vendor-class").at("no-vendor-class", 1)
    Run(wire(None, no_model), "--mac", MAC).finds("no-vendor-class", "absent")
    other = wire(asked=option(60, b"DP-9999") + no_model)
    Run(other).finds("other-model").at("other-model", 1, octet_of(other[0], 60), "message").says("'DP-9999'")
    Run(wire(None, windows), "--mac", MAC).finds("other-model", "absent")
    for model in (b"CP-8875", b"DP-9841", b"DP-9841-3PCC"):
        Run(wire(asked=option(60, model) + no_model)).finds()
    asked = wire(asked=option(60, b"DP-9871") + option(55, b"\1\x0f"))
    Run(asked).finds("not-requested").at("not-requested", 1, octet_of(asked[0], 55), "message")
    Run(wire(asked=option(60, b"DP-9871"))).finds("not-requested").says("option 55 is missing")


def no_boot():
    """What asks for no address: RELEASE, DECLINE, INFORM."""
    back = [[ethernet(request(kind, xid=9, options=ASKED))] for kind in (4, 7)]
    inform = wire(kinds=(8, 5))
    for frames in (*back, inform):
        Run(frames).finds("no-phone")
        Run(frames, "--mac", MAC).finds("no-phone").says("none is the client of --mac")
    for frames in back:
        Run(wire() + frames, "--mac", MAC).finds()
    offers = [frame for lease in range(20) for frame in (
        wire()[0], ethernet(reply(2, options=DOMAIN + option(51, bytes([0, 0, 1, lease])))))]
    Run(offers + wire()[2:]).finds()


def source():
    """Where option 43 is."""
    Run(wire()[:3] + wire(None)[3:]).finds("offer-only").at("offer-only", 4).says("the OFFER is frame 2")
    other = ethernet(reply(2, "192.0.2.2", options=DOMAIN + option(43, SAMPLE)))
    bare, good = wire(None), wire()
    Run(bare[:2] + [other] + bare[2:]).finds("other-server").at("other-server", 3).says(
        "192.0.2.2 has it, 192.0.2.1 gave the lease")
    Run(good[:2] + [other] + good[2:]).finds()
    bad = wire(SAMPLE[:23])
    Run(bad[:2] + [other] + bad[2:]).finds("other-server", "missing")
    leaked = wire(b"", more=b"".join(option(code, value) for code, value in (
        (15, b"\1"), (14, b"\1"), (13, PASSWORD.encode()), (12, FINGERPRINT[2:]), (11, SERVER[2:]), (10, b"\1"))))
    Run(leaked).finds("leaked").at("leaked", 4, octet_of(leaked[3], 43), "message")
    empty = wire(b"", more=DOMAIN + option(12, b"phone7"))
    Run(empty).finds("empty").at("empty", 4, octet_of(empty[3], 43), "message")
    Run(bare).finds("absent").at("absent", 4)
    long = b"\x0d\xf0" + b"p" * 240
    continued = wire((SAMPLE + long)[:255], more=DOMAIN + option(250, (SAMPLE + long)[255:]))
    Run(continued).finds("option-250").at("option-250", 4, octet_of(continued[3], 250), "message")
    Run(wire(more=DOMAIN + option(250, b"x"))).finds()
    Run(wire(option(66, b"http://s\0"))).finds("other-vendor").says("the value is for snom phones")
    Run(wire(option(215, b"http://s"))).finds("other-vendor").says("the value is for innovaphone devices")
    Run(wire(option(66, b"http://s\0") + option(215, b"x"))).finds("other-vendor").says("their maker is unknown")
    Run(wire(b"x", more=option(60, b"1.3.6.1.4.1.6666"))).finds("other-vendor").says("for innovaphone devices")
    Run(wire(b"x", asked=option(60, b"snomD785") + option(55, b"\x2b")), "--mac", MAC).finds(
        "other-model", "other-vendor").says("it says 'snomD785', as snom phones do").says("the value is for snom phones")
    Run(wire(b"172.18.6.37")).finds("other-vendor").at("other-vendor", 4, octet_of(wire(b"1")[3], 43), "message")
    Run(wire(SAMPLE + option(66, b"http://s\0"))).finds("unknown-suboption")
    split = DOMAIN + option(43, SAMPLE[:30]) + option(43, SAMPLE[30:])
    frames = wire(None, more=split)
    Run(frames).finds("split").at("split", 4, octet_of(frames[3], 43) + 32, "message").says("2 pieces, 69 octets")
    overload = ipv4(udp(message(5, options=option(54, ip("192.0.2.1")) + option(52, b"\3") + option(43, SAMPLE[:20]),
                                yiaddr="192.0.2.7", file=option(43, SAMPLE[20:60]) + b"\xff",
                                sname=option(43, SAMPLE[60:]) + b"\xff"), 67, 68), "192.0.2.1")
    Run(wire(kinds=(1,)) + [ethernet(overload)]).finds("split").at("split", 2, 44, "message").says("3 pieces")
    for code in (66, 150, 159, 160):
        frames = wire(more=DOMAIN + option(code, b"abcd"))
        Run(frames).finds("provisioning").at("provisioning", 4, octet_of(frames[3], code), "message")


def rules():
    """Every rule that octets can break."""
    def is_broken(value, *ids, octet=None, frame=4):
        run = Run(wire(value)).finds(*ids)
        if octet is not None:
            run.at(ids[0], frame, octet, "option-43")

    is_broken(SAMPLE + b"\0", "pad", octet=69)
    is_broken(SAMPLE + b"\xff", "end", octet=69)
    is_broken(b"\x0b\x02h\0" + FINGERPRINT, "trailing-nul", octet=0)
    is_broken(SERVER + FINGERPRINT + b"\x0d\0", "empty-password", octet=42)
    is_broken(SAMPLE + b"\x10\1x", "unknown-suboption", octet=69)
    is_broken(SAMPLE + b"\x0a\1\1", "duplicate", octet=69)
    is_broken(SAMPLE + b"\x0a\1\0", "conflict")
    is_broken(SAMPLE + b"\x0a", "truncated", octet=69)
    is_broken(SAMPLE[:-1], "overrun", octet=66)
    is_broken(SERVER + FINGERPRINT + b"\x0a\2\0\0", "flag-length", octet=44)
    is_broken(SERVER + FINGERPRINT + b"\x0a\1\2", "flag-value", octet=44)
    is_broken(SERVER + b"\x0c\2ab", "fingerprint-length", octet=22)
    is_broken(b"\x0b\0" + FINGERPRINT, "server-empty")
    for server, which in ((b"http://a b", "character"), (b"https://h", "https"), (b"ftp://h", "scheme"),
                          (b"http://u@h", "user-info"), (b"http://", "host"), (b"http://h:0", "port")):
        is_broken(option(11, server) + FINGERPRINT, f"server-{which}")
    is_broken(SERVER + FINGERPRINT + b"\x0d\1\1", "password-character")
    is_broken(SERVER, "missing")
    is_broken(b"\x0d\1x", "missing", "missing")
    total = SERVER + FINGERPRINT + b"\x0d\xbe" + b"p" * 190  # 18 + 190 = 208
    Run(wire(total)).finds("sum-limit-reached").says("less than 208")
    Run(wire(SERVER + FINGERPRINT + b"\x0d\xbd" + b"p" * 189)).finds()
    Run(wire(more=option(15, b"a..b"))).finds("domain").at("domain", 4, 1, "option-15")
    Run(wire(more=option(15, b"x" * 41))).finds("common-name-too-long").says("64 characters, 65 found")
    Run(wire(more=option(15, b"x" * 40))).finds()
    Run(wire(more=option(15, b"x" * 41)), "--mac", MAC, "--model", "DP-98").finds()  # two digits less
    Run(wire(None, more=option(43, bytes(200)) * 2)).finds("message-joined-too-long")
    Run(wire(more=option(52, b"\7"))).finds("message-overload").at(
        "message-overload", 4, octet_of(wire(more=option(52, b"\7"))[3], 52), "message")
    short = ipv4(udp(message(5, options=option(54, ip("192.0.2.1")) + DOMAIN + b"\x2b\xf0ab", yiaddr="192.0.2.7")[:-1],
                     67, 68), "192.0.2.1")
    Run(wire(kinds=(1, 2, 3)) + [ethernet(short)]).finds("message-option")


def vectors():
    """Every vector of the decoder: the finding of the rule that it breaks, and the verdict."""
    for group in json.loads(pathlib.Path("vectors/decode_test.json").read_text())["testGroups"]:
        for test in group["tests"] if group["profile"] == "phone" else []:
            octets = bytes.fromhex(test["option43"])
            wrong = test.get("tolerantError", {}).get("name", "").lower().replace("_", "-")
            if not 0 < len(octets) <= 255:
                continue
            run = Run(wire(octets))
            run.expect(wrong in run.ids or not wrong or "other-vendor" in run.ids, f"{test['tcId'] if 'tcId' in test else octets.hex()}: not {wrong}")


def observed():
    """What real servers sent when the value was as long as it can be, or longer."""
    total = "sum-limit-reached"
    wanted = {"Kea": (["split"], ["split", total]), "ISC dhcpd": ([total], ["message-joined-too-long"]),
              "dnsmasq": (["end"], ["leaked"]), "systemd-networkd": (["server-host"], ["leaked"])}
    seen = dict.fromkeys(wanted, 0)
    for row in json.loads(pathlib.Path("vectors/tools/observed.json").read_text()):
        server = next(name for name in wanted if row["what"].startswith(name))
        ids = wanted[server][seen[server]]
        seen[server] += 1
        frame = ethernet(ipv4(udp(bytes.fromhex(row["message"]), 67, 68), "192.0.2.1"))
        Run([frame], "--mac", "001a2b000001", "--model", "DP-9871").finds(*ids)
    Run(wire()).expect(set(seen.values()) == {2}, f"rows: {seen}")


def name_of(text):
    from cryptography import x509
    return x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, text)])


def authority():
    """What a fingerprint is of."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    def issue(subject, key, issuer, issuer_key):
        start = datetime.datetime(2026, 1, 1)
        return x509.CertificateBuilder().subject_name(name_of(subject)).issuer_name(name_of(issuer)).public_key(
            key.public_key()).serial_number(7).not_valid_before(start).not_valid_after(
                start + datetime.timedelta(days=3650)).sign(issuer_key, hashes.SHA256())

    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    root, below = issue("root", keys[0], "root", keys[0]), issue("below", keys[1], "root", keys[0])
    pem = [cert.public_bytes(serialization.Encoding.PEM) for cert in (root, below)]
    der = [cert.public_bytes(serialization.Encoding.DER) for cert in (root, below)]
    public = root.public_key().public_bytes(serialization.Encoding.DER,
                                            serialization.PublicFormat.SubjectPublicKeyInfo)

    def has(octets, digest):
        value = hashlib.new(digest, octets).digest()
        return wire(SERVER + bytes([12, len(value)]) + value)

    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "ca.pem"
        path.write_bytes(pem[1] + pem[0])
        words = ("--ca", str(path))
        for digest in ("sha1", "sha256", "sha384", "sha512"):
            Run(has(der[0], digest), *words).finds("fingerprint-good").says(f"{digest} CN=root").at("fingerprint-good", 4)
        for octets, digest, part in ((der[1], "sha256", "sha256 of the DER of a certificate that is not the root, CN=below"),
                                     (public, "sha256", "sha256 of the public key of the root CN=root"),
                                     (pem[0], "sha1", "sha1 of the PEM text of the root CN=root"),
                                     (pem[1] + pem[0], "sha256", "sha256 of the octets of the whole file")):
            Run(has(octets, digest), *words).finds("fingerprint-of-other").says(part).says(
                f"the sha256 of the root's DER is {hashlib.sha256(der[0]).hexdigest()}")
        Run(wire(), *words).finds("fingerprint-unknown")
        Run(wire(None), *words).finds("absent")
        path.write_bytes(der[0])
        Run(has(der[0], "sha1"), *words).finds("fingerprint-good")
        from cryptography.hazmat.primitives.serialization import pkcs12
        packed = pathlib.Path(folder) / "ca.p12"
        packed.write_bytes(pkcs12.serialize_key_and_certificates(
            b"ca", keys[0], root, None, serialization.BestAvailableEncryption(b"Extract7")))
        (pathlib.Path(folder) / "right").write_text("Extract7\n")
        (pathlib.Path(folder) / "wrong").write_text("Extract8\n")
        words = ("--ca", str(packed), "--password-file")
        Run(has(der[0], "sha256"), *words, folder + "/right").finds("fingerprint-good")
        Run(has(public, "sha256"), *words, folder + "/right").finds("fingerprint-of-other").says("of the public key")
        run = Run(wire(), *words, folder + "/wrong")
        run.expect(run.code == 1 and not run.out and "ca.p12: it cannot be opened with this password" in run.err,
                   "a wrong password")
        run.expect("Extract" not in run.err, "the password is shown")
        words = ("--ca", str(path))
        path.write_bytes(b"once upon a time")
        run = Run(wire(), *words)
        run.expect(run.code == 1 and not run.out and "no readable certificate" in run.err, "a file without certificates")
    run = Run(wire(), "--ca", "/nowhere/ca.pem")
    run.expect(run.code == 1 and not run.out and "/nowhere/ca.pem" in run.err, "no file")


def servers():
    """Port 9 of this machine: nobody listens there."""
    Run(wire(option(11, b"http://127.0.0.1:9") + FINGERPRINT), "--server-check").finds("scep-server").says(
        "cannot be reached")


def several():
    """More than one exchange, and choices of the command line."""
    def boot(mac, xid, value):
        answer = DOMAIN + (option(43, value) if value else b"")
        return [ethernet(request(1, xid=xid, mac=mac, options=ASKED)), ethernet(request(3, xid=xid, mac=mac, options=ASKED)),
                ethernet(reply(5, xid=xid, mac=mac, options=answer))]
    one, two = bytes.fromhex("001a2b000001"), bytes.fromhex("001a2b000002")
    run = Run(boot(one, 1, None) + boot(one, 2, SAMPLE))
    run.expect(run.code == 0 and [o["would-enrol"] for o in run.objects] == [False, True], "the second time")
    run = Run(boot(one, 1, SAMPLE) + boot(two, 2, None))
    run.expect(run.code == 1 and len(run.objects) == 2, "one of two")
    run = Run(boot(one, 1, SAMPLE) + boot(two, 2, None), "--mac", "001A2B000001")
    run.expect(run.code == 0 and len(run.objects) == 1, "--mac")
    run = Run(boot(one, 1, SAMPLE) + boot(two, 2, None), "--count", "1")
    run.expect(run.code == 0 and len(run.objects) == 1, "--count")
    run = Run(boot(one, 1, SAMPLE), "--mac", "001A2B000009")
    run.finds("no-phone").says("none is the client of --mac")
    run = Run(boot(one, 1, SAMPLE), "--model", "DP-9841").finds("no-phone").says("none says this in option 60")
    run = Run(boot(one, 1, SAMPLE), "--model", "DP-9871").finds()
    Run(None, raw=Pcapng().section().interface().simple(wire()[0]).data).finds("no-answer")
    frames = [frame for at in range(3000)  # 1850 phones, some of them twice
              for frame in boot(bytes([0, 26, 43, 0, at % 50, at % 37]), at, SAMPLE if at < 1850 else None)]
    done = subprocess.run([Run.program, "doctor", "--capture", "-"], input=pcap(frames), capture_output=True, check=False)
    run.expect(done.returncode == 0 and done.stdout.endswith(b"phones that would enrol: 1850 of 1850\n"),
               done.stdout[-200:])


def memory():
    """A million phones that nobody answers, in 64 MiB."""
    frame = bytearray(ethernet(request(1, options=ASKED)))
    xid, mac, head = 42 + 4, 42 + 28, pcap([bytes(frame)])[24:40]
    with tempfile.TemporaryFile() as file:
        file.write(pcap([]))
        for first in range(0, 1_000_000, 5000):
            for number in range(first, first + 5000):
                frame[xid:xid + 4] = number.to_bytes(4, "big")
                frame[mac:mac + 6] = number.to_bytes(6, "big")
                file.write(head + frame)
        file.seek(0)
        process = subprocess.Popen([Run.program, "doctor", "--capture", "-"], stdin=file, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    check(process.returncode == 1 and used.ru_maxrss <= 64 * 1024, f"a million phones: {used.ru_maxrss} KiB")


def command_line():
    """Usage, files and text."""
    def run(*words, data=b""):
        return subprocess.run([Run.program, "doctor", *words], input=data, capture_output=True, check=False,
                              text=False)
    probe = Run(wire())
    for words in ((), ("--capture", "x", "--interface", "lo"), ("--capture", "-", "--timeout", "3"),
                  ("--capture", "-", "--count", "0")):
        probe.expect(run(*words).returncode == 2, f"{words}: not a mistake")
    for words, message in ((("--mac", "12"), b"--mac: the MAC address must be 12 hexadecimal digits"),
                           (("--mac", "SEP001A2B3C4D5E"), b"--mac: character 0: the MAC address must be"),
                           (("--mac", MAC, "--model", "9871"), b"--model: character 0: the model must be DP- or CP-"),
                           (("--password-file", "x"), b"--password-file needs --ca"),
                           (("--ca", "-"), b"only one of --capture, --ca and --password-file can be -")):
        done = run("--capture", "-", *words, data=pcap(wire()))
        probe.expect(done.returncode == 2 and not done.stdout and message in done.stderr, done.stderr)
    for mac in ("001A2B3C4D5E", "00-1a-2b-3c-4d-5e", "001a.2b3c.4d5e", "00:1A:2b:3C:4d:5E"):
        Run(wire(), "--mac", mac).finds()
    wrong_files(run, probe)
    done = run("--capture", "/nowhere/wire.pcap")
    probe.expect(done.returncode == 1 and b"cannot open /nowhere/wire.pcap" in done.stderr, done.stderr)
    done = run("--capture", "-", data=b"once upon a time")
    probe.expect(done.returncode == 1 and b"standard input" in done.stderr, done.stderr)
    done = run("--interface", "nowhere0")
    probe.expect(done.returncode == 1 and b"nowhere0" in done.stderr, done.stderr)
    done = run("--capture", "-", data=pcap(wire(None)))
    for text in (b"  00:1a:2b:3c:4d:5e  DP-9871, ACK of 192.0.2.1: would not enrol\n",
                 b"  frame 4: error: absent: the ACK has no option 43\n    to fix: check that",
                 b"phones that would enrol: 0 of 1\n"):
        probe.expect(done.returncode == 1 and text in done.stdout, done.stdout)
    done = run("--capture", "vectors/captures/kea-https.pcapng")
    probe.expect(done.stdout.endswith(b"\nerror: server-https: in 5 of 5 exchanges\n"
                                      b"phones that would enrol: 0 of 5\n"), done.stdout)
    done = run("--capture", "-", data=pcap(wire()))
    probe.expect(done.returncode == 0 and f", {CN}: would enrol\n".encode() in done.stdout, done.stdout)


def wrong_files(run, probe):
    """What a user may give for a capture, or for the CA's file."""
    good = pcap(wire())
    for name, data, message in (
            ("empty", b"", b"octet 0: this is not a capture file"), ("text", b"hello " * 50, b"not a capture file"),
            ("picture", b"\x89PNG\r\n\x1a\n" + bytes(99), b"not a capture file"),
            ("header", good[:24], b"0 frames, none of DHCP"),
            ("cut", good[:200], b"octet 24: the file ends in the middle of a packet"),
            ("gzip cut", gzip.compress(good)[:-20], b"the gzip data is damaged"),
            ("gzip of text", gzip.compress(b"hello"), b"not a capture file"),
            ("packed", b"\x28\xb5\x2f\xfd" + bytes(50), b"zstd, lz4 or xz file; unpack it first"),
            ("link type", good[:20] + b"\x93\0\0\0" + good[24:], b"4 frames of link type 147 (USER0) were not read")):
        done = run("--capture", "-", data=data)
        probe.expect(done.returncode == 1 and message in done.stderr, f"{name}: {done}")
    for path, message in (("/", b"cannot read /: Is a directory"), ("", b"need a name")):
        done = run("--capture", path)
        probe.expect(done.returncode == (1 if path else 2) and message in done.stderr, f"{path}: {done}")
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "ca.bin"
        label = b"PRIVATE KEY-----\n"
        key = b"-----BEGIN " + label + b"AAAA\n-----END " + label
        for name, data in (("empty", b""), ("key", key), ("junk", b"0\x82\1\0" + bytes(256)), ("capture", good)):
            path.write_bytes(data)
            done = run("--capture", "-", "--ca", str(path), data=good)
            probe.expect(done.returncode == 1 and b"ca.bin: no readable certificate found" in done.stderr,
                         f"{name}: {done}")
        done = run("--capture", "-", "--ca", folder, data=good)
        probe.expect(done.returncode == 1 and b"Is a directory" in done.stderr, f"a directory: {done}")


def hostile():
    """Noise in every octet of the ACK's options: verdict and findings agree."""
    frame = wire()[3]
    for at in range(42 + 236, len(frame), 5):
        for value in (0, 255, 43, 12):
            run = Run(wire()[:3] + [frame[:at] + bytes([value]) + frame[at + 1:]])
            run.expect(run.code in (0, 1) and not re.search("[^\n -~]", run.out), f"octet {at}")


def complete():
    """Each row of the tables was found somewhere, and not everywhere."""
    run = Run(wire())
    run.expect(known() <= FOUND, f"never found: {sorted(known() - FOUND)}")
    run.expect(FOUND <= known(), f"not in the tables: {sorted(FOUND - known())}")
    run.expect(known() <= LACKED, f"always found: {sorted(known() - LACKED)}")
    page = pathlib.Path("phone-side/cdc43-phone.1").read_text()
    for row in rows("phone-side/doctor/findings.def", "CDC43_DOCTOR_FINDING"):
        if row.split(",")[0] != "ID":
            name = row.split('"')[1]
            run.expect(f".It {name} " in page, f"the manual page lacks {name}")


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    Run.program = sys.argv[-1]
    if sys.argv[1] == "--memory":
        memory()
        sys.exit(result())
    for group in (exchange, no_boot, source, rules, vectors, observed, authority, servers, several, command_line, hostile, complete):
        group()
    sys.exit(result())


if __name__ == "__main__":
    main()
