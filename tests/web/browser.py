# SPDX-License-Identifier: MIT
"""A Chromium of its own for a test, driven by WebDriver over plain HTTP.

    with Browser() as browser:
        browser.open("file:///...")
        browser.find("#server").type("http://10.79.57.91")

Everything it needs is in a folder that is removed at the end. Exits 77 when Chromium is not installed."""
import base64
import http.client
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key of an element's name (WebDriver 12.2)
PATIENCE = 240  # seconds that only a fault takes


def skip(reason):
    print(f"SKIP: {reason}")
    sys.exit(77)


def enter_namespaces():
    """Goes on in a network of its own, with a loopback interface and nothing else, and with processes
    of its own. However the test ends, they end, too, and their files are removed."""
    if os.environ.get("CDC43_WEB_INSIDE") == "yes":
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        return
    words = ["unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
    if os.geteuid() != 0:
        words.append("--map-root-user")
    if subprocess.run([*words, "true"], check=False, stderr=subprocess.DEVNULL).returncode != 0:
        skip("this user may not make namespaces")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        environment = dict(os.environ, CDC43_WEB_INSIDE="yes", TMPDIR=folder)
        with subprocess.Popen([*words, sys.executable, *sys.argv], env=environment) as inside:
            try:
                sys.exit(inside.wait())
            finally:
                inside.kill()


class Fault(Exception):
    """What the browser says about a command that it did not carry out."""


class Element:
    def __init__(self, browser, name):
        self.browser = browser
        self.name = name

    def ask(self, method, what, body=None):
        return self.browser.ask(method, f"element/{self.name}/{what}", body)

    def type(self, text):
        self.ask("POST", "value", {"text": text})

    def click(self):
        self.ask("POST", "click", {})

    def clear(self):
        self.ask("POST", "clear", {})

    @property
    def text(self):
        return self.ask("GET", "text")

    @property
    def value(self):
        return self.ask("GET", "property/value")

    @property
    def is_shown(self):
        return self.ask("GET", "displayed")

    def attribute(self, name):
        return self.ask("GET", f"attribute/{name}")

    @property
    def role(self):
        return self.ask("GET", "computedrole")

    @property
    def label(self):
        return self.ask("GET", "computedlabel")


class Browser:
    """arguments: more words for Chromium's command line."""

    def __init__(self, *arguments):
        for program, package in (("chromedriver", "chromium-driver"), ("chromium", "chromium")):
            if shutil.which(program) is None:
                skip(f"{program} is not installed (Debian package {package})")
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.session = None
        self.connection = None
        self.driver = None
        try:
            self.start(arguments)
        except BaseException:
            self.end()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def start(self, arguments):
        log = self.folder / "driver.log"
        for name in ("home", "profile", "downloads"):
            (self.folder / name).mkdir()
        environment = dict(os.environ, HOME=str(self.folder / "home"), TMPDIR=str(self.folder))
        with log.open("wb") as out:
            self.driver = subprocess.Popen(  # pylint: disable=consider-using-with
                ["chromedriver", "--port=0"], stdout=out, stderr=out, env=environment,
                start_new_session=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", self.find_port(log), timeout=PATIENCE)
        words = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                 "--no-first-run", "--disable-background-networking", "--disable-sync",
                 "--disable-component-update", f"--user-data-dir={self.folder / 'profile'}", *arguments]
        wanted = {"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": words, "binary": shutil.which("chromium")},
            "goog:loggingPrefs": {"performance": "ALL", "browser": "ALL"}}}}
        self.session = self.call("POST", "/session", wanted)["sessionId"]
        self.ask("POST", "timeouts", {"script": PATIENCE * 1000, "pageLoad": PATIENCE * 1000})

    def find_port(self, log):
        """The free port that the driver has chosen, which it says when it serves."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.driver.poll() is None:
            text = log.read_text()
            if "started successfully on port " in text:
                return int(text.split("started successfully on port ")[1].split(".")[0])
            time.sleep(0.02)
        raise Fault("chromedriver does not serve: " + log.read_text())

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body)
        self.connection.request(method, path, data, {"Content-Type": "application/json"})
        response = self.connection.getresponse()
        value = json.loads(response.read())["value"]
        if response.status != 200:
            raise Fault(f"{method} {path}: {value['error']}: {value['message']}")
        return value

    def ask(self, method, what, body=None):
        return self.call(method, f"/session/{self.session}/{what}", body)

    def open(self, address):
        self.ask("POST", "url", {"url": address})

    def find(self, selector):
        return self.find_all(selector)[0]

    def find_all(self, selector):
        found = self.ask("POST", "elements", {"using": "css selector", "value": selector})
        if not found:
            raise Fault(f"the page does not have {selector}")
        return [Element(self, one[ELEMENT]) for one in found]

    def run(self, script, *arguments):
        """Runs JavaScript: a function's body, whose result it returns."""
        arguments = [{ELEMENT: one.name} if isinstance(one, Element) else one for one in arguments]
        return self.ask("POST", "execute/sync", {"script": script, "args": arguments})

    def devtools(self, command, **parameters):
        return self.ask("POST", "goog/cdp/execute", {"cmd": command, "params": parameters})

    def log(self, kind):
        """What was logged since the last time: "browser" (the console) or "performance" (events)."""
        return self.ask("POST", "se/log", {"type": kind})

    def press(self, *keys):
        """Presses and lets go of each key, wherever the focus is."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.ask("POST", "actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def wait(self, condition, what):
        """Waits until the condition holds; what: for the message when it never does."""
        end = time.monotonic() + PATIENCE
        while not (value := condition()):
            if time.monotonic() > end:
                raise Fault(f"it never happened: {what}")
            time.sleep(0.05)
        return value

    def resize(self, width, height, dark=False, scale=1):
        """The size of the page in CSS pixels, which colours its reader prefers, and how many pixels of
        a picture a pixel of CSS is."""
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height,
                      deviceScaleFactor=scale, mobile=width < 600)
        self.devtools("Emulation.setScrollbarsHidden", hidden=True)
        self.devtools("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def picture(self, path):
        data = self.devtools("Page.captureScreenshot", format="png")["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(data))

    def end(self):
        """Ends the browser, or its whole process group when it does not answer."""
        try:
            if self.session is not None:
                self.call("DELETE", f"/session/{self.session}")
        except (OSError, http.client.HTTPException, ValueError, Fault):
            pass
        if self.driver is not None:
            try:
                os.killpg(self.driver.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.driver.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
