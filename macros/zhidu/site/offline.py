"""The site as one zip archive that opens from a USB stick: unpacked, a double click is enough.

From a folder a browser opens files, not folders, so every link to a folder is written out to its `index.html`.
The rest is the same site under the same content security policy.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from zhidu.office.zip_archive import zipped
from zhidu.reading.disk import ownership
from zhidu.site import csp
from zhidu.site.delivery import facts, served, without_head
from zhidu.site.html_tags import Reader
from zhidu.views.render import render

FOLDER = "zhidu/"
"""Where in the archive the site is; beside it stand the page to open first and a note."""

START, NOTE = "START.html", "README.txt"
"""ASCII names: Windows 7 shows others as nonsense."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How many files of one kind are in the archive, and what they take, at least 1."""

    count: int
    megabytes: int


def archive_name(day: date) -> str:
    """The archive's file name, with the day that its data describe."""
    return f"zhidu-offline-{day.isoformat()}.zip"


def archive(site: Path, day: date) -> bytes:
    """The delivered *site* as an archive, dated *day*, with a list of all its files. The same site gives the same bytes."""
    entries = dict(_entries(site, day))
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in entries.items()}
    return zipped({**entries, ownership.MANIFEST: ownership.written(sums)}.items(), day)


def _entries(site: Path, day: date) -> Iterator[tuple[str, bytes]]:
    title = facts((site / "index.html").read_text(encoding="utf-8")).title
    sizes: dict[str, list[int]] = {".html": [], ".pdf": [], ".docx": [], ".xlsx": []}
    for name, path in served(site):
        if name == "404.html":
            continue
        content = path.read_bytes()
        if path.suffix == ".html":
            html = relinked(without_head(content.decode()))
            content = _with_notice(html, day).encode()
        if path.suffix in sizes:
            sizes[path.suffix].append(len(content))
        yield FOLDER + name, content
    inside = {
        suffix: Kind(len(found), max(1, round(sum(found) / 1_000_000)))
        for suffix, found in sizes.items()
    }
    yield START, _start(title, day, inside).encode()
    note = render("offline/note.txt.j2", title=title, day=day, start=START, inside=inside)
    yield NOTE, ("\ufeff" + note.replace("\n", "\r\n") + "\r\n").encode()  # for old editors
    come = json.dumps(f"{FOLDER}index.html")
    yield FOLDER + "here.js", f"location.replace({come});\n".encode()


def _start(title: str, day: date, inside: Mapping[str, Kind]) -> str:
    shown = {"title": title, "day": day, "folder": FOLDER, "inside": inside}
    page = render("offline/start.html.j2", policy="", **shown)
    return render("offline/start.html.j2", policy=csp.meta(csp.inline(page)), **shown)


def _with_notice(html: str, day: date) -> str:
    """*html* with a line that says that it is a copy, and of which day."""
    reader = _Tags(html)
    notice = render("offline/notice.html.j2", day=day)
    for tag, _, _, end in reader.tags:
        if tag == "body":
            return html[:end] + notice + html[end:]
    return html


def relinked(html: str) -> str:
    """*html* whose links lead to files: `../roles/` becomes `../roles/index.html`."""
    parts: list[str] = []
    done = 0
    for tag, attributes, start, end in _Tags(html).tags:
        name = "action" if tag == "form" else "href"
        link = attributes.get(name)
        whole = html[start:end]
        if tag not in {"a", "form"} or not link or (file := _to_file(link)) == link:
            continue
        parts += [html[done:start], whole.replace(f'{name}="{link}"', f'{name}="{file}"', 1)]
        done = end
    return "".join([*parts, html[done:]])


def _to_file(link: str) -> str:
    parts = urlsplit(link)
    path = parts.path
    if parts.scheme or parts.netloc or not path or path.startswith("/"):
        return link
    if path.endswith("/"):
        path += "index.html"
    elif path.rpartition("/")[2] in {".", ".."}:
        path += "/index.html"
    return urlunsplit(parts._replace(path=path))


class _Tags(Reader):
    """Every start tag with its attributes, and where it begins and ends in the text."""

    def __init__(self, html: str) -> None:
        super().__init__(html)
        self.tags: list[tuple[str, dict[str, str], int, int]] = []
        self.read()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}, *self.span()))
