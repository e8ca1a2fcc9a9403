"""What the search page needs: one document for every clause, role, record and term, and a lexicon of how people write.

The texts go out as they are; cutting, expanding and scoring happen in the reader's browser
(`site_overrides/assets/zhidu/search.js`), because the site is a folder of files.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from zhidu.handbook.book import Citation, Handbook
from zhidu.handbook.printed_form import is_section, parts_before, title_of
from zhidu.reading.disk.user_cache import made
from zhidu.reading.model import (
    Capacity,
    Clause,
    Duty,
    Modality,
    NoteKind,
    RoleKind,
    Saying,
    Terms,
    Threshold,
)
from zhidu.views.law_notes import law_notes
from zhidu.views.levels import absent
from zhidu.views.names import (
    actors,
    clause_heading,
    is_unassigned,
    metric_words,
    threshold_words,
    time_words,
)
from zhidu.views.pieces import chinese_date

_COMMON = range(0xB0, 0xD8)
"""The first bytes of level 1 of GB 2312: the 3755 characters that people type, misspelt ones too, ordered by sound."""

_NEW = 3
"""Pairs in a row that a text does not have, which make it worth saying: fewer stand for "and" and "of" put in."""

_PAIR = 2

_ACTING = (Capacity.RESPONSIBLE, Capacity.PERFORMS)
_TOLD = (Capacity.INFORMED,)

_PARTING = re.compile(r"[\s|=]")

_LAW = re.compile("《([^《》]{1,60})》")

_FIRST = re.compile("[。；]")  # of a note there is only room for what the law says
_ABOUT = re.compile(r"[^，。、；：（）《》“”\s]+")


def payload(handbook: Handbook) -> dict[str, Any]:
    """The documents and the lexicon as plain data. What many clauses share is told once, by id."""
    roles = handbook.roles or {}
    facilities = handbook.facilities or {}
    return {
        "policies": {
            policy: {
                "label": edition.policy.label,
                "title": edition.policy.title,
                "page": f"policies/{policy}/",
            }
            for policy, edition in handbook.current.items()
        }
        | {
            notice.value.issuance.isoformat(): {
                "label": "通知",
                "title": f"{notice.value.title} {chinese_date(notice.value.issuance.isoformat())}",
                "page": f"notice/{notice.value.issuance.isoformat()}/",
            }
            for notice in handbook.notices
        },
        "roles": {
            role.id: _distinct([role.name, *(alias.name for alias in role.aliases)])
            for role in roles.values()
        },
        "places": {
            place.id: _distinct([place.name, *(alias.name for alias in place.aliases)])
            for place in facilities.values()
        },
        "records": {record.id: record.name for record in (handbook.records or {}).values()},
        "rhythms": [[group.id, group.name, list(group.kinds)] for group in handbook.groups],
        "clauses": _columns([_clause(handbook, c) for c in handbook.citations.values()]),
        "pages": [
            role.id
            for role in roles.values()
            if role.id in handbook.duties_of and role.kind is not RoleKind.UNASSIGNED
        ],
        "sites": [
            [sought.name, " ".join(sought.typed), f"{sought.page}/"]
            for sought in handbook.lexicon.pages
            if sought.typed and sought.page not in absent(handbook)
        ],
        "terms": [term.id for term in (handbook.terms or {}).values()],
        "lexicon": lexicon(handbook),
    }


def _clause(handbook: Handbook, citation: Citation) -> dict[str, Any]:
    """A clause with everything it is known by, except what its id and its policy tell."""
    clause = citation.clause
    named = {a.role for duty in clause.duties for a in actors(duty)}
    scopes = (duty.applies_to for duty in clause.duties if duty.applies_to)
    facilities = (scope.facility for scope in scopes if scope.facility)
    times = [duty.when for duty in clause.duties if duty.when]
    notes = [note for duty in clause.duties for note in law_notes(handbook, citation, duty)]
    facts = [
        threshold_words(handbook, duty.threshold)
        for duty in clause.duties
        if duty.threshold and duty.threshold.value is not None
    ]
    return {
        "id": clause.id,
        "cite": clause_heading(citation),
        "policy": citation.policy or citation.notice.value.issuance.isoformat(),
        "text": clause.reading,
        "original": " ".join(_distinct(_otherwise(clause))),
        "roles": [role for role in handbook.roles or {} if role in named],
        "when": _distinct(time_words(when, clause) for when in times),
        "rhythms": _distinct(when.kind for when in times),
        "places": _distinct(facilities),
        "records": _distinct(record for duty in clause.duties for record in duty.records),
        "law": "".join(_distinct(_FIRST.split(note.text)[0] + "。" for note in notes)),
        "about": " ".join(
            _distinct(
                _other_words(
                    [duty.summary for duty in clause.duties] + facts + _around(citation),
                    clause.reading,
                )
            )
        ),
    }


def answers(handbook: Handbook) -> dict[str, Any]:
    """What is asked for by name or with one word for an answer, and what no text says.

    `matters`: what people ask a school about and no text here says; `besides`: sayings that hold one. `facts`: clause → its duties, see `_fact`.
    `laws`: clause → the laws that the notes beside it name. `pages`: pages of the site, by name.
    `rooms`: where posters hang.
    """
    facts = {
        citation.clause.id: [
            _fact(handbook, citation.clause, duty) for duty in citation.clause.duties
        ]
        for citation in handbook.citations.values()
        if citation.clause.duties
    }
    laws = {
        citation.clause.id: _distinct(
            law
            for note in citation.clause.notes
            if note.kind is NoteKind.LAW
            for law in _LAW.findall(note.text + (note.source or ""))
        )
        for citation in handbook.citations.values()
    }
    return {
        "matters": _packed(_unsaid(handbook, handbook.lexicon)),
        "besides": _packed(_besides(handbook.lexicon)),
        "facts": facts,
        "laws": {clause: names for clause, names in laws.items() if names},
        "pages": [
            [page.name, " ".join(page.said), f"{page.page}/"]
            for page in handbook.lexicon.pages
            if page.page not in absent(handbook)
        ],
        "rooms": [place.id for place in (handbook.facilities or {}).values() if place.posters],
    }


def _fact(handbook: Handbook, clause: Clause, duty: Duty) -> list[Any]:
    """What a duty answers, in one row.

    Where its words begin in its clause, how many; who acts or must not; whom one tells; who approves; when; its number; whether it
    forbids. Roles are told by their place in the list of all. What is missing at the end is not written.
    """
    order = list(handbook.roles or {})
    places = [
        [
            order.index(a.role)
            for a in duty.roles
            if a.as_ in kinds
            and not is_unassigned(handbook, a.role)
            # who acts in a duty may not do what its words say: pupils whom a teacher leads out
            and (a.as_ not in _ACTING or a.summary is None)
        ]
        for kinds in (
            (*_ACTING, Capacity.FORBIDDEN),
            _TOLD if duty.report else (),
            (Capacity.APPROVES,),
        )
    ]
    if not any(a.as_ in _ACTING or a.as_ is Capacity.FORBIDDEN for a in duty.roles):
        supervising = [a.role for a in duty.roles if a.as_ is Capacity.SUPERVISES]
        places[0] = [order.index(role) for role in supervising]
    row = [
        *_span(clause, duty),
        *(roles or 0 for roles in places),
        time_words(duty.when, clause) if duty.when else 0,
        _number(handbook, duty.threshold),
        int(duty.modality is Modality.MUST_NOT),
    ]
    while not row[-1]:
        row.pop()
    return row


def _around(citation: Citation) -> list[str]:
    """What stands around a clause and says what it is about: its chapter and section, its table."""
    cells = [cell for row in citation.clause.table for cell in row]
    if citation.edition is None or not citation.edition.policy.parts:
        return cells
    root = citation.above[0] if citation.above else citation.clause
    chapter: list[str] = []
    opened = parts_before(citation.edition.policy)
    for clause in citation.edition.policy.clauses:
        for part in opened.get(clause.id, ()):
            chapter = [*(chapter[:1] if is_section(part) else []), title_of(part)]
        if clause.id == root.id:
            break
    return [*chapter, *cells]


def _span(clause: Clause, duty: Duty) -> tuple[int | str, int]:
    """Where the words of *duty* stand in the reading of *clause*, and how long they are; its line where they do not."""
    words = clause.read(duty.quote)
    begin = clause.reading.find(words)
    return (begin, len(words)) if begin >= 0 else (duty.summary, 0)


def _number(handbook: Handbook, threshold: Threshold | None) -> list[str] | int:
    """What a threshold measures and what it must be; 0 where the text gives no number."""
    if threshold is None or threshold.value is None:
        return 0
    return [metric_words(handbook, threshold), threshold_words(handbook, threshold)]


def _columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Field → its value in every row, 0 where there is none: a tenth smaller on the line than row by row."""
    return {field: [row[field] or 0 for row in rows] for field in (rows[0] if rows else ())}


