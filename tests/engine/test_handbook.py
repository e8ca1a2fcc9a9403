"""The handbook answers as of a date."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from zhidu.handbook.book import number
from zhidu.judging.check import check

TREE = Path(__file__).parent.parent / "cases" / "tree"


@pytest.fixture
def revised(tmp_path: Path) -> Path:
    """The fictional project with a second issuance that changes its first policy."""
    root = tmp_path / "project"
    shutil.copytree(TREE, root)
    policies = root / "policies"
    old, new = policies / "2001-01-01", policies / "2002-02-02"
    new.mkdir()
    notice = (old / "notice.yaml").read_text(encoding="utf-8").replace("2001-01-01", "2002-02-02")
    kept = []
    skipping = False
    for line in notice.splitlines():
        skipping = line.startswith("  - policy: a2") or (
            skipping and not line.startswith("  - ") and line.startswith("    ")
        )
        if not skipping:
            kept.append(line)
    (new / "notice.yaml").write_text("\n".join(kept) + "\n", encoding="utf-8")
    shutil.copy(old / "01-first.yaml", new / "01-first.yaml")
    return root


def test_the_current_edition_is_the_latest_in_force(revised: Path) -> None:
    before = check(revised, as_of=date(2001, 6, 1))
    after = check(revised, as_of=date(2002, 6, 1))
    assert not after.result.errors
    assert {p: e.date for p, e in before.handbook.current.items()} == {
        "a1": "2001-01-01",
        "a2": "2001-01-01",
    }
    assert {p: e.date for p, e in after.handbook.current.items()} == {
        "a1": "2002-02-02",
        "a2": "2001-01-01",
    }
    assert [e.date for e in after.handbook.editions["a1"]] == ["2001-01-01", "2002-02-02"]


def test_before_the_first_issuance_nothing_is_in_force(revised: Path) -> None:
    assert not check(revised, as_of=date(2000, 1, 1)).handbook.current


def test_today_comes_from_the_data(revised: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert check(revised).handbook.as_of == date(2002, 2, 2)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "990000000")
    assert check(revised).handbook.as_of == date(2001, 5, 16)


def test_policies_are_ordered_as_numbers() -> None:
    assert sorted(["a10", "a2", "b1", "a1"], key=number) == ["a1", "a2", "a10", "b1"]
