"""A filled workbook says in the form what it says at the bureau: the same data, the same words, the same cells."""

import io
import random
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from openpyxl import Workbook
from playwright.sync_api import Browser
from support.cases import CASES
from support.mangled_workbooks import BY_WORDS, REFUSED, SAME, WARNED
from support.submissions import Judges
from support.workbook_project import Project, new_project
from support.workbooks import edited, marked, package, typed

from zhidu.assessment.instrument import derive
from zhidu.assessment.verdict.answer_facts import Context
from zhidu.assessment.workbook import reader, witness
from zhidu.assessment.workbook.writer import ANSWERS, BASICS, Wanted, workbook
from zhidu.handbook.book import Handbook
from zhidu.office import excel_cells
from zhidu.reading.findings import Severity, without_numbers
from zhidu.reading.model import School, SchoolTerm


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return new_project(tmp_path_factory.mktemp("project") / "p")


@pytest.fixture(scope="module")
def filled(project: Project) -> bytes:
    return project.filled()


@pytest.fixture(scope="module")
def wanted(project: Project) -> Wanted:
    return project.wanted


@pytest.fixture(scope="module")
def judges(wanted: Wanted, browser: Browser) -> Iterator[Judges]:
    page = browser.new_page()
    yield Judges(wanted.handbook, Context(wanted.instrument, None, None), page)
    page.close()


def at_the_bureau(wanted: Wanted, raw: bytes) -> dict[str, Any]:
    """What the reader of the bureau says of *raw*, before rules judge it."""
    book, doubts = witness.restored(excel_cells.read(raw), wanted.instrument)
    if any(doubt.severity is Severity.ERROR for doubt in doubts):
        return {"told": _told(doubts)}
    found = reader.read(book, wanted.handbook, wanted.instrument)
    return {"data": found.data, "told": _told([*found.faults, *doubts])}


def _told(faults: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "message": without_numbers(fault.message),
            "repair": without_numbers(fault.repair),
            "place": fault.place,
            "warning": fault.severity is Severity.WARNING,
        }
        for fault in faults
    ]


def agree(judges: Judges, wanted: Wanted, sent: dict[str, bytes]) -> None:
    found = judges.read_files(sent)
    for name, raw in sent.items():
        found[name].pop("open", None)
        assert found[name] == at_the_bureau(wanted, raw), name


def test_what_was_typed_is_read(judges: Judges, project: Project, filled: bytes) -> None:
    found = judges.read_files({"x.xlsx": filled, "x.zip": package({"校/自查.xlsx": filled})})
    said = {"data": project.submission, "told": [], "open": project.submission}
    assert found == {"x.xlsx": said, "x.zip": said}


def test_mangled_workbooks_are_read_alike(judges: Judges, wanted: Wanted, filled: bytes) -> None:
    changes = SAME | BY_WORDS | {key: how for key, (how, _) in (WARNED | REFUSED).items()}
    foreign = edited(filled, changes.pop("what it is about is gone"))
    agree(judges, wanted, {name: edited(filled, how) for name, how in changes.items()})
    assert judges.read_files({"x.xlsx": foreign}) == {"x.xlsx": {"office": True}}


def test_mistakes_are_told_alike(judges: Judges, wanted: Wanted, filled: bytes) -> None:
    cases = yaml.safe_load((CASES / "intake" / "workbook.yaml").read_text(encoding="utf-8"))
    agree(judges, wanted, {case["about"]: typed(filled, case["cells"]) for case in cases})


def test_what_a_school_sets_is_read_alike(handbook: Handbook, browser: Browser) -> None:
    """Numbers that the text leaves open: with a unit of several, with the one there is, with neither, with nonsense."""
    instrument = derive(handbook)
    term = SchoolTerm(id="2026-2027-1", name="示例", starts=None, ends=None)
    made = Wanted(
        handbook=handbook,
        instrument=instrument,
        school=School(id="first", name="第一小学", institution=""),
        term=term,
    )
    blank = workbook(made)
    left = {p.id: p.number.units for i in instrument.items for p in i.checkpoints if p.number}
    hours = next(name for name, units in left.items() if "hour" in units)
    lessons = next(name for name, units in left.items() if units == ("lesson",))
    sent = {
        f"{value} {unit}": typed(
            blank,
            {
                f"numbers/{hours}": {"value": value, "total": unit},
                f"numbers/{lessons}": {"value": value},
            },
        )
        for value in (16, "16 课时", "定好了", None)
        for unit in ("小时", "课时", None)
    }
    page = browser.new_page()
    agree(Judges(handbook, Context(instrument, None, None), page), made, sent)
    page.close()
    assert at_the_bureau(made, sent["16 小时"])["data"]["numbers"] == {
        hours: {"value": 16, "unit": "hour"},
        lessons: {"value": 16, "unit": "lesson"},
    }


