"""What was typed comes out as it went in: text → YAML → Word → YAML → Word, word for word."""

import io
import re
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from docx import Document

from zhidu.cli.commands import main
from zhidu.drafting.import_plan import plan, write
from zhidu.handbook.book import Handbook
from zhidu.judging.check import check
from zhidu.office.word import docx
from zhidu.views.on_paper.official_document import issuance_document

HERE = Path(__file__).parent.parent / "cases"
DAY = date(2026, 12, 1)
TEXTS = {
    **{
        name: (HERE / "documents" / f"{name}.txt").read_text(encoding="utf-8")
        for name in (
            "chapters",
            "printed-numbers",
            "paragraphs",
            "third-level",
            "two-signers",
            "number-under-title",
            "two-policies",
        )
    },
    "articles": (HERE / "revisions/articles.txt").read_text(encoding="utf-8"),
    "every form": """虚构县教育局关于印发《虚构县灯具办法》的通知
虚教字〔2026〕9号
虚构县各学校：
现将《虚构县灯具办法》印发给你们。
虚构县教育局
虚构县财政局
2026年12月1日
附件1
虚构县灯具办法（试行）
为管好灯具，制定本办法。
1、灯具由专人管理。
管理员有记录。
2、下列情形换灯：
（一）灯管发黑的；
（2）灯座松动的：
① 松动一次的，拧紧；
② 松动两次的，更换。
换下的灯管交回仓库。
3、本办法自印发之日起施行。
附件2
虚构县电池办法
第一章 总则
第一条：电池统一采购。
第二章 回收
第一节 收集
第三条 每层楼设一个回收箱。
第二节 处理
第四条 每月处理一次。
附则
第五条 本办法由虚构县教育局解释。
""",
}  # fmt: skip


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text).translate(str.maketrans(",;:()", "，；：（）"))


def drafted(draft: Path, project: Path) -> Handbook:
    """The handbook with *draft* imported into *project*."""
    made, findings = plan(draft, check(project).handbook, DAY)
    assert made is not None, findings
    write(made, project / "policies" / made.day.isoformat())
    return check(project, drafts=True).handbook


def word(handbook: Handbook) -> bytes:
    notice = max((n.value for n in handbook.of("notice")), key=lambda n: (n.draft, n.issuance))
    return docx(issuance_document(handbook, notice))


def lines(raw: bytes) -> list[str]:
    document = Document(io.BytesIO(raw))
    return [squeezed(p.text) for p in document.paragraphs] + [
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    ]


@pytest.mark.parametrize("name", TEXTS)
def test_word_for_word(name: str, tmp_path: Path) -> None:
    for place in ("one", "two"):
        copytree(HERE / "revisions/county", tmp_path / place)
    typed = tmp_path / "typed.txt"
    typed.write_text(TEXTS[name], encoding="utf-8")
    first = word(drafted(typed, tmp_path / "one"))
    printed = tmp_path / "printed.docx"
    printed.write_bytes(first)
    second = word(drafted(printed, tmp_path / "two"))
    missing = [
        line
        for line in map(squeezed, TEXTS[name].splitlines())
        if line and line not in "".join(lines(first))
    ]
    assert missing == []
    assert lines(second) == lines(first)
    written = [
        {
            path.name: path.read_text(encoding="utf-8")
            for path in (tmp_path / place / "policies" / DAY.isoformat()).glob("0*.yaml")
        }
        for place in ("one", "two")
    ]
    assert written[0]
    assert written[1] == written[0]


def test_a_table(tmp_path: Path) -> None:
    document = Document()
    for text in ("虚构县晨检办法", "第一条 晨检按下表：", "第二条 结果当天上报。"):
        document.add_paragraph(text)
    table = document.add_table(2, 2)
    cells = [["项目", "时间"], ["体温", "每天一次"]]
    for row, words in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    document.paragraphs[1]._p.addnext(table._tbl)  # noqa: SLF001
    draft = tmp_path / "table.docx"
    document.save(str(draft))
    copytree(HERE / "revisions/county", tmp_path / "one")
    handbook = drafted(draft, tmp_path / "one")
    clause = handbook.all_editions["a3"][0].policy.clauses[0]
    assert clause.table == (("项目", "时间"), ("体温", "每天一次"))
    assert lines(word(handbook))[-4:] == ["项目", "时间", "体温", "每天一次"]


def test_a_redline_shows_chapters_paragraphs_and_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "county"
    copytree(HERE / "revisions/county", project)
    drafted(HERE / "revisions/articles.txt", project)
    first = project / "policies/2026-12-01"
    copytree(first, project / "policies/2027-01-01")
    for path in first.glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("draft: true\n", "")
        path.write_text(text, encoding="utf-8")
    for path in (project / "policies/2027-01-01").glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("2026-12-01", "2027-01-01")
        text = text.replace("title: 第二章 考场,", "title: 第二章 考场和考务,")
        text = text.replace(
            "    text: 考场内不得使用手机。\n",
            '    text: "考场内不得使用手机。\\n手机交监考老师保管。"\n    table:\n      - [考场, 人数]\n'
            "    history: {change: revised, reason: 写明由谁保管}\n",
        )
        path.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert main(["diff", "a3", "--root", str(project)]) == 0
    shown = capsys.readouterr().out
    assert (
        "章节：第一章　总则（第一条起），第二章　考场（第二条起） → "
        "第一章　总则（第一条起），第二章　考场和考务（第二条起）"
    ) in shown
    assert "第二章第三条 a3-3　修改" in shown
    assert "考场内不得使用手机。{+\n手机交监考老师保管。\n考场｜人数+}" in shown
