"""The first texts of a project: manuscripts of what is in force already become issuances, one for each date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zhidu.drafting.canonical import text_of
from zhidu.drafting.import_plan import Choice, Plan, plan
from zhidu.handbook.book import Handbook
from zhidu.reading import strict_yaml
from zhidu.reading.findings import Finding
from zhidu.reading.model import PLACEHOLDER

_ALONE = "\nlabel: 附件\n"
_UNSAID = "（导入的文稿里没有通知）"
"""What stands for the words of a notice that nobody gave us: it is told, not made up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A manuscript that was read: its plan, the files of its issuance as they now are, whether others of that day were there."""

    plan: Plan
    files: Mapping[str, str]
    together: bool


def begin(
    draft: Path, handbook: Handbook, day: date | None, issuer: str, folder: Path
) -> tuple[Begun | None, tuple[Finding, ...]]:
    """The files that *draft* adds to the issuance of its day, of which *folder* (`policies/`) may hold some already.

    What *handbook* holds is older or of the same day. The texts are in force: no draft, and the issuer is known.
    """
    taken = frozenset((policy, "") for policy in handbook.all_editions)
    made, findings = plan(draft, handbook, day, Choice(drafted=taken))
    if made is None:
        return None, findings
    files = dict(made.files)
    there = folder / made.day.isoformat()
    if there.is_dir():
        files = _labelled(there, files)
    known = _known(there / "notice.yaml")
    notice = _issued(_data(files["notice.yaml"], draft.name), issuer, known)
    files["notice.yaml"] = text_of("notice", notice)
    return Begun(plan=made, files=files, together=known is not None), findings


def _data(text: str, name: str) -> dict[str, Any]:
    source, findings = strict_yaml.parse(text.encode(), name)
    if source is None:
        raise ValueError(findings[0].message)
    data: dict[str, Any] = source.data
    return data


def _labelled(there: Path, files: Mapping[str, str]) -> dict[str, str]:
    """*files* with those that are *there*, the only attachment no more: a label without a number gets one."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(there.glob("*.yaml"))}
    texts |= {name: text for name, text in files.items() if name != "notice.yaml"}
    policies = sorted(name for name in texts if name != "notice.yaml")
    for place, name in enumerate(policies, 1):
        texts[name] = texts[name].replace(_ALONE, f"{_ALONE.rstrip()}{place}\n", 1)
    return {**texts, "notice.yaml": files["notice.yaml"]}


def _known(path: Path) -> dict[str, Any] | None:
    return _data(path.read_text(encoding="utf-8"), path.name) if path.is_file() else None


def _issued(notice: dict[str, Any], issuer: str, known: dict[str, Any] | None) -> dict[str, Any]:
    """*notice* as one that was issued; where the day has a notice already, that one with the new attachments in it."""
    notice = _told(notice, issuer)
    if known is None:
        return notice
    lines = [*known["attachments"], *notice["attachments"]]
    for place, line in enumerate(lines, 1):
        line["text"] = line["text"].replace("附件：", f"附件{place}：", 1)
    base = notice if known["addressees"] == _UNSAID else known
    return {**base, "attachments": lines}


def _told(notice: dict[str, Any], issuer: str) -> dict[str, Any]:
    """*notice* without gaps: the issuer is known, and what no manuscript says is told to be unsaid."""
    notice = {key: value for key, value in notice.items() if key != "draft"}
    if any(PLACEHOLDER in clause["text"] for clause in notice["clauses"]):
        notice["title"] = f"{issuer}制度{_UNSAID}"
    for part in (notice, notice["signoff"]):
        if PLACEHOLDER in part["issuer"]:
            part["issuer"] = issuer
    if PLACEHOLDER in notice["addressees"]:
        notice["addressees"] = _UNSAID
    for clause in notice["clauses"]:
        if PLACEHOLDER in clause["text"]:
            clause["text"] = _UNSAID
    return notice
