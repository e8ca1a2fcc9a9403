"""A draft beside what is in force: which policy, which clause is which, and which facts keep their words."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhidu.drafting.canonical import text_of
from zhidu.drafting.draft_clauses import Item
from zhidu.drafting.mending import mended
from zhidu.drafting.structure import Attachment
from zhidu.handbook.book import Edition, Handbook, walk
from zhidu.handbook.printed_form import standard
from zhidu.reading.model import REASON, Numbering
from zhidu.reading.model import Clause as ModelClause
from zhidu.reading.text import characters
from zhidu.reading.text.numerals import numbers

SAME = 0.55  # likeness above which two clauses with one number are one clause
MOVED = 0.75  # likeness above which two clauses with different numbers are one clause
UNCERTAIN = 0.45  # likeness below which nothing need be said
_LONGEST = 3_000  # characters of a text that are compared
_TITLE = 0.6  # likeness of titles above which two policies may be one
_SAME_TITLE = 0.9  # above it they are the same title
_ENOUGH = 0.3  # share of clauses that are alike above which titles are believed
_MOST = 0.5  # share of clauses word for word the same that makes one ask, whatever the titles
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A fact that the new text has no words for: where, what, and the words that are gone."""

    clause: str
    what: str
    words: str
    duty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A duty whose words have changed: those that are gone, and its quote as it is now."""

    duty: str
    old: str
    new: str


@dataclass(slots=True, kw_only=True)
class Aligned:
    """A policy as data, ready to be written, and how it came about."""

    policy: str
    data: dict[str, Any]
    edition: Edition | None
    same: int = 0
    changed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    uncertain: list[tuple[str, str]] = field(default_factory=list)
    kept: int = 0
    lost: list[Lost] = field(default_factory=list)
    mended: list[Mended] = field(default_factory=list)
    comments: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A policy of the draft, and the one in force that it revises, or none.

    `like` is one in force that it might revise instead; `asked` says that somebody has to say which.
    """

    attachment: Attachment
    edition: Edition | None = None
    like: Edition | None = None
    asked: bool = False


def matched_policies(
    attachments: Sequence[Attachment],
    handbook: Handbook,
    chosen: Sequence[str] = (),
    *,
    new: bool = False,
) -> list[Match]:
    """Each policy of the draft with the one in force that it revises: where titles and clauses are alike.

    *chosen* are policies in force that are revised, whatever seems; with *new* what is in doubt is a new one.
    """
    pairs = sorted(
        (
            (likeness(attachment.title, edition.policy.title), -number, identifier)
            for number, attachment in enumerate(attachments)
            for identifier, edition in handbook.current.items()
        ),
        reverse=True,
    )
    found: dict[int, Match] = {}
    taken: set[str] = set()
    for _, number, identifier in pairs:
        if identifier in chosen and -number not in found and identifier not in taken:
            edition = handbook.current[identifier]
            found[-number] = Match(attachment=attachments[-number], edition=edition)
            taken.add(identifier)
    doubtful: dict[int, tuple[Edition, bool]] = {}
    for like, number, identifier in pairs:
        if -number in found or identifier in taken:
            continue
        attachment, edition = attachments[-number], handbook.current[identifier]
        if like >= _TITLE and (share := _share(attachment, edition)) >= _ENOUGH:
            found[-number] = Match(attachment=attachment, edition=edition)
            taken.add(identifier)
        elif like >= _TITLE:
            doubtful.setdefault(-number, (edition, like >= _SAME_TITLE or share > 0))
        elif _same(attachment, edition) >= _MOST:
            doubtful.setdefault(-number, (edition, True))
    for number, attachment in enumerate(attachments):
        edition_, asked = doubtful.get(number, (None, False))
        found.setdefault(
            number, Match(attachment=attachment, like=edition_, asked=asked and not new)
        )
    return [found[number] for number in range(len(attachments))]


def _share(attachment: Attachment, edition: Edition) -> float:
    """How much of the shorter one stands in the other, clause by clause."""
    items = [item for item in attachment.items if item.label is not None]
    old = [clause for clause in edition.policy.clauses if clause.label is not None]
    return len(matched(items, old)) / max(1, min(len(items), len(old)))


def _same(attachment: Attachment, edition: Edition) -> float:
    """The share of the draft's clauses that are word for word in force."""
    items = [_folded(item.text) for item in attachment.items if item.label is not None]
    old = {_folded(clause.text) for clause in edition.policy.clauses}
    return sum(text in old for text in items) / max(1, len(items))


