"""Official documents as Word: the published words, in the page and the type of GB/T 9704-2012."""

from pathlib import Path
from typing import Any

import pytest
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm
from support.another_process import zhidu
from support.cases import tree
from support.office import lines, parts, word
from support.published_words import rebuilt
from support.yunling import YUNLING

from zhidu.cli.commands import main
from zhidu.handbook.book import Handbook, walk
from zhidu.judging.check import check
from zhidu.office.word import docx
from zhidu.reading.disk.refused import RefusedError
from zhidu.views.on_paper.official_document import (
    Part,
    chosen_document,
    issuance_document,
    policy_document,
)

ISSUANCE = "2016-09-01"


@pytest.fixture(scope="module")
def data(handbook: Handbook) -> bytes:
    return docx(issuance_document(handbook, handbook.notices[0].value))


@pytest.fixture(scope="module")
def document(data: bytes) -> WordDocument:
    return word(data)


def style(document: WordDocument, part: str) -> Any:
    """The XML of a style, by its id."""
    found = [s for s in document.styles if s.style_id == part]
    return found[0].element


def font(document: WordDocument, part: str) -> str:
    """The Chinese font of a style, its own or that of a style it is based on, or of the document."""
    element = style(document, part)
    for fonts in element.iter(qn("w:rFonts")):
        if name := fonts.get(qn("w:eastAsia")):
            return str(name)
    based = element.find(qn("w:basedOn"))
    if based is not None:
        return font(document, based.get(qn("w:val")))
    (default,) = document.styles.element.iter(qn("w:rPrDefault"))
    return str(next(default.iter(qn("w:rFonts"))).get(qn("w:eastAsia")))


def test_notice_and_attachments_word_for_word(document: WordDocument, handbook: Handbook) -> None:
    published = rebuilt(handbook, ISSUANCE)
    title = "".join(lines(document)[:2])
    assert [title, *lines(document)[2:]] == published


@pytest.mark.parametrize("policy", [f"a{number}" for number in range(1, 12)])
def test_each_attachment_word_for_word(policy: str, handbook: Handbook) -> None:
    edition = handbook.current[policy]
    published = rebuilt(handbook, ISSUANCE)
    start = published.index(edition.policy.label)
    following = [f"附件{number}" for number in range(1, 12)]
    end = next(
        (n for n, line in enumerate(published) if n > start and line in following), len(published)
    )
    assert lines(word(docx(policy_document(edition)))) == published[start:end]


def test_the_reading_differs_only_where_an_erratum_is_certain(handbook: Handbook) -> None:
    notice = handbook.notices[0].value
    published = issuance_document(handbook, notice).paragraphs
    corrected = issuance_document(handbook, notice, corrected=True).paragraphs
    changed = {
        new.clause: new.text
        for old, new in zip(published, corrected, strict=True)
        if old.text != new.text and new.clause
    }
    for identifier, text in changed.items():
        assert text.endswith(handbook.citations[identifier].clause.reading)
    certain = {
        c.clause.id for c in handbook.citations.values() if c.clause.reading != c.clause.text
    }
    assert set(changed) == certain
    assert corrected[-1].clause == published[-1].clause
    dates = [p.text for p in corrected if p.part is Part.ISSUE_DATE]
    assert dates == ["二〇一六年九月一日"]
    entries = [p.text for p in corrected if p.part is Part.ATTACHMENT]
    assert entries[-1] == "附件11：云岭县学生上机操作守则（试行）"


def test_the_page(document: WordDocument) -> None:
    (section,) = document.sections
    assert section.page_width == pytest.approx(Mm(210), abs=700)
    assert section.page_height == pytest.approx(Mm(297), abs=700)
    margins = (
        (section.top_margin, 37),
        (section.bottom_margin, 35),
        (section.left_margin, 28),
        (section.right_margin, 26),
    )
    for margin, expected in margins:
        assert margin == pytest.approx(Mm(expected), abs=700)  # a twip
    grid = section._sectPr.find(qn("w:docGrid"))  # noqa: SLF001
    pitch = int(grid.get(qn("w:linePitch")))
    assert (16838 - 2098 - 1984) // pitch == 22
    (normal,) = style(document, "Normal").iter(qn("w:spacing"))
    character = 16 * 20 + int(normal.get(qn("w:val")))
    assert (11906 - 1587 - 1474) // character == 28


def test_the_fonts(document: WordDocument) -> None:
    assert font(document, "Title") == font(document, "Heading1") == "方正小标宋简体"
    assert font(document, "Clause") == font(document, "BodyText") == "仿宋_GB2312"
    assert font(document, "ClauseNumber") == font(document, "AttachmentLabel") == "黑体"
    assert font(document, "SubClauseNumber") == "楷体_GB2312"
    assert font(document, "Footer") == "宋体"
    sizes = {
        part: [size.get(qn("w:val")) for size in style(document, part).iter(qn("w:sz"))]
        for part in ("Title", "Heading1", "Normal", "Footer")
    }
    assert sizes == {"Title": ["44"], "Heading1": ["44"], "Normal": ["32"], "Footer": ["28"]}
    (default,) = document.styles.element.iter(qn("w:rPrDefault"))
    assert next(default.iter(qn("w:rFonts"))).get(qn("w:ascii")) == "Times New Roman"


def test_numbers_stand_in_their_own_type_and_are_text(
    document: WordDocument, handbook: Handbook
) -> None:
    labels = {
        clause.id: f"（{clause.label}）" if parent else f"{clause.label}、"
        for edition in handbook.current.values()
        for _, parent, clause in walk(edition.policy.clauses)
        if clause.label
    }
    numbers = [
        (run.style.style_id, run.text)
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run.style is not None and run.style.style_id in {"ClauseNumber", "SubClauseNumber"}
    ]
    assert [text for _, text in numbers] == list(labels.values())
    assert all((name == "SubClauseNumber") == text.startswith("（") for name, text in numbers)
    assert not list(document.element.iter(qn("w:numPr")))


