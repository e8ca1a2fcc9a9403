"""Drafts in Word, text and HTML become an issuance: the same text back, annotations carried over, hostile files refused."""

import json
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import yaml
from support.word import W, document, docx, paragraph
from support.yunling import YUNLING

from zhidu.cli.commands import main
from zhidu.drafting import formats
from zhidu.drafting.draft_findings import CODES
from zhidu.drafting.import_plan import MARKS, Plan, plan
from zhidu.drafting.manuscript_lines import Line, trimmed
from zhidu.drafting.structure import understood
from zhidu.handbook.book import Handbook, walk
from zhidu.office.word import docx as export
from zhidu.reading.model import PLACEHOLDER, REASON, Policy
from zhidu.views.on_paper.official_document import chosen_document

ROOT = Path(__file__).parent.parent.parent
REFERENCE = YUNLING / "manuscript.txt"
CASES = yaml.safe_load((ROOT / "tests/cases/import/structure.yaml").read_text(encoding="utf-8"))
DAY = date(2026, 9, 1)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the real policies."""
    copytree(YUNLING / "policies", tmp_path / "project" / "policies")
    return tmp_path / "project"


def lines_of(policy: Policy, *, automatic: int = 0) -> Iterator[tuple[str, tuple[int, int] | None]]:
    """The paragraphs of a policy as printed, each with its list and level where Word numbers it."""
    yield policy.label, None
    yield "\n".join(policy.heading or (policy.title + policy.status.suffix,)), None
    for _, parent, clause in walk(policy.clauses):
        if clause.label is None:
            yield clause.text, None
        elif automatic:
            yield clause.text, (automatic, 1 if parent else 0)
        else:
            yield (f"（{clause.label}）" if parent else f"{clause.label}、") + clause.text, None


def words(policy: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Everything of a policy that is printed."""

    def of(clauses: Any) -> list[tuple[Any, ...]]:
        return [(c["id"], c.get("label"), c["text"], *of(c.get("clauses", []))) for c in clauses]

    return [
        (policy["policy"], policy["label"], policy["title"], tuple(policy.get("heading", ()))),
        *of(policy["clauses"]),
    ]


def made(path: Path, handbook: Handbook, day: date | None = DAY) -> Plan:
    found, findings = plan(path, handbook, day)
    assert found is not None, findings
    return found


def data(found: Plan) -> dict[str, Any]:
    """The policies of a plan as data, by id."""
    policies = [yaml.safe_load(t) for n, t in found.files.items() if n != "notice.yaml"]
    return {policy["policy"]: policy for policy in policies}


def as_word(handbook: Handbook, *, automatic: bool) -> bytes:
    """All eleven policies in one document, numbered by hand or by Word."""
    body = [
        paragraph(text, numbered)
        for number, edition in enumerate(handbook.current.values(), 1)
        for text, numbered in lines_of(edition.policy, automatic=number if automatic else 0)
    ]
    return docx(body, lists=len(handbook.current))


@pytest.mark.parametrize("automatic", [False, True], ids=["typed", "automatic"])
def test_all_eleven_from_word_give_back_the_same(
    handbook: Handbook, tmp_path: Path, *, automatic: bool
) -> None:
    draft = tmp_path / "draft.docx"
    draft.write_bytes(as_word(handbook, automatic=automatic))
    found = made(draft, handbook)
    assert not found.findings
    written = data(found)
    assert list(written) == list(handbook.current)
    for policy, edition in handbook.current.items():
        assert written[policy] == edition.document.source.data
        name = Path(edition.document.source.path).name
        assert found.files[name].encode() == edition.document.source.raw


def test_one_policy_without_a_notice(handbook: Handbook, tmp_path: Path) -> None:
    for policy, edition in handbook.current.items():
        draft = tmp_path / f"{policy}.docx"
        body = [paragraph(text, numbered) for text, numbered in lines_of(edition.policy)]
        draft.write_bytes(docx(body))
        found = made(draft, handbook)
        assert data(found)[policy] == edition.document.source.data
        assert not found.notice


