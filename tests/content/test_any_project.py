"""What holds for whatever policies are there: they are sound, hang on a wall, leave as Word, and are asked about."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser
from support.pdfs import lines, squeezed, taken_apart
from support.submissions import Judges, complete

from zhidu.assessment.instrument import derive
from zhidu.assessment.verdict.answer_facts import Context
from zhidu.drafting.import_plan import plan
from zhidu.handbook.book import Handbook
from zhidu.office.word import docx
from zhidu.posters import cards, sheets, sizes
from zhidu.posters.press import Press
from zhidu.posters.themes import proposed
from zhidu.reading import published_addresses
from zhidu.views.on_paper.official_document import policy_document
from zhidu.views.on_paper.printed_text import printed

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def press() -> Press:
    return Press()


def test_every_policy_is_one_sheet_with_its_exact_text(press: Press, handbook: Handbook) -> None:
    for policy, edition in handbook.current.items():
        text = printed(edition)
        theme = proposed(edition.policy.kind).id
        pdf, fit = press.pdf(sheets.poster(text, sizes.parse("600x900"), theme))
        found = taken_apart(pdf)
        assert (found.pages, found.trim) == (1, (600, 900))
        assert squeezed("".join(text.lines[:-2])) in found.text, policy
        assert fit.fill <= 1


def test_every_role_has_a_card_that_leaves_nothing_out(press: Press, handbook: Handbook) -> None:
    for role in cards.roles(handbook):
        text = cards.card_text(handbook, role)
        pdf, fit = press.pdf(cards.card(text, sizes.parse("A4"), "blue"))
        assert fit.left_out == 0
        printed_words = taken_apart(pdf).text
        for _, entries in text.sections:
            assert all(squeezed(line.text) in printed_words for line in entries), role
        for sheet in (pdf, press.pdf(cards.pocket(text, "blue"))[0]):
            alone = [s for s in lines(sheet) if re.fullmatch(r"[\u4e00-\u9fff]\s*(附件.*)?", s)]
            assert not alone, role


def test_what_leaves_as_word_comes_back_the_same(
    handbook: Handbook, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Word for word, read as a bureau would that has nothing yet."""
    folder = tmp_path_factory.mktemp("word")
    nothing = Handbook(documents=(), as_of=handbook.as_of, complete=True)
    for policy, edition in handbook.current.items():
        draft = folder / f"{policy}.docx"
        draft.write_bytes(docx(policy_document(edition)))
        found, findings = plan(draft, nothing, handbook.as_of)
        assert found is not None, findings
        (file,) = (text for name, text in found.files.items() if name != "notice.yaml")
        assert texts(yaml.safe_load(file)) == texts(edition.document.source.data), policy


def texts(policy: dict[str, Any]) -> list[tuple[str | None, str]]:
    """Title and clauses, each with its label, in their order."""

    def of(clauses: list[dict[str, Any]]) -> Iterator[tuple[str | None, str]]:
        for clause in clauses:
            yield clause.get("label"), clause["text"]
            yield from of(clause.get("clauses", []))

    return [(policy["label"], policy["title"]), *of(policy["clauses"])]


def test_what_was_published_is_there(site: Path) -> None:
    known = published_addresses.read(ROOT / "policies")
    assert not published_addresses.dead(site, known.addresses if known else ())


def test_every_duty_is_asked_and_both_languages_judge_alike(
    handbook: Handbook, browser: Browser
) -> None:
    instrument = derive(handbook)
    asked = [point.id for item in instrument.items for point in item.checkpoints]
    assert sorted(asked) == sorted(handbook.duties)
    kind = next(iter(handbook.institutions or {}), None)
    page = browser.new_page()
    judges = Judges(handbook, Context(instrument, None, kind), page)
    whole = complete(instrument, "some-school", "2001-2002-1")
    half = {**whole, "items": {name: {"status": "not-met"} for name in whole["items"]}}
    for data in (whole, half):
        found = judges.python(json.loads(json.dumps(data)))
        assert judges.browser([json.dumps(data)]) == [found]
    assert found
    page.close()
