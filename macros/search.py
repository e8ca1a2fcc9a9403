"""What the search page needs: one document for every clause, role, record and term, and a lexicon of how people write.

The texts go out as they are; cutting, expanding and scoring happen in the reader's browser
(`site_overrides/assets/zhidu/search.js`), because the site is a folder of files.
"""

import json
from collections.abc import Iterable
from typing import Any

from pypinyin import Style, lazy_pinyin

from macros.handbook import Citation, Handbook
from macros.model import Certainty, RoleKind, Terms
from macros.views.names import (
    actors,
    cite,
    clause_href,
    record_link,
    role_link,
    threshold_words,
    time_words,
)
from macros.views.policies import chinese_date

_COMMON = range(0xB0, 0xD8)
"""The first bytes of level 1 of GB 2312: the 3755 characters that people type, misspelt ones too."""


def payload(handbook: Handbook) -> dict[str, Any]:
    """The documents and the lexicon as plain data. Names that many clauses share are told once, by id."""
    roles = handbook.roles or {}
    facilities = handbook.facilities or {}
    return {
        "policies": {
            policy: [edition.policy.label, edition.policy.title]
            for policy, edition in handbook.current.items()
        }
        | {
            notice.value.issuance.isoformat(): [
                "通知",
                f"{notice.value.title} {chinese_date(notice.value.issuance.isoformat())}",
            ]
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
        "clauses": [_clause(handbook, citation) for citation in handbook.citations.values()],
        "entries": [*_roles(handbook), *_records(handbook), *_terms(handbook)],
        "lexicon": lexicon(handbook),
    }


def _clause(handbook: Handbook, citation: Citation) -> dict[str, Any]:
    """A clause with everything it is known by. Its policy and its parent's words are found through the id."""
    clause = citation.clause
    named = {a.role for duty in clause.duties for a in actors(duty)}
    facilities = (duty.applies_to.facility for duty in clause.duties if duty.applies_to)
    document = {
        "id": clause.id,
        "href": clause_href(citation),
        "cite": cite(citation),
        "policy": citation.edition.policy.policy
        if citation.edition
        else citation.notice.value.issuance.isoformat(),
        "text": clause.reading,
        "original": " ".join(
            [
                erratum.quote
                if erratum.certainty is Certainty.CERTAIN
                else erratum.reading or erratum.note or ""
                for erratum in clause.errata
            ]
        ),
        "parent": citation.parent.id if citation.parent else "",
        "roles": [role for role in handbook.roles or {} if role in named],
        "when": _distinct(time_words(duty.when) for duty in clause.duties if duty.when),
        "places": _distinct(facilities),
        "records": _distinct(record for duty in clause.duties for record in duty.records),
        "about": _distinct(
            words
            for duty in clause.duties
            for words in (
                duty.summary,
                threshold_words(handbook, duty.threshold) if duty.threshold else "",
            )
        ),
    }
    return {key: value for key, value in document.items() if value}


def _roles(handbook: Handbook) -> list[dict[str, str]]:
    return [
        {
            "id": role.id,
            "kind": "岗位",
            "href": role_link(handbook, role.id).href,
            "name": role.name,
            "text": "、".join(_distinct(alias.name for alias in role.aliases)),
        }
        for role in (handbook.roles or {}).values()
        if role.id in handbook.duties_of and role.kind is not RoleKind.UNASSIGNED
    ]


def _records(handbook: Handbook) -> list[dict[str, str]]:
    return [
        {
            "id": record.id,
            "kind": "记录",
            "href": record_link(handbook, record.id).href,
            "name": record.name,
            "text": "",
        }
        for record in (handbook.records or {}).values()
    ]


def _terms(handbook: Handbook) -> list[dict[str, str]]:
    return [
        {
            "id": term.id,
            "kind": "词汇",
            "href": f"glossary/#{term.id}",
            "name": term.name,
            "text": term.definition,
        }
        for term in (handbook.terms or {}).values()
    ]


def lexicon(handbook: Handbook) -> dict[str, Any]:
    """How people write what the texts say.

    `groups`: words that mean the same, the text's own first. `sayings`: what people say, what the texts write.
    `ignored`: words that only ask.
    `characters`: a character and the forms it is also written in. `syllables`: what is pronounced alike.
    """
    found = next(handbook.of("terms"), None)
    words = found.value if found else Terms(terms=())
    return {
        "groups": [_distinct([t.name, *t.variants, *t.synonyms]) for t in words.terms],
        "sayings": [[list(saying.said), list(saying.means)] for saying in words.sayings],
        "ignored": list(words.question_words),
        "characters": list(words.characters),
        "syllables": syllables(texts(handbook)),
    }


def texts(handbook: Handbook) -> list[str]:
    """Everything that stands in the index, for its pronunciation."""
    texts = [citation.clause.reading for citation in handbook.citations.values()]
    texts += [edition.policy.title for edition in handbook.current.values()]
    for term in (handbook.terms or {}).values():
        texts += [term.name, *term.variants, *term.synonyms]
    return texts


def syllables(texts: Iterable[str]) -> dict[str, str]:
    """Pinyin without tones → the characters so pronounced: common ones, and those of *texts* as they sound there."""
    sounds: dict[str, set[str]] = {}
    for text in texts:
        plain = [character for character in text if _is_han(character)]
        for character, sound in zip(plain, _pinyin("".join(plain)), strict=True):
            sounds.setdefault(sound, set()).add(character)
    for character in _common():
        sounds.setdefault(_pinyin(character)[0], set()).add(character)
    return {sound: "".join(sorted(sounds[sound])) for sound in sorted(sounds)}


def _pinyin(text: str) -> list[str]:
    return lazy_pinyin(text, style=Style.NORMAL, v_to_u=False)


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _common() -> list[str]:
    rows = (bytes([row, cell]) for row in _COMMON for cell in range(0xA1, 0xFF))
    decoded = (pair.decode("gb2312", errors="ignore") for pair in rows)
    return [character for character in decoded if character]


def _distinct(words: Iterable[str]) -> list[str]:
    return [word for word in dict.fromkeys(words) if word]


def script(handbook: Handbook) -> str:
    """The payload as a script: a page opened from a folder may load scripts, but may not fetch."""
    data = json.dumps(payload(handbook), ensure_ascii=False, separators=(",", ":"))
    safe = data.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"zhiduSearch.data({safe});\n"
