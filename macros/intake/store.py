"""Accepted submissions on the disk: each whole or not there, none written over unless that was asked for.

A new one is written beside its place and linked there, which fails where something stands already. One that takes the
place of another goes there only after the other stands in `replaced/`. So whatever moment a machine stops at, every
accepted submission is there, and doing the same again ends the same.
"""

import contextlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from macros import source
from macros.assessment.instrument import digest
from macros.assessment.submission import receipt
from macros.documents import REPLACED
from macros.files import sweep

_MOST = 4_000_000


class NotPlainError(Exception):
    """Something that is no plain file stands where an accepted submission belongs."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An accepted submission as it stands on the disk; `receipt` is that of its data, if it can be read."""

    raw: bytes
    receipt: str


@dataclass(frozen=True, slots=True)
class Store:
    """The `checklists/` folder."""

    folder: Path

    def place(self, school: str, term: str) -> Path:
        """Where the submission of a school for a term stands."""
        return self.folder / term / f"{school}.yaml"

    def kept(self, school: str, term: str) -> Kept | None:
        """The accepted submission, or none."""
        path = self.place(school, term)
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise NotPlainError(str(path)) from error
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise NotPlainError(str(path))
            raw = file.read(_MOST)
        found, _ = source.parse(raw, path.name)
        known = found is not None and isinstance(found.data, dict)
        return Kept(raw, receipt(found.data) if found and known else digest(raw.decode("latin-1")))

    def was_replaced(self, school: str, term: str, number: str) -> bool:
        """Whether the submission with this receipt stood here once, and another took its place."""
        return self._replaced(school, term, number).exists()

    def _replaced(self, school: str, term: str, number: str) -> Path:
        return self.folder / REPLACED / term / f"{school}-{number}.yaml"

    def accept(self, school: str, term: str, content: bytes, *, over: Kept | None = None) -> bool:
        """Put *content* in its place, over another only where that one is given; whether it is there now."""
        path = self.place(school, term)
        if over is not None:
            self._write(self._replaced(school, term, over.receipt), over.raw)
            self._write(path, content)
            return True
        return self._create(path, content)

    def _write(self, path: Path, content: bytes) -> None:
        part = self._part(path, content)
        part.replace(path)
        _settle(path.parent)

    def _create(self, path: Path, content: bytes) -> bool:
        part = self._part(path, content)
        try:
            os.link(part, path)
        except FileExistsError:
            return False
        except OSError:  # a file system without links, as on USB sticks
            if os.path.lexists(path):
                return False
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        _settle(path.parent)
        return True

    def _part(self, path: Path, content: bytes) -> Path:
        """*content* whole on the disk, beside *path*, under a name that is no submission's."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        return part

    def sweep(self) -> None:
        """Take away what a run that was stopped left half written. Parts of runs that still go on stay."""
        for folder in (*self.folder.glob("*/"), *(self.folder / REPLACED).glob("*/")):
            sweep(folder.glob(".*.yaml.*.part"))


def _settle(folder: Path) -> None:
    """Make sure that the names in *folder* outlive a power cut, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
