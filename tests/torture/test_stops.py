"""Every command that writes, killed at each kind of moment, and on a disk that is full from there on.

A kind of moment is a place in the code that touches the disk, with the lines that sent it there; stopped is before the first,
the middle and the last of each, and before the last touches of all, when what was made takes its place.

Whatever the moment: what is foreign stays as it was, what was there before is still whole, and the same command run again
ends as if nothing had happened and leaves nothing beside it.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from support.cases import SUBMISSION, TREE
from support.folders import contents
from support.revised import write_revised
from support.tiny import DRAFT as ISSUANCE
from support.tiny import write_built, write_tiny

STOPPED = Path(__file__).parent.parent / "support" / "stopped.py"
FULL = re.compile(r"[^\n]*磁盘满了[^\n]*\n")
DRAFT = """虚构县教育局关于印发《虚构县校服管理办法》的通知
各中小学：
现将《虚构县校服管理办法》印发给你们，请认真落实。
虚构县教育局
2003年9月1日
虚构县校服管理办法
第一条　校服由家长委员会选定。
第二条　学校每学年征订一次。
"""
_MAKING = re.compile(r"((?:^|/)[^/]*\.(?:new|old)-)[0-9]+-[0-9a-f]{8}(/.*)?")
_NUMBERED = re.compile(r"\.zhidu-[0-9]+-[0-9a-f]{8}\.part")
NEVER = 10**9
LEFT = re.compile(r"\.(?:new|old)-[0-9]+-|\.part\Z|\.zhidu-lock\Z|\.zhidu-release")


@dataclass(frozen=True, slots=True)
class Work:
    """A folder, and a command that works in it. `made` are what it makes, as paths from there; of those, `whole` all at once."""

    folder: Path
    command: tuple[str, ...]
    made: tuple[str, ...]
    whole: tuple[str, ...] = ()


def run(work: Work, number: int = NEVER, how: str = "kill") -> subprocess.CompletedProcess[str]:
    """The command, stopped at a touch."""
    command = [sys.executable, str(STOPPED), str(number), how, f"{work.folder}/", *work.command]
    cache = {"XDG_CACHE_HOME": str(work.folder.parent.parent / "cache")}
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **cache},
        cwd=work.folder,
    )


def prepared(name: str, folder: Path) -> Work:  # noqa: PLR0915  one case a command
    """The work called *name*, with foreign things around it."""
    folder.mkdir(parents=True)
    root = folder / "project"
    site = ("--root", str(root), "--site-dir", str(folder / "site"))
    match name:
        case "intake":
            shutil.copytree(TREE, root)
            inbox = folder / "inbox"
            inbox.mkdir()
            sent = next((SUBMISSION / "checklists").glob("*-*-?/first-school.yaml"))
            shutil.copy(sent, inbox / "a.yaml")
            (inbox / "b.yaml").write_text("school: x\n", encoding="utf-8")
            work = Work(
                folder,
                ("checklist", "intake", str(inbox), "--root", str(root)),
                ("inbox/回复", "project/checklists"),
            )
        case "build":
            write_built(root, folder / "site")
            work = Work(
                folder, ("build", *site, "--no-posters"), ("site", "project/docs"), ("site",)
            )
        case "release":
            write_built(root, folder / "site")
            made = ("site", "project/docs", "project/policies")
            work = Work(folder, ("release", ISSUANCE, *site), made, ("site",))
        case "pages":
            write_tiny(root)
            work = Work(folder, ("pages", "--root", str(root)), ("project/docs",))
        case "revise":
            write_revised(root)
            work = Work(
                folder,
                ("revise", "a2", "a4", "--date", "2027-09-01", "--root", str(root)),
                ("project/policies",),
            )
        case "poster":
            write_revised(root)
            out = folder / "out"
            work = Work(
                folder,
                (
                    "poster",
                    "a1",
                    "a2",
                    "--size",
                    "A4",
                    "--jobs",
                    "1",
                    "--root",
                    str(root),
                    "-o",
                    str(out),
                ),
                ("out",),
            )
        case "demo":
            write_tiny(root)
            out = folder / "out"
            work = Work(folder, ("demo", "--root", str(root), "-o", str(out)), ("out",), ("out",))
        case "export":
            write_revised(root)
            work = Work(
                folder,
                ("export", "docx", "--root", str(root), "-o", str(folder / "a.docx")),
                ("a.docx",),
            )
        case "report":
            shutil.copytree(TREE, root)
            sent = next((SUBMISSION / "checklists").glob("*-*-?/first-school.yaml"))
            term = sent.parent.name
            (root / "checklists" / term).mkdir()
            shutil.copy(sent, root / "checklists" / term)
            where = ("-o", str(folder / "told"), "--as-of", "2002-07-24")
            work = Work(
                folder,
                ("checklist", "report", "--term", term, "--root", str(root), *where),
                ("told",),
            )
        case "import":
            shutil.copytree(TREE, root)
            draft = folder / "draft.txt"
            draft.write_text(DRAFT, encoding="utf-8")
            work = Work(
                folder,
                ("import", str(draft), "--date", "2003-09-01", "--root", str(root)),
                ("project/policies",),
            )
        case _:
            raise ValueError(name)
    for foreign in ("site.old", "site.new-1-x", "out.new-99999999-01234567"):
        (folder / foreign).mkdir()
        (folder / foreign / "mine.txt").write_text("mine", encoding="utf-8")
    return work


def moments(counted: list[tuple[str, bool]]) -> list[int]:
    """The first, the middle and the last touch of each kind, and the last of all."""
    kinds: dict[str, list[int]] = {}
    for number, (place, _) in enumerate(counted, 1):
        kinds.setdefault(place, []).append(number)
    three = {each[at] for each in kinds.values() for at in (0, len(each) // 2, -1)}
    return sorted(three | set(range(max(1, len(counted) - _LAST), len(counted) + 1)))


def sample(numbers: list[int], most: int) -> list[int]:
    """*most* of the *numbers*, evenly, with the last."""
    return numbers[:: -max(1, len(numbers) // most)][::-1]


def as_left(found: dict[str, str]) -> str:
    """What a stop left: two that differ but in a folder that was being made, or in a process's number, are the same."""
    told = set()
    for path, digest in found.items():
        making = _MAKING.search(path)
        inside = making is not None and making[2] is not None
        kept = not inside or path.endswith("/.zhidu-made")
        if kept:
            name = _NUMBERED.sub(".part", _MAKING.sub(r"\1\2", path))
            told.add(f"{name} {'' if making or name.endswith('.part') else digest}")
    return "\n".join(sorted(told))


