"""The history of a number, on the page and in the export."""

from datetime import date

import pytest
from support.revised import REVISED

from zhidu.handbook.book import Handbook
from zhidu.handbook.metric_history import metric_history
from zhidu.judging.check import check
from zhidu.site import articles
from zhidu.site.tables import contents
from zhidu.views.on_screen.cross_sections import number_rows


@pytest.fixture(scope="module")
def revised() -> Handbook:
    return check(REVISED).handbook


def told(handbook: Handbook) -> list[tuple[str, float | None, str, str, bool]]:
    return [
        (metric, each.threshold.value, str(each.since), str(each.until or ""), each.coming)
        for metric, demands in metric_history(handbook).items()
        if len(demands) > 1
        for each in demands
    ]


def test_what_never_changed_has_one_entry_and_no_history(handbook: Handbook) -> None:
    found = metric_history(handbook)
    now = [duty.id for _, duty in handbook.duties.values() if duty.threshold]
    assert sorted(each.duty.id for demands in found.values() for each in demands) == sorted(now)
    assert {each.since for demands in found.values() for each in demands} == {date(2016, 9, 1)}
    assert number_rows(handbook) == ()
    assert "变过的" not in articles.ARTICLES["thresholds_page"](handbook)


def test_each_value_has_its_days(revised: Handbook) -> None:
    for demands in metric_history(revised).values():
        by_duty: dict[str, list[tuple[date, date | None]]] = {}
        for each in demands:
            by_duty.setdefault(each.duty.id, []).append((each.since, each.until))
        for spans in by_duty.values():
            ends = [until for _, until in spans]
            assert all(until is not None for until in ends[:-1])
            assert all(since <= until for since, until in spans if until)
            assert spans == sorted(spans, key=lambda span: span[0])


def test_the_past_is_told_on_the_page_and_in_the_table(revised: Handbook) -> None:
    changed = told(revised)
    assert changed
    page = articles.ARTICLES["thresholds_page"](revised)
    assert "变过的、要变的" in page
    table = next(t for t in contents(revised).tables if t.name == "threshold-history")
    assert len(table.rows) == sum(len(each) for each in metric_history(revised).values())
    for rows in number_rows(revised):
        for row in rows:
            assert row.citation.href in page
            assert f"{row.since}起" in page
    assert any(row.until for rows in number_rows(revised) for row in rows)
    assert any(row.now for rows in number_rows(revised) for row in rows)
