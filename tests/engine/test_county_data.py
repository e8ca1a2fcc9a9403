"""What leaves of the county: the published shares for everybody, the answers for the bureau alone."""

import csv
import io
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from support.county import written
from support.yunling import YUNLING

from zhidu.cli.commands import main
from zhidu.county.fictional import demo
from zhidu.county.publishing import County, county, publish
from zhidu.county.statements import read
from zhidu.handbook.book import Handbook
from zhidu.judging.check import CHECKLISTS, check
from zhidu.reading import schemas
from zhidu.site import articles, exports
from zhidu.site.tables import PACKAGE


@pytest.fixture(scope="module")
def checklists(handbook: Handbook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("bureau"), demo(handbook)) / CHECKLISTS


@pytest.fixture(scope="module")
def known(checklists: Path) -> tuple[Handbook, County]:
    fictional = check(YUNLING, (checklists,)).handbook
    publish(fictional, checklists, asked=[*(fictional.school_terms or {})])
    return fictional, county(fictional, checklists)


def shares(data: Any) -> list[dict[str, Any]]:
    if isinstance(data, list):
        return [each for value in data for each in shares(value)]
    if isinstance(data, dict):
        own = [data] if "low" in data else []
        return [*own, *(each for value in data.values() for each in shares(value))]
    return []


def test_the_file_says_what_the_page_says(known: tuple[Handbook, County]) -> None:
    fictional, found = known
    raw = exports.county_json(found)
    data = json.loads(raw)
    assert schemas.accepts("county", data)
    assert raw.startswith('{\n "schema_version"')
    assert [term["id"] for term in data["terms"]] == [term.term for term in found.terms]
    page = "".join(articles.county(fictional, County(terms=(term,))) for term in found.terms)
    assert shares(data)
    for share in shares(data):
        assert share["words"] in page
    for term in data["terms"]:
        clauses = [row for group in term["groups"] for row in group["clauses"]]
        for row in (*term["groups"], *clauses):
            assert row["label"] in page
        assert {*term["needed"]} < {row["id"] for row in clauses}
    names = [school.name for school in (fictional.schools or {}).values()]
    assert not [name for name in names if name in raw]
    assert not [school for school in (fictional.schools or {}) if school in raw]


def test_nothing_published_is_an_empty_list() -> None:
    data = json.loads(exports.county_json(County()))
    assert data == {"schema_version": 2, "terms": [], "waiting": []}
    assert schemas.accepts("county", data)


def test_answers_are_exported_one_row_each(
    checklists: Path, known: tuple[Handbook, County], tmp_path: Path
) -> None:
    fictional, _ = known
    folder = tmp_path / "out"
    assert run(checklists, folder) == 0
    rows = list(csv.DictReader(io.StringIO((folder / "answers.csv").read_text("utf-8-sig"))))
    statements = read(fictional, checklists)
    assert len(rows) == sum(len(each.checklist.items) for each in statements)
    assert len({(r["school"], r["term"], r["item"]) for r in rows}) == len(rows)
    by = {(each.school, each.term): each for each in statements}
    for row in rows:
        statement = by[row["school"], row["term"]]
        assert row["status"] == statement.checklist.items[row["item"]].status
    assert {row["verified"] for row in rows} > {""}
    own = csv.DictReader(io.StringIO((folder / "settings.csv").read_text("utf-8-sig")))
    assert [
        (r["school"], r["term"], r["duty"], r["period"], r["value"], r["unit"]) for r in own
    ] == [
        (
            each.school,
            each.term,
            duty,
            each.checklist.periods.get(duty, ""),
            str(each.checklist.numbers[duty].value) if duty in each.checklist.numbers else "",
            each.checklist.numbers[duty].unit if duty in each.checklist.numbers else "",
        )
        for each in statements
        for duty in sorted({*each.checklist.periods, *each.checklist.numbers})
    ]
    assert {each.unit for s in statements for each in s.checklist.numbers.values()} >= {"lesson"}
    text = "".join(path.read_text("utf-8-sig") for path in folder.iterdir())
    written_words = [
        words
        for statement in statements
        for answer in statement.checklist.items.values()
        for words in (answer.problem, answer.suggestion, answer.reason)
        if words
    ]
    assert written_words
    assert not [words for words in written_words if words in text]
    assert json.loads((folder / PACKAGE).read_bytes())["name"] == "zhidu-answers"
    one = tmp_path / "one"
    assert run(checklists, one, "--term", "2026-2027-1") == 0
    terms = csv.DictReader(io.StringIO((one / "answers.csv").read_text("utf-8-sig")))
    assert {row["term"] for row in terms} == {"2026-2027-1"}


def test_answers_go_nowhere_that_is_published(
    checklists: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(checklists, YUNLING / "docs" / "out") == 2
    assert "会随网站公开" in capsys.readouterr().err
    assert not (YUNLING / "docs" / "out").exists()


def test_other_formats_are_as_private(
    checklists: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(checklists, YUNLING / "docs" / "out", "--format", "oscal") == 2
    assert not (YUNLING / "docs" / "out").exists()
    assert run(checklists, tmp_path / "oscal", "--format", "oscal", "--school", "fictional-01") == 0
    assert {path.name for path in (tmp_path / "oscal").glob("*.json")} == {
        "catalog.json",
        "fictional-01.assessment-results.json",
        "fictional-01.plan-of-action-and-milestones.json",
        "fictional-01.profile.json",
    }
    assert "这是内部资料" in capsys.readouterr().out


def test_what_is_missing_is_said(
    checklists: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert run(checklists, tmp_path / "parquet", "--format", "parquet") == 2
    assert "要写 Parquet，先装 DuckDB：pip install 'zhidu[parquet]'" in capsys.readouterr().err
    assert not (tmp_path / "parquet").exists()
    none = tmp_path / "none" / CHECKLISTS
    none.mkdir(parents=True)
    for name in ("schools.yaml", "terms.yaml"):
        shutil.copy(checklists / name, none / name)
    assert run(none, tmp_path / "out") == 2
    assert "没有一份可以导出的自查表，什么也没有写。" in capsys.readouterr().err


def run(checklists: Path, folder: Path, *more: str) -> int:
    given = ("--checklists", str(checklists), "-o", str(folder), "--root", str(YUNLING), *more)
    return main(["checklist", "export", *given])
