"""Submissions as they lie in a `checklists/` folder, of whatever edition: what a revision has to ask of them, and learns."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhidu.assessment.carry import Due, Fate, Passage, between, due
from zhidu.assessment.instrument import derive
from zhidu.assessment.past_instruments import pasts
from zhidu.assessment.submission import Submitted
from zhidu.handbook.book import Handbook
from zhidu.reading import documents, schemas, strict_yaml

LEAST = 5  # schools that must have submitted before the public is told what they suggest


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed(Submitted):
    """The same with its file: `shown` is how findings call it."""

    shown: str


def filed(folder: Path) -> tuple[Filed, ...]:
    """Every submission in the `checklists/` folder *folder*, by school, the newest term first. Others are left out."""
    if not folder.is_dir():
        return ()
    found = []
    for place in documents.discover_checklists(folder)[1]:
        if place.kind != documents.CHECKLIST:
            continue
        read, _ = strict_yaml.read(place.path, place.shown)
        if read is not None and schemas.accepts(documents.CHECKLIST, read.data):
            found.append(Filed(shown=place.shown, data=read.data))
    newest = sorted(found, key=lambda f: (f.term, f.shown), reverse=True)
    return tuple(sorted(newest, key=lambda f: f.school))


def newest(submissions: Sequence[Filed]) -> Iterator[Filed]:
    """The newest submission of each school."""
    seen: set[str] = set()
    for each in submissions:
        if each.school not in seen:
            seen.add(each.school)
            yield each


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a revision asks of a school that submitted before it. `known` says whether we know what it had answered."""

    filed: Filed
    way: Passage
    due: Due

    @property
    def known(self) -> bool:
        """Whether the instrument it was filled on is known."""
        return self.way.before is not None


def asked(handbook: Handbook, after: Handbook, submissions: Sequence[Filed]) -> tuple[Asked, ...]:
    """What is left to answer, by school, once everything in *after* is in force."""
    ways: dict[str, Passage] = {}
    now = derive(handbook).digest
    found = []
    for each in newest(submissions):
        digest = each.data["instrument"]
        if digest not in ways:
            old = handbook if digest == now else pasts(handbook).get(digest)
            ways[digest] = between(old, after)
        school = (handbook.schools or {}).get(each.school)
        left = due(ways[digest], each.data, school.institution if school else None)
        if left.items:
            found.append(Asked(filed=each, way=ways[digest], due=left))
    order = {name: place for place, name in enumerate(handbook.schools or {})}
    return tuple(sorted(found, key=lambda a: order.get(a.filed.school, len(order))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What a school would change in a clause."""

    clause: str
    school: str
    term: str
    words: str


def suggestions(handbook: Handbook, submissions: Sequence[Filed]) -> tuple[Suggestion, ...]:
    """What schools suggest for the words in force: of each school the newest for each clause, by clause.

    What was said of words that have been revised since is done with.
    """
    now = derive(handbook)
    homes: dict[str, dict[str, str]] = {now.digest: {item.id: item.clause for item in now.items}}
    for digest in {each.data["instrument"] for each in submissions}:
        if (old := pasts(handbook).get(digest)) is not None:
            homes[digest] = {
                crossing_source: crossing.item.clause
                for crossing in between(old, handbook).crossings
                if crossing.fate is Fate.KEPT
                for crossing_source in crossing.sources
            }
    found: dict[tuple[str, str], Suggestion] = {}
    for each in submissions:
        for item, answer in each.data["items"].items():
            words = answer.get("suggestion")
            clause = homes.get(each.data["instrument"], homes[now.digest]).get(item)
            if words and clause:
                made = Suggestion(clause=clause, school=each.school, term=each.term, words=words)
                found.setdefault((clause, each.school), made)
    order = {name: place for place, name in enumerate(handbook.citations)}
    return tuple(sorted(found.values(), key=lambda s: (order[s.clause], s.school)))


def counted(found: Sequence[Suggestion]) -> Mapping[str, int]:
    """How many schools suggest something, by clause."""
    return Counter(suggestion.clause for suggestion in found)
