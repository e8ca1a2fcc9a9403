"""Intake: what schools send is accepted once, whole, and answered; nothing hostile stops it, nothing stopped loses it."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from support.bureau import SCHOOL, TERM, Bureau
from support.cases import BUILDERS
from support.foreign_kinds import FOREIGN
from support.mangled_codes import OF_PIECES, READ, REFUSED
from support.pasted_codes import PASTED, in_excel, in_word
from support.submissions import mutations
from support.text_codes import encode, first_version
from support.workbooks import package
from support.yunling import YUNLING

from zhidu.assessment import text_code
from zhidu.assessment.intake.merging import together
from zhidu.assessment.intake.recognition import Desk
from zhidu.assessment.submission import canonical, receipt
from zhidu.assessment.text_code import decode
from zhidu.assessment.verdict.one_submission import Bench
from zhidu.cli.commands import main
from zhidu.judging.check import check
from zhidu.reading import strict_yaml


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau(tmp_path)


def without_reckoned(data: dict[str, Any]) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(data))
    copy.pop("score", None)
    for measured in copy["metrics"].values():
        measured.pop("rate", None)
    return copy


@pytest.mark.parametrize("kind", ["yaml", "json", "code", "xlsx"])
def test_every_door_leads_to_the_same_file(
    bureau: Bureau, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = without_reckoned(bureau.data)
    if kind == "yaml":
        bureau.send("自查 (1).yaml.txt", "\ufeff" + canonical(data, {}))
    elif kind == "json":
        bureau.send("x.json", json.dumps(data, indent=1))
    elif kind == "code":
        words = encode(data)
        broken = "\r\n".join(words[at : at + 60] for at in range(0, len(words), 60))
        bureau.send(
            "聊天.txt", f"张主任好，这是我们的：\r\n{broken}\r\n ok thanks".encode("gb18030")
        )
    else:
        bureau.send("x.xlsx", bureau.workbook(data))
    assert bureau.take() == 0, capsys.readouterr().out
    assert capsys.readouterr().out.splitlines()[-1] == (
        "收下 1 份。回执和要改的地方在收件文件夹的“回复”里，可以原样发给学校。"
    )
    found, findings = strict_yaml.parse(bureau.kept.read_bytes(), "x")
    assert found is not None
    assert not findings
    assert found.data == data
    assert main(["check", "--root", str(bureau.root)]) == 0


def test_the_receipt(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    bureau.data["items"]["a2-1"] = {"status": "unknown"}
    del bureau.data["score"]
    bureau.send("第一学校.yaml", bureau.data)
    assert bureau.take() == 0
    number = receipt(bureau.data)
    about = "示例第一学校，示例学年第一学期"
    assert (
        capsys.readouterr().out.splitlines()[0] == f"收下　第一学校.yaml　{about}　回执号 {number}"
    )
    assert bureau.letter("第一学校.yaml.回执.txt") == (
        f"收到了：{about}的自查表\n"
        f"回执号：{number}（与自查表上的对一对：内容改一个字，号就不同）\n"
        "共 10 项：达标 5，部分达标 2，未达标 1，不适用 1，未知 1；得分 66.7\n"
        "要整改 3 项：最早的一项 2002年1月15日前，最晚的 2002年1月20日前\n"
        "提醒 1 处，不影响收下：\n"
        "1. 附件2有 1 项还是“未知”：第一条。\n"
        "   怎样改：查清以后改选；“未知”不算达标。\n"
    )


def test_what_is_to_be_put_right(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    data = without_reckoned(bureau.data)
    data["items"]["a1-4"]["rectification"]["due"] = "2002-01-09"
    bureau.send("第一学校.xlsx", bureau.workbook(data))
    assert bureau.take() == 1
    about = "示例第一学校，示例学年第一学期"
    wrong = "各条结论!K11　附件1第四条（“电子示例教案中文字占60%，图片…”）的整改期限 2002-01-09 早于填表日期 2002-01-10"
    assert capsys.readouterr().out.splitlines()[0] == f"退回　第一学校.xlsx　{about}　{wrong}"
    assert bureau.letter("第一学校.xlsx.退回.txt") == (
        f"退回：{about}，请改 1 处\n"
        "交来的：第一学校.xlsx\n"
        f"1. {wrong}。\n"
        "   怎样改：改期限。\n"
        "改好以后，请再交一次。谢谢！\n"
    )
    assert bureau.files() == {}
    bureau.send("第一学校.xlsx", bureau.workbook(without_reckoned(bureau.data)))
    assert bureau.take() == 0
    names = sorted(path.name for path in (bureau.inbox / "回复").iterdir())
    assert names == ["第一学校.xlsx.回执.txt"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("<img src=x>", "文字里有不允许的字符“<”"),
        ("{{ 7*7 }}", "文字里有不允许的字符“{{”"),
        ("甲\u202e乙", "“甲”后面有看不见的字符（U+202E）"),
        ("打13800138000", "这里像是写了手机号"),
    ],
)
@pytest.mark.parametrize("kind", ["json", "code"])
def test_what_may_not_stand_there_does_not_come_in(
    bureau: Bureau, kind: str, words: str, told: str
) -> None:
    bureau.data["items"]["a1-5"]["suggestion"] = words
    bureau.send("x", encode(bureau.data) if kind == "code" else bureau.data)
    assert bureau.take() == 1
    letter = bureau.letter("x.退回.txt")
    assert "请改 1 处" in letter
    assert told in letter
    assert words not in letter
    assert bureau.files() == {}


CHAT = "奇克小赵 14:32\r\n{}\r\n\r\n奇克小赵 14:33\r\n{}"


@pytest.mark.parametrize(
    "sent",
    [
        lambda code: CHAT.format(code[:200], code[200:]),
        lambda code: CHAT.format(code[:-5], code[-5:]),
        lambda code: f"LiMing: {code[:150]}\nLiMing 14:33\n{code[150:300]}\n张三：{code[300:]}\nok",
        lambda code: f"好的\n{code.translate({ord('1'): '１', ord('Z'): 'Ｚ'})}\n收到请回复",
    ],
    ids=["two messages", "a short rest", "three messages", "full width"],
)
def test_a_code_as_a_chat_gives_it(bureau: Bureau, sent: Any) -> None:
    bureau.send("聊天.txt", sent(encode(bureau.data)))
    assert bureau.take() == 0
    found, _ = strict_yaml.parse(bureau.kept.read_bytes(), "x")
    assert found is not None
    assert found.data == bureau.data


def test_a_code_in_pieces(bureau: Bureau) -> None:
    pieces = text_code.encode(bureau.data, most=200)
    assert len(pieces) == 4
    bureau.send("聊天.txt", "\n教务处 14:05\n".join([*reversed(pieces), pieces[0]]))
    assert bureau.take() == 0
    found, _ = strict_yaml.parse(bureau.kept.read_bytes(), "x")
    assert found is not None
    assert found.data == bureau.data


def test_a_piece_that_did_not_come_is_named(bureau: Bureau) -> None:
    pieces = text_code.encode(bureau.data, most=200)
    bureau.send("聊天.txt", "\n".join((pieces[0], pieces[2])))
    assert bureau.take() == 1
    assert bureau.letter("聊天.txt.退回.txt").splitlines()[2:4] == [
        "1. 文字码一共 4 段，少了第 2、4 段。",
        "   怎样改：请在自查表里复制第 2、4 段，也发来；再把几段存在一个文件里。",
    ]


@pytest.mark.parametrize("version", [encode, first_version], ids=["second", "first"])
@pytest.mark.parametrize("program", [in_word, in_excel], ids=["word", "excel"])
def test_a_code_in_an_office_file_is_found(bureau: Bureau, program: Any, version: Any) -> None:
    bureau.send("自查.docx", program(version(bureau.data)))
    assert bureau.take() == 0
    assert bureau.kept.exists()


def test_an_archive_is_opened(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """The workbook in it is read, photos beside it are passed over, and what is damaged is told."""
    data = without_reckoned(bureau.data)
    files = {"照片.jpg": b"\xff\xd8\xff\xe0", "校/自查.xlsx": bureau.workbook(data)}
    bureau.send("一校.zip", package(files))
    assert bureau.take() == 0
    assert capsys.readouterr().out.splitlines()[0] == (
        f"收下　一校.zip（校/自查.xlsx）　示例第一学校，示例学年第一学期　回执号 {receipt(data)}"
    )
    assert bureau.letter("一校.zip.回执.txt").startswith("收到了：示例第一学校")
    bureau.send("二校.zip", package({**files, "坏.yaml": json.dumps(bureau.data)[:-9]}))
    assert bureau.take() == 1
    assert "交来的：二校.zip（坏.yaml）" in bureau.letter("二校.zip.退回.txt")


def test_an_archive_in_an_archive_is_not_opened(bureau: Bureau) -> None:
    bureau.send("套.zip", package({"里.zip": package({"表.txt": encode(bureau.data)})}))
    assert bureau.take() == 1
    assert bureau.letter("套.zip.退回.txt").splitlines()[1:3] == [
        "交来的：套.zip（里.zip）",
        "1. 这是压缩包，没有打开。",
    ]


def test_names_in_an_archive_of_an_old_program(bureau: Bureau) -> None:
    raw = package({"AAAA.txt": encode(bureau.data)}).replace(b"AAAA", "自查".encode("gb18030"))
    (found,) = Desk(Bench(check(bureau.root).handbook)).read(raw, "x.zip")
    assert found.within == "自查.txt"
    assert found.sound


def test_each_sender_may_have_a_folder(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    folder = bureau.inbox / "一校"
    (folder / "照片").mkdir(parents=True)
    (folder / "自查表.txt").write_text(encode(bureau.data), encoding="utf-8")
    (bureau.inbox / "空").mkdir()
    assert bureau.take() == 1
    second, first, third = capsys.readouterr().out.splitlines()[:3]
    assert first.startswith("收下　一校/自查表.txt　示例第一学校")
    assert second == "退回　一校/照片　文件夹是空的，里面没有交来的文件"
    assert third == "退回　空　文件夹是空的，里面没有交来的文件"
    letter = folder / "回复" / "自查表.txt.回执.txt"
    assert letter.read_text(encoding="utf-8-sig").startswith("收到了：示例第一学校")
    assert bureau.take() == 1
    assert capsys.readouterr().out.splitlines()[1].startswith("收过　一校/自查表.txt")


def test_folders_in_folders_come_to_an_end(bureau: Bureau) -> None:
    deep = bureau.inbox.joinpath("甲", "乙", "丙", "丁")
    deep.mkdir(parents=True)
    (deep.parent.parent / "环").symlink_to(bureau.inbox)
    assert bureau.take() == 1
    told = {path.name for path in bureau.inbox.rglob("*.txt")}
    assert told == {"丁.退回.txt", "环.退回.txt"}


def test_the_first_version_comes_in_as_ever(bureau: Bureau) -> None:
    bureau.send("聊天.txt", f"旧的码：{first_version(bureau.data)}")
    assert bureau.take() == 0
    assert bureau.kept.exists()


@pytest.mark.parametrize("how", PASTED)
def test_a_code_is_found_anywhere_in_a_text(bureau: Bureau, how: str) -> None:
    code = encode({**bureau.data, "items": {**bureau.data["items"], "a1-5": {"status": "met"}}})
    (found,) = Desk(Bench(check(bureau.root).handbook)).read(PASTED[how](code).encode(), "x.txt")
    assert found.data == decode(code)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (lambda code: code[:-100], "文字码只有前面一截，后面的没有发来"),
        (lambda code: code[:150] + code[190:], "文字码里少了字，或者有字被改动过"),
        (lambda code: CHAT.format(code[200:], code[:200]), "文字码只有前面一截，后面的没有发来"),
    ],
    ids=["cut", "a hole", "the wrong way round"],
)
def test_what_is_wrong_with_a_code(bureau: Bureau, sent: Any, told: str) -> None:
    bureau.send("聊天.txt", sent(encode(bureau.data)))
    assert bureau.take() == 1
    assert bureau.letter("聊天.txt.退回.txt").splitlines()[2:4] == [
        f"1. {told}。",
        "   怎样改：请在自查表里重新点“复制文字码”，整段发来；一条发不下，就按先后分几条发。",
    ]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("心.heic", b"\0\0\0\x18ftypheic", "这是图片或录像，读不出填了什么"),
        ("图.jpg", b"\xff\xd8\xff\xe0", "这是图片或录像，读不出填了什么"),
        ("表.pdf", b"%PDF-1.7", "这是 PDF，读不出填了什么"),
        ("表.rar", b"Rar!\x1a\x07", "这是压缩包，没有打开"),
        ("表.zip", package({"表.png": b"\x89PNG", "话.txt": "x"}), "压缩包里没有自查表，也没有文字码"),
        ("空.zip", package({}), "压缩包是空的"),
        ("半.zip", package({"自查表.yaml": "x"})[:60], "压缩包打不开，多半没有传完"),
        ("表.docx", package({"[Content_Types].xml": "", "word/document.xml": ""}), "这是 Word 文档，不是自查工作簿"),
        ("表.xlsx", package({"[Content_Types].xml": "", "a": ""}), "打不开：这不是 .xlsx 文件，或者文件坏了"),
        ("空.xlsx", b"", "文件是空的，多半没有传完"),
        ("话.txt", "张科长，表已经交了，请查收".encode(), "里面没有自查表，也没有文字码"),
    ],
    ids=["heic", "jpeg", "pdf", "rar", "zip", "empty zip", "half a zip", "word", "half", "empty", "words"],
)  # fmt: skip
def test_what_is_no_submission_is_called_what_it_is(
    bureau: Bureau, name: str, content: bytes, told: str
) -> None:
    bureau.send(name, content)
    assert bureau.take() == 1
    letter = bureau.letter(f"{name}.退回.txt").splitlines()
    assert letter[:3] == ["退回：交来的一份，请改 1 处", f"交来的：{name}", f"1. {told}。"]


def test_a_mangled_code_is_read_or_refused(bureau: Bureau) -> None:
    desk = Desk(Bench(check(bureau.root).handbook))
    one, many = [encode(bureau.data)], text_code.encode(bureau.data, 200)

    def read(mangled: str | bytes) -> list[Any]:
        raw = mangled if isinstance(mangled, bytes) else mangled.encode()
        return desk.read(raw, "x.txt")

    assert len(many) > 1
    for table, code in ((READ, one), (OF_PIECES, many)):
        for name, mangle in table.items():
            found = read(mangle(code))
            assert found, name
            assert all(each.data == bureau.data for each in found), name
    for name, (mangle, words) in REFUSED.items():
        (found,) = read(mangle(one))
        assert found.data is None, name
        assert any(word in found.faults[0].message for word in words), name


KEYS = re.compile(
    r"“(?:school|term|edition|filled|facilities|metrics|periods|items|status|reason|problem|failed|rooms|count|total"
    r"|rectification|measure|due|role|needs_bureau|evidence|title|suggestion|score|rate)[”:]|sample-room|键"
)


def test_a_letter_about_the_form_names_no_key(bureau: Bureau) -> None:
    """Whatever is wrong with answers, it is said in the words of the form, for a file and for a code."""
    desk = Desk(Bench(check(bureau.root).handbook))
    told: set[str] = set()
    for data in islice(mutations(bureau.data, 5), 150):
        for statement in (*desk.read(json.dumps(data).encode(), "x.yaml"), desk.judged(data)):
            told |= {f"{fault.message}。{fault.repair}" for fault in statement.faults}
    assert len(told) > 30
    assert [each for each in told if KEYS.search(each)] == []


@pytest.mark.parametrize("name", FOREIGN)
def test_each_kind_of_file_is_called_what_it_is(bureau: Bureau, name: str) -> None:
    content, words = FOREIGN[name]
    (found,) = Desk(Bench(check(bureau.root).handbook)).read(content, name)
    assert found.data is None
    told = f"{found.faults[0].message}。{found.faults[0].repair}"
    assert [word for word in words if word not in told] == [], told


def test_letters_open_in_old_editors(bureau: Bureau) -> None:
    """The editor of an old Windows breaks lines at both signs only, and tells the encoding by its mark."""
    bureau.send("a.txt", "不是自查表")
    assert bureau.take() == 1
    raw = (bureau.inbox / "回复" / "a.txt.退回.txt").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n") == 5


def test_doing_it_again_changes_nothing(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    bureau.send("a.yaml", bureau.data)
    bureau.send("b.txt", encode(bureau.data))
    bureau.send("c.txt", "不是自查表")
    states = []
    for _ in range(3):
        assert bureau.take() == 1
        letters = {p.name: p.read_bytes() for p in (bureau.inbox / "回复").iterdir()}
        states.append((bureau.files(), letters))
    assert states[0] == states[1] == states[2]
    assert list(states[0][0]) == [f"{TERM}/{SCHOOL}.yaml"]
    lines = capsys.readouterr().out.splitlines()
    assert [line[:2] for line in lines[:3]] == ["收下", "收下", "退回"]
    assert lines[3] == "示例学年第一学期还有 1 所没有交：示例第二学校。"
    assert [line[:2] for line in lines[5:8]] == ["收过", "收过", "退回"]


def test_when_all_have_sent_theirs_it_says_so(
    bureau: Bureau, capsys: pytest.CaptureFixture[str]
) -> None:
    bureau.send("a.yaml", bureau.data)
    bureau.kept.parent.mkdir()
    bureau.kept.with_name("second-school.yaml").write_text(
        "school: second-school\n", encoding="utf-8"
    )
    assert bureau.take("--dry-run") == 0
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "示例学年第一学期都交齐了。",
        "只是预演，什么也没有写。收下 1 份。",
    ]


def test_an_accepted_one_is_never_written_over_unasked(
    bureau: Bureau, capsys: pytest.CaptureFixture[str]
) -> None:
    first = bureau.send("a.yaml", bureau.data)
    assert bureau.take() == 0
    before = bureau.kept.read_bytes()
    bureau.send("b.yaml", bureau.other())
    capsys.readouterr()
    assert bureau.take() == 1
    old, new = receipt(bureau.data), receipt(bureau.other())
    held = f"以前收过另一份（回执号 {old}），没有换。"
    about = "示例第一学校，示例学年第一学期"
    assert capsys.readouterr().out.splitlines()[:2] == [
        f"收过　a.yaml　{about}　回执号 {old}",
        f"未收　b.yaml　{about}　{held}学校要以这一份为准的，加 --replace 再收一次。",
    ]
    assert bureau.letter("b.yaml.未收.txt") == (
        f"没有收：{about}的自查表（回执号 {new}）\n{held}要以这一份为准，请告诉教育局。\n"
    )
    assert bureau.kept.read_bytes() == before

    assert bureau.take("--replace", "--dry-run") == 0
    assert bureau.kept.read_bytes() == before
    assert bureau.take("--replace") == 0
    after = bureau.kept.read_bytes()
    assert after != before
    assert bureau.files() == {
        f"{TERM}/{SCHOOL}.yaml": after,
        f"replaced/{TERM}/{SCHOOL}-{old}.yaml": before,
    }
    assert main(["check", "--root", str(bureau.root)]) == 0

    capsys.readouterr()
    assert bureau.take("--replace") == 0  # what was replaced does not come back by itself
    assert capsys.readouterr().out.splitlines()[:2] == [
        f"旧的　a.yaml　{about}　后来又收了一份，替换了它。",
        f"收过　b.yaml　{about}　回执号 {new}",
    ]
    assert bureau.kept.read_bytes() == after
    assert bureau.take("--replace", of=first) == 0  # only where it is asked for by name
    assert bureau.kept.read_bytes() == before
    assert set(bureau.files()) == {
        f"{TERM}/{SCHOOL}.yaml",
        f"replaced/{TERM}/{SCHOOL}-{old}.yaml",
        f"replaced/{TERM}/{SCHOOL}-{new}.yaml",
    }


def test_of_two_that_differ_none_is_taken(
    bureau: Bureau, capsys: pytest.CaptureFixture[str]
) -> None:
    bureau.send("a.yaml", bureau.data)
    bureau.send("b.yaml", bureau.other())
    for arguments in ((), ("--replace",)):
        assert bureau.take(*arguments) == 1
        assert bureau.files() == {}
    found = (
        "这个学期交来 2 份不同的："
        f"a.yaml（{receipt(bureau.data)}）、b.yaml（{receipt(bureau.other())}）。"
        "有 1 处说得不一样：附件1第五条（a.yaml、b.yaml 写的话不一样）。"
    )
    assert f"{found}问清楚要哪一份，把别的移走，再收一次。" in capsys.readouterr().out
    letter = bureau.letter("b.yaml.未收.txt").splitlines()
    assert letter[1] == f"{found}不知道以哪一份为准，都没有收。请告诉教育局留哪一份。"


# ---------- several people of one school ----------


def shared_out(data: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """*data* as two people fill it in: one what stands in the first policy, the other the rest."""
    data = without_reckoned(data)
    first = {k: v for k, v in data["items"].items() if k.startswith("a1-")}
    rest = {k: v for k, v in data["items"].items() if k not in first}
    return (
        {**data, "items": first, "metrics": {}, "filled": "2002-01-08"},
        {**data, "items": rest, "periods": {}},
    )


def test_what_two_people_filled_in_is_put_together(
    bureau: Bureau, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = shared_out(bureau.data)
    bureau.send("a.txt", encode(first))
    bureau.send("b.json", second)
    assert bureau.take() == 0
    whole = without_reckoned(bureau.data)
    found, _ = strict_yaml.parse(bureau.kept.read_bytes(), "x")
    assert found is not None
    assert found.data == whole
    about = f"示例第一学校，示例学年第一学期　回执号 {receipt(whole)}"
    assert capsys.readouterr().out.splitlines()[:2] == [
        f"收下　a.txt　{about}",
        f"收下　b.json　{about}",
    ]
    for name in ("a.txt", "b.json"):
        assert "交来的 2 份合在一起：a.txt、b.json。" in bureau.letter(f"{name}.回执.txt")
    assert bureau.take() == 0
    assert capsys.readouterr().out.startswith("收过　a.txt")


def test_numbers_that_a_school_sets_are_put_together(bureau: Bureau) -> None:
    first, second = shared_out(bureau.data)
    hours, days = ({"a1-4-5-b": {"value": 2, "unit": unit}} for unit in ("hour", "day"))
    one = together([{**first, "numbers": hours}, second])
    assert one is not None
    assert one.data["numbers"] == hours
    assert one.apart == ()
    two = together([{**first, "numbers": hours}, {**second, "numbers": days}])
    assert two is not None
    assert two.apart == (("numbers", "a1-4-5-b"),)
    none = together([first, second])
    assert none is not None
    assert "numbers" not in none.data


def test_where_two_differ_they_are_asked(bureau: Bureau) -> None:
    first, second = shared_out(bureau.data)
    second["items"]["a1-5"] = {"status": "unknown"}
    second["facilities"] = {**second["facilities"], "sample-room": 7}
    bureau.send("a.txt", encode(first))
    bureau.send("b.json", second)
    assert bureau.take() == 1
    assert bureau.files() == {}
    letter = bureau.letter("a.txt.未收.txt")
    assert "有 2 处说得不一样：示例教室（a.txt 填2，b.json 填7）；附件1第五条（a.txt 填" in letter
    assert "b.json 填未知" in letter


def test_what_means_nothing_is_told_as_that(bureau: Bureau) -> None:
    first, second = shared_out(bureau.data)
    second["items"]["a1-5"] = {"status": "基本"}
    bureau.send("a.txt", encode(first))
    bureau.send("b.json", second)
    assert bureau.take() == 1
    assert "b.json 填的不合规定）" in bureau.letter("a.txt.未收.txt")


@pytest.mark.parametrize("term", [f"“{TERM}”", f"“{TERM}", f"‘{TERM}’"])
def test_curly_quotes_are_named_as_such(bureau: Bureau, term: str) -> None:
    bureau.send("a.json", {**bureau.data, "term": term})
    assert bureau.take() == 1
    assert "“学期”外面加了中文的弯引号" in bureau.letter("a.json.退回.txt")


def test_what_still_lacks_in_both_is_told(bureau: Bureau) -> None:
    first, second = shared_out(bureau.data)
    del second["items"]["a2-1"]
    bureau.send("a.txt", encode(first))
    bureau.send("b.json", second)
    assert bureau.take() == 1
    letter = bureau.letter("a.txt.退回.txt").splitlines()
    assert letter[0].endswith("请改 1 处")
    assert letter[2] == "交来的 2 份合在一起：a.txt、b.json。还差下面这些。"
    assert "附件2少了 1 项没有回答" in letter[3]
    assert letter[4] == "   怎样改：逐项选一个结论；还没有查就选“未知”。"


def test_a_whole_one_is_taken_beside_a_part(bureau: Bureau) -> None:
    first, _ = shared_out(bureau.data)
    bureau.send("a.txt", encode(first))
    bureau.send("b.json", bureau.data)
    assert bureau.take() == 1
    assert (bureau.inbox / "回复" / "a.txt.退回.txt").exists()
    assert (bureau.inbox / "回复" / "b.json.回执.txt").exists()


@pytest.mark.parametrize("folder", ["priv", "自查"])
def test_answers_that_lie_loose_are_told_where_they_belong(
    bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    loose = tmp_path / folder
    loose.mkdir()
    written = json.dumps(bureau.data, ensure_ascii=False, indent=1)
    for name, content in {"a.yaml": written, "b.txt": f"教务处：\n{encode(bureau.data)}"}.items():
        (loose / name).write_text(content, encoding="utf-8")
        for place in (loose, loose / name):
            assert main(["check", str(place), "--root", str(bureau.root)]) == 2
            told = capsys.readouterr().err
            assert f"“{place}”里是学校交来的自查表，不是制度。" in told
            assert "名为 checklists 的文件夹" in told
        (loose / name).unlink()
    (loose / TERM).mkdir()
    assert main(["check", str(loose), "--root", str(bureau.root)]) == 2
    assert "要写名为 checklists 的文件夹" in capsys.readouterr().err


def test_a_file_is_answered_in_the_words_of_the_form(bureau: Bureau) -> None:
    del bureau.data["items"]["a1-5"]["rectification"]
    bureau.send("a.yaml", bureau.data)
    assert bureau.take() == 1
    letter = bureau.letter("a.yaml.退回.txt")
    assert (
        "怎样改：写上措施、期限和责任岗位。" in letter
        or "怎样改：写明问题、措施、期限和责任岗位。" in letter
    )
    assert [
        word for word in ("rectification", "measure", "YAML", "第 1 行") if word in letter
    ] == []


def test_only_one_term(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    data = {**bureau.data, "term": "2002-2003-1"}
    bureau.send("a.yaml", bureau.data)
    bureau.send("b.yaml", data)
    assert bureau.take("--term", TERM) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("别的学期　b.yaml")
    assert not (bureau.inbox / "回复" / "b.yaml.退回.txt").exists()


def test_the_bureau_keeps_its_own_folder(bureau: Bureau, tmp_path: Path) -> None:
    private = tmp_path / "private" / "checklists"
    private.mkdir(parents=True)
    for name in ("schools.yaml", "terms.yaml"):
        text = (bureau.root / "checklists" / name).read_text(encoding="utf-8")
        (private / name).write_text(text.replace("second-school", "third-school"), encoding="utf-8")
    bureau.send("a.yaml", bureau.data)
    bureau.send("b.yaml", {**bureau.data, "school": "second-school"})
    assert bureau.take("--checklists", str(private)) == 1
    assert (private / TERM / f"{SCHOOL}.yaml").exists()
    assert bureau.files() == {}
    assert "没有编号为“second-school”的学校" in bureau.letter("b.yaml.退回.txt")


@pytest.mark.parametrize(
    "command",
    [
        ["intake", "inbox"],
        ["workbook", "--term", TERM, "-o", "out"],
        ["report", "--term", TERM, "-o", "out"],
        ["sample", "--term", TERM],
    ],
    ids=lambda command: command[0],
)
def test_nothing_is_judged_without_policies(
    bureau: Bureau,
    tmp_path: Path,
    command: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Somebody stands in the folder of the submissions: told so, instead of sending every school's back."""
    monkeypatch.chdir(tmp_path)
    private = tmp_path / "private"
    shutil.copytree(bureau.root / "checklists", private / "checklists")
    bureau.send("a.yaml", bureau.data)
    assert main(["checklist", *command, "--root", str(private)]) == 2
    assert capsys.readouterr().err == (
        f"{private} 里没有制度（policies 文件夹）。请到本项目的文件夹里运行；"
        "自查表放在别处的，加 --checklists 写明。\n"
    )
    assert not (tmp_path / "out").exists()


