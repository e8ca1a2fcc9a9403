"""Blank forms: one for every record that is a form, on one sheet, the same words on paper and in Excel."""

import html
import io
import json
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from support.another_process import zhidu
from support.cases import tree
from support.office import pages, parts, squeezed
from support.yunling import YUNLING

from zhidu.cli.commands import main
from zhidu.handbook.book import Handbook
from zhidu.judging.check import check
from zhidu.office.form_xlsx import xlsx
from zhidu.posters.form_pdf import pdf
from zhidu.reading.model import ColumnKind, RecordKind
from zhidu.site.downloads import files
from zhidu.views.on_paper.record_forms import PROPOSAL, FormSheet, form_sheets

MILLIMETRE = 72 / 25.4


def sheets() -> tuple[FormSheet, ...]:
    return form_sheets(check(YUNLING).handbook)


SHEETS = sheets()
each = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)


def book(sheet: FormSheet) -> Workbook:
    return load_workbook(io.BytesIO(xlsx(sheet)))


def words(sheet: FormSheet) -> list[str]:
    """Everything that the form must say."""
    choices = [choice for column in sheet.columns for choice in column.choices]
    columns = [word for column in sheet.columns for word in (column.name, column.group) if word]
    boxes = [name for name, _ in sheet.boxes]
    basis = [b.text for b in sheet.basis]
    return [
        sheet.name,
        *(f"{word}：" for word in (*sheet.head, *sheet.sign)),
        *boxes,
        *columns,
        *choices,
        sheet.note,
        *basis,
        PROPOSAL,
    ]


def test_every_form_register_and_ledger_has_a_sheet(handbook: Handbook) -> None:
    wanted = {
        record.id
        for record in (handbook.records or {}).values()
        if record.kind in {RecordKind.FORM, RecordKind.REGISTER, RecordKind.LEDGER}
    }
    assert wanted <= {sheet.id for sheet in SHEETS}
    assert len(wanted) == 11


@each
def test_the_pdf_is_one_sheet_of_a4_with_all_its_words(sheet: FormSheet) -> None:
    data = pdf(sheet)
    document = pypdfium2.PdfDocument(data)
    (page,) = document
    size = [round(length / MILLIMETRE) for length in page.get_size()]
    assert size == ([297, 210] if sheet.landscape else [210, 297])
    document.close()
    (text,) = pages(data)
    for word in words(sheet):
        assert squeezed(word) in squeezed(text)
    assert b"pdfaid:part" in data
    assert b"pdfuaid:part" in data


FEW = [s for s in SHEETS if any(0 < len(c.choices) < 4 for c in s.columns)]


@pytest.mark.parametrize("sheet", FEW, ids=lambda sheet: sheet.id)
def test_squares_to_tick_stand_in_a_row_or_below_each_other(sheet: FormSheet) -> None:
    """Two or three of a cell never stand in steps."""
    text = pypdfium2.PdfDocument(pdf(sheet))[0].get_textpage()
    for column in sheet.columns:
        if 0 < len(column.choices) < 4:
            found = [text.search(f"□{choice}").get_next() for choice in column.choices]
            boxes = [text.get_charbox(at) for at, _ in filter(None, found)]
            assert len(boxes) == len(column.choices)
            lefts, bottoms = ({round(box[side]) for box in boxes} for side in (0, 1))
            assert len(lefts) == 1 or len(bottoms) == 1, column.name


NUMBERED = [s for s in SHEETS if any(c.kind is ColumnKind.SERIAL for c in s.columns)]


@pytest.mark.parametrize("sheet", NUMBERED, ids=lambda sheet: sheet.id)
def test_the_pdf_has_room_for_a_pen(sheet: FormSheet) -> None:
    """Its rows are as high as asked, and there are enough of them."""
    (text,) = pages(pdf(sheet))
    numbers = [int(n) for n in re.findall(r"^([0-9]{1,2})\b", text, re.MULTILINE)]
    rows = max(numbers)
    assert rows >= 7
    assert rows * sheet.row_height <= sheet.paper.page


