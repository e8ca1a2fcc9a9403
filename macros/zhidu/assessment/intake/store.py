"""Accepted submissions on the disk: each whole or not there, none written over unless that was asked for.

A new one is written beside its place and linked there, which fails where something stands already. One that takes the
place of another goes there only after the other stands in `replaced/`. So whatever moment a machine stops at, every
accepted submission is there, and doing the same again ends the same.
"""

from dataclasses import dataclass
from pathlib import Path

from zhidu.assessment.instrument import digest
from zhidu.assessment.submission import receipt
from zhidu.reading import strict_yaml
from zhidu.reading.disk import files, ownership
from zhidu.reading.documents import REPLACED, TERM, entries

_MOST = 4_000_000


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
        """The accepted submission, or none; NotPlainError where something else stands in its place."""
        path = self.place(school, term)
        try:
            raw = files.plain(path, _MOST)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise files.NotPlainError(str(path)) from error
        found, _ = strict_yaml.parse(raw, path.name)
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
            self._write(self._replaced(school, term, over.receipt), over.raw, over=False)
            self._write(path, content, over=True)
            return True
        ownership.within(self.folder, path.parent)
        return ownership.create(path, content, lasting=True)

    def _write(self, path: Path, content: bytes, *, over: bool) -> None:
        """Put *content* at *path*: over the submission that was looked at, or where nothing else stands."""
        ownership.within(self.folder, path.parent)
        ownership.put(path, content, over=over, ours=lambda _: False, lasting=True)

    def sweep(self) -> None:
        """Take away what a run that was stopped left half written. Parts of runs that still go on stay."""
        for folder in (self.folder, self.folder / REPLACED):
            for entry in entries(folder) if folder.is_dir() else ():
                if TERM.match(entry.name) and entry.is_dir(follow_symlinks=False):
                    ownership.sweep(folder / entry.name)
