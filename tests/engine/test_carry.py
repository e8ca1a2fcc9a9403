"""Answers survive a revision: what becomes of every item, and of the answers to it."""

import dataclasses
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from support.answered import write_answers
from support.revised import REVISED, write_revised
from support.submissions import complete, problem

from zhidu.assessment.carry import Fate, Passage, between, carried, due, passage
from zhidu.assessment.instrument import derive
from zhidu.assessment.past_instruments import pasts
from zhidu.cli.commands import main
from zhidu.handbook.book import Handbook
from zhidu.handbook.impact import impact
from zhidu.handbook.redline import shown
from zhidu.judging.check import check
from zhidu.posters.print_log import read as read_register

NEW = "2026-09-01"


@pytest.fixture(scope="module")
def now() -> Handbook:
    return check(REVISED).handbook


@pytest.fixture(scope="module")
def before() -> Handbook:
    return check(REVISED, as_of=date(2026, 8, 31)).handbook


@pytest.fixture(scope="module")
def way(now: Handbook, before: Handbook) -> Passage:
    return passage(now, derive(before).digest)


def test_every_item_has_a_fate(way: Passage) -> None:
    assert {c.item.id: (c.fate.value, c.sources) for c in way.crossings} == {
        "n-2020-03-01-1": ("kept", ("n-2020-03-01-1",)),
        "a1-1": ("kept", ("a1-1",)),
        "a1-2": ("confirm", ("a1-2",)),
        "a1-3": ("confirm", ("a1-3",)),
        "a1-11": ("confirm", ("a1-3",)),
        "a1-12": ("confirm", ("a1-4", "a1-6")),
        "a1-5": ("kept", ("a1-5",)),
        "a1-8": ("kept", ("a1-8",)),
        "a1-9": ("kept", ("a1-9",)),
        "a1-13": ("new", ()),
        "a2-1": ("kept", ("a2-1",)),
        "a2-2": ("kept", ("a2-2",)),
        "a4-1": ("kept", ("a4-1",)),
        "b1-1": ("kept", ("a5-1",)),
        "b1-2": ("kept", ("a5-2",)),
    }
    assert [item.id for item in way.dropped] == ["a1-7", "a3-1", "a3-2"]


def test_the_redline_is_the_one_of_the_clause(way: Passage) -> None:
    found = {c.item.id: c for c in way.crossings}
    assert shown(way.runs(found["a1-2"])) == (
        "任课教师应使用电子教室上课，每学期不少于总课时的[-50%-]{+60%+}。"
    )
    assert way.redline(found["a1-2"]) == "revisions/2026-09-01/a1/#a1-2"
    assert way.redline(found["a4-1"]) == ""


def test_the_impact_says_the_same_of_every_duty(now: Handbook) -> None:
    found = impact(now, NEW)
    there = between(found.before, found.after)
    items = found.items
    confirm = {new for new, _ in items.confirm} | set(items.added)
    told = {
        pair.new.duty.id
        for crossing in there.crossings
        for pair in crossing.duties
        if pair.new is not None
    }
    told |= {p.id for item in there.of(Fate.NEW) for p in item.checkpoints}
    assert told == confirm
    dropped = {p.id for item in there.dropped for p in item.checkpoints}
    assert dropped <= set(items.dropped)


def test_a_clause_of_its_own_day_waits_for_it(now: Handbook) -> None:
    later = check(REVISED, as_of=date(2027, 1, 1)).handbook
    assert derive(now).digest != derive(later).digest
    there = passage(later, derive(now).digest)
    changed = [c for c in there.crossings if c.fate is not Fate.KEPT]
    assert [c.item.id for c in changed] == ["a2-2"]
    assert shown(there.runs(changed[0])) == "上网记录保存[-三十-]{+一百八十+}天。"


def answers(before: Handbook, **items: dict[str, Any]) -> dict[str, Any]:
    data = complete(derive(before), "first-school", "2025-2026-2")
    data["items"] |= {name.replace("_", "-"): answer for name, answer in items.items()}
    return data


def test_unchanged_answers_stay_and_changed_ones_keep_their_words(
    way: Passage, before: Handbook
) -> None:
    data = answers(
        before,
        a1_5=problem(),
        a1_2={**problem(), "failed": ["a1-2-a"], "suggestion": "写明怎样统计"},
        a5_1=problem(),
    )
    made = carried(way, data)
    assert made["items"]["a1-5"] == problem()
    assert made["items"]["b1-1"] == problem()
    assert made["items"]["a1-2"] == {
        "problem": "设备旧了",
        "rectification": {"measure": "更换", "role": "school", "needs_bureau": False},
        "suggestion": "写明怎样统计",
    }
    assert made["before"] == {
        "a1-2": "not-met",
        "a1-3": "met",
        "a1-11": "met",
        "a1-12": "met",
    }
    assert "a1-13" not in made["items"]
    assert "a1-7" not in made["items"]
    assert made["instrument"] == way.after.digest
    assert [item.id for item in due(way, data).new] == ["a1-13"]
    assert data["items"]["a1-5"] == problem(), "what was given is left as it was"


