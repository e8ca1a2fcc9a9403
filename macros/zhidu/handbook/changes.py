"""An edition against an earlier one, clause by clause; an issuance against all that was before it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zhidu.handbook.book import Citation, Edition, Handbook, number
from zhidu.handbook.duty_facts import DutyChange, Placed, matched
from zhidu.handbook.printed_form import title_of
from zhidu.handbook.redline import Cutter, Mark, Run, cutter, redline, trimmed
from zhidu.reading.documents import Document
from zhidu.reading.model import Amendment, History, Named, Notice, Policy

_WORDS = re.compile(r"\w")


class Kind(Named):
    """What became of a clause."""

    NEW = "new", "新增"
    RESTORED = "restored", "恢复"
    REVISED = "revised", "修改"
    REMOVED = "removed", "删除"
    MOVED = "moved", "移动"
    SPLIT = "split", "拆分"
    MERGED = "merged", "合并"
    EDITORIAL = "editorial", "文字"


_SHAPES = {
    Amendment.MOVED: Kind.MOVED,
    Amendment.SPLIT: Kind.SPLIT,
    Amendment.MERGED: Kind.MERGED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseChange:
    """A clause before and after. `kinds` is empty where nothing changed.

    `origins` are the clauses that the text is compared with, `into` those that took up what this one said.
    """

    old: Citation | None
    new: Citation | None
    kinds: tuple[Kind, ...]
    origins: tuple[Citation, ...]
    into: tuple[Citation, ...]
    redline: tuple[Run, ...]
    duties: tuple[DutyChange, ...]
    substantive: bool
    reasons: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The clause's id."""
        return self._any.clause.id

    @property
    def effective(self) -> date | None:
        """The day from which the new text is in force, where it is not its edition's."""
        if self.new is None or self.new.effective == self.new.notice.value.effective:
            return None
        return self.new.effective

    @property
    def changed(self) -> bool:
        """Whether anything at all is different."""
        return bool(self.kinds)

    @property
    def display(self) -> tuple[Run, ...]:
        """The redline as it is shown: a part of a split clause without the words of the other parts."""
        return trimmed(self.redline) if Kind.SPLIT in self.kinds else self.redline

    @property
    def _any(self) -> Citation:
        found = self.new or self.old
        assert found is not None  # noqa: S101  one of the two is always there
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadChange:
    """A line of a document's head that changed."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyChange:
    """A policy before and after. `old` is None for a new one, `new` for one that ends.

    `replaced` are the policies it comes in place of, `successors` those that come in its place.
    """

    policy: str
    old: Edition | None
    new: Edition | None
    head: tuple[HeadChange, ...]
    clauses: tuple[ClauseChange, ...]
    replaced: tuple[Edition, ...] = ()
    successors: tuple[str, ...] = ()
    reason: str = ""

    @property
    def changed(self) -> tuple[ClauseChange, ...]:
        """The clauses in which anything is different."""
        return tuple(change for change in self.clauses if change.changed)

    @property
    def substantive(self) -> bool:
        """Whether anybody has to do anything differently."""
        return any(change.substantive for change in self.clauses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """All that one issuance changes."""

    notice: Document[Notice]
    policies: tuple[PolicyChange, ...]


def lexicon(handbook: Handbook) -> Cutter:
    """What cuts texts without cutting the handbook's own words."""
    words: set[str] = set()
    for role in (handbook.roles or {}).values():
        words |= role.names
    for record in (handbook.records or {}).values():
        words.add(record.name)
    for facility in (handbook.facilities or {}).values():
        words.update((facility.name, *(alias.name for alias in facility.aliases)))
    for term in (handbook.terms or {}).values():
        words.update((term.name, *term.variants))
    return cutter(words)


