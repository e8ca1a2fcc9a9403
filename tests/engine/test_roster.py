"""Rosters: posts filled and missing, and never a name; nothing in a folder that git keeps."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from support.yunling import YUNLING

from zhidu.cli.commands import main

PEOPLE = ["甲某某", "乙某某", "丙某某", "丁某某", "戊某某"]  # no persons: what must not come out
LEADING = [
    ("领导小组名单",),
    ("序号", "姓名", "职务", "小组职务"),
    (1, PEOPLE[0], "校长", "组长"),
    (2, PEOPLE[1], "分管副校长", "副组长"),
    (3, PEOPLE[2], "教导主任", "成员"),
    (4, PEOPLE[3], "信息中心主任", "成员"),
]
CENTER = [
    ("岗位", "姓　名"),
    ("主任", PEOPLE[3]),
    ("技术管理员", PEOPLE[4]),
    ("班级电教设备管理人员", PEOPLE[0]),
]
FULL = (
    "数字设备管理小组：4 个岗位，有人 4 个，齐了（名单上 4 人）\n"
    "网络信息中心：3 个岗位，有人 3 个，齐了（名单上 3 人）\n"
)


def roster(path: Path, **sheets: list[Any]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


def told(path: Path, capsys: pytest.CaptureFixture[str], status: int) -> str:
    assert main(["roster", "check", str(path)]) == status
    output = capsys.readouterr()
    every = output.out + output.err
    assert not any(name in every for name in PEOPLE)
    assert path.name not in every
    return every


def test_all_are_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = roster(tmp_path / "甲某某交.xlsx", Sheet1=LEADING, 信息中心=CENTER)
    assert told(file, capsys, 0) == FULL


def test_one_sheet_may_hold_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = roster(tmp_path / "a.xlsx", 名单=[*LEADING, (), ("网络信息中心人员名单",), *CENTER])
    assert told(file, capsys, 0) == FULL


def test_what_is_missing_is_said_with_its_clause(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [*LEADING[:3], (2, "暂缺", "分管副校长", "副组长"), (3, PEOPLE[2], "教导主任", "成员")]
    assert told(roster(tmp_path / "a.xlsx", 领导小组=rows), capsys, 1) == (
        "数字设备管理小组：4 个岗位，有人 2 个，缺 2 个（名单上 2 人）\n"
        "  缺　副组长（分管副校长）　附件1第一条\n"
        "  缺　成员（网络信息中心主任）　附件1第一条\n"
        "  有 1 行没有写姓名\n"
        "网络信息中心：名单里没有\n"
        "  缺　主任　附件1第四条\n"
        "  缺　技术管理　附件1第四条\n"
        "  缺　班级电教设备管理人员　附件1第四条\n"
    )


def test_a_vice_principal_is_no_principal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [*LEADING[:2], (1, PEOPLE[0], "副校长", "副组长")]
    assert "缺　组长（校长）" in told(roster(tmp_path / "a.xlsx", 领导小组=rows), capsys, 1)


def test_nothing_in_a_work_tree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept, free = tmp_path / "kept" / "deep", tmp_path / "free"
    kept.mkdir(parents=True)
    free.mkdir()
    (tmp_path / "kept" / ".git").write_text("gitdir: elsewhere", encoding="utf-8")
    file = roster(kept / "a.xlsx", 领导小组=LEADING)
    (free / "link.xlsx").symlink_to(file)
    outside = roster(free / "b.xlsx", 领导小组=LEADING)
    (kept / "link.xlsx").symlink_to(outside)
    for path in (file, free / "link.xlsx", kept / "link.xlsx", kept / "none.xlsx"):
        assert told(path, capsys, 2) == (
            "名单里有人的姓名，不能放在版本库（git）的文件夹里：提交过一次就删不干净。"
            "把它移到别处，例如“我的文档”，再核对。\n"
        )


def test_what_schools_sent_stops_no_roster(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "project"
    shutil.copytree(YUNLING / "policies", project / "policies")
    unfinished = project / "checklists" / "reviews" / "2026-2027-1" / "vocational-school.yaml"
    unfinished.parent.mkdir(parents=True)
    unfinished.write_text("school: 待填\n", encoding="utf-8")
    file = roster(tmp_path / "a.xlsx", Sheet1=LEADING, 信息中心=CENTER)
    assert main(["check", "--root", str(project)]) == 1
    capsys.readouterr()
    assert main(["roster", "check", "--root", str(project), str(file)]) == 0
    assert capsys.readouterr().out == FULL


def test_what_is_no_roster_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = roster(tmp_path / "a.xlsx", 表=[("岗位", "电话"), ("校长", "1")])
    assert told(empty, capsys, 2) == (
        "没有找到名单。表头要有“姓名”和“岗位”（或“职务”）两栏，一人一行。\n"
    )
    other = tmp_path / "b.xlsx"
    other.write_text("x", encoding="utf-8")
    assert told(other, capsys, 2).startswith("打不开：这不是 .xlsx 文件，或者文件坏了。")
    assert told(tmp_path / "none.xlsx", capsys, 2).startswith("打不开这个文件。")


def test_what_is_expected_comes_from_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from support.cases import TREE, tree  # noqa: PLC0415

    root = tree(
        tmp_path / "p",
        {
            "policies/vocabulary/roles.yaml": {
                "replace": [
                    [
                        "    name: 示例学校\n    kind: body\n",
                        (
                            "    name: 示例学校\n    kind: body\n    members:\n"
                            "      - {seat: 管理员, role: caretaker, clause: a1-1, quote: 示例管理员}\n"
                        ),
                    ]
                ]
            }
        },
    )
    file = roster(tmp_path / "a.xlsx", 表=[("姓名", "岗位"), (PEOPLE[0], "示例管理员")])
    assert main(["roster", "check", str(file), "--root", str(root)]) == 0
    assert capsys.readouterr().out == "示例学校：1 个岗位，有人 1 个，齐了（名单上 1 人）\n"
    assert main(["roster", "check", str(file), "--root", str(TREE)]) == 2
    assert capsys.readouterr().err == ("roles.yaml 里没有写哪个组织由哪些岗位组成（members）。\n")
