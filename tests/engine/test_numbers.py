"""Numbers in a self-assessment: person by person, never on average; what the law asks beyond the policy; how the answers of before go on."""

import copy
import dataclasses
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from support.cases import TREE
from support.submissions import ASSETS, Judges, complete, problem

from zhidu.assessment import instrument_register
from zhidu.assessment.carry import Fate, carried, passage
from zhidu.assessment.form import instrument_data
from zhidu.assessment.form.form_page import redline_of
from zhidu.assessment.instrument import Instrument, derive, digest
from zhidu.assessment.past_instruments import pasts
from zhidu.assessment.verdict.answer_facts import Context
from zhidu.handbook.book import Handbook
from zhidu.judging.check import check
from zhidu.reading.model import Clause, Duty, When, WhenKind

FIRST = "3optq5nn2i"  # what was asked before numbers were counted person by person


@pytest.fixture(scope="module")
def instrument(handbook: Handbook) -> Instrument:
    return derive(handbook)


@pytest.fixture(scope="module")
def judges(handbook: Handbook, instrument: Instrument, browser: Browser) -> Iterator[Judges]:
    page = browser.new_page()
    yield Judges(handbook, Context(instrument, None, "primary-secondary"), page)
    page.close()


def told(judges: Judges, data: dict[str, Any]) -> set[tuple[str, str]]:
    """What both languages say of *data*, which is the same."""
    found = judges.python(copy.deepcopy(data))
    (theirs,) = judges.browser([json.dumps(data)])
    assert found == theirs
    return found


def school(instrument: Instrument, **metrics: dict[str, int]) -> dict[str, Any]:
    data = complete(instrument, "first", "2026-2027-1")
    data["metrics"] |= {name.replace("_", "-"): counts for name, counts in metrics.items()}
    return data


# ---------- person by person ----------


def test_every_number_demanded_of_a_person_counts_persons(
    handbook: Handbook, instrument: Instrument
) -> None:
    assert handbook.measures is not None
    persons = {span.id for span in handbook.measures.spans if span.persons}
    of_persons = {m.id for m in (handbook.metrics or {}).values() if m.per in persons}
    counted = {m.id: m for m in instrument.metrics if m.id in of_persons}
    assert set(counted) == {"submitted-resources", "teacher-usage-rate"}
    resources = counted["submitted-resources"]
    assert resources.name == "提交的教学资源数量（达到的占比）"
    assert resources.count == "本学期提交教学资源不少于 20 份的教师人数"
    assert resources.demand == "每位教师每学期不少于 20 份"
    assert (resources.percent, resources.value, resources.whole) == (True, 100, True)


def test_one_diligent_teacher_does_not_answer_for_the_others(
    judges: Judges, instrument: Instrument
) -> None:
    data = school(instrument, submitted_resources={"count": 23, "total": 26})
    assert ("checklist/claim", "/items/a2-8/status") in told(judges, data)


def test_an_honest_failure_is_never_called_wrong(judges: Judges, instrument: Instrument) -> None:
    honest = {**problem(), "status": "partial", "problem": "有三位教师一份也没有交"}
    data = school(instrument, submitted_resources={"count": 23, "total": 26})
    data["items"]["a2-8"] = {
        **data["items"]["a2-8"],
        **honest,
        "failed": ["a2-8-b"],
    }
    assert told(judges, data) == set()
    # a sum over all rooms says nothing against the one where it was missed
    data = school(instrument, classroom_equipment_usage_rate={"count": 900, "total": 1000})
    data["items"]["a4-3"] = {
        **data["items"]["a4-3"],
        **honest,
        "failed": ["a4-3-a"],
        "rooms": [2],
    }
    assert told(judges, data) == set()


# ---------- the law ----------


@pytest.mark.parametrize(
    ("days", "codes"),
    [
        (59, {"checklist/claim"}),
        (60, {"checklist/below-law"}),
        (65, {"checklist/below-law"}),
        (179, {"checklist/below-law"}),
        (180, set()),
    ],
)
def test_the_policy_judges_and_the_law_warns(
    judges: Judges, instrument: Instrument, days: int, codes: set[str]
) -> None:
    data = school(instrument, web_access_log_retention={"count": days})
    assert {code for code, _ in told(judges, data)} == codes


