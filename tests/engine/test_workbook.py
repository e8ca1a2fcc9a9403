"""The workbook: made from the instrument, read by ids, however people and programs treat it."""

import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import Workbook, load_workbook
from support.cases import CASES
from support.workbook_project import SCHOOL, TERM, Project, new_project
from support.workbooks import edited, marked, package, typed
from support.yunling import YUNLING

from zhidu.assessment.instrument import for_term
from zhidu.assessment.verdict import free_input as typing
from zhidu.assessment.workbook import cell_names
from zhidu.assessment.workbook.writer import ANSWERS, BASICS, GUIDE, Wanted, workbook
from zhidu.cli.commands import main
from zhidu.handbook.book import Handbook
from zhidu.office import excel_cells


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return new_project(tmp_path_factory.mktemp("project") / "p")


@pytest.fixture(scope="module")
def filled(project: Project) -> bytes:
    return project.filled()


def test_what_is_typed_is_what_is_read(project: Project, filled: bytes) -> None:
    found = project.read(filled)
    assert found.faults == ()
    assert found.data == project.submission


def shuffled(book: Workbook) -> None:
    """Rows and columns moved, sheets renamed and put in another order."""
    for page in marked(book):
        page.protection.sheet = False
        if page.title == ANSWERS:
            last = page.max_row
            page.move_range(f"A3:T{last}", rows=5)
            page.move_range(f"H1:T{last + 5}", cols=3)
            page["B4"].value = "我们自己加的一行"
    book[ANSWERS].title = "表二"
    book[BASICS].title = "=1+1!"
    book.move_sheet("表二", offset=-2)


def tidied(book: Workbook) -> None:
    """What nobody needs is thrown away."""
    del book[GUIDE]
    book[ANSWERS].data_validations.dataValidation = []
    book[ANSWERS].delete_cols(19)


@pytest.mark.parametrize("change", [shuffled, tidied])
def test_where_things_stand_does_not_matter(
    project: Project, filled: bytes, change: Callable[[Workbook], None]
) -> None:
    found = project.read(edited(filled, change))
    assert found.faults == ()
    assert found.data == project.submission


def test_the_same_bytes_in_another_process(project: Project, tmp_path: Path) -> None:
    for name, seed in (("a", "1"), ("b", "2")):
        subprocess.run(
            [
                *(sys.executable, "-m", "zhidu", "checklist", "workbook", "--school", SCHOOL),
                *("--root", str(project.root), "-o", str(tmp_path / f"{name}.xlsx")),
            ],
            env={"PYTHONHASHSEED": seed, "TZ": "Asia/Shanghai" if name == "a" else "UTC"},
            cwd=YUNLING,
            check=True,
        )
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert (tmp_path / "a.xlsx").read_bytes() == workbook(project.wanted)


def test_only_answers_are_open_and_everything_is_helped(handbook: Handbook) -> None:
    """On the real policies: each answer has its choices and its help, and the questions are locked."""
    term = (handbook.school_terms or {})["2026-2027-1"]
    school = (handbook.schools or {})["vocational-school"]
    found = for_term(handbook, term)
    wanted = Wanted(handbook=handbook, instrument=found, school=school, term=term)
    book = load_workbook(io.BytesIO(workbook(wanted)))
    assert [page.title for page in book.worksheets] == [GUIDE, BASICS, ANSWERS, cell_names.HIDDEN]
    assert all(page.protection.sheet and not page.protection.password for page in book.worksheets)
    page = book[ANSWERS]
    asked = [cell.value for cell in page["A"] if str(cell.value).startswith("items/")]
    assert asked == [f"items/{item.id}" for item in found.items if wanted.applies(item)]
    columns = {cell.value: cell.column_letter for cell in page[1] if cell.value}
    listed = {
        str(ranges)
        for rule in page.data_validations.dataValidation
        if rule.type == "list"
        for ranges in rule.sqref.ranges
    }
    for row in (cell.row for cell in page["A"] if str(cell.value).startswith("items/")):
        assert f"{columns['status']}{row}" in listed
        for letter in "BCDF":
            assert page[f"{letter}{row}"].protection.locked
        assert not page[f"{columns['status']}{row}"].protection.locked
    for rule in page.data_validations.dataValidation:
        assert rule.prompt
        assert len(rule.prompt) <= 255
        assert len(rule.promptTitle) <= 32
        assert len(rule.formula1) <= 255
    links = [cell.hyperlink for row in book[GUIDE].iter_rows() for cell in row if cell.hyperlink]
    assert [link.target for link in links] == [None] * len(found.groups)
    for link in links:
        place = link.location.removeprefix(f"'{ANSWERS}'!")
        assert page[place].value == book[GUIDE][link.ref].value
    assert page.freeze_panes == "D3"
    assert page.print_title_rows == "$2:$2"
    assert page.column_dimensions["A"].hidden
    assert page.row_dimensions[1].hidden


