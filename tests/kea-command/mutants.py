# SPDX-License-Identifier: MIT
"""Stock configurations with random changes: mistakes, and things that only look like one.

Usage: mutants.py FOLDER COUNT SEED. Each file says in a comment which request list to send.
"""
import copy
import json
import pathlib
import random
import sys

SHA1 = "12040870625C5B755D73F5925285F8F5FF5D55AF"
STYLES = ("own space", "default space", "octets", "default octets", "vendor class")


def stock(style):
    """One class for DP-9841, clean."""
    space = "vendor-encapsulated-options-space" if style == "default space" else "cisco-cdc"
    kinds = [("fips", 10, "boolean"), ("server", 11, "string"), ("ca", 12, "binary"),
             ("password", 13, "string"), ("dot1x", 14, "boolean"), ("select", 15, "uint8")]
    values = {"fips": "false", "server": "http://10.79.57.91/scep", "ca": SHA1,
              "password": "D233CCF9B9952A15", "dot1x": "true", "select": "1"}
    own = {"name": "DP-9841", "test": "option[60].hex == 'DP-9841'"}
    config = {"client-classes": [own]}
    option = {"name": "vendor-encapsulated-options", "always-send": True}
    if style in ("octets", "default octets"):
        option |= {"csv-format": False, "data": "0a01000b0568747470" + "0c14" + SHA1 + "0e0101"}
        own["option-data"] = [option]
        if style == "octets":
            own["option-def"] = [{"name": "vendor-encapsulated-options", "code": 43,
                                  "type": "binary"}]
        return config
    config["option-def"] = [{"name": name, "code": code, "space": space, "type": kind}
                            for name, code, kind in kinds]
    own["option-data"] = [{"name": name, "space": space, "data": value}
                          for name, value in values.items()] + [option]
    if style != "default space":
        own["option-def"] = [{"name": "vendor-encapsulated-options", "code": 43, "type": "empty",
                              "encapsulate": space}]
    if style == "vendor class":
        own["name"] = "VENDOR_CLASS_DP-9841"
        del own["test"]
    return config


def values(draw):
    """Data for a suboption, good and bad."""
    return draw.choice([
        "a,b", "a\\,b", ",", " blank", "blank ", "true", "false", "0", "1", "2", "yes", "TRUE", "",
        "255", "256", "-1", "https://10.79.57.91", "http://10.79.57.91:8080/x,y", "ab cd",
        "0x0102", "01:02", "12 04 08 70", "'quoted'", SHA1, SHA1[:-2], SHA1 + "00", SHA1[:-1],
        "x" * draw.randint(1, 260), "A" * 2 * draw.choice([32, 48, 64]), "\u00e4", "a\u0000b", "\\",
        "a\\", "a,,b", ", a", "f" * 251 * 2])


def tests(draw):
    """Tests of the class: some match DP-9841, some do not."""
    return draw.choice([
        "option[60].text == 'DP-9841'", "option[60].hex == 0x44502d39383431",
        "substring(option[60].hex,0,5) == 'DP-98'", "substring(option[60].hex,0,-1) == ''",
        "substring(option[60].hex,-4,4) == '9841'", "substring(option[60].hex,3,all) == '9841'",
        "not option[60].hex == 'DP-9841'", "option[60].exists", "member('VENDOR_CLASS_DP-9841')",
        "option[60].hex == 'DP-9851' or option[60].hex == 'DP-9841'",
        "option[60].exists and (member('ALL') and not member('KNOWN'))", "member('KNOWN')",
        "concat(substring(option[60].hex,0,3),'1') == 'DP-1'",
        "ifelse(option[60].hex == 'DP-9841','a','b') == 'a'", "pkt4.mac == 0x001a2b3c4d5e",
        "member('undefined')", "option[vendor-class-identifier].hex == 'DP-9841'",
        "'DP-9841' == option[60].hex", "option[60].hex == 'dp-9841'",
        "substring(option[60].hex,0,2) + '-9841' == 'DP-9841'"])


def other_43(draw):
    """Option 43 of another scope."""
    return [{"name": "vendor-encapsulated-options", "csv-format": False,
             "data": draw.choice(["f104c0000209", "0a0100", "0b03", "", "f104c0000209ff",
                                  "0b0568747470" + "0c14" + SHA1, "0b05687474700c15" + SHA1])}]


