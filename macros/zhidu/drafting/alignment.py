"""A draft beside what is in force: which policy, which clause is which, and which facts keep their words."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhidu.drafting.structure import Attachment, Item
from zhidu.handbook.book import Edition, Handbook, walk
from zhidu.reading.model import Clause as ModelClause

SAME = 0.55  # likeness above which two clauses with one number are one clause
MOVED = 0.75  # likeness above which two clauses with different numbers are one clause
UNCERTAIN = 0.45  # likeness below which nothing need be said
_LONGEST = 3_000  # characters of a text that are compared
_TITLE = 0.6  # likeness of titles above which two policies are one
_MARKS = re.compile(r"[\W_]+")
_QUOTED = ("report", "approval", "sanction", "training", "incentive", "threshold")
WHY = "请写明理由"  # what the clerk has to fill in


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A fact that the new text has no words for: where, what, and the words that are gone."""

    clause: str
    what: str
    words: str
    duty: bool


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
    comments: dict[str, tuple[str, ...]] = field(default_factory=dict)


def matched_policies(
    attachments: Sequence[Attachment], handbook: Handbook
) -> list[tuple[Attachment, Edition | None]]:
    """Each policy of the draft with the one in force that it revises: by title; the likest pairs first."""
    pairs = sorted(
        (
            (likeness(attachment.title, edition.policy.title), -number, identifier)
            for number, attachment in enumerate(attachments)
            for identifier, edition in handbook.current.items()
        ),
        reverse=True,
    )
    found: dict[int, Edition] = {}
    taken: set[str] = set()
    for like, number, identifier in pairs:
        if like >= _TITLE and -number not in found and identifier not in taken:
            found[-number] = handbook.current[identifier]
            taken.add(identifier)
    return [(attachment, found.get(number)) for number, attachment in enumerate(attachments)]


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
    result.data["clauses"] = list(_clauses(result, identifier, attachment.items, (old, raw), used))
    if result.gone:
        clauses = result.data.pop("clauses")
        result.data["repealed"] = [{"clause": gone, "reason": WHY} for gone in result.gone]
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
        if item.items or inner[0]:
            parts = list(_clauses(result, clause["id"], item.items, inner, used))
            if parts:
                clause["clauses"] = parts
        yield clause


def _new(
    result: Aligned, owner: str, item: Item, used: dict[str, int], *, first: bool
) -> dict[str, Any]:
    """A clause that was not there before, under a number that was never used."""
    name = f"{owner}-{0 if item.label is None else used.get(owner, 0) + 1}"
    used[owner] = max(used.get(owner, 0), int(name.rpartition("-")[2]))
    clause: dict[str, Any] = {"id": name}
    if item.label is not None:
        clause["label"] = item.label
    clause["text"] = item.text
    result.new.append(name)
    if not first:
        clause["history"] = {"change": "new", "reason": WHY}
    return clause


def _carried(result: Aligned, item: Item, old: ModelClause, raw: dict[str, Any]) -> dict[str, Any]:
    """The clause *old* with the words of *item*, and of its facts those that still have theirs."""
    clause: dict[str, Any] = {"id": old.id}
    if item.label is not None:
        clause["label"] = item.label
    if item.label != old.label:
        result.moved.append(old.id)
    clause["text"] = item.text
    changed = item.text != old.text
    if changed:
        result.changed.append(old.id)
    else:
        result.same += 1
    clause |= dict(_annotations(result, old, item.text, raw))
    if changed:
        rest = {key: clause.pop(key) for key in list(clause) if key not in {"id", "label", "text"}}
        clause |= {"history": {"change": "revised", "reason": WHY}, **rest}
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
        elif key not in {"id", "label", "text", "clauses", "history", "effective"}:
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
    """The duties whose words are all in *text*; the others become comments above the clause."""
    lines: list[str] = []
    readings = [(e.quote, e.reading) for e in old.errata if e.reading is not None]
    for duty in duties:
        if text == old.text:
            result.kept += 1
            yield {key: value for key, value in duty.items() if key != "history"}
            continue
        moved, missing = _requoted(duty, text, readings)
        if missing is None:
            result.kept += 1
            yield moved
            continue
        result.lost.append(Lost(clause=old.id, what=duty["id"], words=missing, duty=True))
        lines += [f"没有带过来的职责 {duty['id']}：新条文里没有“{missing}”。", *_as_yaml(duty)]
    if lines:
        result.comments[old.id] = tuple(lines)


def _requoted(
    duty: dict[str, Any], text: str, readings: Sequence[tuple[str, str]]
) -> tuple[dict[str, Any], str | None]:
    """*duty* with its quotes as *text* writes them, or the first words that *text* has not."""
    new = {key: value for key, value in duty.items() if key != "history"}
    places: list[tuple[dict[str, Any], str]] = [(new, "quote")]
    new["roles"] = [dict(role) for role in duty["roles"]]
    places += [(role, "words") for role in new["roles"] if role.get("words")]
    if new.get("when"):
        new["when"] = dict(new["when"])
        places += [(new["when"], key) for key in ("words", "moment") if new["when"].get(key)]
    for fact in _QUOTED:
        if new.get(fact):
            new[fact] = dict(new[fact])
            places += [(new[fact], key) for key in ("quote", "trigger") if new[fact].get(key)]
    for holder, key in places:
        found = found_again(holder[key], text, readings)
        if found is None:
            return duty, holder[key]
        holder[key] = found
    return new, None


def found_again(quote: str, text: str, readings: Sequence[tuple[str, str]]) -> str | None:
    """The words of *text* that are *quote*: as they were, with errata put right, or with other punctuation."""
    fixed = quote
    for slip, reading in readings:
        fixed = fixed.replace(slip, reading)
    for wanted in (quote, fixed):
        if wanted in text:
            return wanted
        letters = _MARKS.sub("", wanted)
        if not letters:
            continue
        between = r"[\W_]{0,3}"
        match = re.search(between.join(map(re.escape, letters)), text)
        if match:
            return match[0]
    return None


def _as_yaml(duty: dict[str, Any]) -> list[str]:
    from zhidu.drafting.canonical import text_of  # noqa: PLC0415  only where something is lost

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
    for number, item in enumerate(items):
        if item.label is None and old and old[0].label is None:
            take(number, 0)
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
    return _MARKS.sub("", unicodedata.normalize("NFKC", text))
