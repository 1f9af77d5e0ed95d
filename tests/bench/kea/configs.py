# SPDX-License-Identifier: MIT
# The parts of Kea's configurations that the costs are measured with.
"""usage: configs.py models COUNT       parameters of our hook: that many models, the phone's included
       configs.py bound KEY          the same with five models, and a password that is each phone's own
       configs.py classes            plain Kea: one class per known model, typed suboptions
       configs.py flex-option        parameters of flex_option: the same octets by an expression"""
import json
import pathlib
import re
import sys

MODELS = re.findall(r'^CDC43_MODEL\("([^"]+)"', pathlib.Path("tlv/models.def").read_text(),
                    re.MULTILINE)
FINGERPRINT = "12040870625C5B755D73F5925285F8F5FF5D55AF"
OCTETS = ("0a01010b12687474703a2f2f31302e37392e35372e39310c14" + FINGERPRINT +
          "0d10443233334343463942393935324131350e01010f0101")
# Name, code, type for Kea, value for Kea, value for us.
VALUES = [("fips-mode", 10, "boolean", "true", True),
          ("server", 11, "string", "http://10.79.57.91", "http://10.79.57.91"),
          ("root-ca-fingerprint", 12, "binary", FINGERPRINT, FINGERPRINT),
          ("challenge-password", 13, "string", "D233CCF9B9952A15", "D233CCF9B9952A15"),
          ("enable-8021x", 14, "boolean", "true", True),
          ("certificate-select", 15, "uint8", "1", "custom-installed")]


def models(count):
    profile = {"name": "office", **{name: ours for name, _, _, _, ours in VALUES}}
    more = [f"XX-{number:04d}" for number in range(count - len(MODELS))]
    return {"profiles": [profile],
            "models": [{"vendor-class": model, "profile": "office"} for model in more + MODELS]}


def bound(key):
    result = models(len(MODELS))
    del result["profiles"][0]["challenge-password"]
    result["profiles"][0]["challenge-key-file"] = key
    return result


def classes():
    space = "cisco-cdc"
    option = "vendor-encapsulated-options"
    data = [{"name": name, "space": space, "data": value} for name, _, _, value, _ in VALUES]
    return {
        "option-def": [{"name": name, "code": code, "space": space, "type": kind}
                       for name, code, kind, _, _ in VALUES],
        "client-classes": [{
            "name": model, "test": f"option[60].hex == '{model}'",
            "option-def": [{"name": option, "code": 43, "type": "empty", "encapsulate": space}],
            "option-data": data + [{"name": option}]} for model in MODELS]}


def flex_option():
    expression = "''"
    for model in reversed(MODELS):
        expression = f"ifelse(option[60].hex == '{model}', 0x{OCTETS}, {expression})"
    return {"options": [{"code": 43, "add": expression}]}


def main():
    what = {"models": lambda: models(int(sys.argv[2])), "bound": lambda: bound(sys.argv[2]),
            "classes": classes, "flex-option": flex_option}
    if len(sys.argv) < 2 or sys.argv[1] not in what:
        sys.exit(__doc__)
    text = json.dumps(what[sys.argv[1]]())
    # The classes go among other members.
    print(text[1:-1] + "," if sys.argv[1] == "classes" else text)


if __name__ == "__main__":
    main()
