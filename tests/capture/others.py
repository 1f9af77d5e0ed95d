# SPDX-License-Identifier: MIT
"""What other makers' devices say in option 60 and get, or send, in option 43: values that nobody may
take for those of the phones. Several use the phones' codes, 10 to 15."""


def sub(code, value):
    return bytes([code, len(value)]) + (value if isinstance(value, bytes) else value.encode())


IP = bytes([192, 0, 2, 9])
URL = "http://192.0.2.9/p/"

# Option 60, and values that go with it.
OTHERS = [
    # In vendors.def; the first is the octets that the maker publishes.
    ("snomD785", [bytes.fromhex("420c687474703a2f2f74657374004312736e6f6d2f73657474696e67732e70687000"),
                  bytes.fromhex("84023300"), bytes.fromhex("840431313400" "85023500")]),
    ("1.3.6.1.4.1.6666", [sub(200, IP + IP), sub(215, URL) + sub(216, b"\x1e"), sub(250, "pbx")]),
    # Access points: a controller's address, as octets or as text.
    ("Cisco AP c1140", [sub(241, IP), sub(241, IP + IP), bytes.fromhex("f104c0a80001")]),
    ("ArubaAP", [b"172.18.6.37"]),
    ("ArubaInstantAP", [b"Office:Floor1,192.0.2.9,secret", b"192.0.2.9"]),
    ("Ruckus CPE", [sub(3, "192.0.2.9"), sub(6, "192.0.2.9,192.0.2.10")]),
    ("ubnt", [sub(1, IP)]),
    ("AEROHIVE", [sub(225, "hive.example.nl"), sub(226, IP)]),
    ("Huawei AP", [sub(3, "192.0.2.9"), sub(1, IP)]),
    ("MotorolaAP.AP7131", [sub(191, "pool1=192.0.2.9;level=2")]),
    ("H3C. H3C AP", [sub(128, b"\0\0\1" + IP)]),
    # Switches and routers that set themselves up.
    ("cisco-aci", [sub(11, "SN1"), sub(11, "FDO12345678"), sub(10, "\1") + sub(11, "FDO12345678") + sub(12, "eth1/49"),
                   sub(2, b"\0\0\0\1") + sub(3, "fabric1") + sub(11, "FDO12345678") + sub(12, "eth1/49"),
                   sub(11, "FDO12345678") + sub(12, "topology/pod-1/eth01")]),  # 20 characters, as a SHA-1 has octets
    ("ciscopnp", [b"5A1D;B2;K4;I192.0.2.9;J80"]),
    ("Juniper-ex2200", [sub(0, "junos.tgz") + sub(1, "config.conf") + sub(3, "http"),
                        sub(0, "junos-install.tgz"), sub(1, "ex2200.conf")]),
    ("dslforum.org", [sub(1, URL), sub(1, URL) + sub(2, "code") + sub(3, b"300")]),
    # Telephones.
    ("AastraIPPhone6757i", [sub(2, URL), sub(2, URL) + sub(8, b"\0\0\0\x14"), sub(66, URL) + sub(10, b"\0\0\0\x14")]),
    ("ipphone.mitel.com", [b"id:ipphone.mitel.com;sw_tftp=192.0.2.9;call_srv=192.0.2.9;vlan=20;dscp=46"]),
    ("OpenMobilitySIP-DECT", [sub(10, IP) + sub(224, "OpenMobilitySIP-DECT"),
                              sub(10, IP) + sub(14, "en") + sub(15, "192.0.2.9") + sub(224, "OpenMobilitySIP-DECT"),
                              sub(10, IP) + sub(14, "en") + sub(15, "192.0.2.9")]),
    ("OptiIpPhone", [sub(1, "Siemens") + sub(2, b"\0\0\0\x15"), sub(3, "sdlp://192.0.2.9:18443")]),
    ("\0\0\x36\x3d\2\7Polycom", [URL.encode(), sub(1, URL)]),
    ("yealink", [URL.encode(), sub(66, URL)]),
    ("ccp.avaya.com", [b"MCIPADD=192.0.2.9,MCPORT=1719,HTTPSRVR=192.0.2.9", sub(1, "TLSSRVRID=0") + sub(6, "L2QVLAN=20")]),
    ("Nortel-i2004-A", [b"Nortel-i2004-A,192.0.2.9:4100,1,5;192.0.2.10:4100,1,5."]),
    ("alcatel.noe.0", [sub(58, b"\0\x14") + sub(64, IP), sub(58, b"\0\x14") + sub(65, IP) + b"\xff"]),
    ("Grandstream GXP2170", [sub(66, URL), sub(67, "cfg.xml")]),
    # Computers.
    ("MSFT 5.0", [bytes.fromhex("dc00"), bytes.fromhex("dc0100"), sub(1, b"\0\0\0\2") + sub(2, b"\0\0\0\1") + b"\xff"]),
    ("MS-UC-Client", [sub(1, "MS-UC-Client") + sub(2, "https") + sub(3, "lync.example.nl") + sub(4, "443") +
                      sub(5, "/CertProv/CertProvisioningService.svc")]),
    ("PXEClient:Arch:00000:UNDI:002001", [
        bytes.fromhex("060108ff"), bytes.fromhex("06010805"), bytes.fromhex("0601080a04005058450b0401020304ff"),
        sub(10, b"\0PXE") + sub(11, IP + b"\0\1\0\1"), sub(9, b"\0\0\3PXE") + sub(10, b"\0PXE") + b"\xff",
        sub(11, IP * 2) + sub(12, b"\0\0\0\1" * 5) + b"\xff"]),
    ("AAPLBSDPC/i386/iMac9,1", [bytes.fromhex("010101"), bytes.fromhex("0101010402ffff0704810000670804810000678200")]),
    # All six codes: server and path of an installation, in text.
    ("SUNW.Ultra-5_10", [
        sub(2, IP) + sub(3, "server") + sub(4, "/export/root"), sub(10, IP) + sub(11, "server") + sub(12, "/export/s10"),
        sub(11, "server") + sub(12, "/export/install/s10u") + sub(13, "server:/export/sysid"),  # 20 characters
        sub(11, "server") + sub(12, "/export/install/solaris10/sparc/"),  # 32
        sub(10, IP) + sub(11, "server") + sub(12, "/export/install/s10u") + sub(13, "a") + sub(14, "b") + sub(15, "xterm")]),
    ("docsis3.0:", [
        sub(2, "ECM") + sub(3, "ECM:ESTB") + sub(4, "S1") + sub(5, "1.0") + sub(6, "2.0") + sub(9, "M1") + sub(10, "Maker"),
        sub(10, "Maker") + sub(11, "realm") + sub(12, "cable modem") + sub(13, "1.0"),
        sub(11, "realm") + sub(12, "a cable modem with20") + sub(13, "1.0") + sub(15, "ECM")]),
    ("wyse-1000", [sub(161, "192.0.2.9") + sub(162, "/wyse") + sub(186, "192.0.2.9")]),
    ("thing 1", [b"", b"\0", b"\xff", b"x", URL.encode(), sub(11, "server"), sub(12, bytes(20)), sub(10, b"\1"),
                 sub(13, "word"), sub(11, "server") + sub(12, bytes(19)), sub(11, b"\1\2\3") + sub(12, bytes(20)),
                 sub(10, b"\1\1") + sub(11, "server") + sub(12, bytes(20)),
                 sub(11, "server") + sub(12, bytes(20)) + sub(16, "x")]),
]


def values():
    """Each value once, with the option 60 that goes with it."""
    return [(model.encode("latin-1"), value) for model, found in OTHERS for value in found]


def models():
    return [model.encode("latin-1") for model, _ in OTHERS]
