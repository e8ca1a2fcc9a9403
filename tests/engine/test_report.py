"""Every format, letter by letter, for a result in which everything that can be hostile is hostile."""

import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from zhidu.judging.report import FORMATS, GITHUB_LIMIT, MARKDOWN_LIMIT, Result
from zhidu.reading.findings import Finding, Severity

HOSTILE = "a\n::error::b%0A\x1b[31m]]>\"'<&\u202e\u2028,:"

PLAIN = Finding(
    path="policies/2001-01-01/01-first.yaml",
    line=3,
    column=5,
    code="policy/quote-in-text",
    message="原文里没有“甲”",
    repair="是不是“乙”？",
)
WARNING = Finding(
    path="policies/2001-01-01/01-first.yaml",
    code="file/modeline",
    message="第一行不对",
    repair="改第一行",
    severity=Severity.WARNING,
)
BAD = Finding(path=f"{HOSTILE}.yaml", line=9, code="file/name", message=HOSTILE, repair=HOSTILE)

RESULT = Result(findings=(PLAIN, WARNING, BAD), files=7)

SHOWN = "a\\u000A::error::b%0A\\u001B[31m]]>\"'<&\\u202E\\u2028,:"

TEXT = f"""\
policies/2001-01-01/01-first.yaml:3:5: 错误 [policy/quote-in-text] 原文里没有“甲”。是不是“乙”？
policies/2001-01-01/01-first.yaml:1:1: 提醒 [file/modeline] 第一行不对。改第一行。
{SHOWN}.yaml:9:1: 错误 [file/name] {SHOWN}。{SHOWN}。
检查了 7 个文件：2 个错误，1 个提醒。想知道为什么，运行：zhidu explain policy/quote-in-text
"""


def test_text() -> None:
    assert FORMATS["text"](RESULT) == TEXT


@pytest.mark.parametrize(
    ("findings", "files", "summary"),
    [
        ((), 0, "没有找到要检查的文件。"),
        ((), 7, "检查了 7 个文件，没有问题。"),
        (
            (PLAIN,),
            7,
            "检查了 7 个文件：1 个错误。想知道为什么，运行：zhidu explain policy/quote-in-text",
        ),
        (
            (WARNING,),
            7,
            "检查了 7 个文件：1 个提醒。想知道为什么，运行：zhidu explain file/modeline",
        ),
        (
            (WARNING, PLAIN),
            7,
            "检查了 7 个文件：1 个错误，1 个提醒。想知道为什么，运行：zhidu explain policy/quote-in-text",
        ),
    ],
)
def test_summary(findings: tuple[Finding, ...], files: int, summary: str) -> None:
    printed = FORMATS["text"](Result(findings=findings, files=files))
    assert printed.splitlines()[-1] == summary


@pytest.mark.parametrize(
    ("findings", "files", "status"),
    [
        ((), 7, 0),
        ((WARNING,), 7, 0),
        ((PLAIN,), 7, 1),
        ((WARNING, PLAIN), 7, 1),
        ((), 0, 2),
        ((BAD,), 0, 1),
    ],
)
def test_exit_status(findings: tuple[Finding, ...], files: int, status: int) -> None:
    assert Result(findings=findings, files=files).exit_status == status


def test_json() -> None:
    printed = FORMATS["json"](RESULT)
    assert json.loads(printed) == {
        "files": 7,
        "errors": 2,
        "findings": [
            {
                "file": "policies/2001-01-01/01-first.yaml",
                "line": 3,
                "column": 5,
                "code": "policy/quote-in-text",
                "severity": "error",
                "message": "原文里没有“甲”",
                "repair": "是不是“乙”？",
            },
            {
                "file": "policies/2001-01-01/01-first.yaml",
                "line": 1,
                "column": 1,
                "code": "file/modeline",
                "severity": "warning",
                "message": "第一行不对",
                "repair": "改第一行",
            },
            {
                "file": f"{HOSTILE}.yaml",
                "line": 9,
                "column": 1,
                "code": "file/name",
                "severity": "error",
                "message": HOSTILE,
                "repair": HOSTILE,
            },
        ],
    }
    assert '"message": "原文里没有“甲”"' in printed, "Chinese stays readable"
    assert '"message": "a\\n::error::b%0A\\u001b[31m]]>\\"\'<&\\u202e\\u2028,:"' in printed


