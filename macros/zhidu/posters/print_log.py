"""What was printed for whom: kept beside the sheets, so that a revision can say which walls show old words.

`.prints.json` lies in the folder of a run: a line for each file, with the school, the places, the size and the hash of
the text. Nothing in it is secret, and nothing of it is needed to print.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from zhidu.handbook.book import Handbook
from zhidu.posters.request import Piece, room
from zhidu.reading.disk import ownership
from zhidu.reading.disk.refused import RefusedError

FILE = ".prints.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A sheet that was printed. `rooms` are places as they were called; `target` is a policy or a role."""

    file: str
    target: str
    size: str
    hash: str
    school: str = ""
    rooms: tuple[str, ...] = ()


def note(
    handbook: Handbook, pieces: Sequence[Piece], made: Sequence[str], folder: Path, place: str
) -> None:
    """Write down the files of *pieces* that were *made* in *folder*, for the room called *place*."""
    known = {each.file: each for each in _in(folder)}
    name = room(handbook, place).name if place else ""
    for piece in pieces:
        file = piece.job.name
        if file in made:
            before = known[file].rooms if file in known else ()
            known[file] = Print(
                file=file,
                target=piece.target,
                size=piece.size.said,
                hash=piece.text_hash,
                school=str(piece.job.sheet.data.get("school", "")),
                rooms=tuple(dict.fromkeys([*before, *([name] if name else [])])),
            )
    lines = [asdict(known[file]) for file in sorted(known)]
    content = (json.dumps(lines, ensure_ascii=False, indent=1) + "\n").encode()
    ownership.put(folder / FILE, content, ours=is_register)


def is_register(raw: bytes) -> bool:
    """Whether *raw* is a register: nothing yet, or a line of ours among others."""
    return raw.strip() in {b"", b"[]"} or any(True for _ in _lines(raw))


def read(folder: Path) -> tuple[Print, ...]:
    """Everything that was written down in *folder* and below it."""
    found = []
    for path in sorted(folder.rglob(FILE)):
        inside = path.parent.relative_to(folder)
        found += [replace(each, file=(inside / each.file).as_posix()) for each in _in(path.parent)]
    return tuple(found)


def _in(folder: Path) -> Iterator[Print]:
    """The lines of one register; a damaged one is no line."""
    with suppress(OSError, RefusedError):
        yield from _lines(ownership.bytes_of(folder / FILE))


def _lines(raw: bytes) -> Iterator[Print]:
    lines: Any = []
    with suppress(ValueError, RecursionError):
        lines = json.loads(raw)
    for line in lines if isinstance(lines, list) else ():
        with suppress(TypeError, ValueError, KeyError, AttributeError):
            texts = {key: line[key] for key in ("file", "target", "size", "hash", "school")}
            if all(isinstance(text, str) for text in texts.values()):
                rooms = tuple(str(each) for each in line["rooms"])
                yield Print(**texts, rooms=rooms)
