"""What makes a large corpus quick gives what the plain way gives: held against the plain way, on generated and on real data."""

import dataclasses
import json
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from support.revised import REVISED

from zhidu.assessment.instrument import derive
from zhidu.assessment.past_instruments import pasts
from zhidu.cli.checking_commands import REPORTS
from zhidu.handbook.impact import impact, revised
from zhidu.judging import report
from zhidu.judging.check import check
from zhidu.office.excel import Looks, book, packed, write
from zhidu.reading import documents
from zhidu.reading.model import KINDS, structure
from zhidu.site.making import Making, told
from zhidu.site.packed_text import Room
from zhidu.views import json_text
from zhidu.views.on_screen.revisions import impact_page

TEXT = st.text(max_size=12)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=12,
)
DAY = date(2020, 3, 1)


@given(st.dictionaries(TEXT, JSON, min_size=1, max_size=4))
def test_json_entry_by_entry_is_the_same_json(data: dict[str, Any]) -> None:
    plain = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    assert json_text.written(data) == plain
    lazy = {key: iter(value) if isinstance(value, list) else value for key, value in data.items()}
    assert json_text.written(lazy) == plain


@given(TEXT, TEXT)
def test_a_packed_page_is_the_page_where_it_is_put(text: str, words: str) -> None:
    room = Room()
    packed_text, after = room.packed(text), room.packed(words)
    assert f"{after}" == words
    assert f"{packed_text}" == text
    assert (words in packed_text) == (words in text)
    assert words + packed_text == words + text


VALUES = ("学校", "=1+1", 3, 2.5, None, DAY, "-", "学校", "", 4, DAY, "@x")


def test_cells_that_share_their_looks_look_as_each_dressed_alone() -> None:
    font, align = Font(name="宋体", size=10), Alignment(wrap_text=True)

    def dress(cell: Cell) -> None:
        cell.font, cell.alignment = font, align

    alone, shared, looks = book(), book(), Looks()
    for line, value in enumerate(VALUES, 1):
        if isinstance(value, str):
            write(alone.active, (line, 1), value, font, align)
        else:
            cell = alone.active.cell(line, 1)
            cell.value = value
            dress(cell)
        looks.put(shared.active.cell(line, 1), value, isinstance(value, date), dress)
    assert packed(shared, "表", "甲局", DAY) == packed(alone, "表", "甲局", DAY)


def test_what_was_asked_before_is_found_by_the_day_it_was_asked_on() -> None:
    handbook = check(REVISED).handbook
    days = sorted(
        {n.value.effective for n in handbook.issued}
        | {c.effective for e in handbook.known_editions["a1"] for c in e.citations.values()}
    )
    asked: dict[str, date] = {}  # the plain way: every day, the latest first
    for day in (handbook.as_of, *(d for d in reversed(days) if d < handbook.as_of)):
        asked.setdefault(derive(dataclasses.replace(handbook, as_of=day)).digest, day)
    now = derive(handbook).digest
    assert len(asked) > 1
    for digest, day in asked.items():
        old = pasts(check(REVISED).handbook).get(digest)
        assert (old and old.as_of) == (None if digest == now else day)
    assert now not in pasts(handbook)
    assert "aaaaaaaaaa" not in pasts(handbook)
    everything = list(pasts(handbook).latest(len(days) + 1))
    assert set(everything) >= asked.keys() - {now}
    assert list(pasts(dataclasses.replace(handbook)).latest(1)) == [
        digest
        for digest in everything
        if (old := pasts(handbook).get(digest))
        and old.as_of == max(set(asked.values()) - {asked[now]})
    ]


def test_an_issuance_means_the_same_whichever_was_asked_about_before() -> None:
    handbook = check(REVISED, as_of=date(2027, 6, 1), drafts=True).handbook
    issuances = revised(handbook)
    assert len(issuances) > 1
    together = [impact_page(handbook, issuance) for issuance in (*issuances, *reversed(issuances))]
    alone = [impact_page(dataclasses.replace(handbook), issuance) for issuance in issuances]
    assert together == [*alone, *reversed(alone)]
    assert len(handbook.once("states", dict)) <= 2
    found = impact(handbook, issuances[0])
    assert found.before.duties.keys() != found.after.duties.keys()


def test_what_a_document_was_made_of_is_let_go_of_and_found_again() -> None:
    for place in documents.discover(REVISED / "policies")[0]:
        document, _ = documents.load(place)
        assert document is not None
        assert "data" not in vars(document.source)
        assert structure(KINDS[document.kind], document.source.data) == document.value


def test_the_formats_that_the_command_names_are_those_that_there_are() -> None:
    assert tuple(report.FORMATS) == REPORTS


def test_a_build_tells_its_hooks_by_mkdocs_configuration(tmp_path: Path) -> None:
    config: dict[str, Any] = {}
    assert told(config) == Making()
    making = Making(as_of=DAY, drafts=True, checklists=tmp_path)
    making.tell(config)
    assert told(config) is making
    assert Making().checklists_of(tmp_path) == tmp_path / "checklists"
    assert making.checklists_of(Path("elsewhere")) == tmp_path
