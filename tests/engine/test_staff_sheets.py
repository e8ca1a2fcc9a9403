"""Papers for whoever holds a post: what stands on them, and what does not."""

import io
import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from support.revised import write_revised
from support.terms import TERM
from support.yunling import YUNLING, clean

from zhidu.cli.commands import main
from zhidu.county.fictional import demo
from zhidu.handbook.book import Handbook
from zhidu.handbook.impact import impact, revised
from zhidu.judging.check import check
from zhidu.office.list_xlsx import list_xlsx
from zhidu.posters.form_pdf import list_pdf
from zhidu.posters.gallery_page import card_hashes
from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.model import Operator, WhenKind
from zhidu.site import articles, calendars
from zhidu.views import schooltime
from zhidu.views.names import OwnNumber, OwnSettings, cite
from zhidu.views.on_paper.handover import Unfinished, handover
from zhidu.views.on_paper.lists import BOX, ListSheet, Part
from zhidu.views.on_paper.worksheet import worksheet

MANAGER = "computer-room-manager"
OCTOBER = (2026, 10)


def words(raw: bytes) -> str:
    document = pypdfium2.PdfDocument(raw)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


def values(raw: bytes) -> list[str]:
    page = openpyxl.load_workbook(io.BytesIO(raw)).active
    return [str(cell.value) for row in page.iter_rows() for cell in row if cell.value]


def plan(handbook: Handbook, *roles: str, periods: dict[str, str] | None = None) -> schooltime.Plan:
    return schooltime.plan(handbook, roles, schooltime.calendar(TERM), periods)


def part(sheet: ListSheet | None, begins: str) -> Part:
    assert sheet is not None
    return next(part for part in sheet.parts if part.name.startswith(begins))


def boxes(sheet: ListSheet | None, text: str) -> list[tuple[int, int, str]]:
    """Of a row of the dated part: where each box begins, over how many days, with which words."""
    row = next(r for r in part(sheet, "到日子").rows if r[0].text == text)
    found, at = [], 0
    for cell in row[1:]:
        if cell.text:
            found.append((at, cell.span, cell.text))
        at += cell.span
    return found


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    """The fictional bureau with a term of which every day is known."""
    root = tmp_path_factory.mktemp("dated") / "yunling"
    shutil.copytree(YUNLING, root)
    file = root / "checklists" / "terms.yaml"
    term = file.read_text(encoding="utf-8").replace(
        "starts: null, ends: null}",
        "starts: 2026-09-01, ends: 2026-10-30, source: 虚构的校历, workdays: [],"
        " holidays: [{name: 甲, from: 2026-10-01, to: 2026-10-07, source: 虚构的校历}]}",
        1,
    )
    file.write_text(term, encoding="utf-8")
    return clean(root)


def test_where_days_are_known_a_roles_page_has_worksheets_and_a_calendar(
    dated: Handbook, handbook: Handbook
) -> None:
    ready = dict(calendars.worksheets(dated, MANAGER))
    paths = [file.path for file in ready]
    assert paths == [f"roles/{MANAGER}/worksheet-2026-{month}.pdf" for month in ("09", "10")]
    page = articles.role(dated, MANAGER)
    for path in (*paths, *(file.path for file in calendars.ready(dated, MANAGER))):
        assert f'href="../../{path}"' in page
    september, october = ready.values()
    assert "本月上课22天" in words(list_pdf(september))
    assert "本月上课17天" in words(list_pdf(october))
    assert not [*calendars.worksheets(handbook, MANAGER), *calendars.ready(handbook, MANAGER)]
    assert "worksheet-" not in articles.role(handbook, MANAGER)


def test_a_number_that_the_text_leaves_open_is_the_schools(handbook: Handbook) -> None:
    left = next(
        (line.duty, role)
        for role in handbook.roles or {}
        for line in schooltime.work_of(handbook, [role])
        if line.duty.threshold
        and line.duty.threshold.value is None
        and line.duty.threshold.op is Operator.AT_MOST
    )
    duty, role = left
    own = OwnSettings(numbers={duty.id: OwnNumber(value=24, unit="hour")})
    for given, told in ((own, "不超过 24 小时"), (None, "")):
        sheet = worksheet(handbook, plan(handbook, role), OCTOBER, own=given)
        row = next(r for r in part(sheet, "原文没有写多少").rows if told in r[3].text)
        assert duty.threshold is not None
        assert [cell.text for cell in row[1:]] == [
            duty.threshold.quote,
            cite(handbook.duties[duty.id][0]),
            told,
            "",
        ]