NEW_DUTY = """
      - id: a1-5-b
        quote: 培训情况纳入考核
        summary: 把培训情况算进考核
        modality: must
        roles: [{role: school, as: responsible, basis: reading}]
        when: null
        assess: {method: inspect, evidence: 考核办法}
"""


def test_a_new_duty_is_asked_for_with_no_code_touched(project: Project, tmp_path: Path) -> None:
    root = tmp_path / "p"
    shutil.copytree(project.root, root)
    path = root / "policies" / "2001-01-01" / "01-first.yaml"
    path.write_text(path.read_text(encoding="utf-8").rstrip() + NEW_DUTY, encoding="utf-8")
    page = load_workbook(io.BytesIO(workbook(Project(root).wanted)))[ANSWERS]
    (row,) = (cell.row for cell in page["A"] if cell.value == "items/a1-5")
    assert page.cell(row, 3).value == "1. 任课教师经学校同意参加培训\n2. 把培训情况算进考核"
    assert page.cell(row, 4).value == "示例教师、示例学校"
    assert "考核办法" in page.cell(row, 18).value
    open_now = page.cell(row, 7).protection.locked is False
    assert open_now  # with two points, which of them failed can be said


def test_a_workbook_for_each_school_is_called_by_its_name(project: Project, tmp_path: Path) -> None:
    root = tmp_path / "p"
    shutil.copytree(project.root, root)
    schools = root / "checklists" / "schools.yaml"
    text = schools.read_text(encoding="utf-8")
    schools.write_text(
        f"{text}"
        '  - {id: third-school, name: "示例/第三学校", institution: sample-kind}\n'
        '  - {id: fourth-school, name: "示例:第三学校", institution: sample-kind}\n',
        encoding="utf-8",
    )
    out = tmp_path / "out"
    command = ["checklist", "workbook", "--root", str(root), "--term", TERM]
    assert main([*command, "-o", str(out)]) == 0
    assert {path.name for path in out.iterdir()} == {
        "示例第一学校.xlsx",
        "示例第二学校.xlsx",
        "示例_第三学校third-school.xlsx",  # two that differ only in what no file may be called
        "示例_第三学校fourth-school.xlsx",
    }


def test_an_earlier_submission_gives_its_texts_and_not_its_answers(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.xlsx"
    earlier = project.root / "checklists" / TERM / f"{SCHOOL}.yaml"
    command = ["checklist", "workbook", "--root", str(project.root), "--school", SCHOOL]
    assert main([*command, "--from", str(earlier), "-o", str(file)]) == 0
    assert capsys.readouterr().out == f"存好了：{file}（示例第一学校，示例学年第一学期）\n"
    filled = {
        "form/filled": {"value": "2002.1.10"},
        "items/a1-5": {"status": "未达标", "due": "2002年1月18日"},
    }
    found = project.read(typed(file.read_bytes(), filled))
    assert found.data is not None
    assert found.data["items"] == {"a1-5": project.submission["items"]["a1-5"]}
    assert found.data["periods"] == {"a2-2-a": "monthly"}
    assert found.data["facilities"] == {"sample-room": 2}
    assert found.data["metrics"] == {}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--school", "frst-school", "-o", "a.xlsx"], "没有编号为“frst-school”的学校。是不是“first-school”？"),
        (["--school", SCHOOL, "-o", "a.xls"], "“a.xls”不对：文件名要以 .xlsx 结尾。"),
        (["--school", SCHOOL, "--term", "2001-2002-2", "-o", "a.xlsx"],
         "没有编号为“2001-2002-2”的学期。是不是“2001-2002-1”？"),
        (["-o", "a.xlsx"], "没有写 --school，是给每一所学校做一份：-o 请写一个文件夹。"),
        (["--school", SCHOOL], "少了“--output”。运行 --help 看写法。"),
    ],
)  # fmt: skip
def test_misuse_is_explained(
    project: Project, arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["checklist", "workbook", "--root", str(project.root), *arguments]) == 2
    assert capsys.readouterr().err == expected + "\n"


def cases() -> list[Any]:
    text = (CASES / "intake" / "workbook.yaml").read_text(encoding="utf-8")
    return list(yaml.safe_load(text))


