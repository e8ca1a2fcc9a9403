"""What a rule yields, and the walks that rules share."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from zhidu.handbook.book import Handbook, walk
from zhidu.reading import findings
from zhidu.reading.documents import Document
from zhidu.reading.findings import Pointer, closest
from zhidu.reading.model import Clause, Duty, Erratum, Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(findings.Problem):
    """A rule broken in one of the documents that it looks at."""

    document: Document[Any]


def clauses_of(
    handbook: Handbook,
) -> Iterator[tuple[Document[Any], Pointer, Clause | None, Clause]]:
    """Every clause of every policy and notice: its document, pointer, parent, itself."""
    for kind in ("notice", "policy"):
        for document in handbook.of(kind):
            for pointer, parent, clause in walk(document.value.clauses):
                yield document, pointer, parent, clause


def duties_of(handbook: Handbook) -> Iterator[tuple[Document[Any], Pointer, Clause, Duty]]:
    """Every duty of every policy and notice: its document, pointer, clause, itself."""
    for document, pointer, _, clause in clauses_of(handbook):
        for index, duty in enumerate(clause.duties):
            yield document, (*pointer, "duties", index), clause, duty


def unknown(what: str, identifier: str, file: str | None, known: Iterable[str]) -> tuple[str, str]:
    """Message and repair for a reference to nothing. *file* is the one to add it to, if one may."""
    if file is None:  # numbers: one is as like as another
        return f"没有编号为“{identifier}”的{what}", "核对编号"
    repair = f"核对编号，或先在 {file} 里登记"
    if meant := closest(identifier, known):
        repair = f"是不是“{meant}”？"
    return f"没有编号为“{identifier}”的{what}", repair


def errata_of(
    handbook: Handbook,
) -> Iterator[tuple[Document[Any], Pointer, str, str, tuple[Erratum, ...]]]:
    """Everything with errata: its document, the pointer to the errata, what it is, its text, the errata."""
    for document, pointer, _, clause in clauses_of(handbook):
        yield document, (*pointer, "errata"), f"{clause.id} 的原文", clause.text, clause.errata
    for document in handbook.of("notice"):
        for index, line in enumerate(document.value.attachments):
            where = f"附件目录 {line.policy} 这一行"
            yield document, ("attachments", index, "errata"), where, line.text, line.errata
        signoff = document.value.signoff
        whole = f"{signoff.issuer}\n{signoff.date}"
        yield document, ("signoff", "errata"), "落款", whole, signoff.errata


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