def test_a_month_has_its_school_days_and_a_box_each_time(handbook: Handbook) -> None:
    bare = plan(handbook, MANAGER)
    weekly, termly, yearly = (bare.unset[number] for number in (0, 1, 2))
    periods = {weekly.duty.id: "weekly", termly.duty.id: "termly", yearly.duty.id: "yearly"}
    sheet = worksheet(handbook, plan(handbook, MANAGER, periods=periods), OCTOBER)
    dated = part(sheet, "到日子")
    assert [head.replace("\n", "") for head in dated.head[1:]] == [
        "8四", "9五", "10六", "12一", "13二", "14三", "15四", "16五", "19一", "20二",
        "21三", "22四", "23五", "26一", "27二", "28三", "29四", "30五",
    ]  # fmt: skip
    assert boxes(sheet, weekly.text) == [(0, 3, BOX), (3, 5, BOX), (8, 5, BOX), (13, 5, BOX)]
    assert boxes(sheet, termly.text) == [(0, 18, f"{BOX}本学期内，最迟 1月15日")]
    assert boxes(sheet, yearly.text) == [(0, 18, f"{BOX}本学年内")]
    daily = next(d for d in bare.dues if d.rhythm is WhenKind.DAILY)
    assert boxes(sheet, daily.line.text) == [(n, 1, BOX) for n in range(18)]
    own = next(r for r in dated.rows if r[0].text == weekly.text)
    assert own[0].small.endswith("，校定")
    assert len(part(sheet, "原文没有写多久").rows) == len(bare.unset) - 3


def test_every_date_of_a_term_is_on_the_sheet_of_its_month(handbook: Handbook) -> None:
    for roles in ([MANAGER], [*handbook.duties_of]):
        found = plan(handbook, *roles)
        for month in ((2026, 9), OCTOBER, (2026, 11), (2026, 12), (2027, 1)):
            days = [d for d in found.calendar.days if (d.year, d.month) == month]
            sheet = worksheet(handbook, found, month)
            counted = sum(bool(cell.text) for row in part(sheet, "到日子").rows for cell in row[1:])
            wanted = sum(
                due.day <= days[-1]
                and due.until >= days[0]
                and (due.until in days or not due.at_end)
                for due in found.dues
            )
            assert counted == wanted
            widths = {
                sum(c.span for c in row) for p in (sheet.parts if sheet else ()) for row in p.rows
            }
            assert {len(p.head) for p in (sheet.parts if sheet else ())} == widths
    assert worksheet(handbook, plan(handbook, MANAGER), (2026, 8)) is None


def test_papers_say_the_same_as_pdf_and_excel_and_every_time(handbook: Handbook) -> None:
    found = plan(handbook, MANAGER, "network-administrator")
    sheets = [
        worksheet(handbook, found, OCTOBER, "=示例学校"),
        handover(
            handbook,
            [MANAGER],
            unfinished=[
                Unfinished(
                    citation="附件1第一条", problem="=1+1", measure="甲", due=None, state="逾期"
                )
            ],
        ),
        handover(handbook, ["network-administrator"], new=True),
    ]
    for sheet in sheets:
        assert sheet is not None
        pdf, xlsx = list_pdf(sheet), list_xlsx(sheet)
        assert list_pdf(sheet) == pdf
        assert list_xlsx(sheet) == xlsx
        printed, typed = words(pdf), "".join("".join(values(xlsx)).split())
        for each in sheet.parts:
            for row in each.rows:
                for cell in row:
                    text = "".join(cell.text.split())
                    assert text in printed, text
                    assert text in typed, text
    formulas = openpyxl.load_workbook(io.BytesIO(list_xlsx(sheets[1]))).active  # type: ignore[arg-type]
    assert not [c for row in formulas.iter_rows() for c in row if c.data_type == "f"]


def test_a_hand_over_lists_each_duty_once_and_asks_for_no_secret(handbook: Handbook) -> None:
    roles = [MANAGER, "network-administrator"]
    sheet = handover(handbook, roles)
    texts = [row[0].text.rstrip("※") for row in part(sheet, "要做的事").rows]
    assert len(texts) == len(schooltime.work_of(handbook, roles))
    assert sheet.sign == ("移交人", "接收人", "监交人")
    assert all(not row[0].text and not row[1].text for row in part(sheet, "账号和密码").rows)
    assert handover(handbook, roles, new=True).title == "新任清单"
    assert part(sheet, "没有办完的事").name == "没有办完的事"
    known = Unfinished(
        citation="附件1第一条", problem="坏了", measure="修", due=date(2026, 12, 1), state="逾期"
    )
    listed = part(handover(handbook, roles, unfinished=[known]), "没有办完的事")
    assert listed.name == "没有办完的事（台账里 1 件）"
    assert [cell.text for cell in listed.rows[0]] == ["坏了", "修", "2026-12-01（逾期）", BOX]


# ---------- the commands