def mutate(config, subnet, draw):
    """One change, which may come to nothing."""
    own = config["client-classes"][0]
    lines = own["option-data"]
    line = draw.choice(lines)
    defs = config.get("option-def") or [{}]
    kind = draw.choice(["value"] * 6 + ["type", "type", "code", "space", "drop", "twice", "always",
                        "test", "test", "scope", "scope", "class", "define", "raw", "global",
                        "undefine", "sizes", "encapsulate", "gate", "require", "reserve"])
    if kind == "value" and "data" in line:
        line["data"] = values(draw)
    elif kind == "sizes":
        for entry in lines:
            if entry.get("name") in ("password", "server"):
                entry["data"] = "http" + "s" * draw.randint(0, 130)
            if entry.get("name") == "ca":
                entry["data"] = "ab" * draw.choice([20, 32, 48, 64])
    elif kind == "type" and defs[0]:
        draw.choice(defs)["type"] = draw.choice(["string", "binary", "uint8", "uint16", "uint32",
                                                 "boolean", "ipv4-address", "int8", "fqdn"])
    elif kind == "code" and defs[0]:
        draw.choice(defs)["code"] = draw.choice([11, 51, 16, 254, 1, 13])
    elif kind == "space" and "space" in line:
        line["space"] = draw.choice(["dhcp4", "nowhere", "vendor-encapsulated-options-space"])
    elif kind == "drop":
        lines.remove(line)
    elif kind == "twice":
        again = copy.deepcopy(line)
        again["data"] = values(draw)
        lines.insert(draw.randint(0, len(lines)), again)
    elif kind == "always":
        line["always-send"] = draw.choice([True, False])
    elif kind == "test" and "test" in own:
        own["test"] = tests(draw)
    elif kind == "scope":
        place = draw.choice([subnet, subnet["pools"][0], subnet["reservations"][0]])
        place["option-data"] = other_43(draw)
    elif kind == "global":
        config["option-data"] = other_43(draw)
    elif kind == "class":
        other = {"name": "other", "test": tests(draw), "option-data": other_43(draw)}
        config["client-classes"].insert(draw.randint(0, 1), other)
    elif kind == "define":
        own["option-def"] = [{"name": "vendor-encapsulated-options", "code": 43,
                              "type": draw.choice(["binary", "string", "empty"])}]
    elif kind == "undefine":
        own.pop("option-def", None)
    elif kind == "raw":
        line["csv-format"] = False
    elif kind == "gate":
        draw.choice([subnet, subnet["pools"][0]])["client-class"] = draw.choice(
            ["DP-9841", "VENDOR_CLASS_DP-9841", "ALL", "KNOWN"])
    elif kind == "require":
        own["only-if-required"] = True
        draw.choice([subnet, subnet["pools"][0]])["require-client-classes"] = [own["name"]]
    elif kind == "reserve":
        own["test"] = "member('KNOWN')"
        subnet["reservations"][0]["client-classes"] = [draw.choice(["DP-9841", "other"])]
    elif kind == "encapsulate" and "option-def" in own:
        own["option-def"][0]["encapsulate"] = draw.choice(["cisco-cdc", "nowhere"])


def main():
    folder, count, seed = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    common = pathlib.Path("tests/kea-command/server.inc").resolve()
    for number in range(count):
        draw = random.Random(seed * 1000003 + number)
        config = stock(draw.choice(STYLES))
        subnet = {"id": 1, "subnet": "192.0.2.0/24", "pools": [{"pool": "192.0.2.100-192.0.2.200"}],
                  "reservations": [{"hw-address": "00:1a:2b:3c:4d:5e",
                                    "ip-address": "192.0.2.150"}]}
        if draw.random() < 0.5:
            subnet["reservations"][0]["hw-address"] = "00:1a:2b:00:00:01"
        for _ in range(draw.choice([1, 1, 1, 2, 2, 3])):
            if config["client-classes"][0]["option-data"]:
                mutate(config, subnet, draw)
        if draw.random() < 0.3:
            network = {"name": "floor", "subnet4": [subnet]}
            if draw.random() < 0.5:
                network["option-data"] = other_43(draw)
            config["shared-networks"] = [network]
        else:
            config["subnet4"] = [subnet]
        request = draw.choice(["15,43", "43", "15", "none", "1,3,6,15,43,66,150"])
        body = json.dumps(config, indent=1)[1:]
        text = f'// request: {request}\n{{ "Dhcp4": {{ <?include "{common}"?>{body} }}\n'
        (folder / f"{number:04}.json").write_text(text)


if __name__ == "__main__":
    main()
