#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The calculator in a real browser, driven as a person would.

Usage: page.py CDC43 PAGE [--picture FILE]   CDC43: the command, whose output the page must equal

It runs in a network namespace of its own, where whatever leaves the page would be seen."""
import hashlib
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

from browser import Browser, enter_namespaces

SERVER = "http://10.79.57.91"
FINGERPRINT = "2C26B46B68FFC68FF99B453C1D30413413422D706483BFA0F98A5E886266E7AE"
PASSWORD = "D233CCF9B9952A15"
MODELS = ["DP-9841", "DP-9851", "DP-9861", "DP-9871", "CP-8875"]
GOOD = {"fips-mode": "enabled", "server": SERVER, "root-ca-fingerprint": FINGERPRINT,
        "challenge-password": PASSWORD, "enable-8021x": "yes", "certificate-select": "custom-installed"}
TAB, ENTER, SPACE = "\ue004", "\ue007", " "
WIDTHS = (320, 375, 768, 1280, 1920)

# Every element with text of its own: the least ratio of contrast that WCAG asks for is 4.5.
CONTRAST = """
const parse = (text) => text.match(/[0-9.]+/g).map(Number);
const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) =>
    c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
const back = (element) => {
    for (let at = element; at; at = at.parentElement) {
        const colour = parse(getComputedStyle(at).backgroundColor);
        if (colour.length < 4 || colour[3] === 1) {
            return colour;
        }
    }
    return [255, 255, 255];
};
const bad = [];
for (const element of document.body.querySelectorAll("*")) {
    const text = Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.data.trim());
    if (!text || !element.checkVisibility() || element.closest("script, .hidden, .skip")) {
        continue;
    }
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(back(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) {
        bad.push(`${element.tagName} ${element.className} "${element.textContent.slice(0, 30)}": ${ratio}`);
    }
}
return bad;"""

# All the ways out that a page has, each to the same address.
WAYS_OUT = """
const [address, done] = arguments;
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
const put = (tag, key, value) => {
    const element = document.createElement(tag);
    element[key] = value;
    document.body.append(element);
    return element;
};
put("img", "src", address + "img");
put("script", "src", address + "script");
put("link", "rel", "stylesheet").href = address + "link";
put("iframe", "src", address + "frame");
put("object", "data", address + "object");
put("audio", "src", address + "audio");
put("script", "textContent", "window.injected = true;");
put("p", "style", "background: url(" + address + "style)");
put("form", "action", address + "form").submit();
navigator.sendBeacon(address + "beacon", "x");
try { new WebSocket(address.replace("http", "ws")); } catch (error) { }
try { new EventSource(address + "events"); } catch (error) { }
try { new Worker(address + "worker"); } catch (error) { }
const request = new XMLHttpRequest();
request.open("GET", address + "xhr");
try { request.send(); } catch (error) { }
return fetch(address + "fetch").then(() => "fetched", () => "blocked");"""


class Trap:
    """A server that keeps whatever is sent to it. A browser may connect in advance when somebody wants
    to leave a page, also to where the policy then does not let them go; it sends nothing on that."""

    def __init__(self):
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listening.getsockname()[1]}/"
        self.connections = []
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()

    def accept(self):
        try:
            while True:
                self.connections.append(self.listening.accept()[0])
        except OSError:  # the end
            pass

    def received(self):
        octets = b""
        for connection in self.connections:
            connection.setblocking(False)
            try:
                octets += connection.recv(4096)
            except BlockingIOError:
                pass
        return octets

    def end(self):
        self.listening.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        for connection in [self.listening, *self.connections]:
            connection.close()


class PageTest(unittest.TestCase):
    command = page = picture = ""
    browser = None

    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.end)
        cls.address = pathlib.Path(cls.page).resolve().as_uri()
        folder = tempfile.TemporaryDirectory()  # pylint: disable=consider-using-with
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)

    def setUp(self):
        self.browser.resize(1280, 900)
        self.browser.open(self.address)
        self.find = self.browser.find
        self.browser.wait(lambda: self.find("main").is_shown, "the page shows its fields")

    def tearDown(self):
        for entry in self.browser.log("browser"):
            if "Content Security Policy" not in entry["message"]:
                self.assertNotEqual(entry["level"], "SEVERE", entry["message"])

    # What a person does.

    def fill(self, values):
        for name, value in values.items():
            self.find("#" + name).type(value)

    def choose(self, select, value):
        """Chooses in a list, as a click does; by its value, since titles may change."""
        self.browser.run("arguments[0].value = arguments[1];"
                         "arguments[0].dispatchEvent(new Event('input', {bubbles: true}));",
                         self.find(select), value)

    def paste(self, text):
        self.browser.run("arguments[0].value = arguments[1];"
                         "arguments[0].dispatchEvent(new Event('input', {bubbles: true}));",
                         self.find("#pasted"), text)

    def uncheck_models(self):
        for box in self.browser.find_all("[name=model]:checked"):
            box.click()

    def text(self, selector):
        return self.browser.run("return document.querySelector(arguments[0]).textContent", selector)

    def texts(self, selector):
        return self.browser.run("return Array.from(document.querySelectorAll(arguments[0]), "
                                "(element) => element.textContent)", selector)

    def error_of(self, name):
        """The sentence below a field, which must be what a screen reader finds with it."""
        described = self.find("#" + name).attribute("aria-describedby").split()
        self.assertIn(name + "-error", described)
        return self.text(f"#{name}-error")

    # What the command says.

    def cdc43(self, *words):
        return subprocess.run([self.command, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, check=False)

    def encode(self, *words, values=None):
        options = []
        for name, value in (values or GOOD).items():
            value = {"enabled": "on", "disabled": "off", "yes": "on", "no": "off"}.get(value, value)
            options += ["--" + name, value]
        return self.cdc43("encode", *options, *words)

    # The cases.

    def test_shows_the_octets_that_the_command_encodes(self):
        self.fill(GOOD)
        self.find("#show").click()
        self.assertEqual("".join(self.texts("#octets .digits span")), self.encode().stdout.strip())
        self.assertEqual(len(self.browser.find_all("#octets tbody tr")), 6)
        colours = self.browser.run("return Array.from(document.querySelectorAll('#octets .first'), "
                                   "(octet) => getComputedStyle(octet).backgroundColor)")
        self.assertEqual(len(set(colours)), 6, "each suboption has a colour of its own")

    def test_says_how_many_octets_are_left(self):
        self.fill(GOOD)
        self.choose("#format", "comware")
        limits = dict(zip(self.texts("#limits dt"), self.texts("#limits dd")))
        size = len(self.encode().stdout.strip()) // 2
        self.assertEqual(limits.pop("Whole value"), f"{size} of 255 octets, {255 - size} left")
        used = len(SERVER) + len(PASSWORD)
        self.assertEqual(limits.pop("Server and Challenge Password"),
                         f"{used} of 207 octets, {207 - used} left")
        self.assertEqual(list(limits.values()), [f"{size} of 128 octets, {128 - size} left"])

    def formats(self):
        lines = self.cdc43("encode", "--format", "list").stdout.splitlines()[1:]
        return [line.split()[0] for line in lines]

    def test_has_the_snippet_of_the_command_for_every_format(self):
        self.fill(GOOD)
        self.assertEqual(self.browser.run("return Array.from(document.getElementById('format').options, "
                                          "(option) => option.value)"), self.formats())
        for models in (MODELS, ["DP-9871"], []):
            self.uncheck_models()
            for model in models:
                self.find(f"[name=model][value='{model}']").click()
            words = [word for model in models for word in ("--model", model)]
            shown = 0
            for name in self.formats():
                with self.subTest(format=name, models=models):
                    self.choose("#format", name)
                    wanted = self.encode("--format", name, *words)
                    if wanted.returncode == 0:
                        self.assertEqual(self.text("#snippet"), wanted.stdout)
                        self.assertTrue(self.find("#snippet").is_shown)
                        shown += 1
                    else:
                        self.assert_refused(wanted.stderr)
            self.assertGreater(shown, 10)

    def assert_refused(self, said):
        self.assertFalse(self.find("#snippet").is_shown)
        self.assertEqual(self.text("#snippet"), "")
        self.assertNotEqual(self.text("#refusal"), "")
        self.assertIn(self.text("#refusal"), said)

    def test_refuses_what_a_server_cannot_take(self):
        values = dict(GOOD, **{"challenge-password": "x" * 180})
        self.fill(values)
        for name in ("comware", "huawei-vrp", "fortigate"):
            self.choose("#format", name)
            self.assert_refused(self.encode("--format", name, *sum((["--model", m] for m in MODELS), []),
                                            values=values).stderr)

    def test_refuses_what_a_server_cannot_quote(self):
        values = dict(GOOD, **{"challenge-password": "a)b"})
        self.fill(values)
        self.choose("#format", "cisco-pnr")
        self.assert_refused(self.encode("--format", "cisco-pnr", "--model", "DP-9871", values=values).stderr)
        self.assertIn("octet 1", self.text("#refusal"))

    def test_says_below_a_field_what_the_command_says(self):
        for name, value in (("server", "https://ca.example"), ("server", "ftp://x"), ("server", "a b"),
                            ("root-ca-fingerprint", "0102"), ("root-ca-fingerprint", "12 3"),
                            ("challenge-password", "p\u00e4ss"), ("server", "http://x:70000/")):
            with self.subTest(name=name, value=value):
                values = dict(GOOD, **{name: value})
                self.find("#clear").click()
                self.browser.wait(lambda: self.find("#server").value == "", "the fields are empty")
                self.fill(values)
                self.assertNotEqual(self.error_of(name), "")
                self.assertIn(self.error_of(name), self.encode(values=values).stderr)
                self.assertEqual(self.find("#" + name).attribute("aria-invalid"), "true")
                self.assertEqual(self.text("#snippet"), "")

    def test_finds_an_error_in_each_field_at_once(self):
        self.fill({"server": "https://ca", "root-ca-fingerprint": "xy", "domain": "a..b", "mac": "00:11"})
        for name in ("server", "root-ca-fingerprint", "domain", "mac"):
            self.assertNotEqual(self.error_of(name), "", name)

    def test_says_what_is_over_the_limit_of_both(self):
        values = dict(GOOD, **{"challenge-password": "x" * 190})
        self.fill(values)
        self.assertIn(self.text("#outcome"), self.encode(values=values).stderr)
        self.assertIn("208", self.text("#outcome"))
        self.assertIn("too many", self.text("#limits"))

    def test_knows_other_devices(self):
        self.fill(GOOD)
        self.choose("#profile", "roomos")
        self.assertIn("does not have this suboption", self.error_of("fips-mode"))
        self.choose("#fips-mode", "")
        self.choose("#certificate-select", "")
        self.assertEqual(self.text("#outcome"), "")
        self.assertEqual(self.texts("#limits dt"), ["Whole value"])

    def test_has_the_names_of_each_model(self):
        self.fill({"domain": "example.nl", "mac": "00-1a-2b-3c-4d-5e", "other-model": "CP-7841-3PCC"})
        rows = self.texts("#names tr")
        self.assertEqual(len(rows), 6)
        for model, row in zip([*MODELS, "CP-7841-3PCC"], rows):
            said = json.loads(self.cdc43("identity", "--model", model, "--mac", "001A2B3C4D5E", "--domain",
                                         "example.nl", "--format", "json").stdout)
            self.assertEqual(row, model + said["common-name"] + said["user-id"])
        self.find("#domain").type("." + "d" * 40)
        self.assertIn("64", self.error_of("domain"))

    def certificates(self):
        """A root, one that it issued, and both in one file."""
        root, leaf, chain, der = (self.folder / name for name in ("ca.pem", "leaf.pem", "chain.pem", "ca.der"))
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        for words in (["req", "-x509", *key, "-keyout", self.folder / "ca.key", "-out", root, "-subj", "/CN=Root"],
                      ["req", *key, "-keyout", self.folder / "leaf.key", "-out", self.folder / "leaf.csr",
                       "-subj", "/CN=ca.example"],
                      ["x509", "-req", "-in", self.folder / "leaf.csr", "-CA", root, "-CAkey",
                       self.folder / "ca.key", "-CAcreateserial", "-out", leaf],
                      ["x509", "-in", root, "-outform", "DER", "-out", der]):
            subprocess.run(["openssl", *words], check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        chain.write_bytes(leaf.read_bytes() + b"some words\r\n" + root.read_bytes().replace(b"\n", b"\r\n"))
        return root, leaf, chain, der

    def test_hashes_a_certificate_file(self):
        root, leaf, chain, der = self.certificates()
        field = self.find("#certificate")
        octets = der.read_bytes()
        for path in (root, der, chain):
            for digest in ("sha1", "sha256", "sha384", "sha512"):
                self.choose("#digest", digest)
                self.find("#root-ca-fingerprint").clear()
                field.type(str(path))
                self.browser.run("arguments[0].dispatchEvent(new Event('change', {bubbles: true}))",
                                 self.find("#digest"))
                wanted = hashlib.new(digest, octets).hexdigest()
                self.browser.wait(lambda wanted=wanted: self.find("#root-ca-fingerprint").value == wanted,
                                  f"{digest} of {path}")
        self.assertIn("number 2", self.text("#certificate-note"))
        field.type(str(leaf))
        self.browser.wait(lambda: "not a root" in self.text("#certificate-note"), "it is not a root")
        field.type(str(self.folder / "ca.key"))
        self.browser.wait(lambda: "private key" in self.text("#certificate-note"), "it is a key")
        field.type(self.command)
        self.browser.wait(lambda: "no certificate" in self.text("#certificate-note"), "it is anything else")

    def test_takes_a_certificate_that_is_dropped(self):
        root, _, _, der = self.certificates()
        self.browser.run("""
            const data = new DataTransfer();
            data.items.add(new File([arguments[0]], "ca.pem"));
            document.getElementById("drop").dispatchEvent(
                new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));""",
                         root.read_text())
        wanted = hashlib.sha256(der.read_bytes()).hexdigest()
        self.browser.wait(lambda: self.find("#root-ca-fingerprint").value == wanted, "the fingerprint")

    def test_shows_every_finding_of_a_value(self):
        self.paste("0a01020b0868747470733a2f2f0c0301020300000d0568656c6c6fff")
        findings = self.texts("#findings li")
        for part in ("FIPS Mode", "HTTPS", "Root CA Fingerprint", "PAD", "END"):
            self.assertTrue(any(part in finding for finding in findings), (part, findings))
        self.assertEqual(self.find("#verdict").attribute("class"), "bad")
        self.assertNotIn("hello", self.text("#check-octets"))
        self.assertNotIn("68656c6c6f", self.text("#check-octets .digits"))
        self.find("#check-show").click()
        self.assertIn("68656c6c6f", self.text("#check-octets .digits"))

    def test_reads_every_snippet_back(self):
        self.find("#example").click()
        size = len("".join(self.texts("#octets .digits span"))) // 2
        for name in self.formats():
            with self.subTest(format=name):
                self.choose("#format", name)
                if self.text("#snippet"):
                    self.paste(self.text("#snippet"))
                    self.assertEqual(self.find("#verdict").attribute("class"), "good", self.text("#verdict"))
                    self.assertIn(f"{size} octets", self.text("#verdict"))

    def test_finds_nothing_in_what_it_made(self):
        octets = self.encode().stdout.strip()
        for text in (octets, octets.upper(), f"2b {len(octets) // 2:02x} {octets}"):
            self.paste(text)
            self.assertEqual(self.find("#verdict").attribute("class"), "good", self.text("#verdict"))
            self.assertEqual(self.texts("#findings li"), [])
        self.assertIn("do not belong", self.text("#check-note"))
        self.paste("0a0101 xyz")
        self.assertIn("character 7", self.text("#verdict"))
        self.paste("0a0101" * 100000)
        self.assertIn("too long for the page", self.text("#verdict"))
        self.paste("0a0101" * 1000)
        self.assertIn("3000 found", self.text("#verdict"))
        self.paste("")
        self.assertEqual(self.text("#verdict"), "")

    def test_keeps_no_password(self):
        self.fill(GOOD)
        self.assertEqual(self.find("#challenge-password").attribute("type"), "password")
        self.assertNotIn(PASSWORD.encode().hex(), "".join(self.texts("#octets .digits span")))
        self.assertEqual(self.browser.run(
            "return [localStorage.length, sessionStorage.length, document.cookie, location.href]"),
                         [0, 0, "", self.address])
        # A browser may keep a page that is left, with all that is in it.
        self.browser.run("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
        self.assertEqual(self.find("#challenge-password").value, "")
        self.assertEqual(self.text("#snippet") + self.text("#octets"), "")
        self.fill(GOOD)
        self.browser.open("about:blank")
        self.browser.ask("POST", "back", {})
        self.browser.wait(lambda: self.find("main").is_shown, "the page shows its fields again")
        self.assertEqual(self.find("#challenge-password").value, "")
        self.assertEqual(self.text("#snippet"), "")

    def test_wipes_the_memory_of_the_codec(self):
        """The page's memory is a secret of its own; this one is another instance of the same code."""
        left = self.browser.run("""
            const octets = Uint8Array.from(atob(document.getElementById("codec").textContent),
                (c) => c.charCodeAt(0));
            return WebAssembly.instantiate(octets).then(({ instance: { exports } }) => {
                const field = (name, text) => name + "\\0" + String.fromCharCode(text.length, 0, 0, 0) + text;
                const question = field("ask", "encode") + field("format", "kea-hook") + field("show", "") +
                    field("server", "a") + field("root-ca-fingerprint", "00".repeat(20)) +
                    field("challenge-password", arguments[0]);
                const memory = new Uint8Array(exports.memory.buffer);
                const find = () => new TextDecoder("latin1").decode(memory).split(arguments[0]).length - 1;
                memory.set(new TextEncoder().encode(question), exports.cdc43_page_question());
                exports.cdc43_page_ask(question.length);
                const before = find();
                exports.cdc43_page_wipe();
                return [before > 1, find()];
            });""", "Tr0ub4dor&3")
        self.assertEqual(left, [True, 0])

    def test_sends_nothing(self):
        trap = Trap()
        self.addCleanup(trap.end)
        self.browser.log("performance")  # what was before
        self.browser.open(self.address)
        self.find("#example").click()
        self.paste("0a0101")
        events = [json.loads(entry["message"])["message"] for entry in self.browser.log("performance")]
        self.assertEqual([event["params"]["request"]["url"] for event in events
                          if event["method"] == "Network.requestWillBeSent"], [self.address])
        self.assertEqual(self.browser.run(WAYS_OUT, trap.address), "blocked")
        blocked = {"connect-src", "img-src", "frame-src", "object-src", "media-src", "form-action",
                   "script-src-elem", "style-src-elem"}
        self.browser.wait(lambda: blocked <= set(self.browser.run("return violations")),
                          "the policy blocks every way out")
        self.assertEqual(self.browser.run("return typeof injected"), "undefined")
        self.assertEqual(trap.received(), b"")

    def test_works_with_the_keyboard_alone(self):
        def focus():
            return self.browser.run("return document.activeElement.id || document.activeElement.className")
        seen = []
        for _ in range(80):
            self.browser.press(TAB)
            seen.append(focus())
            if seen[-1] == "check-show":
                break
        order = ["skip", "profile", *GOOD, "example", "model-0", "other-model", "domain", "mac", "format",
                 "pasted", "check-profile", "check-show"]
        self.assertEqual([name for name in seen if name in order], order)
        self.find("#example").ask("POST", "value", {"text": ENTER})
        self.assertEqual(self.find("#server").value, SERVER)
        self.browser.devtools("Browser.grantPermissions",
                              permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
        self.find("#copy").ask("POST", "value", {"text": SPACE})
        self.browser.wait(lambda: self.text("#copied") == "Copied.", "it says that it has copied")
        self.assertEqual(self.browser.run("return navigator.clipboard.readText()"), self.text("#snippet"))

    def test_can_be_heard(self):
        self.find("#example").click()
        for element in self.browser.find_all("input, select, textarea, button"):
            self.assertNotEqual(element.label, "", element.attribute("id"))
        self.assertEqual(self.browser.run("return document.documentElement.lang"), "en")
        for name in ("#said", "#copied", "#certificate-note"):
            self.assertEqual(self.find(name).role, "status", name)
        self.assertEqual(self.texts("main h2"), ["Parameters", "Phones", "Option 43", "For the DHCP server",
                                                 "Names of the phones", "Check a value"])
        self.browser.wait(lambda: self.text("#said").startswith("81 of 255 octets"), "the sentence that is heard")

    def test_fits_every_width_in_light_and_dark(self):
        self.find("#example").click()
        self.find("#domain").type("." + "d" * 29)
        self.choose("#format", "isc-dhcpd")
        self.paste("0a01020b0868747470733a2f2f0c0301020300000d0568656c6c6f6407ff")
        for dark in (False, True):
            for width in WIDTHS:
                with self.subTest(width=width, dark=dark):
                    self.browser.resize(width, 900, dark)
                    wide = self.browser.run("return document.documentElement.scrollWidth")
                    self.assertLessEqual(wide, width)
                    self.assertEqual(self.browser.run(CONTRAST), [])

    def test_picture(self):
        self.find("#example").click()
        self.choose("#format", "isc-dhcpd")
        self.browser.run("document.activeElement.blur(); scrollTo(0, 0)")
        self.browser.resize(1280, 1240, scale=0.625)
        target = pathlib.Path(self.picture)
        self.browser.picture(target)
        self.assertTrue(target.read_bytes().startswith(b"\x89PNG"))
        self.assertLess(target.stat().st_size, 150 * 1024)


def main():
    if len(sys.argv) not in (3, 5):
        print(__doc__.strip())
        sys.exit(2)
    enter_namespaces()
    PageTest.command, PageTest.page = map(os.path.abspath, sys.argv[1:3])
    PageTest.picture = sys.argv[4] if len(sys.argv) == 5 else str(pathlib.Path(PageTest.page).with_suffix(".png"))
    result = unittest.main(argv=sys.argv[:1], exit=False, verbosity=2).result
    sys.exit(0 if result.wasSuccessful() and result.testsRun > 15 else 1)


if __name__ == "__main__":
    main()