def aligned(
    attachment: Attachment,
    identifier: str,
    edition: Edition | None,
    ever: Iterable[Edition],
    head: Mapping[str, Any],
) -> Aligned:
    """*attachment* as the policy *identifier*; *ever* are all its editions, whose numbers are never used again."""
    result = Aligned(policy=identifier, data={**head, "clauses": []}, edition=edition)
    used: dict[str, int] = {}
    for past in ever:
        for _, _, clause in walk(past.policy.clauses):
            owner, _, number = clause.id.rpartition("-")
            used[owner] = max(used.get(owner, 0), int(number))
    old = edition.policy.clauses if edition else ()
    raw = edition.document.source.data["clauses"] if edition else []
    found = list(_clauses(result, identifier, attachment.items, (old, raw), used))
    del result.data["clauses"]
    result.data["clauses"] = found
    if result.gone:
        clauses = result.data.pop("clauses")
        result.data["repealed"] = [{"clause": gone, "reason": REASON} for gone in result.gone]
        result.data["clauses"] = clauses
    return result


def _clauses(
    result: Aligned,
    owner: str,
    items: Sequence[Item],
    before: tuple[Sequence[ModelClause], Sequence[dict[str, Any]]],
    used: dict[str, int],
) -> Iterator[dict[str, Any]]:
    old, raw = before
    pairs = matched(items, old)
    for index in set(range(len(old))) - set(pairs.values()):
        result.gone.append(old[index].id)
    result.gone.sort(key=lambda name: [int(part) for part in re.findall("[0-9]+", name)])
    for number, item in enumerate(items):
        if number in pairs:
            at = pairs[number]
            clause: dict[str, Any] = _carried(result, item, old[at], raw[at])
            inner = (old[at].clauses, raw[at].get("clauses", []))
        else:
            clause = _new(result, owner, item, used, first=result.edition is None)
            for candidate in old:
                like = likeness(item.text, candidate.text)
                if like >= UNCERTAIN and candidate.id in result.gone:
                    result.uncertain.append((clause["id"], candidate.id))
            inner = ((), [])
        clause.pop("clauses", None)
        for part in item.parts:
            result.data.setdefault("parts", []).append({"title": part, "before": clause["id"]})
        if item.items or inner[0]:
            parts = list(_clauses(result, clause["id"], item.items, inner, used))
            if parts:
                clause["clauses"] = parts
        yield clause


def _new(
    result: Aligned, owner: str, item: Item, used: dict[str, int], *, first: bool
) -> dict[str, Any]:
    """A clause that was not there before, under a number that was never used."""
    preamble = item.label is None and owner == result.policy and owner not in used
    last = used.get(owner, 0)
    due = int(min(numbers(item.label or ""), default=0)) if first else 0  # as printed, gaps and all
    name = f"{owner}-{0 if preamble else max(last + 1, due)}"
    used[owner] = max(used.get(owner, 0), int(name.rpartition("-")[2]))
    clause: dict[str, Any] = {"id": name, **_words(result, item, name)}
    result.new.append(name)
    if not first:
        clause["history"] = {"change": "new", "reason": REASON}
    return clause


_OF_THE_TEXT = frozenset(
    {"id", "label", "printed", "text", "table", "clauses", "history", "effective"}
)


def _words(result: Aligned, item: Item, name: str) -> dict[str, Any]:
    """What the draft itself says of the clause *name*: its number, its text, its table."""
    words: dict[str, Any] = {}
    if item.label is not None:
        words["label"] = item.label
        depth = name.count("-") - 1
        numbering = Numbering(result.data.get("numbering", Numbering.HAN))
        if item.printed and item.printed != standard(numbering, item.label, depth):
            words["printed"] = item.printed
    words["text"] = item.text
    if item.table:
        words["table"] = [list(row) for row in item.table]
    return words


def numbering_of(items: Sequence[Item]) -> Numbering:
    """How the clauses of a draft are numbered: as most of them are."""
    forms = [form for item in items if item.label for form in Numbering
             if item.printed == standard(form, item.label, 0)]  # fmt: skip
    return max(Numbering, key=forms.count)