def test_github() -> None:
    printed = FORMATS["github"](RESULT)
    token = re.search(r"::stop-commands::([0-9a-f]{32})\n", printed)
    assert token
    escaped = "a%0A::error::b%250A\\u001B[31m]]>\"'<&\\u202E\\u2028,:"
    path = escaped.replace(":", "%3A").replace(",", "%2C") + ".yaml"
    assert printed == (
        "::error file=policies/2001-01-01/01-first.yaml,line=3,col=5,title=policy/quote-in-text"
        "::原文里没有“甲”。是不是“乙”？\n"
        f"::error file={path},line=9,col=1,title=file/name::{escaped}。{escaped}\n"
        "::warning file=policies/2001-01-01/01-first.yaml,line=1,col=1,title=file/modeline"
        "::第一行不对。改第一行\n"
        f"::stop-commands::{token[1]}\n{TEXT}::{token[1]}::\n"
    )


def test_github_shows_ten_of_a_kind_and_every_file_first() -> None:
    many = [replace(PLAIN, line=line) for line in range(1, 15)]
    last = replace(PLAIN, path="policies/2001-01-01/02-second.yaml")
    printed = FORMATS["github"](Result(findings=(*many, last), files=7))
    shown = [line for line in printed.splitlines() if line.startswith("::error ")]
    assert len(shown) == GITHUB_LIMIT
    assert "02-second" in shown[1]
    assert printed.count("错误 [") == 15, "the log has them all"


def test_no_line_of_a_file_can_end_the_stop_of_commands() -> None:
    """The token depends on all that stands before it, so no text can hold its own."""
    first = FORMATS["github"](RESULT)
    token = first.rsplit("::", 2)[1]
    second = FORMATS["github"](
        Result(findings=(replace(PLAIN, message=f"::{token}::\n::error::x"),), files=7)
    )
    inside = second.split("::stop-commands::")[1].splitlines()
    assert inside[0] != token
    assert not any(line.startswith("::") for line in inside[1:-1])


def test_gitlab() -> None:
    entries = json.loads(FORMATS["gitlab"](RESULT))
    fingerprints = [entry.pop("fingerprint") for entry in entries]
    assert entries == [
        {
            "description": "原文里没有“甲”。是不是“乙”？",
            "check_name": "policy/quote-in-text",
            "severity": "major",
            "location": {"path": "policies/2001-01-01/01-first.yaml", "lines": {"begin": 3}},
        },
        {
            "description": "第一行不对。改第一行",
            "check_name": "file/modeline",
            "severity": "minor",
            "location": {"path": "policies/2001-01-01/01-first.yaml", "lines": {"begin": 1}},
        },
        {
            "description": f"{HOSTILE}。{HOSTILE}",
            "check_name": "file/name",
            "severity": "major",
            "location": {"path": f"{HOSTILE}.yaml", "lines": {"begin": 9}},
        },
    ]
    assert all(re.fullmatch("[0-9a-f]{64}", fingerprint) for fingerprint in fingerprints)


def fingerprints(*findings: Finding) -> list[str]:
    entries = json.loads(FORMATS["gitlab"](Result(findings=findings, files=7)))
    return [entry["fingerprint"] for entry in entries]


def test_gitlab_fingerprints_are_unique_and_do_not_know_the_line() -> None:
    moved = replace(PLAIN, line=300, column=1)
    assert fingerprints(PLAIN) == fingerprints(moved)
    assert len(set(fingerprints(PLAIN, moved, WARNING, BAD))) == 4
    assert fingerprints(PLAIN, moved) == fingerprints(moved, PLAIN)


