"""LibreOffice opens what we export, and shows all of it: the right pages, every word, nothing beyond the margins.

Its fonts are not those of a bureau's computer, so lines may break elsewhere; no page may be lost for it.
"""

from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from support.office import converted, numbered, pages, squeezed

from zhidu.judging.check import check
from zhidu.office.form_xlsx import xlsx
from zhidu.office.word import docx
from zhidu.views.on_paper.official_document import issuance_document, policy_document
from zhidu.views.on_paper.record_forms import form_sheets

ROOT = Path(__file__).parent.parent.parent
MILLIMETRE = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28, 210 - 26, 297 - 37, 35  # mm from the left and the lower edge


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every document and form, and what LibreOffice makes of it, side by side."""
    folder = tmp_path_factory.mktemp("office")
    handbook = check(ROOT).handbook
    for notice in handbook.notices:
        (folder / "notice.docx").write_bytes(docx(issuance_document(handbook, notice.value)))
    for policy, edition in handbook.current.items():
        (folder / f"{policy}.docx").write_bytes(docx(policy_document(edition)))
    for sheet in form_sheets(handbook):
        (folder / f"{sheet.id}.xlsx").write_bytes(xlsx(sheet))
    converted(sorted(folder.glob("*.*x")), "pdf", folder)
    return folder


def test_every_file_is_opened(folder: Path) -> None:
    ours = {path.stem for path in folder.glob("*.*x")}
    assert len(ours) > 12
    assert {path.stem for path in folder.glob("*.pdf")} == ours


def test_every_word_of_a_document_is_on_its_pages(folder: Path) -> None:
    for file in sorted(folder.glob("*.docx")):
        typed = "".join(paragraph.text for paragraph in Document(str(file)).paragraphs)
        shown = "".join(numbered(page)[0] for page in pages(file.with_suffix(".pdf").read_bytes()))
        assert squeezed(shown) == squeezed(typed), file.name


def test_pages_are_numbered_and_attachments_begin_them(folder: Path) -> None:
    found = [numbered(page) for page in pages((folder / "notice.pdf").read_bytes())]
    assert [number for _, number in found] == list(range(1, len(found) + 1))
    first_lines = [text.strip().splitlines()[0].replace(" ", "") for text, _ in found]
    labels = [line for line in first_lines if line in {f"附件{n}" for n in range(1, 12)}]
    assert labels == [f"附件{n}" for n in range(1, 12)]
    assert 22 <= len(found) <= 30


def test_nothing_stands_beyond_the_margins_and_22_lines_of_28_characters_stand_within(
    folder: Path,
) -> None:
    document = pypdfium2.PdfDocument(folder / "notice.pdf")
    most_lines = most_characters = 0
    for number, page in enumerate(document, 1):
        width, height = page.get_size()
        assert [round(width / MILLIMETRE), round(height / MILLIMETRE)] == [210, 297]
        text = page.get_textpage()
        rows: dict[int, int] = {}
        for index in range(text.count_chars()):
            left, bottom, right, top = (edge / MILLIMETRE for edge in text.get_charbox(index))
            character = text.get_text_range(index, 1)
            if character.isspace() or right <= left:
                continue
            assert left > LEFT - 1, number
            hanging = (
                5 if character in "，。、；：" else 0
            )  # LibreOffice hangs marks that may not begin a line
            assert right < RIGHT + 1 + hanging, number
            assert top < TOP + 1, number
            if bottom < BOTTOM:  # the page's number: on the outside, 7 mm below the text
                assert (left > 105) == (number % 2 == 1)
                assert 25 < (bottom + top) / 2 < 30
            else:
                line = round((TOP - (bottom + top) / 2) / (225 / 22) - 0.5)
                rows[line] = rows.get(line, 0) + 1
        most_lines = max(most_lines, len(rows))
        most_characters = max(most_characters, *rows.values())
    document.close()
    assert most_lines == 22
    assert 28 <= most_characters <= 31  # half-width digits take half a place


def test_a_form_is_one_page_and_its_notes_another(folder: Path) -> None:
    for file in sorted(folder.glob("*.xlsx")):
        assert len(list(pages(file.with_suffix(".pdf").read_bytes()))) == 2, file.name