def _otherwise(clause: Clause) -> Iterator[str]:
    """How the clause was printed where that is put right, and what of a doubtful correction is not in the text."""
    for erratum in clause.errata:
        if erratum.certain:
            yield erratum.quote
        else:
            yield from _other_words([erratum.reading or ""], clause.reading)


def _other_words(summaries: Iterable[str], text: str) -> Iterator[str]:
    """What of the *summaries* is said in words that the *text* does not have: stretches of four characters and more."""
    for summary in summaries:
        for part in _ABOUT.findall(summary):
            new = [part[i : i + 2] not in text for i in range(len(part) - 1)]
            at = 0
            for is_new, run in groupby(new):
                length = len(list(run))
                if is_new and length >= _NEW:
                    yield part[at : at + length + 1]
                at += length


def lexicon(handbook: Handbook) -> dict[str, Any]:
    """How people write what the texts say.

    `groups`: words that mean the same, the text's own first. `sayings`: what people
    say = what the texts write | …, in one order whatever file an entry stands in.
    `ignored`: words that only ask. `examples`: questions to begin with.
    `characters`: a character and the forms it is also written in. `lookalikes`: characters mistaken for each other.
    `sounds`: the syllables of level 1 of GB 2312 in its own order, each with how many characters have it.
    `more`: a syllable and characters that the texts pronounce so, beyond that.
    """
    words = handbook.lexicon
    spoken = tuple(texts(handbook))
    used = set().union(*spoken)
    return {
        "groups": [
            _packed(_distinct([t.name, *t.variants, *t.synonyms, *t.typed])) for t in words.terms
        ],
        "sayings": "|".join(
            f"{_packed(_shortest(saying.said))}={_packed(sorted(saying.means))}"
            for saying in sorted(_usable(handbook), key=lambda saying: saying.said[0])
        ),
        "ignored": _packed(words.question_words),
        "examples": list(words.examples),
        "characters": " ".join(forms for forms in words.characters if forms[0] in used),
        "lookalikes": " ".join(forms for forms in words.lookalikes if used & set(forms)),
        **json.loads(made(spoken, _sounds)),
    }


