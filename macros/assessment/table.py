"""The shared table of rules, which the form in the browser reads too: conditions on facts, and sentences for them."""

import json
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from macros.shipped import directory

Fact = str | float | bool | None
Facts = dict[str, Fact]

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


def broken(target: str, facts: Facts) -> Iterator[Any]:
    """The rows that *facts* break."""
    for row in _of_status(target, facts.get("status")):
        if all(_holds(condition, facts) for condition in row["when"]):
            yield row


@cache
def _of_status(target: str, status: Fact) -> tuple[Any, ...]:
    """The rows that can be broken where the status is *status*: most need not be asked."""
    of: Facts = {"status": status}
    return tuple(
        row
        for row in rows(target)
        if all(_holds(each, of) for each in row["when"] if each[0] == "status")
    )


def _holds(condition: list[Any], facts: Mapping[str, Fact]) -> bool:
    fact = facts.get(condition[0])
    comparison = condition[1]
    there = fact is not None and fact != ""
    if comparison == "empty":
        return not there
    if comparison == "filled" or not there:
        return there and comparison == "filled"
    operand = condition[2]
    if comparison == "in":
        return fact in operand
    if isinstance(operand, str) and operand.startswith("$"):
        operand = facts.get(operand[1:])
        if operand is None:
            return False
    return _COMPARISONS[comparison](fact, operand)


def said(sentence: str, facts: Mapping[str, Fact]) -> str:
    """*sentence* with its slots filled."""
    return _SLOT.sub(lambda match: word(facts.get(match[1])), sentence)


def word(fact: Fact) -> str:
    """A fact as sentences show it."""
    if isinstance(fact, float):
        return f"{fact:g}" if not fact.is_integer() else str(int(fact))
    return "" if fact is None else str(fact)


def place(row: Any, facts: Mapping[str, Fact]) -> tuple[str, ...]:
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
