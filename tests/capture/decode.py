#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""cdc43 decode over captures that make.py writes: what it prints, its exit codes, no password.

Usage: decode.py CDC43"""
import array
import fcntl
import gzip
import json
import os
import pathlib
import pty
import re
import signal
import subprocess
import sys
import tempfile
import termios
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from checks import check, result  # noqa: E402
import make  # noqa: E402
import others as makers  # noqa: E402
from make import Pcapng, ethernet, ipv4, option, pcap, reply, request, udp, message  # noqa: E402

PASSWORD = "D233CCF9B9952A15"
SAMPLE = bytes.fromhex("0a01010b12687474703a2f2f31302e37392e35372e39310c1412040870625c5b755d73f5925285f8f5ff5d55"
                       "af0d10443233334343463942393935324131350e01010f0101")
DOMAIN = option(15, b"example.nl")
ASKED = option(60, b"DP-9871") + option(55, bytes([1, 43, 15]))
CN = "CP-9871-SEP001A2B3C4D5E.example.nl"


def wire(value=SAMPLE, asked=ASKED, more=DOMAIN, kinds=(1, 2, 3, 5)):
    """An exchange whose answers have this value in option 43; None: no option."""
    answer = more + (option(43, value) if value is not None else b"")
    return [ethernet(request(kind, options=asked) if kind in (1, 3, 8) else reply(kind, options=answer))
            for kind in kinds]


class Run:
    """What the command did with a capture."""
    program = ""

    def __init__(self, data, *words, stdin=False):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "wire.pcap"
            path.write_bytes(data)
            done = subprocess.run([Run.program, "decode", *words, "-" if stdin else str(path)],
                                  input=data if stdin else b"", capture_output=True, check=False)
        self.code, self.out, self.err = done.returncode, done.stdout.decode(), done.stderr.decode()
        self.words = words
        if "--show-secrets" not in words:
            self.expect(PASSWORD not in self.out + self.err and PASSWORD.encode().hex() not in self.out,
                        "the password is shown")
        self.expect("\x1b" not in self.out, "colours without a terminal")

    def expect(self, good, what):
        check(good, f"{what}: exit {self.code}, {self.words}\n{self.out}{self.err}")
        return self

    def exits(self, code):
        return self.expect(self.code == code, f"not exit {code}")

    def has(self, *texts):
        for text in texts:
            self.expect(text in self.out + self.err, f"'{text}' is missing")
        return self

    def lacks(self, text):
        return self.expect(text not in self.out + self.err, f"'{text}' is there")

    def json(self):
        return [json.loads(line) for line in self.out.splitlines()]


def text():
    """Lines for people."""
    run = Run(pcap(wire())).exits(0).has(
        "2023-11-14T22:13:20.250000Z  00:1a:2b:3c:4d:5e  DP-9871    192.0.2.1 ACK            69  "
        f"http://10.79.57.91                sha1:12040870    {CN}  good")
    run.expect(len(run.out.splitlines()) == 2, "more than two lines")
    Run(pcap(wire(), nano=True)).has("22:13:20.250000000Z")
    Run(gzip.compress(pcap(wire())), stdin=True).exits(0).has("good")
    Run(Pcapng().section().interface().simple(wire()[0]).data).exits(0).has("-                            00:1a", "no server")
    run = Run(pcap(wire()), "--verbose").exits(0).has(
        "frame 3        2023-11-14T22:13:22.250000Z  REQUEST   0.0.0.0 to 255.255.255.255",
        "    23  0c 14 12 04", "16 characters, hidden", "** ** **")
    Run(pcap(wire()), "--verbose", "--show-secrets").exits(0).has(PASSWORD)
    for value, finding in ((SAMPLE[:40], "suboption 12 (Root CA Fingerprint), octet 23: the suboption runs past"),
                           (SAMPLE[:23], "suboption 12 (Root CA Fingerprint): this mandatory suboption is missing"),
                           (b"\x0b\x09https://h" + SAMPLE[23:], "the HTTPS scheme is not supported"),
                           (b"\x0b\x09https://h\x0a\x01\x07" + SAMPLE[23:], "the value must be 0 or 1")):
        Run(pcap(wire(value))).exits(1).has(finding).lacks("good")
        Run(pcap(wire(value)), "--verbose").exits(1).has(finding)
    Run(pcap(wire(SAMPLE + b"\xff"))).exits(0).has("good")
    Run(pcap(wire(SAMPLE + b"\xff")), "--strict").exits(1).has("octet 69: END (255)")
    Run(pcap(wire(None))).exits(0).has("no option 43")
    Run(pcap(wire(None, option(60, b"DP-9871") + option(55, b"\1")))).exits(0).has("the client did not request it")
    Run(pcap(wire(kinds=(1, 2)))).exits(0).has("192.0.2.1 OFFER", "an OFFER only, no ACK")
    Run(pcap(wire(kinds=(1, 2, 3, 6)))).has("192.0.2.1 NAK", "the server refused the request (NAK)")
    Run(pcap(wire(kinds=(8, 5)))).exits(0).has("good")
    Run(pcap(wire(kinds=(8,)))).exits(0).has("DP-9871", "no server answered")
    for kind in (4, 7):  # DECLINE and RELEASE, which nobody answers
        Run(pcap([ethernet(request(kind, options=ASKED))])).exits(0).has("DP-9871").lacks("no server answered")
    Run(pcap(wire(more=option(15, b"x" * 41)))).exits(0).has("option 15 gives no valid Common Name")
    Run(pcap(wire(SAMPLE, b""))).exits(0).has(" -          192.0.2.1 ACK", "good")


def others():
    """Clients that are no phones, and values of others."""
    Run(pcap(wire(b"172.18.6.37", b""))).exits(0).has("option 43 is for other devices")
    Run(pcap(wire(b"\xdc\x00", option(60, b"MSFT 5.0")))).exits(0).has("MSFT 5.0", "option 43 is for other devices")
    Run(pcap(wire(None, option(60, b"MSFT 5.0")))).exits(0).lacks("no option 43")
    Run(pcap(wire(SAMPLE, option(60, b"evil\x1b[31m\xff")))).exits(0).has("evil?[31m?", "good")
    theirs = [(said, value) for model, value in makers.values() for said in (b"", option(60, model))]
    run = Run(pcap([ethernet(packet) for xid, (said, value) in enumerate(theirs) for packet in (
        request(1, xid=xid, options=said), reply(5, xid=xid, options=option(43, value)))])).exits(0)
    for (said, value), line in zip(theirs, run.out.splitlines()[1:]):
        run.expect("option 43 is for other devices" in line or "option 43 has suboptions of" in line,
                   f"{said} {value.hex()}")
    run.expect(len(run.out.splitlines()) == 1 + len(theirs), "not a line for each value")
    for value in (b"172.18.6.37", b"\xf1\4\xc0\0\2\1"):  # what a phone gets is looked at
        Run(pcap(wire(value))).exits(1).has("option 43 is for other devices")
    Run(pcap(wire(b"\x0b\3SN1"))).exits(1).has("this mandatory suboption is missing")
    echo = [ethernet(reply(5, options=DOMAIN + option(60, b"DP-9871") + option(43, SAMPLE[:23])))]
    Run(pcap(echo)).exits(1).has("DP-9871", "this mandatory suboption is missing")
    Run(pcap(wire(kinds=(1,), asked=b"") + echo)).exits(0).has(" -          192.0.2.1", "for other devices")
    second = ethernet(reply(2, "192.0.2.2", options=DOMAIN + option(43, SAMPLE[:23])))
    frames = wire()
    run = Run(pcap(frames[:2] + [second] + frames[2:])).exits(1).has("192.0.2.1 ACK", "192.0.2.2 OFFER")
    run.expect(len(run.out.splitlines()) == 3, "not a line for each server")


def joined():
    """Split values, and options in file and sname."""
    split = DOMAIN + option(43, SAMPLE[:30]) + option(43, SAMPLE[30:])
    Run(pcap(wire(None, more=split))).exits(0).has("  69  ", "good")
    overload = ipv4(udp(message(5, options=option(54, bytes([192, 0, 2, 1])) + option(52, b"\3") + option(
        43, SAMPLE[:20]), file=option(43, SAMPLE[20:60]) + b"\xff", sname=option(43, SAMPLE[60:]) + b"\xff"),
                          67, 68), "192.0.2.1")
    Run(pcap(wire(kinds=(1,)) + [ethernet(overload)])).exits(0).has("  69  ", "good")
    Run(pcap(wire(None, more=option(43, bytes(200)) * 2))).exits(1).has("the joined instances")


def short():
    """Messages of which the capture has only the beginning."""
    def captured(frames, keep):
        return pcap([frame[:keep(frame)] for frame in frames],
                    originals={number: len(frame) for number, frame in enumerate(frames)})
    said = "frames were cut by the capture before the end of their DHCP options"
    frames = wire(asked=ASKED + option(61, b"x" * 60))
    for keep in (310, 330):
        run = Run(captured(frames, lambda frame, keep=keep: keep), "--format", "json").exits(0).has(
            f"4 {said}", "the capture has cut the message")
        exchange, = run.json()
        answer, = exchange["answers"]
        run.expect(exchange["model"] == "DP-9871" and exchange["requested"] and answer["server"] == make.SERVER and
                   not answer["good"] and "common-name" not in answer, "what was before the cut")
    # Option 15 would come after what is there; padding is missed by nobody.
    behind = wire(None, more=option(43, SAMPLE) + DOMAIN)
    run = Run(captured(behind, lambda frame: len(frame) - 3 - len(DOMAIN[2:])), "--format", "json").has(f"4 {said}")
    run.expect("common-name" not in run.json()[0]["answers"][0] and not run.json()[0]["answers"][0]["good"], "no name")
    padded = [ethernet(ipv4(udp(message(5, options=DOMAIN + option(43, SAMPLE)) + bytes(60), 67, 68), make.SERVER))]
    Run(captured(padded, lambda frame: len(frame) - 50)).exits(0).has("good").lacks("cut")
    nak = Run(pcap(wire(kinds=(1, 6))), "--format", "json").json()[0]["answers"][0]
    run.expect("common-name" not in nak, "a NAK gives no name")


def structured():
    """JSON for programs."""
    run = Run(pcap(wire()), "--format", "json").exits(0)
    exchange, = run.json()
    answer, = exchange["answers"]
    wanted = {"server": "http://10.79.57.91", "fips-mode": True, "enable-8021x": True,
              "certificate-select": "custom-installed", "challenge-password-length": 16,
              "root-ca-fingerprint": "12040870625c5b755d73f5925285f8f5ff5d55af"}
    run.expect(answer["params"] == wanted and answer["good"] is True and answer["octets"] == 69, "params")
    run.expect(answer["common-name"] == CN and answer["user-id"] == CN.replace(".", "@", 1), "names")
    run.expect(answer["option43"] == SAMPLE.hex().replace(PASSWORD.encode().hex(), "*" * 32), "octets")
    run.expect((exchange["mac"], exchange["xid"], exchange["model"], exchange["requested"]) ==
               ("00:1a:2b:3c:4d:5e", "00000001", "DP-9871", True), "the client")
    run.expect([m["frame"] for m in exchange["messages"]] == [1, 2, 3, 4], "messages")
    answer = Run(pcap(wire()), "--format", "json", "--show-secrets").json()[0]["answers"][0]
    run.expect(answer["option43"] == SAMPLE.hex() and answer["params"]["challenge-password"] == PASSWORD, "secret")
    run = Run(pcap(wire(SAMPLE[:23] + b"\0\x0a\x01\x01")), "--format", "json").exits(1)
    run.expect([(e["rule"], e["suboption"], e.get("octet"), e["tolerated"]) for e in
                run.json()[0]["answers"][0]["errors"]] ==
               [("PAD", 0, 23, True), ("DUPLICATE", 10, 24, True), ("MISSING", 12, None, False)], "errors")
    run = Run(Pcapng().section().interface().simple(wire(asked=b"")[0]).data, "--format", "json").exits(0)
    run.expect(run.json()[0] | {"messages": 0} == {"time": None, "mac": "00:1a:2b:3c:4d:5e", "xid": "00000001",
                                                   "model": None, "requested": None, "messages": 0, "answers": [],
                                                   "findings": []}, "an exchange with nothing in it")
    run = Run(pcap(wire()[:3] + [wire()[3][:290]], originals={3: len(wire()[3])}), "--format", "json").exits(0)
    run.expect(run.json()[0]["messages"][3]["missing"] > 0, "missing").has("the capture has cut the message")


def options():
    """Options for captures only, and what is said at the end."""
    many = [ethernet(request(1, xid=number, options=ASKED)) for number in range(9)]
    run = Run(pcap(many), "--count", "3", "--format", "json").exits(0)
    run.expect(len(run.json()) == 3, "not three exchanges")
    elsewhere = [ethernet(ipv4(udp(message(1, options=ASKED), 6767, 6868)))]
    Run(pcap(elsewhere), "--port", "6868").exits(0).has("DP-9871")
    Run(pcap(elsewhere)).exits(1).has("1 frames, none of DHCP")
    Run(pcap([b"x" * 60], link=147)).exits(1).has("1 frames of link type 147 (USER0) were not read")
    Run(pcap([b"x" * 60], link=999)).exits(1).has("1 frames of link type 999 were not read")
    Run(pcap([wire()[0][:100]], originals={0: 342})).exits(1).has("1 frames were cut by the capture")
    Run(pcap(wire())[:-5]).exits(1).has("DP-9871", "octet 1", "the file ends in the middle of a packet")
    Run(pcap([b"x" * 60] * 2, link=147)[:-5]).exits(1).has("1 frames of link type 147 (USER0) were not read",
                                                           "the file ends in the middle of a packet")
    Run(pcap(wire()), "--interface", "lo").exits(2).has("not both")
    Run(b"", "--count", "0").exits(2)
    Run(SAMPLE.hex().encode()).exits(0).has("10 FIPS Mode")  # a file with hexadecimal digits
    Run(SAMPLE.hex().encode(), stdin=True).exits(0).has("10 FIPS Mode")
    Run(b"0" * 70000, stdin=True).exits(1).has("standard input is larger than 65536 octets")
    Run(gzip.compress(b"once upon a time")).exits(1)
    Run(b"\x28\xb5\x2f\xfd" + bytes(90)).exits(1).has("this is a zstd, lz4 or xz file; unpack it first")
    done = subprocess.run([Run.program, "decode", "/nowhere/wire.pcap"], capture_output=True, check=False, text=True)
    run.expect(done.returncode == 1 and "cannot open /nowhere/wire.pcap: No such file" in done.stderr, done.stderr)
    done = subprocess.run([Run.program, "decode", "--interface", "nowhere0"], capture_output=True, check=False,
                          text=True)
    run.expect(done.returncode == 1 and "nowhere0: the interface cannot be" in done.stderr, done.stderr)


def drained(pipe):
    """Waits until the other side has read all."""
    unread = array.array("i", [1])
    while unread[0] != 0:
        fcntl.ioctl(pipe, termios.FIONREAD, unread)


def interrupted():
    """A pipe that stays open: what was seen is printed."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        process = started([Run.program, "decode", "-"])
        process.send_signal(number)
        out, err = process.communicate()
        Run(pcap(wire())).expect(process.returncode == 0 and b"  good" in out and err == b"",
                                 f"{number.name}: {process.returncode} {out} {err}")
    process = started(["nohup", Run.program, "decode", "-"])
    process.send_signal(signal.SIGHUP)
    process.stdin.write(bytes(8) + pcap(wire(kinds=(1,)))[24:])
    out, err = process.communicate()
    Run(pcap(wire())).expect(process.returncode == 0 and out.count(b"DP-9871") == 1 and b"  good" in out,
                             f"nohup: {process.returncode} {out} {err}")