def test_what_nobody_knows_is_asked_again(now: Handbook) -> None:
    data = answers(now)
    assert set(carried(passage(now, "aaaaaaaaaa"), data)["before"]) == set(data["items"])
    assert carried(passage(now, derive(now).digest), data)["before"] == {}


# ---------- annotation fixes ----------


def split(handbook: Handbook, name: str, part: str) -> Handbook:
    """*handbook* after an annotation fix: the duty *name* has a part with an id of its own."""
    citation, duty = handbook.duties[name]
    assert citation.edition is not None
    history = {"change": "split", "from_": (name,), "reason": "标注改细"}
    other = dataclasses.replace(
        duty,
        id=part,
        threshold=None,
        history=dataclasses.replace(_history(handbook), **history),
    )
    document = citation.edition.document

    def with_part(clause: Any) -> Any:
        duties = (*clause.duties, other) if clause.id == citation.clause.id else clause.duties
        return dataclasses.replace(
            clause, duties=duties, clauses=tuple(map(with_part, clause.clauses))
        )

    policy = dataclasses.replace(
        document.value, clauses=tuple(map(with_part, document.value.clauses))
    )
    fixed = dataclasses.replace(document, value=policy)
    return dataclasses.replace(
        handbook, documents=tuple(fixed if d is document else d for d in handbook.documents)
    )


def _history(handbook: Handbook) -> Any:
    return next(c.clause.history for c in handbook.citations.values() if c.clause.history)


def test_an_annotation_fix_loses_no_answer(now: Handbook) -> None:
    data = answers(now, a1_1={**problem(), "failed": ["a1-1-a"]}, b1_1=problem())
    fixed = split(split(now, "a1-1-a", "a1-1-b"), "b1-1-a", "b1-1-b")
    assert derive(now).digest in pasts(fixed)
    there = passage(fixed, derive(now).digest)
    assert {c.fate for c in there.crossings} == {Fate.KEPT}
    made = carried(there, data)
    assert made["before"] == {}
    assert made["items"]["a1-1"]["failed"] == ["a1-1-a", "a1-1-b"]
    assert made["items"]["b1-1"]["failed"] == ["b1-1-a", "b1-1-b"]


def test_a_fix_without_a_word_is_no_known_past(now: Handbook) -> None:
    fixed = split(now, "a1-1-a", "a1-1-b")
    documents = []
    for document in fixed.documents:
        if document.kind == "policy" and document.value.policy == "a1":
            clauses = tuple(
                dataclasses.replace(
                    c, duties=tuple(dataclasses.replace(d, history=None) for d in c.duties)
                )
                if c.id == "a1-1"
                else c
                for c in document.value.clauses
            )
            value = dataclasses.replace(document.value, clauses=clauses)
            documents.append(dataclasses.replace(document, value=value))
        else:
            documents.append(document)
    silent = dataclasses.replace(fixed, documents=tuple(documents))
    assert passage(silent, derive(now).digest).before is None


# ---------- the bureau's commands ----------


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_revised(tmp_path_factory.mktemp("answers") / "project")
    write_answers(folder / "checklists")
    return folder


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


def test_the_answers_of_their_time_are_clean(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys, "check", "--root", str(project)) == "检查了 27 个文件，没有问题。\n"