@pytest.mark.parametrize("case", cases(), ids=lambda case: str(case["about"]))
def test_mistakes_are_told_with_their_cell(
    project: Project, filled: bytes, case: dict[str, Any]
) -> None:
    found = project.read(typed(filled, case["cells"]))
    told = [
        f"{fault.place} {fault.message} / {fault.repair} [{fault.code}]" for fault in found.faults
    ]
    assert told == case.get("expected", "").splitlines()
    if not told:
        assert found.sound


def test_cells_that_were_made_one_are_told_once(project: Project, filled: bytes) -> None:
    def merge(book: Workbook) -> None:
        book[ANSWERS].merge_cells("E11:E12")
        book[ANSWERS].merge_cells("I11:J11")  # of one row: what is lost is told as missing

    found = project.read(edited(filled, merge))
    assert [f"{f.place} {f.message} / {f.repair}" for f in found.faults] == [
        "各条结论!E11 附件1第四条：E11 到 E12 合并成了一格，下面几行算没有填 / 取消合并，每一行都写上",
        "各条结论!J11 附件1第四条：写了整改，没有写措施 / 补上措施；不用整改的，几格都空着",
    ]


def test_a_blank_workbook_gets_one_answer(project: Project) -> None:
    found = project.read(workbook(project.wanted))
    assert [(f.code, f.message) for f in found.faults] == [("workbook/blank", "这份工作簿还没有填")]
    assert not found.sound


DAYS: list[tuple[Any, str | None]] = [
    *((words, "2026-09-01") for words in (
        "2026-09-01", "2026.9.1", "2026/9/1", "2026年9月1日", "2026年9月1号", "２０２６年９月１日", "2026 年 9 月 1 日",
        "20260901", "26.9.1", "2026、9、1", "2026。9。1", "2026—9—1", "2026-9-1 星期二", "2026年9月1日（周二）",
        "二〇二六年九月一日", "2026-09-01T00:00:00", "2026-09-01 08:30", "\u30002026.9.1\u200b", "46266", 46266.0, 46266.4,
        20260901.0,
    )),
    ("二〇二六年十二月二十一日", "2026-12-21"),
    *((words, None) for words in (
        "", "明天", "9月1日", "2026年9月", "2026.9", "2026年9月底", "2026-02-30", "2026.13.1", "9/1/2026", "2026.9.1前",
        "1", 1.0, 0.5, -1.0, 1e300, float("inf"), True, "99999999", "2026-09-01\n2026-09-02",
    )),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), DAYS, ids=repr)
def test_days_however_people_type_them(words: Any, expected: str | None) -> None:
    found = typing.day(words)
    assert (found.isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("12", 12), ("１２", 12), ("1,200", 1200), (12.0, 12), ("12间", 12), ("１２ 间", 12), ("45 台", 45), ("60天", 60), ("30台套", 30),
        ("3万", None), ("18周", None), ("3个月", None), ("50%", None), ("约12", None), ("12间多", None), ("间", None), (1.5, None),
    ],
)  # fmt: skip
def test_numbers_however_people_type_them(words: Any, expected: int | None) -> None:
    assert typing.whole(words) == expected


def test_days_that_a_spreadsheet_keeps(project: Project, filled: bytes) -> None:
    def change(book: Workbook) -> None:
        if kept := book[ANSWERS]:
            (row,) = (cell.row for cell in kept["A"] if cell.value == "items/a1-5")
            (column,) = (cell.column for cell in kept[1] if cell.value == "due")
            kept.cell(row, column).value = datetime(2002, 1, 18)  # noqa: DTZ001  as Excel keeps it

    assert project.read(edited(filled, change)).data == project.submission
    assert typing.day(44804.0, since_1904=True) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2、5", (2, 5)), ("5,2", (2, 5)), ("2 5", (2, 5)), ("1-3", (1, 2, 3)), ("1～3", (1, 2, 3)), ("第2点", (2,)),
        ("第1间和第3间", (1, 3)), ("②⑤", (2, 5)), ("全部", (1, 2, 3, 4, 5)), (3.0, (3,)), ("2.", (2,)),
        (1.2, None), ("一", None), ("没有", None), ("5-2", None), ("", None), ("1e5", None),
    ],
)  # fmt: skip
def test_ordinals_however_people_type_them(words: Any, expected: tuple[int, ...] | None) -> None:
    assert typing.ordinals(words, 5) == expected


RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="x/worksheet" Target="s.xml"/>'
    '<Relationship Id="r2" Type="x/sharedStrings" Target="t.xml"/></Relationships>'
)


