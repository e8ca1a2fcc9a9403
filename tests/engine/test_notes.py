"""Editors' notes on the law, and dates that cannot be read, wherever a duty or its number is shown."""

import json
import re
from pathlib import Path

import pytest
from support.submissions import complete

from zhidu.assessment.form.form_page import form_page
from zhidu.assessment.instrument import derive
from zhidu.assessment.verdict.answer_facts import Context
from zhidu.assessment.verdict.one_submission import evaluate
from zhidu.handbook.book import Handbook
from zhidu.posters import sheets
from zhidu.posters.cards import card_text
from zhidu.posters.sizes import POCKET
from zhidu.reading.findings import Severity
from zhidu.reading.model import NoteKind
from zhidu.site import exports
from zhidu.site.search_data import payload as search_payload
from zhidu.views.law_notes import travelling
from zhidu.views.names import DAMAGED
from zhidu.views.on_paper.printed_text import printed
from zhidu.views.on_screen.cross_sections import (
    errata,
    glossary,
    report_rows,
    threshold_rows,
    when_sections,
)
from zhidu.views.on_screen.roles import role_page
from zhidu.views.render import render

LAW = "网络安全法"
DATE = "n-2016-09-01-2-b"


def test_every_note_on_the_law_says_how_it_was_verified(handbook: Handbook) -> None:
    notes = [
        note
        for citation in handbook.citations.values()
        for note in citation.clause.notes
        if note.kind is NoteKind.LAW
    ]
    assert len(notes) == 4
    assert all(note.source and note.verified for note in notes)


def test_every_note_on_the_law_travels_with_some_duty(handbook: Handbook) -> None:
    for citation in handbook.citations.values():
        for note in citation.clause.notes:
            if note.kind is NoteKind.LAW:
                assert any(note in travelling(citation.clause, d) for d in citation.clause.duties)


def test_the_role_page_and_the_card_say_it(handbook: Handbook) -> None:
    page = role_page(handbook, "network-administrator")
    items = {d.id: d for section in page.sections for d in section.duties}
    assert [note.demand for note in items["a8-11-b"].notes] == ["不少于 180 天"]
    assert items["a8-11-a"].notes == ()
    card = card_text(handbook, "network-administrator")
    marks = {line.mark for _, lines in card.sections for line in lines}
    assert "法律要求不少于 180 天" in marks
    assert "见编者注" in marks
    assert any(note.startswith("编者注（附件8第十一条）：《网络安全法》") for note in card.notes)


def test_a_posters_foot_says_it_and_counts_what_was_corrected(handbook: Handbook) -> None:
    text = printed(handbook.current["a8"])
    data = sheets.poster(text, POCKET, "blue").data
    assert [b["text"][:9] for b in data["blocks"] if b["level"] == sheets.NOTE] == [
        "编者注（第十一条）"
    ]
    assert "改正明显错字 2 处，见勘误" in data["about"]
    original = printed(handbook.current["a8"], original=True)
    assert original.corrected == 0
    assert original.hash != text.hash
    plain = printed(handbook.current["a10"])
    assert plain.notes == ()


def test_the_page_of_numbers_says_it(handbook: Handbook) -> None:
    rows = threshold_rows(handbook)
    noted = {row.id for row in rows if row.notes}
    assert noted == {"a8-11-b", "a8-11-d"}
    page = render("thresholds.md.j2", rows=rows, history=(), unread=(), base="../")
    assert re.sub("<[^>]+>", "", page).count("法律要求不少于 180 天。") == 2


def test_the_form_and_the_verdict_say_it(handbook: Handbook) -> None:
    instrument = derive(handbook)
    page = form_page(handbook)
    metric = next(m for m in page.metrics if m.asked.id == "web-access-log-retention")
    assert metric.law.startswith("法律要求不少于 180 天（《中华人民共和国网络安全法》")
    items = {item.asked.id: item for group in page.groups for item in group.items}
    assert [LAW in note.text for note in items["a8-11-internet"].notes] == [True]
    data = complete(instrument, "first", "2026-2027-1")
    data["metrics"]["web-access-log-retention"] = {"count": 65}
    (found,) = evaluate(Context(instrument, None, "primary-secondary"), data)
    assert found.code == "checklist/below-law"
    assert found.severity is Severity.WARNING
    assert "是 65，法律要求不少于 180 天（《中华人民共和国网络安全法》" in found.message


