# SPDX-License-Identifier: MIT
# Vectors of text forms: what people type and paste, to octets and flags.
from build import DOT1X, FIPS, FPR, KEYS, PRINT, SELECT, Group, digest, error

HEADER = ["Text that people type or paste: hexadecimal, fingerprints, MAC addresses, words of",
          "flags. Offsets count characters of the text. Implementations without a user interface",
          "may leave these out."]


class Texts(Group):
    def text(self, form, comment, flags, text, outcome, suboption=None):
        inputs = {"form": form, "text": text}
        if suboption is not None:
            inputs["suboption"] = KEYS[suboption]
        if isinstance(outcome, bytes):
            outcome = {"octets": outcome.hex()}
        elif isinstance(outcome, bool):
            outcome = {"on": outcome}
        self.case(comment, "text." + form, flags, inputs, outcome)


def hexadecimal(group):
    flags = ["TextForm"]
    octets = bytes.fromhex("0a01ff")
    for text in ("0a01ff", "0A01FF", "0a01Ff", "0a 01 ff", "0a:01:ff", "0a-01-ff", "0a.01.ff",
                 "0a01.ff", "0x0a01ff", "0X0A01FF", "0x0a 0x01 0xff", "0x0a:0x01:0xff",
                 " 0a01ff ", "\t0a\n01\r\nff\n", "0a  01--ff", ":0a01ff:", "0x0a0x01ff"):
        group.text("hex", f"{text!r}", flags, text, octets)
    group.text("hex", "no text", flags, "", b"")
    group.text("hex", "separators only", flags, " :-.\t", b"")
    group.text("hex", "0x00 is an octet", flags, "0x00", b"\0")
    for text, name, offset in (("0", "HEX_ODD", 0), ("0a0", "HEX_ODD", 2), ("0a 0 1", "HEX_ODD", 3),
                               ("0:a", "HEX_ODD", 0), ("0x0", "HEX_ODD", 2),
                               ("0x", "HEX_DIGIT", 2), ("0x ", "HEX_DIGIT", 2),
                               ("0xx", "HEX_DIGIT", 2),
                               ("g0", "HEX_DIGIT", 0), ("0g", "HEX_DIGIT", 1),
                               ("0a,01", "HEX_DIGIT", 2), ("0a01fg", "HEX_DIGIT", 5),
                               ("x0", "HEX_DIGIT", 0), ("/0", "HEX_DIGIT", 0),
                               (":;", "HEX_DIGIT", 1), ("@a", "HEX_DIGIT", 0),
                               ("a`", "HEX_DIGIT", 1), ("aG", "HEX_DIGIT", 1),
                               ("0a\u00e9", "HEX_DIGIT", 2), ("0a\u0000", "HEX_DIGIT", 2),
                               ("0a\"", "HEX_DIGIT", 2)):
        group.text("hex", f"{text!r}: {name}", flags, text, error(name, 0, offset))


def fingerprints(group):
    flags = ["TextForm", "Fingerprint"]
    group.text("fingerprint", "as the source prints it", flags + ["PublishedExample"],
               PRINT.hex().upper(), PRINT)
    group.text("fingerprint", "as openssl prints it", flags, PRINT.hex(":").upper(), PRINT)
    for size in (20, 32, 48, 64):
        group.text("fingerprint", f"{size} octets", flags, digest(size).hex(), digest(size))
        for other in (size - 1, size + 1):
            group.text("fingerprint", f"{other} octets", flags + ["Boundary"],
                       digest(other).hex(), error("FINGERPRINT_LENGTH", FPR, 0, other))
    group.text("fingerprint", "no text", flags, "", error("FINGERPRINT_LENGTH", FPR))
    group.text("fingerprint", "128 octets", flags, digest(128).hex(),
               error("FINGERPRINT_LENGTH", FPR, 0, 128))
    group.text("fingerprint", "letter O for zero", flags, "O" + PRINT.hex()[1:],
               error("HEX_DIGIT", FPR, 0))
    group.text("fingerprint", "last digit missing", flags, PRINT.hex()[:-1],
               error("HEX_ODD", FPR, 38))
    group.text("fingerprint", "with the words of openssl", flags, "SHA1 Fingerprint=" + PRINT.hex(),
               error("HEX_DIGIT", FPR, 0))


def words(group):
    flags = ["TextForm", "FlagValue"]
    for code, good in ((FIPS, {"on": True, "off": False, "enabled": True, "disabled": False}),
                       (DOT1X, {"on": True, "off": False, "yes": True, "no": False}),
                       (SELECT, {"manufacturing-installed": False, "custom-installed": True})):
        for word, on in good.items():
            group.text("flag", f"{KEYS[code]}: {word}", flags, word, on, code)
        for word in ("", "maybe", "ON", "on ", "true", "1", "0", "custom", "onn"):
            group.text("flag", f"{KEYS[code]}: {word!r}", flags, word, error("WORD", code), code)
    group.text("flag", "certificate-select has no on", flags, "on", error("WORD", SELECT), SELECT)


def macs(group):
    flags = ["TextForm"]
    mac = bytes.fromhex("001a2b3c4d5e")
    for text in ("00:1A:2B:3C:4D:5E", "001a2b3c4d5e", "00-1a-2b-3c-4d-5e", "001a.2b3c.4d5e",
                 "00 1A 2B 3C 4D 5E"):
        group.text("mac", text, flags, text, mac)
    for text in ("", "00:1a:2b:3c:4d", "00:1a:2b:3c:4d:5e:6f"):
        group.text("mac", f"{text!r}: not six octets", flags + ["Boundary"], text, error("MAC"))
    for text, offset in (("00:1a:2b:3c:4d:5g", 16), ("0:1a:2b:3c:4d:5e", 0),
                         ("SEP001A2B3C4D5E", 0), ("00:1a:2b:3c:4d:5", 15)):
        group.text("mac", text, flags, text, error("MAC", 0, offset))


def groups():
    group = Texts("text")
    hexadecimal(group)
    fingerprints(group)
    words(group)
    macs(group)
    return [group]