def forged(
    sheet: str, *, texts: str = "<sst/>", sheets: int = 1, more: dict[str, bytes] | None = None
) -> bytes:
    """An Excel file with our own XML inside."""
    names = "".join(f'<sheet name="s{n}" r:id="r1"/>' for n in range(sheets))
    return package(
        {
            "xl/workbook.xml": f'<workbook xmlns:r="r"><sheets>{names}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": RELATIONS,
            "xl/s.xml": sheet,
            "xl/t.xml": texts,
            **(more or {}),
        }
    )


ROWS = "<worksheet><sheetData><row>{}</row></sheetData></worksheet>"
LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
BOMB = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><worksheet>&l9;</worksheet>'
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"PK\x03\x04", "workbook/broken"),
    "no book in it": (lambda: package({"a.txt": "x"}), "intake/kind"),
    "deep": (lambda: forged("<a>" * 100_000), "workbook/broken"),
    "cells": (lambda: forged(ROWS.format("<c><v>1</v></c>" * 320_000)), "workbook/expands"),
    "empty cells": (lambda: forged(ROWS.format("<c/>" * 620_000)), "workbook/expands"),
    "texts": (lambda: forged(ROWS.format(""), texts=f"<sst>{'<si/>' * 620_000}</sst>"), "workbook/expands"),
    "zeros": (lambda: forged(ROWS.format(" " * 50_000_000)), "workbook/expands"),
    "the same sheet often": (lambda: forged(ROWS.format("<c><v>1</v></c>" * 9_000), sheets=50), "workbook/expands"),
    "sheets": (lambda: forged(ROWS.format(""), sheets=5_000), "workbook/expands"),
    "entries": (lambda: package({f"{n}": "" for n in range(5_000)}), "intake/kind"),
    "entities": (lambda: forged(BOMB), "workbook/entities"),
    "entities in two bytes": (lambda: forged("", more={"xl/s.xml": BOMB.encode("utf-16")}), "workbook/broken"),
    "file from elsewhere": (
        lambda: forged('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>'), "workbook/entities"),
    "macros": (lambda: forged(ROWS.format(""), more={"xl/vbaProject.bin": b"x"}), "workbook/macros"),
    "another table": (lambda: forged(ROWS.format('<c t="str"><v>x</v></c>')), "workbook/foreign"),
    "far away": (lambda: forged(ROWS.format('<c r="XFD1048576"><v>1</v></c><c r="A1048576"><v>2</v></c>')), "workbook/foreign"),
    "no such text": (lambda: forged(ROWS.format('<c t="s"><v>7</v></c>')), "workbook/broken"),
    "no such row": (lambda: forged('<worksheet><row r="x"/></worksheet>'), "workbook/broken"),
    "old": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "workbook/old"),
    "password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "workbook/password"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_workbook_is_told_so(project: Project, name: str) -> None:
    make, code = HOSTILE[name]  # made here: some are large
    found = project.read(make())
    assert not found.sound
    assert [fault.code for fault in found.faults] == [code]
    assert (
        "来路不明" not in found.faults[0].repair
    )  # nobody is told that their own file is a stranger's


def test_links_to_other_files_are_not_followed(project: Project, filled: bytes) -> None:
    def change(book: Workbook) -> None:
        book[BASICS]["H3"].value = "=[1]Sheet1!A1"
        book[BASICS]["H4"].value = '=WEBSERVICE("http://127.0.0.1:9/")'
        book[ANSWERS]["Z5"].value = "=cmd|'/c calc'!A1"

    assert project.read(edited(filled, change)).data == project.submission


def test_the_reader_gives_values_only() -> None:
    book = excel_cells.read(
        forged(
            ROWS.format(
                '<c r="B2" t="s"><v>0</v></c><c t="b"><v>1</v></c><c r="E2"><v>46266</v></c>'
                '<c r="F2" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>'
                '<c r="G2"><f>1+1</f><v>2</v></c><c r="H2" t="e"><v>#REF!</v></c>'
            ),
            texts="<sst><si><t>字</t><rPh><t>zi</t></rPh></si></sst>",
        )
    )
    (sheet,) = book.sheets
    assert sheet.cells == {
        (2, 2): excel_cells.Cell("字"),
        (2, 3): excel_cells.Cell(value=True),
        (2, 5): excel_cells.Cell(46266.0),
        (2, 6): excel_cells.Cell("甲乙"),
        (2, 7): excel_cells.Cell(2.0, formula=True),
        (2, 8): excel_cells.Cell("#REF!"),
    }
    assert [excel_cells.address(row, column) for row, column in ((1, 1), (12, 28), (3, 703))] == [
        "A1",
        "AB12",
        "AAA3",
    ]
