"""What a change takes away from `checklists/`: a submission, an inspection or a register that is no longer there.

Nobody loses a file by oversight: it is an error until a person writes down which file goes, and why.
"""

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from zhidu.reading import documents, strict_yaml
from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.documents import CHECKLISTS, REMOVED
from zhidu.reading.findings import Finding, visible

CODES = {
    "change/gone": (
        "收下的自查表、核查表、名单和换下来的旧表，不会因为一次改动就不声不响地没有了：与改动以前（--base）比，"
        f"少了或改了名的每一个文件都是错误。\n真要删，由人在 {CHECKLISTS}/{REMOVED} 里写明是哪个文件、为什么：\n"
        "removed:\n  - {file: 2026-2027-1/first-school.yaml, reason: 学校已经撤并}"
    ),
}
_LOOKED_FOR = 60  # seconds: a repository on a slow disk answers within


def against(root: Path, paths: Sequence[Path], base: str) -> list[Finding]:
    """What is gone from the checklists of *paths* (else of *root*) since *base*: a revision in git, or a folder.

    Raises RefusedError where that cannot be told.
    """
    findings: list[Finding] = []
    for folder in _folders(root, paths):
        before = _before(folder, base)
        gone = [name for name in before if not os.path.lexists(folder / name)]
        allowed, faults = _allowed(folder)
        findings += faults
        findings += [_gone(folder, name, base) for name in gone if name not in allowed]
    return findings


def _before(folder: Path, base: str) -> list[str]:
    """The files of *folder* at *base*. A folder that is called like a revision is never taken for it."""
    try:
        return _in_git(folder, base)
    except RefusedError:
        outside = base and Path(base).is_dir()
        project = folder.parent.resolve()
        if not outside or project in (Path(base).resolve(), *Path(base).resolve().parents):
            raise  # nor is one that came with the change
    return _in_folder(Path(base))


def _folders(root: Path, paths: Sequence[Path]) -> Iterator[Path]:
    """The `checklists/` folders that are meant, even where the change took them away altogether."""
    found = []
    for path in paths or (root,):
        absolute = path.absolute()
        inside = [p for p in (absolute, *absolute.parents) if p.name == CHECKLISTS]
        found.append(inside[0] if inside else absolute / CHECKLISTS)
    return iter(dict.fromkeys(found))


def _counts(name: str) -> bool:
    """Whether anybody misses the file: notes and hidden files come and go."""
    return name != "README.md" and not any(part.startswith((".", "~$")) for part in name.split("/"))


def _in_folder(base: Path) -> list[str]:
    """The files in the checklists of the folder *base*."""
    folder = base if base.name == CHECKLISTS else base / CHECKLISTS
    if not folder.is_dir():
        message = f"“{base}”里没有 {CHECKLISTS} 文件夹，没有可比的。请写改动以前的文件夹。"
        raise RefusedError(message)
    names = (
        Path(above, name).relative_to(folder).as_posix()
        for above, _, names in os.walk(folder)
        for name in names
    )
    return sorted(name for name in names if _counts(name))


def _in_git(folder: Path, revision: str) -> list[str]:
    """The files in *folder* as they were at *revision*."""
    near = next(p for p in (folder, *folder.parents) if p.is_dir())
    top = Path(os.fsdecode(_git(near, "rev-parse", "--show-toplevel")).rstrip("\n"))
    commit = os.fsdecode(
        _git(near, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    ).strip()
    inside = (near.resolve() / folder.relative_to(near)).relative_to(top.resolve()).as_posix()
    listed = _git(
        top, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, "--", f"{inside}/"
    )
    names = [os.fsdecode(name)[len(inside) + 1 :] for name in listed.split(b"\0") if name]
    return [name for name in names if _counts(name)]


def _git(folder: Path, *command: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  a revision is no option after `--end-of-options`
            ["git", "-C", str(folder), *command],  # noqa: S607  git is where the user has it
            check=False,
            capture_output=True,
            timeout=_LOOKED_FOR,
        )
    except (OSError, subprocess.TimeoutExpired):
        message = "用不了 git，不能与改动以前比。请装好 git，或者用 --base 写改动以前的文件夹。"
        raise RefusedError(message) from None
    if done.returncode:
        message = (
            "这里不是 git 仓库，或者没有 --base 写的那个版本，不能与改动以前比。"
            "浅克隆的仓库要多取一些（fetch-depth、GIT_DEPTH），或者用 --base 写改动以前的文件夹。"
        )
        raise RefusedError(message)
    return done.stdout


def _allowed(folder: Path) -> tuple[set[str], list[Finding]]:
    """The files that a person wrote down as removed, and what is wrong with that list."""
    path = folder / REMOVED
    if not os.path.lexists(path):
        return set(), []
    found, findings = strict_yaml.read(path, documents.shown(path))
    if found is None:
        return set(), findings
    with documents.register_is_private("removed"):
        findings += documents.judge("removed", found)
    data: Any = found.data
    return (set(), findings) if findings else ({each["file"] for each in data["removed"]}, [])


def _gone(folder: Path, name: str, base: str) -> Finding:
    return Finding(
        path=documents.shown(folder / name),
        code="change/gone",
        message=f"与改动以前（{visible(base)}）比，这个文件没有了，或者改了名",
        repair=f"恢复它；真要删，在 {CHECKLISTS}/{REMOVED} 里写明是哪个文件、为什么",
    )