def compare(
    old: Edition | None,
    new: Edition | None,
    cut: Cutter,
    *,
    between: Sequence[Edition] = (),
    replaced: Sequence[Edition] = (),
    heirs: Mapping[str, Sequence[Citation]] | None = None,
    reason: str = "",
    restored: bool = False,
) -> PolicyChange:
    """*new* against *old*, with the editions that lie *between* them.

    *replaced* are other policies' editions whose clauses may be origins, *heirs* the clauses of the same issuance by
    the ids they say they come from, wherever they are. A *restored* policy was not in force before.
    """
    before: dict[str, Citation] = {}
    for edition in (*replaced, *([old] if old else [])):
        before |= edition.citations
    after: Mapping[str, Citation] = new.citations if new else {}
    steps = (*between, *([new] if new else []))
    lineage = _lineage(before, steps)
    told = _told(steps)
    groups = _groups(before, after, lineage)
    duties = _duties(groups, before, after)
    changes = [
        _clause(
            name=name,
            citation=citation,
            before=before,
            lineage=lineage[name],
            told=told.get(name, ()),
            duties=duties,
            cut=cut,
            restored=restored,
        )
        for name, citation in after.items()
    ]
    places = [change.id for change in changes]
    gone = [n for n in (old.citations if old else {}) if n not in after]
    known = list(old.citations) if old else []
    for name in gone:
        into = [after[n] for n, origins in lineage.items() if name in origins]
        into += [c for c in (heirs or {}).get(name, ()) if c.clause.id not in after]
        change = _gone(
            before[name], into=tuple(into), steps=steps, duties=duties, cut=cut, reason=reason
        )
        place = known.index(name)
        previous = next((n for n in reversed(known[:place]) if n in places), None)
        index = places.index(previous) + 1 if previous else 0
        changes.insert(index, change)
        places.insert(index, name)
    return PolicyChange(
        policy=(new or old).policy.policy if (new or old) else "",  # type: ignore[union-attr]
        old=old,
        new=new,
        head=_head(old or (replaced[0] if len(replaced) == 1 else None), new),
        clauses=tuple(changes),
        replaced=tuple(replaced),
        reason=reason,
    )


def _lineage(
    before: Mapping[str, Citation], steps: Sequence[Edition]
) -> dict[str, tuple[str, ...]]:
    """Every clause of the last of *steps* → the clauses of *before* that it comes from, through all steps."""
    origins: dict[str, tuple[str, ...]] = {name: (name,) for name in before}
    for edition in steps:
        following: dict[str, tuple[str, ...]] = {}
        for name, citation in edition.citations.items():
            history = citation.clause.history
            named = history.from_ if history and history.from_ else (name,)
            found = [origin for each in named for origin in origins.get(each, ())]
            following[name] = tuple(dict.fromkeys(found))
        origins = following
    return origins if steps else {}


def _told(steps: Sequence[Edition]) -> dict[str, tuple[History, ...]]:
    """What the editions say about each clause, the oldest first."""
    found: dict[str, tuple[History, ...]] = {}
    for edition in steps:
        for name, citation in edition.citations.items():
            if citation.clause.history:
                found[name] = (*found.get(name, ()), citation.clause.history)
    return found


def descent(
    before: Mapping[str, Citation],
    after: Mapping[str, Citation],
    lineage: Mapping[str, tuple[str, ...]],
) -> dict[str, tuple[DutyChange, ...]]:
    """The duties of the clauses *after*, by clause, against those of the clauses *before* that they come from.

    *lineage* leads from every clause of *after* to those of *before*; what is lost stands with what remains.
    """
    return _duties(_groups(before, after, lineage), before, after)


def _groups(
    before: Mapping[str, Citation],
    after: Mapping[str, Citation],
    lineage: Mapping[str, tuple[str, ...]],
) -> list[tuple[list[str], list[str]]]:
    """Clauses that hang together by descent: old ones, new ones."""
    of_old: dict[str, int] = {}
    groups: list[tuple[list[str], list[str]]] = []
    for name in after:
        mine = sorted({of_old[origin] for origin in lineage[name] if origin in of_old})
        if mine:
            target = mine[0]
            for other in mine[1:]:
                for origin in groups[other][0]:
                    of_old[origin] = target
                groups[target][0].extend(groups[other][0])
                groups[target][1].extend(groups[other][1])
                groups[other] = ([], [])
        else:
            target = len(groups)
            groups.append(([], []))
        groups[target][1].append(name)
        for origin in lineage[name]:
            if origin not in of_old:
                of_old[origin] = target
                groups[target][0].append(origin)
    groups += [([name], []) for name in before if name not in of_old]
    return groups


