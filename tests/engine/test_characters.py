"""Which characters may stand in a text: the same for who checks, who takes in, and who fills in a workbook."""

import json
from typing import Any

import pytest
from support.bureau import Bureau
from support.text_codes import encode

from zhidu.assessment.verdict import normalise
from zhidu.cli.commands import main
from zhidu.office import excel_cells
from zhidu.posters import emblem
from zhidu.posters.errors import CannotPrintError
from zhidu.reading import documents, strict_yaml
from zhidu.reading.text import characters

REFUSED = ["\ufffe", "\uffff", "\ufdd0", "\U0001ffff", "\u0378", "\x9b", "\x07", "\u202e", "\u200b", "\ud842", "\U000e0001"]  # fmt: skip
TAKEN = ["𠮷", "\U0002ebf0", "\U0003134a", "学", "é", "a\nb", "　", "\xa0", "\ue000", "😀"]


@pytest.fixture
def bureau(tmp_path: Any) -> Bureau:
    return Bureau(tmp_path)


@pytest.mark.parametrize("character", REFUSED, ids=ascii)
def test_what_may_not_stand_there(character: str) -> None:
    assert characters.first_refused(f"学校{character}") == 2
    (problem,) = documents.forbidden({"a": [f"学校{character}"]})
    assert (problem.pointer, problem.of_key) == (("a", 0), False)
    assert problem.message == f"“学校”后面有看不见的字符（U+{ord(character):04X}）"


@pytest.mark.parametrize("text", TAKEN, ids=ascii)
def test_what_may(text: str) -> None:
    assert characters.first_refused(text) is None


@pytest.mark.parametrize("kind", ["json", "code"])
@pytest.mark.parametrize("character", ["\ufffe", "\uffff", "\x9b", "\u0378"], ids=ascii)
def test_intake_refuses_what_check_would(
    bureau: Bureau, character: str, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = bureau.data
    data["items"]["a1-5"]["problem"] = f"问题{character}"
    bureau.send("a.txt", json.dumps(data) if kind == "json" else encode(data))
    assert bureau.take() == 1
    assert "“问题”后面有看不见的字符" in bureau.letter("a.txt.退回.txt")
    assert bureau.files() == {}
    out = capsys.readouterr().out
    assert character not in out


def test_a_rare_character_as_many_programs_write_it(bureau: Bureau) -> None:
    data = bureau.data
    data["items"]["a1-5"]["problem"] = "𠮷林路\\ud842\\udfb7"
    text = json.dumps(data)
    assert "\\ud842\\udfb7" in text
    bureau.send("a.json", text)
    assert bureau.take() == 0
    found, _ = strict_yaml.read(bureau.kept, "x")
    assert found is not None
    assert found.data["items"]["a1-5"]["problem"] == "𠮷林路\\ud842\\udfb7"
    assert main(["check", "--root", str(bureau.root), str(bureau.kept)]) == 0


def test_places_after_it_are_those_of_what_was_written() -> None:
    text = r'{"a": "\ud842\udfb7", "b": "\\ud842", "c": ["\uD842\uDFB7\ud842\udfb7", 1]}'
    found, findings = strict_yaml.understood(text.encode(), "x")
    assert findings == []
    assert found is not None
    assert found.data == json.loads(text)
    marks = found.marks
    for pointer, words in ((("a",), '"\\ud'), (("b",), '"\\\\ud'), (("c",), "["), (("c", 1), "1]")):
        line, column = marks.values[pointer]
        assert (line, text[column - 1 :].startswith(words)) == (1, True), pointer
    for text in (r'{"a": "\ud842"}', r'{"a": "\udfb7\ud842"}'):
        found, findings = strict_yaml.understood(text.encode(), "x")
        assert found is None
        assert [(each.code, each.line) for each in findings] == [("yaml/syntax", 1)]


@pytest.mark.parametrize(
    ("written", "read"),
    [("_xD800_学", "学"), ("_xD842__xDFB7_", "𠮷"), ("_x005F_x", "_x"), ("学_xFFFE_校", "学校"), ("_x0007_a", "a")],
)  # fmt: skip
def test_escapes_in_cells(written: str, read: str) -> None:
    assert normalise.words(excel_cells._unescaped(written)) == read  # noqa: SLF001


def test_nothing_that_was_typed_moves_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["\x9b2J\x1b[31m"]) == 2
    assert main(["diff", "a\x9b"]) == 2
    told = capsys.readouterr().err
    assert "\x9b" not in told
    assert "\x1b" not in told
    assert "\\u009B" in told


def test_an_emblem_is_looked_at_before_it_is_read(tmp_path: Any) -> None:
    import os  # noqa: PLC0415
    import struct  # noqa: PLC0415

    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_bytes(b"x" * 1_000_001)
    huge = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", 0xFFFFFFF0, b"IDAT") + b"x" * 100
    (tmp_path / "huge.png").write_bytes(huge)
    for name, told in (
        ("pipe", "不是普通文件"),
        ("large", "最多 1000 KB"),
        ("huge.png", "不完整"),
        ("none", "打不开"),
    ):
        with pytest.raises(CannotPrintError, match=told):
            emblem.read(tmp_path / name)


def test_a_file_of_blank_lines_is_answered(bureau: Bureau) -> None:
    bureau.send("blank.txt", "a" + "\n" * 3_000_000)
    assert bureau.take() == 1
    assert bureau.letter("blank.txt.退回.txt")
