"""What is kept between runs: documents and sheets that were made once are not made twice.

It is kept in a folder of the user's own, which nobody else may enter, or not at all; never in the project. Only finished
files are there, never code and never a verdict, and none is taken unless program, libraries and everything that it was
made from are the same. Whatever state the folder is in, the result is the same; it may be deleted at any time.
"""

import hashlib
import os
import re
import site
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

from zhidu.reading.disk.files import below
from zhidu.reading.disk.ownership import part
from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.disk.shipped import PACKAGE, directory

MOST = 300_000_000  # bytes that are kept; beyond that the oldest go, until half is left
_LARGEST = 50_000_000  # bytes of a single one
# bytes before what is kept, which say whether all of it is there, and under its own name
_CHECK = 16
_NAME = re.compile(r"[0-9a-f]{40}")

T = TypeVar("T")


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
    return _told(_beginning(program()).copy(), parts).hexdigest()


@lru_cache(maxsize=1)
def _beginning(program: tuple[object, ...]) -> "hashlib.blake2b":
    """How the digest of every name begins: hundreds of files are told once, not for each name anew."""
    return _told(hashlib.blake2b(digest_size=20), program)


def _told(digest: "hashlib.blake2b", value: object) -> "hashlib.blake2b":
    for text in _texts(value):
        digest.update(text.encode("utf-8", "surrogateescape"))
    return digest


def _texts(value: object) -> Iterator[str]:
    """`repr` of *value*, that of a tuple piece by piece: all of a large one at once is several times what it tells."""
    if not isinstance(value, tuple):
        yield repr(value)
        return
    yield "("
    for each in value:
        yield from _texts(each)
        yield ","
    yield ")"


def fetch(name: str) -> bytes | None:
    """What was stored as *name*, whole, or nothing. Nobody waits for what is no file, and no link is followed."""
    folder = _folder()
    if folder is None:
        return None
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(folder / name, flags | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            if not _plain(os.fstat(descriptor)):
                return None
            raw = file.read(_LARGEST + 1)
    except OSError:
        return None
    check, content = raw[:_CHECK], raw[_CHECK:]
    return content if len(raw) <= _LARGEST and check == _checked(name, content) else None


def store(name: str, content: bytes) -> None:
    """Keep *content* as *name*; where nothing can be written, nothing is lost but time."""
    folder = _folder()
    if folder is None or len(content) > _LARGEST - _CHECK:
        return
    with suppress(OSError, RefusedError), part(folder, _checked(name, content) + content) as fresh:
        place = folder / name
        if not os.path.lexists(place) or _plain(place.lstat()):
            fresh.replace(place)
            tidy()


def _checked(name: str, content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_CHECK, key=name.encode()).digest()


def _plain(state: os.stat_result) -> bool:
    """Whether this is a plain file of the user's own."""
    return stat.S_ISREG(state.st_mode) and _own(state)


def _own(state: os.stat_result) -> bool:
    return not hasattr(os, "geteuid") or state.st_uid == os.geteuid()


@cache
def tidy() -> None:
    """Where too much is kept, take away the oldest: once a process, because looking at all of it takes time."""
    folder = _folder()
    if folder is None:
        return
    with os.scandir(folder) as found:
        there = [
            (state.st_mtime_ns, entry.name, state.st_size)
            for entry in found
            if _NAME.fullmatch(entry.name) and _plain(state := entry.stat(follow_symlinks=False))
        ]
    size = sum(each for _, _, each in there)
    enough = MOST / 2 if size > MOST else MOST
    for _, name, each in sorted(there):
        if size <= enough:
            return
        (folder / name).unlink(missing_ok=True)
        size -= each


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


def _folder() -> Path | None:
    """The folder, made where it is missing; None where it is not the user's own, or others may enter it."""
    import platformdirs  # noqa: PLC0415  slow to import

    folder = platformdirs.user_cache_path("zhidu", appauthor=False) / "made"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.lstat()
    except (OSError, ValueError):
        return None
    private = os.name == "nt" or not stat.S_IMODE(state.st_mode) & 0o077
    return folder if stat.S_ISDIR(state.st_mode) and _own(state) and private else None