VALUES: tuple[Any, ...] = (
    *("2026-09-01", "2026.9.1", "2026年9月1号", "２０２６年９月１日", "20260901", "26.9.1", "2026。9。1", "2026—9—1"),
    *("2026-9-1 星期二", "二〇二六年九月二十一日", "2026-09-01 08:30", "46266", 46266.0, 46266.4, 20260901.0, "9月1日"),
    *("2026-02-30", 1.0, 0.5, -1.0, 1e300, 1e-5, True, False, "99999999", "2026-09-01\n2026-09-02", "0026-1-1"),
    *("12", "１２", "1,200", "12间", "45 台", "3万", "50%", "约12", "间", 1.5, 0.0, "0", "有", "没有", "无", "是", "不要"),
    *("2、5", "1-3", "1～2", "第2点", "第1间和第3间", "②①", "全部", "2.", "一", "5-2", "1；2", "1和2", "0"),
    *("达标", "部分达标", " 达 标 ", "基本达标", "未知", "不适用", "每周", "每 周", "weekly", "每旬", "每周一次", "示例教师"),
    *("任课教师", "示例教帅", "teacher", "王某某", "柜子", "柜子；抽屉", "甲册\n乙册", "请打13800138000", "=1+1", "<b>", "{{x}}"),
    *("零\u200b宽", "a\u202eb", "字" * 60, "\U0001f600", "x_x000D_y", "  首行\r\n", "第一条", "数到的"),
)  # fmt: skip


def mutated(filled: bytes, seed: int) -> bytes:
    chance = random.Random(seed)  # noqa: S311  the same each time is the point

    def change(book: Workbook) -> None:
        pages = [page for page in marked(book) if page.title in {ANSWERS, BASICS}]
        for _ in range(chance.randint(1, 24)):
            page = chance.choice(pages)
            columns = [cell.column for cell in page[1] if cell.value and cell.column > 1]
            rows = [cell.row for cell in page["A"] if "/" in str(cell.value)]
            page.cell(chance.choice(rows), chance.choice(columns)).value = chance.choice(VALUES)
        if chance.random() < 0.4:
            page = chance.choice(pages)
            first, last = sorted(chance.sample(range(2, page.max_row + 1), 2))
            column = chance.randint(2, 9)
            page.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)

    return edited(filled, change)


def test_whatever_is_typed_is_read_alike(judges: Judges, wanted: Wanted, filled: bytes) -> None:
    agree(judges, wanted, {str(seed): mutated(filled, seed) for seed in range(30)})


def test_what_could_not_be_read_is_left_to_be_answered(judges: Judges, filled: bytes) -> None:
    raw = typed(
        filled,
        {
            "form/filled": {"value": "本学期末"},
            "facilities/sample-room": {"value": "几间"},
            "items/a1-2": {"status": "√"},
        },
    )
    found = judges.read_files({"x": raw})["x"]["open"]
    assert found["filled"] == ""
    assert found["facilities"] == {}
    assert "a1-2" not in found["items"]
    assert "a1-4" in found["items"]


def test_a_workbook_that_says_nothing_says_why(
    judges: Judges, wanted: Wanted, filled: bytes
) -> None:
    def of_before(book: Workbook) -> None:
        page = book["zhidu"]
        (row,) = (c.row for c in page["A"] if c.value == "instrument")
        page.cell(row, 2).value = "aaaaaaaaaa"

    sent = {
        "blank": workbook(wanted),
        "of another edition": edited(filled, of_before),
        "macros": filled_with(filled, "xl/vbaProject.bin", b"x"),
        "entities": filled_with(filled, "xl/workbook.xml", b"<!DOCTYPE x [<!ENTITY e 'x'>]><workbook/>"),
        "no XML": filled_with(filled, "xl/workbook.xml", b"<workbook>"),
        "cells": filled_with(filled, "xl/worksheets/sheet2.xml", b"<a>" * 500_000),
        "large": filled_with(filled, "xl/media/image1.png", random.Random(1).randbytes(4_100_000)),  # noqa: S311
    }  # fmt: skip
    found = judges.read_files(sent)
    assert {name: [one["message"] for one in said["told"]] for name, said in found.items()} == {
        "blank": ["这份工作簿还没有填"],
        "of another edition": ["这份工作簿不是照现在的自查表做的，读不进来"],
        "macros": ["文件里带有宏"],
        "entities": ["文件里有不该有的内容（DTD）"],
        "no XML": ["打不开：这不是 .xlsx 文件，或者文件坏了"],
        "cells": ["文件展开后大得不正常，多半是下面有很多带格式的空行"],
        "large": ["文件太大了，超过 4 MB"],
    }
    assert [name for name, said in found.items() if "data" in said] == []


def filled_with(raw: bytes, name: str, content: bytes) -> bytes:
    """*raw* with another part called *name*."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    return package({**parts, name: content})
