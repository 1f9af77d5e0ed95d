# SPDX-License-Identifier: MIT
# The rules that vectors test, each with its origin, and the notes behind the flags.

S004 = "Cisco, Installation of Custom Device Certificate (Desk Phone 9800, Video Phone 8875)"
ROOMOS_PAGE = "Cisco, RoomOS: provisioning of SCEP with DHCP option 43"
OWN = "cdc43"

# id: (sentence, origin). "cdc43" is a choice of this project where the documents are silent.
CLAUSES = {
    "example.phone": ("The published example of 69 octets decodes and encodes.", S004),
    "example.roomos": ("The published example of 63 octets decodes and encodes.", ROOMOS_PAGE),
    "shape.suboption": ("A suboption is one octet of code, one of length, and the value.", S004),
    "shape.bounds": ("No length runs past the end, no code stands without a length.",
                     "RFC 2132 8.4"),
    "shape.order": ("Suboptions may come in any order.", "RFC 2132 8.4"),
    "shape.repeat": ("One suboption with two different values is never accepted.", OWN),
    "shape.canonical": ("Encoding: ascending codes, no PAD, no END, no terminators, absent and "
                        "empty ones left out.", OWN),
    "limit.total": ("The whole value has at most 255 octets.", S004),
    "limit.sum": ("Server and Challenge Password together have less than 208 octets.", S004),
    "limit.ceiling": ("The encoder respects the ceiling of the DHCP server that is to carry it.",
                      OWN),
    "limit.buffer": ("A buffer that is too small is an error, and nothing is written.", OWN),
    "value.fips-mode": ("FIPS Mode is one octet, 0 or 1.", S004),
    "value.server": ("Server is text: one octet or more, printable ASCII without space.", S004),
    "value.server-scheme": ("The scheme of Server is http; HTTPS is not supported.", S004),
    "value.server-user": ("Server has no user information.", OWN),
    "value.server-host": ("Server names a host: a DNS name, an IPv4 address or an IPv6 address in "
                          "brackets.", S004),
    "value.server-port": ("A port is a number from 1 to 65535.", "RFC 3986 3.2.3"),
    "value.fingerprint": ("The fingerprint has the size of a digest: 20, 32, 48 or 64 octets.",
                          S004),
    "value.password": ("Challenge Password is printable ASCII; empty means not configured.", S004),
    "value.enable-8021x": ("Enable 802.1X Authentication is one octet, 0 or 1.", S004),
    "value.certificate-select": ("Certificate Select is one octet, 0 or 1.", S004),
    "tolerance.pad": ("Tolerant decoding takes PAD (0) between suboptions.", "RFC 2132 3.1"),
    "tolerance.end": ("Tolerant decoding takes END (255), which ends the value.", "RFC 2132 8.4"),
    "tolerance.trailing-nul": ("Tolerant decoding drops NULs at the end of text.", "RFC 2132 2"),
    "tolerance.empty-password": ("Tolerant decoding takes a Challenge Password of no octets for "
                                 "none.", OWN),
    "tolerance.unknown-suboption": ("Tolerant decoding skips suboptions that the profile has not.",
                                    "RFC 2132 8.4"),
    "tolerance.duplicate": ("Tolerant decoding takes a suboption again with the same value.", OWN),
    "tolerance.sum-limit-reached": ("Tolerant decoding takes a sum of exactly 208, which the table "
                                    "of the source allows and its text does not.", S004),
    "tolerance.several": ("Tolerant decoding reports each thing that it forgave.", OWN),
    "complete.mandatory": ("Well formed and complete are two answers: mandatory suboptions may be "
                           "missing.", S004),
    "profile.roomos": ("Board, Desk and Room devices: suboptions 11 to 14, fingerprint of 20 or 32 "
                       "octets, 14 mandatory and 1, no limit of the sum.", ROOMOS_PAGE),
    "message.fixed": ("A DHCP message has its fixed part and the magic cookie.", "RFC 2131 3"),
    "message.find": ("An option is found among others; PAD and END are single octets.",
                     "RFC 2132 2"),
    "message.join": ("All instances of an option are joined before decoding.", "RFC 3396 5"),
    "message.overload": ("Option 52 makes file and sname hold options, in the order options, file, "
                         "sname.", "RFC 2131 4.1"),
    "message.malformed": ("An option that runs past its field is an error.", "RFC 2132 2"),
    "message.observed": ("What real servers send, also where they fail: split, ended, or with "
                         "length 0 and the suboptions as options of their own.", "observed"),
    "message.limit": ("A joined value above 255 octets is an error.", S004),
    "identity.names": ("Common Name is MIC CN, dot, domain; User ID has an at sign instead.", S004),
    "identity.empty": ("Without a domain both are the MIC CN.", S004),
    "identity.ends": ("Trailing NULs and one trailing dot of the domain are dropped.", OWN),
    "identity.domain": ("The domain is labels of 1-63 letters, digits, underscores and inner "
                        "hyphens, joined by single dots.", "RFC 1035 2.3.1"),
    "identity.length": ("The Common Name has at most 64 characters.", "RFC 5280 A.1"),
    "identity.mic-cn": ("The MIC CN is 1 to 64 printable ASCII characters.", "RFC 5280 A.1"),
    "identity.model": ("MIC CN of a model and a MAC address: CP-<number>-SEP<12 upper-case "
                       "hexadecimal digits>.", S004),
    "text.hex": ("Hexadecimal of any case; between octets any blanks, tabs, line ends, colons, "
                 "hyphens and dots; 0x before an octet.", OWN),
    "text.fingerprint": ("Hexadecimal as text.hex, of 20, 32, 48 or 64 octets.", OWN),
    "text.flag": ("The two words of the suboption's table; for fips-mode and enable-8021x also on "
                  "and off.", S004),
    "text.mac": ("Hexadecimal as text.hex, of 6 octets.", OWN),
}

