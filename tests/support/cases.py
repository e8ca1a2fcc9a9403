"""Case files: small changes to the fictional project in tests/cases/tree/. Their form: tests/cases/README.md."""

import os
import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).parent.parent / "cases"
TREE = CASES / "tree"
SUBMISSION = CASES / "submission"  # laid over the tree where a case is about checklists


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case file. `code` is its folder below `rules/` or `input/`; `mistakes` is how many lines it expects."""

    file: Path
    code: str
    changes: dict[str, dict[str, Any]]
    paths: tuple[str, ...]
    mistakes: int
    expected: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether nothing may be found."""
        return self.file.name.startswith("ok-")

    @property
    def name(self) -> str:
        """How test reports call it."""
        return self.file.relative_to(CASES).with_suffix("").as_posix()


def read(file: Path) -> Case:
    """The case in *file*; a word in it that means nothing is an error."""
    text = file.read_text(encoding="utf-8")
    # half a pair stands for a name that is no text: only the slow loader reads it
    loader = yaml.SafeLoader if "\\uD" in text else yaml.CSafeLoader
    data = yaml.load(text, loader)  # noqa: S506  both are safe
    good = file.name.startswith("ok-")
    case = Case(
        file=file,
        code="/".join(file.relative_to(CASES).parts[1:-1]),
        changes=data.pop("change", {}),
        paths=tuple(data.pop("paths", ())),
        mistakes=data.pop("mistakes", 0 if good else 1),
        expected=tuple(data.pop("expected", "").splitlines()),
    )
    assert not data, f"{file}: {data}"
    return case


def cases(folder: str) -> list[Case]:
    """All cases below `rules` or `input`, in order."""
    return [read(file) for file in sorted((CASES / folder).rglob("*.yaml"))]


def rewrite(case: Case, expected: list[str]) -> None:
    """Put *expected* at the end of the case's file."""
    text = case.file.read_text(encoding="utf-8")
    head = text.partition("\nexpected:")[0].rstrip("\n") + "\n"
    tail = "".join(f"  {line}\n" for line in expected)
    case.file.write_text(head + (f"expected: |\n{tail}" if tail else ""), encoding="utf-8")


def tree(folder: Path, changes: dict[str, dict[str, Any]]) -> Path:
    """A copy of the project in *folder*, with *changes*."""
    shutil.copytree(TREE, folder)
    if any(name.startswith("checklists/") for name in changes):
        shutil.copytree(SUBMISSION, folder, dirs_exist_ok=True)
    for name, change in changes.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if "make" in change:
            kind, _, detail = change["make"].partition(" ")
            path.unlink(missing_ok=True)
            BUILDERS[kind](path, detail)
        elif change.get("remove"):
            path.unlink()
        else:
            path.write_bytes(content(folder, path, change))
    return folder


def content(folder: Path, path: Path, change: dict[str, Any]) -> bytes:
    """What *change* makes of the file at *path*."""
    origin = folder / change["copy"] if "copy" in change else path
    text = change["write"] if "write" in change else origin.read_text(encoding="utf-8")
    text = change.get("before", "") + text * change.get("times", 1)
    for old, new in change.get("replace", ()):
        assert text.count(old) == 1, f"“{old}” stands {text.count(old)} times in {path.name}"
        text = text.replace(old, new)
    for old, new in change.get("replace-all", ()):
        assert old in text, f"“{old}” does not stand in {path.name}"
        text = text.replace(old, new)
    text += change.get("add", "")
    raw: bytes = text.encode(change.get("encode", "utf-8"))
    return raw


def _folder(path: Path, _: str) -> None:
    path.mkdir()


def _link(path: Path, target: str) -> None:
    path.symlink_to(target)


def _pipe(path: Path, _: str) -> None:
    os.mkfifo(path)


def _socket(path: Path, _: str) -> None:
    home = Path.cwd()
    os.chdir(path.parent)  # a socket's address must be short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)
    os.chdir(home)


def _sparse(path: Path, size: str) -> None:
    with path.open("wb") as file:
        file.truncate(int(size))


BUILDERS: dict[str, Callable[[Path, str], None]] = {
    "folder": _folder,
    "link": _link,
    "pipe": _pipe,
    "socket": _socket,
    "sparse": _sparse,
}
"""What cannot be a file in git, by the first word of `make`; the rest of the words is the detail."""