NAMES = [
    "a\n::error file=x::坏.yaml",
    "\x1b[2J\u202e.yaml",
    "<script>alert(1)</script>.yaml".replace("/", "\u2215"),
    "x" * 240 + ".yaml",
    "=1+1.yaml",
    "回复.yaml",
]
ODD = [os.fsdecode(b"\xff\xfe.yaml")]


def test_a_hostile_inbox_stops_nobody(
    bureau: Bureau, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Links, pipes, devices, sizes, names, bombs: each is answered, none is opened, the one good file is accepted."""
    secret = tmp_path / "secret.yaml"
    secret.write_text("school: 别处的秘密", encoding="utf-8")
    BUILDERS["link"](bureau.inbox / "link.yaml", str(secret))
    BUILDERS["link"](bureau.inbox / "zero.yaml", "/dev/zero")
    BUILDERS["link"](bureau.inbox / "nowhere.yaml", "nowhere")
    BUILDERS["pipe"](bureau.inbox / "pipe.yaml", "")
    BUILDERS["socket"](bureau.inbox / "socket.yaml", "")
    BUILDERS["folder"](bureau.inbox / "folder.yaml", "")
    BUILDERS["sparse"](bureau.inbox / "large.xlsx", "100000000")
    BUILDERS["sparse"](bureau.inbox / "zeros.yaml", "3000000")
    for name in (*NAMES, *ODD):
        bureau.send(name, "school: x")
    bureau.send("~$a.xlsx", b"lock")
    bureau.send("deep.json", "[" * 100_000)
    bureau.send("aliases.yaml", "a: &a [x]\nschool: [*a, *a]")
    bureau.send("codes.txt", ("ZD1." + "a" * 10 + "." + "A " * 30_000 + "\n") * 30)
    bureau.send("bomb.xlsx", package({"xl/workbook.xml": b" " * 400_000_000}))
    bureau.send("archive.zip", package({"a.yaml": "x"}))
    bureau.send("files.zip", package({f"{n}.yaml": "x" for n in range(400)}))
    bureau.send("zeros.zip", package({"a.yaml": b"\0" * 100_000_000}))
    bureau.send("picture.png", b"\x89PNG\r\n\x1a\n")
    bureau.send("half.yaml", json.dumps(bureau.data)[:-9])
    bureau.send("forbidden.yaml", {**bureau.data, "school": "../../etc/x"})
    bureau.send("good.yaml", bureau.data)
    assert bureau.take() == 1
    out = capfd.readouterr().out
    assert "别处的秘密" not in out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert not [line for line in out.splitlines() if line.startswith("::")]
    lines = out.splitlines()[:-2]
    assert [line for line in lines if not line.startswith("退回　")] == [
        f"收下　good.yaml　示例第一学校，示例学年第一学期　回执号 {receipt(bureau.data)}"
    ]
    assert list(bureau.files()) == [f"{TERM}/{SCHOOL}.yaml"]
    sent = [path for path in bureau.inbox.iterdir() if path.name not in {"回复", "~$a.xlsx"}]
    told = list((bureau.inbox / "回复").iterdir())
    assert len(told) == len(sent)
    assert all(path.name.isprintable() and len(path.name) < 100 for path in told)
    assert not any("程序读这份时出错" in path.read_text(encoding="utf-8") for path in told)
    for name, words in (
        ("large.xlsx", "文件有 100 MB，超过 4 MB"),
        ("pipe.yaml", "不是普通文件（是链接、管道或设备），没有打开"),
        ("folder.yaml", "文件夹是空的，里面没有交来的文件"),
        ("deep.json", "里面没有自查表，也没有文字码"),
        ("bomb.xlsx", "文件展开后大得不正常"),
        ("archive.zip", "里面没有自查表，也没有文字码"),
        ("files.zip", "压缩包里的东西太多，没有打开"),
        ("zeros.zip", "文件超过 4 MB，没有打开"),
        ("picture.png", "这是图片或录像，读不出填了什么"),
        ("half.yaml", "文件不完整，或者被改动过"),
    ):
        assert words in bureau.letter(f"{name}.退回.txt")


def test_letters_are_not_written_through_a_link(
    bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (bureau.inbox / "回复").symlink_to(tmp_path / "elsewhere")
    bureau.send("a.yaml", bureau.data)
    assert bureau.take() == 2
    assert "“回复”是一个链接" in capsys.readouterr().err
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_link_where_a_submission_belongs_is_left_alone(
    bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bureau.kept.parent.mkdir()
    bureau.kept.symlink_to(tmp_path / "elsewhere.yaml")
    bureau.send("a.yaml", bureau.data)
    assert bureau.take("--replace") == 1
    assert not (tmp_path / "elsewhere.yaml").exists()
    assert "不是您的问题，请等教育局处理" in bureau.letter("a.yaml.未收.txt")
    assert "first-school.yaml 是一个链接或文件夹，没有动它" in capsys.readouterr().out


KILLED = """
import os, signal, sys
from zhidu.cli.commands import main
import zhidu.assessment.verdict.one_submission, zhidu.assessment.intake.inbox, zhidu.assessment.intake.letters, zhidu.judging.report

touching = {"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.truncate"}

def intake(folder, at):
    seen = 0
    def hook(event, arguments):
        nonlocal seen
        if event not in touching or not {"checklists", "inbox"} & set(str(arguments).split("/")):
            return
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)
    root, inbox = os.path.join(folder, "project"), os.path.join(folder, "inbox")
    status = main(["checklist", "intake", inbox, "--root", root, "--replace"])
    print(status, seen, file=sys.stderr, flush=True)
    os._exit(status)

