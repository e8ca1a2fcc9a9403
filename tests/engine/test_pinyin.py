"""Texts with pinyin: the longest word decides, nothing is lost, and the sheet is one page with the words of the page."""

import io

import pypdf

from zhidu.handbook.book import Handbook
from zhidu.posters.form_pdf import sounded_pdf
from zhidu.reading.model import Reading, Readings
from zhidu.reading.text.pinyin import is_read, sounded
from zhidu.site import articles
from zhidu.views.on_paper.sounded import sounded_policies, sounded_policy

WORDS = Readings(
    policies=("a1",),
    words=(
        Reading(word="长", reading="cháng"),
        Reading(word="校长", reading="xiào zhǎng"),
        Reading(word="校", reading="xiào"),
        Reading(word="坏", reading="huài le"),
    ),
)


def test_the_longest_word_says_how_a_character_is_read() -> None:
    assert [*sounded(WORDS, "校长，长6米坏")] == [
        ("校", "xiào"),
        ("长", "zhǎng"),
        ("，", ""),
        ("长", "cháng"),
        ("6", ""),
        ("米", ""),
        ("坏", ""),  # its reading has a syllable too many, and is not used
    ]
    assert [*sounded(Readings(policies=(), words=()), "长")] == [("长", "")]


def test_every_character_has_exactly_one_reading_and_none_is_lost(handbook: Handbook) -> None:
    assert sounded_policies(handbook)
    for policy in sounded_policies(handbook):
        edition = handbook.current[policy]
        page = sounded_policy(handbook, policy)
        told = ["".join(c + after for c, _, after in clause.runs) for clause in page.clauses]
        assert told == [c.number + c.clause.reading for c in edition.citations.values()]
        assert "".join(c + after for c, _, after in page.heading) == edition.policy.title
        for character, reading, after in (run for each in page.clauses for run in each.runs):
            assert bool(reading) is is_read(character)
            assert " " not in reading
            assert not any(map(is_read, after))


def test_the_sheet_is_one_page_and_the_page_has_every_reading(handbook: Handbook) -> None:
    for policy in sounded_policies(handbook):
        page = sounded_policy(handbook, policy)
        html = articles.ARTICLES["pinyin_page"](handbook, policy)
        made = sounded_pdf(page)
        assert made == sounded_pdf(page)
        pages = pypdf.PdfReader(io.BytesIO(made)).pages
        assert len(pages) == 1
        text = "".join(pages[0].extract_text().split())
        runs = [run for each in page.clauses for run in each.runs]
        assert html.count("<rt ") == sum(bool(reading) for _, reading, _ in (*page.heading, *runs))
        for character, reading, _ in runs:
            if reading:
                assert f"<ruby>{character}<rp>（</rp>" in html
                assert reading + character in text
