"""Publish: make a draft an issuance, build the site, and write down the addresses and the questions that are out in the world now.

While a draft is being issued, a journal lies beside it. Whoever comes after a release that was killed goes on with it, or
puts the draft back; where the new site stands already, only the addresses are left to be written down.
"""

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from zhidu.assessment import instrument_register
from zhidu.assessment.instrument import derive
from zhidu.handbook.book import Handbook, coming_days
from zhidu.judging.check import POLICIES, check
from zhidu.reading import published_addresses
from zhidu.reading.disk import locks, ownership
from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.documents import VOCABULARY
from zhidu.site.build import Outcome, build
from zhidu.site.changed_pages import ChangedPages, compared
from zhidu.views.names import clause_href

JOURNAL = ".zhidu-release.json"
_DRAFT = re.compile(rb"(?m)^(?:# [^\n]*zhidu release[^\n]*\n)?draft: *true *(?:#[^\n]*)?\r?\n")
_COMMENT = re.compile("(?m)^ *# (?:体检|学校建议|拟读职责)[^\n]*\r?\n".encode())
_NOT_COPIED = frozenset({".git", ".venv", "node_modules"})
_DOING = "发布（zhidu release）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What became of a release. `message` says why nothing was released, `before` what became of an earlier one.

    `waits` are the days on which something that is released comes into force.
    """

    outcome: Outcome | None = None
    added: int = 0
    waits: tuple[date, ...] = ()
    message: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Journal:
    """A release that goes on: the notice as it was and the digest of what it became, the place and digest of the site."""

    issuance: str
    notice: str
    issued: str
    site: str
    digest: str = ""


def release(root: Path, issuance: str | None, site: Path, as_of: date | None = None) -> Released:
    """Release the site of *root*; with *issuance* its draft first becomes an issuance, or stays what it was if that fails."""
    with locks.locked(root / locks.NAME, _DOING):
        policies = root / POLICIES
        for folder in (policies, policies / VOCABULARY, policies / (issuance or "")):
            ownership.sweep(folder)  # what a killed release left half written
        told = settle(root, issuance)
        return replace(_released(root, issuance, site, as_of), before=told)


def rehearse(
    root: Path, issuance: str | None, site: Path, as_of: date | None = None
) -> tuple[Released, ChangedPages]:
    """Release a copy of the project, and compare its site with the one at *site*: nothing of *root* is changed."""
    away = {site.absolute(), (root / "site").absolute()}

    def left_out(folder: str, names: list[str]) -> list[str]:
        return [n for n in names if n in _NOT_COPIED or (Path(folder) / n).absolute() in away]

    with tempfile.TemporaryDirectory(prefix="zhidu-") as room:
        copy = Path(room) / "project"
        shutil.copytree(root.absolute(), copy, ignore=left_out, symlinks=True)
        released = release(copy, issuance, copy / "site", as_of)
        if released.outcome is None or released.outcome.site is None:
            return released, ChangedPages()
        return released, compared(site, copy / "site")


def _released(root: Path, issuance: str | None, site: Path, as_of: date | None) -> Released:
    if issuance is None:
        return _built(root, site, as_of)
    policies = root / POLICIES
    path = policies / issuance / "notice.yaml"
    journal = _read(policies)
    if journal is None:
        checked = check(root, (), None, drafts=True)
        if issuance not in checked.drafts:
            issued = {notice.value.issuance.isoformat() for notice in checked.handbook.issued}
            if issuance in issued:  # its addresses may not be written down yet
                return _built(root, site, as_of)
            drafts = "、".join(sorted(checked.drafts)) or "一份也没有"
            return Released(message=f"没有 {issuance} 这份草稿。现有的草稿：{drafts}。")
        judged = check(root).of_release(issuance)
        if judged.errors:
            return Released(outcome=Outcome(site=None, result=judged))
        before = ownership.bytes_of(path)
        after, count = _DRAFT.subn(b"", before)
        if count != 1:
            return Released(message=f"{path} 里没有单独一行的“draft: true”，请手工改好再来。")
        ownership.target(root, site)  # refused before anything is changed
        place = str(site.absolute())
        journal = _Journal(
            issuance=issuance, notice=before.decode(), issued=_digest(after), site=place
        )
        _write(policies, journal)
        ownership.put(path, after, over=True)
    comments = _uncommented(policies / issuance)
    known = replace(journal, site=str(site.absolute()))
    done = False
    try:
        ready = lambda _, digest: _write(policies, replace(known, digest=digest))  # noqa: E731  a word for it
        released = _built(root, site, as_of, ready)
        done = released.outcome is not None and released.outcome.site is not None
        return released
    finally:
        if not done:
            for file, raw in comments.items():
                ownership.put(file, raw, over=True)
            ownership.put(path, journal.notice.encode(), over=True)
        _drop(policies)


def _uncommented(folder: Path) -> dict[Path, bytes]:
    """Take out what is written for the drafter alone; the files that had any, as they were."""
    found: dict[Path, bytes] = {}
    for path in sorted(folder.glob("*.yaml")):
        raw = ownership.bytes_of(path)
        kept = _COMMENT.sub(b"", raw)
        if kept != raw:
            found[path] = raw
            ownership.put(path, kept, over=True)
    return found


def settle(root: Path, issuance: str | None = None) -> str:
    """See to a release that was broken off, in words; nothing where there is none. That of *issuance* is to go on."""
    policies = root / POLICIES
    if not (policies / JOURNAL).is_file():
        return ""
    with locks.locked(root / locks.NAME, _DOING):
        journal = _read(policies)
        if journal is None:
            return ""
        path = policies / journal.issuance / "notice.yaml"
        now = b""
        with suppress(OSError, RefusedError):
            now = ownership.bytes_of(path)
        if issuance == journal.issuance and _digest(now) == journal.issued:
            return f"上次发布 {issuance} 中断了，现在接着做。"
        told = _settled(root, journal, path, now)
        _drop(policies)
        return told and f"上次发布 {journal.issuance} 中断了，{told}。"


def _settled(root: Path, journal: _Journal, path: Path, now: bytes) -> str:
    """What became of the release of *journal*, whose notice at *path* is *now* this; nothing where it had not begun."""
    if now == journal.notice.encode():
        return ""
    if _digest(now) != journal.issued:
        return f"以后 {path} 又改过，没有动它，请看看里面还有没有“draft: true”"
    if _stands(journal):
        handbook = check(root).handbook
        addresses = published_addresses.of_site(Path(journal.site), anchors(handbook))
        added = published_addresses.add(root / POLICIES, addresses, handbook.as_of.isoformat())
        return f"网站已经换上，补记了 {added} 个新网址"
    ownership.put(path, journal.notice.encode(), over=True)
    return f"已经改回草稿；要发布，再运行 zhidu release {journal.issuance}"


def _stands(journal: _Journal) -> bool:
    """Whether the site of the release that was broken off had already taken its place."""
    with suppress(OSError, RefusedError):
        return bool(journal.digest) and ownership.digest(Path(journal.site)) == journal.digest
    return False


def _built(
    root: Path, site: Path, as_of: date | None, ready: Callable[[Path, str], None] | None = None
) -> Released:
    outcome = build(root, site, as_of, ready=ready)
    if outcome.site is None:
        return Released(outcome=outcome)
    handbook = check(root, (), as_of).handbook
    addresses = published_addresses.of_site(outcome.site, anchors(handbook))
    instrument_register.record(
        root / POLICIES, derive(handbook), instrument_register.known(handbook)
    )
    added = published_addresses.add(root / POLICIES, addresses, handbook.as_of.isoformat())
    return Released(outcome=outcome, added=added, waits=coming_days(handbook))


def anchors(handbook: Handbook) -> set[str]:
    """The addresses of all clauses that any edition or notice issued by the day has."""
    found = {
        f"/policies/{policy}/#{name}"
        for policy, editions in handbook.known_editions.items()
        for edition in editions
        for name in edition.citations
    }
    return found | {f"/{clause_href(c)}" for c in handbook.citations.values() if not c.edition}


# ---------- the journal


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _parsed(raw: bytes) -> _Journal | None:
    with suppress(ValueError, TypeError, RecursionError):
        found = json.loads(raw)
        if all(isinstance(text, str) for text in found.values()):
            return _Journal(**found)
    return None


def _is_journal(raw: bytes) -> bool:
    return _parsed(raw) is not None


def _read(policies: Path) -> _Journal | None:
    try:
        raw = ownership.bytes_of(policies / JOURNAL)
    except FileNotFoundError:
        return None
    journal = _parsed(raw)
    if journal is None:
        raise RefusedError(f"{policies / JOURNAL} 不是本程序写的，没有动。请把它移走。")
    return journal


def _write(policies: Path, journal: _Journal) -> None:
    content = json.dumps(asdict(journal), ensure_ascii=False, indent=1).encode()
    ownership.put(policies / JOURNAL, content, ours=_is_journal, lasting=True)


def _drop(policies: Path) -> None:
    ownership.remove(policies / JOURNAL, ours=_is_journal)
