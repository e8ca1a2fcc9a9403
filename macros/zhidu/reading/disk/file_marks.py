"""How a file of ours is told from anybody else's: each kind carries a mark, or has a shape that only we give it.

Office files carry a digest of their parts, which is another as soon as somebody saves the file again: what a clerk has
edited is the clerk's. PDFs and pictures carry a word; data and stubs are known by how they begin.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath

WORD = "zhidu:made"
"""Stands in the keywords of a PDF and in the program's name of a picture."""

CORE = "docProps/core.xml"
_LONGEST_CORE = 100_000  # bytes: ours have about 700
_END = b"</cp:coreProperties>"
_DC = "http://purl.org/dc/elements/1.1/"  # some libraries declare it on every element anew
_SIGNED = re.compile(rb"<dc:identifier(?: [^>]*)?>zhidu:([0-9a-f]{32})</dc:identifier>")

_STUB = re.compile(
    rb"---\nhide: \[[a-z, ]*\]\n(?:(?:source|feed|draft|digest|generated): [^\n]*\n)*---\n\n"
    rb"\{\{ [a-z_]+\((?:\"[a-z0-9/.-]*\"(?:, )?)*\) \}\}\n\Z"
)
_LETTERS = tuple(word.encode("utf-8-sig") for word in ("收到了：", "退回：", "没有收："))
GENERATOR = b'<meta name="generator" content="zhidu">'
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//zhidu//school time//ZH\r\n"
"""How a calendar of ours begins; a program that saves it again writes its own name."""

_ORDER = "\ufeff序号,内容,尺寸,要印张数,校验码,".encode()


def signed(core: bytes, sums: list[tuple[str, int, int]]) -> bytes:
    """The properties of an Office file with our mark among them; *sums* are name, check sum and size of each of its parts."""
    if _END not in core or b"<dc:identifier" in core:
        return core
    mark = f'<dc:identifier xmlns:dc="{_DC}">zhidu:{_digest(sums)}</dc:identifier>'.encode()
    return core.replace(_END, mark + _END)


def _digest(sums: list[tuple[str, int, int]]) -> str:
    """Of all parts but the properties, which hold it: what the archive's own list says of them."""
    others = sorted(each for each in sums if each[0] != CORE)
    return hashlib.blake2b(
        repr(others).encode("utf-8", "surrogateescape"), digest_size=16
    ).hexdigest()


def _office(raw: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            core = archive.getinfo(CORE)
            with archive.open(core) as file:
                found = _SIGNED.search(file.read(_LONGEST_CORE))
    except (
        zipfile.BadZipFile,
        KeyError,
        OSError,
        ValueError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ):
        return False
    sums = [(entry.filename, entry.CRC, entry.file_size) for entry in entries]
    return found is not None and found[1].decode() == _digest(sums)


def _data(raw: bytes) -> bool:
    """Our exports tell the version of their schema first."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and next(iter(found), "") == "schema_version"


def _archive(raw: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return {"START.html", "README.txt", "zhidu/index.html", "zhidu/here.js"} <= names


_KINDS: dict[str, Callable[[bytes], bool]] = {
    ".pdf": lambda raw: raw.startswith(b"%PDF-") and WORD.encode() in raw,
    ".webp": lambda raw: raw.startswith(b"RIFF") and raw[8:12] == b"WEBP" and WORD.encode() in raw,
    ".xlsx": _office,
    ".docx": _office,
    ".json": _data,
    ".zip": _archive,
    ".md": lambda raw: _STUB.match(raw) is not None,
    ".html": lambda raw: GENERATOR in raw[:4000],
    ".txt": lambda raw: raw.startswith(_LETTERS),
    ".csv": lambda raw: raw.startswith(_ORDER),
    ".ics": lambda raw: raw.startswith(CALENDAR),
}


def ours(name: str, raw: bytes) -> bool:
    """Whether *raw*, the whole of a file called *name*, was made by us and by nobody changed since."""
    known = _KINDS.get(PurePath(name).suffix.lower())
    return known is not None and known(raw)