def test_headings_for_the_navigation_pane(document: WordDocument, handbook: Handbook) -> None:
    for part in ("Title", "Heading1"):
        (level,) = style(document, part).iter(qn("w:outlineLvl"))
        assert level.get(qn("w:val")) == "0"
    headings = [p for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert len(headings) == len(handbook.current)
    first = document.paragraphs[0]
    assert first.style is not None
    assert first.style.name == "Title"
    assert first.text == "关于印发云岭县学校数字设备\n使用相关制度和职责的通知"


def test_every_clause_can_be_found_by_its_id(document: WordDocument, handbook: Handbook) -> None:
    names = [mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))]
    assert names == [identifier.replace("-", "_") for identifier in handbook.citations]
    numbers = [mark.get(qn("w:id")) for mark in document.element.iter(qn("w:bookmarkStart"))]
    assert len(set(numbers)) == len(numbers)


def test_each_attachment_begins_a_page_and_direct_formatting_is_rare(
    document: WordDocument,
) -> None:
    assert list(style(document, "AttachmentLabel").iter(qn("w:pageBreakBefore")))
    assert list(style(document, "Normal").iter(qn("w:widowControl")))
    formatted = {
        paragraph.style.style_id
        for paragraph in document.paragraphs
        if paragraph.style is not None
        and paragraph._p.pPr is not None  # noqa: SLF001
        and len(paragraph._p.pPr) > 1  # noqa: SLF001
    }
    assert formatted <= {"Attachment", "Issuer"}, (
        "only where a second line begins and how far the issuer stands in depends on the words"
    )


def test_page_numbers_on_the_outside(data: bytes, document: WordDocument) -> None:
    (section,) = document.sections
    assert document.settings.odd_and_even_pages_header_footer
    for footer, name in ((section.footer, "Footer"), (section.even_page_footer, "FooterEven")):
        (paragraph,) = footer.paragraphs
        assert paragraph.style is not None
        assert paragraph.style.style_id == name
        assert paragraph.text.replace(" ", "") in {"—1—", "—2—", "——"}
        (field,) = footer._element.iter(qn("w:fldSimple"))  # noqa: SLF001
        assert field.get(qn("w:instr")).strip() == "PAGE"
    assert document.styles["footer"].paragraph_format.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    even = next(s for s in document.styles if s.style_id == "FooterEven")
    assert even.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.LEFT
    assert "word/footer-even.xml" in parts(data)


def test_the_file_names_the_bureau_and_no_one_else(data: bytes, document: WordDocument) -> None:
    properties = document.core_properties
    assert properties.author == properties.last_modified_by == "云岭县教育局"
    assert properties.created is not None
    assert properties.created.date().isoformat() == ISSUANCE
    assert properties.modified == properties.created
    assert sorted(parts(data)) == sorted(
        [
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/core.xml",
            "word/_rels/document.xml.rels",
            "word/document.xml",
            "word/footer-even.xml",
            "word/footer-odd.xml",
            "word/settings.xml",
            "word/styles.xml",
        ]
    )


def test_the_same_bytes_in_another_process(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "公文.docx"
    zhidu("export", "docx", "-o", file)
    assert file.read_bytes() == data


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--policy", "a18"], "没有编号为“a18”的制度。是不是“a1”？"),
        (
            ["--policy", "zzz"],
            "没有编号为“zzz”的制度。已有：a1、a2、a3、a4、a5、a6、a7、a8、a9、a10、a11。",
        ),
        (["--issuance", "2017-04-16"], "没有 2017-04-16 印发的通知。是不是“2016-09-01”？"),
        (["-o", "a8.doc"], "“a8.doc”不对：文件名要以 .docx 结尾。"),
    ],
)
def test_misuse_is_explained(
    arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "docx", "--root", str(YUNLING), *arguments]) == 2
    assert capsys.readouterr().err == expected + "\n"


def test_options_of_word_are_for_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "json", "--policy", "a8"]) == 2
    assert capsys.readouterr().err == "--policy、--issuance、--reading 只用于 docx。\n"


def test_an_edition_of_a_past_issuance(tmp_path: Path) -> None:
    """A revision issues one policy: each edition stays available, and the notice holds what it issued."""
    first = "  - policy: a1\n    text: 附件1：示例教室使用制度（试行）\n    errata:\n"
    erratum = "{quote: 附件1：示例教室, reading: 附件1：示例县示例教室, certainty: doubtful}"
    later: dict[str, dict[str, Any]] = {
        "policies/2002-02-02/notice.yaml": {
            "copy": "policies/2001-01-01/notice.yaml",
            "replace": [[f"{first}      - {erratum}\n", ""]],
            "replace-all": [["2001-01-01", "2002-02-02"]],
        },
        "policies/2002-02-02/02-second.yaml": {"copy": "policies/2001-01-01/02-second.yaml"},
    }
    handbook = check(tree(tmp_path / "project", later)).handbook
    old = chosen_document(handbook, "a2", "2001-01-01")
    new = chosen_document(handbook, "a2", None)
    assert (old.date.year, new.date.year) == (2001, 2002)
    assert chosen_document(handbook, None, None).date.year == 2002
    issued = [
        p.text
        for p in chosen_document(handbook, None, None).paragraphs
        if p.part is Part.ATTACHMENT_LABEL
    ]
    assert issued == ["附件2"]
    with pytest.raises(RefusedError, match="2002-02-02 没有印发“a1”，印发它的有：2001-01-01。"):
        chosen_document(handbook, "a1", "2002-02-02")
