"""The search page in a real browser: real questions, hostile ones, plain links, from a folder too."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from support.html_pages import pages, target

from macros import search, source
from macros.handbook import Handbook

QUERIES = Path(__file__).parent / "cases" / "search" / "queries.yaml"
KINDS = {"keyword", "question", "colloquial", "synonym", "mixed", "number", "pinyin", "typo"}
FIRST = 5
FLOOR_HIT = 0.995  # share of questions with a right clause among the first five
FLOOR_RECALL = 0.93  # share of the right clauses that are among the first five

HOSTILE = [
    "",
    "   ",
    "？！，。……",
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "constructor",
    "__proto__",
    "toString hasOwnProperty",
    "[(*+?^${}|\\",
    "[]\\]-^a",
    "😀👩‍👩‍👧‍👦🏫",
    "\u202e\u0000\ufeff",
    "%E9%92",
    "a" * 10_000,
    "钥匙" * 5_000,
    "zhang" * 2_000,
    "9" * 10_000,
    "𠮷野家",
]


def questions() -> list[dict[str, Any]]:
    read, findings = source.parse(QUERIES.read_bytes(), QUERIES.name)
    assert read is not None, findings
    found: list[dict[str, Any]] = read.data["queries"]
    return found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN")
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("dialog", lambda dialog: errors.append(dialog.message))
    yield opened
    context.close()
    assert not errors


def answers(page: Page, asked: list[str], limit: int = FIRST) -> list[list[dict[str, str]]]:
    found: list[list[dict[str, str]]] = page.evaluate(
        "([asked, limit]) => asked.map((query) => zhiduSearch.find(query, limit))", [asked, limit]
    )
    return found


def test_the_questions_are_many_and_of_every_kind(handbook: Handbook) -> None:
    asked = questions()
    assert len(asked) >= 150
    assert {question["kind"] for question in asked} == KINDS
    assert len({question["q"] for question in asked}) == len(asked)
    assert {clause for q in asked for clause in q["relevant"]} <= set(handbook.citations)


def test_people_find_what_they_ask_for(page: Page, address: str) -> None:
    asked = questions()
    page.goto(f"{address}/search/")
    missed = []
    recall = 0.0
    for question, found in zip(asked, answers(page, [q["q"] for q in asked]), strict=True):
        wanted = set(question["relevant"])
        right = wanted & {answer["id"] for answer in found}
        recall += len(right) / min(FIRST, len(wanted))
        if not right:
            missed.append(f"{question['kind']}: {question['q']}")
    hits = len(asked) - len(missed)
    assert hits / len(asked) >= FLOOR_HIT, missed
    assert recall / len(asked) >= FLOOR_RECALL


def test_every_answer_is_a_link_that_leads_somewhere(page: Page, address: str, site: Path) -> None:
    page.goto(f"{address}/search/")
    there = pages(site)
    everything = [q["q"] for q in questions()]
    links = {answer["href"] for found in answers(page, everything, 500) for answer in found}
    assert len(links) > 100
    for link in links:
        path, anchor = target("/", link)
        assert path in there, link
        assert not anchor or anchor in there[path].anchors, link


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_no_question_breaks_the_page(page: Page, address: str, query: str) -> None:
    page.goto(f"{address}/search/")
    (found,) = answers(page, [query])
    assert len(found) <= FIRST
    page.get_by_label("搜条文、岗位、记录、用语").fill(query[:500])
    page.get_by_role("button", name="搜索").last.click()
    page.wait_for_url("**/search/?q=*")
    expect(page.get_by_role("heading", level=1)).to_have_text("搜索")
    assert page.locator(".search-results").locator("img, script").count() == 0


def test_the_page_answers_by_its_address(page: Page, address: str) -> None:
    page.goto(f"{address}/search/?q=钥匙")
    expect(page.get_by_role("status").first).to_contain_text("找到")
    expect(page.get_by_label("搜条文、岗位、记录、用语")).to_have_value("钥匙")
    hit = page.locator(".search-hit").first
    expect(hit.locator("mark").first).to_have_text("钥匙")
    expect(hit).to_contain_text("谁：")
    order = page.locator(".search-hit__cite").evaluate_all("links => links.map(a => a.href)")
    (found,) = answers(page, ["钥匙"], 500)
    clauses = [f"{address}/{answer['href']}" for answer in found]
    assert order == clauses[: len(order)]
    expect(page.locator(".search-policies")).to_be_hidden()


def test_nothing_found_is_no_dead_end(page: Page, address: str) -> None:
    page.goto(f"{address}/search/?q=qqxxzzvv")
    expect(page.get_by_role("status").first).to_contain_text("没有找到")
    expect(page.locator(".search-policies a").first).to_be_visible()


def test_without_scripts_there_is_the_list_of_policies(
    browser: Browser, address: str, handbook: Handbook
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/search/")
    expect(page.locator(".search-policies .policy")).to_have_count(len(handbook.current))
    context.close()


def test_a_number_is_found_however_it_is_written(page: Page, address: str) -> None:
    page.goto(f"{address}/search/")
    for found in answers(page, ["六0天", "60天", "六十天", "６０天"]):
        assert found[0]["id"] == "a8-11"


def test_it_works_from_a_folder(page: Page, site: Path) -> None:
    page.goto((site / "search" / "index.html").as_uri() + "?q=灭火气")
    expect(page.locator(".search-hit__cite").first).to_have_text("附件3第五条")


def test_the_index_is_small(handbook: Handbook) -> None:
    assert len(gzip.compress(search.script(handbook).encode())) < 40_000


def test_every_sound_in_the_texts_is_known(handbook: Handbook) -> None:
    known = set("".join(search.syllables(search.texts(handbook)).values()))
    for citation in handbook.citations.values():
        han = {c for c in citation.clause.reading if "\u4e00" <= c <= "\u9fff"}
        assert han <= known
