# SPDX-License-Identifier: MIT
# The table of wrong configurations: what is wrong, and what the sentence about it must say.
"""usage: wrong.py CONFIG FOLDER

CONFIG is a good configuration with the hook. For each row FOLDER gets NN.json, the configuration
with that mistake, and NN.want: its name and then the parts of the sentence, one per line."""
import copy
import json
import os
import sys

FINGERPRINT = "12040870625C5B755D73F5925285F8F5FF5D55AF"


def profile(**changes):
    """The parameters with changes to the first profile; None removes a key."""
    def change(config):
        target = parameters(config)["profiles"][0]
        for key, value in changes.items():
            key = key.replace("_", "-")
            if value is None:
                del target[key]
            else:
                target[key] = value
    return change


def parameter(key, value):
    def change(config):
        parameters(config)[key] = value
    return change


def models(*entries):
    return parameter("models", list(entries))


def whole(value):
    """Something else in place of all parameters; None removes them."""
    def change(config):
        library = config["Dhcp4"]["hooks-libraries"][-1]
        if value is None:
            del library["parameters"]
        else:
            library["parameters"] = value
    return change


def context(where, value):
    """user-context of ours at global, subnet, pool, class or reservation."""
    def change(config):
        dhcp = config["Dhcp4"]
        subnet = dhcp["subnet4"][0]
        if where == "class":
            dhcp["client-classes"] = [{"name": "phones"}]
        if where == "reservation":
            subnet["reservations"] = [{"hw-address": "00:0c:01:02:03:04", "hostname": "phone"}]
            parameters(config)["host-context"] = True
        target = {"global": lambda: dhcp, "subnet": lambda: subnet,
                  "pool": lambda: subnet["pools"][0],
                  "class": lambda: dhcp["client-classes"][0],
                  "reservation": lambda: subnet["reservations"][0]}[where]()
        target["user-context"] = {"cdc43": value}
    return change


def domain(value):
    def change(config):
        config["Dhcp4"]["subnet4"][0]["option-data"] = [{"name": "domain-name", "data": value}]
    return change


def parameters(config):
    return config["Dhcp4"]["hooks-libraries"][-1]["parameters"]


OFFICE = {"vendor-class": "DP-9871", "profile": "office"}

