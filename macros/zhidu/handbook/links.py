"""Links of clauses in force: to the clauses by which they are read, to policies and laws that they or their notes name, to their origins."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from zhidu.handbook.book import Citation, Handbook, once
from zhidu.reading.model import NoteKind

_LAW = re.compile(r"《([^《》]*(?:法|条例|规定|办法|规则|细则|章程|法典))》")
_TITLE = re.compile(r"《([^《》]+)》")
_OF_THE_LAND = "中华人民共和国"


class LinkKind(StrEnum):
    """Why a clause leads somewhere."""

    READ_BY = "read-by"
    """Who has to act is read from another clause."""

    NAMES = "names"
    """Its text names a policy."""

    LAW = "law"
    """An editor's note names a law, or its text does."""

    FROM = "from"
    """It came of a clause of an earlier edition."""


@dataclass(frozen=True, slots=True)
class ClauseLink:
    """From a clause to another, to a policy, or to a law by its name; `words` are those that it rests on."""

    clause: str
    kind: LinkKind
    to: str
    words: str


@once
def links(handbook: Handbook) -> tuple[ClauseLink, ...]:
    """Every link of every clause in force, each once, in the order of the texts."""
    found = (each for citation in handbook.citations.values() for each in _of(handbook, citation))
    return tuple(dict.fromkeys(found))


def links_at(handbook: Handbook, name: str) -> Sequence[ClauseLink]:
    """The links from or to the clause or policy *name*, in the order of the texts."""
    return handbook.once("links by their ends", lambda: _by_ends(handbook)).get(name, ())


def _by_ends(handbook: Handbook) -> dict[str, list[ClauseLink]]:
    found: dict[str, list[ClauseLink]] = {}
    for each in links(handbook):
        for end in {each.clause, each.to}:
            found.setdefault(end, []).append(each)
    return found


def _of(handbook: Handbook, citation: Citation) -> Iterator[ClauseLink]:
    clause = citation.clause
    for duty in clause.duties:
        for assignment in duty.roles:
            if assignment.see and assignment.see != clause.id:
                words = assignment.words or ""
                yield ClauseLink(clause.id, LinkKind.READ_BY, assignment.see, words)
    yield from _named(handbook, citation)
    for note in clause.notes:
        if note.kind is NoteKind.LAW:
            for title in _LAW.findall(note.source or ""):
                yield ClauseLink(clause.id, LinkKind.LAW, law_name(title), note.source or "")
    for origin in clause.history.from_ if clause.history else ():
        if clause.history and origin != clause.id:
            yield ClauseLink(clause.id, LinkKind.FROM, origin, clause.history.reason)


def _named(handbook: Handbook, citation: Citation) -> Iterator[ClauseLink]:
    """What the text itself names between 《 and 》: other policies, laws."""
    titles = handbook.once("titles", lambda: _titles(handbook))
    name = citation.clause.id
    for title in _TITLE.findall(citation.clause.reading):
        others = (policy for policy in titles.get(title, ()) if policy != citation.policy)
        if (named := next(others, None)) is not None:
            yield ClauseLink(name, LinkKind.NAMES, named, f"《{title}》")
        elif _LAW.fullmatch(f"《{title}》"):
            yield ClauseLink(name, LinkKind.LAW, law_name(title), f"《{title}》")


def _titles(handbook: Handbook) -> dict[str, list[str]]:
    """Title → the policies in force that have it, the last first."""
    found: dict[str, list[str]] = {}
    for policy, edition in handbook.current.items():
        found.setdefault(edition.policy.title, []).insert(0, policy)
    return found


def law_name(title: str) -> str:
    """A law's name as people say it: without the name of the land."""
    return title.removeprefix(_OF_THE_LAND)
