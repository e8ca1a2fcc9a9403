"""Every case file, through the API and through the command: exactly the lines it expects, and no others."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from support.cases import CASES, TREE, Case, cases, read, rewrite, tree

from zhidu import assessment, county
from zhidu.cli.commands import main
from zhidu.judging.check import check
from zhidu.judging.report import text
from zhidu.judging.rules import RULES
from zhidu.reading import documents, schemas, strict_yaml
from zhidu.reading.numerals import ordinal

RULE_CASES = cases("rules")
INPUT_CASES = cases("input")
ALL = [*RULE_CASES, *INPUT_CASES]
BAD = [case for case in ALL if not case.good]

SECOND_MISTAKES = {  # an independent mistake: the file, what is changed, what must be found
    "policies/2001-01-01/02-second.yaml": (
        ["quote: 保持设备完好率每", "quote: 保证设备完好率每"],
        (
            "policies/2001-01-01/02-second.yaml:14:16: 错误 [policy/quote-in-text] "
            "a2-1 的原文里没有“保证设备完好率每学期不低于90%”。照抄原文的字：“保持设备完好率每学期不低于90%”；若是 text 被改动了，把它改回去。"
        ),
    ),
    "policies/2001-01-01/notice.yaml": (
        ["quote: 认真执行示例制度", "quote: 切实执行示例制度"],
        (
            "policies/2001-01-01/notice.yaml:14:16: 错误 [policy/quote-in-text] "
            "n-2001-01-01-1 的原文里没有“切实执行示例制度”。照抄原文的字：“认真执行示例制度”；若是 text 被改动了，把它改回去。"
        ),
    ),
}


ANOTHER_SUBMISSION = "checklists/2001-2002-1/third-school.yaml"
SECOND_MISTAKE_OF_SUBMISSIONS: tuple[dict[str, Any], str] = (
    {"write": "school: [\n"},
    (
        f"{ANOTHER_SUBMISSION}:2:1: 错误 [yaml/syntax] "
        "不合 YAML 写法：括号里少了内容，或括号没有收尾。对照相邻各行，检查缩进、引号和括号。"
    ),
)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def found_by_api(paths: tuple[str, ...]) -> list[str]:
    """The lines that the report of a check in the current folder prints, without the last."""
    return text(check(Path(), [Path(path) for path in paths]).result).splitlines()[:-1]


def found_by_command(paths: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The same from the command `zhidu check`. Its last line and its exit status must fit the others."""
    status = main(["check", "--", *paths])
    output, errors = capsys.readouterr()
    assert errors == ""
    assert "Traceback" not in output
    *lines, last = output.splitlines()
    assert status == int(any(": 错误 [" in line for line in lines))
    assert last.startswith("检查了 "), last
    assert last.endswith("没有问题。") == (not lines), last
    return lines


def lock(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deny opening the files that the case locks: root, who may run the tests, may read everything."""
    locked = {Path(name).name for name, change in case.changes.items() if change.get("lock")}
    really = os.open

    def guarded(path: Any, *arguments: Any, **options: Any) -> int:
        if Path(os.fsdecode(path)).name in locked:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(path))
        return really(path, *arguments, **options)

    if locked:
        monkeypatch.setattr(os, "open", guarded)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_case(
    case: Case,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.chdir(tree(tmp_path / "project", case.changes))
    lock(case, monkeypatch)
    found = found_by_api(case.paths)
    if request.config.getoption("--update"):
        rewrite(case, found)
        case = read(case.file)
    assert found == list(case.expected)
    assert found_by_command(case.paths, capsys) == found
    assert len(found) == case.mistakes, "one mistake, one message"
    assert case.good or any(f" [{case.code}] " in line for line in found)


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_a_bad_file_hides_no_other(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    touched = {*case.changes, *(change.get("copy") for change in case.changes.values())}
    if case.code.startswith(
        ("checklist/", "inspection/")
    ):  # submissions are judged by sound policies only
        name = ANOTHER_SUBMISSION
        another, line = SECOND_MISTAKE_OF_SUBMISSIONS
    else:
        name = next(name for name in SECOND_MISTAKES if name not in touched)
        replacement, line = SECOND_MISTAKES[name]
        another = {"replace": [replacement]}
    monkeypatch.chdir(tree(tmp_path / "project", {name: another, **case.changes}))
    lock(case, monkeypatch)
    paths = (*case.paths, name) if case.paths else ()
    assert sorted(found_by_command(paths, capsys)) == sorted([*case.expected, line])


def test_the_tree_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--root", str(TREE)]) == 0
    assert capsys.readouterr().out == "检查了 13 个文件，没有问题。\n"


def test_the_submission_is_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = tree(tmp_path / "project", {"checklists/README.md": {"write": "x"}})
    assert main(["check", "--root", str(project)]) == 0
    assert capsys.readouterr().out == "检查了 14 个文件，没有问题。\n"


def test_nothing_checked_is_no_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--root", str(tmp_path)]) == 2
    assert capsys.readouterr().out == "没有找到要检查的文件。\n"


def test_every_code_has_its_cases() -> None:
    codes = {
        "rules": set(RULES) | set(assessment.codes()) | set(county.codes()),
        "input": {c for c, _ in strict_yaml.codes()},
    }
    codes["input"] |= set(schemas.CODES) | set(documents.CODES)
    for folder, found in (("rules", RULE_CASES), ("input", INPUT_CASES)):
        assert {case.code for case in found if case.good} == codes[folder]
        assert {case.code for case in found if not case.good} == codes[folder]


def test_every_case_file_is_run() -> None:
    folders = [CASES / "rules", CASES / "input"]
    assert {case.file for case in ALL} == {
        path for folder in folders for path in folder.rglob("*") if path.is_file()
    }
    assert all(case.file.name.startswith(("ok-", "bad-")) for case in ALL)


def test_every_case_says_what_it_is_about() -> None:
    assert all(case.file.read_text(encoding="utf-8").startswith("# ") for case in ALL)


def test_a_policy_may_have_more_than_99_clauses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = [ordinal(number) for number in range(1, 100)] + ["一百", "一百零一", "一百零三"]
    clauses = "".join(
        f"  - id: a3-{number}\n    label: {label}\n    text: 只用来演示。\n    informative: true\n"
        for number, label in enumerate(labels, 1)
    )
    head = (
        "# yaml-language-server: $schema=../../schema/policy.schema.json\n"
        "policy: a3\nlabel: 附件3\ntitle: 示例\nkind: regulation\nstatus: final\nclauses:\n"
    )
    listed = ["signoff:\n", "  - policy: a3\n    text: 附件3：示例\nsignoff:\n"]
    changes: dict[str, dict[str, Any]] = {
        "policies/2001-01-01/notice.yaml": {"replace": [listed]},
        "policies/2001-01-01/03-third.yaml": {"write": head + clauses},
    }
    monkeypatch.chdir(tree(tmp_path / "project", changes))
    assert found_by_command((), capsys) == [
        "policies/2001-01-01/03-third.yaml:413:12: 错误 [policy/id-order] a3-102 的条号是“一百零三”，按顺序应是“一百零二”。核对条款的先后和条号。"
    ]
