"""The vocabulary in two halves: what any bureau's texts need ships with the engine, and a project's own goes over it, entry by entry.

An entry of the project takes the place of the general one with the same name; what the project alone has stands
first, then what is general. Lists of plain words are put together. A saying adds to the general one that begins with
the same word. The groups of times are one order for a whole page: where a project has its own, they are all it has.
"""

import dataclasses
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from zhidu.reading import documents, model
from zhidu.reading.disk.shipped import directory
from zhidu.reading.documents import Document

FOLDER = directory(documents.VOCABULARY)


def _id(entry: Any) -> str:
    return str(entry.id)


_NAMES: dict[tuple[str, str], Callable[[Any], str]] = {
    ("roles", "roles"): _id,
    ("metrics", "units"): _id,
    ("metrics", "spans"): _id,
    ("metrics", "metrics"): _id,
    ("rhythms", "rhythms"): _id,
    ("drafting", "advice"): lambda advice: str(advice.kind),
    ("drafting", "wordings"): lambda wording: f"{wording.kind} {wording.words[0]}",
    ("drafting", "same_things"): lambda thing: str(thing.names[0]),
    ("drafting", "matters"): lambda matter: str(matter.name),
    ("terms", "sayings"): lambda saying: str(saying.said[0]),
    ("readings", "words"): lambda found: str(found.word),
    ("terms", "terms"): _id,
    ("terms", "pages"): lambda page: str(page.page),
}
"""What an entry is known by, by file and list. Lists that are not here hold plain words."""

_IN_PLACE = frozenset({("rhythms", "rhythms")})  # their order is that of time, whoever names them
_WHOLE = frozenset({("rhythms", "groups")})
_SAYINGS = ("terms", "sayings")


@cache
def general() -> Mapping[str, Document[Any]]:
    """The general half, by kind of file."""
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        document, findings = documents.load(documents.place_of(path))
        if document is None:
            raise ValueError(f"{path.name}: {findings[0].message}")
        found[document.kind] = document
    return found


def merged(kind: str, own: Any) -> Any:
    """The value of *kind* with both halves; *own* is the project's, or None where it has no such file."""
    shipped = general().get(kind)
    if own is None:
        made = model.KINDS[kind]
        return shipped.value if shipped else made(**{f.name: () for f in dataclasses.fields(made)})
    if shipped is None:
        return own
    lists = {
        field.name: _list(
            kind, field.name, getattr(own, field.name), getattr(shipped.value, field.name)
        )
        for field in dataclasses.fields(own)
    }
    return model.KINDS[kind](**lists)


def _list(kind: str, key: str, own: tuple[Any, ...], general: tuple[Any, ...]) -> tuple[Any, ...]:
    if (kind, key) in _WHOLE:
        return own or general
    if (kind, key) == _SAYINGS:
        return _sayings(own, general)
    name = _NAMES.get((kind, key))
    if name is None:
        return tuple(dict.fromkeys((*own, *general)))
    mine = {name(entry): entry for entry in own}
    if (kind, key) in _IN_PLACE:
        theirs = {name(entry): entry for entry in general}
        return tuple((theirs | mine).values())
    return (*own, *(entry for entry in general if name(entry) not in mine))


def _sayings(
    own: tuple[model.Saying, ...], general: tuple[model.Saying, ...]
) -> tuple[model.Saying, ...]:
    """Both, those with the same first word as one."""
    found: dict[str, model.Saying] = {}
    for saying in (*own, *general):
        before = found.get(saying.said[0], model.Saying(said=(), means=()))
        found[saying.said[0]] = model.Saying(
            said=tuple(dict.fromkeys((*before.said, *saying.said))),
            means=tuple(dict.fromkeys((*before.means, *saying.means))),
        )
    return tuple(found.values())


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an entry is from: `own`, `general`, or `both` where the project says otherwise, or more, than the general half."""

    kind: str
    list: str
    name: str
    title: str
    origin: str


def origins(own: Mapping[str, Any]) -> tuple[Origin, ...]:
    """Every entry of the vocabulary with where it is from. *own*: the project's values by kind."""
    found = []
    for kind in documents.VOCABULARIES:
        if kind in documents.OPTIONAL:  # written by a release, and nobody's words
            continue
        halves = own.get(kind), general()[kind].value if kind in general() else None
        whole = merged(kind, halves[0])
        for field in dataclasses.fields(whole):
            mine, theirs = (_known(kind, field.name, half) for half in halves)
            for name, entry in _known(kind, field.name, whole).items():
                origin = "general" if name not in mine else "both" if name in theirs else "own"
                title = str(getattr(entry, "name", ""))
                found.append(
                    Origin(kind=kind, list=field.name, name=name, title=title, origin=origin)
                )
    return tuple(found)


def _known(kind: str, key: str, value: Any) -> dict[str, Any]:
    """The entries of a list by what they are known by."""
    if value is None:
        return {}
    name = _NAMES.get((kind, key), lambda found: str(getattr(found, "id", found)))
    return {name(entry): entry for entry in getattr(value, key)}