@each
def test_the_sheet_of_excel(sheet: FormSheet) -> None:
    page, notes = book(sheet).worksheets
    cells = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]
    texts = [cell.replace("\n", "") for cell in cells]
    assert texts[0] == sheet.name
    for heading in cells:
        line, *more = heading.split("\n")
        assert all(len(other) == len(line) for other in more), heading  # no character alone
    for word in (*sheet.head,):
        assert f"{word}：" in texts
    for name in [*(c.name for c in sheet.columns), *(name for name, _ in sheet.boxes)]:
        assert name in texts
    said = "".join(str(c.value) for row in notes.iter_rows() for c in row if c.value)
    for word in (sheet.note, *(b.text for b in sheet.basis), PROPOSAL):
        assert word in said
    assert page.page_setup.paperSize == int(page.PAPERSIZE_A4)
    assert page.page_setup.orientation == ("landscape" if sheet.landscape else "portrait")
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    for word in sheet.sign:
        assert f"{word}：" in page.oddFooter.left.text
    day = "年　　月　　日　　" if sheet.sign else ""
    assert page.oddFooter.right.text == f"{day}第 &P 页"
    written = (page.oddFooter.left.text or "") + page.oddFooter.right.text
    assert len(written) * 11 * 25.4 / 72 <= sheet.paper.line  # nobody signs over the day
    if sheet.columns:
        first = int(re.sub(r"\D", "", page.freeze_panes))
        assert page.print_title_rows.endswith(f"${first - 1}")


@each
def test_excel_checks_what_is_typed(sheet: FormSheet) -> None:
    page = book(sheet).worksheets[0]
    rules = {
        str(rule.sqref).split(":")[0].rstrip("0123456789"): rule
        for rule in page.data_validations.dataValidation
    }
    for number, column in enumerate(sheet.columns):
        rule = rules.pop("ABCDEFGHIJKLMNOP"[number], None)
        if column.kind is ColumnKind.CHOICE:
            assert rule.type == "list"
            assert rule.formula1 == '"' + ",".join(column.choices) + '"'
        elif column.kind is ColumnKind.DATE:
            assert rule.type == "date"
        elif column.kind in {ColumnKind.NUMBER, ColumnKind.MONEY}:
            assert rule.type in {"whole", "decimal"}
        else:
            assert rule is None
    assert not rules


def test_columns_fill_the_line() -> None:
    for sheet in SHEETS:
        if sheet.columns:
            total = sum(column.width for column in sheet.columns)
            assert total == pytest.approx(sheet.paper.line, abs=0.1)


def test_the_same_bytes_in_another_process(handbook: Handbook, tmp_path: Path) -> None:
    here = {path: data for path, data in files(handbook) if path.startswith("records/")}
    assert len(here) == 2 * len(SHEETS)
    for suffix in ("pdf", "xlsx"):
        file = tmp_path / f"册.{suffix}"
        assert zhidu("record", "《资源登记册》", "-o", file) == f"存好了：{file}\n"
        assert file.read_bytes() == here[f"records/resource-register.{suffix}"]


def test_the_file_of_excel_names_the_bureau_and_the_date_of_the_text() -> None:
    properties = book(SHEETS[0]).properties
    assert properties.creator == properties.lastModifiedBy == "云岭县教育局"
    assert properties.created == properties.modified
    assert properties.created.date().isoformat() == "2016-09-01"
    core = parts(xlsx(SHEETS[0]))["docProps/core.xml"].decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2016-09-01T00:00:00Z"}


NEW = """\
  - id: sample-log
    name: 示例日志
    kind: log
    form:
      orientation: landscape
      head: [{head}, 班级]
      columns:
        - {{name: {name}, kind: text, width: 60}}
        - {{name: 结果, kind: choice, choices: [{choice}, 乙]}}
      sign: [{sign}]
      note: {note}
"""


def project(folder: Path, **said: str) -> Path:
    """The sample project with a form added to its second record: nothing but data."""
    words = {"head": "学校", "name": "事项", "choice": "甲", "sign": "值班人", "note": "每天一行。"}
    quoted = {
        key: json.dumps(value, ensure_ascii=False) for key, value in {**words, **said}.items()
    }
    change: dict[str, Any] = {
        "replace": [["  - {id: sample-log, name: 示例日志, kind: log}\n", NEW.format(**quoted)]]
    }
    return tree(folder, {"policies/vocabulary/records.yaml": change})


