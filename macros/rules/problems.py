"""What a rule yields, and the walks that rules share."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from macros.documents import Document
from macros.findings import Severity, closest
from macros.handbook import Handbook, walk
from macros.model import Clause, Duty, Erratum
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


def unknown(
    what: str, identifier: str, file: str | None, known: Iterable[str]
) -> tuple[str, str]:
    """Message and repair for a reference to nothing. *file* is the one to add it to, if one may."""
    meant = closest(identifier, known)
    repair = f"核对编号，或先在 {file} 里登记" if file else "核对编号"
    if meant:
        repair = f"是不是“{meant}”？"
    return f"没有编号为“{identifier}”的{what}", repair


def errata_of(
    handbook: Handbook,
) -> Iterator[tuple[Document[Any], Steps, str, str, tuple[Erratum, ...]]]:
    """Everything with errata: its document, the steps of the errata, its name, its text, the errata."""
    for document, steps, _, clause in clauses_of(handbook):
        yield document, (*steps, "errata"), clause.id, clause.text, clause.errata
    for document in handbook.of("notice"):
        for index, line in enumerate(document.value.attachments):
            name = f"附件目录 {line.policy} 一行"
            yield document, ("attachments", index, "errata"), name, line.text, line.errata
        signoff = document.value.signoff
        whole = f"{signoff.issuer}\n{signoff.date}"
        yield document, ("signoff", "errata"), "落款", whole, signoff.errata
