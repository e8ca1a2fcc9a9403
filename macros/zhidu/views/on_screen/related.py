"""Where clauses lead, and who leads to them: lines under a clause, and the laws with the clauses that name them."""

from dataclasses import dataclass

from zhidu.handbook.book import Citation, Handbook
from zhidu.handbook.links import LinkKind, links, links_at
from zhidu.views.names import Link, clause_link


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Why, and where to; or a law, and the clauses that it is named at."""

    name: str
    links: tuple[Link, ...]


_FORTH = {LinkKind.READ_BY: "谁来做，据", LinkKind.NAMES: "提到", LinkKind.LAW: "有关的法律"}
_BACK = {LinkKind.READ_BY: "据本条读出谁来做的", LinkKind.NAMES: "提到本制度的"}


def related(handbook: Handbook, citation: Citation) -> tuple[Related, ...]:
    """Where a clause in force leads, then what leads to it. What stands in the same clause needs no line."""
    name = citation.clause.id
    if handbook.citations.get(name) is not citation:
        return ()
    near = {citation.parent.id if citation.parent else "", *(c.id for c in citation.clause.clauses)}
    forth: dict[LinkKind, dict[str, Link]] = {}
    back: dict[LinkKind, dict[str, Link]] = {}
    for each in links_at(handbook, name):
        if each.clause == name and each.to not in near and each.kind in _FORTH:
            forth.setdefault(each.kind, {})[each.to] = _to(handbook, each.kind, each.to)
        elif each.to == name and each.clause not in near and each.kind in _BACK:
            found = clause_link(handbook.citations[each.clause])
            back.setdefault(each.kind, {})[each.clause] = found
    return (
        *(Related(name=_FORTH[kind], links=tuple(to.values())) for kind, to in forth.items()),
        *(Related(name=_BACK[kind], links=tuple(to.values())) for kind, to in back.items()),
    )


def _to(handbook: Handbook, kind: LinkKind, to: str) -> Link:
    if kind is LinkKind.LAW:
        return Link(text=f"《{to}》", href="glossary/#laws")
    if kind is LinkKind.NAMES:
        return Link(text=handbook.current[to].policy.title, href=f"policies/{to}/")
    return clause_link(handbook.citations[to]) if to in handbook.citations else Link(text=to)


def law_rows(handbook: Handbook) -> tuple[Related, ...]:
    """Every law that is named, with the clauses, in the order of the texts."""
    found: dict[str, dict[str, Link]] = {}
    for each in links(handbook):
        if each.kind is LinkKind.LAW:
            found.setdefault(each.to, {})[each.clause] = clause_link(
                handbook.citations[each.clause]
            )
    return tuple(Related(name=name, links=tuple(to.values())) for name, to in found.items())
