"""What costs time by the square of something is asked for as often as texts are long, and no more.

Calls and characters are counted, not seconds.
"""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from support.bureau import Bureau
from support.cases import BUILDERS, CASES
from support.workbooks import package

from zhidu.assessment.verdict import free_input
from zhidu.office import excel_cells
from zhidu.posters import emblem
from zhidu.posters.errors import CannotPrintError
from zhidu.reading import strict_yaml
from zhidu.reading.findings import closest
from zhidu.reading.text import characters

KINDS: list[dict[str, Any]] = yaml.safe_load(
    (CASES / "intake" / "kinds.yaml").read_text(encoding="utf-8")
)


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau(tmp_path)


# ---------- folding


@given(st.text(max_size=255) | st.text(st.sampled_from("一a（）Åｶﾞ가"), max_size=2000))
def test_folding_is_composing_in_half_width(text: str) -> None:
    assert characters.folded(text) == unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize(
    "text", ["a" + "\u0315\u0300" * 50_000, "\u0301" * 70_000, "각" * 40_000, "я" * 40_000]
)
def test_no_more_is_folded_at_once_than_a_window(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lengths: list[int] = []

    def normalize(_: str, part: str) -> str:
        lengths.append(len(part))
        return part

    monkeypatch.setattr(unicodedata, "normalize", normalize)
    assert characters.folded(text) == text
    assert max(lengths) <= 256
    assert len(lengths) <= len(text) // 128 + 1


# ---------- the reader


def test_comments_behind_a_long_line_of_values_are_found() -> None:
    raw = ("a: [" + ", ".join(["一"] * 40_000) + "]\nb: 甲 # 乙\n").encode()
    _, findings = strict_yaml.understood(raw, "x")
    assert [(f.code, f.line, f.column) for f in findings] == [("yaml/comment-after-text", 2, 6)]


def test_values_behind_many_pairs_are_marked_where_they_stand() -> None:
    data = {f"k{n}": "𠮷" for n in range(3_000)}
    raw = json.dumps(data)
    found, _ = strict_yaml.understood(raw.encode(), "x")
    assert found is not None
    assert found.data == data
    values = found.marks.values
    for name in ("k0", "k1", "k2999"):
        assert values[name,] == (1, raw.index(f'"{name}": ') + len(f'"{name}": ') + 1)


def test_nobody_is_told_to_delete_one_of_two_contents() -> None:
    assert [code for code, words in strict_yaml.codes() if "删一个" in words] == []


def test_what_is_longer_than_any_name_was_meant_for_none() -> None:
    assert closest("schol", ["school"]) == "school"
    assert closest("schol" * 30_000, ["school"]) is None


# ---------- workbooks

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def book(rows: str, text: str) -> bytes:
    """A workbook of one sheet, whose cells show *text*."""
    return package(
        {
            "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="一" sheetId="1" r:id="b"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="b" Type="{LINKS}/worksheet" Target="s.xml"/><Relationship Id="c" Type="{LINKS}/sharedStrings" Target="t.xml"/></Relationships>',
            "xl/s.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
            "xl/t.xml": f'<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>',
        }
    )


def test_many_cells_may_show_one_text_but_not_without_a_bound() -> None:
    row = "<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>"
    assert len(excel_cells.read(book(row, "甲")).sheets[0].cells) == 100
    with pytest.raises(excel_cells.UnreadableError) as refused:
        excel_cells.read(book(row * 2, "甲" * 15_000))
    assert refused.value.args[0] == "workbook/expands"


def test_a_list_of_ordinals_is_no_story() -> None:
    assert free_input.ordinals("2 - 4、6", 9) == (2, 3, 4, 6)
    assert free_input.ordinals("1" + " " * 1_900 + "2", 9) == (1, 2)
    assert free_input.ordinals("1、" * 1_500, 9) is None


# ---------- the inbox


@pytest.mark.parametrize("case", KINDS, ids=lambda case: case["about"])
def test_what_is_no_submission_is_called_what_it_is(bureau: Bureau, case: dict[str, Any]) -> None:
    bureau.send(case["name"], case["content"])
    assert bureau.take() == 1
    (letter,) = (bureau.inbox / "回复").iterdir()
    words = letter.read_text(encoding="utf-8-sig")
    assert "请改 1 处" in words
    assert [each for each in case["said"] if each not in words] == []
    assert [each for each in ("YAML", "缩进", "冒号", "制表符", "键“") if each in words] == []


def test_a_code_in_a_saved_page_counts(bureau: Bureau) -> None:
    from support.text_codes import encode  # noqa: PLC0415

    bureau.send(
        "聊天.html", f"<!DOCTYPE html>\n<html><body><p>{encode(bureau.data)}</p></body></html>"
    )
    assert bureau.take() == 0
    assert bureau.kept.exists()


def test_more_text_than_any_chat_is_not_looked_through(bureau: Bureau) -> None:
    bureau.send("长.txt", "甲" * 1_000_001)
    assert bureau.take() == 1
    assert "超过 100 万个" in bureau.letter("长.txt.退回.txt")


# ---------- emblems


@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_an_emblem_is_a_plain_file(tmp_path: Path, kind: str) -> None:
    path = Path("/dev/zero") if kind == "device" else tmp_path / "x.png"
    if kind != "device":
        BUILDERS[kind](path, "")
    with pytest.raises(CannotPrintError, match="不是普通文件"):
        emblem.read(path)


def test_an_emblem_nested_too_deep_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.svg"
    inside = "<g>" * 5_000 + "</g>" * 5_000
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{inside}</svg>')
    with pytest.raises(CannotPrintError, match="太深"):
        emblem.read(path)
