"""The tables are what frictionless, the Data Package people's own program, says they are."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.county import written
from support.yunling import YUNLING

from zhidu.county.fictional import demo
from zhidu.county.statements import read
from zhidu.handbook.book import Handbook
from zhidu.judging.check import CHECKLISTS, check
from zhidu.reading.disk import ownership
from zhidu.site.downloads import files_of_answers, table_files
from zhidu.site.tables import PACKAGE

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def folder(handbook: Handbook, tmp_path: Path) -> Path:
    ownership.put_whole(ROOT, tmp_path / "tables", table_files(handbook))
    return tmp_path / "tables"


def validated(folder: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "--json", PACKAGE],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_foreign_program_accepts_the_package(folder: Path) -> None:
    found = validated(folder)
    assert found["valid"]
    assert len(found["tasks"]) == len(json.loads((folder / PACKAGE).read_bytes())["resources"])
    assert not found["warnings"]
    assert not found["errors"]


@pytest.mark.parametrize(
    ("name", "old", "new", "kind"),
    [
        ("assignments.csv", ",network-administrator,", ",network-administratr,", "foreign-key"),
        ("duties.csv", ",a8,", ",a88,", "foreign-key"),
        ("clauses.csv", "a8-11,", "a8-10,", "primary-key"),
        ("duties.csv", ",must,", ",musst,", "constraint-error"),
        ("policies.csv", "2016-09-01", "2016-09-31", "type-error"),
    ],
)
def test_it_finds_what_is_broken(folder: Path, name: str, old: str, new: str, kind: str) -> None:
    text = (folder / name).read_text(encoding="utf-8-sig")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8-sig", newline="")
    found = validated(folder)
    assert not found["valid"]
    kinds = {error["type"] for task in found["tasks"] for error in task["errors"]}
    assert kind in kinds


def test_schools_answers_are_a_package_too(handbook: Handbook, tmp_path: Path) -> None:
    own = written(tmp_path / "county", demo(handbook)) / CHECKLISTS
    known = check(YUNLING, (own,)).handbook
    folder = tmp_path / "answers"
    ownership.put_whole(ROOT, folder, files_of_answers(known, read(known, own), "csv"))
    assert validated(folder)["valid"]
    text = (folder / "answers.csv").read_text(encoding="utf-8-sig")
    first = text.splitlines()[1]
    (folder / "answers.csv").write_text(text + first + "\r\n", encoding="utf-8-sig", newline="")
    kinds = {error["type"] for task in validated(folder)["tasks"] for error in task["errors"]}
    assert "primary-key" in kinds
