"""Every command where its places take nothing: a project that can only be read, a full disk, foreign things where it writes.

The commands and how they are typed: tests/cases/torture/commands.yaml. A new command has to be in that list.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from support.bureau import TERM
from support.cases import SUBMISSION, TREE
from support.folders import contents
from support.revised import write_revised
from support.tiny import write_built
from support.yunling import YUNLING

from zhidu import __version__
from zhidu.cli.commands import main, zhidu

TESTS = Path(__file__).parent.parent
STOPPED = TESTS / "support" / "stopped.py"
CASES: list[dict[str, Any]] = yaml.safe_load(
    (TESTS / "cases/torture/commands.yaml").read_text(encoding="utf-8")
)
BY_WORDS = {f"{case['in']}: {case['type']}": case for case in CASES}
STAYS_OPEN = {"serve"}  # until Ctrl+C; it writes what `pages` writes
ONLY_READ, FULL = "这个盘只能读", "磁盘满了"
MINE = "这是我的。\n"
REGISTERS = {
    "schools.yaml": """# yaml-language-server: $schema=../schema/schools.schema.json
schools:
  - {id: one, name: 示例第一学校, institution: small}
""",
    "terms.yaml": """# yaml-language-server: $schema=../schema/school-terms.schema.json
terms:
  - id: 2026-2027-1
    name: 示例学年第一学期
    starts: 2026-09-01
    ends: 2027-01-15
    source: 示例
    workdays: []
    holidays: [{name: 示例假期, from: 2026-10-01, to: 2026-10-07, source: 示例}]
""",
}


def leaves(group: click.Group, before: str = "") -> set[str]:
    """The commands below *group*, as they are typed."""
    found = set()
    for name, command in group.commands.items():
        words = f"{before}{name}"
        found |= leaves(command, f"{words} ") if isinstance(command, click.Group) else {words}
    return found


def test_every_command_is_walked() -> None:
    walked = {
        name
        for name in leaves(zhidu)
        for case in CASES
        if f"{case['type']} ".startswith(f"{name} ")
    }
    assert leaves(zhidu) - walked == STAYS_OPEN


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every project, and the folder `OUT` with what comes in."""
    room = tmp_path_factory.mktemp("ready")
    out = room / "OUT"
    (out / "inbox").mkdir(parents=True)
    (out / "inbox" / "a.yaml").write_text("school: x\n", encoding="utf-8")
    (out / "draft.txt").write_text(
        "虚构县校服管理办法\n第一条　校服由家长委员会选定。\n", encoding="utf-8"
    )
    shutil.copy(TESTS / "cases/torture/names.xlsx", out)
    shutil.copytree(TREE, room / "schools")
    shutil.copytree(SUBMISSION / "checklists" / TERM, room / "schools/checklists" / TERM)
    shutil.copytree(YUNLING, room / "yunling")
    begun = room / "begun"
    assert main(["init", str(begun), "--issuer", "演示县教育局"]) == 0
    table = str(out / "decided.xlsx")
    assert main(["annotate", "a1", "--workbook", table, "--root", str(begun)]) == 0
    for name in ("mkdocs.yml", "requirements.txt"):
        text = (begun / name).read_text(encoding="utf-8")
        (begun / name).write_text(text.replace(__version__, "0.0.9"), encoding="utf-8")
    write_revised(room / "past")
    write_built(room / "tiny", out / "built")
    for name, text in REGISTERS.items():
        (room / "tiny/checklists" / name).write_text(text, encoding="utf-8")
    return room


@pytest.fixture
def places(ready: Path, tmp_path: Path) -> dict[str, Path]:
    """A copy of all that is to be written to or beside."""
    room = tmp_path / "w"
    shutil.copytree(ready, room, symlinks=True)
    return {path.name: path for path in room.iterdir()}


def run(
    places: dict[str, Path], case: dict[str, Any], how: str, where: Path
) -> subprocess.CompletedProcess[str]:
    """The command of *case*, with *how* from its first touch of the disk below *where* on."""
    words = [word.replace("OUT", str(places["OUT"]), 1) for word in case["type"].split()]
    command = [sys.executable, str(STOPPED), "1", how, f"{where}/", *words]
    if words != ["explain"] and words[0] not in {"verify", "deliver", "init"}:
        command += ["--root", str(places[case["in"]])]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "XDG_CACHE_HOME": str(places["OUT"].parent.parent / "cache")},
        cwd=places["OUT"],
    )


@pytest.mark.parametrize("words", BY_WORDS)
def test_a_project_that_can_only_be_read(places: dict[str, Path], words: str) -> None:
    case = BY_WORDS[words]
    root = places[case["in"]]
    before = contents(root)
    done = run(places, case, "read-only", root)
    assert contents(root) == before
    assert "Traceback" not in done.stderr
    if case.get("inside"):
        assert done.returncode in {1, 2}, done.stderr
        assert ONLY_READ in done.stderr + done.stdout
    else:
        assert done.returncode == case["exit"], done.stderr


@pytest.mark.parametrize("words", BY_WORDS)
def test_a_full_disk(places: dict[str, Path], words: str) -> None:
    case = BY_WORDS[words]
    folder = places["OUT"].parent
    before = contents(folder)
    done = run(places, case, "full", folder)
    assert contents(folder) == before
    assert "Traceback" not in done.stderr
    if done.returncode != case["exit"]:
        assert done.returncode in {1, 2}, done.stderr
    if "-o" in words or case.get("inside"):
        assert FULL in done.stderr + done.stdout or case["exit"] == 2, done.stderr


@pytest.mark.parametrize("words", [words for words in BY_WORDS if "OUT/" in words])
def test_foreign_things_stand_where_it_writes(places: dict[str, Path], words: str) -> None:
    """A file of that name that is no work of ours; below a folder of that name, files of somebody."""
    case = BY_WORDS[words]
    targets = [
        places["OUT"] / word.removeprefix("OUT/")
        for before, word in zip(case["type"].split(), case["type"].split()[1:], strict=False)
        if before in {"-o", "--site-dir"}
    ]
    for target in targets:
        if target.suffix:
            target.write_text(MINE, encoding="utf-8")
        else:
            target.mkdir()
            for name in ("index.html", "a.pdf", "说明.txt", ".hidden", "policies/a1/index.html"):
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                (target / name).write_text(MINE, encoding="utf-8")
    before = contents(places["OUT"])
    done = run(places, case, "count", places["OUT"])
    after = contents(places["OUT"])
    assert {name: after.get(name) for name in before} == before
    assert "Traceback" not in done.stderr