def test_junit() -> None:
    shown = "a\\u000A::error::b%0A\\u001B[31m]]&gt;"
    assert FORMATS["junit"](RESULT) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="zhidu" tests="7" failures="2">\n'
        '  <testsuite name="policies/2001-01-01/01-first.yaml" tests="2" failures="1">\n'
        '    <testcase name="policy/quote-in-text 3:5">\n'
        '      <failure message="原文里没有“甲”">是不是“乙”？</failure>\n'
        "    </testcase>\n"
        '    <testcase name="file/modeline 1:1">\n'
        "      <system-out>第一行不对</system-out>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        f'  <testsuite name="{shown}&quot;\'&lt;&amp;\\u202E\\u2028,:.yaml" tests="1" failures="1">\n'
        '    <testcase name="file/name 9:1">\n'
        f'      <failure message="{shown}&quot;\'&lt;&amp;\\u202E\\u2028,:">'
        f"{shown}\"'&lt;&amp;\\u202E\\u2028,:</failure>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_markdown() -> None:
    """Every mark of a text is an entity: it can be read, and means nothing."""
    shown = "a&#92;u000A&#58;&#58;error&#58;&#58;b&#37;0A&#92;u001B&#91;31m&#93;&#93;&#62;&#34;&#39;&#60;&#38;&#92;u202E&#92;u2028&#44;&#58;"
    assert FORMATS["markdown"](RESULT) == (
        "# 有要改的\n\n"
        "检查了 7 个文件：2 个错误，1 个提醒。想知道为什么，运行：zhidu explain policy&#47;quote&#45;in&#45;text\n\n"
        "## policies&#47;2001&#45;01&#45;01&#47;01&#45;first&#46;yaml\n\n"
        "- **第 3 行，错误** 原文里没有“甲”。是不是“乙”？（policy&#47;quote&#45;in&#45;text）\n"
        "- **第 1 行，提醒** 第一行不对。改第一行。（file&#47;modeline）\n\n"
        f"## {shown}&#46;yaml\n\n"
        f"- **第 9 行，错误** {shown}。{shown}。（file&#47;name）\n"
    )


def test_a_summary_does_not_grow_for_ever() -> None:
    findings = tuple(replace(PLAIN, line=n) for n in range(1, MARKDOWN_LIMIT + 8))
    printed = FORMATS["markdown"](Result(findings=findings, files=1))
    assert printed.count("原文里没有") == MARKDOWN_LIMIT
    assert printed.endswith("\n\n还有 7 处，见运行日志。\n")


def test_junit_is_xml() -> None:
    root = ET.fromstring(FORMATS["junit"](RESULT))  # noqa: S314  our own text
    assert [suite.get("name") for suite in root] == [
        "policies/2001-01-01/01-first.yaml",
        f"{SHOWN}.yaml",
    ]
    assert [failure.get("message") for failure in root.iter("failure")] == ["原文里没有“甲”", SHOWN]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("character", ["\udcd6", "\x00", "\x9b", "\ufffe", "\U000e0041"])
def test_nothing_is_printed_that_a_terminal_obeys_or_that_is_no_utf_8(
    name: str, character: str
) -> None:
    finding = Finding(
        path=f"{character}.yaml", code="file/name", message=character, repair=character
    )
    printed = FORMATS[name](Result(findings=(finding,), files=1))
    assert character not in printed
    assert printed.encode()


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_found(name: str) -> None:
    printed = FORMATS[name](Result(findings=(), files=7))
    empty = {
        "text": "检查了 7 个文件，没有问题。\n",
        "json": '{\n  "files": 7,\n  "errors": 0,\n  "findings": []\n}\n',
        "gitlab": "[]\n",
        "markdown": "# 通过\n\n检查了 7 个文件，没有问题。\n",
        "junit": '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="zhidu" tests="7" failures="0">\n</testsuites>\n',
    }
    if name == "github":
        token = printed.rsplit("::", 2)[1]
        empty[name] = f"::stop-commands::{token}\n检查了 7 个文件，没有问题。\n::{token}::\n"
    assert printed == empty[name]
