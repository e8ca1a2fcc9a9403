"""Publish: make a draft an issuance, build the site, and write down the addresses and the questions that are out in the world now."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from macros import published
from macros.assessment import asked
from macros.assessment.instrument import derive
from macros.build import Outcome, build
from macros.check import POLICIES, check
from macros.handbook import Handbook
from macros.report import Result
from macros.views.names import clause_href

_DRAFT = re.compile(rb"(?m)^(?:# [^\n]*zhidu release[^\n]*\n)?draft: *true *(?:#[^\n]*)?\r?\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What became of a release. `message` says why nothing was released."""

    outcome: Outcome | None = None
    result: Result | None = None
    added: int = 0
    message: str = ""


def release(root: Path, issuance: str | None, site: Path, as_of: date | None = None) -> Released:
    """Release the site of *root*; with *issuance* its draft first becomes an issuance, or stays what it was if that fails."""
    if issuance is None:
        return _built(root, site, as_of)
    checked = check(root, (), None, drafts=True)
    if issuance not in checked.drafts:
        issued = {notice.value.issuance.isoformat() for notice in checked.handbook.issued}
        if issuance in issued:  # a release that was broken off goes on
            return _built(root, site, as_of)
        drafts = "、".join(sorted(checked.drafts)) or "一份也没有"
        return Released(message=f"没有 {issuance} 这份草稿。现有的草稿：{drafts}。")
    path = root / POLICIES / issuance / "notice.yaml"
    before = path.read_bytes()
    after, count = _DRAFT.subn(b"", before)
    if count != 1:
        return Released(message=f"{path} 里没有单独一行的“draft: true”，请手工改好再来。")
    _put(path, after)
    done = False
    try:
        released = _built(root, site, as_of)
        done = released.outcome is not None and released.outcome.site is not None
        return released
    finally:
        if not done:
            _put(path, before)


def _built(root: Path, site: Path, as_of: date | None) -> Released:
    outcome = build(root, site, as_of)
    if outcome.site is None:
        return Released(outcome=outcome, result=outcome.result)
    handbook = check(root, (), as_of).handbook
    addresses = published.of_site(outcome.site, anchors(handbook))
    day = handbook.as_of.isoformat()
    asked.record(root / POLICIES, derive(handbook), asked.known(handbook))
    added = published.add(root / POLICIES, addresses, day)
    return Released(outcome=outcome, result=outcome.result, added=added)


def anchors(handbook: Handbook) -> set[str]:
    """The addresses of all clauses that any edition or notice issued by the day has."""
    found = {
        f"/policies/{policy}/#{name}"
        for policy, editions in handbook.known_editions.items()
        for edition in editions
        for name in edition.citations
    }
    return found | {f"/{clause_href(c)}" for c in handbook.citations.values() if not c.edition}


def _put(path: Path, data: bytes) -> None:
    """Write a file in one step."""
    aside = path.with_name(f".{path.name}.new")
    aside.write_bytes(data)
    aside.replace(path)
