#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the fuzzers' corpora out of the vectors: one folder per target, one file per vector."""
import hashlib
import json
import pathlib
import sys

FLAGS = {"fips-mode": 0, "enable-8021x": 4, "certificate-select": 5}
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
    print(count, "inputs")
    if count == 0:
        sys.exit("no vector became an input")


if __name__ == "__main__":
    main()
