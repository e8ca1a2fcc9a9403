"""The shared table of rules, which the form in the browser reads too: conditions on facts, and sentences for them."""

import json
import operator
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from macros.shipped import directory

Fact = str | float | bool | None


class Facts(dict[str, Fact]):
    """What is known of one thing, by name; what is not known is None."""

    __slots__ = ()

    def __missing__(self, name: str) -> Fact:
        """What is said of *name*, which nobody put there."""
        return None


_Test = Callable[[Facts], bool]
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
def rows(target: str) -> tuple[Any, ...]:
    """The rules on one kind of thing: document, facility, group, metric or item."""
    return tuple(row for row in load()["rules"] if row["on"] == target)


def broken(target: str, facts: Facts) -> list[Any]:
    """The rows that *facts* break."""
    found = []
    for row, tests in _of_status(target, facts["status"]):
        for test in tests:
            if not test(facts):
                break
        else:
            found.append(row)
    return found


@cache
def _of_status(target: str, status: Fact) -> tuple[tuple[Any, tuple[_Test, ...]], ...]:
    """The rows that can be broken where the status is *status*, and what else is asked: most need not be asked."""
    of = Facts(status=status)
    return tuple(
        (row, tuple(_test(*each) for each in row["when"] if each[0] != "status"))
        for row in rows(target)
        if all(_test(*each)(of) for each in row["when"] if each[0] == "status")
    )


def _test(name: str, comparison: str, operand: Any = None) -> _Test:
    """A condition of the table as a function."""
    if comparison == "empty":
        return lambda facts: facts[name] in _NOTHING
    if comparison == "filled":
        return lambda facts: facts[name] not in _NOTHING
    if comparison == "in":
        return lambda facts: facts[name] not in _NOTHING and facts[name] in operand
    compare = _COMPARISONS[comparison]
    if isinstance(operand, str) and operand.startswith("$"):
        other = operand[1:]
        return lambda facts: (
            facts[name] not in _NOTHING
            and facts[other] is not None
            and compare(facts[name], facts[other])
        )
    return lambda facts: facts[name] not in _NOTHING and compare(facts[name], operand)


def said(sentence: str, facts: Facts) -> str:
    """*sentence* with its slots filled."""
    return _SLOT.sub(lambda match: word(facts[match[1]]), sentence)


def word(fact: Fact) -> str:
    """A fact as sentences show it."""
    if isinstance(fact, float):
        return f"{fact:g}" if not fact.is_integer() else str(int(fact))
    return "" if fact is None else str(fact)


def place(row: Any, facts: Facts) -> tuple[str, ...]:
    """Where *row* is broken: the steps to the value."""
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
