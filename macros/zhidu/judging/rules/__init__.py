"""What schemas cannot say. A rule is one function; its docstring is what `zhidu explain` prints.

To add a rule: write the function in the module of its subject and name it in that module's `RULES`.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from zhidu.handbook.book import Handbook
from zhidu.judging.rules import (
    across_editions,
    clauses,
    duties,
    issuances,
    lines,
    records,
    vocabulary,
)
from zhidu.judging.rules.walks import Problem
from zhidu.reading import fence
from zhidu.reading.findings import Finding

__all__ = ["RULES", "apply"]


RULES: dict[str, Callable[[Handbook], Iterator[Problem]]] = {
    **clauses.RULES,
    **across_editions.RULES,
    **duties.RULES,
    **issuances.RULES,
    **lines.RULES,
    **records.RULES,
    **vocabulary.RULES,
}
"""Every rule by its code. A rule looks at the whole handbook and names the places where it is broken."""


def apply(handbook: Handbook) -> list[Finding]:
    """What every rule finds."""
    return [
        finding
        for code, rule in RULES.items()
        for finding in fence.fenced(
            partial(_found, handbook, code, rule),
            lambda error, code=code: [_stopped(handbook, code, error)],  # type: ignore[misc]
        )
    ]


def _found(
    handbook: Handbook, code: str, rule: Callable[[Handbook], Iterator[Problem]]
) -> list[Finding]:
    return [
        finding
        for problem in rule(handbook)
        for finding in problem.document.source.placed([replace(problem, code=code)])
    ]


def _stopped(handbook: Handbook, code: str, error: Exception) -> Finding:
    """A rule looks at all files at once: at which of them it failed, nobody can say."""
    folder = Path(next(iter(handbook.documents)).source.path).parent.parent.as_posix()
    return fence.not_judged(folder, error, f"规则 {code} ")
