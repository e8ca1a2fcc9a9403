"""The handbook as tables: CSV with a Data Package, and one Excel file."""

import csv
import hashlib
import io
import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.yunling import YUNLING

from zhidu.cli.commands import main
from zhidu.handbook.book import Handbook
from zhidu.reading.disk import ownership
from zhidu.reading.disk.refused import RefusedError
from zhidu.site.downloads import table_files
from zhidu.site.tables import PACKAGE, WORKBOOK, Column, Contents, Table, contents, files
from zhidu.site.tables.package import csv_of
from zhidu.site.tables_xlsx import tables_xlsx

DAY = date(2026, 9, 1)


def table(*texts: str) -> Table:
    return Table(
        name="said",
        title="说的话",
        about="测试",
        key=("text",),
        columns=(Column(name="text", title="文字", about="测试"),),
        rows=tuple((text,) for text in texts),
    )


def read(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def words(cell: str) -> str:
    """What a program makes of a text cell, as the package says."""
    return cell.removeprefix("'")


@pytest.fixture(scope="module")
def rows(handbook: Handbook) -> dict[str, list[dict[str, str]]]:
    found = contents(handbook)
    return {
        name: read(raw)
        for name, raw in files(found.tables, found.day).items()
        if name[0] != "d" or name == "duties.csv"
    }


@pytest.fixture(scope="module")
def package(handbook: Handbook) -> dict[str, Any]:
    found = contents(handbook)
    package: dict[str, Any] = json.loads(files(found.tables, found.day)[PACKAGE])
    return package


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
@example("=HYPERLINK(1)")
@example(" \u3000=1")
@example("\t=1")
@example("'=1")
@example("'")
@example("＝1")
def test_no_text_becomes_a_formula_and_none_is_lost(text: str) -> None:
    raw = csv_of(table("第一行", text))
    cells = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert cells[0] == ["text"]
    cell = cells[2][0] if text else ""
    assert words(cell) == text
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert cell[:1] not in {"\t", "\r", "\n"}


def test_a_file_is_as_excel_and_the_standard_want_it(handbook: Handbook) -> None:
    found = contents(handbook)
    made = files(found.tables, found.day)
    for name, raw in made.items():
        if name != PACKAGE:
            assert raw.startswith(b"\xef\xbb\xbf"), name
            assert raw.endswith(b"\r\n"), name
            assert b"\r\n" * 2 not in raw, name
    assert made == files(contents(handbook).tables, found.day)


def test_the_package_tells_every_file(handbook: Handbook, package: dict[str, Any]) -> None:
    found = contents(handbook)
    made = files(found.tables, found.day)
    assert {resource["path"] for resource in package["resources"]} == set(made) - {PACKAGE}
    for resource in package["resources"]:
        raw = made[resource["path"]]
        assert resource["bytes"] == len(raw)
        assert resource["hash"] == f"sha256:{hashlib.sha256(raw).hexdigest()}"
        heads = raw.decode("utf-8-sig").split("\r\n")[0].split(",")
        assert heads == [field["name"] for field in resource["schema"]["fields"]]
        assert all(
            field["title"] and field["description"] for field in resource["schema"]["fields"]
        )


def test_keys_are_keys_and_references_lead_somewhere(
    rows: dict[str, list[dict[str, str]]], package: dict[str, Any]
) -> None:
    for resource in package["resources"]:
        here, schema = rows[resource["path"]], resource["schema"]
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in here]
        assert len(set(keys)) == len(keys) > 0
        for field in schema["fields"]:
            values = {row[field["name"]] for row in here}
            limits = field.get("constraints", {})
            assert not limits.get("required") or "" not in values, field["name"]
            assert values - {""} <= set(limits.get("enum", values)), field["name"]
        for key in schema["foreignKeys"]:
            other = key["reference"]["resource"] or resource["name"]
            known = {row[key["reference"]["fields"][0]] for row in rows[f"{other}.csv"]}
            used = {row[key["fields"][0]] for row in here} - {""}
            assert used <= known, (resource["name"], key)


def test_everything_in_force_is_there_word_for_word(
    rows: dict[str, list[dict[str, str]]], handbook: Handbook
) -> None:
    assert {row["id"]: words(row["text"]) for row in rows["clauses.csv"]} == {
        name: citation.clause.text for name, citation in handbook.citations.items()
    }
    assert {row["id"]: words(row["quote"]) for row in rows["duties.csv"]} == {
        name: duty.quote for name, (_, duty) in handbook.duties.items()
    }
    assert [row["id"] for row in rows["policies.csv"]] == [*handbook.current]
    assert [row["id"] for row in rows["roles.csv"]] == [*(handbook.roles or {})]
    assert [row["id"] for row in rows["records.csv"]] == [*(handbook.records or {})]
    assert {(row["duty"], row["role"], row["as"]) for row in rows["assignments.csv"]} == {
        (name, assignment.role, assignment.as_.value)
        for name, (_, duty) in handbook.duties.items()
        for assignment in duty.roles
    }
    stated = {
        name: duty.threshold
        for name, (_, duty) in handbook.duties.items()
        if duty.threshold is not None
    }
    assert {
        row["duty"]: float(row["value"]) if row["value"] else None for row in rows["thresholds.csv"]
    } == {name: threshold.value for name, threshold in stated.items()}
    errata = sum(len(citation.clause.errata) for citation in handbook.citations.values())
    assert sum(bool(row["clause"]) for row in rows["errata.csv"]) == errata


