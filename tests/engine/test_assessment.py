"""The engine of self-assessment: what follows from the duties, what a submission is written as, where files may lie."""

import base64
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import SUBMISSION, TREE
from support.submissions import complete, problem
from support.text_codes import encode

from zhidu.assessment import submission
from zhidu.assessment.form import instrument_data
from zhidu.assessment.instrument import Instrument, derive, digest
from zhidu.assessment.submission import Checklist, canonical, receipt
from zhidu.assessment.text_code import decode
from zhidu.assessment.verdict.answer_facts import Context, score
from zhidu.assessment.verdict.narrowed_schema import shape
from zhidu.cli.commands import main
from zhidu.handbook.book import Handbook
from zhidu.judging.check import check
from zhidu.reading import schemas, strict_yaml
from zhidu.reading.model import structure

MOST = 130


@pytest.fixture(scope="module")
def instrument(handbook: Handbook) -> Instrument:
    return derive(handbook)


def test_every_duty_is_asked_once_and_an_hour_is_enough(
    handbook: Handbook, instrument: Instrument
) -> None:
    asked = [point.id for item in instrument.items for point in item.checkpoints]
    assert sorted(asked) == sorted(handbook.duties)
    assert len(instrument.items) <= MOST
    assert len(instrument.by_id) == len(instrument.items)


def test_a_policy_about_a_room_asks_nothing_where_the_room_is_not(instrument: Instrument) -> None:
    facilities = {
        group.id: {i.facility for i in instrument.of_group[group.id]} for group in instrument.groups
    }
    assert facilities["a9"] == {"recording-room"}
    assert facilities["a4"] == {"connected-classroom"}
    clause = [item for item in instrument.items if item.clause == "a8-11"]
    assert {item.facility for item in clause} == {"internet", "public-server"}


def changed(tmp_path: Path, old: str, new: str) -> Instrument:
    shutil.copytree(TREE, tmp_path / "project")
    path = tmp_path / "project" / "policies" / "2001-01-01" / "01-first.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return derive(check(tmp_path / "project").handbook)


def test_the_digest_changes_with_what_is_asked_and_not_with_words(tmp_path: Path) -> None:
    before = derive(check(TREE).handbook)
    words = changed(tmp_path / "words", "summary: 每天打扫示例教室", "summary: 天天打扫示例教室")
    assert words.digest == before.digest
    number = changed(tmp_path / "number", 'op: ">=", value: 90', 'op: ">=", value: 91')
    assert number.digest != before.digest
    room = changed(tmp_path / "room", "        applies_to: {facility: sample-room}\n", "")
    assert room.digest != before.digest
    assert [item.id for item in room.items if item.clause == "a1-1"] == ["a1-1"]


def test_the_published_instrument_fits_its_schema(instrument: Instrument) -> None:
    assert schemas.accepts("instrument", json.loads(instrument_data.as_json(instrument)))


def test_export_gives_the_instrument(
    capsys: pytest.CaptureFixture[str], instrument: Instrument
) -> None:
    assert main(["export", "instrument"]) == 0
    assert json.loads(capsys.readouterr().out)["digest"] == instrument.digest


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(words=TEXTS, count=st.integers(0, 10**6))
def test_what_is_written_is_read_back(words: str, count: int) -> None:
    data = {
        "school": "x",
        "items": {"a1-1": {"status": "met", "reason": words}},
        "metrics": {"m": {"count": count}},
    }
    text = canonical(data, {"a1-1": 0})
    read, findings = strict_yaml.parse(text.encode(), "x.yaml")
    assert read is not None, findings
    assert read.data == data
    assert canonical(read.data, {"a1-1": 0}) == text
    assert decode(encode(data)) == data


def test_canonical_bytes_do_not_depend_on_the_order_of_keys(instrument: Instrument) -> None:
    data = complete(instrument, "vocational-school", "2026-2027-1")
    data["items"]["a3-1"] = problem()
    backwards = json.loads(json.dumps(data), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    order = {item.id: place for place, item in enumerate(instrument.items)}
    assert canonical(data, order) == canonical(backwards, order)
    assert receipt(data) == receipt(backwards)


def test_an_accepted_submission_becomes_typed(instrument: Instrument) -> None:
    data = complete(instrument, "vocational-school", "2026-2027-1")
    data["items"]["a3-1"] = problem()
    assert shape(instrument).accepts(data)
    typed: Checklist = structure(Checklist, data)
    assert typed.items["a3-1"].status is submission.AnswerStatus.NOT_MET
    assert typed.items["a3-1"].rectification is not None


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (["met"], 100.0),
        (["met", "partial", "not-met"], 50.0),
        (["met", "not-met", "not-met"], 33.3),
        (["met", "met", "not-met"], 66.7),
        (["met", "unknown"], 50.0),
        (["met", "not-applicable"], 100.0),
        (["not-applicable"], None),
    ],
)
def test_score(instrument: Instrument, statuses: list[str], expected: float | None) -> None:
    data: dict[str, Any] = complete(instrument, "x", "y")
    names = list(data["items"])
    data["items"] = {name: {"status": "not-applicable"} for name in names}
    data["items"].update(zip(names, ({"status": status} for status in statuses), strict=False))
    assert score(Context(instrument), data) == expected