def started(command):
    """The command, with an exchange in its table and half a record's header before it."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    # What comes second is read when all of the first is in the table.
    for part in (pcap(wire()), bytes(8)):
        process.stdin.write(part)
        process.stdin.flush()
        drained(process.stdin)
    return process


def terminal():
    """Progress is not in a line with an exchange."""
    master, slave = pty.openpty()
    process = subprocess.Popen([Run.program, "decode", "-"], stdin=subprocess.PIPE, stdout=slave, stderr=slave)
    os.close(slave)
    other = pcap([b""] * 4096)[24:]
    process.stdin.write(pcap(wire()) + other)
    process.stdin.flush()
    time.sleep(1.1)  # a second between two looks at the clock
    process.stdin.write(other + pcap(wire())[24:])
    process.stdin.close()
    shown = b""
    try:
        while octets := os.read(master, 4096):
            shown += octets
    except OSError:  # the other side is closed
        pass
    # What a terminal shows of a line: what comes after a carriage return is written over it.
    lines = []
    for line in shown.decode().replace("\r\n", "\n").split("\n"):
        seen = ""
        for part in line.split("\r"):
            seen = part + seen[len(part):]
        lines.append(seen.rstrip())
    Run(pcap(wire())).expect(process.wait() == 0 and " frames, " in shown.decode() and len(lines) > 1 and
                             not any(" frames, " in line for line in lines), f"the terminal: {lines}")


def hostile():
    """Every file of the reader's tests, and noise in every octet of the options."""
    import reader
    for name, data, _ in reader.cases():
        run = Run(data, "--format", "json")
        run.expect(run.code in (0, 1), name)
        run.json()
    frame = wire()[3]
    for at in range(42 + 236, len(frame), 3):
        for value in (0, 255, 43):
            run = Run(pcap(wire()[:3] + [frame[:at] + bytes([value]) + frame[at + 1:]]))
            run.expect(run.code in (0, 1) and not re.search("[^\n -~]", run.out), f"octet {at}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    Run.program = sys.argv[1]
    for group in (text, others, joined, short, structured, options, interrupted, terminal, hostile):
        group()
    sys.exit(result())


if __name__ == "__main__":
    main()