def _carried(result: Aligned, item: Item, old: ModelClause, raw: dict[str, Any]) -> dict[str, Any]:
    """The clause *old* with the words of *item*, and of its facts those that still have theirs."""
    words = _words(result, item, old.id)
    clause: dict[str, Any] = {"id": old.id, **words}
    if item.label != old.label:
        result.moved.append(old.id)
    changed = item.text != old.text or item.table != old.table
    if changed:
        result.changed.append(old.id)
    else:
        result.same += 1
    clause |= dict(_annotations(result, old, item.text, raw))
    if changed:
        rest = {key: clause.pop(key) for key in list(clause) if key != "id" and key not in words}
        clause |= {"history": {"change": "revised", "reason": REASON}, **rest}
    return clause


def _annotations(
    result: Aligned, old: ModelClause, text: str, raw: dict[str, Any]
) -> Iterator[tuple[str, Any]]:
    """What the editors had added to *old*, as far as *text* still has the words for it."""
    for key, value in raw.items():
        if key in {"errata", "notes"}:
            kept = [one for one in value if _still(result, old, one, text, key)]
            if kept:
                yield key, kept
        elif key == "duties":
            duties = list(_duties(result, old, text, value))
            if duties:
                yield key, duties
        elif key not in _OF_THE_TEXT:
            yield key, value


def _still(result: Aligned, old: ModelClause, one: dict[str, Any], text: str, key: str) -> bool:
    """Whether the words of an erratum or a note stand in the new text; an erratum's exactly once."""
    quote = one.get("quote")
    if quote is None or (text.count(quote) == 1 if key == "errata" else quote in text):
        return True
    if key == "errata" and one.get("reading") and one["reading"] in text:
        return False  # put right in the draft: nothing is lost
    what = "勘误" if key == "errata" else "编者注"
    result.lost.append(Lost(clause=old.id, what=what, words=quote, duty=False))
    return False


def _duties(
    result: Aligned, old: ModelClause, text: str, duties: Sequence[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The duties with their words as *text* has them; those whose words are gone become comments above the clause."""
    lines: list[str] = []
    readings = [(e.quote, e.reading) for e in old.errata if e.reading is not None]
    for duty in duties:
        if text == old.text:
            result.kept += 1
            yield {key: value for key, value in duty.items() if key != "history"}
            continue
        found = mended(duty, old.text, text, readings)
        if found is None:
            words = duty["quote"]
            result.lost.append(Lost(clause=old.id, what=duty["id"], words=words, duty=True))
            lines += [f"没有带过来的职责 {duty['id']}：新条文里没有“{words}”。", *_as_yaml(duty)]
            continue
        carried, changed = found
        if changed is None:
            result.kept += 1
        else:
            result.mended.append(Mended(duty=duty["id"], old=changed, new=carried["quote"]))
        yield carried
    if lines:
        result.comments[old.id] = tuple(lines)


def _as_yaml(duty: dict[str, Any]) -> list[str]:
    lines = text_of("policy", {"duties": [duty]}).splitlines()
    return [f"  {line}" for line in lines[2:]]


def matched(items: Sequence[Item], old: Sequence[ModelClause]) -> dict[int, int]:
    """Which item is which clause: the same words first, then the same number, then alike wherever they stand."""
    found: dict[int, int] = {}
    taken: set[int] = set()

    def take(number: int, index: int) -> None:
        if number not in found and index not in taken:
            found[number] = index
            taken.add(index)

    same = {_folded(clause.text): index for index, clause in reversed(list(enumerate(old)))}
    for number, item in enumerate(items):
        if (index := same.get(_folded(item.text))) is not None:
            take(number, index)
    if items and old and items[0].label is None and old[0].label is None:
        take(0, 0)
    likely = sorted(
        (
            (likeness(item.text, clause.text), item.label == clause.label, -number, -index)
            for number, item in enumerate(items)
            if number not in found
            for index, clause in enumerate(old)
            if index not in taken and (item.label is None) == (clause.label is None)
        ),
        reverse=True,
    )
    for like, same_label, number, index in likely:
        if like >= (SAME if same_label else MOVED):
            take(-number, -index)
    return found


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1, whatever their punctuation."""
    left, right = _folded(one), _folded(other)
    if left == right:
        return 1.0
    # what it takes grows with the square: a clause has some hundred characters, and one this long is none
    left, right = left[:_LONGEST], right[:_LONGEST]
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    if matcher.real_quick_ratio() < UNCERTAIN or matcher.quick_ratio() < UNCERTAIN:
        return 0.0
    return matcher.ratio()


def _folded(text: str) -> str:
    return _MARKS.sub("", characters.folded(text))
