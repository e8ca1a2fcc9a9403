"""Workbooks of which people sorted, moved or deleted what they saw: no answer lands under another clause."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from support.bureau import TERM, Bureau
from support.workbook_project import Project, new_project
from support.workbooks import edited, package

from zhidu.assessment.workbook import witness
from zhidu.assessment.workbook.writer import ANSWERS, BASICS
from zhidu.cli.commands import main

HEADED = 2  # the row of heads
MOVED = "行看得见的字和这一行隐藏的编号对不上，看不出答的是哪一项"
LOST = "里隐藏的编号不见了（第 1 行或 A 列被删掉或清空了），看不出每一行答的是哪一项"
COLUMN = "这一栏的表头和第 1 行隐藏的编号对不上，看不出填的是哪一栏"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return new_project(tmp_path_factory.mktemp("project") / "p")


@pytest.fixture(scope="module")
def filled(project: Project) -> bytes:
    return project.filled()


def move(page: Worksheet, rows: Iterable[int], order: Iterable[int], columns: range) -> None:
    """Put into *rows* what stood in the rows *order*, in *columns* only."""
    stood = {
        (row, column): page.cell(row, column).value
        for row in range(1, page.max_row + 1)
        for column in columns
    }
    for row, source in zip(rows, order, strict=True):
        for column in columns:
            page.cell(row, column).value = stood.get((source, column))


def seen(page: Worksheet) -> range:
    return range(2, page.max_column + 1)


def turned(book: Workbook) -> None:
    move(book[ANSWERS], [8, 9], [9, 8], seen(book[ANSWERS]))


def sorted_with_titles(book: Workbook) -> None:
    rows = range(HEADED + 1, book[ANSWERS].max_row + 1)
    move(book[ANSWERS], rows, [*rows][::-1], range(2, 17))


def moved_up(book: Workbook) -> None:
    move(book[ANSWERS], [8, 9], [9, 99], seen(book[ANSWERS]))


def moved_down_by_one(book: Workbook) -> None:
    move(book[BASICS], [6, 7, 8], [5, 6, 7], seen(book[BASICS]))


def ids_moved(book: Workbook) -> None:
    move(book[ANSWERS], [8, 9], [9, 8], range(1, 2))


def one_id_deleted(book: Workbook) -> None:
    book[ANSWERS]["A8"].value = None


def heads_moved(book: Workbook) -> None:
    page = book[ANSWERS]
    for row in range(HEADED, page.max_row + 1):
        page.cell(row, 9).value, page.cell(row, 10).value = (
            page.cell(row, 10).value,
            page.cell(row, 9).value,
        )


def key_cleared(book: Workbook) -> None:
    book[ANSWERS]["N1"].value = None


def numbers_moved(book: Workbook) -> None:
    page = book[BASICS]
    page["D1"].value, page["E1"].value = page["E1"].value, page["D1"].value


def ids_deleted(book: Workbook) -> None:
    book[ANSWERS].delete_cols(1)


def keys_deleted(book: Workbook) -> None:
    book[ANSWERS].delete_rows(1)


def basics_deleted(book: Workbook) -> None:
    book[BASICS].delete_cols(1)


DAMAGED: dict[Callable[[Workbook], None], tuple[str, str]] = {
    turned: (f"{ANSWERS}!B8", f"第 8、9 {MOVED}"),
    sorted_with_titles: (f"{ANSWERS}!B3", MOVED),
    moved_up: (f"{ANSWERS}!B8", f"第 8 {MOVED}"),
    moved_down_by_one: (f"{BASICS}!B", MOVED),
    ids_moved: (f"{ANSWERS}!B8", f"第 8、9 {MOVED}"),
    one_id_deleted: (f"{ANSWERS}!B8", f"第 8 {MOVED}"),
    heads_moved: (f"{ANSWERS}!I2", COLUMN),
    key_cleared: (f"{ANSWERS}!N2", COLUMN),
    numbers_moved: (f"{BASICS}!", COLUMN),
    ids_deleted: ("", f"“{ANSWERS}”{LOST}"),
    keys_deleted: ("", f"“{ANSWERS}”{LOST}"),
    basics_deleted: ("", f"“{BASICS}”{LOST}"),
}


@pytest.mark.parametrize("damage", DAMAGED, ids=lambda damage: damage.__name__)
def test_words_and_ids_that_differ_are_one_fault(
    project: Project,
    filled: bytes,
    damage: Callable[[Workbook], None],
) -> None:
    place, message = DAMAGED[damage]
    (fault,) = project.read(edited(filled, damage)).faults
    assert fault.code == witness.CODE
    assert fault.place.startswith(place)
    assert message in fault.message


def notes_beside(book: Workbook) -> None:
    """A note of a school's own, in a column and a row of its own, and words of ours on a sheet of its own."""
    page = book[ANSWERS]
    page.cell(8, 30).value = "第一条"
    page.cell(page.max_row + 2, 2).value = "第一条"
    own = book.create_sheet("草稿")
    for row in range(1, page.max_row + 1):
        own.cell(row, 1).value = page.cell(row, 3).value


