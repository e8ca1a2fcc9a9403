"""Serve a folder on loopback, quietly, on a free port."""

import gzip
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

_TEXT = ("text/", "application/javascript", "application/json", "image/svg", "application/xml")


@dataclass(frozen=True)
class Halves:
    """A page that arrives in two parts, the second when a test says so."""

    first: bytes
    second: bytes
    released: threading.Event = field(default_factory=threading.Event)


class _Quiet(SimpleHTTPRequestHandler):
    """Answers as a web server of a school does. `packed` compresses texts; `under` is the path of the site; `sent`
    is told of every answer: what was asked for, and the bytes of head and body."""

    def __init__(
        self,
        *given: Any,
        headers: Mapping[str, str],
        packed: bool,
        under: str,
        sent: Callable[[str, int], None] | None,
        halves: Mapping[str, Halves],
        **named: Any,
    ) -> None:
        self._headers = headers
        self._packed = packed
        self._under = under
        self._sent = sent
        self._halves = halves
        self._size = 0  # of head and body together
        super().__init__(*given, **named)

    def do_GET(self) -> None:
        """Answer; of what comes in halves, the second when it is released."""
        halves = self._halves.get(self.path.split("?")[0])
        if halves is None:
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(halves.first)
        self.wfile.flush()
        halves.released.wait(60)
        self.wfile.write(halves.second)

    def log_message(self, *_: object) -> None:  # a request is not news
        pass

    def translate_path(self, path: str) -> str:
        """The file for an address."""
        inside = path.removeprefix(self._under) if path.startswith(self._under) else "no-such-file"
        return super().translate_path("/" + inside.lstrip("/"))

    def send_header(self, keyword: str, value: str) -> None:
        """Add a line, and count it; it also tells how long the body is going to be."""
        self._size += len(f"{keyword}: {value}\r\n")
        if keyword == "Content-Length":
            self._size += int(value)
        super().send_header(keyword, value)

    def end_headers(self) -> None:
        """Add what the site is served with."""
        for name, value in self._headers.items():
            self.send_header(name, value)
        if self._sent:
            self._sent(self.path, self._size)
        self._size = 0
        super().end_headers()

    def send_head(self) -> Any:
        """The file, packed where that is asked for."""
        path = Path(self.translate_path(self.path))
        kind = self.guess_type(str(path / "index.html" if path.is_dir() else path))
        if path.is_dir() and (path / "index.html").is_file() and self.path.split("?")[0][-1] == "/":
            path /= "index.html"
        asked = "gzip" in self.headers.get("Accept-Encoding", "")
        if not (self._packed and asked and path.is_file() and kind.startswith(_TEXT)):
            return super().send_head()
        body = gzip.compress(path.read_bytes(), mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind[:5] == "text/" else kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return BytesIO(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a missing page with our own, as web servers are set up to do."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves before it has everything is not news."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(
    folder: Path,
    *,
    headers: Mapping[str, str] | None = None,
    packed: bool = False,
    under: str = "/",
    sent: Callable[[str, int], None] | None = None,
    halves: Mapping[str, Halves] | None = None,
) -> Iterator[str]:
    """The address under which *folder* is served, without a trailing slash; *halves* are pages that arrive in two parts."""
    handler = partial(
        _Quiet,
        directory=str(folder),
        headers=headers or {},
        packed=packed,
        under=under,
        sent=sent,
        halves=halves or {},
    )
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{under.rstrip('/')}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
