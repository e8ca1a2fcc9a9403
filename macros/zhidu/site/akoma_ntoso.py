"""Editions as Akoma Ntoso 3.0, the words as they were published. `eId` counts within an edition, `wId` is the permanent id."""

from collections.abc import Iterator
from itertools import takewhile

from zhidu.handbook.book import Edition, Handbook
from zhidu.views.render import render


def files(handbook: Handbook) -> Iterator[tuple[str, bytes]]:
    """Every edition of every policy, one at a time: `a8-2017-04-15.xml` and its content."""
    for policy, editions in handbook.known_editions.items():
        for edition in editions:
            yield f"{policy}-{edition.date}.xml", _act(policy, editions[0], edition).encode()


def _act(policy: str, first: Edition, edition: Edition) -> str:
    clauses = edition.policy.clauses
    # without a number, before the first that has one
    opening = tuple(takewhile(lambda clause: clause.label is None, clauses))
    if len(opening) == len(clauses):  # a body has something in it
        opening = ()
    work = f"/akn/cn/act/{first.date}/{policy}"
    return render(
        "akn.xml.j2",
        id=policy,
        label=edition.policy.label,
        title=edition.policy.title,
        issuer=edition.notice.value.issuer,
        work=work,
        expression=f"{work}/zho@{edition.date}",
        created=first.date,
        date=edition.date,
        first=edition is first,
        opening=opening,
        clauses=clauses[len(opening) :],
    )
