"""What will be wrong: every coming day on which something comes into force is judged, with drafts as if they were issued."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from zhidu.handbook.book import Handbook, coming_days, walk
from zhidu.reading.documents import Document
from zhidu.reading.findings import Finding


def coming(handbook: Handbook, now: Sequence[Finding]) -> list[Finding]:
    """What the rules find on a later day, or with the drafts, and did not find *now*; told where it can be mended."""
    from zhidu.judging import rules  # noqa: PLC0415  slow to import, and not always needed

    days = list(coming_days(handbook))
    if handbook.draft_folders and not handbook.drafts:
        days.insert(0, handbook.as_of)
    known = set(now)
    found: list[Finding] = []
    for day in days:
        later = replace(handbook, as_of=day, drafts=True)
        for finding in rules.apply(later):
            if finding not in known:
                known.add(finding)
                found.append(_told(handbook, finding, day))
    return list(dict.fromkeys(found))


def _told(handbook: Handbook, finding: Finding, day: date) -> Finding:
    """*finding* at a file that may be edited: what was issued may not be, so it is told at the draft that brings it."""
    document = next((d for d in handbook.documents if d.source.path == finding.path), None)
    if document is None or document.issuance is None or document.issuance in handbook.draft_folders:
        return finding
    when = f"到 {day}，" if day > handbook.as_of else ""
    draft = _draft(handbook, day)
    where = _where(document, finding.line)
    if draft is None:
        return replace(finding, message=f"{when}{where}{finding.message}")
    own = [d.value.policy for d in handbook.of("policy") if d.issuance == draft.issuance]
    name = document.value.policy if document.kind == "policy" else ""
    together = " ".join(dict.fromkeys([*own, name]))
    repair = (
        f"印发过的 {finding.path} 不能改；在这份草稿里一并修订：复制那个文件过来改，在 notice.yaml 的 attachments 里补一行；"
        f"还没有动手的，重新 zhidu revise {together} --date {draft.issuance}"
        if name
        else finding.repair
    )
    return Finding(
        path=draft.source.path,
        code=finding.code,
        message=f"{when}照草稿印发以后，{where}{finding.message}",
        repair=repair,
        severity=finding.severity,
    )


def _draft(handbook: Handbook, day: date) -> Document[Any] | None:
    """The notice of the last draft that is in force by *day*."""
    drafts = [n for n in handbook.of("notice") if n.value.draft]
    ready = [n for n in drafts if n.value.effective <= day] or drafts
    return max(ready, key=lambda n: (n.value.effective, n.value.issuance), default=None)


def _where(document: Document[Any], line: int) -> str:
    """The clause of *document* at *line*, as people name it: 附件2第一条（a2-1）：."""
    marks = document.source.marks
    found = None
    for pointer, _, clause in walk(document.value.clauses):
        if marks.place((*pointer, "id"))[0] <= line:
            found = clause
    if found is None:
        return f"{Path(document.source.path).name}："
    label = getattr(document.value, "label", "通知")
    return (
        f"{label}第{found.label}条（{found.id}）：" if found.label else f"{label}（{found.id}）："
    )