def whole_rows_sorted(book: Workbook) -> None:
    rows = range(HEADED + 1, book[ANSWERS].max_row + 1)
    move(book[ANSWERS], rows, [*rows][::-1], range(1, book[ANSWERS].max_column + 1))


def other_words(book: Workbook) -> None:
    book[ANSWERS].cell(8, 3).value = "（学校改写了这一格）"


def noise(book: Workbook) -> None:
    (cell,) = (
        row[3] for row in book[BASICS].iter_rows() if row[0].value == "facilities/sample-room"
    )
    cell.value += 1e-15 * 2


@pytest.mark.parametrize("change", [notes_beside, whole_rows_sorted, other_words, noise])
def test_what_moves_no_answer_is_taken(
    project: Project,
    filled: bytes,
    change: Callable[[Workbook], None],
) -> None:
    found = project.read(edited(filled, change))
    assert found.sound
    assert found.data == project.submission


@pytest.mark.parametrize("name", [str.upper, lambda name: name.replace("/", "\\")])
def test_parts_are_called_in_any_case(
    project: Project,
    filled: bytes,
    name: Callable[[str], str],
) -> None:
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        renamed = package({name(part): archive.read(part) for part in archive.namelist()})
    assert project.read(renamed).data == project.submission


def test_a_copy_names_both_sheets(project: Project, filled: bytes) -> None:
    def copied(book: Workbook) -> None:
        page = book.copy_worksheet(book[ANSWERS])
        page.title = "副本"
        page["E8"].value = "未知"

    (fault,) = project.read(edited(filled, copied)).faults
    assert (
        fault.message == f"“{ANSWERS}”第 8 行和“副本”第 8 行答的是同一项（附件1第二条），内容不一样"
    )


def test_a_letter_about_answers_names_no_line(tmp_path: Any) -> None:
    bureau = Bureau(tmp_path)
    data = {**bureau.data, "facilities": {**bureau.data["facilities"], "sample-room": "两间"}}
    data["items"]["a1-2"]["status"] = "mostly"
    bureau.send("a.yaml", json.dumps(data, ensure_ascii=False, indent=2))
    assert bureau.take() == 1
    words = bureau.letter("a.yaml.退回.txt")
    assert "附件1第二条" in words
    assert " 行第 " not in words


def test_who_is_not_drawn_from_is_named(tmp_path: Any, capsys: Any) -> None:
    bureau = Bureau(tmp_path)
    bureau.send("a.yaml", bureau.data)
    assert bureau.take() == 0
    capsys.readouterr()
    assert main(["checklist", "sample", "--term", TERM, "--root", str(bureau.root)]) == 0
    told = "还有 1 所没有交，没有参加抽签：示例第二学校。交来以后再抽，抽出的会不同。\n"
    assert capsys.readouterr().err == told
