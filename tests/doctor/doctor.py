#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""cdc43-phone doctor over captures that make.py writes: every finding of findings.def is produced, and
a good exchange has none.

Usage: doctor.py CDC43_PHONE"""
import datetime
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/capture"))
import make  # noqa: E402
from make import ethernet, option, pcap, reply, request  # noqa: E402

PASSWORD = "D233CCF9B9952A15"
ASKED = option(60, b"DP-9871") + option(55, bytes([1, 43, 15]))
DOMAIN = option(15, b"example.nl")


def value(server=b"http://10.79.57.91", fingerprint=bytes(32), password=PASSWORD.encode()):
    """The octets of option 43."""
    rows = ((11, server), (12, fingerprint), (13, password))
    return b"".join(option(code, octets) for code, octets in rows if octets is not None)


def wire(octets=value(), asked=ASKED, more=DOMAIN, kinds=(1, 2, 3, 5), offer=None):
    """An exchange; offer: what the OFFER has instead."""
    carried = option(43, octets) if octets is not None else b""
    frames = []
    for kind in kinds:
        if kind in (1, 3):
            chosen = option(54, bytes([192, 0, 2, 1])) if kind == 3 else b""
            frames.append(ethernet(request(kind, options=asked + chosen)))
        else:
            options = more + (offer if kind == 2 and offer is not None else carried)
            frames.append(ethernet(reply(kind, options=options)))
    return frames


class Doctor:
    """Runs the command, and remembers which findings there were."""

    def __init__(self, program):
        self.program, self.seen, self.bad, self.count = program, set(), 0, 0

    def run(self, data, *words):
        with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
            file.write(data)
            file.flush()
            done = subprocess.run([self.program, "doctor", "--capture", file.name, *words], capture_output=True,
                                  text=True, check=False)
        self.expect(PASSWORD not in done.stdout + done.stderr, "the password is shown", done)
        return done

    def expect(self, good, what, done):
        self.count += 1
        if not good:
            self.bad += 1
            print(f"{what}: exit {done.returncode}\n{done.stdout}{done.stderr}")

    def finds(self, name, frames, wanted, *words, would=False, originals=None, **evidence):
        """wanted: the findings; evidence: members of the first one."""
        data = pcap(frames, originals=originals)
        done = self.run(data, "--format", "json", *words)
        reports = [json.loads(line) for line in done.stdout.splitlines()]
        self.expect(len(reports) == 1 and [f["id"] for f in reports[0]["findings"]] == wanted and
                    reports[0]["would-enrol"] == would and done.returncode == (0 if would else 1),
                    f"{name}, wanted {wanted}", done)
        if reports:
            self.seen.update(f["id"] for f in reports[0]["findings"])
            for key, octet in evidence.items():
                self.expect(reports[0]["findings"] and reports[0]["findings"][0].get(key) == octet,
                            f"{name}: {key} is not {octet}", done)
        text = self.run(data, *words)
        self.expect(all(f" {finding}: " in text.stdout for finding in wanted), f"{name} as text", text)


def client(doctor):
    doctor.finds("a good exchange", wire(), [], would=True)
    doctor.finds("no option 60", wire(asked=b""), ["no-vendor-class"], "--mac", "00:1a:2b:3c:4d:5e", frame=3)
    doctor.finds("a model that nobody knows", wire(asked=option(60, b"DP-1")), ["other-model"], would=True)
    doctor.finds("another client", wire(asked=option(60, b"MSFT 5.0")), ["other-model"], "--mac", "001a2b3c4d5e")
    doctor.finds("not requested", wire(asked=option(60, b"DP-9871") + option(55, b"\1")), ["not-requested"],
                 would=True)
    doctor.finds("not requested and absent", wire(None, asked=option(60, b"DP-9871") + option(55, b"\1")),
                 ["not-requested", "absent"])


def answers(doctor):
    doctor.finds("nobody answers", wire(kinds=(1,)), ["no-answer"], frame=1)
    doctor.finds("no ACK", wire(kinds=(1, 2, 3)), ["no-ack"], frame=2)
    doctor.finds("NAK", wire(kinds=(1, 2, 3, 6)), ["refused"], frame=4)
    doctor.finds("absent", wire(None), ["absent"], frame=4)
    doctor.finds("in the OFFER only", wire(None, offer=option(43, value())), ["offer-only"], frame=2)
    frames = wire(None)
    other = ethernet(reply(2, "192.0.2.2", options=option(43, value())))
    doctor.finds("from the other of two servers", frames[:2] + [other] + frames[2:], ["other-server"], frame=5)
    frames = wire()
    doctor.finds("cut", frames[:3] + [frames[3][:320]], ["cut"], originals={3: len(frames[3])}, frame=4)
    doctor.finds("too long", wire(None, more=option(43, bytes(200)) * 2), ["bad-message"],
                 rule="MESSAGE_JOINED_TOO_LONG")


def option43(doctor):
    doctor.finds("leaked", wire(b"", more=DOMAIN + option(11, b"http://10.79.57.91")), ["leaked"])
    doctor.finds("empty", wire(b""), ["absent"])
    doctor.finds("option 250", wire(value(), more=DOMAIN + option(250, b"x")), ["option-250"])
    half = option(43, value()[:30]) + option(43, value()[30:])
    doctor.finds("split", wire(None, more=DOMAIN + half), ["split"], would=True)
    doctor.finds("another vendor's", wire(bytes.fromhex("f104c0a80001")), ["other-vendor"])
    doctor.finds("https", wire(value(b"https://h")), ["https"], rule="SERVER_HTTPS", suboption=11, octet=2)
    doctor.finds("a fingerprint of 21 octets", wire(value(b"h", bytes(21))), ["rule"], rule="FINGERPRINT_LENGTH",
                 suboption=12, octet=5)
    doctor.finds("END", wire(value() + b"\xff"), ["tolerated"], would=True, rule="END")
    doctor.finds("208 octets", wire(value(b"h", bytes(20), b"p" * 207)), ["sum-208"], would=True)
    for code in (66, 150, 159, 160):
        doctor.finds(f"option {code}", wire(more=DOMAIN + option(code, b"1234")), ["provisioning"], would=True)
    doctor.finds("a domain of 41 octets", wire(more=option(15, b"x" * 41)), ["common-name"],
                 rule="COMMON_NAME_TOO_LONG")
    doctor.finds("a domain with a blank", wire(more=option(15, b"a b")), ["common-name"], rule="DOMAIN")
    # Every error of the decoder that vectors know.
    rules = set()
    for group in json.loads((ROOT / "vectors/decode_test.json").read_text())["testGroups"]:
        for test in group["tests"] if group["profile"] == "phone" else []:
            octets = bytes.fromhex(test["option43"])
            wrong = test.get("tolerantError", {}).get("name")
            if wrong in rules or wrong is None or not 0 < len(octets) <= 255:
                continue
            done = doctor.run(pcap(wire(octets)), "--format", "json")
            found = json.loads(done.stdout)["findings"]
            doctor.expect(any(f.get("rule") == wrong for f in found) or found[0]["id"] == "other-vendor",
                          f"rule {wrong}", done)
            rules.add(wrong)
    print(f"{len(rules)} rules of the decoder")


def authority(doctor, folder):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    def name(text):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    def issue(subject, key, issuer, issuer_key):
        start = datetime.datetime(2026, 1, 1)
        return x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).public_key(
            key.public_key()).serial_number(7).not_valid_before(start).not_valid_after(
                start + datetime.timedelta(days=3650)).sign(issuer_key, hashes.SHA256())

    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    root, below = issue("root", keys[0], "root", keys[0]), issue("below", keys[1], "root", keys[0])
    pem = [cert.public_bytes(serialization.Encoding.PEM) for cert in (root, below)]
    der = [cert.public_bytes(serialization.Encoding.DER) for cert in (root, below)]
    public = root.public_key().public_bytes(serialization.Encoding.DER,
                                            serialization.PublicFormat.SubjectPublicKeyInfo)
    path = folder / "ca.pem"
    path.write_bytes(pem[1] + pem[0])
    for digest in ("sha1", "sha256", "sha384", "sha512"):
        wanted = hashlib.new(digest, der[0]).digest()
        doctor.finds(f"{digest} of the root", wire(value(fingerprint=wanted)), [], "--ca", str(path), would=True)
    for octets, digest, part in ((der[1], "sha256", "SHA-256 of the certificate of a certificate below"),
                                 (public, "sha256", "SHA-256 of the public key of the root CA"),
                                 (pem[0], "sha1", "SHA-1 of the PEM text of the root CA"),
                                 (pem[1] + pem[0], "sha256", "SHA-256 of the whole file")):
        wrong = wire(value(fingerprint=hashlib.new(digest, octets).digest()))
        doctor.finds(part, wrong, ["fingerprint-of-other"], "--ca", str(path))
        done = doctor.run(pcap(wrong), "--ca", str(path))
        doctor.expect(part in done.stdout, part, done)
    doctor.finds("of no certificate", wire(), ["fingerprint-unknown"], "--ca", str(path))
    (folder / "root.der").write_bytes(der[0])
    doctor.finds("DER", wire(value(fingerprint=hashlib.sha1(der[0]).digest())), [], "--ca", str(folder / "root.der"),
                 would=True)


def others(doctor):
    done = doctor.run(pcap(wire(asked=option(60, b"MSFT 5.0"))))
    doctor.expect(done.returncode == 1 and "none of such a phone" in done.stderr, "no phone", done)
    done = doctor.run(pcap(wire()), "--model", "DP-9841")
    doctor.expect(done.returncode == 1 and "none of such a phone" in done.stderr, "another model", done)
    done = doctor.run(b"once upon a time")
    doctor.expect(done.returncode == 1 and "not a capture file" in done.stderr, "no capture", done)
    done = doctor.run(pcap(wire()), "--interface", "lo")
    doctor.expect(done.returncode == 2, "both", done)
    # Port 9 of this machine: nobody listens there.
    doctor.finds("a server that nobody reaches", wire(value(b"http://127.0.0.1:9")), ["scep-server"],
                 "--server-check")
    two = wire() + [ethernet(request(1, xid=2, options=ASKED))]
    done = doctor.run(pcap(two), "--format", "json")
    doctor.expect(done.returncode == 1 and len(done.stdout.splitlines()) == 2, "two exchanges", done)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    doctor = Doctor(sys.argv[1])
    client(doctor)
    answers(doctor)
    option43(doctor)
    others(doctor)
    with tempfile.TemporaryDirectory() as folder:
        authority(doctor, pathlib.Path(folder))
    table = (ROOT / "phone-side/doctor/findings.def").read_text()
    names = set(re.findall(r'CDC43_DOCTOR_FINDING\(\w+, "([^"]*)"', table))
    for name in sorted(names - doctor.seen):
        doctor.bad += 1
        print(f"no case produces the finding {name}")
    page = (ROOT / "phone-side/cdc43-phone.1").read_text()
    for name in sorted(name for name in names if f"\n.It {name} (" not in page):
        doctor.bad += 1
        print(f"the manual page lacks the finding {name}")
    print(f"{doctor.count} checks, {len(doctor.seen & names)} findings of {len(names)}, {doctor.bad} bad")
    sys.exit(0 if doctor.bad == 0 and names else 1)


if __name__ == "__main__":
    main()
