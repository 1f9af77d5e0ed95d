#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the fuzzers' corpora out of the vectors: one folder per target, one file per vector. What is
no vector is a request, for a certificate or by HTTP, a text that people paste, or a capture."""
import base64
import gzip
import hashlib
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "capture"))
import decode  # noqa: E402
import make  # noqa: E402
import reader  # noqa: E402

FLAGS = {"fips-mode": 0, "enable-8021x": 4, "certificate-select": 5}
# A certificate request with a challenge password and a subjectAltName, in DER; its text form.
REQUEST = bytes.fromhex(
    "3082015a30820100020100302d312b302906035504030c2243502d393837312d53455030303141324233433444"
    "35452e6578616d706c652e6e6c3059301306072a8648ce3d020106082a8648ce3d03010703420004ba87825ead"
    "c1b87e99980bb4973d03b9c3cf637485e9b52a0e73afbfbcf9e0f3613ce6ba4a22f93ad79edca782eb7b3fe6c8"
    "d8a292d1ae392818f6a91d726716a071302f06092a864886f70d01090731220c20323433636433613662383231"
    "6535393435383933643337623166666439316134303e06092a864886f70d01090e3131302f302d0603551d1104"
    "263024822243502d393837312d5345503030314132423343344435452e6578616d706c652e6e6c300a06082a86"
    "48ce3d0403020348003045022100fde900c19d8a676182a1f4a32c60d6d1b70ddacfaaf7a5b3069c536a32629d"
    "c2022026d92c11d0e0c1db580ff78cfe2b29f8baa5ef1d2c2a96bf034c125d3e5a5eeb")
PEM = (b"-----BEGIN CERTIFICATE REQUEST-----\n" + base64.encodebytes(REQUEST) +
       b"-----END CERTIFICATE REQUEST-----\n")
HTTP = (b"GET /snom.xml HTTP/1.1\r\nHost: a\r\n\r\n", b"HEAD http://a:1/b HTTP/1.0\r\n\r\nmore",
        b"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nxx", b"GET http:// HTTP/1.1\r\n\r\n")
VALUES = {"server": 1, "root-ca-fingerprint": 2, "challenge-password": 3}


def encode_input(params, limit):
    """The input of fuzz_encode that has these parameters."""
    present = on = 0
    for name, bit in {**FLAGS, **VALUES}.items():
        if name in params:
            present |= 1 << bit
    for name, bit in FLAGS.items():
        if params.get(name) in (True, "custom-installed"):
            on |= 1 << bit
    server = params.get("server", "").encode("latin-1")[:255]
    fingerprint = bytes.fromhex(params.get("root-ca-fingerprint", ""))[:255]
    password = params.get("challenge-password", "").encode("latin-1")
    return (bytes([present << 1 & 255, limit & 255, on, len(server)]) + server +
            bytes([len(fingerprint)]) + fingerprint + password)


def inputs(test):
    """Target and input of one vector."""
    if "option43" in test and "params" not in test or "tolerated" in test:
        yield "decode", bytes.fromhex(test["option43"])
    if "params" in test:
        try:
            yield "encode", encode_input(test["params"], test.get("limit", 255))
        except (TypeError, ValueError, UnicodeEncodeError):
            pass  # a vector of wrong types
        yield "json", json.dumps(test["params"]).encode()
    if "message" in test:
        yield "message", bytes.fromhex(test["message"])
    if "text" in test:
        yield "text", test["text"].encode("latin-1", "replace")
    if "model" in test:
        model = test["model"]
        yield "text", model.encode("latin-1", "replace")


# Texts that people paste, one for each reader.
PASTED = [
    "2b080b01610c01010a0101", "option 43 hex 0b01.610c.0101",
    "SendVendorOption=10:uint8:1\nSendVendorOption=11:string:http\\x3a//a\n",
    "(10 1)(11 http://10.79.57.91)(12 1204)(13 D2)(14 1)(15 1)",
    "reply-option 43 suboption 10 hex 01 suboption 11 string http://a sub-option 12 hex 12:04",
    '{"fips-mode": true, "server": "http://a", "root-ca-fingerprint": "1204", "challenge-password": '
    '"a\\"b", "enable-8021x": false, "certificate-select": "custom-installed"}',
    '{ "name": "server", "space": "cisco-cdc", "data": "a\\\\,b" }, '
    '{ "name": "root-ca-fingerprint", "data": "1204" }',
    "dhcp-option=vendor:DP-98,11,http://a\ndhcp-option=vendor:DP-98,12,12:04\n",
    "SendOption=43:string:\\x0b\\x01\\x61\\x0c\\x01\\x01",
    "static const unsigned char x[6] = { 0x0b, 0x01, 0x61,\n 0x0c, 0x01, 0x01 };",
    "0000  0b 01 61 0d 10 44 32 33  33 43 43 46 39 42 39 39   ..a..D233CCF9B99\n"
    "0010  35 32 41 31 35 0c 01 01                            52A15...\n",
    "\t0x0000:  0b01 610d 1044 3233 3343 4346 3942 3939\n\t0x0010:  3532 4131 350c 0101\n",
    '-Value "11","1","97","12","1","1"', "Vendor-Option (43), length 6: 11.1.97.12.1.1",
]


def frames(link, packets):
    """The input of fuzz_capture_frame that has these frames."""
    padded = [packet.ljust((len(packet) + 3) // 4 * 4, b"\0") for packet in packets]
    return bytes([link]) + b"".join(bytes([len(packet) // 4, 0]) + packet for packet in padded)


def captures():
    """Name and input of the two targets of captures."""
    for number, (_, data, _) in enumerate(reader.cases()):
        if len(data) < 3000:
            yield "capture_file", f"case{number:03}", data
        if len(data) < 3000 and number % 4 == 0:
            yield "capture_gzip", f"packed{number:03}", b"\0" + gzip.compress(data, mtime=0)
            yield "capture_gzip", f"plain{number:03}", b"\x81" + data
    for number, value in enumerate((decode.SAMPLE, None, b"", decode.SAMPLE[:40], make.option(66, b"http://s\0"))):
        yield "doctor", f"value{number}", make.pcap(decode.wire(value))
    for number, more in enumerate((make.option(15, b"x" * 41), make.option(66, b"h"), make.option(250, b"x"))):
        yield "doctor", f"more{number}", make.pcap(decode.wire(more=more))
    yield "doctor", "nak", make.pcap(decode.wire(kinds=(1, 2, 3, 6)))
    packet = make.request(1)
    pieces = make.fragments(make.reply(5, options=bytes(900)), 400)
    for link, made in ((1, [make.ethernet(piece) for piece in pieces]),
                       (1, [make.ethernet(packet, (0x8100, 0x8100))]), (0, [make.loopback(packet)]),
                       (101, pieces), (113, [make.cooked(packet)]), (255, [make.cooked2(packet)]),
                       (105, [make.wireless(packet, 0x88, 0x80, bytes(6))]),
                       (127, [make.radiotap(make.wireless(packet), 0)])):
        yield "capture_frame", f"link{link}-{len(made)}", frames(link, made)


def main():
    """corpus.py OUTPUT FILE..."""
    output = pathlib.Path(sys.argv[1])
    count = 0
    for name in sys.argv[2:]:
        for group in json.loads(pathlib.Path(name).read_text())["testGroups"]:
            for test in group["tests"]:
                for target, octets in inputs(test):
                    folder = output / target
                    folder.mkdir(parents=True, exist_ok=True)
                    (folder / hashlib.sha1(octets).hexdigest()).write_bytes(octets)
                    count += 1
    (output / "request").mkdir(parents=True, exist_ok=True)
    (output / "request" / "der").write_bytes(REQUEST)
    (output / "request" / "pem").write_bytes(PEM)
    (output / "read").mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(PASTED):
        (output / "read" / f"form{number:02}").write_bytes(text.encode())
    for target, name, octets in captures():
        (output / target).mkdir(parents=True, exist_ok=True)
        (output / target / name).write_bytes(octets)
    (output / "http").mkdir(parents=True, exist_ok=True)
    for index, octets in enumerate(HTTP):
        (output / "http" / str(index)).write_bytes(octets)
    print(count, "inputs")
    if count == 0:
        sys.exit("no vector became an input")


if __name__ == "__main__":
    main()