def test_the_workbook_has_the_same_rows_in_words(handbook: Handbook) -> None:
    found = contents(handbook)
    made = openpyxl.load_workbook(io.BytesIO(table_files(handbook)[WORKBOOK]))
    assert made.sheetnames == ["说明", *(each.title for each in found.tables)]
    for each in found.tables:
        page = made[each.title]
        assert [cell.value for cell in page[1]] == [column.title for column in each.columns]
        assert page.max_row == len(each.rows) + 1
        assert page.auto_filter.ref == page.dimensions
        assert page.freeze_panes == "B2"
    duty, modality = next((name, duty.modality) for name, (_, duty) in handbook.duties.items())
    page = made["职责"]
    heads = [cell.value for cell in page[1]]
    first = [cell.value for cell in page[2]]
    assert (first[0], first[heads.index("程度")]) == (duty, modality.label)
    assert (
        made["制度"]["F2"].value.date()
        == next(iter(handbook.current.values())).notice.value.issuance
    )


def test_no_cell_of_the_workbook_is_a_formula() -> None:
    found = Contents(
        tables=(table("平常", "=1+1", "+1", "-1", "@a", "又平常"),), day=DAY, issuer="甲局"
    )
    page = openpyxl.load_workbook(io.BytesIO(tables_xlsx(found)))["说的话"]
    cells = [row[0] for row in page.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == ["平常", "=1+1", "+1", "-1", "@a", "又平常"]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.quotePrefix for cell in cells] == [False, True, True, True, True, False]
    assert tables_xlsx(found) == tables_xlsx(found)


def test_a_table_without_rows_is_a_table() -> None:
    empty = replace(table(), rows=())
    assert csv_of(empty) == "\ufefftext\r\n".encode()
    made = openpyxl.load_workbook(
        io.BytesIO(tables_xlsx(Contents(tables=(empty,), day=DAY, issuer="甲局")))
    )
    assert made["说的话"].max_row == 1


# ---------- the folder


def test_the_command_writes_a_folder_whole(
    tmp_path: Path, handbook: Handbook, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "数据表"
    for _ in range(2):
        assert main(["export", "tables", "--root", str(YUNLING), "-o", str(folder)]) == 0
        made = table_files(handbook)
        assert {p.name: p.read_bytes() for p in folder.iterdir() if p.name in made} == made
        assert {p.name for p in folder.iterdir()} - set(made) == {
            ownership.MARK,
            ownership.MANIFEST,
        }
        assert os.listdir(tmp_path) == ["数据表"]  # noqa: PTH208  nothing is left beside it
    assert "存好了" in capsys.readouterr().out


def test_without_a_folder_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "tables", "--root", str(YUNLING)]) == 2
    assert "请用 -o 写明放在哪个文件夹" in capsys.readouterr().err


def test_what_is_not_ours_or_was_edited_stays(tmp_path: Path) -> None:
    folder = tmp_path / "数据表"
    ownership.put_whole(YUNLING, folder, {"a.csv": b"1"})
    ownership.put_whole(YUNLING, folder, {"b.csv": b"2"})
    assert sorted(p.name for p in folder.iterdir()) == [".zhidu-made", "SHA256SUMS", "b.csv"]
    (folder / "b.csv").write_bytes(b"mine")
    with pytest.raises(RefusedError, match=r"b\.csv 生成以后被人改过，没有动"):
        ownership.put_whole(YUNLING, folder, {"b.csv": b"3"})
    assert (folder / "b.csv").read_bytes() == b"mine"
    (folder / "b.csv").write_bytes(b"2")
    (folder / "notes.txt").write_bytes(b"mine")
    with pytest.raises(RefusedError, match=r"notes\.txt"):
        ownership.put_whole(YUNLING, folder, {"b.csv": b"3"})
    (folder / "notes.txt").unlink()
    other = tmp_path / "other"
    other.mkdir()
    (other / "x").write_bytes(b"mine")
    with pytest.raises(RefusedError, match="没有动"):
        ownership.put_whole(YUNLING, other, {"b.csv": b"3"})
    with pytest.raises(RefusedError, match="不能放在"):
        ownership.put_whole(YUNLING, YUNLING / "policies", {"b.csv": b"3"})