for number, folder in enumerate(sys.argv[2:], int(sys.argv[1])):
    child = os.fork()
    if not child:
        intake(folder, number)
    print(number, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=sys.stderr, flush=True)
"""


def killed(first: int, folders: list[Path]) -> list[list[int]]:
    """Intake in each of *folders*, killed as it touches the disk for the *first*-th time, the next, and so on."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(first), *map(str, folders)],
        cwd=YUNLING,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [[int(word) for word in line.split()] for line in done.stderr.splitlines()]


@pytest.mark.parametrize("replacing", [False, True], ids=["new", "replacing"])
def test_killed_at_any_moment_it_loses_nothing(tmp_path: Path, *, replacing: bool) -> None:
    """Each time it touches the disk, for reading or writing, once: then what is there is whole, and again ends well."""
    reference = Bureau(tmp_path / "0")
    accepted = _prepared(reference, replacing=replacing)
    (status, total), _ = killed(0, [tmp_path / "0"])
    assert status == 0
    expected = reference.files()
    wholes = {*accepted.values(), *expected.values()}
    assert total > 10
    bureaus = [Bureau(tmp_path / f"{at}") for at in range(1, total + 1)]
    for bureau in bureaus:
        _prepared(bureau, replacing=replacing)
    died = killed(1, [tmp_path / f"{at}" for at in range(1, total + 1)])
    assert died == [[at, -signal.SIGKILL] for at in range(1, total + 1)]
    sent = (reference.inbox / "b.yaml").read_bytes()
    for bureau in bureaus:
        found = bureau.files()
        named = {n: raw for n, raw in found.items() if not n.rpartition("/")[2].startswith(".")}
        assert set(named.values()) <= wholes  # whole, or not there
        assert set(accepted.values()) <= set(named.values())  # what was accepted is there still
        assert (bureau.inbox / "b.yaml").read_bytes() == sent
        assert main(["check", "--root", str(bureau.root)]) == 0
        assert bureau.take("--replace") == 0
        assert bureau.files() == expected


def _prepared(bureau: Bureau, *, replacing: bool) -> dict[str, bytes]:
    """Something to take in; where it replaces another, that other is accepted. What is accepted already."""
    if replacing:
        path = bureau.send("a.yaml", bureau.data)
        assert bureau.take() == 0
        path.unlink()
        shutil.rmtree(bureau.inbox / "回复")
    bureau.send("b.yaml", bureau.other())
    return bureau.files()
