"""Browsers that are not Chromium: WebKitGTK by WebDriver, Firefox by Marionette, which has the same commands under other names.

Firefox needs no geckodriver, which only translates the one into the other. WebKitGTK needs a screen: Xvfb is one.
What a page complains of is told by no driver alike, so a site is copied with ears in each page (`listening`).
"""

import http.client
import json
import os
import shutil
import socket
import subprocess
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

MINI_BROWSER = ("/usr/lib/{}-linux-gnu/webkit2gtk-4.1/MiniBrowser", ("x86_64", "aarch64"))
SLOW = 60.0  # seconds that anything may take on a busy machine
_EARS = """<script>window.complaints = [];
addEventListener("error", (event) => complaints.push(event.message || "not loaded: " + (event.target.src || event.target.href)), true);
addEventListener("unhandledrejection", (event) => complaints.push(String(event.reason)));
addEventListener("securitypolicyviolation", (event) => complaints.push(event.violatedDirective + " refuses " + event.blockedURI));
console.error = (...said) => complaints.push(said.join(" "));</script>"""


class Speaks(Protocol):
    """What sends one command, as WebDriver names it, and gives its value."""

    def __call__(self, method: str, path: str, body: dict[str, Any]) -> Any: ...


class Driver:
    """One window of a browser, told what to do by *say*."""

    def __init__(self, name: str, say: Speaks) -> None:
        self.name = name
        self._say = say

    def open(self, address: str) -> None:
        """Go to *address* and wait until it is loaded."""
        self._say("POST", "url", {"url": address})

    def run(self, script: str, *given: object) -> Any:
        """The value of *script*, an expression in which `arguments` are *given*."""
        return self._say("POST", "execute/sync", {"script": f"return ({script});", "args": given})

    def until(self, script: str, *given: object) -> Any:
        """The value of *script* as soon as it is true."""
        end = time.monotonic() + SLOW
        while not (value := self.run(script, *given)):
            assert time.monotonic() < end, f"{self.name}: never {script} {given}"
            time.sleep(0.05)
        return value

    def click(self, selector: str) -> None:
        """Press what *selector* finds, as a finger does: it has to be there and free."""
        self._say("POST", f"element/{self._found(selector)}/click", {})

    def type(self, selector: str, words: str) -> None:
        """Type *words*, key by key."""
        self._say("POST", f"element/{self._found(selector)}/value", {"text": words})

    def sized(self, width: int, height: int) -> None:
        """Make the window this large, its frame and bars with it."""
        self._say("POST", "window/rect", {"width": width, "height": height})

    def picture(self, path: Path) -> None:
        """Keep what is seen."""
        path.write_bytes(b64decode(self._say("GET", "screenshot", {})))

    def _found(self, selector: str) -> str:
        self.until("document.querySelector(arguments[0]) !== null", selector)
        found = self._say("POST", "element", {"using": "css selector", "value": selector})
        return str(next(iter(found.values())))


@contextmanager
def webkit(folder: Path) -> Iterator[Driver]:
    """WebKitGTK with a profile of its own in *folder*."""
    place, machines = MINI_BROWSER
    program = next(p for p in map(place.format, machines) if Path(p).exists())
    with _screen(folder) as display, _free_port() as port:
        surroundings = {
            "DISPLAY": display,
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "NO_AT_BRIDGE": "1",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "WEBKIT_DISABLE_DMABUF_RENDERER": "1",  # which wants a graphics card
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
        }
        with _process(["WebKitWebDriver", f"--port={port}"], surroundings, folder):
            _awaited(lambda: _asked(port, "GET", "/status", None))
            options = {"binary": program, "args": ["--automation"]}
            wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
            session = f"/session/{_asked(port, 'POST', '/session', wanted)['sessionId']}"

            def say(method: str, path: str, body: dict[str, Any]) -> Any:
                return _asked(port, method, f"{session}/{path}", body if method == "POST" else None)

            try:
                yield Driver("WebKitGTK", say)
            finally:
                _asked(port, "DELETE", session, None)


def _asked(port: int, method: str, path: str, body: dict[str, Any] | None) -> Any:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=SLOW)
    try:
        line.request(method, path, None if body is None else json.dumps(body))
        answer = line.getresponse()
        value = json.load(answer)["value"]
    finally:
        line.close()
    assert answer.status == http.HTTPStatus.OK, value
    return value