def test_who_goes_by_the_law_is_not_called_wrong(judges: Judges, instrument: Instrument) -> None:
    data = school(instrument, web_access_log_retention={"count": 65})
    answer = {**problem(), "status": "partial", "failed": ["a8-11-b"]}
    data["items"]["a8-11-internet"] |= answer
    assert told(judges, data) == set()


def test_the_law_is_a_typed_number_beside_the_duty(instrument: Instrument) -> None:
    laws = {m.id: [(law.value, law.demand) for law in m.law] for m in instrument.metrics if m.law}
    assert laws == {
        "web-access-log-retention": [(180, "不少于 180 天")],
        "server-log-retention": [(180, "不少于 180 天")],
    }
    noted = {p.id for item in instrument.items for p in item.checkpoints if p.notes}
    assert noted >= {"a8-11-b", "a8-11-c", "a8-11-d", "a4-4-f", "a2-7-a", "a1-4-6-a"}
    assert "a8-11-a" not in noted


# ---------- the answers of before ----------


def test_the_first_instrument_is_known_and_little_is_asked_again(handbook: Handbook) -> None:
    assert FIRST in pasts(handbook)
    way = passage(handbook, FIRST)
    again = [crossing for crossing in way.crossings if crossing.fate is not Fate.KEPT]
    assert {crossing.item.id for crossing in again} >= {"a2-5", "a2-8", "a8-11-internet"}
    assert len(again) < len(way.crossings) / 4
    rows = redline_of(way, next(c for c in again if c.item.id == "a2-8")).facts
    assert [(row.name, row.old, row.new) for row in rows] == [
        ("怎样数", "不少于 20 份", "每位教师每学期不少于 20 份")
    ]


def answers(handbook: Handbook) -> dict[str, Any]:
    """A submission as a school sent it then."""
    before = passage(handbook, FIRST).before
    assert before is not None
    data = complete(before, "first", "2026-2027-1")
    data["metrics"]["submitted-resources"] = {"count": 1600, "total": 26}
    assert data["instrument"] == FIRST
    return data


def javascript(page: Page, handbook: Handbook, data: dict[str, Any]) -> dict[str, Any]:
    """The same, carried over by the form in the browser."""
    page.goto("about:blank")
    page.add_script_tag(content=instrument_data.script(handbook, derive(handbook)))
    page.add_script_tag(path=ASSETS / "zhidu" / "checklist-rules.js")
    found: dict[str, Any] = page.evaluate(
        "(given) => { const z = window.zhiduChecklist; return z.rules.carried(z.data, given); }",
        data,
    )
    return found


def test_answers_of_before_carry_over_in_both_languages(
    handbook: Handbook, browser: Browser
) -> None:
    data = answers(handbook)
    left = {p.id: p.number for i in derive(handbook).items for p in i.checkpoints if p.number}
    name = next(name for name, number in left.items() if len(number.units) > 1)
    lessons = next(name for name, number in left.items() if number.units == ("lesson",))
    data["numbers"] = {
        name: {"value": 2, "unit": "hour"},
        lessons: {"value": 2, "unit": "hour"},
        "a1-1-a": {"value": 2, "unit": "hour"},
    }
    mine = carried(passage(handbook, FIRST), copy.deepcopy(data))
    page = browser.new_page()
    theirs = javascript(page, handbook, data)
    page.close()
    assert mine["numbers"] == theirs["numbers"] == {name: {"value": 2, "unit": "hour"}}
    assert mine["before"] == theirs["before"]
    assert mine["items"] == theirs["items"]
    assert mine["metrics"] == theirs["metrics"]
    assert mine["periods"] == theirs["periods"]
    assert mine["before"]["a2-8"] == "met"
    assert "status" not in mine["items"]["a2-8"]
    assert mine["items"]["a2-8"]["evidence"] == data["items"]["a2-8"]["evidence"]
    assert "submitted-resources" not in mine["metrics"], "copies are no persons"
    assert mine["metrics"]["equipment-intact-rate"] == data["metrics"]["equipment-intact-rate"]
    assert mine["items"]["a1-2"] == data["items"]["a1-2"]


