"""Is my wall current? What the page says that a poster's code opens."""

from dataclasses import dataclass

from zhidu.handbook.book import Edition, Handbook, walk
from zhidu.views.names import Link
from zhidu.views.on_paper.printed_text import PrintedText, printed
from zhidu.views.on_screen.in_force import policy_page_link, redline_href
from zhidu.views.pieces import chinese_date


@dataclass(frozen=True, slots=True)
class Text:
    """One of the texts an edition can be printed in. `hash` is the anchor by which a poster names it."""

    hash: str
    name: str
    about: str
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyPage:
    """The state of one edition of one policy, and the texts it has been printed in."""

    text: PrintedText
    date: str
    current: bool
    state: str
    newest: Link
    what: str
    changes: Link
    waits: str
    until: str
    texts: tuple[Text, ...]


CURRENT, REPLACED, ENDED, WAITING = "现行", "已被修订", "已经废止", "尚未施行"


def verify_page(handbook: Handbook, policy: str, edition: str) -> VerifyPage:
    """The page of *edition* of *policy*; raises `StopIteration` where there is none."""
    editions = handbook.known_editions[policy]
    return _page(handbook, next(e for e in editions if e.date == edition))


def verify_pages(handbook: Handbook) -> tuple[VerifyPage, ...]:
    """Every edition of every policy, the newest first."""
    return tuple(
        _page(handbook, edition)
        for editions in handbook.known_editions.values()
        for edition in reversed(editions)
    )


def _page(handbook: Handbook, edition: Edition) -> VerifyPage:
    text = printed(edition)
    policy = edition.policy.policy
    newest = handbook.current.get(policy)
    current = edition is newest
    later = [
        e
        for e in handbook.editions.get(policy, ())
        if (e.effective, e.date) > (edition.effective, edition.date)
    ]
    if newest is not None:
        state = CURRENT if current else REPLACED
        in_force = Link(
            text=f"{chinese_date(newest.date)}印发的版本", href=f"verify/{policy}/{newest.date}/"
        )
        what = "" if current else "代替"
    else:
        successors = handbook.ended[policy].successors if policy in handbook.ended else ()
        state, what = ENDED, "取代" if successors else ""
        in_force = Link(text="")
        if successors:
            in_force = policy_page_link(handbook, successors[0])
    waits = edition.effective > handbook.as_of
    if waits:
        state, what = WAITING, ""
    coming = handbook.upcoming.get(policy) if current else None
    return VerifyPage(
        waits=chinese_date(edition.effective.isoformat()) if waits else "",
        until=chinese_date(coming.effective.isoformat()) if coming else "",
        text=text,
        date=chinese_date(edition.date),
        current=current,
        state=state,
        newest=in_force,
        what=what,
        changes=Link(text="改了什么", href=redline_href(later[0])) if later else Link(text=""),
        texts=_texts(edition, text),
    )


def _texts(edition: Edition, reading: PrintedText) -> tuple[Text, ...]:
    original = printed(edition, original=True)
    if original.hash == reading.hash:
        return (Text(reading.hash, "原文", "原文没有需要改正的错字。", first=True),)
    fixed = sum(
        erratum.certain
        for _, _, clause in walk(edition.policy.clauses)
        for erratum in clause.errata
    )
    differs = [a for a, b in zip(original.lines, reading.lines, strict=True) if a != b]
    about = f"改正了 {fixed} 处明显的错字" if fixed else "改正了落款里明显的错字"
    return (
        Text(reading.hash, "勘误后文本", f"{about}，共 {len(differs)} 行与原文不同。", first=True),
        Text(original.hash, "原文", "一字不改的原文，没有改正错字。效力相同。", first=False),
    )
