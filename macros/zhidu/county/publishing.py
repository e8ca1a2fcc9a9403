"""Publishing the county's results: what a build may tell anew, and where it is kept."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from zhidu.assessment.filed import LEAST, filed
from zhidu.county.aggregates import TermTally, tallies
from zhidu.county.bands import CHOICES
from zhidu.county.sealed_batches import (
    Batch,
    BrokenSealError,
    LostError,
    NewerFormatError,
    Publication,
    Row,
    Share,
    batch,
    read,
    written,
)
from zhidu.county.statements import days
from zhidu.county.statements import read as read_statements
from zhidu.handbook.book import Handbook, called
from zhidu.reading import documents
from zhidu.reading.disk import ownership
from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.findings import Finding

__all__ = [
    "NOTHING_PUBLISHED",
    "SEAL",
    "County",
    "Outcome",
    "Publication",
    "Row",
    "Share",
    "county",
    "kept",
    "on_show",
    "place",
    "publish",
]

SEAL = "county/seal"
NOTHING: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was published anew. `waiting` are terms with new submissions, and how many more they need; `open` others.

    An open term is not closed, and nobody asked that it be published: its id and its name. `lost` are terms of which
    the site shows more than is kept.
    """

    published: tuple[Publication, ...] = ()
    waiting: tuple[tuple[str, int], ...] = ()
    open: tuple[tuple[str, str], ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """It, in words for the bureau."""
        return (
            *(
                f"公布了{each.name}的全县自查结果（{each.submitted} 所）。"
                f"再有 {LEAST} 所以上的学校交表，才会公布新的数。"
                for each in self.published
            ),
            *(
                f"{name}的全县自查结果没有更新：还要再有 {needed} 所学校交表，少了会看出是哪一所答的。"
                for name, needed in self.waiting
            ),
            *(
                f"{name}的全县自查结果还没有公布：各校交齐，或者这个学期过完，就自动公布，一次公布得准。"
                f"要现在公布，运行：zhidu checklist publish --term {term}"
                for term, name in self.open
            ),
            *(
                f"网站上公布过{name}的全县自查结果，公布记录（checklists/county）却没有了，或者是旧的。"
                "没有再公布：同一批学校公布两次，前后一减，就看出是哪一所答的。从备份或 git 里恢复它。"
                for name in self.lost
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """What the public page of the county shows, the newest term first; `waiting` are terms without a publication."""

    terms: tuple[Publication, ...] = ()
    waiting: tuple[str, ...] = ()

    @property
    def suggested(self) -> Mapping[str, int]:
        """How many schools at least would change a clause, by clause."""
        return {clause: CHOICES for term in self.terms for clause in term.suggested}


NOTHING_PUBLISHED = County()


def place(folder: Path, term: str) -> Path:
    """Where the publication of *term* is kept in the `checklists/` folder *folder*."""
    return folder / documents.COUNTY / f"{term}.json"


def kept(folder: Path) -> tuple[dict[str, Publication], list[Finding]]:
    """The publications in the `checklists/` folder *folder*, by term, and what is wrong with them."""
    found: dict[str, Publication] = {}
    findings: list[Finding] = []
    inside = folder / documents.COUNTY
    if inside.is_symlink() or (inside.exists() and not inside.is_dir()):
        return {}, [_told(inside, BrokenSealError)]
    for entry in documents.entries(inside) if inside.is_dir() else ():
        path = inside / entry.name
        term = path.stem
        if path.suffix != ".json" or not documents.TERM.match(term):
            findings.append(documents.misplaced(path))
            continue
        try:
            raw = path.read_bytes() if entry.is_file(follow_symlinks=False) else b""
            found[term] = read(raw, term)
        except BrokenSealError as error:
            findings.append(_told(path, type(error)))
    return found, findings


_FAULTS: Mapping[type[BrokenSealError], tuple[str, str]] = MappingProxyType(
    {
        BrokenSealError: (
            "全县结果的公布记录被改动过，与封记对不上",
            "从备份或 git 里恢复这个文件；它只由 zhidu build 写，不用手改。没有它，就不知道公布过什么",
        ),
        NewerFormatError: (
            "全县结果的公布记录是更新的程序写的，这个程序读不懂",
            "换用写它的那个程序，或者更新的；不要删去它，没有它就不知道公布过什么",
        ),
        LostError: (
            "网站上公布过的全县结果，比公布记录里的多：记录丢了，或者是旧的",
            "从备份或 git 里恢复这个文件。没有它，就不知道公布过什么，不再公布",
        ),
    }
)
"""What is wrong with what is kept of a publication, and what to do."""


def _told(path: Path, fault: type[BrokenSealError]) -> Finding:
    message, repair = _FAULTS[fault]
    return Finding(path=documents.shown(path), code=SEAL, message=message, repair=repair)


def on_show(site: Path) -> Mapping[str, int]:
    """Of how many schools the site in the folder *site* tells, by term."""
    try:
        data = json.loads(ownership.bytes_of(site / "api" / "v1" / "county.json"))
        return {term["id"]: int(term["submitted"]) for term in data["terms"]}
    except (RefusedError, OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}


def county(handbook: Handbook, folder: Path) -> County:
    """What was published of the `checklists/` folder *folder*. What is not as it was written is not shown."""
    found, _ = kept(folder)
    submitted = {each.term for each in filed(folder)}
    return County(
        terms=tuple(found[term] for term in sorted(found, reverse=True)),
        waiting=tuple(
            called(handbook.school_terms, term)
            for term in sorted(submitted - set(found), reverse=True)
        ),
    )


def publish(
    handbook: Handbook,
    folder: Path,
    asked: Collection[str] = (),
    *,
    unsound: Collection[str] = (),
    shown: Mapping[str, int] = NOTHING,
    dry_run: bool = False,
) -> Outcome:
    """Publish of the `checklists/` folder *folder* what may be told: of each closed term, and of those *asked* for.

    *shown* is of how many schools the site tells already: where more than is kept, what is kept is lost, and stays so.

    A term is closed when every school has submitted, a later one has begun, or something was said after its last day. Nothing is
    published beside a publication that is not as it was written. Raises `OSError` where what is published cannot be
    kept: then nothing is told either.
    """
    before, findings = kept(folder)
    if findings:
        return Outcome()
    statements = read_statements(handbook, folder, unsound=unsound)
    submissions = filed(folder)
    new: list[Publication] = []
    waiting: list[tuple[str, int]] = []
    still_open: list[tuple[str, str]] = []
    lost: list[str] = []
    last = max((statement.term for statement in statements), default="")
    newest = max((day for s in statements for day in days(s)), default=None)
    for counted in tallies(handbook, statements, submissions):
        old = before.get(counted.term)
        told = old.schools if old else frozenset()
        if len(told) < shown.get(counted.term, 0):
            lost.append(counted.name)
            if not dry_run:
                _keep(folder, old or _publication(counted), lost=True)
            continue
        if not (counted.schools - told):
            continue
        if counted.term not in asked and not old and not _closed(handbook, counted, newest, last):
            still_open.append((counted.term, counted.name))
            continue
        fresh = [s for s in statements if s.school not in told]
        more = next(
            (t for t in tallies(handbook, fresh, submissions) if t.term == counted.term), None
        )
        if more is None or len(more.schools) < LEAST:
            waiting.append((counted.name, LEAST - (len(more.schools) if more else 0)))
            continue
        made = _publication(counted, *(old.batches if old else ()), batch(more))
        if not dry_run:
            _keep(folder, made)
        new.append(made)
    return Outcome(
        published=tuple(new), waiting=tuple(waiting), open=tuple(still_open), lost=tuple(lost)
    )


def _publication(counted: TermTally, *batches: Batch) -> Publication:
    return Publication(
        term=counted.term, name=counted.name, registered=counted.registered, batches=batches
    )


def _keep(folder: Path, made: Publication, *, lost: bool = False) -> None:
    ownership.put(
        place(folder, made.term), written(made, lost=lost), ours=_sealed(made.term), lasting=True
    )


def _sealed(term: str) -> Callable[[bytes], bool]:
    """Whether a file is a publication of *term*, as it was written."""

    def ours(raw: bytes) -> bool:
        try:
            read(raw, term)
        except BrokenSealError:
            return False
        return True

    return ours


def _closed(handbook: Handbook, counted: TermTally, newest: date | None, last: str) -> bool:
    known = (handbook.school_terms or {}).get(counted.term)
    ends = known.ends if known else None
    over = ends is not None and newest is not None and newest > ends
    over = over or counted.term < last
    return over or counted.schools >= set(handbook.schools or {})