def _duties(
    groups: Iterable[tuple[list[str], list[str]]],
    before: Mapping[str, Citation],
    after: Mapping[str, Citation],
) -> dict[str, tuple[DutyChange, ...]]:
    """The duties of every clause, old against new. What is lost stands with the first of the clauses that remain."""
    found: dict[str, list[DutyChange]] = {}
    for old_names, new_names in groups:
        old = [placed for name in old_names for placed in _placed(before[name])]
        new = [placed for name in new_names for placed in _placed(after[name])]
        for change in matched(old, new):
            if change.new:
                home = change.new.clause.id
            else:
                lost = change.old.clause.id if change.old else ""
                home = lost if lost in new_names or not new_names else new_names[0]
            found.setdefault(home, []).append(change)
    return {name: tuple(changes) for name, changes in found.items()}


def _placed(citation: Citation) -> list[Placed]:
    addressee = citation.edition.policy.addressee if citation.edition else None
    return [
        Placed(duty=duty, clause=citation.clause, addressee=addressee)
        for duty in citation.clause.duties
    ]


def _clause(
    *,
    name: str,
    citation: Citation,
    before: Mapping[str, Citation],
    lineage: tuple[str, ...],
    told: tuple[History, ...],
    duties: Mapping[str, tuple[DutyChange, ...]],
    cut: Cutter,
    restored: bool,
) -> ClauseChange:
    old = before.get(name)
    origins = tuple(before[origin] for origin in lineage)
    mine = duties.get(name, ())
    base = "".join(origin.clause.words for origin in origins)
    runs = redline(base, citation.clause.words, cut)
    same_words = base == citation.clause.words
    shape = next((_SHAPES[h.change] for h in reversed(told) if h.change in _SHAPES), None)
    facts_differ = any(not change.same for change in mine)
    kinds: list[Kind] = []
    substantive = facts_differ
    if not origins:
        restored = restored or any(history.change is Amendment.RESTORED for history in told)
        kinds.append(Kind.RESTORED if restored else Kind.NEW)
        substantive = True
    elif shape:
        kinds.append(shape)
        declared = next((h.substantive for h in reversed(told) if h.substantive is not None), None)
        said = trimmed(runs) if shape is Kind.SPLIT else runs
        # whether any word, and not only punctuation, is different
        reworded = any(run.mark is not Mark.KEPT and _WORDS.search(run.text) for run in said)
        substantive = facts_differ or (reworded if declared is None else declared)
    else:
        if not same_words:
            editorial = all(history.change is Amendment.EDITORIAL for history in told)
            kinds.append(Kind.EDITORIAL if editorial else Kind.REVISED)
            substantive = facts_differ or not editorial
        if old is None or _place(old) != _place(citation):
            kinds.append(Kind.MOVED)
        if facts_differ and not kinds:  # the document speaks to another role
            kinds.append(Kind.REVISED)
    return ClauseChange(
        old=old,
        new=citation,
        kinds=tuple(kinds),
        origins=origins,
        into=(),
        redline=runs,
        duties=mine,
        substantive=substantive,
        reasons=tuple(history.reason for history in told),
        suggestions=tuple(line for history in told for line in history.suggestions),
    )


def _place(citation: Citation) -> tuple[str | None, ...]:
    """Where a clause stands, by its number and the one above, and what is printed where that is not the usual number."""
    clause, parent = citation.clause, citation.parent
    if parent is None:
        return clause.label, clause.printed
    return clause.label, clause.printed, parent.id, parent.label


def _gone(
    citation: Citation,
    *,
    into: tuple[Citation, ...],
    steps: Sequence[Edition],
    duties: Mapping[str, tuple[DutyChange, ...]],
    cut: Cutter,
    reason: str,
) -> ClauseChange:
    name = citation.clause.id
    repeals = [r for edition in steps for r in edition.policy.repealed if r.clause == name]
    kinds = [
        _SHAPES[c.clause.history.change]
        for c in into
        if c.clause.history and c.clause.history.change in _SHAPES
    ]
    return ClauseChange(
        old=citation,
        new=None,
        kinds=(kinds[0],) if kinds else (Kind.REMOVED,),
        origins=(),
        into=into,
        redline=() if into else redline(citation.clause.words, "", cut),
        duties=() if into else duties.get(name, ()),
        substantive=not into,
        reasons=tuple(r.reason for r in repeals) or ((reason,) if reason and not into else ()),
        suggestions=tuple(line for r in repeals for line in r.suggestions),
    )