def test_impact_says_by_school_what_to_confirm(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = told(capsys, "impact", NEW, "--root", str(project))
    schools = out[out.index("各校要重新确认的") :]
    assert schools.splitlines()[:8] == [
        "各校要重新确认的（看了 5 份自查表，每所学校只看最新的一份）：",
        "  演示一小学（2025—2026学年第二学期）：重新确认 5 项，新增 1 项",
        "    重新确认　附件1第二条　任课教师应使用电子教室上课，每学期不少于总课时的[-50%-]{+60%+}。",
        "    重新确认　附件1第三条　任课教师课前到[-教导处-]{+教务处+}领取钥匙并登记[-，下课后关闭电源，锁好门窗，交回钥匙-]。",
        "    重新确认　附件1第四条　任课教师[-课前到教导处领取钥匙并登记，-]下课后关闭电源，锁好门窗，{+当天+}交回钥匙。",
        "    重新确认　附件1第五条　电教管理员[-定期-]{+每月+}清洁[-设备。电教管理员每月-]{+、+}保养设备一次，记入设备检查表。",
        "    重新确认　附件2第二条（2027年1月1日起）　上网记录保存[-三十-]{+一百八十+}天。",
        "    新增　附件1第九条　电教管理员每学期向学校报告设备使…",
    ]
    assert schools.splitlines()[-2:] == [
        "  演示五小学（2026—2027学年第一学期）：重新确认 1 项",
        "    重新确认　附件2第二条（2027年1月1日起）　上网记录保存[-三十-]{+一百八十+}天。",
    ]
    data = json.loads(told(capsys, "impact", NEW, "--format", "json", "--root", str(project)))
    assert data["submissions"][-1] == {
        "school": "fifth-school",
        "term": "2026-2027-1",
        "known": True,
        "confirm": ["a2-2"],
        "new": [],
    }


def test_the_change_notice_names_schools_only_where_that_is_asked_for(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    public, own = tmp_path / "public.docx", tmp_path / "own.docx"
    told(capsys, "impact", NEW, "--root", str(project), "-o", str(public))
    lists = str(project / "checklists")
    told(capsys, "impact", NEW, "--root", str(project), "--checklists", lists, "-o", str(own))
    assert "演示一小学" not in _words(public)
    assert "各校自查表要重新确认的（内部使用，不公开）" in _words(own)
    assert "演示一小学（2025—2026学年第二学期）：重新确认 5 项，新增 1 项。" in _words(own)


def _words(path: Path) -> str:
    return "".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_suggestions_join_the_review(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = told(capsys, "review", "--root", str(project))
    # what was said of a clause that has been revised since is done with
    assert "说明怎样统计" not in out
    assert "至少 2 所学校提出过改进意见" in out
    assert "    演示一小学（2025—2026学年第二学期）：写明向谁报告（first）\n" in out
    data = json.loads(told(capsys, "review", "--format", "json", "--root", str(project)))
    (entry,) = [e for e in data["entries"] if e["code"] == "review/suggestion"]
    assert (entry["clause"], entry["count"]) == ("a1-8", 2)
    assert [s["school"] for s in entry["suggestions"]] == ["first-school", "second-school"]


def test_a_draft_starts_with_what_was_found_and_said(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "project"
    shutil.copytree(project, root)
    shutil.rmtree(root / "policies" / "2027-03-01")
    out = told(capsys, "revise", "a1", "--date", "2028-03-01", "--root", str(root))
    assert "各条上面的“# 体检”“# 学校建议”是给起草人看的，发布时自动删去" in out
    text = (root / "policies/2028-03-01/01-classroom.yaml").read_text(encoding="utf-8")
    assert (
        "  # 学校建议：写明向谁报告（first）\n  # 学校建议：写明向谁报告（second）\n  - id: a1-8\n"
        in text
    )
    assert "小学" not in text
    assert "# 体检 review/" in text


def test_the_walls_with_old_words_are_listed_by_school_and_room(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, walls = tmp_path / "project", tmp_path / "walls"
    shutil.copytree(project, root)
    rooms = root / "policies/vocabulary/facilities.yaml"
    rooms.write_text(
        rooms.read_text(encoding="utf-8").replace(
            "name: 电子教室}", "name: 电子教室, posters: [{policy: a1}, {policy: a4}]}"
        ),
        encoding="utf-8",
    )
    old = ["--root", str(root), "--as-of", "2026-08-31"]
    first = ["poster", *old, "--school", "演示一小学", "--room", "e-classroom"]
    told(capsys, *first, "-o", str(walls / "1"))
    second = ["poster", *old, "--school", "演示二小学", "a3", "keeper"]
    told(capsys, *second, "-o", str(walls / "2"))
    out = told(capsys, "impact", NEW, "--root", str(root), "--prints", str(walls))
    assert out.endswith(
        "已印的海报（登记了 4 张）里，3 张是旧文：\n"
        "  演示一小学\n"
        "    电子教室　附件1 演示县电子教室使用制度，600×900 毫米：要换下来重印\n"
        "  演示二小学\n"
        "    没有写场所　附件3 演示县光盘借阅制度，600×900 毫米：要取下来\n"
        "    没有写场所　电教管理员职责牌，A4（210×297 毫米）：要换下来重印\n"
    )
    own = tmp_path / "own.docx"
    told(capsys, "impact", NEW, "--root", str(root), "--prints", str(walls), "-o", str(own))
    assert "演示一小学：电子教室　附件1 演示县电子教室使用制度" in _words(own)
    # printed anew, the same file is no longer old
    told(capsys, *[a for a in first if a not in {"--as-of", "2026-08-31"}], "-o", str(walls / "1"))
    data = json.loads(
        told(capsys, "impact", NEW, "--root", str(root), "--format", "json", "--prints", str(walls))
    )
    assert [(p["school"], p["target"], p["act"]) for p in data["prints"]] == [
        ("演示二小学", "a3", "要取下来"),
        ("演示二小学", "keeper", "要换下来重印"),
    ]


def test_a_damaged_register_is_no_register(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / ".prints.json").write_text('[{"file": 1}, 2, {"rooms": 3}]')
    (tmp_path / ".prints.json").write_bytes(b"\xff[")
    assert read_register(tmp_path) == ()
