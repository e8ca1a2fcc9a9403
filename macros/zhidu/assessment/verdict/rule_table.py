"""The shared table of rules, which the form in the browser reads too: conditions on facts, and sentences for them."""

import json
import operator
import re
from collections.abc import Callable, Mapping
from functools import cache
from operator import itemgetter
from typing import Any, Protocol

from zhidu.reading.disk.shipped import directory

Fact = str | float | bool | None


class Facts(Protocol):
    """What is known of one thing, by name; of what is not there None."""

    def __getitem__(self, name: str, /) -> Fact:
        """What is said of *name*."""


Reader = Callable[[str], Callable[[Any], Fact]]
"""Gives for the name of a fact what takes it from its facts."""

Test = Callable[[Any], bool]
Rule = tuple[Any, tuple[Test, ...]]
"""A row of the table, and what is asked before it is broken."""

_NOTHING = (None, "")
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "is": lambda fact, operand: (
        fact == operand and isinstance(fact, bool) == isinstance(operand, bool)
    ),
    "ne": operator.ne,
    "gt": operator.gt,
    "lt": operator.lt,
}
_SLOT = re.compile(r"\{([a-z_]+)\}")


@cache
def text() -> str:
    """The table as it is published."""
    return (directory("schema") / "checklist.rules.json").read_text(encoding="utf-8")


@cache
def load() -> Any:
    """The table."""
    return json.loads(text())


@cache
def rules(target: str) -> tuple[Rule, ...]:
    """The rules on one kind of thing: document, facility, group, metric or item."""
    return left(target, {}, itemgetter)


def left(target: str, known: Mapping[str, Fact], reader: Reader) -> tuple[Rule, ...]:
    """The rules that can still be broken where *known* is known, and what is left to ask: mostly nothing."""
    found = []
    for row in load()["rules"]:
        if row["on"] != target:
            continue
        open_ = [each for each in row["when"] if not _names(*each) <= known.keys()]
        if all(_test(itemgetter, *each)(known) for each in row["when"] if each not in open_):
            found.append((row, tuple(_test(reader, *each) for each in open_)))
    return tuple(found)


def broken(rules: tuple[Rule, ...], facts: Facts) -> list[Any]:
    """The rows of *rules* that *facts* break."""
    found = []
    for row, tests in rules:
        for test in tests:
            if not test(facts):
                break
        else:
            found.append(row)
    return found


def _names(name: str, _: str, operand: Any = None) -> frozenset[str]:
    other = isinstance(operand, str) and operand.startswith("$")
    return frozenset({name, operand[1:]} if other else {name})


def _test(reader: Reader, name: str, comparison: str, operand: Any = None) -> Test:
    """A condition of the table as a function."""
    fact = reader(name)
    if comparison == "empty":
        return lambda facts: fact(facts) in _NOTHING
    if comparison == "filled":
        return lambda facts: fact(facts) not in _NOTHING
    if comparison == "in":
        return lambda facts: (there := fact(facts)) not in _NOTHING and there in operand
    compare = _COMPARISONS[comparison]
    if isinstance(operand, str) and operand.startswith("$"):
        other = reader(operand[1:])
        return lambda facts: (
            (there := fact(facts)) not in _NOTHING
            and (bound := other(facts)) is not None
            and compare(there, bound)
        )
    return lambda facts: (there := fact(facts)) not in _NOTHING and compare(there, operand)


def said(sentence: str, facts: Facts) -> str:
    """*sentence* with its slots filled."""
    return _SLOT.sub(lambda match: word(facts[match[1]]), sentence)


def word(fact: Fact) -> str:
    """A fact as sentences show it."""
    if isinstance(fact, float):
        return f"{fact:g}" if not fact.is_integer() else str(int(fact))
    return "" if fact is None else str(fact)


def place(row: Any, facts: Facts) -> tuple[str, ...]:
    """Where *row* is broken: the pointer to the value."""
    return tuple(said(step, facts) for step in row["at"])


def abouts() -> dict[str, str]:
    """Code → what the rule is for, for `zhidu explain`."""
    found: dict[str, str] = {}
    for row in load()["rules"]:
        if "about" in row:
            found.setdefault(row["code"], row["about"])
    privacy = load()["privacy"]
    found[privacy["code"]] = privacy["about"]
    return found
