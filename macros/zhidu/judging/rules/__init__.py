"""What schemas cannot say. A rule is one function; its docstring is what `zhidu explain` prints.

To add a rule: write the function in the module of its subject and name it in that module's `RULES`.
"""

from collections.abc import Callable, Iterator
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
from zhidu.reading.strict_yaml import Marks

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
    marks: dict[str, Marks] = {}  # a file is read again once, however much is wrong with it
    return [
        finding
        for code, rule in RULES.items()
        for finding in fence.fenced(
            partial(_found, handbook, code, rule, marks),
            lambda error, code=code: [_stopped(handbook, code, error)],  # type: ignore[misc]
        )
    ]


def _found(
    handbook: Handbook,
    code: str,
    rule: Callable[[Handbook], Iterator[Problem]],
    marks: dict[str, Marks],
) -> list[Finding]:
    return [_finding(code, problem, marks) for problem in rule(handbook)]


def _stopped(handbook: Handbook, code: str, error: Exception) -> Finding:
    """A rule looks at all files at once: at which of them it failed, nobody can say."""
    folder = Path(next(iter(handbook.documents)).source.path).parent.parent.as_posix()
    return fence.not_judged(folder, error, f"规则 {code} ")


def _finding(code: str, problem: Problem, known: dict[str, Marks]) -> Finding:
    source = problem.document.source
    marks = known.get(source.path) or known.setdefault(source.path, source.marks())
    line, column = marks.place(problem.steps, of_key=problem.of_key)
    return Finding(
        path=problem.document.source.path,
        line=line,
        column=column,
        code=code,
        message=problem.message,
        repair=problem.repair,
        severity=problem.severity,
    )
