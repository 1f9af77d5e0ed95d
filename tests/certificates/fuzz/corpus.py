#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""corpus.py FOLDER: files of certificates in every form, small, a folder for each fuzz target; the keys
are made for it and worth nothing."""
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
try:
    from make import CLIENT, Folder, KEYS, HOST, der, hashes, key_pem, make, pem, serialization, x509
except ImportError as error:
    print(f"SKIP: {error}")
    sys.exit(77)
LONGEST = 4096  # what the replay takes


def main():
    place = pathlib.Path(sys.argv[1])
    targets = {name: place / f"cert_{name}" for name in ("text", "der", "pkcs7", "p12", "xml")}
    for folder in targets.values():
        folder.mkdir(parents=True, exist_ok=True)

    def put(target, octets):
        if len(octets) > LONGEST:
            sys.exit(f"a file for {target} has {len(octets)} octets")
        (targets[target] / str(len(list(targets[target].iterdir())))).write_bytes(octets)

    names = [x509.DNSName("*.example.net"), x509.RFC822Name("a@example.net"), x509.DNSName(HOST),
             x509.UniformResourceIdentifier("https://a/b")]
    unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
    root = make("Root", "root-ec", "Root", "root-ec", is_ca=True)
    middle = make("Middle", "middle-ec", "Root", "root-ec", is_ca=True)
    itself = make(HOST, "leaf-ec", "Middle", "middle-ec", alternatives=names, extra=[unknown])
    phone = make(("one", "two"), "phone-1024", "phone", "phone-1024", purposes=[CLIENT], digest=hashes.SHA1())
    chain = pem(itself, middle, root, "leaf-ec")

    for octets in (chain, chain.replace(b"\n", b"\r\n"), pem(phone, key_pem("phone-1024", True)),
                   b"Bag Attributes\n  a: b\n" + pem(root, middle), pem("leaf-ec", itself)[:-9],
                   pem(phone).decode().encode("utf-16"), b"\xef\xbb\xbf" + pem(root),
                   pem(root, key_pem("leaf-ec", password="password")),
                   pem(phone, key_pem("phone-1024", True, "password")),
                   b"-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n"):
        put("text", octets)
    for cert in (root, itself, phone):
        put("der", der(cert))
    for form in (serialization.PrivateFormat.PKCS8, serialization.PrivateFormat.TraditionalOpenSSL):
        put("der", KEYS.get("leaf-ec").private_bytes(serialization.Encoding.DER, form,
                                                     serialization.NoEncryption()))
    folder = Folder(place)
    source = folder.put("source.pem", pem(itself, middle, root))
    for form in ("DER", "PEM"):
        put("pkcs7", subprocess.run(["openssl", "crl2pkcs7", "-nocrl", "-certfile", source, "-outform", form],
                                    check=True, capture_output=True).stdout)
    # Without encryption, a fuzzer sees what is inside.
    plain = ("-keypbe", "NONE", "-certpbe", "NONE")
    for words in (("-nomac", *plain), plain, ("-nomac", "-iter", "1"), ("-iter", "1"), ("-legacy", "-iter", "1"),
                  ("-legacy", "-nomac", "-iter", "1", "-keypbe", "PBE-SHA1-RC4-128", "-certpbe", "NONE")):
        path = pathlib.Path(folder.p12("new.p12", [itself, root], "leaf-ec", *words, password="password"))
        put("p12", path.read_bytes())
    for text in ("<certificates><certificate url='http://a:b@c/d'/><certificate url='https://a'/></certificates>",
                 f"<?xml version='1.0' encoding='utf-8'?>\n<settings><certificates><certificate type='base64'>\n"
                 f"{pem(root).decode()}</certificate></certificates></settings>",
                 f"<a><![CDATA[{pem(root, 'root-ec').decode()}]]><?b c?><!-- d -->&lt;&#65;</a>",
                 "<flat-profile><Custom_CA_Rule>http://a/b</Custom_CA_Rule><Custom_CA_URL/></flat-profile>",
                 "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<?xml version='1.0' encoding='windows-1252'?><a>\xe4</a>",
                 "<a>" * 70):
        put("xml", text.encode("latin-1"))
    put("xml", f"<a>{pem(root).decode()}</a>".encode("utf-16"))
    for path in (folder.path / "source.pem", folder.path / "new.p12", folder.path / "p12.in"):
        path.unlink()


main()
