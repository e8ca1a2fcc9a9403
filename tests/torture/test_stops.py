"""Every command that writes, killed at each touch of the disk, and on a disk that is full from each touch on.

Whatever the moment: what is foreign stays as it was, what was there before is still whole, and the same command run again
ends as if nothing had happened and leaves nothing beside it.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.cases import SUBMISSION, TREE
from support.folders import contents
from support.revised import write_revised

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
LEFT = re.compile(r"\.(?:new|old)-[0-9]+-|\.part\Z|\.zhidu-lock\Z|\.zhidu-release")


@dataclass(frozen=True, slots=True)
class Work:
    """A folder, and a command that works in it. `made` are what it makes, as paths from there."""

    folder: Path
    command: tuple[str, ...]
    made: tuple[str, ...]
    touches: int = 0


def run(work: Work, number: int = 0, how: str = "count") -> subprocess.CompletedProcess[str]:
    """The command, stopped at a touch."""
    command = [sys.executable, str(STOPPED), str(number), how, f"{work.folder}/", *work.command]
    cache = {"XDG_CACHE_HOME": str(work.folder.parent / "cache")}
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
            write_revised(root)
            work = Work(folder, ("build", *site, "--no-posters"), ("site", "project/docs"))
        case "release":
            write_revised(root)
            work = Work(
                folder,
                ("release", "2027-03-01", *site),
                ("site", "project/docs", "project/policies"),
            )
            notice = root / "policies" / "2027-03-01" / "notice.yaml"
            assert "draft: true" in notice.read_text(encoding="utf-8")
        case "pages":
            write_revised(root)
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
            write_revised(root)
            out = folder / "out"
            work = Work(folder, ("demo", "--root", str(root), "-o", str(out)), ("out",))
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


def points(touches: int, changed: list[int], most: int) -> list[int]:
    """About *most* of the touches before which something had *changed*, evenly over all, and as many of the last, up to eight."""
    step = max(1, len(changed) // most)
    return sorted({*changed[::step], *range(max(1, touches - min(8, most)), touches + 1)})


NAMES = {
    "import": 20,
    "report": 12,
    "export": 40,
    "revise": 40,
    "intake": 40,
    "poster": 30,
    "pages": 12,
    "build": 6,
    "release": 6,
    "demo": 1,
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("how", ["kill", "full"])
def test_whatever_the_moment(
    tmp_path: Path, name: str, how: str, request: pytest.FixtureRequest
) -> None:
    most = request.config.getoption("--touches") or NAMES[name]
    work = prepared(name, tmp_path / "whole" / "w")
    before = contents(work.folder)
    done = run(work)
    status = done.returncode
    assert status in {0, 1}, done.stderr
    whole = contents(work.folder)
    assert not [path for path in whole if LEFT.search(path) and path not in before]
    touches, *changed = map(int, done.stderr.splitlines()[-1].split())
    for number in points(touches, changed, most):
        each = prepared(name, tmp_path / str(number) / "w")
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
        again = run(each)
        if (
            name == "revise"
            and (each.folder / "project/policies/2027-09-01").exists()
            and again.returncode == 2
        ):
            assert "已经有了" in again.stderr, (
                f"{where}: {again.stderr}"
            )  # it was whole; what is left goes later
            assert whole.items() <= contents(each.folder).items(), where
            shutil.rmtree(each.folder.parent)
            continue
        assert again.returncode == status, f"{where}: {again.stderr}"
        assert contents(each.folder) == whole, where
        shutil.rmtree(each.folder.parent)
