"""What schemas cannot say. A rule is one function; its docstring is what `zhidu explain` prints.

To add a rule: write the function in the module of its subject and name it in that module's `RULES`.
"""

from collections.abc import Callable, Iterator

from macros.findings import Finding
from macros.handbook import Handbook
from macros.rules import clauses, editions, facts, issuances, lines, records, vocabulary
from macros.rules.problems import Problem
from macros.source import Marks

RULES: dict[str, Callable[[Handbook], Iterator[Problem]]] = {
    **clauses.RULES,
    **editions.RULES,
    **facts.RULES,
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
        _finding(code, problem, marks) for code, rule in RULES.items() for problem in rule(handbook)
    ]


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
