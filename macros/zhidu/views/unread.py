"""What of the texts in force nobody has read duties from yet. A list of duties looks whole; where it is not, it says so."""

from dataclasses import dataclass

from zhidu.handbook.book import Citation, Handbook, once, waiting
from zhidu.views.names import Link, clause_heading, clause_href, policy_name


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadText:
    """A policy or notice: its id, its page, how many of its clauses wait, and which."""

    id: str
    page: Link
    clauses: tuple[Link, ...]


@once
def unread(handbook: Handbook) -> tuple[UnreadText, ...]:
    """The texts in force of which clauses wait, in their order."""
    found: dict[str, list[Citation]] = {}
    for citation in handbook.citations.values():
        if waiting(citation.clause):
            found.setdefault(clause_href(citation).partition("#")[0], []).append(citation)
    return tuple(
        UnreadText(
            id=edition.policy.policy if edition else "",
            page=Link(text=policy_name(edition), href=page),
            clauses=tuple(Link(text=clause_heading(c), href=clause_href(c)) for c in citations),
        )
        for page, citations in found.items()
        for edition in [citations[0].edition]
    )


def unread_words(handbook: Handbook) -> str:
    """The same in a few words, for paper: empty where everything is read."""
    count = sum(len(text.clauses) for text in unread(handbook))
    return f"还有 {count} 条没有读职责，里面可能也有" if count else ""
