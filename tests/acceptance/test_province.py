"""Many counties: DuckDB runs one SQL file over what each exports, and comes to what each reckons itself, and to what Dask does."""

import csv
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import dask.dataframe as dd
import pytest
import yaml
from support.county import written
from support.yunling import YUNLING

from zhidu.assessment.submission import AnswerStatus
from zhidu.cli.commands import main
from zhidu.county.bands import Band, band, reach
from zhidu.county.fictional import demo
from zhidu.county.statements import Statement, read
from zhidu.handbook.book import Handbook
from zhidu.judging.check import CHECKLISTS, check

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "examples" / "province"
STATUSES = {"met": "met", "partial": "partial", "not-met": "not_met", "unknown": "unknown"}
ABSENT = {"a": (), "b": ("fictional-01", "fictional-05"), "c": ("fictional-02",)}
"""Schools that did not submit, by county."""
Rows = list[dict[str, str]]
Key = tuple[str, str, str]


@pytest.fixture(scope="module")
def province(handbook: Handbook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three counties, exported, and what the SQL file made of them."""
    folder = tmp_path_factory.mktemp("province")
    for county, absent in ABSENT.items():
        checklists = written(folder / county, demo(handbook)) / CHECKLISTS
        for path in checklists.rglob("*.yaml"):
            if path.stem in absent:
                path.unlink()
        out = folder / "data" / f"county={county}"
        given = ("--checklists", str(checklists), "--root", str(YUNLING), "-o", str(out))
        assert main(["checklist", "export", "--format", "parquet", *given]) == 0
    done = summed(folder)
    assert done.returncode == 0, done.stderr
    return folder


def summed(folder: Path) -> subprocess.CompletedProcess[str]:
    shutil.copy(EXAMPLE / "totals.sql", folder)
    code = "import duckdb, pathlib; duckdb.execute(pathlib.Path('totals.sql').read_text('utf-8'))"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )


def rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counted(statements: Iterable[Statement]) -> dict[Key, tuple[Counter[str], int]]:
    """What statements come to, by term, kind of row and id: how often each was answered, and the schools that did."""
    counts: dict[Key, Counter[str]] = {}
    schools: dict[Key, set[str]] = {}
    for said in statements:
        for item in said.items:
            answer = said.checklist.items.get(item.id)
            status = answer.status.value if answer else "unknown"
            if status not in STATUSES:
                continue
            for kind, name in (
                ("all", ""),
                ("policy", item.group),
                ("institution", said.context.institution or ""),
                ("item", item.id),
            ):
                key = (said.term, kind, name)
                counts.setdefault(key, Counter())[STATUSES[status]] += 1
                schools.setdefault(key, set()).add(said.school)
    return {key: (counts[key], len(schools[key])) for key in counts}


def test_each_countys_rows_are_its_own_answers(province: Path) -> None:
    found = {
        (row["county"], row["term"], row["kind"], row["id"]): row
        for row in rows(province / "totals.csv")
        if row["county"]
    }
    own: dict[tuple[str, str, str, str], tuple[Counter[str], int]] = {}
    for county in ABSENT:
        folder = province / county / CHECKLISTS
        handbook = check(YUNLING, (folder,)).handbook
        own |= {(county, *key): row for key, row in counted(read(handbook, folder)).items()}
    assert set(found) == set(own)
    for key, (counts, schools) in own.items():
        row = found[key]
        assert {name: int(row[name]) for name in STATUSES.values()} == {
            name: counts[name] for name in STATUSES.values()
        }
        assert int(row["whole"]) == counts.total()
        assert int(row["schools"]) <= schools
        if key[2] == "item":
            assert int(row["schools"]) == schools


def test_the_provinces_rows_are_the_sums_of_its_counties(province: Path) -> None:
    sums: dict[tuple[str, str, str], Counter[str]] = {}
    told = {}
    names = (*STATUSES.values(), "whole", "schools")
    for row in rows(province / "totals.csv"):
        key = (row["term"], row["kind"], row["id"])
        counts = Counter({name: int(row[name]) for name in names})
        if row["county"]:
            sums.setdefault(key, Counter()).update(counts)
        else:
            told[key] = counts
    assert told == sums


@pytest.mark.filterwarnings("ignore:The inplace keyword")  # how Dask calls pandas
def test_dask_comes_to_the_same_rows(province: Path) -> None:
    frames = [
        dd.read_parquet(
            path, columns=["term", "policy", "institution", "item", "status", "applies"]
        )
        .assign(county=path.parent.name.removeprefix("county="))
        .reset_index(drop=True)
        for path in sorted(province.glob("data/*/answers-*.parquet"))
    ]
    answers: Any = dd.concat(frames)
    answers = answers[answers["applies"] & (answers["status"] != "not-applicable")]
    found: Counter[tuple[str, ...]] = Counter()
    for kind in ("policy", "institution", "item"):
        keys = ["county", "term", kind, "status"]
        for (county, term, name, status), count in answers.groupby(keys).size().compute().items():
            found[county, term, kind, name, STATUSES[status]] += int(count)
    told = {
        (row["county"], row["term"], row["kind"], row["id"], name): int(row[name])
        for row in rows(province / "totals.csv")
        if row["county"] and row["kind"] != "all"
        for name in STATUSES.values()
        if int(row[name])
    }
    assert told == dict(found)


def test_of_each_item_a_band_is_told_and_all_else_is_reckoned_from_bands(province: Path) -> None:
    asked: dict[tuple[str, str], list[tuple[str, bool]]] = {}
    policies = {}
    for county in ABSENT:
        folder = province / county / CHECKLISTS
        handbook = check(YUNLING, (folder,)).handbook
        for said in read(handbook, folder):
            for item in said.items:
                answer = said.checklist.items.get(item.id)
                met = answer is not None and answer.status is AnswerStatus.MET
                asked.setdefault((said.term, item.id), []).append((county, met))
                policies[item.id] = item.group
    expected: dict[Key, tuple[float, float] | None] = {}
    sums: dict[Key, list[tuple[int, int, int, Band]]] = {}
    for (term, name), answers in asked.items():
        whole = len(answers)
        told = band(sum(met for _, met in answers), whole)
        many = len({county for county, _ in answers}) >= 3
        expected[term, "item", name] = (told.low, told.high) if told and many else None
        for key in ((term, "policy", policies[name]), (term, "all", "")):
            rest = sums.setdefault(key, [])
            if told and many:
                rest.append((*reach(told, whole), whole, told))
    for key, ranges in sums.items():
        whole = sum(each[2] for each in ranges)
        expected[key] = (
            (
                sum(each[0] for each in ranges) * 20 // whole * 5,
                -(-sum(each[1] for each in ranges) * 20 // whole) * 5,
            )
            if len(ranges) > 1
            else next(((each[3].low, each[3].high) for each in ranges), None)
        )
    published = {
        (row["term"], row["kind"], row["id"]): row for row in rows(province / "published.csv")
    }
    assert {*published} == {*expected}
    for key, ends in expected.items():
        row = published[key]
        assert row["hidden"] == str(ends is None).lower()
        if ends is not None:
            assert (float(row["low"]), float(row["high"])) == pytest.approx(ends, abs=0.06), key


def test_of_fewer_than_three_counties_nothing_is_told(province: Path, tmp_path: Path) -> None:
    for county in ("a", "b"):
        shutil.copytree(
            province / "data" / f"county={county}", tmp_path / "data" / f"county={county}"
        )
    assert summed(tmp_path).returncode == 0
    told = {(row["hidden"], row["low"], row["high"]) for row in rows(tmp_path / "published.csv")}
    assert told == {("true", "", "")}


def test_a_school_that_is_there_twice_stops_it(province: Path, tmp_path: Path) -> None:
    shutil.copytree(province / "data", tmp_path / "data")
    name = next((tmp_path / "data" / "county=a").glob("answers-*.parquet"))
    shutil.copy(name, name.with_name("answers-again.parquet"))
    done = summed(tmp_path)
    assert done.returncode != 0
    assert "有学校的一项不止一行：a " in done.stderr
    assert not (tmp_path / "totals.csv").exists()


def test_the_workflow_reads_the_list_of_counties() -> None:
    listed = yaml.safe_load((EXAMPLE / "counties.yaml").read_text(encoding="utf-8"))["counties"]
    workflow = (EXAMPLE / "workflow.yml").read_text(encoding="utf-8")
    jobs = yaml.safe_load(workflow)["jobs"]
    assert {*jobs} == {"counties", "county", "totals"}
    used = {
        each for each in ("id", "repository", "tool", "ref") if f"matrix.county.{each} " in workflow
    }
    assert used == {key for county in listed for key in county}
    assert "totals.sql" in workflow