_MARIONETTE = {
    "url": "WebDriver:Navigate",
    "execute/sync": "WebDriver:ExecuteScript",
    "window/rect": "WebDriver:SetWindowRect",
    "screenshot": "WebDriver:TakeScreenshot",
    "element": "WebDriver:FindElement",
    "click": "WebDriver:ElementClick",
    "value": "WebDriver:ElementSendKeys",
}
_PREFERENCES = """user_pref("marionette.port", 0);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.update.disabledForTesting", true);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("browser.safebrowsing.downloads.remote.enabled", false);
user_pref("services.settings.server", "data:,");
user_pref("intl.accept_languages", "zh-CN");
"""


@contextmanager
def firefox(folder: Path) -> Iterator[Driver]:
    """Firefox, headless, with a profile of its own in *folder*."""
    profile = folder / "profile"
    profile.mkdir()
    (profile / "user.js").write_text(_PREFERENCES, encoding="ascii")
    command = [
        "firefox-esr",
        "--headless",
        "--no-remote",
        "--marionette",
        "--profile",
        str(profile),
    ]
    with _process(command, {**os.environ, "HOME": str(folder)}, folder):
        told = profile / "MarionetteActivePort"
        port = int(_awaited(lambda: told.read_text(encoding="ascii")))
        connected = socket.create_connection(("127.0.0.1", port), timeout=SLOW)
        with connected as line, line.makefile("rb") as heard:
            _message(heard.read)
            numbers = iter(range(10**9))

            def command_of(name: str, body: dict[str, Any]) -> Any:
                sent = json.dumps([0, next(numbers), name, body]).encode()
                line.sendall(f"{len(sent)}:".encode() + sent)
                _, _, error, value = _message(heard.read)
                assert error is None, error
                return value

            def say(method: str, path: str, body: dict[str, Any]) -> Any:
                assert method in {"GET", "POST"}
                parts = path.split("/")
                if parts[0] == "element" and len(parts) > 1:
                    return command_of(_MARIONETTE[parts[2]], {**body, "id": parts[1]})
                value = command_of(_MARIONETTE[path], body)
                return value["value"] if isinstance(value, dict) and "value" in value else value

            command_of("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {}}})
            yield Driver("Firefox", say)


def _message(read: Callable[[int], bytes]) -> Any:
    """One message of Marionette: its length in bytes, a colon, JSON."""
    length = b""
    while (digit := read(1)) != b":":
        assert digit, "Firefox has gone"
        length += digit
    return json.loads(read(int(length)))


@contextmanager
def _screen(folder: Path) -> Iterator[str]:
    """A screen that nobody sees; it chooses its own number."""
    out, into = os.pipe()
    command = ["Xvfb", "-displayfd", str(into), "-screen", "0", "1366x1000x24", "-nolisten", "tcp"]
    with _process(command, dict(os.environ), folder, pass_fds=(into,)), os.fdopen(out) as told:
        os.close(into)
        yield f":{told.readline().strip()}"


@contextmanager
def _process(
    command: list[str], surroundings: dict[str, str], folder: Path, pass_fds: tuple[int, ...] = ()
) -> Iterator[None]:
    """*command*, running; ended at the end. What it says is kept in *folder*."""
    with (folder / f"{Path(command[0]).name}.log").open("wb") as log:
        running = subprocess.Popen(
            command, env=surroundings, stdout=log, stderr=log, pass_fds=pass_fds
        )
        try:
            yield
        finally:
            running.terminate()
            running.wait(SLOW)


@contextmanager
def _free_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    yield int(port)


def _awaited(get: Callable[[], Any]) -> Any:
    """What *get* gives once it can."""
    end = time.monotonic() + SLOW
    while True:
        try:
            if value := get():
                return value
        except OSError:
            value = None
        assert time.monotonic() < end, value
        time.sleep(0.05)


def listening(site: Path, folder: Path) -> Path:
    """A copy of *site* in which each page keeps what it complains of in `complaints`.

    The ears stand before the page's content security policy, which is then as strict with all that follows as ever.
    """
    shutil.copytree(site, folder, copy_function=os.link)
    for page in folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.unlink()  # a link: the site's own page stays as it is
        page.write_text(text.replace("<head>", f"<head>{_EARS}", 1), encoding="utf-8")
    return folder