def _usable(handbook: Handbook) -> Iterator[Saying]:
    """The sayings with what they mean here: a general one may mean more than these texts write."""
    clauses = (c.clause for c in handbook.citations.values())
    texts = (text for clause in clauses for text in (clause.text, clause.reading))
    written = "\n".join((*texts, *handbook.names)).lower()
    for saying in handbook.lexicon.sayings:
        means = tuple(word for word in saying.means if word.lower() in written)
        if means:
            yield Saying(said=saying.said, means=means)


def _unsaid(handbook: Handbook, words: Terms) -> list[str]:
    """The matters that stand in no text and no name; a longer saying that holds one (放寒假, 寒假) is understood by it."""
    written = [citation.clause.reading for citation in handbook.citations.values()]
    written += [edition.policy.title for edition in handbook.current.values()]
    written += [role.name for role in (handbook.roles or {}).values()]
    written += [record.name for record in (handbook.records or {}).values()]
    everything = "\n".join(written)
    unsaid = [matter for matter in words.matters if not is_written(matter, everything)]
    said = {word for saying in words.sayings for word in saying.said}
    short = {word for saying in words.sayings for word in _shortest(saying.said)}
    own = [m for m in unsaid if m in short]
    longer = [m for m in unsaid if m in said - short and not any(o in m for o in own)]
    return _shortest([m for m in unsaid if m not in said] + longer) + own


def _besides(words: Terms) -> list[str]:
    """Sayings that hold a matter and are none: 手机热点 is about networks."""
    said = {word for saying in words.sayings for word in saying.said}
    matters = set(words.matters)
    return sorted(word for word in said if word not in matters and _holds(word, matters))


def _holds(word: str, others: set[str]) -> bool:
    """Whether *word* has another one of *others* in it: its pieces are few, and the others thousands."""
    ends = range(1, len(word) + 1)
    pieces = (word[start:end] for end in ends for start in range(end))
    return any(piece in others and piece != word for piece in pieces)