@pytest.mark.parametrize("policy", [None, *(f"a{number}" for number in range(1, 12))])
def test_our_own_word_export_gives_back_the_same(
    handbook: Handbook, tmp_path: Path, policy: str | None
) -> None:
    draft = tmp_path / "official.docx"
    draft.write_bytes(export(chosen_document(handbook, policy, None)))
    found = made(draft, handbook)
    written = data(found)
    assert set(written) == ({policy} if policy else set(handbook.current))
    for name, value in written.items():
        assert value == handbook.current[name].document.source.data, name
    if policy is None:
        same_notice(found, handbook)
        notice = yaml.safe_load(found.files["notice.yaml"])
        assert tuple(notice["heading"]) == handbook.notices[0].value.heading


def same_notice(found: Plan, handbook: Handbook) -> None:
    """The notice of *found* says what the real one says."""
    notice = yaml.safe_load(found.files["notice.yaml"])
    real = handbook.notices[0].value
    assert notice["title"] == real.title
    assert notice["addressees"] == real.addressees
    assert [c["text"] for c in notice["clauses"]] == [c.text for c in real.clauses]
    listed = [(a["policy"], a["text"]) for a in notice["attachments"]]
    assert listed == [(a.policy, a.text) for a in real.attachments]
    assert notice["signoff"] == {"issuer": real.signoff.issuer, "date": real.signoff.date}


@pytest.mark.parametrize(
    "form", ["utf-8.txt", "gbk.txt", "utf-16.txt", "utf-8.html", "gb2312.html"]
)
def test_the_published_document_gives_back_the_policies(
    handbook: Handbook, tmp_path: Path, form: str
) -> None:
    """The published document, as text or as a page with its navigation, in every encoding that is about."""
    text = REFERENCE.read_text(encoding="utf-8")
    draft = tmp_path / form
    encoding = {"gbk": "gb18030", "utf-16": "utf-16", "gb2312": "gb18030"}.get(
        form.split(".", maxsplit=1)[0], "utf-8"
    )
    if form.endswith("html"):
        body = "".join(
            f"<p style='x'>&nbsp;&nbsp;<span>{line[:5]}</span>{line[5:]}</p>\n"
            for line in text.splitlines()
        )
        said = "gb2312" if encoding != "utf-8" else "utf-8"
        text = (
            f'<html><head><meta charset="{said}"><title>网站</title><script>var 一 = "一、";</script></head>'
            f"<body><div>某某教育云</div><ul><li>网站首页</li></ul>{body}</body></html>"
        )
    draft.write_bytes(text.encode(encoding))
    found = made(draft, handbook, None)
    assert found.day == date(2016, 9, 1), "the signature writes 一七年四月十五日"
    for policy, value in data(found).items():
        assert value == handbook.current[policy].document.source.data
    same_notice(found, handbook)
    notice = yaml.safe_load(found.files["notice.yaml"])
    assert notice["punctuation"] == [{"published": p, "restored": r} for p, r in MARKS]
    assert [f.code for f in found.findings] == (
        ["manuscript/skipped"] if form.endswith("html") else []
    )


def test_a_first_import_mints_ids(handbook: Handbook) -> None:
    """A bureau without policies begins with its document: texts and ids are there, annotations are not."""
    empty = Handbook(documents=(), as_of=DAY, complete=True)
    written = data(made(REFERENCE, empty, None))
    assert list(written) == list(handbook.current)
    for policy, edition in handbook.current.items():
        assert words(written[policy]) == words(edition.document.source.data)


def draft_of(handbook: Handbook, policy: str, changes: Mapping[str, str], tmp_path: Path) -> Path:
    """*policy* as a text file with some of its words changed."""
    text = "\n".join(line for line, _ in lines_of(handbook.current[policy].policy))
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    draft = tmp_path / "draft.txt"
    draft.write_text(text, encoding="utf-8")
    return draft


