"""A policy for small readers: every character with its pinyin, for a page and a sheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhidu.handbook.book import Edition, Handbook
from zhidu.reading.model import Readings
from zhidu.reading.text.pinyin import is_read, sounded
from zhidu.views.names import File

Run = tuple[str, str, str]
"""A character, its reading, and the marks behind it, from which no line may part it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundedClause:
    """A clause: its id, its level (1 for the outermost) and its words, the number among them."""

    id: str
    level: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundedPolicy:
    """A policy in force with its readings. `pdf` is the same as a sheet for the wall."""

    id: str
    label: str
    title: str
    issuer: str
    date: date
    heading: tuple[Run, ...]
    clauses: tuple[SoundedClause, ...]
    pdf: File


def sounded_policies(handbook: Handbook) -> tuple[str, ...]:
    """The policies in force that have readings."""
    return tuple(each for each in handbook.readings.policies if each in handbook.current)


def sounded_policy(handbook: Handbook, policy: str) -> SoundedPolicy:
    """The edition of *policy* that is in force."""
    edition = handbook.current[policy]
    readings = handbook.readings
    return SoundedPolicy(
        id=policy,
        label=edition.policy.label,
        title=edition.policy.title,
        issuer=edition.notice.value.issuer,
        date=edition.notice.value.issuance,
        heading=tuple(_runs(readings, edition.policy.title)),
        clauses=tuple(
            SoundedClause(
                id=name,
                level=len(citation.above) + 1,
                runs=tuple(_runs(readings, citation.number + citation.clause.reading)),
            )
            for name, citation in edition.citations.items()
        ),
        pdf=File(
            text="A3 海报",
            path=f"policies/{policy}/pinyin/{policy}.pdf",
            name=f"{edition.policy.title}（注音）.pdf",
        ),
    )


def unread(handbook: Handbook, policy: str) -> list[str]:
    """The characters of the last edition of *policy* that nothing says how to read, each once."""
    found = {
        character: None
        for text in _texts(handbook.known_editions[policy][-1])
        for character, reading in sounded(handbook.readings, text)
        if not reading and is_read(character)
    }
    return [*found]


def _texts(edition: Edition) -> Iterator[str]:
    yield edition.policy.title
    for citation in edition.citations.values():
        yield citation.number + citation.clause.reading


def _runs(readings: Readings, text: str) -> Iterator[Run]:
    found: Run | None = None
    for character, reading in sounded(readings, text):
        if reading or found is None:
            if found:
                yield found
            found = (character, reading, "")
        else:
            found = (found[0], found[1], found[2] + character)
    if found:
        yield found
