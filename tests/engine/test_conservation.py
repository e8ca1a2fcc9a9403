"""Whatever a manuscript holds is written or told: documents of every make, generated."""

import re
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support.drafts import NS, ON_OVER_CHAPTERS, list_style, packed, para, run

from zhidu.drafting.draft_clauses import begun
from zhidu.drafting.import_plan import plan
from zhidu.handbook.book import Handbook
from zhidu.judging.check import check

DAY = check(Path(__file__).parent.parent / "cases/revisions/county").handbook.as_of
EMPTY = Handbook(documents=(), as_of=DAY, complete=True)
WORDS = st.text("检查设备登记学生教师每天周月清扫保管钥匙", min_size=3, max_size=9)
NUMERALS = "一二三四五六七八九"


def squeezed(text: str) -> str:
    return re.sub(r"\s|\"", "", text)


def kept(draft: Path, pieces: list[str]) -> list[str]:
    """The *pieces* of *draft* that stand neither in what would be written nor in what is said."""
    made, findings = plan(draft, EMPTY, DAY)
    if made is None:
        return []  # nothing is written: the draft is as it was
    written = squeezed("\n".join(made.files.values()))
    told = squeezed("\n".join(f.message for f in findings))
    found = []
    for piece in pieces:
        number = begun(piece)
        words = number.rest if number else piece
        parts = map(squeezed, re.split(r"[。；\s]", words))  # a name and a day are two fields
        if squeezed(words) not in told and not all(part in written for part in parts):
            found.append(piece)
    return found


