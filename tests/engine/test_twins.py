"""Plain text beside every policy and role: from the data, word for word, and with how it stands."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zhidu.handbook.book import Handbook
from zhidu.judging.check import check
from zhidu.site.twins import INDEX_WAITING, files
from zhidu.views.on_screen.policies import policy_page

ROOT = Path(__file__).parent.parent.parent
REVISED = ROOT / "tests" / "cases" / "revised"


@pytest.fixture(scope="module")
def revised() -> Handbook:
    return check(REVISED).handbook


def made(handbook: Handbook) -> dict[str, str]:
    return {name.removesuffix(".txt"): text for name, text in files(handbook, "县制度")}


def head(text: str) -> dict[str, Any]:
    """The front matter: a key and a JSON value a line."""
    _, front, _ = text.split("---\n", 2)
    return {key: json.loads(value) for key, value in (x.split(": ", 1) for x in front.splitlines())}


@pytest.mark.parametrize("day", [None, date(2018, 1, 1)])
def test_every_clause_is_there_word_for_word(day: date | None, handbook: Handbook) -> None:
    for known in (handbook, check(REVISED, (), day).handbook):
        texts = made(known)
        for policy, editions in known.known_editions.items():
            for edition in editions:
                text = texts[f"policies/{policy}/editions/{edition.date}/index.html.md"]
                for citation in edition.citations.values():
                    assert f"`{citation.clause.id}`\n" in text
                    assert f"\n\n{citation.clause.text}\n\n" in f"{text}\n"
        for role, duties in known.duties_of.items():
            text = texts[f"roles/{role}/index.html.md"]
            for duty in duties:
                assert f"\n\n{known.duties[duty.id][0].clause.text}\n" in text


def test_each_says_its_id_its_edition_and_whether_it_is_in_force(revised: Handbook) -> None:
    texts = made(revised)
    stands = {True: set[str](), False: set[str]()}
    for policy, editions in revised.known_editions.items():
        for edition in editions:
            said = head(texts[f"policies/{policy}/editions/{edition.date}/index.html.md"])
            assert (said["id"], said["edition"]) == (policy, edition.date)
            assert said["in_force"] == (edition is revised.current.get(policy))
            assert said["as_of"] == revised.as_of.isoformat()
            stands[said["in_force"]].add(policy)
        shown = revised.current.get(policy) or editions[-1]
        beside = texts[f"policies/{policy}/index.html.md"]
        assert beside == texts[f"policies/{policy}/editions/{shown.date}/index.html.md"]
        assert ("**现行有效**" in beside) == (policy in revised.current)
    assert stands[True] == set(revised.current)
    assert set(revised.ended) <= stands[False]
    for role in revised.ever_bound:
        assert head(texts[f"roles/{role}/index.html.md"])["id"] == role


def test_the_list_names_every_text_and_how_it_stands(revised: Handbook) -> None:
    index = dict(files(revised, "县制度"))[INDEX_WAITING]
    assert index.startswith("# 县制度\n\n> ")
    before, _, after = index.partition("## 不是现行有效的制度")
    for policy in revised.known_editions:
        here, there = (before, after) if policy in revised.current else (after, before)
        assert f"(policies/{policy}/index.html.md)" in here
        assert f"(policies/{policy}/index.html.md)" not in there
    for role in revised.ever_bound:
        assert f"(roles/{role}/index.html.md)" in index
    assert dict(files(revised, "县制度")) == dict(files(revised, "县制度"))


def test_metadata_says_only_what_the_notice_says(handbook: Handbook, revised: Handbook) -> None:
    for known in (handbook, revised):
        for policy, editions in known.known_editions.items():
            for edition in editions:
                notice = edition.notice.value
                found = policy_page(known, policy, edition.date).metadata
                rows = {name: link.text for name, link in found.rows}
                assert ("公布日期" in rows) == (notice.published is not None)
                assert ("datePublished" in found.legislation) == (notice.published is not None)
                assert (
                    rows["标题"]
                    == found.legislation["name"]
                    == policy_page(known, policy, edition.date).title
                )
                assert rows["发文机关"] == notice.issuer
                assert not {"索引号", "发文字号", "文号"} & set(rows)
                force = found.legislation["legislationLegalForce"].rpartition("/")[2]
                waits = any(c.effective > known.as_of for c in edition.citations.values())
                now = "PartiallyInForce" if waits else "InForce"
                assert force == (now if edition is known.current.get(policy) else "NotInForce")
