"""LibreOffice opens the workbook, reckons in it, saves it; what it saved is still the workbook, and still says the same."""

import io
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from support.beginners import county
from support.cases import SUBMISSION, TREE
from support.clerk import Clerk
from support.workbooks import answers, resaved, said, typed
from support.yunling import YUNLING

from zhidu.assessment.instrument import for_term
from zhidu.assessment.intake.recognition import Desk
from zhidu.assessment.verdict.one_submission import Bench
from zhidu.assessment.workbook.writer import ANSWERS, BASICS, GUIDE, Wanted, workbook
from zhidu.handbook.book import Handbook
from zhidu.judging.check import check

TERM, SCHOOL = "2001-2002-1", "first-school"


def blank(handbook: Handbook, school: str, term: str) -> bytes:
    when = (handbook.school_terms or {})[term]
    return workbook(
        Wanted(
            handbook=handbook,
            instrument=for_term(handbook, when),
            school=(handbook.schools or {})[school],
            term=when,
        )
    )


def test_it_says_the_same_after_a_round_trip(tmp_path: Path) -> None:
    handbook = check(TREE).handbook
    data = said(SUBMISSION / "checklists" / TERM, SCHOOL)
    found = for_term(handbook, (handbook.school_terms or {})[TERM])
    file = tmp_path / "a.xlsx"
    cells = {**answers(data, found)}
    cells["items/a1-4"] = {**cells["items/a1-4"], "due": "2002年1月20日"}
    file.write_bytes(typed(blank(handbook, SCHOOL, TERM), cells))
    for _ in range(2):  # and of what it saved, once more
        file.write_bytes(resaved(file, tmp_path))
        (statement,) = Desk(Bench(handbook)).read(file.read_bytes(), "a.xlsx")
        assert statement.faults == ()
        assert statement.data == data
    book = load_workbook(file, data_only=True)
    lacking = {
        page.cell(cell.row, 6).value
        for page in [book[ANSWERS]]
        for cell in page["A"]
        if str(cell.value).startswith("items/")
    }
    assert lacking == {"齐"}
    (rate,) = (cell.row for cell in book[BASICS]["A"] if cell.value == "metrics/intact-rate")
    assert book[BASICS].cell(rate, 6).value == "95%，达到"


def test_choices_help_and_locks_are_kept(tmp_path: Path) -> None:
    handbook = check(YUNLING).handbook
    file = tmp_path / "a.xlsx"
    file.write_bytes(blank(handbook, "vocational-school", "2026-2027-1"))
    before, after = load_workbook(file), load_workbook(io.BytesIO(resaved(file, tmp_path)))
    assert after.sheetnames == before.sheetnames
    assert [page.sheet_state for page in after] == [page.sheet_state for page in before]
    for page in before.worksheets:
        other = after[page.title]
        assert other.protection.sheet
        assert not other.protection.password
        assert _open(other) == _open(page)
        assert _ruled(other, "list") == _ruled(page, "list")
        assert other.column_dimensions["A"].hidden == page.column_dimensions["A"].hidden
    assert after[GUIDE]["C20"].protection.locked


def _open(page: Any) -> set[str]:
    return {
        cell.coordinate
        for row in page.iter_rows(max_row=170, max_col=18)
        for cell in row
        if not cell.protection.locked
    }


def _ruled(page: Any, kind: str) -> set[str]:
    found: set[str] = set()
    for rule in page.data_validations.dataValidation:
        if rule.type == kind:
            for ranges in rule.sqref.ranges:
                found |= {f"{row},{column}" for row, column in ranges.cells}
    return found


def test_what_is_decided_of_duties_is_the_same_however_the_table_was_saved(tmp_path: Path) -> None:
    """Saved by LibreOffice before anything is chosen, and after."""
    wrote = {}
    for way in ("as it was", "saved again"):
        clerk = Clerk(county(tmp_path / way.replace(" ", "-")))
        table = clerk.root / "a1.xlsx"
        assert clerk.run("annotate", "a1", "--workbook", "a1.xlsx") == 0
        for answers_ in (
            {},
            {
                "a1-2·1": {"决定（选）": "改", "印在职责牌上的一句": "每天 开放“图书馆”，写明 "},
                "a1-5·1": {"决定（选）": "删"},
                "学校": {"算作（选）": "新单位"},
            },
        ):
            clerk.answer("a1.xlsx", answers_)
            if way == "saved again":
                table.write_bytes(resaved(table, tmp_path))
        assert clerk.run("annotate", "a1", "--apply", "a1.xlsx") == 0
        policies = clerk.root / "policies"
        wrote[way] = {
            p.relative_to(policies).as_posix(): p.read_text(encoding="utf-8")
            for p in policies.rglob("*.yaml")
        }
    assert wrote["as it was"] == wrote["saved again"]
    (text,) = (text for name, text in wrote["as it was"].items() if name.endswith("01-a1.yaml"))
    assert "每天 开放“图书馆”" in text