def _head(old: Edition | None, new: Edition | None) -> tuple[HeadChange, ...]:
    """The lines of the head that differ."""
    if old is None or new is None:
        return ()

    def lines(policy: Policy) -> list[tuple[str, str]]:
        return [
            ("附件号", policy.label),
            ("名称", policy.title),
            ("类别", policy.kind.label),
            ("效力", policy.status.label),
            ("写给", policy.addressee or ""),
            ("条号的样式", policy.numbering.label),
            ("章节", _parts(policy)),
        ]

    return tuple(
        HeadChange(name=name, old=before, new=after)
        for (name, before), (_, after) in zip(lines(old.policy), lines(new.policy), strict=True)
        if before != after
    )


def _parts(policy: Policy) -> str:
    """The chapters and sections, each with the number of its first clause."""
    labels = {clause.id: clause.label for clause in policy.clauses}
    return "，".join(
        f"{title_of(part)}（第{labels[part.before]}条起）"
        if labels.get(part.before)
        else title_of(part)
        for part in policy.parts
    )


def revision(handbook: Handbook, issuance: str) -> Revision:
    """All that the issuance of that date changes against what was before it; drafts may be asked about, too."""
    notice = next(n for n in handbook.of("notice") if n.value.issuance.isoformat() == issuance)
    cut = lexicon(handbook)
    here, earlier = _around(handbook, notice)
    ended = _ended(handbook, notice)
    heirs = heirs_in(here.values())
    found: dict[str, PolicyChange] = {}
    successors: dict[str, list[str]] = {}
    reasons = {repeal.policy: repeal.reason for repeal in notice.value.repeals}
    for policy, edition in here.items():
        history = edition.policy.history
        origins = [o for o in (history.from_ if history else ()) if o in earlier and o != policy]
        for origin in origins:
            successors.setdefault(origin, []).append(policy)
            reasons.setdefault(origin, history.reason if history else "")
        found[policy] = compare(
            earlier.get(policy) if policy not in ended else None,
            edition,
            cut,
            replaced=[earlier[origin] for origin in origins],
            heirs=heirs,
            reason=history.reason if history else "",
            restored=policy in ended,
        )
    for policy, reason in reasons.items():
        if policy in earlier and policy not in here and policy not in ended:
            change = compare(earlier[policy], None, cut, heirs=heirs, reason=reason)
            names = tuple(sorted(successors.get(policy, ()), key=number))
            found[policy] = replace(change, successors=names)
    ordered = sorted(found, key=number)
    return Revision(notice=notice, policies=tuple(found[policy] for policy in ordered))


def heirs_in(editions: Iterable[Edition]) -> dict[str, list[Citation]]:
    """A clause of the past → the clauses of *editions* that say they come from it."""
    found: dict[str, list[Citation]] = {}
    for edition in editions:
        for citation in edition.citations.values():
            for origin in citation.clause.history.from_ if citation.clause.history else ():
                found.setdefault(origin, []).append(citation)
    return found


def _ended(handbook: Handbook, notice: Document[Notice]) -> set[str]:
    """The policies that were not in force any more when *notice* came."""
    day = (notice.value.effective, notice.value.issuance)
    earlier = [
        other
        for other in handbook.of("notice")
        if (other.value.effective, other.value.issuance) < day
        and (notice.value.draft or not other.value.draft)
    ]
    found: set[str] = set()
    for other in sorted(earlier, key=lambda n: (n.value.effective, n.value.issuance)):
        here = [document.value for document in handbook.policies_in.get(other.issuance, ())]
        for policy in here:
            found |= {*(policy.history.from_ if policy.history else ())}
        found |= {repeal.policy for repeal in other.value.repeals}
        found -= {policy.policy for policy in here}
    return found


def _around(
    handbook: Handbook, notice: Document[Notice]
) -> tuple[dict[str, Edition], dict[str, Edition]]:
    """The editions that *notice* issues, and the last ones before it. No published one comes after a draft."""
    here: dict[str, Edition] = {}
    earlier: dict[str, Edition] = {}
    day = (notice.value.effective, notice.value.issuance.isoformat())
    for policy, editions in handbook.all_editions.items():
        for edition in editions:
            if edition.notice is notice:
                here[policy] = edition
            elif (edition.effective, edition.date) < day and (
                notice.value.draft or not edition.draft
            ):
                earlier[policy] = edition
    return here, earlier
