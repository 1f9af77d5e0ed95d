# SPDX-License-Identifier: MIT
# Vectors of identity: Common Name and User ID from option 15 and the MIC CN or model and MAC.
from build import Group, error

HEADER = ["The MIC CN (or option 60 and MAC address) and option 15 to Common Name and User ID.",
          "domain is the value of option 15 in hexadecimal, of no octets when there is none.",
          "Offsets count characters of the domain, for MIC_COMMON_NAME those of the MIC CN, for",
          "MODEL those of the model."]

CN = "CP-9871-SEP001A2B3C4D5E"
MAC = "001a2b3c4d5e"
ROOM = 64 - len(CN) - 1  # characters left for a domain


def domain_of(length):
    """A good domain of that many characters."""
    return ("a" * min(length - 3, 60) + "." + "b" * max(2, length - 61))[:length]


def names(cn, domain):
    if domain == "":
        return {"commonName": cn, "userId": cn}
    return {"commonName": f"{cn}.{domain}", "userId": f"{cn}@{domain}"}


def by_cn(domain, cn=CN):
    return {"micCn": cn, "domain": domain.hex()}


def by_model(model, mac=MAC, domain=b""):
    return {"model": model, "mac": mac, "domain": domain.hex()}


def published(group):
    for inputs, how in ((by_cn, "MIC CN"), (lambda domain: by_model("DP-9871", domain=domain),
                                            "model and MAC")):
        group.case(f"published row: example.nl, from {how}", "identity.names",
                   ["PublishedExample"], inputs(b"example.nl"), names(CN, "example.nl"))
        group.case(f"published row: no domain, from {how}", "identity.empty",
                   ["PublishedExample"], inputs(b""), names(CN, ""))


def ends(group):
    for domain, left in ((b"\0", ""), (b"\0\0\0", ""), (b".", ""), (b".\0", ""),
                         (b"example.nl\0", "example.nl"), (b"example.nl\0\0\0", "example.nl"),
                         (b"example.nl.", "example.nl"), (b"example.nl.\0\0", "example.nl"),
                         (b"nl.", "nl")):
        group.case(f"trailing octets {domain!r} are dropped"[:90].replace("b'", "'"),
                   "identity.ends", ["Domain"], by_cn(domain), names(CN, left))
    for domain, offset in ((b"example.nl..", 10), (b"example.nl\0.", 10), (b"..", 0),
                           (b"example.nl.\0.", 10)):
        group.case(f"only one trailing dot is dropped: {domain!r}".replace("b'", "'"),
                   "identity.ends", ["Domain"], by_cn(domain), error("DOMAIN", 0, offset))


def domains(group):
    good = [b"a", b"1", b"_", b"localdomain", b"Example.NL", b"x.y.z", b"a-b.c--d", b"_sip._tcp",
            b"xn--caf-dma.example", b"10.79.57.91", b"0", b"a_.b"]
    for domain in good:
        text = domain.decode()
        group.case(f"domain {text}", "identity.domain", ["Domain"], by_cn(domain), names(CN, text))
    bad = [
        ("dot at the beginning", b".example", 0), ("two dots", b"a..b", 1),
        ("hyphen at the beginning", b"-a.b", 0), ("hyphen at the end", b"a.b-", 3),
        ("hyphen at the end of a label", b"a-.b", 1), ("hyphen behind a dot", b"a.-b", 1),
        ("hyphen only", b"-", 0), ("hyphen and a trailing dot", b"a-.", 1),
        ("space", b"a b", 1), ("space at the end", b"a ", 1), ("space in front", b" a", 0),
        ("two domains with a space", b"example.nl example.com", 10),
        ("comma", b"a,b", 1), ("at sign", b"a@b", 1), ("slash", b"a/b", 1),
        ("line feed", b"a\nb", 1), ("line feed at the end", b"example.nl\n", 10),
        ("NUL inside", b"a\0b", 1), ("NUL in front", b"\0a", 0), ("tab", b"a\tb", 1),
        ("DEL", b"a\x7f", 1), ("octet 0x80", b"a\x80", 1), ("UTF-8", "caf\u00e9.fr".encode(), 3),
        ("quote", b"a\"b", 1), ("dollar sign", b"$(id).nl", 0), ("backtick", b"a`id`", 1),
        ("semicolon", b"a;b", 1), ("percent sign", b"a%n", 1), ("equals sign", b"a=b", 1),
        ("plus sign", b"a+b", 1), ("colon", b"a:b", 1), ("asterisk", b"*.example.nl", 0),
        ("escaped dot", b"a\\.b", 1), ("DNS wire format", b"\x07example\x02nl", 0),
        ("octet before 0", b"a/", 1), ("octet before A", b"@a", 0), ("octet behind Z", b"a[", 1),
        ("octet before a", b"a`", 1), ("octet behind z", b"a{", 1),
    ]
    for comment, domain, offset in bad:
        group.case("domain with " + comment, "identity.domain", ["Domain"], by_cn(domain),
                   error("DOMAIN", 0, offset))


