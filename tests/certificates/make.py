# SPDX-License-Identifier: MIT
"""Certificates, keys and files of them, good and bad, with few keys so that it is quick."""
import base64
import datetime
import pathlib
import subprocess

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID as Purpose, NameOID

BEGIN = datetime.datetime(2025, 1, 1)
END = datetime.datetime(2035, 1, 1)
HOST = "ap.example.net"
PASSWORD = "D233CCF9B9952A15"
SERVER, CLIENT = Purpose.SERVER_AUTH, Purpose.CLIENT_AUTH


class Keys:
    """Made when they are asked for, one of each name."""

    def __init__(self):
        self.known = {}

    def get(self, name):
        """"leaf" (2048 bits), "leaf-1024", or "leaf-ec"."""
        if name not in self.known:
            size = name.rpartition("-")[2]
            self.known[name] = (ec.generate_private_key(ec.SECP256R1()) if size == "ec" else
                                rsa.generate_private_key(
                                    65537, int(size) if size.isdigit() else 2048))
        return self.known[name]


KEYS = Keys()


def name_of(*common_names):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text) for text in common_names])


def make(subject, key, issuer, issuer_key, *, is_ca=False, digest=hashes.SHA256(), usage=True,
         purposes=(SERVER, CLIENT), alternatives=(), extra=(), begin=BEGIN, end=END, path_length=None):
    """A certificate; subject and issuer: a Common Name or several."""
    subject = (subject,) if isinstance(subject, str) else subject
    builder = (x509.CertificateBuilder()
               .subject_name(name_of(*subject)).issuer_name(name_of(issuer))
               .public_key(KEYS.get(key).public_key())
               .serial_number(x509.random_serial_number())
               .not_valid_before(begin).not_valid_after(end))
    if is_ca is not None:
        builder = builder.add_extension(x509.BasicConstraints(is_ca, path_length), critical=True)
    if usage:
        builder = builder.add_extension(
            x509.KeyUsage(not is_ca, False, not is_ca, False, False, bool(is_ca), bool(is_ca),
                          False, False), critical=True)
    if purposes and not is_ca:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
    if alternatives:
        builder = builder.add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
    for extension in extra:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(KEYS.get(issuer_key), digest)


def pem(*things):
    """PEM text of certificates and of keys, which are named."""
    text = b""
    for thing in things:
        text += (key_pem(thing) if isinstance(thing, str) else
                 thing if isinstance(thing, bytes) else
                 thing.public_bytes(serialization.Encoding.PEM))
    return text


def key_pem(name, pkcs1=False, password=None):
    form = serialization.PrivateFormat
    return KEYS.get(name).private_bytes(
        serialization.Encoding.PEM, form.TraditionalOpenSSL if pkcs1 else form.PKCS8,
        serialization.BestAvailableEncryption(password.encode()) if password
        else serialization.NoEncryption())


def der(cert):
    return cert.public_bytes(serialization.Encoding.DER)


def armour(octets):
    """PEM of octets that need not be a certificate that Python takes."""
    return (b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(octets)
            + b"-----END CERTIFICATE-----\n")


class Folder:
    """Where the files are."""

    def __init__(self, path):
        self.path = pathlib.Path(path)

    def put(self, name, octets):
        (self.path / name).write_bytes(octets)
        return str(self.path / name)

    def p12(self, name, certs, key, *words, password=PASSWORD):
        """By openssl, which has every old form."""
        self.put("p12.in", pem(key, *certs) if key else pem(*certs))
        target = self.path / name
        subprocess.run(["openssl", "pkcs12", "-export", "-in", str(self.path / "p12.in"), "-out",
                        str(target), "-passout", f"pass:{password}",
                        *(() if key else ("-nokeys",)), *words], check=True, capture_output=True)
        return str(target)