def part_of(found: dict[str, str], name: str) -> dict[str, str]:
    """What of *found* lies in the folder called *name*, and itself."""
    return {path: told for path, told in found.items() if f"{path}/".startswith(f"{name}/")}


_LAST = 24
NAMES = {  # how many moments are enough for every day
    "import": 20,
    "report": 12,
    "export": 40,
    "revise": 40,
    "intake": 40,
    "poster": 30,
    "pages": 12,
    "build": 10,
    "release": 10,
    "demo": 6,
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("how", ["kill", "full"])
def test_whatever_the_moment(
    tmp_path: Path, name: str, how: str, request: pytest.FixtureRequest
) -> None:
    ready = prepared(name, tmp_path / "ready" / "w")
    before = contents(ready.folder)
    work = begun(ready, tmp_path / "whole" / "w")
    done = run(work, 0, "count")
    status = done.returncode
    assert status in {0, 1}, done.stderr
    whole = contents(work.folder)
    assert not [path for path in whole if LEFT.search(path) and path not in before]
    numbers = moments(json.loads(done.stderr.splitlines()[-1]))
    numbers = sample(numbers, request.config.getoption("--moments") or NAMES[name])
    known: set[str] = set()
    for number in numbers:
        each = begun(ready, tmp_path / str(number) / "w")
        stopped = run(each, number, how)
        where = f"{name}, {how} at touch {number}"
        if how == "kill":
            assert stopped.returncode in {-9, status}, f"{where}: {stopped.stderr}"
        elif stopped.returncode != status:
            assert stopped.returncode == 2, f"{where}: {stopped.stderr}"
            assert FULL.search(stopped.stderr), f"{where}: {stopped.stderr}"
            assert "Traceback" not in stopped.stderr, where
        after = contents(each.folder)
        kept = {path: digest for path, digest in before.items() if not path.startswith(each.made)}
        assert {path: after.get(path) for path in kept} == kept, where
        for thing in each.whole:
            assert part_of(after, thing) in (part_of(before, thing), part_of(whole, thing)), where
        if (left := as_left(after)) not in known:
            known.add(left)
            goes_on(name, each, where, status, whole)
        shutil.rmtree(each.folder.parent)
    print(f"{name}, {how}: {len(numbers)} stops, {len(known)} different ends")  # noqa: T201  with -s


def begun(ready: Work, folder: Path) -> Work:
    """The same work in *folder*: what is made once is copied."""
    shutil.copytree(ready.folder, folder, symlinks=True)
    command = tuple(word.replace(str(ready.folder), str(folder)) for word in ready.command)
    return replace(ready, folder=folder, command=command)


def goes_on(name: str, work: Work, where: str, status: int, whole: dict[str, str]) -> None:
    """The command again ends as if nothing had happened."""
    again = run(work)
    revised = work.folder / "project/policies/2027-09-01"
    if name == "revise" and revised.exists() and again.returncode == 2:
        assert "已经有了" in again.stderr, f"{where}: {again.stderr}"
        assert whole.items() <= contents(work.folder).items(), where  # what is left goes later
        return
    assert again.returncode == status, f"{where}: {again.stderr}"
    assert contents(work.folder) == whole, where
