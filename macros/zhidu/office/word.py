"""Official documents as Word. The layout lies in `official/`, the parts of an empty document; here come the paragraphs."""

import io
import re
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from zhidu.office.repack import repacked
from zhidu.office.zip_archive import zipped
from zhidu.reading.disk.shipped import PACKAGE
from zhidu.views.on_paper.official_document import OfficialDocument, Paragraph, Part

_NUMBER_STYLES = {Part.CLAUSE: "ClauseNumber", Part.SUB_CLAUSE: "SubClauseNumber"}
_CHARACTER, _LINE = 315, 579  # of the page, in twips
_STAMPED = 4  # characters right of the date under a seal
_LABEL = re.compile(r"\w+?[0-9]+：?")  # 附件10：


@cache
def _empty() -> bytes:
    """A document without paragraphs."""
    folder = PACKAGE / "office" / "official"
    parts = [path for path in folder.rglob("*") if path.is_file()]
    return zipped(
        ((path.relative_to(folder).as_posix(), path.read_bytes()) for path in parts), date.min
    )


@lru_cache(maxsize=256)  # a live server asks for all of them after each edit
def docx(official: OfficialDocument) -> bytes:
    """*official* as a Word file."""
    document = Document(io.BytesIO(_empty()))
    properties = document.core_properties
    properties.title = official.title
    properties.author = properties.last_modified_by = official.issuer
    properties.created = properties.modified = datetime.combine(official.date, time(), UTC)
    properties.language = "zh-CN"
    properties.comments = "勘误后文本" if official.corrected else "原文照录"
    properties.revision = 1
    day = next((p for p in official.paragraphs if p.part is Part.ISSUE_DATE), None)
    before = None
    for number, paragraph in enumerate(official.paragraphs):
        if paragraph.rows:
            _table(document, paragraph.rows)
            before = paragraph.part
            continue
        written = document.add_paragraph()
        written.style = document.styles.get_by_id(paragraph.part, written.style.type)  # type: ignore[union-attr]
        _write(written, paragraph, number)
        if paragraph.part is Part.CLAUSE and not paragraph.clause:  # a heading of our own
            written.paragraph_format.keep_with_next = True
        if paragraph.heading or paragraph.centred:
            written.alignment = WD_ALIGN_PARAGRAPH.CENTER
            written.paragraph_format.first_line_indent = Twips(0)
            written.paragraph_format.keep_with_next = paragraph.heading
        if paragraph.part is Part.ATTACHMENT:
            _hang(written, paragraph.text)
            if before is not Part.ATTACHMENT:
                written.paragraph_format.space_before = Twips(_LINE)
        elif paragraph.part is Part.ISSUER and day is not None:
            _centre(written, paragraph.text, day.text)
            if number:  # a signature alone on its page could stand under anything
                document.paragraphs[-2].paragraph_format.keep_with_next = True
            if before is Part.ISSUER:
                written.paragraph_format.space_before = Twips(0)
        before = paragraph.part
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer, official.date)


def _write(written: WordParagraph, paragraph: Paragraph, number: int) -> None:
    """Put the words of *paragraph* into *written*, between bookmarks named after its clause: a8-11 → a8_11."""
    if paragraph.clause:
        written._p.append(  # noqa: SLF001
            _element("w:bookmarkStart", id=str(number), name=paragraph.clause.replace("-", "_"))
        )
    if paragraph.number:
        run = _run(written, paragraph.number)
        style = written.part.document.styles  # type: ignore[attr-defined]
        run.style = style.get_by_id(_NUMBER_STYLES[paragraph.part], 2)
    for line in paragraph.lines[:-1]:
        _run(written, line).add_break()
    last = _run(written, paragraph.lines[-1])
    if paragraph.heading:
        last.style = written.part.document.styles.get_by_id("ClauseNumber", 2)  # type: ignore[attr-defined]
    if paragraph.clause:
        written._p.append(_element("w:bookmarkEnd", id=str(number)))  # noqa: SLF001


def _table(document: DocumentObject, rows: tuple[tuple[str, ...], ...]) -> None:
    """A table with thin lines, as wide as the page; its first row is repeated where it goes on over a page."""
    columns = max(map(len, rows))
    table = document.add_table(len(rows), columns)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="000000"))
    table._tbl.tblPr.append(borders)  # noqa: SLF001
    first = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001
    first.append(_element("w:tblHeader"))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=False):
            written = cell.paragraphs[0]
            written.style = document.styles.get_by_id(Part.BODY, 1)
            written.paragraph_format.first_line_indent = Twips(0)
            _run(written, words)


def _run(written: WordParagraph, text: str) -> Run:
    """*text* at the end of *written*. Quotation marks and dashes are Chinese ones: the hint says so, the fonts follow."""
    run = written.add_run(text)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")  # noqa: SLF001
    return run


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _width(text: str) -> float:
    """How many characters of the grid *text* takes; Latin letters and digits take half."""
    return sum(0.5 if character.isascii() else 1 for character in text)


def _hang(written: WordParagraph, text: str) -> None:
    """The second line of an entry stands under the first character of its name."""
    label = _LABEL.match(text)
    if label:
        hanging = round(_width(label[0]) * _CHARACTER)
        written.paragraph_format.left_indent = Twips(2 * _CHARACTER + hanging)
        written.paragraph_format.first_line_indent = Twips(-hanging)


def _centre(written: WordParagraph, issuer: str, date: str) -> None:
    """The issuer stands centred above the date."""
    right = _STAMPED + (_width(date) - _width(issuer)) / 2
    if right != _STAMPED:
        written.paragraph_format.right_indent = Twips(round(max(0.0, right) * _CHARACTER))