def without_period(handbook: Handbook, name: str) -> Handbook:
    """*handbook* in which the duty *name* has no time to be set: 日常 is none."""

    def timeless(duty: Duty) -> Duty:
        return dataclasses.replace(duty, when=None) if duty.id == name else duty

    def changed(clause: Clause) -> Clause:
        return dataclasses.replace(
            clause,
            duties=tuple(map(timeless, clause.duties)),
            clauses=tuple(map(changed, clause.clauses)),
        )

    documents = tuple(
        dataclasses.replace(
            document,
            value=dataclasses.replace(
                document.value, clauses=tuple(map(changed, document.value.clauses))
            ),
        )
        if document.kind == "policy"
        else document
        for document in handbook.documents
    )
    return dataclasses.replace(handbook, documents=documents)


def test_a_period_that_is_asked_no_more_takes_nothing_with_it(
    handbook: Handbook, browser: Browser
) -> None:
    name = "a10-2-c"
    fewer = without_period(handbook, name)
    points = {p.id: p for item in derive(fewer).items for p in item.checkpoints}
    assert not points[name].period
    data = answers(handbook)
    assert data["periods"][name] == "monthly"
    mine = carried(passage(fewer, FIRST), copy.deepcopy(data))
    page = browser.new_page()
    theirs = javascript(page, fewer, data)
    page.close()
    for made in (mine, theirs):
        assert made["items"]["a10-2"]["status"] == "met"
        assert name not in made["periods"]
        assert made["periods"]["a1-1-e"] == "monthly"
    assert mine["before"] == theirs["before"]


def test_a_release_writes_down_what_it_asks(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(TREE, project)
    handbook = check(project).handbook
    instrument = derive(handbook)
    assert instrument_register.known(handbook) == {}
    assert instrument_register.record(project / "policies", instrument, {})
    after = check(project)
    assert after.result.findings == ()
    (kept,) = instrument_register.known(after.handbook).values()
    assert kept.digest == instrument.digest
    assert not instrument_register.record(
        project / "policies", instrument, instrument_register.known(after.handbook)
    )
    remade = instrument_register.before(after.handbook, kept)
    assert remade is not None
    assert derive(remade).asked == instrument.asked
    assert digest(json.dumps(instrument.asked, sort_keys=True)) == kept.digest


def test_what_was_annotated_otherwise_is_put_back(tmp_path: Path) -> None:
    """Records, places and times that were annotated otherwise then: the instrument of then comes out of it."""
    project = tmp_path / "project"
    shutil.copytree(TREE, project)
    before = check(project).handbook
    instrument_register.record(project / "policies", derive(before), {})
    path = project / "policies" / "2001-01-01" / "01-first.yaml"
    text = path.read_text(encoding="utf-8")
    changes = (
        (
            "        records: [sample-register]\n        applies_to: {}\n",
            "        applies_to: {facility: sample-room}\n",
        ),
    )
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    now = check(project).handbook
    assert derive(now).digest != derive(before).digest
    assert derive(before).digest in pasts(now)
    way = passage(now, derive(before).digest)
    # both lie in one question now, which the sample room decides on: what was answered apart has to be confirmed
    assert {c.item.id: c.sources for c in way.crossings if c.fate is not Fate.KEPT} == {
        "a1-1": ("a1-1-sample-room", "a1-1")
    }


def test_times_that_ask_for_nothing_are_left_alone(handbook: Handbook) -> None:
    kept = instrument_register.known(handbook)[FIRST]
    remade = instrument_register.before(handbook, kept)
    assert remade is not None
    daily = remade.duties["a3-7-a"][1].when
    assert isinstance(daily, When)
    assert daily.kind is WhenKind.DAILY
