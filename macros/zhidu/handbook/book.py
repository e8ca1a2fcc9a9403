"""Everything the files say, indexed by id, as of a date."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, wraps
from typing import Any, TypeVar

from zhidu.handbook import vocabulary_halves as vocabulary
from zhidu.handbook.printed_form import chapters
from zhidu.handbook.printed_form import number as number_of
from zhidu.reading.documents import VOCABULARIES, Document
from zhidu.reading.findings import Pointer
from zhidu.reading.model import (
    Clause,
    Drafting,
    Duty,
    Facility,
    Former,
    Institution,
    Metric,
    Metrics,
    Notice,
    Numbering,
    Policy,
    Readings,
    Record,
    Rhythm,
    RhythmGroup,
    Role,
    School,
    SchoolTerm,
    Term,
    Terms,
)

Day = date  # an edition has a `date`, too
_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A policy as one issuance published it."""

    document: Document[Policy]
    notice: Document[Notice]

    @property
    def policy(self) -> Policy:
        """The policy itself."""
        return self.document.value

    @property
    def date(self) -> str:
        """The edition's name: the date of its issuance."""
        return self.notice.value.issuance.isoformat()

    @property
    def effective(self) -> Day:
        """The day from which it is in force."""
        return self.notice.value.effective

    @property
    def draft(self) -> bool:
        """Whether its issuance has not been published."""
        return self.notice.value.draft

    @cached_property
    def citations(self) -> "Clauses":
        """Every clause of the edition by id, in order, whether or not it is in force."""
        found = Clauses()
        for _, parent, clause in walk(self.policy.clauses):
            around = found[parent.id] if parent else None
            found[clause.id] = Citation(
                clause=clause,
                parent=parent,
                edition=self,
                notice=self.notice,
                above=(*around.above, parent) if around and parent else (),
            )
        return found

    @cached_property
    def chapters(self) -> Mapping[str, str]:
        """How the chapter of each clause of the first level is cited."""
        return chapters(self.policy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A clause and what it stands in. `edition` is None for a paragraph of a notice.

    `above` are all the clauses around it, the outermost first; the last one is its `parent`.
    """

    clause: Clause
    parent: Clause | None
    edition: Edition | None
    notice: Document[Notice]
    above: tuple[Clause, ...] = ()

    @property
    def policy(self) -> str | None:
        """The id of its policy; None for a paragraph of a notice."""
        return self.edition.policy.policy if self.edition else None

    @property
    def number(self) -> str:
        """Its number as printed."""
        if self.edition is None:
            return number_of(Numbering.HAN, self.clause, len(self.above))
        return number_of(self.edition.policy.numbering, self.clause, len(self.above))

    @property
    def effective(self) -> date:
        """The day from which the clause is in force: its own, that of one around it, or its edition's."""
        days = [self.clause.effective, *(clause.effective for clause in self.above)]
        return max([self.notice.value.effective, *(day for day in days if day)])


class Clauses(dict[str, Citation]):
    """Clauses of one text by id, in order. What they come to is reckoned once: most texts stay as they are from state to state."""

    @cached_property
    def last_day(self) -> date:
        """The day from which all of them are in force."""
        return max((citation.effective for citation in self.values()), default=date.min)

    @cached_property
    def duties(self) -> Mapping[str, tuple[Citation, Duty]]:
        """Their duties by id, each with its clause."""
        return {
            duty.id: (citation, duty)
            for citation in self.values()
            for duty in citation.clause.duties
        }

    @cached_property
    def duties_of(self) -> Mapping[str, tuple[Duty, ...]]:
        """Their duties that name a role, in any capacity, by role."""
        found: dict[str, list[Duty]] = {}
        for _, duty in self.duties.values():
            for role in dict.fromkeys(assignment.role for assignment in duty.roles):
                found.setdefault(role, []).append(duty)
        return {role: tuple(duties) for role, duties in found.items()}

    @cached_property
    def own(self) -> Mapping[str, int]:
        """How many duties of its own they give a role, by role."""
        found = Counter[str]()
        for _, duty in self.duties.values():
            found.update({assignment.role for assignment in duty.roles if assignment.as_.own})
        return found

    @cached_property
    def demanded(self) -> frozenset[str]:
        """The records that they demand."""
        return frozenset(record for _, duty in self.duties.values() for record in duty.records)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Why a policy is not in force any more: the notice that says so, and what came in its place."""

    notice: Document[Notice]
    reason: str
    successors: tuple[str, ...] = ()


def _by_id(_: type[_T], kind: str, key: str = "") -> "cached_property[Mapping[str, _T] | None]":
    """The entries of a file by id, a property of the handbook; None where the file could not be used."""
    return cached_property(lambda handbook: handbook._vocabulary(kind, key))  # noqa: SLF001


def _file(_: type[_T], kind: str) -> "cached_property[_T | None]":
    """A vocabulary as a whole, a property of the handbook; None where the file could not be used."""
    return cached_property(lambda handbook: handbook.words(kind))


@dataclass(frozen=True)
class Handbook:
    """All documents. Asks are answered as of `as_of`; `complete` says whether every file could be used.

    `unusable` are the kinds of vocabularies whose file is there and could not be used: nothing is called unknown in vain.
    Drafts are documents like others, and rules judge them; but only where `drafts` is set do they answer.
    """

    documents: tuple[Document[Any], ...]
    as_of: date
    complete: bool
    drafts: bool = False
    unusable: frozenset[str] = frozenset()

    def of(self, kind: str) -> Iterator[Document[Any]]:
        """The documents of a kind, in the order of their files."""
        return (document for document in self.documents if document.kind == kind)

    def words(self, kind: str) -> Any:
        """A vocabulary with both halves, the project's own over the general; None where its file could not be used."""
        if kind in self.unusable:
            return None
        own = _value(next(self.of(kind), None))
        return self.once(f"words of {kind}", lambda: vocabulary.merged(kind, own))

    def _vocabulary(self, kind: str, key: str = "") -> Mapping[str, Any] | None:
        found = self.words(kind) if kind in VOCABULARIES else _value(next(self.of(kind), None))
        if found is None:
            return None
        return {entry.id: entry for entry in getattr(found, key or kind)}

    @cached_property
    def roles(self) -> Mapping[str, Role] | None:
        """Roles by id, under the names of the day; None where the file could not be used: nothing is called unknown in vain."""
        found = self._vocabulary("roles")
        if found is None:
            return None
        return {
            role.id: role
            if role.called(self.as_of) == role.name
            else replace(
                role,
                name=role.called(self.as_of),
                former=(*role.former, Former(name=role.name, until=date.min)),
            )
            for role in found.values()
        }

    records = _by_id(Record, "records")
    metrics = _by_id(Metric, "metrics")
    facilities = _by_id(Facility, "facilities")
    institutions = _by_id(Institution, "institutions")  # kinds of schools
    rhythms = _by_id(Rhythm, "rhythms")
    terms = _by_id(Term, "terms")  # of the glossary
    schools = _by_id(School, "schools")  # that submit checklists
    school_terms = _by_id(SchoolTerm, "school-terms", "terms")
    measures = _file(Metrics, "metrics")  # units and spans, with the metrics that use them
    drafting = _file(Drafting, "drafting")  # what a review knows about wording

    @cached_property
    def readings(self) -> Readings:
        """How words are read, and which policies have 拼音; none where the file could not be used."""
        return self.words("readings") or Readings(policies=(), words=())

    @cached_property
    def lexicon(self) -> Terms:
        """The words of the search beside the glossary; none where the file could not be used."""
        return self.words("terms") or Terms()

    @cached_property
    def groups(self) -> tuple[RhythmGroup, ...]:
        """The groups in which pages show duties, in order."""
        found = self.words("rhythms")
        return found.groups if found else ()

    @cached_property
    def issued(self) -> tuple[Document[Notice], ...]:
        """Notices that were issued by `as_of`, in force or about to be, oldest first."""
        found = [
            notice
            for notice in self.of("notice")
            if (self.drafts or not notice.value.draft)
            and min(notice.value.issuance, notice.value.effective) <= self.as_of
        ]
        return tuple(sorted(found, key=lambda n: (n.value.effective, n.value.issuance)))

    @cached_property
    def notices(self) -> tuple[Document[Notice], ...]:
        """Notices in force by `as_of`, oldest first."""
        return tuple(n for n in self.issued if n.value.effective <= self.as_of)

    @cached_property
    def draft_folders(self) -> frozenset[str]:
        """Folders whose notice says that it is a draft."""
        return frozenset(n.issuance for n in self.of("notice") if n.value.draft and n.issuance)

    @cached_property
    def all_editions(self) -> Mapping[str, tuple[Edition, ...]]:
        """Every edition of every policy, drafts and those to come included, oldest first."""
        by_folder = {notice.issuance: notice for notice in self.of("notice")}
        return _editions(self.of("policy"), by_folder)

    @cached_property
    def drafted(self) -> frozenset[tuple[str, str]]:
        """The editions that are drafts: each by its policy and its day."""
        everything = (edition for found in self.all_editions.values() for edition in found)
        return frozenset((e.policy.policy, e.date) for e in everything if e.draft)

    @cached_property
    def known_editions(self) -> Mapping[str, tuple[Edition, ...]]:
        """Every edition issued by `as_of`, in force or about to be, oldest first."""
        return self._of(self.issued)

    @cached_property
    def _reckoned(self) -> dict[str, Any]:
        return {}

    def once(self, name: str, reckon: Callable[[], _T]) -> _T:
        """What *reckon* makes of this handbook, under a *name* of the caller's: reckoned when it is asked for first, then kept."""
        if name not in self._reckoned:
            self._reckoned[name] = reckon()
        found: _T = self._reckoned[name]
        return found

    def known_editions_of(self, issuance: str) -> tuple[Edition, ...]:
        """The editions that the issuance of that date published."""
        return tuple(self._known_by_issuance.get(issuance, ()))

    @cached_property
    def _known_by_issuance(self) -> Mapping[str, list[Edition]]:
        found: dict[str, list[Edition]] = {}
        for editions in self.known_editions.values():
            for edition in editions:
                found.setdefault(edition.date, []).append(edition)
        return found

    @cached_property
    def policies_in(self) -> Mapping[str | None, tuple[Document[Policy], ...]]:
        """The policies that lie in each issuance's folder."""
        found: dict[str | None, list[Document[Policy]]] = {}
        for document in self.of("policy"):
            found.setdefault(document.issuance, []).append(document)
        return {folder: tuple(documents) for folder, documents in found.items()}

    @cached_property
    def editions(self) -> Mapping[str, tuple[Edition, ...]]:
        """Every edition of every policy up to `as_of`, oldest first, in the order of the policies."""
        return self._of(self.notices)

    def _of(self, notices: tuple[Document[Notice], ...]) -> dict[str, tuple[Edition, ...]]:
        """The editions that *notices* issued: the very ones of `all_editions`."""
        wanted = {id(notice) for notice in notices}
        found = {
            policy: tuple(edition for edition in editions if id(edition.notice) in wanted)
            for policy, editions in self.all_editions.items()
        }
        return {policy: editions for policy, editions in found.items() if editions}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What policies in force, roles, rooms and records are called, aliases too."""
        called: tuple[Role | Facility, ...] = (
            *(self.roles or {}).values(),
            *(self.facilities or {}).values(),
        )
        return (
            *(edition.policy.title for edition in self.current.values()),
            *(name for each in called for name in (each.name, *(a.name for a in each.aliases))),
            *(record.name for record in (self.records or {}).values()),
        )

    @cached_property
    def ended(self) -> Mapping[str, Ending]:
        """Policies that are not in force any more, and why."""
        found: dict[str, Ending] = {}
        for notice in self.notices:
            documents = self.policies_in.get(notice.issuance, ())
            here = {document.value.policy for document in documents}
            for policy in here:
                found.pop(policy, None)
            for repeal in notice.value.repeals:
                found[repeal.policy] = Ending(notice=notice, reason=repeal.reason)
            replaced = _replaced(documents, notice)
            found |= {policy: replaced[policy] for policy in replaced if policy not in here}
        return {policy: found[policy] for policy in sorted(found, key=number)}

    @cached_property
    def current(self) -> Mapping[str, Edition]:
        """The edition of each policy that is in force."""
        return {
            policy: editions[-1]
            for policy, editions in self.editions.items()
            if policy not in self.ended
        }

    @cached_property
    def pending(self) -> Mapping[str, Citation]:
        """Clauses of current editions that come into force later than their edition."""
        return {
            name: citation
            for edition in self.current.values()
            for name, citation in edition.citations.items()
            if citation.effective > self.as_of
        }

    @cached_property
    def upcoming(self) -> Mapping[str, Edition]:
        """The next edition of each policy that has been issued and is not in force yet; of those of one day the last."""
        return {
            policy: [e for e in coming if e.effective == coming[0].effective][-1]
            for policy, editions in self.known_editions.items()
            if (coming := [e for e in editions if e.effective > self.as_of])
        }

    @cached_property
    def standing(self) -> tuple[Clauses, ...]:
        """The clauses in force, text by text: first the notices' paragraphs, then the policies."""
        paragraphs = Clauses()
        for notice in self.notices:
            for _, parent, clause in walk(notice.value.clauses):
                paragraphs[clause.id] = Citation(
                    clause=clause,
                    parent=parent,
                    edition=None,
                    notice=notice,
                    above=(parent,) if parent else (),
                )
        return (paragraphs, *(self._in_force(self.editions[policy]) for policy in self.current))

    def _in_force(self, editions: tuple[Edition, ...]) -> Clauses:
        """The clauses of a policy in force: until a new one's own day, what it comes in place of stays."""
        found = Clauses()
        for edition in editions:
            if edition.citations.last_day <= self.as_of:
                found = edition.citations
                continue
            before, found = found, Clauses()
            for name, citation in edition.citations.items():
                if citation.effective <= self.as_of:
                    found[name] = citation
                    continue
                history = citation.clause.history
                for origin in (name, *(history.from_ if history else ())):
                    if origin in before and (origin == name or origin not in edition.citations):
                        found.setdefault(origin, before[origin])
        return found

    @cached_property
    def citations(self) -> Mapping[str, Citation]:
        """Every clause in force, by id."""
        return _joined(self.standing)

    @cached_property
    def retired(self) -> Mapping[str, tuple[Citation, ...]]:
        """Clauses of policies in force that an earlier edition had and that are not in force any more."""
        found: dict[str, tuple[Citation, ...]] = {}
        for policy, edition in self.current.items():
            gone: dict[str, Citation] = {}
            for earlier in self.editions[policy][:-1]:
                gone |= earlier.citations
            found[policy] = tuple(
                citation
                for name, citation in gone.items()
                if name not in edition.citations and name not in self.citations
            )
        return found

    def on(self, day: Day) -> "Handbook":
        """The same as of another *day*. Its editions are this handbook's own: what was reckoned of one is not reckoned again."""
        found = replace(self, as_of=day)
        found.__dict__["all_editions"] = (
            self.all_editions
        )  # where a cached property keeps its value
        return found

    def only(self, folders: AbstractSet[str | None]) -> "Handbook":
        """What lies in *folders* and the vocabularies, drafts too, however far in the future its days are; its editions as in `on`."""
        documents = (d for d in self.documents if d.issuance is None or d.issuance in folders)
        found = replace(self, documents=tuple(documents), as_of=date.max, drafts=True)
        found.__dict__["all_editions"] = self._of(tuple(found.of("notice")))
        return found

    def about(self, policies: AbstractSet[str]) -> "Handbook":
        """The same of no other policies than these."""
        found = replace(self)
        found.__dict__["editions"] = {p: e for p, e in self.editions.items() if p in policies}
        return found

    def without_drafts(self) -> "Handbook":
        """The same without drafts, and without the entries of vocabularies that only drafts use.

        What is published is made from this, so that no word of a draft can be in it.
        """
        if not self.draft_folders:
            return self
        drafted: set[str] = set()
        others: set[str] = set()
        texts = ""
        kept: list[Document[Any]] = []
        for document in self.documents:
            if document.kind not in {"notice", "policy"}:
                kept.append(document)
                continue
            is_draft = document.issuance in self.draft_folders
            scope = document.value.applies_to if document.kind == "policy" else None
            if scope and scope.facility:
                (drafted if is_draft else others).add(scope.facility)
            for _, _, clause in walk(document.value.clauses):
                (drafted if is_draft else others).update(
                    name for duty in clause.duties for name in mentions(duty)
                )
                texts += "" if is_draft else f"{clause.text}\n"
            if not is_draft:
                kept.append(document)
        hidden = drafted - others
        return replace(
            self,
            documents=tuple(
                replace(document, value=_shown(document.kind, document.value, hidden, texts))
                for document in kept
            ),
        )

    @cached_property
    def unread(self) -> Mapping[str, tuple[str, ...]]:
        """The clauses that wait for somebody to read them, by policy or paragraphs of a notice.

        Nothing says of them what they ask, nor that they ask nothing, and no edition before says so either (`overlooked`).
        """
        decided = {clause.id for _, clause in self._clauses if _is_decided(clause)}
        found: dict[str, dict[str, None]] = {}
        for document, clause in self._clauses:
            waits = waiting(clause) and clause.id not in decided
            if waits and (document.issuance, clause.id) not in self.overlooked:
                found.setdefault(text_id(document), {})[clause.id] = None
        return {name: tuple(found[name]) for name in sorted(found, key=number)}

    @cached_property
    def overlooked(self) -> frozenset[tuple[str | None, str]]:
        """Clauses, with their folder, that nobody read, though the edition before was read: all of it, or this clause."""
        found: set[tuple[str | None, str]] = set()
        decided: set[str] = set()
        whole: set[str] = set()
        for document, clauses in self._texts:
            name = text_id(document)
            open_ = {clause.id for clause in clauses if waiting(clause)}
            found |= {(document.issuance, c) for c in open_ if name in whole or c in decided}
            decided |= {clause.id for clause in clauses if _is_decided(clause)}
            if not open_:
                whole.add(name)
        return frozenset(found)

    @cached_property
    def _texts(self) -> tuple[tuple[Document[Any], tuple[Clause, ...]], ...]:
        """Policies and notices with all their clauses, the oldest first."""
        texts = [document for kind in ("policy", "notice") for document in self.of(kind)]
        return tuple(
            (document, tuple(clause for _, _, clause in walk(document.value.clauses)))
            for document in sorted(texts, key=lambda d: d.issuance or "")
        )

    @property
    def _clauses(self) -> Iterator[tuple[Document[Any], Clause]]:
        yield from ((document, clause) for document, clauses in self._texts for clause in clauses)

    @cached_property
    def duties(self) -> Mapping[str, tuple[Citation, Duty]]:
        """Every duty in force, by id, in the order of the texts, with the clause it is found in."""
        return _joined(text.duties for text in self.standing)

    @cached_property
    def duties_of(self) -> Mapping[str, tuple[Duty, ...]]:
        """The duties that name a role, in any capacity, by role."""
        found: dict[str, list[Duty]] = {}
        for text in self.standing:
            for role, duties in text.duties_of.items():
                found.setdefault(role, []).extend(duties)
        return {role: tuple(duties) for role, duties in found.items()}

    @cached_property
    def ever_bound(self) -> frozenset[str]:
        """The roles that some edition issued by the day names: their pages never go away."""
        named = {
            role
            for editions in self.known_editions.values()
            for edition in editions
            for role in edition.citations.duties_of
        }
        return frozenset(named | self.duties_of.keys())

    @cached_property
    def addressed(self) -> Mapping[str, Edition]:
        """The first policy in force that is written for a role, by role."""
        found: dict[str, Edition] = {}
        for edition in self.current.values():
            if edition.policy.addressee:
                found.setdefault(edition.policy.addressee, edition)
        return found

    @cached_property
    def demanded(self) -> frozenset[str]:
        """The records that a duty in force demands."""
        return frozenset().union(*(text.demanded for text in self.standing))

    def keepers(self, record: str) -> tuple[tuple[Citation, Duty], ...]:
        """The duties that demand a record, with their clauses."""
        return tuple(pair for pair in self.duties.values() if record in pair[1].records)


def _joined(texts: Iterable[Mapping[str, _T]]) -> dict[str, _T]:
    found: dict[str, _T] = {}
    for text in texts:
        found |= text
    return found


def once(reckon: Callable[[Handbook], _T]) -> Callable[[Handbook], _T]:
    """*reckon*, done once a handbook: see `Handbook.once`."""
    name = f"{reckon.__module__}.{reckon.__qualname__}"
    return wraps(reckon)(lambda handbook: handbook.once(name, lambda: reckon(handbook)))


def text_id(document: Document[Any]) -> str:
    """What the clauses of a policy or a notice are counted under."""
    found = document.value
    return found.policy if isinstance(found, Policy) else f"n-{found.issuance.isoformat()}"


def waiting(clause: Clause) -> bool:
    """Whether nobody has said of *clause* what it asks, nor that it asks nothing. One with items is read by its items."""
    return not (clause.clauses or _is_decided(clause))


def _is_decided(clause: Clause) -> bool:
    return bool(clause.duties) or clause.informative


def _value(document: Document[Any] | None) -> Any:
    return document.value if document else None


def walk(
    clauses: tuple[Clause, ...], pointer: Pointer = ("clauses",), parent: Clause | None = None
) -> Iterator[tuple[Pointer, Clause | None, Clause]]:
    """Every clause and sub-clause, in order: its pointer in the document, its parent, itself."""
    for index, clause in enumerate(clauses):
        here = (*pointer, index)
        yield here, parent, clause
        yield from walk(clause.clauses, (*here, "clauses"), clause)


def called(entries: Mapping[str, Any] | None, identifier: str) -> str:
    """The name of one of *entries*; its id where nobody knows it."""
    found = (entries or {}).get(identifier)
    return found.name if found else identifier


def number(identifier: str) -> tuple[str, int]:
    """Sort key of a policy's id: a2 before a10."""
    letters = identifier.rstrip("0123456789")
    digits = identifier[len(letters) :]
    return letters, int(digits) if digits else 0


def _shown(kind: str, value: Any, hidden: AbstractSet[str], texts: str) -> Any:
    """A vocabulary without its *hidden* entries and without terms that stand in none of *texts*."""
    if kind in {"roles", "records", "metrics", "facilities"}:
        return replace(
            value, **{kind: tuple(e for e in getattr(value, kind) if e.id not in hidden)}
        )
    if kind == "terms":
        used = (e for e in value.terms if any(word in texts for word in (e.name, *e.variants)))
        return replace(value, terms=tuple(used))
    return value


def mentions(duty: Duty) -> Iterator[str]:
    """The ids of the vocabularies that a duty names."""
    yield from (assignment.role for assignment in duty.roles)
    yield from duty.records
    yield from duty.training.audience if duty.training else ()
    if duty.report and duty.report.to:
        yield duty.report.to
    if duty.approval and duty.approval.by:
        yield duty.approval.by
    if duty.threshold:
        yield duty.threshold.metric
    if duty.applies_to:
        yield from duty.applies_to.institutions
        if duty.applies_to.facility:
            yield duty.applies_to.facility


def _editions(
    documents: Iterator[Document[Policy]], notices: Mapping[str | None, Document[Notice]]
) -> dict[str, tuple[Edition, ...]]:
    """The editions that *notices*, by folder, issue: oldest first, in the order of the policies."""
    found: dict[str, list[Edition]] = {}
    for document in documents:
        notice = notices.get(document.issuance)
        if notice is not None:
            edition = Edition(document=document, notice=notice)
            found.setdefault(document.value.policy, []).append(edition)
    for editions in found.values():
        editions.sort(key=lambda e: (e.effective, e.date))
    return {policy: tuple(found[policy]) for policy in sorted(found, key=number)}


def _replaced(documents: Sequence[Document[Policy]], notice: Document[Notice]) -> dict[str, Ending]:
    """The policies that *documents*, issued by *notice*, come in place of."""
    successors: dict[str, list[str]] = {}
    reasons: dict[str, str] = {}
    for document in documents:
        history = document.value.history
        for policy in history.from_ if history else ():
            successors.setdefault(policy, []).append(document.value.policy)
            reasons.setdefault(policy, history.reason if history else "")
    return {
        policy: Ending(
            notice=notice, reason=reasons[policy], successors=tuple(sorted(names, key=number))
        )
        for policy, names in successors.items()
    }


def newest(documents: tuple[Document[Any], ...], *, drafts: bool = False) -> date | None:
    """The newest date on which something was published; drafts count only where they are to answer.

    A day of force that is yet to come does not: an edition that waits for its day is not shown as in force.
    """
    dates = [
        day
        for document in documents
        if isinstance(document.value, Notice) and (drafts or not document.value.draft)
        for day in (document.value.issuance, document.value.published)
        if day is not None
    ]
    return max(dates, default=None)


def coming_days(handbook: Handbook) -> tuple[date, ...]:
    """The days after `as_of` on which something comes into force: what was issued, and what drafts will bring."""
    days = {
        day
        for document in handbook.of("notice")
        for day in (document.value.effective, document.value.issuance)
    }
    days |= {
        clause.effective
        for document in handbook.of("policy")
        for _, _, clause in walk(document.value.clauses)
        if clause.effective
    }
    return tuple(sorted(day for day in days if day > handbook.as_of))