# Name, change, parts of the sentence.
ROWS = [
    ("no parameters", whole(None), ['"profiles" is missing']),
    ("empty parameters", whole({}), ['"profiles" is missing']),
    ("unknown parameter", parameter("profile", []), ["profile", "unknown key"]),
    ("unknown parameter, upper case", parameter("Profiles", []), ["Profiles", "unknown key"]),
    ("profiles is an object", parameter("profiles", {}), ["profiles", "must be a list"]),
    ("profiles is a string", parameter("profiles", "office"), ["profiles", "must be a list"]),
    ("profiles is empty", parameter("profiles", []), ["profiles", "must not be empty"]),
    ("a profile is a string", parameter("profiles", ["x"]), ["profiles[0]", "must be an object"]),
    ("a profile is null", parameter("profiles", [None]), ["profiles[0]"]),
    ("unknown key in a profile", profile(fips=True), ["profiles[0].fips", "unknown key"]),
    ("no name", profile(name=None), ["profiles[0]"]),
    ("name is a number", profile(name=1), ["profiles[0].name", "must be a string"]),
    ("name is empty", profile(name=""), ["profiles[0].name", "must not be empty"]),
    ("name is too long", profile(name="n" * 256), ["profiles[0].name", "longer than 255"]),
    ("no server", profile(server=None), ["profiles[0].server"]),
    ("server is a number", profile(server=1), ["profiles[0].server", "must be a string"]),
    ("server is empty", profile(server=""), ["profiles[0].server"]),
    ("server with https", profile(server="https://ca"), ["profiles[0].server", "suboption 11",
                                                         "HTTPS"]),
    ("server with ftp", profile(server="ftp://ca"), ["profiles[0].server", "suboption 11"]),
    ("server with user", profile(server="http://a@ca"), ["profiles[0].server", "suboption 11"]),
    ("server with a blank", profile(server="http://c a"), ["profiles[0].server", "suboption 11"]),
    ("no fingerprint", profile(root_ca_fingerprint=None), ["profiles[0].root-ca"]),
    ("fingerprint is a number", profile(root_ca_fingerprint=12),
     ["profiles[0].root-ca-fingerprint", "must be a string"]),
    ("fingerprint of 21 octets", profile(root_ca_fingerprint=FINGERPRINT + "00"),
     ["profiles[0].root-ca-fingerprint", "21 octets"]),
    ("fingerprint of 19 octets", profile(root_ca_fingerprint=FINGERPRINT[2:]),
     ["profiles[0].root-ca-fingerprint", "19 octets"]),
    ("fingerprint with odd digits", profile(root_ca_fingerprint=FINGERPRINT + "0"),
     ["profiles[0].root-ca-fingerprint"]),
    ("fingerprint with letters", profile(root_ca_fingerprint="xy" * 20),
     ["profiles[0].root-ca-fingerprint"]),
    ("password is a number", profile(challenge_password=1),
     ["profiles[0].challenge-password", "must be a string"]),
    ("password with a line end", profile(challenge_password="ab\ncd"),
     ["profiles[0].challenge-password", "suboption 13"]),
    ("server and password are 208", profile(challenge_password="p" * 190),
     ["profiles[0]", "208", "208 found"]),
    ("the whole is 256", profile(root_ca_fingerprint="ab" * 64, challenge_password="p" * 159),
     ["profiles[0]", "whole value", "255 octets at most, 256 found"]),
    ("fips-mode is a string", profile(fips_mode="true"),
     ["profiles[0].fips-mode", "must be true or false"]),
    ("fips-mode is a number", profile(fips_mode=1),
     ["profiles[0].fips-mode", "must be true or false"]),
    ("enable-8021x is null", profile(enable_8021x=[]), ["profiles[0].enable-8021x"]),
    ("certificate-select is a flag", profile(certificate_select=True),
     ["profiles[0].certificate-select", "must be a string"]),
    ("certificate-select is another word", profile(certificate_select="custom"),
     ["profiles[0].certificate-select"]),
    ("device-profile is another word", profile(device_profile="desk"),
     ["profiles[0].device-profile"]),
    ("roomos without 802.1X", profile(device_profile="roomos", enable_8021x=False,
                                      fips_mode=None, certificate_select=None), ["profiles[0]"]),
    ("roomos with certificate-select", profile(device_profile="roomos"), ["profiles[0]"]),
    ("models is an object", parameter("models", {}), ["models", "must be a list"]),
    ("models is empty", models(), ["models", "must not be empty"]),
    ("a model is a string", models("DP-9871"), ["models[0]", "must be an object"]),
    ("unknown key in a model", models({**OFFICE, "x": 1}), ["models[0].x", "unknown key"]),
    ("a model without vendor class", models({"profile": "office"}), ["models[0]"]),
    ("a model without profile", models({"vendor-class": "DP-9871"}), ["models[0]"]),
    ("a model with two patterns", models({**OFFICE, "vendor-class-prefix": "DP"}), ["models[0]"]),
    ("unknown profile", models({**OFFICE, "profile": "nobody"}),
     ["models[0].profile", "no profile has this name"]),
    ("a model twice", models(OFFICE, OFFICE), ["models[1].vendor-class", "another entry"]),
    ("empty vendor class", models({**OFFICE, "vendor-class": ""}), ["models[0].vendor-class"]),
    ("vendor class too long", models({**OFFICE, "vendor-class": "v" * 256}),
     ["models[0].vendor-class", "longer than 255"]),
    ("unknown word for when-not-requested", parameter("when-not-requested", "always"),
     ["when-not-requested"]),
    ("when-not-requested is a flag", parameter("when-not-requested", True),
     ["when-not-requested", "must be a string"]),
    ("unknown word for the conflict", parameter("on-provisioning-conflict", "drop"),
     ["on-provisioning-conflict"]),
    ("host-context is a string", parameter("host-context", "yes"),
     ["host-context", "must be true or false"]),
    ("missing CA file", profile(root_ca_fingerprint=None, root_ca_file="/nowhere/ca.pem"),
     ["profiles[0].root-ca-file"]),
    ("a CA file that is none", profile(root_ca_fingerprint=None, root_ca_file="/etc/passwd"),
     ["profiles[0].root-ca-file"]),
    ("digest without CA file", profile(root_ca_digest="sha1"), ["profiles[0].root-ca-digest"]),
    ("missing password file",
     profile(challenge_password=None, challenge_password_file="/nowhere/password"),
     ["profiles[0].challenge-password-file"]),
    ("password file that others may read",
     profile(challenge_password=None, challenge_password_file="/etc/passwd"),
     ["profiles[0].challenge-password-file"]),
    ("password twice", profile(challenge_password_file="/etc/passwd"),
     ["profiles[0].challenge-password-file"]),
    ("required class is a number", profile(require_client_class=1),
     ["profiles[0].require-client-class", "must be a string"]),
    ("unknown required class", models({**OFFICE, "require-client-class": "nobody"}),
     ["models[0].require-client-class"]),
    ("global context is a string", context("global", "office"), ["user-context.cdc43"]),
    ("unknown key in the global context", context("global", {"profil": "office"}),
     ["user-context.cdc43.profil", "unknown key"]),
    ("unknown profile in a subnet", context("subnet", {"profile": "nobody"}),
     ["subnet4[0].user-context.cdc43.profile", "no profile has this name"]),
    ("profile of a pool is a number", context("pool", {"profile": 1}),
     ["subnet4[0].pools[0].user-context.cdc43.profile", "must be a string"]),
    ("send of a class is a string", context("class", {"send": "no"}),
     ["client-classes[0].user-context.cdc43.send", "must be true or false"]),
    ("unknown model in a subnet", context("subnet", {"models": {"DP-1": "office"}}),
     ["subnet4[0].user-context.cdc43.models"]),
    ("unknown profile of a reservation", context("reservation", {"profile": "nobody"}),
     ["subnet4[0].reservations[0].user-context.cdc43.profile"]),
    ("domain of 41 characters", domain("d" * 38 + ".nl"), ["subnet4[0].option-data[0]"]),
]


def main():
    with open(sys.argv[1], encoding="ascii") as file:
        good = json.load(file)
    for number, (name, change, parts) in enumerate(ROWS):
        bad = copy.deepcopy(good)
        change(bad)
        path = os.path.join(sys.argv[2], f"{number:02d}")
        with open(path + ".json", "w", encoding="ascii") as file:
            json.dump(bad, file, indent=1)
        with open(path + ".want", "w", encoding="ascii") as file:
            file.write("\n".join([name] + parts) + "\n")


if __name__ == "__main__":
    main()
