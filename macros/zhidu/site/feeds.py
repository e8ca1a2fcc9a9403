"""Atom feeds of issuances and what they change: of everything, of a policy, of a role. Only where the site has an address."""

from collections.abc import Iterator
from dataclasses import dataclass

from zhidu.handbook.book import Handbook
from zhidu.views.names import policy_name
from zhidu.views.on_screen.revisions import (
    WHAT,
    issuance_rows,
    redline_page,
    revised_policies,
    role_changes_in,
    touched_words,
)
from zhidu.views.render import render

MIDNIGHT = "T00:00:00Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of a feed. `id` is permanent; `href` starts at the site's root."""

    id: str
    title: str
    date: str
    href: str
    author: str
    lines: tuple[str, ...]


def feeds(handbook: Handbook, site_url: str, site_name: str) -> Iterator[tuple[str, str]]:
    """Every feed: its path below the site's root, its text."""
    root = site_url.rstrip("/") + "/"
    issued = [n.value for n in handbook.issued if not n.value.draft]

    def feed(path: str, title: str, page: str, entries: list[Entry]) -> tuple[str, str]:
        updated = max((entry.date for entry in entries), default=handbook.as_of.isoformat())
        text = render(
            "feed.xml.j2",
            root=root,
            path=path,
            title=title,
            page=page,
            updated=updated + MIDNIGHT,
            entries=sorted(entries, key=lambda entry: (entry.date, entry.id), reverse=True),
            midnight=MIDNIGHT,
        )
        return path, text + "\n"

    rows = {row.date: row for row in issuance_rows(handbook)}
    later = [n.issuance.isoformat() for n in issued[1:]]
    everything = []
    for notice, row in zip(reversed(issued), rows.values(), strict=False):
        issuance = notice.issuance.isoformat()
        everything.append(
            Entry(
                id=f"issuance/{issuance}",
                title=notice.title,
                date=issuance,
                href=row.href or row.notice.href,
                author=notice.issuers,
                lines=(row.detail, *(f"{link.text}：{words}" for link, words in row.policies)),
            )
        )
    yield feed("feeds/all.xml", site_name, "revisions/", everything)
    authors = {n.issuance.isoformat(): n.issuers for n in issued}
    revised = {issuance: set(revised_policies(handbook, issuance)) for issuance in later}
    for policy, editions in handbook.known_editions.items():
        first = editions[0]
        entries = [
            Entry(
                id=f"policy/{policy}/{first.date}",
                title=f"{policy_name(first)}：印发",
                date=first.date,
                href=f"policies/{policy}/editions/{first.date}/",
                author=authors.get(first.date, ""),
                lines=(),
            )
        ]
        for issuance in later:
            if policy not in revised[issuance]:
                continue
            page = redline_page(handbook, issuance, policy)
            entries = [e for e in entries if e.date != issuance]
            entries.append(
                Entry(
                    id=f"policy/{policy}/{issuance}",
                    title=f"{page.name}：{page.state}",
                    date=issuance,
                    href=f"revisions/{issuance}/{policy}/",
                    author=authors[issuance],
                    lines=tuple(filter(None, [page.counts, page.reason])),
                )
            )
        name = policy_name(handbook.current.get(policy) or editions[-1])
        yield feed(f"feeds/policies/{policy}.xml", name, f"policies/{policy}/", entries)
    for role in handbook.roles or {}:
        if role not in handbook.ever_bound:
            continue
        name = (handbook.roles or {})[role].name
        entries = []
        for issuance in later:
            changes = role_changes_in(handbook, role, issuance)
            if changes:
                entries.append(
                    Entry(
                        id=f"role/{role}/{issuance}",
                        title=f"{name}：{changes.counts}",
                        date=issuance,
                        href=f"roles/{role}/",
                        author=authors[issuance],
                        lines=tuple(
                            f"{WHAT[row.what]}：{touched_words(row)}" for row in changes.rows
                        ),
                    )
                )
        yield feed(f"feeds/roles/{role}.xml", f"{name}的职责", f"roles/{role}/", entries)
