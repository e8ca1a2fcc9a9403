"""What lies in `checklists/` beside the submissions: nobody judges it, but everybody who reads the repository reads it.

Notes, comments, replaced submissions and whatever else is there is searched for personal data, and what does not belong
there is named.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhidu.assessment.verdict import personal_data, rule_table
from zhidu.reading import documents, schemas
from zhidu.reading.disk import files, locks
from zhidu.reading.findings import Finding, Severity, file_name

MAX_BYTES = 200_000  # of a file that is looked at; a note has a few thousand
_PIECE = 2_000  # characters of a line that are looked at together
_OF_SYSTEM = re.compile(r"~\$|(?:\.DS_Store|Thumbs\.db|desktop\.ini)\Z", re.IGNORECASE)
_LEFT = re.compile(r"\.zhidu-[0-9]+-[0-9a-f]+\.part")  # by `ownership.put`, when it was killed
_OF_GIT = frozenset({".gitkeep", ".gitignore", ".gitattributes"})
_LETTERS = re.compile(r"[A-Za-z_-]+")
_COMMENT = re.compile(r"(?:^|[ \t])#([^\"']*)\Z")


def about(folder: Path) -> list[Finding]:
    """What is wrong with the files of the `checklists/` folder *folder* that are judged nowhere else, and with all comments."""
    findings: list[Finding] = []
    for path, inside in _files(folder):
        judged = _is_judged(inside)
        if not judged and not _belongs(inside):
            findings += _misplaced(path, inside)
        stem = path.name.partition(".")[0]
        kind = personal_data.kind_of(stem) or personal_data.kind_of(_LETTERS.sub(" ", stem).strip())
        if kind is not None:
            findings.append(_of_kind(path, 1, 1, kind))
        text, fault = _text(path)
        if fault and not judged:
            findings.append(_finding(path, *fault))
        if text is not None:
            findings += schemas.limited(list(_personal(path, text, comments=judged)))
    return findings


def _files(folder: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Every file below *folder*, in order, with the names that lead to it. Links are not followed."""
    for above, folders, names in os.walk(folder):
        folders.sort()
        links = [name for name in folders if os.path.islink(os.path.join(above, name))]  # noqa: PTH114, PTH118  a thousand files
        for name in sorted([*names, *links]):
            path = Path(above, name)
            yield path, path.relative_to(folder).parts


def _is_judged(inside: tuple[str, ...]) -> bool:
    """Whether somebody else judges the file, and says what is wrong with it."""
    *folders, name = inside
    if name.startswith((".", "~$")):
        return False
    if not folders:
        return name in {f"{stem}.yaml" for stem in documents.REGISTERS}
    if folders[0] == documents.REVIEWS:
        folders = folders[1:]
    return len(folders) == 1 and bool(documents.TERM.match(folders[0]))


def _belongs(inside: tuple[str, ...]) -> bool:
    """Whether the file may be there, though nobody judges it."""
    *folders, name = inside
    if name in _OF_GIT:
        return True
    if not folders:
        return name in documents.BESIDE or name == locks.NAME
    if folders[0] == documents.REPLACED:
        in_term = len(folders) == 2 and documents.TERM.match(folders[1])  # noqa: PLR2004  the folder, and a term in it
        return bool(in_term) and name.endswith(".yaml") and file_name(name) == name
    return folders[0] in documents.BESIDE


def _misplaced(path: Path, inside: tuple[str, ...]) -> Iterator[Finding]:
    """That the file does not belong there, where nobody else says it of itself or of a folder around it."""
    name = inside[-1]
    if _LEFT.fullmatch(name):
        repair = "再收一次，就会清掉；或者删掉它"
        yield _finding(path, "这是收表中断时留下的半份", repair, Severity.WARNING)
    elif _OF_SYSTEM.match(name):
        message = "这是电脑自己放的文件，不是自查表，里面可能有人名"
        repair = "删掉；在 .gitignore 里写上它，以后就不会带进来"
        yield _finding(path, message, repair, Severity.WARNING)
    elif inside[0] in documents.BESIDE or any(part.startswith(".") for part in inside):
        yield _finding(path, "这里不该有这个文件", "移走；不能公开的，连同历史一起删掉")


def _text(path: Path) -> tuple[str | None, tuple[str, str] | None]:
    """The text of the file at *path*; or nothing, and message and repair where nobody can look into it."""
    try:
        raw = files.plain(path, MAX_BYTES)
    except files.NotPlainError:
        return None, ("这不是普通文件，没有查看", "换成文件本身，或者移走")
    except files.TooLargeError:
        return None, (f"文件超过 {MAX_BYTES // 1000} KB，没有查看", "移走，或者分成几个")
    except OSError:
        return None, ("打不开，没有查看", "检查文件的读取权限，或者移走")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, None
    return None, ("这不是文字，没有查看", "图片、Word、Excel 等不放在这里，移走")


def _personal(path: Path, text: str, *, comments: bool) -> Iterator[Finding]:
    """Where personal data seems to stand in *text*: in every line, or only in its comments."""
    if comments and "#" not in text:
        return
    for number, line in enumerate(text.split("\n"), 1):
        start = 0
        if comments:
            comment = _COMMENT.search(line) if "#" in line else None
            if comment is None:
                continue
            start = comment.start(1)
        for place in range(start, len(line), _PIECE):
            kind = personal_data.kind_of(line[place : place + _PIECE])
            if kind is not None:
                yield _of_kind(path, number, place + 1, kind)


def _of_kind(path: Path, line: int, column: int, kind: Any) -> Finding:
    message, repair, severity = personal_data.said(kind)
    return Finding(
        path=documents.shown(path),
        line=line,
        column=column,
        code=rule_table.load()["privacy"]["code"],
        message=message,
        repair=repair,
        severity=severity,
    )


def _finding(path: Path, message: str, repair: str, severity: Severity = Severity.ERROR) -> Finding:
    where = documents.shown(path)
    return Finding(path=where, code="file/place", message=message, repair=repair, severity=severity)