@pytest.mark.parametrize(
    "code",
    [
        "",
        "ZD1",
        "ZD1..",
        "ZD1.x.y",
        "ZD2.a.b",
        "ZD2.1-1.a.b.c",
        "ZD2.2-1.aaaa.b.c",
        "{}",
        "\0",
        "ZD1." + "a" * 1000,
    ],
)
def test_what_is_no_code_is_none(code: str) -> None:
    assert decode(code) is None


@pytest.mark.parametrize(
    "inner", ["[]", "1", '{"items": 1}', '{"items": {}, "only": {"met": 1}}', "[" * 10_000]
)
def test_a_code_that_holds_something_else_is_none(inner: str) -> None:
    body = base64.urlsafe_b64encode(inner.encode()).decode().rstrip("=")
    assert decode(f"ZD1.{digest(body)}.{body}") is None


def project(folder: Path) -> Path:
    shutil.copytree(TREE, folder)
    shutil.copytree(SUBMISSION, folder, dirs_exist_ok=True)
    return folder


def test_submissions_may_lie_in_another_repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(TREE, tmp_path / "base")
    private = tmp_path / "private"
    shutil.copytree(SUBMISSION / "checklists", private / "checklists")
    for name in ("schools.yaml", "terms.yaml"):
        shutil.move(tmp_path / "base" / "checklists" / name, private / "checklists" / name)
    for path, files in (
        (private, 3),
        (private / "checklists", 3),
    ):
        assert main(["check", "--root", str(tmp_path / "base"), str(path)]) == 0
        assert capsys.readouterr().out == f"检查了 {files} 个文件，没有问题。\n"


def test_one_file_or_one_term(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(tmp_path / "project")
    term = root / "checklists" / "2001-2002-1"
    for path in (term, term / "first-school.yaml"):
        assert main(["check", "--root", str(root), str(path)]) == 0
        assert capsys.readouterr().out == "检查了 1 个文件，没有问题。\n"


def test_every_file_that_is_none_is_told_and_hides_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(tmp_path / "project")
    monkeypatch.chdir(root)
    term = Path("checklists/2001-2002-1")
    (term / "link.yaml").symlink_to("/etc/hostname")
    (term / "自查.xlsx").write_bytes(b"PK")
    (term / "deep.yaml").write_text("[" * 25_000, encoding="utf-8")
    (term / "a\n::error::.yaml").write_text("school: x", encoding="utf-8")
    (Path("checklists") / "notes.txt").write_text("x", encoding="utf-8")
    assert main(["check", "--format", "github"]) == 1
    output = capsys.readouterr().out
    for code in ("file/not-regular", "file/name", "yaml/too-deep", "file/place"):
        assert code in output
    assert "first-school" not in output
    assert "\n::error::.yaml" not in output


def test_personal_data_in_the_wrong_place_is_not_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(tmp_path / "project")
    monkeypatch.chdir(root)
    path = Path("checklists/2001-2002-1/first-school.yaml")
    text = path.read_text(encoding="utf-8")
    for old in ('due: "2002-01-15"', "role: caretaker", "school: first-school", "count: 12"):
        path.write_text(
            text.replace(old, old.partition(":")[0] + ': "13800138000"', 1), encoding="utf-8"
        )
        assert main(["check"]) == 1
        assert "13800138000" not in capsys.readouterr().out


def test_faulty_policies_judge_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(tmp_path / "project")
    monkeypatch.chdir(root)
    policy = Path("policies/2001-01-01/01-first.yaml")
    policy.write_text(
        policy.read_text(encoding="utf-8").replace("sample-room", "no-room"), encoding="utf-8"
    )
    assert main(["check"]) == 1
    assert "checklists/" not in capsys.readouterr().out