def test_changed_words_keep_what_still_rests_on_words(handbook: Handbook, tmp_path: Path) -> None:
    changes = {
        "保留上网记录6O天": "保留上网记录不少于六个月",
        "如发现立刻上报": "如发现，立刻上报学校负责人",
    }
    found = made(draft_of(handbook, "a8", changes, tmp_path), handbook)
    (result,) = found.aligned
    assert result.changed == ["a8-7", "a8-11"]
    assert not result.new
    assert not result.gone
    assert [(lost.what, lost.words) for lost in result.lost] == [
        ("勘误", "6O天"),
        ("编者注", "保留上网记录6O天；对外服务的服务器必须记录日志，日志保留90天"),
    ]
    assert [(one.duty, one.old, one.new) for one in result.mended] == [
        ("a8-11-b", "保留上网记录6O天", "保留上网记录不少于六个月")
    ]
    written = data(found)["a8"]["clauses"]
    seventh = next(c for c in written if c["id"] == "a8-7")
    assert seventh["duties"][1]["quote"] == "如发现，立刻上报", (
        "the words are found again with other marks"
    )
    assert [e["quote"] for e in seventh["errata"]] == ["非法黑客行为"], (
        "one is put right in the draft"
    )
    eleventh = next(c for c in written if c["id"] == "a8-11")
    assert [d["id"] for d in eleventh["duties"]] == ["a8-11-a", "a8-11-b", "a8-11-c", "a8-11-d"]
    carried = eleventh["duties"][1]
    assert carried["quote"] == "保留上网记录不少于六个月"
    assert carried["summary"].startswith(PLACEHOLDER), (
        "the words are others: somebody has to read them"
    )
    assert eleventh["history"] == {"change": "revised", "reason": REASON}


def test_inserted_and_removed_clauses_keep_the_ids_of_the_others(
    handbook: Handbook, tmp_path: Path
) -> None:
    policy = handbook.current["a7"].policy
    texts = [clause.text for clause in policy.clauses]
    del texts[2]
    texts.insert(1, "负责编制网络安全应急预案，每学期组织一次演练。")
    draft = tmp_path / "draft.txt"
    numerals = "一二三四"
    body = "\n".join(f"{n}、{t}" for n, t in zip(numerals, texts, strict=True))
    draft.write_text(f"附件7\n{policy.title}（试行）\n{body}\n", encoding="utf-8")
    (result,) = made(draft, handbook).aligned
    assert [c["id"] for c in result.data["clauses"]] == ["a7-1", "a7-5", "a7-2", "a7-4"]
    assert [c["label"] for c in result.data["clauses"]] == list(numerals)
    assert (result.new, result.gone) == (["a7-5"], ["a7-3"])
    assert result.data["repealed"] == [{"clause": "a7-3", "reason": REASON}]
    assert result.data["clauses"][1]["history"] == {"change": "new", "reason": REASON}
    assert not any("history" in c for c in result.data["clauses"] if c["id"] != "a7-5")
    assert result.moved == ["a7-2"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_structure(case: dict[str, Any]) -> None:
    lines = [Line(text=t, place=n) for n, t in enumerate(trimmed(case["lines"]), 1)]
    found = understood(lines, "x", MARKS)
    shown = {
        "policies": [
            {
                "label": a.label,
                "title": a.title,
                "clauses": [
                    f"{item.label or '-'} {item.text}"
                    + "".join(f" / {i.label} {i.text}" for i in item.items)
                    for item in a.items
                ],
            }
            for a in found.attachments
        ],
        "findings": [f"{f.line} {f.code}: {f.message}" for f in found.findings],
    }
    if found.notice:
        shown["notice"] = {
            "title": "".join(found.notice.heading),
            "to": found.notice.addressees,
            "paragraphs": list(found.notice.paragraphs),
            "listed": list(found.notice.listed),
            "signed": " ".join([found.notice.issuer, *found.notice.joint, str(found.notice.day)]),
        }
    assert shown == case["expected"]


def test_word_numbers_as_word_shows_them(tmp_path: Path) -> None:
    """Levels, restarts, styles that carry the list, other words around the number, and bullets."""
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (start, form, text) in enumerate(
            [
                (1, "japaneseCounting", "第%1条"),
                (1, "decimal", "（%2）"),
                (3, "decimal", "%1.%2.%3"),
                (1, "bullet", "●"),
            ]
        )
    )
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num></w:numbering>"
    )
    styles = (
        f'<w:styles {W}><w:style w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Clause"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:styleId="Round"><w:basedOn w:val="Round"/></w:style></w:styles>'
    )
    body = [
        paragraph("甲", style="Clause"), paragraph("乙", style="Clause"), paragraph("子", (1, 1)), paragraph("丑", (1, 1)),
        paragraph("深", (1, 2)), paragraph("丙", (1, 0)), paragraph("寅", (1, 1)), paragraph("点", (1, 3)),
        paragraph("无", (0, 0)), paragraph("圈", style="Round"), paragraph("丁", (2, 0)), paragraph("戊", (1, 0)),
    ]  # fmt: skip
    draft = tmp_path / "draft.docx"
    parts = {"word/numbering.xml": numbering, "word/styles.xml": styles}
    draft.write_bytes(docx(body, parts=parts))
    text, findings = formats.read(draft)
    assert not findings
    assert text is not None
    assert tuple(line.text for line in text.lines) == (
        "第一条甲", "第二条乙", "（1）子", "（2）丑", "二.2.3深", "第三条丙", "（1）寅", "点", "无", "圈", "第一条丁", "第二条戊",
    )  # fmt: skip


