"""Links between clauses, and to laws: as data, and on pages in both directions."""

import re

import pytest
from support.revised import REVISED

from zhidu.handbook.book import Handbook
from zhidu.handbook.links import LinkKind, law_name, links
from zhidu.judging.check import check
from zhidu.site import articles
from zhidu.site.tables import contents


@pytest.fixture(scope="module")
def revised() -> Handbook:
    return check(REVISED).handbook


@pytest.fixture(params=["real", "revised"])
def either(request: pytest.FixtureRequest, handbook: Handbook, revised: Handbook) -> Handbook:
    return handbook if request.param == "real" else revised


def test_every_link_leads_somewhere(either: Handbook) -> None:
    found = links(either)
    assert found
    assert len(found) == len(set(found))
    for each in found:
        assert each.clause in either.citations
        if each.kind is LinkKind.READ_BY:
            assert each.to in either.citations
        elif each.kind is LinkKind.NAMES:
            assert each.to in either.current
        elif each.kind is LinkKind.LAW:
            assert f"{each.to}》" in each.words
    table = next(t for t in contents(either).tables if t.name == "links")
    assert [row[:3] for row in table.rows] == [(e.clause, e.kind.value, e.to) for e in found]


def test_no_note_on_a_law_is_left_out(either: Handbook) -> None:
    noted = {
        (name, law_name(title))
        for name, citation in either.citations.items()
        for note in citation.clause.notes
        if note.kind == "law"
        for title in re.findall("《([^》]*法)》", note.source or "")
    }
    assert noted <= {(each.clause, each.to) for each in links(either)}


def test_pages_show_them_both_ways(handbook: Handbook) -> None:
    forth = articles.policy(handbook, "a3")
    assert '谁来做，据：<a href="../../policies/a3/#a3-1">附件3第一条</a>' in forth
    assert "据本条读出谁来做的：<a" in forth
    assert '有关的法律：<a href="../../glossary/#laws">《网络安全法》</a>' in articles.policy(
        handbook, "a8"
    )
    laws = articles.ARTICLES["glossary_page"](handbook).partition("#laws")[2]
    for each in links(handbook):
        if each.kind is LinkKind.LAW:
            assert f"《{each.to}》" in laws
            assert f"#{each.clause}" in laws