@pytest.fixture(scope="module")
def checklists(handbook: Handbook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bureau") / "checklists"
    for name, text in demo(handbook).files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(*arguments: object) -> int:
    return main([*map(str, arguments), "--root", str(YUNLING)])


def test_a_school_gets_a_sheet_for_every_post_that_has_something(
    checklists: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--checklists", checklists, "--school", "fictional-01", "--month", "2026-10")
    folder = tmp_path / "sheets"
    assert run("worksheet", *given, "--format", "xlsx", "-o", folder) == 0
    made = sorted(folder.glob("*.xlsx"))
    assert capsys.readouterr().out == f"存好了：{folder}（{len(made)} 份）\n"
    assert "网络管理员 2026-10 工作单.xlsx" in {path.name for path in made}
    one = tmp_path / "x.pdf"
    assert run("worksheet", "网络管理员", *given, "-o", one) == 0
    assert "，校定" in words(one.read_bytes())


def test_open_problems_are_for_the_school_alone(
    checklists: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--checklists", checklists, "--term", "2026-2027-1")
    public, own = tmp_path / "public.pdf", tmp_path / "own.pdf"
    assert run("handover", "网络管理员", *given, "-o", public) == 0
    assert "台账里" not in words(public.read_bytes())
    assert run("handover", "网络管理员", *given, "--school", "fictional-01", "-o", own) == 0
    assert "没有办完的事（台账里" in words(own.read_bytes())
    assert "内部资料" in capsys.readouterr().out
    inside = YUNLING / "docs" / "x.pdf"
    assert run("handover", "网络管理员", *given, "--school", "fictional-01", "-o", inside) == 2
    assert "会随网站公开" in capsys.readouterr().err
    assert not inside.exists()


def test_after_a_revision_those_sign_again_whom_it_touches(tmp_path: Path) -> None:
    root = write_revised(tmp_path / "revised")
    handbook = check(root).handbook
    newest = max(revised(handbook))
    found = impact(handbook, newest)
    file = tmp_path / "x.xlsx"
    given = ("--issuance", newest, "-o", str(file), "--root", str(root))
    assert main(["signing", *given]) == 0
    page = openpyxl.load_workbook(file).active
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    at = next(n for n, row in enumerate(rows) if row[0] == "岗位")
    names = [(found.after.roles or {})[each.role].name for each in found.roles]
    assert [row[0] for row in rows[at + 1 : at + 1 + len(names)]] == names
    assert not any("校验码" in str(row) for row in rows[at + 1 : at + 1 + len(names)])
    hashes = card_hashes(found.after, [each.role for each in found.roles])
    assert [row[3] for row in rows[at + 1 : at + 1 + len(names)]] == [*hashes.values()]
    assert main(["signing", "-o", str(tmp_path / "all.pdf"), "--root", str(root)]) == 0
    everybody = words((tmp_path / "all.pdf").read_bytes())
    assert all(each in everybody for each in card_hashes(handbook).values())


def test_no_name_is_kept_but_on_the_paper(tmp_path: Path, checklists: Path) -> None:
    mark = "金丝雀学校"
    assert run("signing", MANAGER, "--school", mark, "-o", tmp_path / "x.pdf") == 0
    assert mark in words((tmp_path / "x.pdf").read_bytes())
    given = ("--checklists", checklists, "--term", "2026-2027-1", "--school", "fictional-01")
    assert run("handover", MANAGER, *given, "-o", tmp_path / "y.xlsx") == 0
    secrets = [mark.encode(), *(mark.encode(code) for code in ("utf-16-le", "utf-16-be"))]
    secrets.append("虚构第一".encode())
    kept = [p for p in Path(os.environ["XDG_CACHE_HOME"]).rglob("*") if p.is_file()]
    assert [path for path in kept if any(each in path.read_bytes() for each in secrets)] == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.pdf", "y.xlsx"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["worksheet", MANAGER, "--month", "2026-13", "-o", "x.pdf"], "月份写成 2026-10 的样子"),
        (
            ["worksheet", MANAGER, "--month", "2026-10", "--term", "2026-2027-1", "-o", "x.pdf"],
            "2026-2027-1 还没有写：starts",
        ),
        (["handover", MANAGER, "-o", "x.doc"], "文件名要以 .pdf 或 .xlsx 结尾"),
        (["handover", "-o", "x.pdf"], "-o 请写一个文件夹"),
        (["signing", MANAGER, "--issuance", "2026-09-01", "-o", "x.pdf"], "就不用写岗位"),
        (["signing", "--issuance", "2016-09-01", "-o", "x.pdf"], "2016-09-01 是第一次印发"),
    ],
)
def test_what_cannot_be_made_is_told(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == 2
    assert said in capsys.readouterr().err
    assert not [*tmp_path.iterdir()]


def test_a_list_that_is_a_book_is_refused(handbook: Handbook) -> None:
    sheet = handover(handbook, [MANAGER], new=False, school="", unfinished=None)
    rows = sheet.parts[0].rows[:1] * 3_001
    with pytest.raises(RefusedError) as refused:
        list_pdf(replace(sheet, parts=(replace(sheet.parts[0], rows=rows),)))
    assert str(refused.value) == (
        "这张单子有 3001 行，排不成 PDF（最多 3000 行）。请分岗位做，或存成 .xlsx。"
    )
