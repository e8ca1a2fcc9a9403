"""Which edition a reader has before him: is it in force, what came before and after, what has ended."""

from dataclasses import dataclass

from zhidu.handbook.book import Citation, Edition, Handbook
from zhidu.handbook.changes import heirs_in
from zhidu.views.names import (
    Link,
    cite,
    clause_heading,
    clause_href,
    clause_link,
    edition_clause_link,
    edition_href,
    policy_link,
)
from zhidu.views.pieces import chinese_date


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLine:
    """An edition in a list: its name, its page, how it stands, and the redline against the one before."""

    date: str
    href: str
    state: str
    current: bool
    redline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """The banner that says how an edition stands. `kind`: current, past, upcoming, ended or draft."""

    kind: str
    name: str
    words: str
    links: tuple[Link, ...]
    editions: tuple[EditionLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """A clause that is not in force any more: why, since when, where its words went, where they can still be read."""

    id: str
    heading: str
    since: str
    reason: str
    into: tuple[Link, ...]
    text: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedPage:
    """The page of a policy that is not in force any more."""

    id: str
    label: str
    title: str
    since: str
    reason: str
    notice: Link
    successors: tuple[Link, ...]
    currency: Currency
    clauses: tuple[Tombstone, ...]


NAMES = {
    "current": "现行版本",
    "past": "此为历史版本",
    "upcoming": "此版尚未施行",
    "ended": "此制度已经废止",
    "draft": "草稿，没有印发",
}


def redline_href(edition: Edition) -> str:
    """Where an edition's redline against the one before stands."""
    return f"revisions/{edition.date}/{edition.policy.policy}/"


def currency(handbook: Handbook, edition: Edition) -> Currency:
    """How *edition* stands as of the day."""
    policy = edition.policy.policy
    known = handbook.known_editions[policy]
    now = handbook.current.get(policy)
    ending = handbook.ended.get(policy)
    following = next((e for e in known if (e.effective, e.date) > _day(edition)), None)
    from_day = chinese_date(edition.effective.isoformat())
    links: list[Link] = []
    if edition.draft:
        kind, words = "draft", f"只供本机预览。拟自{from_day}起施行。"
    elif edition.effective > handbook.as_of:
        kind, words = "upcoming", f"自{from_day}起施行；在此之前仍执行现行版本。"
    elif edition is now:
        kind, words = (
            "current",
            f"自{from_day}起施行，数据截至{chinese_date(handbook.as_of.isoformat())}。",
        )
    elif ending is not None and edition is handbook.editions[policy][-1]:
        day = chinese_date(ending.notice.value.effective.isoformat())
        kind, words = "ended", f"自{day}起不再执行：{ending.reason}。"
    else:
        kind, words = "past", f"自{from_day}起施行"
        if following is not None:
            words += f"，{chinese_date(following.effective.isoformat())}由新版取代。"
            links.append(Link(text="看新版", href=edition_href(following)))
            links.append(Link(text="改了什么", href=redline_href(following)))
    if now is not None and edition is not now:
        links.append(Link(text="现行版本", href=f"policies/{policy}/"))
    coming = handbook.upcoming.get(policy)
    if coming is not None and edition is now:
        day = chinese_date(coming.effective.isoformat())
        words += f"新版已经印发，自{day}起施行。"
        links.append(Link(text="看新版", href=edition_href(coming)))
        links.append(Link(text="改了什么", href=redline_href(coming)))
    return Currency(
        kind=kind,
        name=NAMES[kind],
        words=words,
        links=tuple(links),
        editions=_lines(handbook, known),
    )


def _day(edition: Edition) -> tuple[object, str]:
    return (edition.effective, edition.date)


def _lines(handbook: Handbook, editions: tuple[Edition, ...]) -> tuple[EditionLine, ...]:
    now = handbook.current.get(editions[0].policy.policy)
    lines = []
    for index, edition in enumerate(editions):
        state = "历史版本"
        if edition.draft:
            state = "草稿"
        elif edition is now:
            state = "现行"
        elif edition.effective > handbook.as_of:
            state = "尚未施行"
        history = edition.policy.history
        follows = index or (history and history.from_)
        lines.append(
            EditionLine(
                date=chinese_date(edition.date),
                href=edition_href(edition),
                state=state,
                current=edition is now,
                redline=redline_href(edition) if follows else "",
            )
        )
    return tuple(reversed(lines))


def policy_page_link(handbook: Handbook, policy: str) -> Link:
    """A policy's name as it is now or was last, leading to its page, which never goes away."""
    editions = handbook.known_editions.get(policy)
    if not editions:
        return Link(text=policy)
    return policy_link(handbook.current.get(policy) or editions[-1])


def tombstones(handbook: Handbook, policy: str) -> tuple[Tombstone, ...]:
    """The clauses that earlier editions of a policy in force had and that are gone."""
    return tuple(
        _tombstone(handbook, policy, citation) for citation in handbook.retired.get(policy, ())
    )


def _tombstone(handbook: Handbook, policy: str, citation: Citation) -> Tombstone:
    """When and why *citation* went, by what the editions after it say."""
    name = citation.clause.id
    editions = handbook.editions[policy]
    last = max(index for index, edition in enumerate(editions) if name in edition.citations)
    following = editions[last + 1]
    reason = next((r.reason for r in following.policy.repealed if r.clause == name), "")
    heirs = heirs_in(handbook.known_editions_of(following.date)).get(name, [])
    if heirs and not reason and heirs[0].clause.history:
        reason = heirs[0].clause.history.reason
    return Tombstone(
        id=name,
        heading=clause_heading(citation),
        since=chinese_date(following.effective.isoformat()),
        reason=reason,
        into=tuple(
            Link(
                text=clause_heading(heir)
                if heir.edition and heir.edition.policy.policy == policy
                else cite(heir),
                href=clause_href(heir),
            )
            for heir in heirs
        ),
        text=edition_clause_link(citation),
    )


def ended_page(handbook: Handbook, policy: str) -> EndedPage:
    """The page of a policy that has ended."""
    ending = handbook.ended[policy]
    editions = handbook.editions[policy]
    last = editions[-1]
    notice = ending.notice.value
    after = (edition for name in ending.successors for edition in handbook.known_editions[name])
    heirs = heirs_in(edition for edition in after if edition.notice is ending.notice)
    since = chinese_date(notice.effective.isoformat())
    gone: dict[str, Citation] = {}
    for edition in editions:
        gone |= edition.citations
    return EndedPage(
        id=policy,
        label=last.policy.label,
        title=last.policy.title + last.policy.status.suffix,
        since=since,
        reason=ending.reason,
        notice=Link(text=notice.title, href=f"notice/{notice.issuance.isoformat()}/"),
        successors=tuple(policy_page_link(handbook, name) for name in ending.successors),
        currency=currency(handbook, last),
        clauses=tuple(
            Tombstone(
                id=name,
                heading=clause_heading(citation),
                since=since,
                reason="",
                into=tuple(map(clause_link, heirs.get(name, ()))),
                text=edition_clause_link(citation),
            )
            for name, citation in gone.items()
        ),
    )


def ended_rows(handbook: Handbook) -> tuple[tuple[Link, str], ...]:
    """Every policy that has ended: its page, and since when and why."""
    rows = []
    for policy, ending in handbook.ended.items():
        names = "、".join(policy_page_link(handbook, name).text for name in ending.successors)
        since = chinese_date(ending.notice.value.effective.isoformat())
        became = f"由{names}取代" if names else "不再执行"
        rows.append((policy_page_link(handbook, policy), f"{since}起{became}：{ending.reason}"))
    return tuple(rows)
