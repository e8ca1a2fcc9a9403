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
from support.mangled_workbooks import BY_WORDS, REFUSED, SAME, WARNED
from support.workbook_project import Project, new_project
from support.workbooks import edited, package

from zhidu.assessment.workbook import witness
from zhidu.assessment.workbook.writer import ANSWERS, BASICS
from zhidu.cli.commands import main

HEADED = 2  # the row of heads
MOVED = "行看得见的字和这一行隐藏的编号对不上，看不出答的是哪一项"
BY_SIGHT = "里看得见的字和隐藏的编号对不上，多半是排序、移动时没有带上隐藏的一栏；这张表按看得见的条款和要求来读"


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


DOUBTFUL: dict[Callable[[Workbook], None], tuple[str, str]] = {
    sorted_with_titles: (f"{ANSWERS}!B3", MOVED),  # the last columns stayed where they were
    moved_up: (f"{ANSWERS}!B8", f"第 8 {MOVED}"),
    moved_down_by_one: (f"{BASICS}!B", MOVED),
}
CERTAIN: dict[Callable[[Workbook], None], str] = {
    turned: ANSWERS,
    ids_moved: ANSWERS,
    one_id_deleted: ANSWERS,
    heads_moved: ANSWERS,
    key_cleared: ANSWERS,
    numbers_moved: BASICS,
    ids_deleted: ANSWERS,
    keys_deleted: ANSWERS,
    basics_deleted: BASICS,
}


@pytest.mark.parametrize("damage", DOUBTFUL, ids=lambda damage: damage.__name__)
def test_what_is_in_doubt_is_one_fault(
    project: Project, filled: bytes, damage: Callable[[Workbook], None]
) -> None:
    place, message = DOUBTFUL[damage]
    (fault,) = project.read(edited(filled, damage)).faults
    assert fault.code == witness.CODE
    assert fault.place.startswith(place)
    assert message in fault.message


@pytest.mark.parametrize("damage", CERTAIN, ids=lambda damage: damage.__name__)
def test_what_the_words_alone_say_is_read_and_told_once(
    project: Project, filled: bytes, damage: Callable[[Workbook], None]
) -> None:
    found = project.read(edited(filled, damage))
    assert found.data == project.submission
    assert [fault.message for fault in found.faults] == [f"“{CERTAIN[damage]}”{BY_SIGHT}"]
    assert found.sound


MANGLED = {
    **dict.fromkeys(SAME, ""),
    **dict.fromkeys(BY_WORDS, BY_SIGHT),
    **{name: words for name, (_, words) in (WARNED | REFUSED).items()},
}


@pytest.mark.parametrize("name", MANGLED)
def test_a_mangled_workbook_is_read_or_refused(project: Project, filled: bytes, name: str) -> None:
    changes = SAME | BY_WORDS | {key: change for key, (change, _) in (WARNED | REFUSED).items()}
    found = project.read(edited(filled, changes[name]))
    told = [fault.message for fault in found.faults]
    assert found.sound is (name not in REFUSED), told
    if name in SAME | BY_WORDS:
        assert found.data == project.submission
        assert len(told) == (name in BY_WORDS)
    assert MANGLED[name] in "；".join(told)


def test_a_material_without_a_name_is_called_as_the_clause_calls_it(
    project: Project, filled: bytes
) -> None:
    def nameless(book: Workbook) -> None:
        page = book[ANSWERS]
        (column,) = (cell.column for cell in page[1] if cell.value == "evidence")
        for number in range(HEADED + 1, page.max_row + 1):
            page.cell(number, column).value = None

    found = project.read(edited(filled, nameless))
    assert found.sound
    records = project.wanted.instrument.records
    titles = {
        proof["title"]
        for answer in (found.data or {})["items"].values()
        for proof in answer.get("evidence", ())
    }
    assert titles
    assert titles <= set(records.values())


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
