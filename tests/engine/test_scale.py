"""What makes a large corpus quick gives what the plain way gives: held against the plain way, on generated and on real data."""

import dataclasses
import json
import os
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Alignment, Font
from support.revised import REVISED

from zhidu.assessment.instrument import derive
from zhidu.assessment.past_instruments import pasts
from zhidu.cli.checking_commands import REPORTS
from zhidu.handbook.impact import impact, revised
from zhidu.handbook.links import links, links_at
from zhidu.judging import report
from zhidu.judging.check import check
from zhidu.office.excel import Look, book, packed, write, write_rows
from zhidu.reading import documents
from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.model import KINDS, structure
from zhidu.site import downloads, mkdocs_hooks, own_process
from zhidu.site.making import Making, told
from zhidu.site.own_process import streamed
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


def test_a_page_keeps_nothing_that_is_where_it_belongs() -> None:
    page = SimpleNamespace(markdown="{{ when_page() }}", toc=["一"])
    config = {mkdocs_hooks._ROOM: Room()}  # noqa: SLF001  as the hook before it puts it there
    page.content = mkdocs_hooks.on_page_content("<p>一</p>", page=page, config=config)
    assert not page.markdown
    assert str(page.content) == "<p>一</p>"
    assert mkdocs_hooks.on_post_page("<html>一</html>", page=page) == "<html>一</html>"
    assert not page.content
    assert not page.toc


@pytest.mark.parametrize("most", [0, 1, 5, 1_000])
def test_lists_of_one_process_are_few_where_they_are_long(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    handbook = check(REVISED).handbook
    monkeypatch.setattr(downloads, "_DUTIES", most)
    lots = list(downloads._lots(handbook))  # noqa: SLF001  to make the files of each takes minutes
    assert [role for lot in lots for role in lot] == list(handbook.roles or {})
    for lot in lots:
        duties = [len(handbook.duties_of.get(role, ())) for role in lot]
        assert sum(duties) <= most or len(duties) == 1


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a command, which is a single thread; runners of tests have more, which do nothing meanwhile."""
    monkeypatch.setattr(own_process, "_can_fork", lambda: True)


@pytest.mark.usefixtures("forked")
def test_another_process_makes_what_this_one_would() -> None:
    def work() -> Iterator[tuple[int, bytes]]:
        for number in range(3):
            yield os.getpid(), bytes([number]) * 200_000

    made = list(streamed(work))
    assert [content for _, content in made] == [content for _, content in work()]
    assert {process for process, _ in made}.isdisjoint({os.getpid()})


@pytest.mark.usefixtures("forked")
def test_what_goes_wrong_in_another_process_is_raised_here() -> None:
    def work() -> Iterator[int]:
        yield 1
        raise RefusedError("放不下")

    made = streamed(work)
    assert next(made) == 1
    with pytest.raises(RefusedError, match=r"^放不下$"):
        next(made)


@pytest.mark.usefixtures("forked")
def test_what_a_killed_process_left_undone_is_done_here() -> None:
    here = os.getpid()

    def work() -> Iterator[int]:
        yield 1
        yield 2
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        yield 3

    assert list(streamed(work)) == [1, 2, 3]


@pytest.mark.usefixtures("forked")
def test_a_process_that_nobody_waits_for_any_more_ends() -> None:
    def work() -> Iterator[int]:
        while True:
            yield os.getpid()

    made = streamed(work)
    other = next(made)
    made.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(other, 0)


VALUES = ("学校", "=1+1", 3, 2.5, None, DAY, "-", 'a<b & "c"', "", 4, " 一\r\n二\n", "@x")


def test_rows_are_what_a_library_would_have_written_cell_by_cell() -> None:
    look = Look(Font(name="宋体", size=10), Alignment(wrap_text=True))
    slow, fast = book(), book(by_rows=True)
    for line, value in enumerate(VALUES, 1):
        cell = slow.active.cell(line, 2)
        if isinstance(value, str):
            write(slow.active, (line, 2), value, look.font, look.align)
        else:
            cell.value = value
            cell.font, cell.alignment = look.font, look.align
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        slow.active.row_dimensions[line].height = 13.5 * line
    slow.active.title = "表"
    page = fast.create_sheet("表")
    page.calculate_dimension = lambda: f"B1:B{len(VALUES)}"
    slow.active.row_dimensions[len(VALUES) + 1].height = 20
    rows = [([None, (value, look)], 13.5 * n) for n, value in enumerate(VALUES, 1)]
    write_rows(page, [*rows, ([], 20)])
    one, other = (packed(made, "表", "甲局", DAY) for made in (slow, fast))
    assert other == one


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


def test_another_day_looks_at_the_same_editions_and_finds_what_is_in_force_then() -> None:
    handbook = check(REVISED).handbook
    for day in {notice.value.effective for notice in handbook.of("notice")}:
        there = handbook.on(day)
        assert there.duties == dataclasses.replace(handbook, as_of=day).duties
        assert there.all_editions is handbook.all_editions


def test_the_links_of_a_clause_are_found_without_looking_at_all_others() -> None:
    handbook = check(REVISED).handbook
    ends = {end for each in links(handbook) for end in (each.clause, each.to)}
    assert ends
    for end in (*ends, "a1-999"):
        assert list(links_at(handbook, end)) == [
            each for each in links(handbook) if end in {each.clause, each.to}
        ]


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