# flag: (bugType, description, effect)
FLAGS = {
    "PublishedExample": ("BASIC", "An example that a vendor has published.",
                         "Nothing works with real devices."),
    "Normal": ("BASIC", "An ordinary good case.", "Good configurations are refused or changed."),
    "Boundary": ("EDGE_CASE", "Right below, at or above a limit.",
                 "A configuration is refused that fits, or a phone gets one that does not."),
    "SumLimit": ("EDGE_CASE", "Server and Challenge Password around 208 octets together.",
                 "The phone refuses or cuts what the server sent."),
    "TotalLimit": ("EDGE_CASE", "The whole value around 255 octets.",
                   "A length octet wraps, or the option is split in a way that phones do not join."),
    "Fingerprint": ("EDGE_CASE", "Sizes of the fingerprint.",
                    "A CA is checked against octets that are no digest, or not at all."),
    "FlagValue": ("MISSING_STEP", "Length or value of a one-octet flag.",
                  "FIPS mode or 802.1X is switched by garbage."),
    "ServerForm": ("MISSING_STEP", "What a Server may look like.",
                   "The phone asks the wrong host, or asks over a scheme that it has not."),
    "PasswordForm": ("MISSING_STEP", "What a Challenge Password may look like.",
                     "Octets reach places that take them for markup, format or shell."),
    "Order": ("BASIC", "Another order of suboptions.", "Values from some servers are refused."),
    "Truncated": ("MISSING_STEP", "The value ends too early.", "The decoder reads behind the end."),
    "Overrun": ("MISSING_STEP", "A length runs past the end.", "The decoder reads behind the end."),
    "Duplicate": ("MISSING_STEP", "A suboption more than once.",
                  "Two readers take two different values."),
    "Tolerance": ("EDGE_CASE", "What servers send and a phone takes, but an encoder never writes.",
                  "Phones stay without a certificate behind some servers."),
    "Incomplete": ("BASIC", "Well formed, but mandatory suboptions are missing.",
                   "An enrolment begins that cannot succeed."),
    "Unknown": ("EDGE_CASE", "Codes that are not in the profile.",
                "Values for other devices break the phone."),
    "Hostile": ("MISSING_STEP", "What an attacker would try.",
                "Endless loops, reads behind the end, injected text."),
    "Ceiling": ("EDGE_CASE", "Ceilings of DHCP servers.", "A server splits or cuts the option."),
    "Buffer": ("EDGE_CASE", "Room for the output.", "Memory is written that is not there."),
    "RoomOS": ("BASIC", "The profile of Board, Desk and Room devices.",
               "One profile's rules are applied to the other's devices."),
    "Split": ("MISSING_STEP", "An option in several instances.", "Only a part is decoded."),
    "Overload": ("MISSING_STEP", "Options in the fields file and sname.",
                 "Options are missed, or file names are taken for options."),
    "Observed": ("EDGE_CASE", "An ACK of a real server, named in the comment with its version.",
                 "A failure of the server is not noticed: the phone takes suboptions that have "
                 "become options of their own."),
    "Malformed": ("MISSING_STEP", "A DHCP message that is broken.",
                  "The reader reads outside the message."),
    "Domain": ("MISSING_STEP", "What a domain may look like.",
               "Octets from the network reach certificate requests and shells."),
    "NameLength": ("EDGE_CASE", "Common Names around 64 characters.",
                   "A name is cut, and two phones are one."),
    "Model": ("EDGE_CASE", "Strings of option 60.", "A wrong name is asked for."),
    "TextForm": ("EDGE_CASE", "What people type and paste.", "A typing mistake becomes a value."),
}