def test_search_and_open_data_say_it(handbook: Handbook) -> None:
    clauses = search_payload(handbook)["clauses"]
    laws = dict(zip(clauses["id"], clauses["law"], strict=True))
    assert {name for name, law in laws.items() if law} == {"a1-4-6", "a2-7", "a4-4", "a8-11"}
    data = json.loads(exports.as_json(handbook))
    duties = {duty["id"]: duty for duty in data["duties"]}
    (note,) = duties["a8-11-b"]["notes"]
    assert note["asks"][0] == {
        "metric": "web-access-log-retention",
        "op": ">=",
        "value": 180,
        "unit": "day",
    }
    assert duties["a8-11-a"]["notes"] == []
    scopes = {policy["id"]: policy["applies_to"] for policy in data["policies"]}
    assert scopes["a3"] == {"facility": "computer-room", "institutions": []}
    assert scopes["a8"] is None


def test_a_damaged_date_is_shown_as_damaged(handbook: Handbook) -> None:
    page = role_page(handbook, "school")
    items = [d for section in page.sections for d in section.duties if d.id == DATE]
    assert {item.time for item in items} == {f"“于99”（{DAMAGED}）"}
    card = card_text(handbook, "school")
    assert any(line.mark == DAMAGED for _, lines in card.sections for line in lines)
    timed = [d for section in when_sections(handbook) for d in section.duties if d.id == DATE]
    assert [item.time for item in timed] == [f"“于99”（{DAMAGED}）"]
    (row,) = [row for row in report_rows(handbook) if row.id == DATE]
    assert row.note == f"“于99”（{DAMAGED}）"
    points = [
        p for g in form_page(handbook).groups for item in g.items for p in item.points if p.time
    ]
    assert [(point.asked.id, point.time) for point in points] == [(DATE, f"“于99”（{DAMAGED}）")]
    whole = [d for s in when_sections(handbook) for d in s.duties if "一周一" in d.time]
    assert all(DAMAGED not in item.time for item in whole)
    assert whole


def test_certain_errata_stand_in_the_open_and_doubtful_ones_fold(handbook: Handbook) -> None:
    rows = errata(handbook)
    page = render("errata.md.j2", rows=rows, base="../")
    shown, _, folded = page.partition("<details")
    certain = [row for row in rows if row.erratum.certain]
    assert shown.count('class="is-certain"') == len(certain) == 2
    assert folded.count("<tr><td") == len(rows) - len(certain)
    assert "is-certain" not in folded


def test_the_glossary_prints_what_means_the_same_and_nothing_else(handbook: Handbook) -> None:
    rows = {row.term.id: row for row in glossary(handbook)}
    assert rows["hacker"].term.name == "黑客"
    assert rows["extinguisher"].term.synonyms == ()
    assert "U盘" in rows["usb-drive"].term.synonyms
    page = render("glossary.md.j2", rows=tuple(rows.values()), laws=(), base="../")
    assert "消防栓" not in page
    assert "黒客" not in page
    groups = search_payload(handbook)["lexicon"]["groups"]
    assert any({"灭火器", "消防栓"} <= set(group.split(" ")) for group in groups)
    assert any({"黑客", "黒客"} <= set(group.split(" ")) for group in groups)


def test_two_bodies_are_not_one(handbook: Handbook) -> None:
    quotes = [e.quote for e in handbook.citations["a1-1"].clause.errata]
    assert "教育信息化建设领导小组" not in quotes


@pytest.mark.parametrize("name", ["network-center", "computer-room"])
def test_rooms_rest_on_words_that_mean_the_room(handbook: Handbook, name: str) -> None:
    facility = (handbook.facilities or {})[name]
    places = {alias.clause for alias in facility.aliases} | {p.clause for p in facility.posters}
    assert not places & {"a6-0", "a7-1"}, "there the words mean who works in it"


def test_the_file_of_what_was_asked_is_for_programs(handbook: Handbook) -> None:
    (document,) = handbook.of("instruments")
    assert Path(document.source.path).name == "instruments.yaml"
