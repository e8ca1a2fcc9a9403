"""Findings → what people and machines read. One table holds every format."""

import hashlib
import json
import string
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from zhidu.reading.findings import Finding, Severity, order, whole
from zhidu.reading.text.characters import HIDDEN

GITHUB_LIMIT = 10  # annotations of one kind that GitHub shows a step
MARKDOWN_LIMIT = 500  # findings in a summary, which may not grow beyond a megabyte

_ENTITIES = str.maketrans({mark: f"&#{ord(mark)};" for mark in string.punctuation})


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a check found, and how many files it looked at.

    `unread`: by policy or notice, the clauses that nobody has read duties from, and how many clauses the text has.
    `asks_nobody`: there are duties, and no schools to answer for them.
    """

    findings: tuple[Finding, ...]
    files: int
    unread: tuple[tuple[str, tuple[str, ...], int], ...] = ()
    asks_nobody: bool = False

    def with_more(self, findings: Sequence[Finding]) -> "Result":
        """The same with *findings* among the others."""
        every = sorted({*self.findings, *findings}, key=order)
        return replace(self, findings=tuple(every))

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def exit_status(self) -> int:
        """0 clean, 1 errors found, 2 nothing checked: nothing is not a pass."""
        if not self.files and not self.findings:
            return 2
        return 1 if self.errors else 0


def _summary(result: Result) -> str:
    warnings = len(result.findings) - result.errors
    if not result.files and not result.findings:
        return "没有找到要检查的文件。"
    if not result.findings:
        return f"检查了 {result.files} 个文件，没有问题。"
    counts = [f"{result.errors} 个错误"] if result.errors else []
    counts += [f"{warnings} 个提醒"] if warnings else []
    first = next((f for f in result.findings if f.severity is Severity.ERROR), result.findings[0])
    advice = f"想知道为什么，运行：zhidu explain {first.code}"
    return f"检查了 {result.files} 个文件：{'，'.join(counts)}。{advice}"


def text(result: Result) -> str:
    """For people, and for editors that make `file:line:column` clickable."""
    return lines(result.findings) + unread(result) + _summary(result) + "\n"


def unread(result: Result) -> str:
    """What the next level needs: how many clauses wait for somebody to read them, or who is to answer; mostly nothing."""
    if not result.unread:
        return _ASK_SCHOOLS if result.asks_nobody else ""
    policies = [each for each in result.unread if not each[0].startswith(_NOTICE)]
    notices = [each for each in result.unread if each[0].startswith(_NOTICE)]
    parts = [f"{name} {_named(waiting, of)}" for name, waiting, of in policies]
    parts += [f"通知 {sum(len(waiting) for _, waiting, _ in notices)} 条"] if notices else []
    return (
        f"还有 {sum(len(waiting) for _, waiting, _ in result.unread)} 条没有读职责（{'、'.join(parts)}）："
        f"网站上有条文，没有当作职责。下一步：{annotating([*policies, *notices][0][0])}。\n"
    )


def annotating(text: str) -> str:
    """How the duties of a policy, or of a notice, come to be read."""
    return f"zhidu annotate {text} --workbook {text}.xlsx 从原文读出职责，做成一张 Excel 表，由人选留、改、删"


def _named(waiting: Sequence[str], of: int) -> str:
    """How many of the clauses of a text wait, and which, unless it is all of them or more than anybody looks up by name."""
    which = len(waiting) < of and len(waiting) <= _MOST_NAMED
    return f"{len(waiting)} 条" + (f"：{' '.join(waiting)}" if which else "")


_MOST_NAMED = 12
_NOTICE = "n-"
_ASK_SCHOOLS = (
    "职责都读了。要让学校自查，在 checklists/ 里写上学校（schools.yaml）和学期（terms.yaml）。\n"
)


def lines(findings: Sequence[Finding]) -> str:
    """A line each, without a summary."""
    return "".join(
        f"{whole(f.where)}: {f.severity.label} [{f.code}] {_sentence(f)}\n" for f in findings
    )


def _sentence(finding: Finding) -> str:
    """What is there, and what to do about it."""
    said = f"{whole(finding.message)}。{whole(finding.repair)}。"
    return said.replace("？。", "？").replace("。。", "。")


def _waiting(result: Result) -> dict[str, Any]:
    if not result.unread:
        return {}
    return {
        "unread": {name: len(clauses) for name, clauses, _ in result.unread},
        "unread_clauses": [clause for _, clauses, _ in result.unread for clause in clauses],
    }


def as_json(result: Result) -> str:
    """For other programs."""
    payload = {
        "files": result.files,
        "errors": result.errors,
        **_waiting(result),
        "findings": [
            {
                "file": f.path,
                "line": f.line,
                "column": f.column,
                "code": f.code,
                "severity": f.severity.value,
                "message": f.message,
                "repair": f.repair,
            }
            for f in result.findings
        ],
    }
    return _json(payload)


def _json(payload: Any) -> str:
    """JSON that reads the same, with nothing in it that a terminal would obey or that is no UTF-8."""
    written = json.dumps(payload, ensure_ascii=False, indent=2)
    hidden = {c for c in set(written) - {"\n"} if unicodedata.category(c) in HIDDEN}
    return written.translate({ord(c): json.dumps(c)[1:-1] for c in hidden}) + "\n"


def _github_data(value: str) -> str:
    return whole(value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _github_property(value: str) -> str:
    return _github_data(value).replace(":", "%3A").replace(",", "%2C")


def github(result: Result) -> str:
    """Annotations for GitHub Actions: one a file first, at most ten of a kind; the rest stays in the log.

    Text from files stands between `::stop-commands::` marks, so that no line of it is obeyed.
    """
    lines: list[str] = []
    for severity in Severity:
        group = [finding for finding in result.findings if finding.severity is severity]
        lines += [
            f"::{severity.value} file={_github_property(f.path)},line={f.line},col={f.column},"
            f"title={_github_property(f.code)}::{_github_data(f'{f.message}。{f.repair}')}"
            for f in _spread(group)[:GITHUB_LIMIT]
        ]
    body = text(result)
    token = _digest(body)[:32]
    return "\n".join([*lines, f"::stop-commands::{token}", body + f"::{token}::"]) + "\n"


def _spread(findings: list[Finding]) -> list[Finding]:
    """The same findings, the first of every file before the second of any."""
    rank: dict[str, int] = {}
    keyed = []
    for finding in findings:
        rank[finding.path] = rank.get(finding.path, -1) + 1
        keyed.append((rank[finding.path], finding))
    return [finding for _, finding in sorted(keyed, key=lambda pair: pair[0])]


def gitlab(result: Result) -> str:
    """GitLab Code Quality. The fingerprint leaves out the line, so that it survives edits above."""
    seen: dict[str, int] = {}
    entries = []
    for f in result.findings:
        identity = f"{f.path}\0{f.code}\0{f.message}"
        seen[identity] = seen.get(identity, 0) + 1
        entries.append(
            {
                "description": f"{f.message}。{f.repair}",
                "check_name": f.code,
                "fingerprint": _digest(f"{identity}\0{seen[identity]}"),
                "severity": "major" if f.severity is Severity.ERROR else "minor",
                "location": {"path": f.path, "lines": {"begin": f.line}},
            }
        )
    return _json(entries)


def markdown(result: Result) -> str:
    """For the summary of a run: file by file, what is there and what to do. No mark of the text means anything in it."""
    verdict = "有要改的" if result.exit_status else "通过"
    parts = [f"# {verdict}", _inert(_summary(result))]
    shown = result.findings[:MARKDOWN_LIMIT]
    for path in dict.fromkeys(finding.path for finding in shown):
        found = [finding for finding in shown if finding.path == path]
        parts.append(f"## {_inert(path)}")
        rows = (
            f"- **第 {f.line} 行，{f.severity.label}** {_inert(_sentence(f))}（{_inert(f.code)}）"
            for f in found
        )
        parts.append("\n".join(rows))
    left = len(result.findings) - len(shown)
    if left:
        parts.append(f"还有 {left} 处，见运行日志。")
    return "\n\n".join(parts) + "\n"


def _inert(text: str) -> str:
    """*text* of which no mark means anything to Markdown, to HTML or to a terminal."""
    return whole(text).translate(_ENTITIES)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def junit(result: Result) -> str:
    """JUnit XML: a file is a suite, a finding is a failed case."""
    from xml.sax.saxutils import escape, quoteattr  # noqa: PLC0415  brings half the network library

    suites: dict[str, list[Finding]] = {}
    for finding in result.findings:
        suites.setdefault(finding.path, []).append(finding)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<testsuites name="zhidu" tests="{result.files}" failures="{result.errors}">')
    for path, findings in suites.items():
        errors = sum(f.severity is Severity.ERROR for f in findings)
        name, count = quoteattr(whole(path)), len(findings)
        lines.append(f'  <testsuite name={name} tests="{count}" failures="{errors}">')
        for f in findings:
            lines.append(f"    <testcase name={quoteattr(f'{f.code} {f.line}:{f.column}')}>")
            message, repair = whole(f.message), escape(whole(f.repair))
            if f.severity is Severity.ERROR:
                lines.append(f"      <failure message={quoteattr(message)}>{repair}</failure>")
            else:
                lines.append(f"      <system-out>{escape(message)}</system-out>")
            lines.append("    </testcase>")
        lines.append("  </testsuite>")
    lines.append("</testsuites>")
    return "\n".join(lines) + "\n"


FORMATS: dict[str, Callable[[Result], str]] = {
    "text": text,
    "json": as_json,
    "github": github,
    "gitlab": gitlab,
    "junit": junit,
    "markdown": markdown,
}
