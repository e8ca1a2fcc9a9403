"""What an issuance changed, ready to show: redlines, whom it touches, what a role has to know."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from zhidu.handbook.book import Citation, Edition, Handbook
from zhidu.handbook.changes import ClauseChange, Kind, PolicyChange, compare, lexicon
from zhidu.handbook.duty_facts import DutyChange, Fact, Placed
from zhidu.handbook.impact import Impact, Items, Reprint, RoleImpact, Touched, impact, revised
from zhidu.handbook.redline import Run
from zhidu.reading.model import Capacity, Notice, RoleKind
from zhidu.views.duty_words import fact_words
from zhidu.views.law_notes import LawNote, law_notes
from zhidu.views.names import (
    Link,
    cite,
    clause_heading,
    edition_clause_link,
    edition_href,
    form_files,
    policy_link,
    policy_name,
    record_link,
    role_link,
)
from zhidu.views.on_screen.in_force import policy_page_link
from zhidu.views.on_screen.role_lines import own_count
from zhidu.views.pieces import chinese_date
from zhidu.views.schooltime import in_browser


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One demand before and after."""

    duty: str
    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RedlineRow:
    """A clause in a redline. `heading` is what it is called now, `was` what it was called, where that differs."""

    id: str
    heading: Link
    was: str
    kinds: tuple[str, ...]
    substantive: bool
    runs: tuple[Run, ...]
    whole: bool
    reasons: tuple[str, ...]
    suggestions: tuple[str, ...]
    effective: str
    facts: tuple[FactRow, ...]
    origins: tuple[Link, ...]
    into: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRedline:
    """A policy's redline. `renumbered` are the clauses of which only the number changed."""

    id: str
    name: str
    title: str
    state: str
    old: Link | None
    new: Link | None
    replaced: tuple[Link, ...]
    successors: tuple[Link, ...]
    page: Link
    reason: str
    head: tuple[tuple[str, str, str], ...]
    rows: tuple[RedlineRow, ...]
    renumbered: tuple[tuple[str, str], ...]
    unchanged: int
    substantive: bool
    draft: bool
    revision: Link
    counts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchedRow:
    """A duty that somebody gains, loses or does otherwise. `what` is new, gone or other.

    `capacity` says in what capacity it concerns the role that reads it, where it is not simply its own job; `notes` say
    what the law asks of a duty that holds.
    """

    what: str
    summary: str
    capacity: str
    notes: tuple[LawNote, ...]
    was: str
    facts: tuple[FactRow, ...]
    citation: Link
    redline: str
    effective: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """What changes for a role."""

    role: Link
    before: int
    after: int
    counts: str
    rows: tuple[TouchedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactPage:
    """What an issuance means for people."""

    issuance: str
    title: str
    issuer: str
    notice: Link
    date: str
    effective: str
    draft: bool
    upcoming: bool
    empty: bool
    policies: tuple[PolicyRedline, ...]
    roles: tuple[RoleRow, ...]
    thresholds: tuple[TouchedRow, ...]
    periods: tuple[TouchedRow, ...]
    records_added: tuple[Link, ...]
    records_dropped: tuple[Link, ...]
    reprints: tuple[tuple[Link, str], ...]
    cards: tuple[Link, ...]
    forms: tuple[tuple[Link, str], ...]
    calendars: tuple[Link, ...]
    items: Items
    confirm: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuanceRow:
    """An issuance on the page of revisions."""

    date: str
    title: str
    notice: Link
    state: str
    href: str
    detail: str
    policies: tuple[tuple[Link, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChanges:
    """What the newest issuance changes for a role."""

    date: str
    upcoming: bool
    draft: bool
    counts: str
    rows: tuple[TouchedRow, ...]
    href: str


WHAT = {"new": "新增", "gone": "取消", "other": "改变"}


def touched_words(row: TouchedRow) -> str:
    """A touched duty as running text, with what the law asks: 接受学校组织的培训（由别人做）."""
    laws = (f"编者注：{note.said}" for note in row.notes)
    return row.summary + "".join(f"（{words}）" for words in (row.capacity, *laws) if words)


def redline_row(handbook: Handbook, change: ClauseChange) -> RedlineRow:
    """A clause's change as a row."""
    citation = change.new or change.old
    assert citation is not None  # noqa: S101  one of the two is always there
    heading = edition_clause_link(citation)
    name = ("" if change.new else "原") + clause_heading(citation)
    was = ""
    if Kind.MOVED in change.kinds and change.new and change.old:
        was = _numbers(change.old, change.new)[0]
    others = [origin for origin in change.origins if change.new and origin is not change.old]
    return RedlineRow(
        id=change.id,
        heading=Link(text=name, href=heading.href),
        was=was,
        kinds=tuple(kind.label for kind in change.kinds),
        substantive=change.substantive,
        runs=change.display,
        whole=Kind.NEW in change.kinds or Kind.REMOVED in change.kinds,
        reasons=tuple(dict.fromkeys(change.reasons)),
        suggestions=change.suggestions,
        effective=chinese_date(change.effective.isoformat()) if change.effective else "",
        facts=tuple(
            row
            for duty in change.duties
            if duty.old and duty.new and duty.facts
            for row in fact_rows(handbook, duty)
        ),
        origins=tuple(_named(origin, citation) for origin in others),
        into=tuple(_named(heir, citation) for heir in change.into),
    )


def _named(citation: Citation, beside: Citation) -> Link:
    """A clause as it is called beside another: without the policy's name, where that is the same."""
    link = edition_clause_link(citation)
    one, other = citation.edition, beside.edition
    same = one and other and one.policy.policy == other.policy.policy
    return Link(text=clause_heading(citation) if same else link.text, href=link.href)


def fact_rows(handbook: Handbook, duty: DutyChange) -> tuple[FactRow, ...]:
    """What a duty demands otherwise than before."""
    if duty.old is None or duty.new is None:
        return ()
    rows = []
    for fact in duty.facts:
        new = fact_words(handbook, duty.new.duty, fact)
        before = (fact_words(handbook, p.duty, fact) for p in (duty.old, *duty.absorbed))
        old = "；".join(dict.fromkeys(words for words in before if words != new))
        rows.append(FactRow(duty=duty.new.duty.summary, name=fact.label, old=old, new=new))
    return tuple(rows)


def _edition_link(edition: Edition | None) -> Link | None:
    if edition is None:
        return None
    return Link(text=f"{chinese_date(edition.date)}版", href=edition_href(edition))


def policy_redline(handbook: Handbook, change: PolicyChange, issuance: str = "") -> PolicyRedline:
    """A policy's change as a page."""
    edition = change.new or change.old
    assert edition is not None  # noqa: S101  one of the two is always there
    rows = [redline_row(handbook, c) for c in change.changed if not _only_renumbered(c)]
    renumbered = [c for c in change.changed if _only_renumbered(c)]
    return PolicyRedline(
        id=change.policy,
        name=policy_name(edition),
        title=edition.policy.title + edition.policy.status.suffix,
        state=_state(change),
        old=_edition_link(change.old),
        new=_edition_link(change.new),
        replaced=tuple(map(policy_link, change.replaced)),
        successors=tuple(policy_page_link(handbook, name) for name in change.successors),
        page=policy_link(edition),
        reason=change.reason,
        head=tuple((line.name, line.old or "没有写", line.new or "没有写") for line in change.head),
        rows=tuple(rows),
        renumbered=tuple(_numbers(c.old, c.new) for c in renumbered if c.old and c.new),
        unchanged=sum(not c.changed for c in change.clauses),
        substantive=change.substantive,
        draft=edition.draft,
        revision=Link(text="本次修订涉及谁", href=f"revisions/{issuance or edition.date}/"),
        counts=_counts(change),
    )


def _only_renumbered(change: ClauseChange) -> bool:
    return change.kinds == (Kind.MOVED,) and change.old is not None and change.new is not None


def _numbers(old: Citation, new: Citation) -> tuple[str, str]:
    """What a clause was called and is; where only the printed number differs, what that is."""
    before, after = clause_heading(old), clause_heading(new)
    if before != after:
        return before, after
    return f"{before}的条号“{old.number}”", f"“{new.number}”"


def _state(change: PolicyChange) -> str:
    if change.new is None:
        return "由别的制度取代" if change.successors else "废止"
    if change.replaced:
        return "取代"
    if change.old is None and any(Kind.RESTORED in c.kinds for c in change.clauses):
        return "恢复"
    return "修订" if change.old else "新印发"


def _counts(change: PolicyChange) -> str:
    """新增 1 条、修改 2 条."""
    counts: dict[str, int] = {}
    renumbered = 0
    for clause in change.changed:
        if _only_renumbered(clause):
            renumbered += 1
        elif clause.new is not None or not clause.into:
            name = clause.kinds[0].label
            counts[name] = counts.get(name, 0) + 1
    words = [f"{name} {count} 条" for name, count in counts.items()]
    words += [f"只改条号 {renumbered} 条"] if renumbered else []
    return "，".join(words) or ("条文没有变" if change.new and change.old else "")


def redline_page(handbook: Handbook, issuance: str, policy: str) -> PolicyRedline:
    """The redline of one policy in an issuance."""
    changes = _impact(handbook, issuance).revision.policies
    return policy_redline(handbook, next(c for c in changes if c.policy == policy), issuance)


def revised_policies(handbook: Handbook, issuance: str) -> tuple[str, ...]:
    """The policies that an issuance changes."""
    return tuple(change.policy for change in _impact(handbook, issuance).revision.policies)


def diff(handbook: Handbook, policy: str, old: Edition, new: Edition) -> PolicyChange:
    """Any two editions of a policy, the later against the earlier."""
    editions = handbook.all_editions[policy]
    between = editions[editions.index(old) + 1 : editions.index(new)]
    return compare(old, new, lexicon(handbook), between=between)


def _impact(handbook: Handbook, issuance: str) -> Impact:
    """The impact of an issuance, reckoned once a handbook."""
    return handbook.once(f"impact {issuance}", lambda: impact(handbook, issuance))


def touched_row(handbook: Handbook, touched: Touched, issuance: str) -> TouchedRow:
    """A touched duty as a row."""
    duty, change = touched.duty, touched.clause
    placed = duty.new or duty.old
    citation = change.new if duty.new or change.new else change.old
    assert placed is not None  # noqa: S101  one of the two is always there
    assert citation is not None  # noqa: S101  where the duty is, its clause is
    if duty.new is None and change.old is not None:
        citation = change.old
    what = "gone" if touched.gone else "new" if touched.come else "other"
    reworded = what == "other" and not duty.facts and duty.old and duty.new
    was = [duty.old.duty.quote] if reworded and duty.old else []
    shown = change.new or citation
    return TouchedRow(
        what=what,
        summary=placed.duty.summary,
        capacity="",
        notes=() if what == "gone" else law_notes(handbook, citation, placed.duty),
        was="；".join([*was, *(absorbed.duty.summary for absorbed in duty.absorbed)]),
        facts=fact_rows(handbook, duty),
        citation=edition_clause_link(citation),
        redline=f"revisions/{issuance}/{shown.edition.policy.policy}/#{change.id}"
        if shown.edition
        else "",
        effective=chinese_date(change.effective.isoformat()) if change.effective else "",
    )


def _role_row(handbook: Handbook, role: RoleImpact, issuance: str) -> RoleRow:
    before, after = own_counts(_impact(handbook, issuance))[role.role]
    return RoleRow(
        role=role_link(handbook, role.role),
        before=before,
        after=after,
        counts=_role_counts([role]),
        rows=_role_rows(handbook, role, issuance),
    )


def _role_rows(handbook: Handbook, role: RoleImpact, issuance: str) -> tuple[TouchedRow, ...]:
    """What a role gains, what it has to do otherwise, what it loses."""
    return tuple(
        _seen_by(handbook, touched, role.role, what, issuance)
        for what, found in (("new", role.gained), ("", role.changed), ("gone", role.lost))
        for touched in found
    )


def own_counts(found: Impact) -> Mapping[str, tuple[int, int]]:
    """How many duties each role that an issuance touches had of its own before it, and has after it."""
    issuance = found.revision.notice.value.issuance
    before, after = found.before, found.after
    return found.handbook.once(
        f"own counts {issuance}",
        lambda: {
            role.role: (own_count(before, role.role), own_count(after, role.role))
            for role in found.roles
        },
    )


def _seen_by(
    handbook: Handbook, touched: Touched, role: str, what: str, issuance: str
) -> TouchedRow:
    """A touched duty as *role* sees it: another's duty may be new to it, or its own become another's, which *what* says."""
    duty = touched.duty
    row = touched_row(handbook, touched, issuance)
    were = [placed for placed in (duty.old, *duty.absorbed) if placed]
    before = [said for placed in were for said in _said(placed, role)]
    after = list(_said(duty.new, role)) if duty.new else []
    summary, capacity = next(iter(after or before), (row.summary, ""))
    absorbed = [text for placed in duty.absorbed for text, _ in _said(placed, role)]
    kept = [duty.old.duty.quote] if duty.old and row.was.startswith(duty.old.duty.quote) else []
    was = "；".join([*kept, *absorbed])
    return replace(row, what=what or row.what, summary=summary, capacity=capacity, was=was)


def _said(placed: Placed, role: str) -> Iterator[tuple[str, str]]:
    """What a duty says to *role*, and in what capacity where it is not its own job."""
    own = {Capacity.RESPONSIBLE, Capacity.FORBIDDEN}
    for assignment in placed.duty.roles:
        if assignment.role == role:
            capacity = "" if assignment.as_ in own else assignment.as_.label
            yield placed.duty.said_to(assignment), capacity


def _role_counts(roles: Sequence[RoleImpact]) -> str:
    counts = (
        ("新增", sum(len(role.gained) for role in roles)),
        ("改变", sum(len(role.changed) for role in roles)),
        ("取消", sum(len(role.lost) for role in roles)),
    )
    return "，".join(f"{name} {count} 项" for name, count in counts if count)


def impact_page(handbook: Handbook, issuance: str) -> ImpactPage:
    """The page of an issuance that revises."""
    found = _impact(handbook, issuance)
    notice: Notice = found.revision.notice.value
    return ImpactPage(
        issuance=issuance,
        title=notice.title,
        issuer=notice.issuers,
        notice=Link(text="通知全文", href=f"notice/{issuance}/"),
        date=chinese_date(issuance),
        effective=chinese_date(notice.effective.isoformat()),
        draft=notice.draft,
        upcoming=not notice.draft and notice.effective > handbook.as_of,
        empty=found.empty,
        policies=tuple(policy_redline(handbook, c, issuance) for c in found.revision.policies),
        roles=tuple(_role_row(handbook, role, issuance) for role in found.roles),
        thresholds=tuple(
            touched_row(handbook, t, issuance) for t in found.with_fact(Fact.THRESHOLD)
        ),
        periods=tuple(touched_row(handbook, t, issuance) for t in found.with_fact(Fact.WHEN)),
        records_added=tuple(record_link(handbook, r) for r in found.records_added),
        records_dropped=tuple(record_link(handbook, r) for r in found.records_dropped),
        reprints=(
            *((policy_page_link(handbook, change.policy), HANG) for change in found.hung),
            *(
                (policy_page_link(handbook, reprint.policy.policy), _reprint(reprint))
                for reprint in found.reprints
            ),
        ),
        cards=tuple(_cards(handbook, found)),
        forms=tuple(_forms(handbook, found)),
        calendars=tuple(
            Link(text=_called(handbook, found, role), href=f"roles/{role}/")
            for role in calendars(found)
        ),
        items=found.items,
        confirm=tuple(
            dict.fromkeys(
                Link(
                    text=cite(citation),
                    href=f"revisions/{issuance}/{citation.edition.policy.policy}/#{citation.clause.id}",
                )
                for citation in found.confirmed
                if citation.edition
            )
        ),
    )


HANG, TAKE_DOWN, REPRINT = "要新挂上墙", "要取下来", "要换下来重印"
LATER = "字句有改动，方便时重印"


def _cards(handbook: Handbook, found: Impact) -> Iterator[Link]:
    """The roles whose cards say something old: their duties, or their name."""
    concerned = {row.role for row in found.roles} | {one.role for one in found.renamed}
    for role in (handbook.roles or {}).values():
        if role.id in concerned and role.kind in {RoleKind.POST, RoleKind.BODY}:
            yield Link(text=_called(handbook, found, role.id), href=f"roles/{role.id}/")


def _called(handbook: Handbook, found: Impact, role: str) -> str:
    """A role by its name, with the one before where this issuance renames it."""
    for one in found.renamed:
        if one.role == role:
            return f"{one.new}（原{one.old}）"
    return (handbook.roles or {})[role].name


NEW_FORM, SAME_FORM, OLD_FORM = "要新发", "依据的条款改了，请核对栏目", "不再填写"


def _forms(handbook: Handbook, found: Impact) -> Iterator[tuple[Link, str]]:
    """The blank forms that come, go, or rest on words that changed."""
    for act, records in (
        (NEW_FORM, found.records_added),
        (SAME_FORM, found.records_touched),
        (OLD_FORM, found.records_dropped),
    ):
        for record in records:
            if form_files(handbook, record):
                yield record_link(handbook, record), act


def calendars(found: Impact) -> tuple[str, ...]:
    """The roles whose calendar, saved before, is not right any more: what stands in it, or what it is called."""
    changed = {change.policy for change in found.revision.policies}
    before, after = found.before.about(changed), found.after.about(changed)
    renamed = {one.role for one in found.renamed}
    touched = {row.role for row in found.roles}
    ids = []
    for role in after.roles or {}:
        if role not in touched | renamed:
            continue
        old, new = (in_browser.role_data(state, role)["lines"] for state in (before, after))
        if old != new or (role in renamed and in_browser.role_data(found.before, role)["lines"]):
            ids.append(role)
    return tuple(ids)


def _reprint(reprint: Reprint) -> str:
    """What is to be done with a poster on a wall."""
    if reprint.policy.new is None:
        return TAKE_DOWN
    return REPRINT if reprint.needed else LATER


def issuance_rows(handbook: Handbook) -> tuple[IssuanceRow, ...]:
    """Every issuance, the newest first, with what it changed."""
    later = set(revised(handbook))
    rows = []
    for document in reversed(handbook.issued):
        notice: Notice = document.value
        issuance = notice.issuance.isoformat()
        editions = handbook.known_editions_of(issuance)
        state = "草稿" if notice.draft else ""
        if not notice.draft and notice.effective > handbook.as_of:
            state = f"{chinese_date(notice.effective.isoformat())}起施行"
        policies: tuple[tuple[Link, str], ...] = ()
        detail = f"首次印发 {len(editions)} 项制度"
        if issuance in later:
            changes = _impact(handbook, issuance).revision.policies
            policies = tuple(
                (
                    Link(text=policy_name(edition), href=f"revisions/{issuance}/{change.policy}/"),
                    "：".join(filter(None, [_state(change), _counts(change)])),
                )
                for change in changes
                for edition in [change.new or change.old]
                if edition
            )
            roles = _impact(handbook, issuance).roles
            detail = f"涉及 {len(changes)} 项制度、{len(roles)} 个岗位"
        rows.append(
            IssuanceRow(
                date=chinese_date(issuance),
                title=notice.title,
                notice=Link(text="通知", href=f"notice/{issuance}/"),
                state=state,
                href=f"revisions/{issuance}/" if issuance in later else "",
                detail=detail,
                policies=policies,
            )
        )
    return tuple(rows)


def role_changes(handbook: Handbook, role: str) -> RoleChanges | None:
    """What the newest issuance that touches *role* changes for it; nothing where none ever did."""
    found = (role_changes_in(handbook, role, issuance) for issuance in reversed(revised(handbook)))
    return next(filter(None, found), None)


def role_changes_in(handbook: Handbook, role: str, issuance: str) -> RoleChanges | None:
    """What an issuance changes for *role*, if anything."""
    found = _impact(handbook, issuance)
    known = handbook.roles or {}
    concerned = {role}
    if role in known and known[role].kind in {RoleKind.POST, RoleKind.BODY}:  # what binds all, too
        concerned |= {each.id for each in known.values() if each.kind is RoleKind.EVERYONE}
    mine = sorted((r for r in found.roles if r.role in concerned), key=lambda r: r.role != role)
    if not mine:
        return None
    notice: Notice = found.revision.notice.value
    rows = tuple(row for each in mine for row in _role_rows(handbook, each, issuance))
    return RoleChanges(
        date=chinese_date(notice.effective.isoformat()),
        upcoming=not notice.draft and notice.effective > handbook.as_of,
        draft=notice.draft,
        counts=_role_counts(mine),
        rows=rows,
        href=f"revisions/{issuance}/",
    )