def lengths(group):
    for length in range(ROOM - 3, ROOM + 4):
        domain = domain_of(length)
        outcome = names(CN, domain) if length <= ROOM else error(
            "COMMON_NAME_TOO_LONG", 0, 0, length - ROOM)
        group.case(f"domain of {length} characters", "identity.length", ["NameLength"],
                   by_cn(domain.encode()), outcome)
    for end in (b".", b"\0", b".\0\0"):
        domain = domain_of(ROOM)
        group.case(f"domain of {ROOM} characters, and what is dropped", "identity.length",
                   ["NameLength"], by_cn(domain.encode() + end), names(CN, domain))
    domain = domain_of(ROOM + 1)
    group.case(f"domain of {ROOM + 1} characters and a dot", "identity.length", ["NameLength"],
               by_cn(domain.encode() + b"."), error("COMMON_NAME_TOO_LONG", 0, 0, 1))
    for length in (62, 63):
        domain = "a" * length
        over = 3 + length - 64
        group.case(f"label of {length} characters behind a short MIC CN", "identity.domain",
                   ["NameLength"], by_cn(domain.encode(), "CP"),
                   error("COMMON_NAME_TOO_LONG", 0, 0, over))
    group.case("label of 63 characters behind the shortest MIC CN: one too many",
               "identity.length", ["NameLength"], by_cn(b"a" * 63, "C"),
               error("COMMON_NAME_TOO_LONG", 0, 0, 1))
    group.case("label of 62 characters behind the shortest MIC CN", "identity.length",
               ["NameLength"], by_cn(b"a" * 62, "C"), names("C", "a" * 62))
    for domain, offset in ((b"a" * 64, 63), (b"a" * 63 + b"b.nl", 63), (b"nl." + b"a" * 64, 66),
                           (b"a" * 250, 63), (b"a" * 255, 63), (b"a" * 63 + b"-b", 63),
                           (b"a" * 62 + b"-b", 62)):
        group.case(f"label over 63 characters, {len(domain)} in all", "identity.domain",
                   ["NameLength", "Domain"], by_cn(domain), error("DOMAIN", 0, offset))
    for length in (253, 254, 255):
        domain = ("a" * 63 + ".") * 3 + "b" * (length - 192)
        group.case(f"domain of {length} characters", "identity.length", ["NameLength", "Domain"],
                   by_cn(domain.encode()),
                   error("COMMON_NAME_TOO_LONG", 0, 0, length - ROOM))


def mic_cns(group):
    for cn in ("C", "CP-8875-SEPFFEEDDCCBBAA", "a name with spaces", "x" * 64, "!~"):
        group.case(f"MIC CN {cn[:30]!r} of {len(cn)} characters", "identity.mic-cn", ["Normal"],
                   by_cn(b"", cn), names(cn, ""))
    for cn, offset in (("", 0), ("x" * 65, 65), ("x" * 255, 255), ("CP\n", 2), ("\u0001CP", 0),
                       ("CP\u007f", 2), ("CP-\u00e9", 3), ("CP\u0000", 2)):
        group.case(f"MIC CN {cn[:12]!r} of {len(cn.encode())} octets", "identity.mic-cn",
                   ["Boundary"], by_cn(b"example.nl", cn), error("MIC_COMMON_NAME", 0, offset))
    group.case("MIC CN of 64 characters leaves no room for a domain", "identity.length",
               ["NameLength"], by_cn(b"a", "x" * 64), error("COMMON_NAME_TOO_LONG", 0, 0, 2))
    group.case("bad MIC CN and bad domain: the MIC CN is told", "identity.mic-cn", ["Boundary"],
               by_cn(b"..", "\t"), error("MIC_COMMON_NAME", 0, 0))


def models(group):
    for model, number in (("DP-9841", "9841"), ("DP-9851", "9851"), ("DP-9861", "9861"),
                          ("CP-8875", "8875"), ("CP-9871", "9871"), ("DP-9861NR", "9861NR"),
                          ("CP-7841-3PCC", "7841"), ("CP-8851-3PCC-x", "8851"), ("DP-1", "1"),
                          ("DP-9871\u0000", "9871"), ("DP-9871\u0000\u0000", "9871"),
                          ("CP-" + "9" * 45, "9" * 45), ("DP-9871-", "9871")):
        cn = f"CP-{number}-SEP{MAC.upper()}"
        group.case(f"model {model.rstrip(chr(0))[:20]}, {len(model)} octets", "identity.model",
                   ["Model"], by_model(model), names(cn, ""))
    for mac in ("000000000000", "ffffffffffff", "0123456789ab", "cdef01234567"):
        group.case(f"MAC {mac}", "identity.model", ["Model"], by_model("DP-9871", mac, b"nl"),
                   names(f"CP-9871-SEP{mac.upper()}", "nl"))
    for model, offset in (("", 0), ("\u0000", 0), ("DP", 0), ("DP-", 0), ("DP-\u0000", 0),
                          ("9871", 0), ("EP-9871", 0), ("dp-9871", 0), ("Dp-9871", 0),
                          ("DP9871", 0), ("DP_9871", 0), (" DP-9871", 0), ("DP--9871", 3),
                          ("DP-98_71", 5), ("DP-98 71", 5), ("DP-9871 ", 7), ("DP-98\u00007", 5),
                          ("DP-9871\n", 7), ("DP-98.71", 5), ("DP-\u00e9", 3),
                          ("Cisco Systems, Inc. IP Phone CP-8961", 0), ("CP-" + "9" * 46, 49),
                          ("LINKSYS SPA-942", 0)):
        group.case(f"model {model[:24]!r}, {len(model)} characters", "identity.model", ["Model"],
                   by_model(model, domain=b"example.nl"), error("MODEL", 0, offset))
    group.case("bad model and bad domain: the model is told", "identity.model", ["Model"],
               by_model("X", domain=b".."), error("MODEL", 0, 0))
    group.case("longest model leaves no room for a domain", "identity.length", ["NameLength"],
               by_model("CP-" + "9" * 45, domain=b"a"), error("COMMON_NAME_TOO_LONG", 0, 0, 2))


def groups():
    group = Group("identity")
    published(group)
    ends(group)
    domains(group)
    lengths(group)
    mic_cns(group)
    models(group)
    return [group]