def test_what_is_not_plain_text_is_said(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    deleted = "<w:del w:id='1'><w:r><w:delText>删去</w:delText></w:r></w:del>"
    body = [
        f"<w:p>{run.format('留下')}{deleted}<w:ins w:id='2'>{run.format('添上')}</w:ins></w:p>",
        f"<w:p>{run.format('看得见')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r></w:p>",
        f"<w:p><w:r><w:drawing/></w:r>{run.format('图旁')}</w:p>",
        f"<w:p><w:r><w:sym w:char='F0A7'/></w:r>{run.format('符号')}</w:p>",
        f"<w:p><w:hyperlink>{run.format('链接')}</w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
    ]
    draft = tmp_path / "draft.docx"
    draft.write_bytes(docx(body))
    text, findings = formats.read(draft)
    assert text is not None
    assert [line.text for line in text.lines] == ["留下添上", "看得见", "图旁", "符号", "链接"]
    assert [(f.line, f.code, f.message) for f in findings] == [
        (
            1,
            "manuscript/revision-marks",
            "“留下添上”这一段：有修订标记，按接受全部修订读入：删去的“删去”没有读入",
        ),
        (
            1,
            "manuscript/revision-marks",
            "“留下添上”这一段：有修订标记，按接受全部修订读入：插入的字算数",
        ),
        (2, "manuscript/hidden-text", "“看得见”这一段：隐藏的文字“看不见”没有读入"),
        (3, "manuscript/not-read", "“图旁”这一段：图片没有读入"),
        (4, "manuscript/not-read", "“符号”这一段：特殊符号（ F0A7）没有读入"),
        (5, "manuscript/not-read", "“链接”这一段：域“PAGE”没有读入"),
    ]


# ---------- hostile files ----------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
OUTSIDE = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
LAUGHS = (
    "<!DOCTYPE x ["
    + "".join(
        f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" if n else "<!ENTITY a1 'ha'>" for n in range(10)
    )
    + "]>"
)


def with_dtd(dtd: str, entity: str) -> bytes:
    xml = document([paragraph("一")]).replace("<w:document", f"{dtd}<w:document", 1)
    return docx([], parts={"word/document.xml": xml.replace("一", entity)})


def bomb() -> bytes:
    """20 MB of one letter in a few KB, and then as much again."""
    return docx([], parts={"word/document.xml": b"<w:a>" + b" " * 17_000_000})


def lying() -> bytes:
    """A part that says it has ten bytes and has 17 million."""
    honest = bytearray(bomb())
    size = struct.pack("<I", 17_000_005)
    for place in [m.start() for m in re.finditer(re.escape(size), bytes(honest))]:
        honest[place : place + 4] = struct.pack("<I", 10)
    return bytes(honest)


HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "not a zip": ("a.docx", b"hello", "manuscript/not-word"),
    "empty": ("a.docx", b"", "manuscript/not-word"),
    "an empty zip": ("a.docx", b"PK\x05\x06" + b"\0" * 18, "manuscript/not-word"),
    "cut in two": ("a.docx", docx([paragraph("一、条款")])[:-90], "manuscript/not-word"),
    "damaged inside": (
        "a.docx",
        docx([paragraph("一、条款")]).replace(b"\x03\x14", b"\x99\x99"),
        "",
    ),
    "no document in it": (
        "a.docx",
        docx([], parts={"_rels/.rels": "<a/>", "word/document.xml": ""}),
        "manuscript/not-word",
    ),
    "nothing but attributes": (
        "a.docx",
        docx(["<w:p " + " ".join(f'a{n}=""' for n in range(40)) + "/>"] * 15_000),
        "manuscript/expands",
    ),
    "a page of nothing but tags": ("a.html", b"<i>" * 200_001, "manuscript/expands"),
    "a page of 5 MB": ("a.html", b"a" * 5_000_001, "manuscript/too-large"),
    "another zip": ("a.docx", docx([], parts={"word/document.xml": "<html/>"}), "manuscript/empty"),
    "old word": ("a.doc", OLE, "manuscript/old-word"),
    "old word renamed": ("a.docx", OLE, "manuscript/old-word"),
    "wps": ("a.wps", OLE, "manuscript/old-word"),
    "password": ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "manuscript/password"),
    "macros": (
        "a.docm",
        docx([paragraph("一")], parts={"word/vbaProject.bin": b"x"}),
        "manuscript/macros",
    ),
    "macros renamed": (
        "a.docx",
        docx([paragraph("一")], parts={"word/vbaProject.bin": b"x"}),
        "manuscript/macros",
    ),
    "zip bomb": ("a.docx", bomb(), "manuscript/expands"),
    "zip bomb that lies": ("a.docx", lying(), ""),
    "many entries": (
        "a.docx",
        docx([], parts={f"word/{n}": "" for n in range(6000)}),
        "manuscript/expands",
    ),
    "external entity": ("a.docx", with_dtd(OUTSIDE, "&e;"), "manuscript/entities"),
    "billion laughs": ("a.docx", with_dtd(LAUGHS, "&a9;"), "manuscript/"),
    "deep": ("a.docx", docx(["<w:p>" * 5000 + "</w:p>" * 5000]), "manuscript/not-word"),
    "broken xml": ("a.docx", docx(["<w:p>"]), "manuscript/not-word"),
    "picture renamed": (
        "a.docx",
        b"\x89PNG\r\n\x1a\n" + zlib.compress(b"x"),
        "manuscript/not-word",
    ),
    "picture": ("a.png", b"\x89PNG", "manuscript/kind"),
    "no extension": ("a", b"x", "manuscript/kind"),
    "binary as text": ("a.txt", b"\0\1\2\3" * 100, "manuscript/encoding"),
    "nothing in it": ("a.txt", b" \n\xe3\x80\x80\n", "manuscript/empty"),
    "no policy in it": ("a.txt", "只是一句话。".encode(), "manuscript/no-policy"),
    "an empty page": ("a.html", b"<html><script>x</script></html>", "manuscript/empty"),
    "a deep page": ("a.html", b"<div>" * 200_000, "manuscript/empty"),
    "many paragraphs": ("a.txt", "一\n".encode() * 20_001, "manuscript/too-large"),
    "too large": ("a.docx", b"PK" + b"\0" * 20_000_001, "manuscript/too-large"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file(
    name: str, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, content, code = HOSTILE[name]
    draft = tmp_path / file
    draft.write_bytes(content)
    before = sorted(p.name for p in (project / "policies").iterdir())
    assert main(["import", str(draft), "--root", str(project), "--date", "2026-09-01"]) == 2
    output, errors = capsys.readouterr()
    assert output == ""
    (line,) = errors.splitlines()
    assert f" 错误 [{code or 'manuscript/'}" in line
    assert "root:" not in line
    assert re.search(r"\[(manuscript/[a-z-]+)\]", line)[1] in CODES  # type: ignore[index]
    assert sorted(p.name for p in (project / "policies").iterdir()) == before


def test_a_sparse_giant_and_what_is_no_file(tmp_path: Path, handbook: Handbook) -> None:
    giant = tmp_path / "a.docx"
    with giant.open("wb") as file:
        file.truncate(100_000_000)
    folder = tmp_path / "b.docx"
    folder.mkdir()
    for path, code in ((giant, "too-large"), (folder, "missing"), (tmp_path / "c.docx", "missing")):
        found, findings = plan(path, handbook, DAY)
        assert found is None
        assert [f.code for f in findings] == [f"manuscript/{code}"]


# ---------- the command ----------


def notice_of(policy: Policy, day: str) -> str:
    return (
        f"关于修订{policy.title}的通知\n各中小学校：\n　　现将修订后的制度印发，请遵照执行。\n"
        f"附件1：{policy.title}（试行）\n示例县教育局\n{day}\n"
    )


def test_the_command_writes_a_draft_that_check_accepts_or_explains(
    project: Path, handbook: Handbook, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = handbook.current["a9"].policy
    draft = draft_of(handbook, "a9", {"每周擦拭设备一次": "每周擦拭设备两次"}, tmp_path)
    draft.write_text(
        notice_of(policy, "二〇二六年九月一日") + draft.read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    arguments = ["import", str(draft), "--root", str(project)]
    assert main([*arguments, "--dry-run"]) == 0
    planned = capsys.readouterr().out
    assert (
        "a9（附件9 云岭县录课室设备管理员职责）：3 条没有改动；修改 1 条（a9-1）；职责带过来 3 项，照新条文改了摘引 1 项"
        in planned
    )
    assert (
        "职责 a9-1-a 原来摘引的“保持录课室整洁，每周擦拭设备一次”改了，照新条文改成了“保持录课室整洁，每周擦拭设备两次”"
        in planned
    )
    assert not (project / "policies" / "2026-09-01").exists()

    status = main(arguments)
    output, errors = capsys.readouterr()
    folder = project / "policies" / "2026-09-01"
    assert sorted(path.name for path in folder.iterdir()) == [
        "09-recording-room-manager.yaml",
        "notice.yaml",
    ]
    assert errors == ""
    explained = [line for line in output.splitlines() if ": 错误 [" in line]
    assert status == 1
    assert all("2026-09-01" in line for line in explained)
    assert "还有 1 条没有读职责（通知 1 条）" in output
    assert not any("yaml/" in line or "shape/" in line for line in explained)

    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert main(arguments) == 1, "the same again changes nothing and asks nothing"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    capsys.readouterr()

    (folder / "notice.yaml").write_text("mine", encoding="utf-8")
    assert main(arguments) == 2
    assert (
        "里已有不同的文件：notice.yaml\n没有写。确实要覆盖，加上 --overwrite。"
        in capsys.readouterr().err
    )
    assert (folder / "notice.yaml").read_text(encoding="utf-8") == "mine"
    main([*arguments, "--overwrite"])
    assert (folder / "notice.yaml").read_bytes() == before["notice.yaml"]


def test_an_unchanged_edition_is_clean_but_for_its_notice(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["import", str(REFERENCE), "--root", str(project), "--date", "2026-09-01"]
    assert main(arguments) == 0
    output = capsys.readouterr().out
    assert ": 错误 [" not in output
    assert "还有 2 条没有读职责（通知 2 条）" in output, "the paragraphs of the notice"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "没有认出落款日期。加上 --date，例如 --date 2026-09-01。"),
        (
            ["--date", "2026-09-01", "-o", "elsewhere"],
            "文件夹要以印发日期命名：2026-09-01。用 -o 改文件夹，或用 --date 改日期。",
        ),
    ],
)
def test_the_command_refuses(
    arguments: list[str],
    message: str,
    project: Path,
    handbook: Handbook,
    capsys: pytest.CaptureFixture[str],
) -> None:
    draft = draft_of(handbook, "a9", {}, project)
    assert main(["import", str(draft), "--root", str(project), *arguments]) == 2
    assert capsys.readouterr().err.strip().endswith(message)


def test_every_code_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--format", "json"]) == 0
    known = json.loads(capsys.readouterr().out)
    assert CODES.items() <= known.items()


def test_a_draft_without_end_is_answered_in_few_words() -> None:
    lines = [
        "实验室安全制度",
        "一、学生。",
        *["学生不得独自进入。"] * 4_000,
        "9" * 300 + "、学生" + "9" * 300,
    ]
    found = understood([Line(text=t, place=n) for n, t in enumerate(lines, 1)], "x", MARKS)
    ((item,),) = (attachment.items for attachment in found.attachments)
    assert item.text.count("学生不得独自进入。") == 4_000
    alike = [each for each in found.findings if each.code == "manuscript/joined"]
    assert len(alike) == 51
    assert alike[-1].message == "后面还有同样的，没有一一列出"


def test_a_draft_longer_than_any_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("学" * 19_000 + "\n" + ("学" * 19_000 + "\n") * 30, encoding="utf-8")
    text, (finding,) = formats.read(path)
    assert text is None
    assert finding.code == "manuscript/too-large"
    assert finding.message == "文稿有 58 万字，最多 40 万字"
