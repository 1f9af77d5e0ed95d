# SPDX-License-Identifier: MIT
"""parameters.py FILE OCTETS CDC43: the "parameters" anywhere in the JSON of FILE are what "cdc43 decode
--format json" says about the octets: the same names, the same values."""
import json
import subprocess
import sys


def find(node):
    """Each object under the key "parameters"."""
    if isinstance(node, list):
        for item in node:
            yield from find(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "parameters":
                yield value
            else:
                yield from find(value)


with open(sys.argv[1], encoding="utf-8") as file:
    found = list(find(json.load(file)))
decoded = json.loads(subprocess.run([sys.argv[3], "decode", "--format", "json", sys.argv[2]], check=True,
                                    stdout=subprocess.PIPE).stdout)
del decoded["tolerated"], decoded["complete"]
if not found or any(one != decoded for one in found):
    sys.exit("%s\nis not what cdc43 decode says:\n%s" % (found, decoded))
