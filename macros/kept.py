"""What is kept between runs: what was judged is not judged twice, what was made is not made twice.

It is kept in the user's cache folder, never in the project: what comes with a project must not tell its own verdict.
What is there is only taken for what it is if the bytes of every file, the day, and the program are the same; it may
be deleted at any time. Pickled for speed; of what a verdict may contain only our own values and dates are ever made.
"""

import hashlib
import io
import pickle
import site
import stat
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from macros.documents import Document, Place
from macros.files import below, put
from macros.findings import Finding
from macros.shipped import PACKAGE, directory

MOST = 300_000_000  # bytes that are kept; beyond that the oldest go, until half is left
_CHECK = 16  # bytes before what is kept, which say whether all of it is there
_HOMES = {"macros.model", "macros.documents", "macros.source", "macros.findings"}

T = TypeVar("T")

Judged = tuple[tuple[Document[Any], ...], tuple[Finding, ...]]
"""The documents that could be read, and all that was found wrong with files and by rules."""


class _Reader(pickle.Unpickler):
    """Makes values of our own and dates, and nothing else, whatever the bytes say."""

    def find_class(self, module: str, name: str) -> Any:
        """The class called *name*, if it may be there."""
        if (module, name) == ("datetime", "date"):
            return date
        found = getattr(sys.modules.get(module), name, None) if module in _HOMES else None
        if not isinstance(found, type) or found.__module__ != module:
            message = f"{module}.{name} is not kept"
            raise pickle.UnpicklingError(message)
        return found


def key_of_places(places: Iterable[Place], day: date | None, *, drafts: bool) -> str | None:
    """What stands for the files at *places*, the day and the program; None where a file cannot be read."""
    digest = _begun(day, drafts=drafts)
    for place in places:
        try:
            if not stat.S_ISREG(place.path.lstat().st_mode):
                return None
            raw = place.path.read_bytes()
        except OSError:
            return None
        _add(digest, place.shown, place.kind, place.issuance, raw)
    return digest.hexdigest()


def key_of_documents(documents: Iterable[Document[Any]], day: date | None, *, drafts: bool) -> str:
    """The same for the bytes that were judged, which may have changed since somebody looked."""
    digest = _begun(day, drafts=drafts)
    for document in documents:
        source = document.source
        _add(digest, source.path, document.kind, document.issuance, source.raw)
    return digest.hexdigest()


def _begun(day: date | None, *, drafts: bool) -> "hashlib.blake2b":
    return hashlib.blake2b(repr((program(), day, drafts)).encode(), digest_size=20)


def _add(
    digest: "hashlib.blake2b", shown: str, kind: str, issuance: str | None, raw: bytes
) -> None:
    name = repr((shown, kind, issuance, len(raw)))
    digest.update(name.encode("utf-8", "surrogateescape") + raw)


def recall(name: str | None) -> Judged | None:
    """What was kept under the key *name*."""
    raw = fetch(name) if name else None
    if raw is None:
        return None
    try:
        found: Judged = _Reader(io.BytesIO(raw)).load()
    except (
        pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError, ImportError, LookupError, MemoryError,
    ):  # fmt: skip
        return None
    return found if isinstance(found, tuple) else None


def keep(name: str, judged: Judged) -> None:
    """Keep *judged* for the next run."""
    with suppress(RecursionError):
        store(name, pickle.dumps(judged, protocol=5))


def made(value: T, make: Callable[[T], bytes]) -> bytes:
    """What *make*, a function of a module, makes of *value*, which tells all of itself by `repr`."""
    name = name_of(make.__module__, make.__qualname__, value)
    content = fetch(name)
    if content is None:
        content = make(value)
        store(name, content)
    return content


def name_of(*parts: object) -> str:
    """The name of what the program makes of *parts*, which tell all of themselves by `repr`."""
    whole = repr((program(), *parts)).encode("utf-8", "surrogateescape")
    return hashlib.blake2b(whole, digest_size=20).hexdigest()


def fetch(name: str) -> bytes | None:
    """What was stored as *name*, whole, or nothing."""
    try:
        raw = (_folder() / name).read_bytes()
    except OSError:
        return None
    check, content = raw[:_CHECK], raw[_CHECK:]
    return content if check == hashlib.blake2b(content, digest_size=_CHECK).digest() else None


def store(name: str, content: bytes) -> None:
    """Keep *content* as *name*; where nothing can be written, nothing is lost but time."""
    with suppress(OSError):
        put(_folder() / name, hashlib.blake2b(content, digest_size=_CHECK).digest() + content)
        tidy()


@cache
def tidy() -> None:
    """Where too much is kept, take away the oldest: once a process, because looking at all of it takes time."""
    there = sorted(below(_folder()), key=lambda file: file[1].st_mtime_ns)
    size = sum(state.st_size for _, state in there)
    enough = MOST / 2 if size > MOST else MOST
    for name, state in there:
        if size <= enough:
            return
        (_folder() / name).unlink(missing_ok=True)
        size -= state.st_size


@cache
def program() -> tuple[object, ...]:
    """What changes when the program does, its templates and fonts included, or a library under it.

    The time of change of every file, which unlike the time of writing nobody can set back, stands for its content.
    """
    libraries = (
        Path(each).stat().st_ctime_ns for each in site.getsitepackages() if Path(each).is_dir()
    )
    files = (
        (name, state.st_ctime_ns, state.st_size)
        for folder in (PACKAGE, directory("schema"))
        for name, state in below(folder)
        if stat.S_ISREG(state.st_mode) and "__pycache__" not in name
    )
    return (sys.version_info[:2], *libraries, *files)


def _folder() -> Path:
    import platformdirs  # noqa: PLC0415  slow to import

    return platformdirs.user_cache_path("zhidu", appauthor=False) / "kept"
