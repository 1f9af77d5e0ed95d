#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints vectors as C tables for machines without files: vectors_to_c.py FILE..."""
import json
import pathlib
import sys

FLAGS = {"fips-mode": 10, "enable-8021x": 14, "certificate-select": 15}
VALUES = {"server": 11, "root-ca-fingerprint": 12, "challenge-password": 13}


def octets(data):
    """A view of constant octets."""
    text = "".join(f"\\{octet:03o}" for octet in data)
    return f'{{(const uint8_t *)"{text}", {len(data)}}}'


def failure(error):
    """err and where; success when error is None."""
    if error is None:
        return "{CDC43_OK, {0}}"
    return (f"{{CDC43_ERR_{error['name']}, {{.suboption = {error.get('suboption', 0)}, "
            f".offset = {error.get('offset', 0)}, .excess = {error.get('excess', 0)}}}}}")


def params(values, tolerated=()):
    """struct cdc43_params"""
    present = " | ".join(f"CDC43_BIT({code})" for name, code in {**FLAGS, **VALUES}.items()
                         if name in values) or "0"
    on = " | ".join(f"CDC43_BIT({code})" for name, code in FLAGS.items()
                    if values.get(name) in (True, "custom-installed")) or "0"
    bits = " | ".join("CDC43_TOLERATED_" + name.upper().replace("-", "_")
                      for name in tolerated) or "0"
    return (f"{{.present = {present}, .on = {on}, .tolerated = {bits}, "
            f".server = {octets(values.get('server', '').encode('latin-1'))}, "
            f".root_ca_fingerprint = {octets(bytes.fromhex(values.get('root-ca-fingerprint', '')))}, "
            f".challenge_password = {octets(values.get('challenge-password', '').encode('latin-1'))}}}")


def main():
    rows = {"decode": [], "encode": [], "identity": [], "message": []}
    for number, name in enumerate(sys.argv[1:]):
        for group in json.loads(pathlib.Path(name).read_text())["testGroups"]:
            kind = group["type"]
            if kind not in rows:
                continue
            profile = "&cdc43_" + group.get("profile", "phone")
            for test in group["tests"]:
                place = f"{number}, {test['tcId']}"
                if kind == "decode":
                    rows[kind].append(
                        f"{{{place}, {profile}, {octets(bytes.fromhex(test['option43']))}, "
                        f"{failure(test.get('strictError'))}, {failure(test.get('tolerantError'))}, "
                        f"{failure(test.get('incomplete'))}, "
                        f"{params(test.get('params', {}), test.get('tolerated', ()))}}},")
                elif kind == "encode":
                    rows[kind].append(
                        f"{{{place}, {profile}, {params(test['params'])}, {test['limit']}, "
                        f"{test.get('capacity', 255)}, {failure(test.get('error'))}, "
                        f"{octets(bytes.fromhex(test.get('option43', '')))}}},")
                elif kind == "identity":
                    rows[kind].append(
                        f"{{{place}, {octets(test.get('micCn', '').encode('latin-1'))}, "
                        f"{octets(test.get('model', '').encode('latin-1'))}, "
                        f"{octets(bytes.fromhex(test.get('mac', '')))}, "
                        f"{octets(bytes.fromhex(test['domain']))}, {failure(test.get('error'))}, "
                        f"{octets(test.get('commonName', '').encode('latin-1'))}, "
                        f"{octets(test.get('userId', '').encode('latin-1'))}}},")
                else:
                    rows[kind].append(
                        f"{{{place}, {octets(bytes.fromhex(test['message']))}, {test['option']}, "
                        f"{test.get('capacity', 255)}, {failure(test.get('error'))}, "
                        f"{'true' if test.get('present') else 'false'}, "
                        f"{octets(bytes.fromhex(test.get('value', '')))}}},")
    for kind, table in rows.items():
        if not table:
            sys.exit(f"no vector of type {kind}")
        print(f"static const struct {kind}_case {kind}_cases[] = {{")
        print("\n".join(table))
        print("};")


if __name__ == "__main__":
    main()