def test_a_form_is_added_by_data_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(tmp_path / "project")
    file = tmp_path / "日志.pdf"
    assert main(["record", "示例日志", "--root", str(root), "-o", str(file)]) == 0
    assert capsys.readouterr().out == f"存好了：{file}\n"
    (text,) = pages(file.read_bytes())
    for word in ("示例日志", "事项", "□甲", "值班人：", "每天一行。", PROPOSAL):
        assert squeezed(word) in squeezed(text)
    assert main(["record", "sample-log", "--root", str(root), "-o", str(tmp_path / "a.xlsx")]) == 0
    handbook = check(root).handbook
    assert {path for path, _ in files(handbook)} >= {
        "records/sample-log.pdf",
        "records/sample-log.xlsx",
        "records/sample-register.pdf",
    }


HOSTILE = {
    "head": "=1+1",
    "name": '@SUM(1)*cmd|"A1',
    "choice": "-2+3",
    "sign": "&A&P",
    "note": '=HYPERLINK("x") #panic() $x$ \\u{41} *星*',
}


def test_no_cell_becomes_a_formula(tmp_path: Path) -> None:
    root = project(tmp_path / "project", **HOSTILE)
    sheet = next(s for s in form_sheets(check(root).handbook) if s.id == "sample-log")
    for page in book(sheet).worksheets:
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    assert cell.data_type == "s"
                    if cell.value[0] in "=+-@":
                        assert cell.quotePrefix
    raw = parts(xlsx(sheet))
    first = raw["xl/worksheets/sheet1.xml"].decode()
    assert "<f>" not in first + raw["xl/worksheets/sheet2.xml"].decode()
    footer = html.unescape(first)  # in a footer & begins a command, unless it is doubled
    assert "&&A&&P：" in footer


def test_words_are_no_commands_of_the_typesetter(tmp_path: Path) -> None:
    root = project(tmp_path / "project", **HOSTILE)
    sheet = next(s for s in form_sheets(check(root).handbook) if s.id == "sample-log")
    (text,) = pages(pdf(sheet))
    for word in (HOSTILE["head"], HOSTILE["choice"], HOSTILE["note"]):
        assert squeezed(word) in squeezed(text)


def test_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["record", "--root", str(YUNLING)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [sheet.id for sheet in SHEETS]
    assert main(["record", "--root", str(YUNLING), "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [row["id"] for row in listed] == [sheet.id for sheet in SHEETS]
    assert all(row["note"] and row["clauses"] for row in listed)


def test_a_record_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["record", "设备总账", "--root", str(YUNLING)]) == 0
    assert capsys.readouterr().out == (
        "设备总账（equipment-general-ledger）\n"
        "栏目：日期、摘要、增加·数量、增加·金额（元）、减少·数量、减少·金额（元）、经手人签名\n"
        "填写说明：一类设备一页，逐笔登记。\n"
        "依据：云岭县教育局 2016年9月1日印发的附件4第一条"
        "“总务处应按班级建立设备明细账和设备总账”\n"
        f"{PROPOSAL}\n"
        "存成文件：zhidu record equipment-general-ledger -o equipment-general-ledger.pdf，"
        "或 -o equipment-general-ledger.xlsx\n"
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["资源登计册"], "没有“资源登计册”这项记录。是不是“资源登记册”？"),
        (["resorce-register"], "没有“resorce-register”这项记录。是不是“resource-register”？"),
        (["xyz"], "没有“xyz”这项记录。不写名称，就列出全部。"),
        (["资源登记册", "-o", "册.doc"], "“册.doc”不对：文件名要以 .pdf 或 .xlsx 结尾。"),
        (
            ["资源登记册", "-o", "册.xlsx", "--format", "pdf"],
            "“册.xlsx”不对：文件名要以 .pdf 结尾。",
        ),
        (
            ["--format", "pdf"],
            "请写明是哪一项记录。不带任何选项运行 zhidu record，就列出全部。",
        ),
    ],
)
def test_misuse_is_explained(
    arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["record", "--root", str(YUNLING), *arguments]) == 2
    assert capsys.readouterr().err == expected + "\n"


def test_a_record_without_a_form_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree(tmp_path / "project", {})
    assert main(["record", "示例日志", "--root", str(root)]) == 2
    assert capsys.readouterr().err == "“示例日志”没有空表：records.yaml 里没有写它的 form。\n"
