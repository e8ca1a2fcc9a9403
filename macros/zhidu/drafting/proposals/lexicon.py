"""The words of administrative Chinese that duties are read by, compiled once. They are data: `lexicon.yaml`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from zhidu.reading import strict_yaml

_FILE = "lexicon.yaml"
_THING = "[人员者]|器(?![材具械皿])|机(?![房器柜组])|[剂室墙机器制证率量法费品物具条卡单线](?:[、的等]|$)"
_MANY = re.compile(r"(?:^|(?<=\|))[一-龥]+(?:\|[一-龥]+){9,}(?=\||$)")
KEPT = 4096
"""Answers about words that are kept: one act is asked the same questions many times over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit of measure and how texts write it."""

    id: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Alternatives of a regular expression (`verbs`, `adverbs` …), longest first, and patterns that are whole."""

    verbs: str
    more_verbs: str
    verb_characters: str
    object_characters: str
    verbal_nouns: str
    nominal: str
    adverbs: str
    prohibitions: str
    prohibitive_adverbs: str
    intransitive: str
    persons: str
    bodies: str
    offices: str
    lead: str
    not_duties: re.Pattern[str]
    purposes: re.Pattern[str]
    copula: re.Pattern[str]
    conditions: re.Pattern[str]
    bases: re.Pattern[str]
    times: tuple[tuple[str, re.Pattern[str]], ...]
    each_use: tuple[re.Pattern[str], ...]
    on_event: tuple[re.Pattern[str], ...]
    event_words: re.Pattern[str]
    adverbial: tuple[tuple[str, re.Pattern[str]], ...]
    number: str
    units: tuple[Unit, ...]
    at_least: str
    at_most: str
    at_least_after: str
    at_most_after: str
    keep: re.Pattern[str]
    equal: str
    lending: re.Pattern[str]
    approve: str
    report_to_before: re.Pattern[str]
    report_to_after: re.Pattern[str]
    sanction: re.Pattern[str]
    records: tuple[re.Pattern[str], ...]
    supervise: str
    nouns: str
    agents: str
    extends: str
    rules: Mapping[str, re.Pattern[str]] = field(compare=False)


_ADVERBIAL = ("immediate", "continuous", "unspecified", "routine", "once")


@cache
def lexicon() -> Lexicon:
    """The lexicon that ships with the engine: each entry is read as what its field is."""
    found, findings = strict_yaml.read(Path(__file__).with_name(_FILE), _FILE)
    if found is None:
        raise ValueError(findings[0].message)
    data: dict[str, Any] = found.data
    made: dict[str, Any] = {
        "times": tuple((entry["kind"], re.compile(entry["words"])) for entry in data["times"]),
        "adverbial": tuple((name, re.compile(data[name])) for name in _ADVERBIAL),
        "units": tuple(Unit(**entry) for entry in data["units"]),
        "rules": {name: re.compile(words) for name, words in data["rules"].items()},
    }
    types = {each.name: each.type for each in fields(Lexicon) if each.name not in made}
    return Lexicon(**made, **{name: _entry(data[name], of) for name, of in types.items()})


def rule(name: str) -> re.Pattern[str]:
    """The words that one rule alone goes by."""
    return lexicon().rules[name]


def quick(words: str) -> str:
    """The alternatives *words*, many plain ones passed over at once where no character begins any of them."""
    return _MANY.sub(
        lambda plain: (
            f"(?=[{''.join({word[0]: 0 for word in plain[0].split('|')})}])(?:{plain[0]})"
        ),
        words,
    )


def _entry(said: Any, of: Any) -> Any:
    if of is str:
        return _alternatives(said)
    if of == re.Pattern[str]:
        return re.compile(said if isinstance(said, str) else "|".join(f"(?:{p})" for p in said))
    return tuple(map(re.compile, said))


@cache
def two_characters() -> re.Pattern[str]:
    """攀折, 追打, 踢球: two characters that are verbs, or a verb and its object; not 防火墙, 管理, which are things as well."""
    words = lexicon()
    verb, noun = words.verb_characters, words.object_characters
    nouns = f"{words.verbal_nouns}|{words.nominal}"
    return re.compile(f"(?!{nouns})[{verb}][{verb}{noun}](?!{_THING})")


def _alternatives(words: str) -> str:
    """The alternatives of *words*, the longest first, unless one is a pattern of its own."""
    joined = re.sub(r"\s+", "", words)
    if re.search(r"[(\[]", joined):
        return joined
    return "|".join(sorted(dict.fromkeys(filter(None, joined.split("|"))), key=len, reverse=True))
