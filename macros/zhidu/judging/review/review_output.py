"""A review as people and programs get it: the report of the command, JSON, the page, proposals for a draft."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zhidu.assessment.filed import Suggestion
from zhidu.handbook.book import Handbook, called
from zhidu.judging.review import review
from zhidu.judging.review.entries import Entry, quoted
from zhidu.reading.model import ReviewKind
from zhidu.views.names import Link, cite, clause_link
from zhidu.views.pieces import chinese_date

NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An entry as a page lists it; `found` is empty where the heading says it. `policies` is what the filter goes by: ids of policies, and `notice`."""

    id: str
    policies: tuple[str, ...]
    place: Link
    words: tuple[str, ...]
    found: str
    draft: str
    also: tuple[Link, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """All entries of one kind."""

    id: str
    name: str
    ask: str
    entries: tuple[Shown, ...]
    total: int

    @property
    def left(self) -> int:
        """How many are only counted here and listed elsewhere."""
        return self.total - len(self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A policy or the notices in the table of counts: how many entries in all, and errata among them."""

    id: str
    label: str
    title: str
    entries: int
    errata: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page /review/."""

    as_of: str
    groups: tuple[Group, ...]
    documents: tuple[Document, ...]
    entries: int
    errata: int


def page(handbook: Handbook, suggestions: Mapping[str, int] | None = None) -> Page:
    """Everything the page shows. Errata that are doubtful are only counted; their table is another page."""
    entries = review(handbook, suggestions)
    groups = []
    for advice in handbook.drafting.advice if handbook.drafting else ():
        found = [entry for entry in entries if entry.kind is advice.kind]
        listed = [entry for entry in found if entry.kind is not ReviewKind.ERRATUM or entry.settled]
        same = {entry.found for entry in listed}
        if len(same) == 1 and len(listed) > 1:  # what all say, the heading has said
            listed = [replace(entry, found="") for entry in listed]
        if found:
            shown = tuple(_shown(handbook, entry, n) for n, entry in enumerate(listed, 1))
            groups.append(
                Group(
                    id=advice.kind,
                    name=advice.name,
                    ask=advice.ask,
                    entries=shown,
                    total=len(found),
                )
            )
    errata = sum(entry.kind is ReviewKind.ERRATUM for entry in entries)
    return Page(
        as_of=chinese_date(handbook.as_of.isoformat()),
        groups=tuple(groups),
        documents=_documents(handbook, entries),
        entries=len(entries) - errata,
        errata=errata,
    )


def _shown(handbook: Handbook, entry: Entry, number: int) -> Shown:
    return Shown(
        id=f"{entry.kind}-{number}",
        policies=documents_of(handbook, entry),
        place=_place(handbook, entry),
        words=entry.words,
        found=entry.found,
        draft=entry.draft,
        also=tuple(clause_link(handbook.citations[clause]) for clause in entry.also),
        source=entry.source,
    )


def _place(handbook: Handbook, entry: Entry) -> Link:
    if entry.clause is not None:
        return clause_link(handbook.citations[entry.clause])
    return Link(text=entry.place, href=f"notice/{entry.issuance}/")


def documents_of(handbook: Handbook, entry: Entry) -> tuple[str, ...]:
    """The ids of the policies that *entry* is about, its own first; `notice` for the notices."""
    found = []
    for clause in (entry.clause or "", *entry.also):
        citation = handbook.citations.get(clause)
        found.append(citation.edition.policy.policy if citation and citation.edition else NOTICE)
    return tuple(dict.fromkeys(found))


def _documents(handbook: Handbook, entries: Sequence[Entry]) -> tuple[Document, ...]:
    errata: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for entry in entries:
        counted = errata if entry.kind is ReviewKind.ERRATUM else others
        counted.update(documents_of(handbook, entry))
    rows = [(NOTICE, "通知", "")]
    rows += [
        (policy, edition.policy.label, edition.policy.title + edition.policy.status.suffix)
        for policy, edition in handbook.current.items()
    ]
    return tuple(
        Document(id=name, label=label, title=title, entries=others[name], errata=errata[name])
        for name, label, title in rows
    )


def selected(
    handbook: Handbook, entries: Sequence[Entry], *, edition: date | None, policies: Sequence[str]
) -> tuple[Entry, ...]:
    """The entries of one issuance, of some policies, or of both."""
    found = []
    for entry in entries:
        citation = handbook.citations.get(entry.clause or "")
        issued = citation.notice.value.issuance.isoformat() if citation else entry.issuance
        if edition is not None and issued != edition.isoformat():
            continue
        if not policies or set(policies) & set(documents_of(handbook, entry)):
            found.append(entry)
    return tuple(found)


def text(handbook: Handbook, entries: Sequence[Entry], said: Sequence[Suggestion] = ()) -> str:
    """The report that the command prints; *said* are the words of schools, for the bureau alone."""
    lines = [f"制度体检，数据截至 {handbook.as_of}：共 {len(entries)} 处。"]
    for advice in handbook.drafting.advice if handbook.drafting else ():
        found = [entry for entry in entries if entry.kind is advice.kind]
        if not found:
            continue
        lines += ["", f"{advice.name}  {len(found)} 处　{advice.ask}  [review/{advice.kind}]"]
        for entry in found:
            words = "、".join(map(quoted, entry.words))
            lines.append(f"  {_place(handbook, entry).text}　{words}")
            lines.append(f"    {entry.found}{f'（依据：{entry.source}）' if entry.source else ''}")
            if entry.kind is ReviewKind.SUGGESTION:
                lines += [f"    {line}" for line in _said(handbook, entry, said)]
            lines.append(f"    建议：{entry.draft}")
    kinds = {entry.code: None for entry in entries}
    if kinds:
        lines += ["", f"想知道一类问题是什么意思，运行：zhidu explain {next(iter(kinds))}"]
    return "\n".join(lines) + "\n"


def _said(handbook: Handbook, entry: Entry, said: Sequence[Suggestion]) -> Iterator[str]:
    for each in said:
        if each.clause == entry.clause:
            school = called(handbook.schools, each.school)
            term = called(handbook.school_terms, each.term)
            yield f"{school}（{term}）：{' '.join(each.words.split())}"


def as_json(handbook: Handbook, entries: Sequence[Entry], said: Sequence[Suggestion] = ()) -> str:
    """The same for programs; every entry carries its `clause`, null only for the list and the signature of a notice."""
    advice = {a.kind: a for a in handbook.drafting.advice} if handbook.drafting else {}
    rows = []
    for entry in entries:
        citation = handbook.citations.get(entry.clause or "")
        edition = citation.edition if citation else None
        suggestions = said if entry.kind is ReviewKind.SUGGESTION else ()
        issued = citation.notice.value.issuance.isoformat() if citation else entry.issuance
        rows.append(
            {
                "code": entry.code,
                "name": advice[entry.kind].name,
                "ask": advice[entry.kind].ask,
                "clause": entry.clause,
                "citation": cite(citation) if citation else entry.place,
                "policy": edition.policy.policy if edition else None,
                "issuance": issued,
                "words": list(entry.words),
                "found": entry.found,
                "draft": entry.draft,
                "duties": list(entry.duties),
                "also": list(entry.also),
                "names": list(entry.names),
                "source": entry.source or None,
                "count": entry.count or None,
                "suggestions": [
                    {"school": s.school, "term": s.term, "words": s.words}
                    for s in suggestions
                    if s.clause == entry.clause
                ],
            }
        )
    payload = {
        "schema_version": 1,
        "as_of": handbook.as_of.isoformat(),
        "counts": {kind: n for kind in advice if (n := sum(e.kind is kind for e in entries))},
        "entries": rows,
    }
    return json.dumps(payload, ensure_ascii=False, indent=2) + "\n"


def proposals(
    handbook: Handbook, policy: str, said: Sequence[Suggestion] = ()
) -> dict[str, tuple[str, ...]]:
    """For a draft of *policy*: by clause, the lines to put there as comments (without the `# `).

    What schools *said* stands there without their names: a draft is kept where others may read it.
    """
    found: dict[str, list[str]] = {}
    for entry in review(handbook):
        if entry.clause is None or documents_of(handbook, entry)[0] != policy:
            continue
        words = "、".join(map(quoted, entry.words))
        line = f"体检 {entry.code}：{words}{entry.found}。建议：{entry.draft}"
        found.setdefault(entry.clause, []).append(" ".join(line.split()))
    for each in said:
        citation = handbook.citations[each.clause]
        if citation.edition and citation.edition.policy.policy == policy:
            line = f"学校建议：{' '.join(each.words.split())}"
            lines = found.setdefault(each.clause, [])
            if line not in lines:
                lines.append(line)
    return {clause: tuple(lines) for clause, lines in found.items()}


FORMATS = {"text": text, "json": as_json}
