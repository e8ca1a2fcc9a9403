"""An Office file from anywhere → its parts, which are XML in a zip file, and nothing else of it.

Hostile input is normal: sizes are bounded before anything is unpacked or parsed, no part outside the file is looked at,
no entity is resolved. A file that is not read says which `Fault` it has; who asked for it has the words.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto

from lxml import etree

MAX_UNPACKED = 16_000_000  # of all that is read
MAX_NODES = 600_000  # tags and attributes of all that is read: a filled workbook has about 80,000, the eleven policies in Word fewer
MAX_ENTRIES = 2_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of Office 97, of WPS, and of encrypted files
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Fault(Enum):
    """Why a file is not read."""

    BROKEN = auto()
    OLD = auto()
    PASSWORD = auto()
    MACROS = auto()
    EXPANDS = auto()
    ENTITIES = auto()


class RefusedError(Exception):
    """The file is not read."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.name)
        self.fault = fault


class Package:
    """The parts of a file, unpacked and parsed within bounds that hold for all of them together."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._infos: dict[str, zipfile.ZipInfo] = {}
        for info in archive.infolist():
            self._infos.setdefault(_part(info.filename), info)
        self._unpacked = MAX_UNPACKED
        self._nodes = MAX_NODES

    def parsed(self, name: str) -> etree._Element | None:
        """The part called *name*, or none."""
        try:
            info = self._infos[_part(name)]
        except KeyError:
            return None
        with self._archive.open(info) as file:  # to the limit and no further, whatever it promises
            found = file.read(self._unpacked + 1)
        self._unpacked -= len(found)
        self._nodes -= nodes(found)
        if self._unpacked < 0 or self._nodes < 0:
            raise RefusedError(Fault.EXPANDS)
        if b"<!DOCTYPE" in found or b"<!ENTITY" in found:
            raise RefusedError(Fault.ENTITIES)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(found, parser)
        except etree.XMLSyntaxError:
            raise RefusedError(Fault.BROKEN) from None
        if root.getroottree().docinfo.doctype:  # in an encoding of two bytes
            raise RefusedError(Fault.ENTITIES)
        return root

    def main(self, usual: str) -> str:
        """The part that holds what people see; *usual* where the file does not say."""
        return self.one("", "officeDocument") or usual

    def one(self, part: str, kind: str) -> str | None:
        """The first part that *part* names for *kind*."""
        return next(iter(self.related(part, kind).values()), None)

    def related(self, part: str, kind: str) -> dict[str, str]:
        """The parts that *part* names for *kind*, inside the file only, by their ids. The whole file is the part ""."""
        folder, file = posixpath.split(part)
        root = self.parsed(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, str] = {}
        for relation in root if root is not None else ():
            if not isinstance(relation.tag, str) or relation.get("TargetMode") == "External":
                continue
            if str(relation.get("Type", "")).endswith(f"/{kind}"):
                path = str(relation.get("Target", ""))
                whole = path if path.startswith("/") else posixpath.join("/", folder, path)
                found[str(relation.get("Id", ""))] = posixpath.normpath(whole).lstrip("/")
        return found


def nodes(raw: bytes) -> int:
    """How many tags and attributes a parser may make of *raw*, at most: each takes up to 300 bytes of memory."""
    return raw.count(b"<") + raw.count(b"=")


def _part(name: str) -> str:
    """A part's name as it is compared: without case, and some programs write it with backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


def sealed(raw: bytes) -> Fault | None:
    """What is wrong with *raw* where it is no zip file, but the container that Office used before."""
    if not raw.startswith(_OLE):
        return None
    return Fault.PASSWORD if _ENCRYPTED in raw else Fault.OLD


@contextmanager
def opened(raw: bytes) -> Iterator[Package]:
    """The parts of *raw*; RefusedError where it is none of ours, and where anything goes wrong while it is read."""
    if (fault := sealed(raw)) is not None:
        raise RefusedError(fault)
    if not raw.startswith(b"PK"):
        raise RefusedError(Fault.BROKEN)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()
            if len(names) > MAX_ENTRIES:
                raise RefusedError(Fault.EXPANDS)
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise RefusedError(Fault.MACROS)
            yield Package(archive)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, KeyError, IndexError,
        OverflowError,
    ):  # fmt: skip
        raise RefusedError(Fault.BROKEN) from None
