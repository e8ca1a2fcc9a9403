"""OSCAL and Akoma Ntoso: what stands in them, and what we check because their own tools do not."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from support.county import written
from support.revised import REVISED
from support.yunling import YUNLING

from zhidu.cli.commands import main
from zhidu.county.fictional import demo
from zhidu.county.ledger import ledger
from zhidu.county.statements import by_school, days, read
from zhidu.handbook.book import Handbook, walk
from zhidu.judging.check import CHECKLISTS, check
from zhidu.reading.model import Operator, WhenKind
from zhidu.site import akoma_ntoso, oscal
from zhidu.views.names import OwnNumber, OwnSettings

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"


@pytest.fixture(scope="module")
def revised() -> Handbook:
    return check(REVISED).handbook


def nodes(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value, *(node for each in value.values() for node in nodes(each))]
    if isinstance(value, list):
        return [node for each in value for node in nodes(each)]
    return []


def test_every_clause_and_duty_is_a_control_and_an_objective(handbook: Handbook) -> None:
    made = json.loads(oscal.files(handbook)[oscal.CATALOG])["catalog"]
    by_id = {node["id"]: node for group in made["groups"] for node in nodes(group) if "id" in node}
    assert {n for n, node in by_id.items() if node.get("class") == "clause"} == {
        *handbook.citations
    }
    for name, citation in handbook.citations.items():
        assert by_id[f"{name}_statement"]["prose"] == citation.clause.text
    for name, (_, duty) in handbook.duties.items():
        assert by_id[name]["name"] == "assessment-objective"
        assert by_id[f"{name}_quote"]["prose"] == duty.quote
        open_ = duty.when is not None and duty.when.kind is WhenKind.UNSPECIFIED
        assert (f"{name}_period" in by_id) is open_
    assert oscal.files(handbook) == oscal.files(handbook)


def test_a_profile_has_what_a_school_has_set_and_nothing_else(handbook: Handbook) -> None:
    unset = [
        name
        for name, (_, duty) in handbook.duties.items()
        if duty.when and duty.when.kind is WhenKind.UNSPECIFIED
    ]
    dated = next(n for n, (_, d) in handbook.duties.items() if d.when and d.when.kind == "daily")
    numbers = {n: d.threshold for n, (_, d) in handbook.duties.items() if d.threshold}
    left = next(n for n, t in numbers.items() if t.value is None and t.op is Operator.AT_MOST)
    stated = next(n for n, t in numbers.items() if t.value is not None)
    made = json.loads(
        oscal.files(
            handbook,
            OwnSettings(
                periods={unset[0]: "weekly", dated: "monthly", "gone": "daily"},
                numbers={
                    left: OwnNumber(value=24, unit="hour"),
                    stated: OwnNumber(value=1, unit="day"),
                    "gone": OwnNumber(value=1, unit="day"),
                },
            ),
        )[oscal.PROFILE]
    )["profile"]
    assert made["modify"]["set-parameters"] == [
        {"param-id": f"{unset[0]}_period", "values": ["每周"]},
        {"param-id": f"{left}_number", "values": ["不超过 24 小时"]},
    ]
    bare = json.loads(oscal.files(handbook)[oscal.PROFILE])["profile"]
    assert "modify" not in bare
    assert bare["uuid"] != made["uuid"]


def _twice(made: dict[str, Any], _: dict[str, Any]) -> None:
    made["groups"][0]["controls"].append(made["groups"][0]["controls"][0])


def _gone(made: dict[str, Any], _: dict[str, Any]) -> None:
    next(node for node in nodes(made) if "params" in node).pop("params")


def _broken_title(made: dict[str, Any], _: dict[str, Any]) -> None:
    made["groups"][0]["title"] = "甲\n乙"


def _bad_id(made: dict[str, Any], _: dict[str, Any]) -> None:
    made["groups"][0]["id"] = "1a"


def _unknown(_: dict[str, Any], chosen: dict[str, Any]) -> None:
    chosen["modify"] = {"set-parameters": [{"param-id": "x", "values": ["每周"]}]}


def _no_choice(made: dict[str, Any], chosen: dict[str, Any]) -> None:
    param = next(node for node in nodes(made) if "constraints" in node)
    chosen["modify"] = {"set-parameters": [{"param-id": param["id"], "values": ["每世纪"]}]}


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (_twice, "有 2 个"),
        (_gone, "用了没有的参数"),
        (_broken_title, "的标题里有换行"),
        (_bad_id, "编号 1a 不是 OSCAL 的编号"),
        (_unknown, "配置里的参数 x 目录里没有"),
        (_no_choice, "的值不在可选的里面"),
    ],
)
def test_what_would_mislead_is_found(
    break_it: Callable[[dict[str, Any], dict[str, Any]], None], said: str, handbook: Handbook
) -> None:
    made = copy.deepcopy(oscal.catalog(handbook))
    chosen = oscal.profile(handbook, made, OwnSettings())
    assert oscal.faults(made, chosen) == []
    break_it(made, chosen)
    assert any(said in fault for fault in oscal.faults(made, chosen))


@pytest.fixture(scope="module")
def county(handbook: Handbook, tmp_path_factory: pytest.TempPathFactory) -> tuple[Handbook, Path]:
    folder = written(tmp_path_factory.mktemp("county"), demo(handbook)) / CHECKLISTS
    return check(YUNLING, (folder,)).handbook, folder


def test_results_say_what_each_school_answered(county: tuple[Handbook, Path]) -> None:
    handbook, folder = county
    statements = read(handbook, folder)
    files = oscal.school_files(handbook, statements)
    assert files == oscal.school_files(handbook, statements)
    for name, theirs in by_school(statements):
        made = json.loads(files[f"{name}.assessment-results.json"])["assessment-results"]
        assert len(made["results"]) == len(theirs)
        for result, statement in zip(made["results"], theirs, strict=True):
            found = {}
            for finding in result["findings"]:
                props = {prop["name"]: prop["value"] for prop in finding["props"]}
                state = finding["target"]["status"]["state"]
                assert (state == "satisfied") is (props["status"] == "met")
                if "学校自查" in finding["title"]:
                    found[props["item"]] = props["status"]
            assert found == {
                item.id: statement.checklist.items[item.id].status
                for item in statement.items
                if statement.checklist.items[item.id].status != "not-applicable"
            }
        entries = ledger(theirs, max(day for each in statements for day in days(each)))
        plan = f"{name}.plan-of-action-and-milestones.json"
        assert (plan in files) is bool(entries)
        if entries:
            items = json.loads(files[plan])["plan-of-action-and-milestones"]["poam-items"]
            assert [item["props"][0]["value"] for item in items] == [e.id for e in entries]


def test_materials_are_collected_on_the_days_they_are_of(county: tuple[Handbook, Path]) -> None:
    """The newest day where each material says its own; else the day on which the school told of them."""
    handbook, folder = county
    statement = next(
        each
        for each in read(handbook, folder)
        if any(answer.evidence for answer in each.checklist.items.values())
    )
    name, answer = next((n, a) for n, a in statement.checklist.items.items() if a.evidence)
    (proof, *_) = answer.evidence
    older = replace(proof, day=date(2026, 9, 3))
    newer = replace(proof, day=date(2026, 10, 9))
    for proofs, day in (
        ((newer, older), "2026-10-09"),
        ((newer, proof), statement.checklist.filled.isoformat()),
    ):
        items = {**statement.checklist.items, name: replace(answer, evidence=proofs)}
        altered = replace(statement, checklist=replace(statement.checklist, items=items))
        made = json.loads(
            oscal.school_files(handbook, [altered])[f"{statement.school}.assessment-results.json"]
        )
        (seen,) = (
            node
            for node in nodes(made)
            if len(node.get("relevant-evidence", ())) == len(proofs)
            and "props" in node["relevant-evidence"][0]
        )
        assert seen["collected"].startswith(day)
        assert seen["relevant-evidence"][0]["props"][0]["value"] == "2026-10-09"


def test_a_schools_words_are_no_markup(county: tuple[Handbook, Path]) -> None:
    handbook, folder = county
    statement = next(
        each
        for each in read(handbook, folder)
        if any(answer.problem for answer in each.checklist.items.values())
    )
    hostile = "{{ insert: param, a }} <b>[x](y)</b>\n二"
    items = {
        name: replace(answer, problem=hostile) if answer.problem else answer
        for name, answer in statement.checklist.items.items()
    }
    altered = replace(statement, checklist=replace(statement.checklist, items=items))
    made = oscal.school_files(handbook, [altered])
    text = made[f"{statement.school}.assessment-results.json"].decode()
    assert "{{" not in text
    assert r"\\{\\{ insert: param, a \\}\\} \\<b\\>" in text


def _no_control(results: dict[str, Any]) -> None:
    results["results"][0]["findings"][0]["target"]["target-id"] = "a99-1_statement"


def _no_observation(results: dict[str, Any]) -> None:
    seen = next(node for node in nodes(results) if "related-observations" in node)
    seen["related-observations"][0]["observation-uuid"] = "nobody"


def _two(results: dict[str, Any]) -> None:
    results["results"][0]["findings"].append(results["results"][0]["findings"][0])


def _no_plan(results: dict[str, Any]) -> None:
    results["import-ap"]["href"] = "#nothing"


def _inserted(results: dict[str, Any]) -> None:
    results["results"][0]["findings"][0]["description"] = "{{ insert: param, x }}"


def _title(results: dict[str, Any]) -> None:
    results["results"][0]["title"] = "甲\n乙"


def _failed(results: dict[str, Any]) -> None:
    results["results"][0]["findings"][0]["props"].append({"name": "failed", "value": "a99-1-a"})


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (_no_control, "目录里没有 a99-1_statement"),
        (_no_observation, "没有 nobody"),
        (_two, "有 2 个"),
        (_no_plan, "没有 nothing"),
        (_inserted, "的文字里有参数"),
        (_title, "的标题里有换行"),
        (_failed, "目录里没有 a99-1-a"),
    ],
)
def test_results_that_would_mislead_are_found(
    break_it: Callable[[dict[str, Any]], None], said: str, county: tuple[Handbook, Path]
) -> None:
    handbook, folder = county
    files = oscal.school_files(handbook, read(handbook, folder))
    name = next(n for n in files if n.endswith(".assessment-results.json"))
    made = json.loads(files[name])["assessment-results"]
    controls = oscal.catalog(handbook)
    assert oscal.faults_of_results(controls, [made]) == []
    break_it(made)
    assert any(said in fault for fault in oscal.faults_of_results(controls, [made]))


def test_every_edition_is_word_for_word_with_its_permanent_ids(revised: Handbook) -> None:
    made = dict(akoma_ntoso.files(revised))
    editions = [edition for each in revised.known_editions.values() for edition in each]
    assert len(made) == len(editions)
    for edition in editions:
        root = etree.fromstring(made[f"{edition.policy.policy}-{edition.date}.xml"])
        texts = {
            element.get("wId", "").removesuffix("_text"): element.text
            for element in root.iter(f"{AKN}p")
            if element.get("wId")
        }
        assert texts == {c.id: c.text for _, _, c in walk(edition.policy.clauses)}
        ids = [element.get("eId") for element in root.iter() if element.get("eId")]
        assert len(ids) == len(set(ids))
    assert made == dict(akoma_ntoso.files(revised))


def test_the_command_writes_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "akn", "-o", str(tmp_path / "akn"), "--root", str(YUNLING)]) == 0
    assert main(["export", "oscal", "-o", str(tmp_path / "oscal"), "--root", str(YUNLING)]) == 0
    assert {path.suffix for path in (tmp_path / "akn").iterdir()} == {".xml", ""}
    assert (tmp_path / "oscal" / "catalog.json").is_file()
    assert main(["export", "oscal", "--root", str(YUNLING)]) == 2
    assert main(["export", "akn", "--school", "x", "-o", "y", "--root", str(YUNLING)]) == 2
    assert "只用于 oscal" in capsys.readouterr().err
