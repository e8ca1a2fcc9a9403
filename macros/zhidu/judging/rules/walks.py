"""What a rule yields, and the walks that rules share."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from zhidu.handbook.book import Handbook, walk
from zhidu.reading import findings
from zhidu.reading.documents import Document
from zhidu.reading.findings import Pointer, Severity, meant
from zhidu.reading.model import Clause, Duty, Erratum, Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(findings.Problem):
    """A rule broken in one of the documents that it looks at."""

    document: Document[Any]


@dataclass(frozen=True, slots=True)
class Spot:
    """A value of a document: what a rule looks at, and where it says what is wrong."""

    document: Document[Any]
    pointer: Pointer = ()

    def at(self, *way: str | int) -> "Spot":
        """The value that is reached from here by *way*."""
        return Spot(self.document, (*self.pointer, *way))

    def problem(
        self,
        message: str,
        repair: str,
        *,
        of_key: bool = False,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """What is wrong here, `of_key` with the key rather than with what stands at it."""
        return Problem(
            self.pointer,
            message,
            repair,
            of_key=of_key,
            severity=severity,
            document=self.document,
        )


def clauses_of(handbook: Handbook) -> Iterator[tuple[Spot, Clause]]:
    """Every clause of every policy and notice."""
    for kind in ("notice", "policy"):
        for document in handbook.of(kind):
            for pointer, _, clause in walk(document.value.clauses):
                yield Spot(document, pointer), clause


def duties_of(handbook: Handbook) -> Iterator[tuple[Spot, Clause, Duty]]:
    """Every duty of every policy and notice, and its clause."""
    for spot, clause in clauses_of(handbook):
        for index, duty in enumerate(clause.duties):
            yield spot.at("duties", index), clause, duty


def entries_of(handbook: Handbook, kind: str, key: str = "") -> Iterator[tuple[Spot, Any]]:
    """Every entry of the list *key*, or what it is a file of, in every file of *kind*."""
    for document in handbook.of(kind):
        for index, entry in enumerate(getattr(document.value, key or kind)):
            yield Spot(document, (key or kind, index)), entry


def unknown(what: str, identifier: str, file: str | None, known: Iterable[str]) -> tuple[str, str]:
    """Message and repair for a reference to nothing. *file* is the one to add it to, if one may."""
    if file is None:  # numbers: one is as like as another
        return f"没有编号为“{identifier}”的{what}", "核对编号"
    repair = meant(identifier, known, f"核对编号，或先在 {file} 里登记")
    return f"没有编号为“{identifier}”的{what}", repair


def errata_of(handbook: Handbook) -> Iterator[tuple[Spot, str, str, tuple[Erratum, ...]]]:
    """Everything with errata: where they stand, what it is, its text, the errata."""
    for spot, clause in clauses_of(handbook):
        yield spot.at("errata"), f"{clause.id} 的原文", clause.text, clause.errata
    for spot, line in entries_of(handbook, "notice", "attachments"):
        yield spot.at("errata"), f"附件目录 {line.policy} 这一行", line.text, line.errata
    for document in handbook.of("notice"):
        signoff = document.value.signoff
        whole = f"{signoff.issuer}\n{signoff.date}"
        yield Spot(document, ("signoff", "errata")), "落款", whole, signoff.errata


def owner_of(identifier: str) -> str:
    """The id below which *identifier* stands, by its form: a8-11-b → a8-11."""
    return identifier.rpartition("-")[0]


def common_owner(policy: Policy) -> str | None:
    """The policy that all clause ids of *policy* name, where they agree."""
    owners = {owner_of(clause.id) for clause in policy.clauses}
    return min(owners) if len(owners) == 1 and len(policy.clauses) > 1 else None


def whole(handbook: Handbook) -> bool:
    """Whether every file could be used and none is known to be missing, so that absence means something."""
    issuances = {notice.issuance for notice in handbook.of("notice")}
    there = {(d.issuance, name) for d in handbook.of("policy") for name in names_of(d.value)}
    listed = {
        (notice.issuance, attachment.policy)
        for notice in handbook.of("notice")
        for attachment in notice.value.attachments
    }
    return (
        handbook.complete and listed <= there and {issuance for issuance, _ in there} <= issuances
    )


def names_of(policy: Policy) -> set[str]:
    """The ids that *policy* may be meant to have: its own, and the one its clauses name."""
    return {policy.policy, common_owner(policy) or policy.policy}
