"""The county: ledger, differences, the draw, the bureau's report, what everybody sees, and the fictional county."""

import io
import json
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from docx import Document
from support.cases import CASES, SUBMISSION, TREE
from support.county import marked, told, written
from support.yunling import YUNLING

from zhidu.assessment.submission import AnswerStatus
from zhidu.assessment.verdict.answer_facts import score
from zhidu.cli.commands import main
from zhidu.county.fictional import demo
from zhidu.county.ledger import Entry, State, ledger
from zhidu.county.overview import LawRow, Overview, overview
from zhidu.county.sample import CLAIMED, draw
from zhidu.county.scores import difference, reckoned
from zhidu.county.statements import Statement, read
from zhidu.county.term_report import files
from zhidu.handbook.book import Handbook
from zhidu.judging.check import CHECKLISTS, check

LEDGER = yaml.safe_load((CASES / "county" / "ledger.yaml").read_text(encoding="utf-8"))
TERM, LATER = "2026-2027-1", "2026-2027-2"
DAY = date(2027, 7, 24)


@pytest.fixture(scope="module")
def fictional(handbook: Handbook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the real policies and the fictional county."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(YUNLING / "policies", folder / "policies")
    return written(folder, demo(handbook))


@pytest.fixture(scope="module")
def known(fictional: Path) -> Handbook:
    return check(fictional).handbook


@pytest.fixture(scope="module")
def statements(known: Handbook, fictional: Path) -> tuple[Statement, ...]:
    return read(known, fictional / CHECKLISTS)


@pytest.fixture(scope="module")
def found(known: Handbook, statements: tuple[Statement, ...]) -> Overview:
    return overview(known, statements, (known.school_terms or {})[LATER], DAY)


# ---------- the ledger ----------


def line(entry: Entry) -> str:
    due = f" due {entry.rectification.due}" if entry.rectification else ""
    closed = f" closed {entry.closure.closed}" if entry.closure else ""
    return f"{entry.id} {entry.state} {entry.finder} {entry.found}{due}{closed}"


@pytest.mark.parametrize("case", LEDGER, ids=lambda case: case["about"])
def test_ledger(case: dict[str, Any]) -> None:
    entries = ledger(told(case), date.fromisoformat(case["as_of"]))
    assert [line(entry) for entry in entries] == case["expected"]


def test_ids_are_unique_and_stay_when_more_is_told(statements: tuple[Statement, ...]) -> None:
    first = ledger([s for s in statements if s.term == TERM], DAY)
    both = ledger(statements, DAY)
    assert len({entry.id for entry in both}) == len(both)
    assert {entry.id for entry in first} <= {entry.id for entry in both}
    assert {entry.state for entry in both} == set(State)


# ---------- scores ----------


def test_lines_add_up_to_the_score_that_is_judged(statements: tuple[Statement, ...]) -> None:
    for statement in statements:
        whole = reckoned(statement)
        assert whole.score == score(statement.context, statement.data) == statement.data["score"]
        assert len(whole.lines) == len(statement.context.instrument.items)
        assert whole.points == sum(line.points or 0 for line in whole.lines)


def test_a_line_says_why(statements: tuple[Statement, ...]) -> None:
    said = {line.why for statement in statements for line in reckoned(statement).lines}
    assert {"达标，1 分", "部分达标，0.5 分", "未达标，0 分", "未知，0 分", "不适用，不算"} <= said
    assert any(why.startswith("没有") and why.endswith("，不算") for why in said)
    assert reckoned(statements[0]).sum == "88 分 ÷ 适用 94 项 × 100 = 93.6"


def test_nobody_looked_is_no_zero(statements: tuple[Statement, ...]) -> None:
    assert any(difference(statement) is None for statement in statements)


def test_the_difference_is_over_what_was_looked_at(statements: tuple[Statement, ...]) -> None:
    looked = [(s, d) for s in statements if (d := difference(s)) is not None]
    assert looked
    for statement, gap in looked:
        assert statement.inspection is not None
        assert gap.checked == len(statement.inspection.items)
        assert (gap.points == 0) == (not gap.gaps)


# ---------- the draw ----------


def test_the_draw_is_the_same_for_everybody(statements: tuple[Statement, ...]) -> None:
    current = [s for s in statements if s.term == TERM]
    drawn = draw(current, 3, 10)
    assert draw(list(reversed(current)), 3, 10).seed == drawn.seed
    again = {d.statement.school: d.items for d in draw(list(reversed(current)), 3, 10).drawn}
    assert again == {d.statement.school: d.items for d in drawn.drawn}
    assert len(drawn.drawn) == 3
    for each in drawn.drawn:
        assert len(each.items) == 10
        answers = each.statement.checklist.items
        assert {answers[item.id].status for item in each.items} <= CLAIMED


def test_nobody_knows_the_draw_before_the_last_is_in(statements: tuple[Statement, ...]) -> None:
    current = [s for s in statements if s.term == TERM]
    assert draw(current, 3, 10).seed != draw(current[:-1], 3, 10).seed


def test_every_school_can_be_drawn(statements: tuple[Statement, ...]) -> None:
    current = [s for s in statements if s.term == TERM]
    seen: Counter[str] = Counter()
    for number in range(len(current)):
        for each in draw([*current[:number], *current[number + 1 :]], 3, 1).drawn:
            seen[each.statement.school] += 1
    assert len(seen) > len(current) / 2


def test_sample_writes_drafts_that_do_not_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(TREE, tmp_path / "project")
    shutil.copytree(SUBMISSION, tmp_path / "project", dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path / "project")
    command = ["checklist", "sample", "--term", "2001-2002-1", "--items", "2", "--write"]
    assert main(command) == 0
    output = capsys.readouterr().out.splitlines()
    assert output[0] == "示例学年第一学期：1 份自查表，种子 74exwsjibi，抽出 1 所。"
    assert output[2] == "示例第一学校（回执号 6tcllvz66w）"
    assert output[-1] == "写好了底稿：checklists/reviews/2001-2002-1/first-school.yaml"
    draft = Path("checklists/reviews/2001-2002-1/first-school.yaml")
    text = draft.read_text(encoding="utf-8")
    assert text.count('"待填"') == 3
    assert "  # 学校说：" in text
    assert main(["check"]) == 1
    shown = capsys.readouterr().out
    assert "错误 [inspection/to-fill] 核查表还没有填完：有 3 处“待填”。" in shown, shown
    assert "1 个错误" in shown
    assert main(command) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"已经有了，没有动：{draft}"
    assert draft.read_text(encoding="utf-8") == text
    filled = text.replace('"待填"', '"2002-01-12"', 1).replace('"待填"', "met")
    draft.write_text(filled, encoding="utf-8")
    assert main(["check"]) == 0, capsys.readouterr().out


def test_sample_as_data(
    fictional: Path, capsys: pytest.CaptureFixture[str], statements: tuple[Statement, ...]
) -> None:
    command = ["checklist", "sample", "--root", str(fictional), "--term", TERM, "--format", "json"]
    assert main(command) == 0
    data = json.loads(capsys.readouterr().out)
    drawn = draw([s for s in statements if s.term == TERM], 3, 10)
    assert data["seed"] == drawn.seed
    assert [row["school"] for row in data["drawn"]] == [d.statement.school for d in drawn.drawn]


# ---------- the report ----------


def test_the_report_says_who_is_missing_and_does_not_rank(found: Overview) -> None:
    assert len(found.schools) == 12
    assert [row.name for row in found.missing] == ["虚构第四幼儿园"]
    assert [row.number for row in found.schools] == list(range(1, 13))
    assert found.overdue
    assert found.wanted
    assert found.gaps
    assert found.suggestions


def test_the_matrix_has_every_item_and_every_school(
    found: Overview, statements: tuple[Statement, ...]
) -> None:
    rows = {row.item.id: row for group in found.groups for row in group.rows}
    current = [s for s in statements if s.term == LATER]
    assert set(rows) == set(current[0].context.instrument.by_id)
    for column, statement in enumerate(current):
        for item in statement.items:
            answer = statement.checklist.items[item.id]
            cell = rows[item.id].cells[column]
            assert cell.words.split("，")[0] == answer.status.label
            inspected = statement.inspection and statement.inspection.items.get(item.id)
            assert bool(cell.verified) == bool(
                inspected and inspected.status.status is not answer.status
            )


def test_the_report_is_the_same_each_time(found: Overview) -> None:
    assert files(found) == files(found)


HOSTILE = (
    "=HYPERLINK(1)",
    "+1+1",
    "-1",
    "@SUM(1)",
    "|calc",
    "*粗*",
    "&lt;b&gt;",
    "]]>",
    "\U0001f600",
)


@pytest.fixture(scope="module")
def hostile(
    statements: tuple[Statement, ...],
    known: Handbook,
    fictional: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[str, Overview]:
    """The county in which every text a school or the bureau wrote begins like a formula."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copytree(fictional, folder, dirs_exist_ok=True)
    marks: list[str] = []
    texts = (f"{text}{number}" for number in count() for text in HOSTILE)
    for path in sorted((folder / CHECKLISTS).glob("*/*.yaml")):
        marks += marked(path, lambda: next(texts))
    handbook = check(folder).handbook
    told = read(handbook, folder / CHECKLISTS)
    assert len(told) == len(statements)
    return marks[0], overview(handbook, told, (known.school_terms or {})[LATER], DAY)


def test_no_cell_becomes_a_formula(hostile: tuple[str, Overview]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files(hostile[1])["report.xlsx"]))
    dangerous = 0
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")):
                    assert cell.quotePrefix, cell.coordinate
                    dangerous += 1
    assert dangerous > 100


def test_texts_stay_texts_in_the_page(hostile: tuple[str, Overview]) -> None:
    page = files(hostile[1])["report.html"].decode()
    assert "&amp;lt;b&amp;gt;" in page
    assert "&lt;b&gt;" not in page.replace("&amp;lt;b&amp;gt;", "")
    assert "<script" not in page
    assert "default-src 'none'" in page


def test_the_matrix_on_a_sheet_says_what_its_signs_mean(found: Overview) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files(found)["report.xlsx"]))
    assert book["矩阵"]["A2"].value == (
        f"截至 {found.as_of}；内部资料，不公开。"
        "√ 达标，△ 部分达标，× 未达标，— 不适用，？ 未知；箭头后面是核查的结论"
    )


def test_the_bulletin_is_an_official_document(found: Overview) -> None:
    document = Document(io.BytesIO(files(found)["bulletin.docx"]))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == f"关于{found.term.name}\n制度自查和核查情况的通报（草稿）"
    assert "全县应报 12 所，已报 11 所。未报的有：虚构第四幼儿园。" in texts[4]
    assert texts[-1] == "2027年7月24日"
    assert "（由拟稿人填写：下一步工作要求。）" in texts
    last = document.paragraphs[-3]  # above the signature, which never stands alone on a page
    assert last.text == "（由拟稿人填写：下一步工作要求。）"
    assert last.paragraph_format.keep_with_next


def test_the_files_of_a_report(
    fictional: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out"
    command = ["checklist", "report", "--root", str(fictional), "--term", LATER]
    assert main([*command, "--as-of", "2027-07-24", "-o", str(output)]) == 0
    assert sorted(path.name for path in output.iterdir()) == [
        "bulletin.docx",
        "report.html",
        "report.xlsx",
    ]
    said = capsys.readouterr().out.splitlines()
    assert said[0] == (
        "2026—2027学年第二学期（演示）：应报 12 所，已报 11 所；"
        "台账 165 个问题，截至 2027-07-24 逾期 25 个。"
    )
    assert said[-1] == "这是内部资料：不要放到网站上，也不要提交到公开的仓库。"


def test_a_faulty_submission_hides_no_other(
    fictional: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "project"
    shutil.copytree(fictional, project)
    path = project / CHECKLISTS / LATER / "fictional-01.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("met", "fine", 1), encoding="utf-8")
    command = ["checklist", "report", "--root", str(project), "--term", LATER]
    assert main([*command, "--as-of", "2027-07-24", "-o", str(tmp_path / "out")]) == 0
    output, errors = capsys.readouterr()
    assert "已报 10 所" in output
    assert f"有错误或没有填完，没有计入：{path}" in errors
    assert "没有计入" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_faulty_policies_are_not_reckoned_with(
    tmp_path: Path, fictional: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "project"
    shutil.copytree(fictional / "policies", project / "policies")
    policy = next((project / "policies" / "2016-09-01").glob("08-*.yaml"))
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("quote: 保留上网记录", "quote: 保留过", 1), encoding="utf-8")
    command = ["checklist", "report", "--root", str(project), "--term", LATER]
    where = ["--checklists", str(fictional / CHECKLISTS), "-o", str(tmp_path / "out")]
    assert main([*command, *where]) == 2
    errors = capsys.readouterr().err
    assert "[policy/quote-in-text]" in errors
    assert errors.endswith("先把上面的错误改好。\n")
    assert not (tmp_path / "out").exists()


def test_checklists_may_lie_in_another_repository(
    tmp_path: Path, fictional: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    private = tmp_path / "private" / CHECKLISTS
    shutil.copytree(fictional / CHECKLISTS, private)
    assert main(["check", "--root", str(YUNLING), str(private)]) == 0
    assert main(["check", "--root", str(YUNLING), str(private / "reviews")]) == 0
    output = capsys.readouterr().out
    assert f"检查了 {len(list((private / 'reviews').rglob('*.yaml')))} 个文件，没有问题。" in output
    command = ["checklist", "report", "--root", str(YUNLING), "--term", LATER]
    where = ["--checklists", str(private), "-o", str(tmp_path / "out")]
    assert main([*command, *where, "--as-of", "2027-07-24"]) == 0
    assert "逾期 25 个" in capsys.readouterr().out


def project_with_git(folder: Path) -> Path:
    shutil.copytree(TREE, folder)
    (folder / ".gitignore").write_text("/private/\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text("site_dir: public\ndocs_dir: pages\n", encoding="utf-8")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    return folder


@pytest.mark.parametrize(
    ("folder", "why"),
    [
        ("site", "site 在网站文件夹里，会随网站公开。请换一个文件夹。"),
        ("site/report", "site/report 在网站文件夹里，会随网站公开。请换一个文件夹。"),
        ("docs/report", "docs/report 在网页的源文件夹里，会随网站公开。请换一个文件夹。"),
        ("public/x", "public/x 在网站文件夹里，会随网站公开。请换一个文件夹。"),
        ("pages", "pages 在网页的源文件夹里，会随网站公开。请换一个文件夹。"),
        ("checklists/x", "checklists/x 在自查表文件夹里，会随网站公开。请换一个文件夹。"),
        (
            "private/../docs/x",
            "private/../docs/x 在网页的源文件夹里，会随网站公开。请换一个文件夹。",
        ),
        ("link/x", "link/x 在网页的源文件夹里，会随网站公开。请换一个文件夹。"),
        (
            "report",
            "report 在 git 仓库里，又没有被忽略，一提交就会进仓库。请换到 private/，或仓库外的文件夹。",
        ),
    ],
)
def test_a_report_is_not_written_where_it_would_be_published(
    folder: str,
    why: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project = project_with_git(tmp_path / "project")
    (project / "docs").mkdir()
    (project / "link").symlink_to(project / "docs")
    monkeypatch.chdir(project)
    before = sorted(project.rglob("*"))
    assert main(["checklist", "report", "--term", "2001-2002-1", "-o", folder]) == 2
    assert capsys.readouterr().err == why + "\n"
    assert sorted(project.rglob("*")) == before


def test_a_report_is_not_written_into_any_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "www"
    site.mkdir()
    for name in ("index.html", "404.html"):
        (site / name).write_text("x", encoding="utf-8")
    command = ["checklist", "report", "--root", str(TREE), "--term", "2001-2002-1"]
    assert main([*command, "-o", str(site / "a" / "b")]) == 2
    assert "会随网站公开" in capsys.readouterr().err


def test_the_folder_that_git_leaves_alone_is_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project_with_git(tmp_path / "project"))
    assert main(["checklist", "report", "--term", "2001-2002-1", "--as-of", "2002-01-15"]) == 0
    assert "已报 0 所" in capsys.readouterr().out
    assert Path("private/2001-2002-1/report.html").is_file()


def test_an_unknown_term(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    command = ["checklist", "report", "--root", str(TREE), "-o", str(tmp_path / "x")]
    assert main([*command, "--term", "2001-2002-2"]) == 2
    assert capsys.readouterr().err == "没有编号为“2001-2002-2”的学期。是不是“2001-2002-1”？\n"


# ---------- the fictional county ----------


def test_the_demo_is_valid_and_says_what_it_is(handbook: Handbook, fictional: Path) -> None:
    assert check(fictional).result.errors == 0
    made = demo(handbook)
    assert made == demo(handbook)
    schools = yaml.safe_load(made.files["schools.yaml"])["schools"]
    assert len(schools) == 12
    assert all(school["name"].startswith("虚构") for school in schools)
    assert all(school["id"].startswith("fictional-") for school in schools)
    terms = yaml.safe_load(made.files["terms.yaml"])["terms"]
    assert all(term["name"].endswith("（演示）") for term in terms)
    assert all("演示数据" in made.files[name] for name in ("schools.yaml", "terms.yaml"))


def test_the_demo_shows_everything(statements: tuple[Statement, ...]) -> None:
    statuses = {a.status for s in statements for a in s.checklist.items.values()}
    assert statuses == set(AnswerStatus)
    assert {s.term for s in statements} == {TERM, LATER}
    assert len({s.school for s in statements}) == 12


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ('op: ">=", value: 90', 'op: "<=", value: 90'),
        ("        applies_to: {facility: sample-room}\n", ""),
        ("summary: 每天打扫示例教室", "summary: 天天打扫示例教室"),
    ],
)
def test_the_demo_stays_valid_when_the_instrument_changes(
    old: str, new: str, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    shutil.copytree(TREE, project)
    path = project / "policies" / "2001-01-01" / "01-first.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    before = check(project)
    made = demo(before.handbook)
    shutil.rmtree(project / CHECKLISTS)
    result = check(written(project, made)).result
    others = {finding.path for finding in before.result.findings}
    assert [f for f in result.findings if f.severity == "error" and f.path not in others] == []


def test_the_real_folder_holds_nothing_fictional() -> None:
    for path in (YUNLING / CHECKLISTS).rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert "fictional" not in text
        assert "虚构" not in text
        assert "演示" not in text


def test_the_demo_is_not_put_among_other_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    assert main(["demo", "--root", str(YUNLING), "-o", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"{tmp_path} 里有别的文件，演示数据不与它们放在一起。请换一个空的文件夹。\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_demo_needs_kinds_of_schools(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = tmp_path / "project"
    shutil.copytree(YUNLING / "policies", project / "policies")
    (project / "policies/vocabulary/institutions.yaml").unlink()
    assert main(["demo", "--root", str(project), "-o", str(tmp_path / "demo")]) == 2
    assert capsys.readouterr().err == (
        "演示要有学校：还没有写学校有哪几类。"
        "请写在 policies/vocabulary/institutions.yaml 里，例如 {id: primary, name: 小学}。\n"
    )


def test_a_review_that_nobody_has_filled_in_stops_nothing(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(TREE, project)
    shutil.copytree(SUBMISSION, project, dirs_exist_ok=True)
    review = project / "checklists" / "reviews" / "2001-2002-1" / "first-school.yaml"
    review.parent.mkdir(parents=True)
    review.write_text(
        'school: first-school\nterm: "2001-2002-1"\nreceipt: 6tcllvz66w\nchecked: "待填"\n'
        "items:\n  a1-2: {status: 待填, method: inspect}\n",
        encoding="utf-8",
    )
    checked = check(project)
    assert checked.result.exit_status == 1
    assert {Path(path).parts[-3] for path in checked.unfinished} == {"reviews"}
    assert checked.published.exit_status == 0
    assert "reviews" not in str(checked.published.findings)
    submission = project / "checklists" / "2001-2002-1" / "first-school.yaml"
    submission.write_text(
        submission.read_text(encoding="utf-8").replace("met", "mett", 1), encoding="utf-8"
    )
    assert check(project).published.exit_status == 1  # a submission counts, and has to be right


def test_a_page_of_many_schools_shows_part_of_long_lists_and_says_where_the_rest_is(
    found: Overview, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = files(found)
    assert "在 Excel 文件的" not in whole["report.html"].decode()
    monkeypatch.setattr("zhidu.county.term_report._ROWS", 2)
    monkeypatch.setattr("zhidu.county.term_report._LINES", 0)
    monkeypatch.setattr("zhidu.county.term_report._LEAST", 0)
    short = files(found)
    assert short["report.xlsx"] == whole["report.xlsx"]
    page = short["report.html"].decode()
    assert len(page) < len(whole["report.html"].decode())
    assert f"还有 {len(found.waiting) - 2} 个，在 Excel 文件的“整改台账”里。" in page
    most = max(len(row.texts) for row in found.suggestions)
    assert f"还有 {most} 个，在 Excel 文件的“改进建议”里。" in page
    lost = [
        sum(line.points != 2 for line in s.reckoning.lines) for s in found.submitted if s.reckoning
    ]
    for count_ in filter(None, lost):
        assert f"还有 {count_} 项，在 Excel 文件的“得分明细”里" in page


def test_a_law_is_told_once_for_all_the_schools_below_it(found: Overview) -> None:
    law = LawRow(
        cites="附件1第一条",
        metric="保留天数",
        demand="不少于 180 天",
        source="《某法》",
        schools=(("甲校", "65"), ("乙校", "88")),
    )
    page = files(replace(found, unlawful=(law,)))["report.html"].decode()
    assert page.count("保留天数，法律要求不少于 180 天") == page.count("《某法》") == 1
    assert "<li>甲校：65</li><li>乙校：88</li>" in page