def is_written(word: str, text: str) -> bool:
    """Whether *text* has *word* as a word: 保安 stands in no text only because 确保安全 does."""
    times = text.count(word)
    count = cache(text.count)  # the text is long, and the same pairs stand around the word
    for found in re.finditer(re.escape(word), text):
        before = text[max(0, found.start() - 1) : found.start() + 1]
        after = text[found.end() - 1 : found.end() + 1]
        around = [count(pair) for pair in (before, after) if _is_word(pair)]
        if len(around) < _PAIR or min(around) < times or max(around) == times:
            return True
    return False


def _is_word(pair: str) -> bool:
    return len(pair) == _PAIR and all(map(_is_han, pair))


def _sounds(texts: tuple[str, ...]) -> bytes:
    """How characters sound: the two last parts of the lexicon."""
    common = _common()
    sounds = {
        "sounds": "".join(f"{sound}{len(list(run))}" for sound, run in groupby(common.values())),
        "more": more_sounds(texts, common),
    }
    return json.dumps(sounds, ensure_ascii=False).encode()


def _packed(words: Iterable[str]) -> str:
    """Words in one string, a space between them. What parts words there becomes a space of another kind within one."""
    return " ".join(_PARTING.sub("\u00a0", word) for word in words)


def _shortest(words: Sequence[str]) -> list[str]:
    """Without the words that hold another one, in order: who asks with the longer is understood by the shorter.

    Letters are read as whole words only.
    """
    short = {word for word in words if len(word) > 1 and not word.isascii()}
    return sorted(word for word in words if not _holds(word, short))


def texts(handbook: Handbook) -> list[str]:
    """Everything that stands in the index, for its pronunciation."""
    texts = [citation.clause.reading for citation in handbook.citations.values()]
    texts += [edition.policy.title for edition in handbook.current.values()]
    for term in (handbook.terms or {}).values():
        texts += [term.name, *term.variants, *term.synonyms, *term.typed]
    return list(dict.fromkeys(texts))


def more_sounds(texts: Iterable[str], common: Mapping[str, str]) -> dict[str, str]:
    """Pinyin without tones → characters of *texts* that sound so there, though *common* does not say it."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415  its tables are slow to load, and mostly not needed

    sounds: dict[str, set[str]] = {}
    for text in texts:
        plain = [character for character in text if _is_han(character)]
        spelt = lazy_pinyin("".join(plain), style=Style.NORMAL, v_to_u=False)
        for character, sound in zip(plain, spelt, strict=True):
            if common.get(character) != sound:
                sounds.setdefault(sound, set()).add(character)
    return {sound: "".join(sorted(sounds[sound])) for sound in sorted(sounds)}


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


@cache
def _common() -> Mapping[str, str]:
    """Level 1 of GB 2312, in order: character → syllable. The order is by sound, which decides between several."""
    from pypinyin import Style, pinyin  # noqa: PLC0415

    rows = (bytes([row, cell]) for row in _COMMON for cell in range(0xA1, 0xFF))
    characters = [c for c in (pair.decode("gb2312", errors="ignore") for pair in rows) if c]
    readings = [pinyin(c, style=Style.NORMAL, heteronym=True, v_to_u=False)[0] for c in characters]
    limits = [""] * len(characters)  # the next character with one sound only: not beyond that
    limit = "zz"
    for i in reversed(range(len(characters))):
        limits[i] = limit
        if len(set(readings[i])) == 1:
            limit = _order(readings[i][0])
    sounds: dict[str, str] = {}
    sound = "a"
    for character, among, limit in zip(characters, readings, limits, strict=True):
        if sound not in among:
            possible = [other for other in among if _order(sound) <= _order(other) <= limit]
            sound = min(possible, key=_order, default=sound)
        sounds[character] = sound
    return sounds


def _order(sound: str) -> str:
    """lü stands after lu, and lüe where lue would."""
    return sound.replace("ve", "ue").replace("v", "u\x01")


def _distinct(words: Iterable[str]) -> list[str]:
    return [word for word in dict.fromkeys(words) if word]


def script(handbook: Handbook) -> str:
    """The payload as a script: a page opened from a folder may load scripts, but may not fetch."""
    return _call("data", payload(handbook))


def answers_script(handbook: Handbook) -> str:
    """The answers as a script, which is loaded after the payload."""
    return _call("answers", answers(handbook))


def _call(name: str, value: Mapping[str, Any]) -> str:
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    safe = data.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"zhiduSearch.{name}({safe});\n"