SHAPES = (
    "第{n}条　{w}。", "{n}、{w}。", "（{n}）{w}；", "{d}.{w}。", "({d}){w}", "①{w}", "{w}。", "{w}", "{w}：", "第{n}章　{w}",
    "附件{d}", "附件{d}：{w}制度", "{w}制度", "{w}办法（试行）", "关于{w}的通知", "虚教字〔2026〕{d}号", "{w}局", "{w}局　2026年{d}月{d}日", "二〇二六年{n}月{n}日",
    "2026.{d}.{d}", "抄送：{w}", "联系人：{w}", "审核人：", "附则", "（{w}）", "一、{w}。二、{w}。三、{w}。", "自2027年{d}月1日起施行。",
    "{w}｜{w}", "各{w}学校：", "上一条：{w}", "备案号：{w}",
)  # fmt: skip
LINE = st.builds(
    lambda shape, w, n: shape.format(w=w, n=NUMERALS[n], d=n + 1),
    st.sampled_from(SHAPES),
    WORDS,
    st.integers(0, 8),
)
SIGNED = WORDS.map(lambda w: [f"虚构县{w}局", "2026年3月1日"])
LINES = st.lists(LINE, min_size=1, max_size=14).map(
    lambda lines: ["虚构县示例制度", "一、每天检查。", "二、每周登记。", *lines]
)
LINES |= st.lists(LINE, min_size=1, max_size=14)
LINES |= st.builds(lambda lines, signed: [*lines, *signed], LINES, SIGNED)
NOTICE = [
    "虚构县教育局关于印发示例制度的通知",
    "各学校：",
    "现印发。",
    "虚构县教育局",
    "2026年3月1日",
]
LINES |= LINES.map(lambda lines: [*NOTICE, *lines])
QUICK = settings(
    phases=(Phase.explicit, Phase.generate),
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@QUICK
@given(lines=LINES)
def test_no_line_of_a_text_is_lost(lines: list[str], tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("\n".join(lines), encoding="utf-8")
    assert kept(draft, lines) == []


PAGE = {
    "p": "<p>{}</p>",
    "div": "<div><span>{}</span></div>",
    "cell": "<table><tr><td>{}</td><td>格子</td></tr></table>",
    "item": "<ul><li><a href='/'>{}</a></li></ul>",
    "foot": "<footer>{}</footer>",
    "pre": "<pre>\n　　{}\n</pre>",
    "struck": "<p>留下<del>{}</del></p>",
    "hidden": "<p style='display: none'>{}</p>",
    "heading": "<h1>{}</h1>",
    "option": "<select><option>{}</option></select>",
    "ruby": "<p><ruby>字<rt>{}</rt></ruby></p>",
    "line": "{}<br>",
    "grid": "<table><tr><th>项目</th><th>{}</th></tr><tr><td>一</td><td>二</td></tr></table>",
    "caption": "<table><caption>{}</caption><tr><th>项目</th><th>一</th></tr></table>",
    "list": "<dl><dt>项</dt><dd>{}</dd></dl>",
    "menu": "<div class='menu'><a href='/'>首页</a> | <a href='/x'>{}</a></div>",
    "trail": "<div>当前位置：<a href='/'>首页</a> &gt; <a href='/x'>{}</a></div>",
    "share": "<div class='share'>分享到：<a>微信</a><a>{}</a></div>",
    "numbered": "<ol><li>{}</li><li>第二项<ol start='3'><li>{}</li></ol></li></ol>",
    "chinese": "<ol style='list-style-type: cjk-ideographic'><li>{}</li></ol>",
    "behind": "<div style='visibility: hidden'><p>一、每天检查。</p><p>{}</p></div>",
    "layout": "<table><tr><td></td><td>{}</td></tr></table>",
    "broken": "<pre>{}\n在下一行接着写的字\n</pre>",
}


@QUICK
@given(lines=LINES, kinds=st.lists(st.sampled_from(sorted(PAGE)), min_size=24, max_size=24))
def test_no_line_of_a_page_is_lost(lines: list[str], kinds: list[str], tmp_path: Path) -> None:
    draft = tmp_path / "draft.html"
    body = "".join(PAGE[kind].replace("{}", line) for line, kind in zip(lines, kinds, strict=False))
    draft.write_text(f"<html><meta charset=utf-8><body>{body}</body></html>", encoding="utf-8")
    assert kept(draft, lines) == []


BOX = "<mc:AlternateContent xmlns:mc='m'><mc:Choice><w:drawing><w:txbxContent>{p}</w:txbxContent></w:drawing></mc:Choice></mc:AlternateContent>"
WORD = {
    "p": "{p}",
    "control": "<w:sdt><w:sdtPr/><w:sdtContent>{p}</w:sdtContent></w:sdt>",
    "table": "<w:tbl><w:tr><w:tc>{p}</w:tc><w:tc>{p}</w:tc></w:tr></w:tbl>",
    "nested": "<w:tbl><w:tr><w:tc>{p}</w:tc><w:tc><w:tbl><w:tr><w:tc>{p}</w:tc><w:tc>{p}</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>",
    "struck-cell": "<w:tbl><w:tr><w:tc><w:p>{struck}</w:p></w:tc><w:tc>{p}</w:tc></w:tr></w:tbl>",
    "box-cell": "<w:tbl><w:tr><w:tc><w:p><w:r>"
    + BOX
    + "</w:r></w:p></w:tc><w:tc>{p}</w:tc></w:tr></w:tbl>",
    "frame": "<w:tbl><w:tr><w:tc>{p}</w:tc></w:tr></w:tbl>",
    "struck": "<w:p>{struck}</w:p>",
    "hidden": "<w:p>{hidden}</w:p>",
    "deleted": "<w:p><w:del><w:r><w:delText>{t}</w:delText></w:r></w:del></w:p>",
    "inserted": "<w:p><w:ins>{r}</w:ins></w:p>",
    "moved": "<w:moveTo>{p}</w:moveTo>",
    "box": "<w:p><w:r>" + BOX + "</w:r></w:p>",
    "result": "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>"
    "<w:r><w:fldChar w:fldCharType='separate'/></w:r>{r}<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>",
    "code": "<w:p>留下<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>{t}</w:instrText></w:r>"
    "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>",
    "simple": "<w:p><w:fldSimple w:instr='DATE'>{r}</w:fldSimple></w:p>",
    "unknown": "<w:p><w:strange>{r}</w:strange></w:p>",
    "stranger": "<w:strange>{p}</w:strange>",
    "ruby": "<w:p><w:r><w:ruby><w:rt>{r}</w:rt><w:rubyBase><w:r><w:t>字</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
    "link": "<w:p><w:hyperlink>{r}</w:hyperlink></w:p>",
    "formula": "<w:p><m:oMath xmlns:m='m'><m:r><m:t>{t}</m:t></m:r></m:oMath></w:p>",
    "chapter": "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='3'/></w:numPr></w:pPr>{r}</w:p>",
    "article": "<w:p><w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='3'/></w:numPr></w:pPr>{r}</w:p>",
    "item": "<w:p><w:pPr><w:pStyle w:val='Item'/></w:pPr>{r}</w:p>",
    "one-cell": "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc>{p}</w:tc></w:tr></w:tbl>",
    "joined": "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{r}</w:p>",
}


@QUICK
@given(
    lines=LINES,
    kinds=st.lists(st.sampled_from(sorted(WORD)), min_size=24, max_size=24),
    notes=st.lists(WORDS, max_size=3),
    margin=WORDS,
)
def test_no_words_of_a_word_document_are_lost(
    lines: list[str], kinds: list[str], notes: list[str], margin: str, tmp_path: Path
) -> None:
    body = "".join(
        WORD[kind].format(
            t=line,
            r=run(line),
            p=para(line),
            struck=run(line, "<w:strike/>"),
            hidden=run(line, "<w:vanish/>"),
        )
        for line, kind in zip(lines, kinds, strict=False)
    )
    comments = "".join(
        f'<w:comment w:id="{n}">{para(note)}</w:comment>' for n, note in enumerate(notes)
    )
    draft = tmp_path / "draft.docx"
    draft.write_bytes(
        packed(
            body,
            comments=f"<w:comments {NS}>{comments}</w:comments>",
            header=f"<w:hdr {NS}>{para(margin)}</w:hdr>",
            numbering=ON_OVER_CHAPTERS,
            styles=f"<w:styles {NS}>{list_style('Item', 3, 2)}</w:styles>",
        )
    )
    assert kept(draft, [*lines, *notes, margin]) == []
