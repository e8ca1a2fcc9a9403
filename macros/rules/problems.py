"""What a rule yields, and the walks that rules share."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from macros.documents import Document
from macros.findings import Severity, closest
from macros.handbook import Handbook, walk
from macros.model import Clause, Duty
from macros.source import Steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A rule broken at a place in a document. The place is steps, never a line number."""

    document: Document[Any]
    steps: Steps
    message: str
    repair: str
    of_key: bool = False
    severity: Severity = Severity.ERROR


def clauses_of(handbook: Handbook) -> Iterator[tuple[Document[Any], Steps, Clause | None, Clause]]:
    """Every clause of every policy and notice: its document, steps, parent, itself."""
    for kind in ("notice", "policy"):
        for document in handbook.of(kind):
            for steps, parent, clause in walk(document.value.clauses):
                yield document, steps, parent, clause


def duties_of(handbook: Handbook) -> Iterator[tuple[Document[Any], Steps, Clause, Duty]]:
    """Every duty of every policy and notice: its document, steps, clause, itself."""
    for document, steps, _, clause in clauses_of(handbook):
        for index, duty in enumerate(clause.duties):
            yield document, (*steps, "duties", index), clause, duty


def unknown(what: str, identifier: str, file: str, known: Iterator[str] | Any) -> tuple[str, str]:
    """Message and repair for a reference to nothing."""
    meant = closest(identifier, known)
    repair = f"是不是“{meant}”？" if meant else f"核对编号，或先在 {file} 里登记"
    return f"没有编号为“{identifier}”的{what}", repair
