# SPDX-License-Identifier: MIT
"""Prints a complete configuration of Kea with a fragment of a page at its place: configuration.py FRAGMENT"""
import json
import pathlib
import re
import sys

EXAMPLE = "kea-hook/example/kea-dhcp4.json"


def hook(config):
    return config["hooks-libraries"][0]["parameters"]


def database(config):
    """Leases in a file are no database for Kea 3.0."""
    return config.setdefault("hosts-databases", [{"type": "postgresql", "name": "kea"}])[0]


# The first word of a fragment, the object that it is in, and what it is there: its members, or one of a list.
PLACES = {
    "hooks-libraries": (lambda config: config, None),
    "control-socket": (lambda config: config, None),
    "subnet4": (lambda config: config, None),
    "profiles": (hook, None),
    "max-reconnect-tries": (database, None),
    "name kea-dhcp4.cdc43-hooks": (lambda config: config, "loggers"),
    "name office": (hook, "profiles"),
}


def main():
    text, fragment = pathlib.Path(EXAMPLE).read_text(encoding="ascii"), sys.argv[1].strip()
    config = json.loads(re.sub(r"^\s*//.*", "", text, flags=re.M))["Dhcp4"]
    members = json.loads(fragment if fragment.startswith("{") else f"{{{fragment}}}")
    key, value = next(iter(members.items()))
    place, many = PLACES.get(f"{key} {value}") or PLACES[key]
    if many is None:
        place(config).update(members)
    else:
        names = [entry["name"] for entry in place(config)[many]]
        if members["name"] in names:
            place(config)[many][names.index(members["name"])] = members
        else:
            place(config)[many].append(members)
    print(json.dumps({"Dhcp4": config}, indent=1))


main()
