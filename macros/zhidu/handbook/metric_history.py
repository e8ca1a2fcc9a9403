"""The history of a number: what each metric was to come to, from which day, by which clause, and what is coming."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from zhidu.handbook.book import Citation, Handbook, once
from zhidu.reading.model import Duty, Threshold

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A number as a clause demanded it from `since` to `until`, both days included; `until` is None for no end that is known.

    `coming` says that its day is yet to come.
    """

    citation: Citation
    duty: Duty
    threshold: Threshold
    since: date
    until: date | None
    coming: bool


@once
def metric_history(handbook: Handbook) -> dict[str, tuple[Demand, ...]]:
    """The demands of every metric by its id, oldest first: of all that was issued by the handbook's day, in force or about to be.

    A demand goes on while its clause says the same; a new edition that only repeats it begins none.
    """
    issued = {document.issuance for document in handbook.issued}
    known = replace(
        handbook,
        documents=tuple(
            d for d in handbook.documents if d.issuance is None or d.issuance in issued
        ),
    )
    open_: dict[tuple[str, str], Demand] = {}
    done: list[Demand] = []
    for day in _days(known):
        there = dict(_demanded(known.on(day), day))
        # whether anything that is demanded has changed; the words of the text may
        ended = [
            key
            for key, old in open_.items()
            if key not in there
            or replace(old.threshold, quote="") != replace(there[key].threshold, quote="")
        ]
        done += [replace(open_.pop(key), until=day - _ONE_DAY) for key in ended]
        for key, demand in there.items():
            if key not in open_:
                open_[key] = replace(demand, coming=day > handbook.as_of)
    found: dict[str, list[Demand]] = {}
    for demand in sorted((*done, *open_.values()), key=lambda demand: demand.since):
        found.setdefault(demand.threshold.metric, []).append(demand)
    return {metric: tuple(demands) for metric, demands in found.items()}


def _days(handbook: Handbook) -> list[date]:
    """The days on which something came into force, or will."""
    days = {
        citation.effective
        for editions in handbook.known_editions.values()
        for edition in editions
        for citation in edition.citations.values()
    }
    return sorted(days | {notice.value.effective for notice in handbook.issued})


def _demanded(state: Handbook, day: date) -> Iterator[tuple[tuple[str, str], Demand]]:
    for citation in state.citations.values():
        for duty in citation.clause.duties:
            if duty.threshold is not None:
                demand = Demand(
                    citation=citation,
                    duty=duty,
                    threshold=duty.threshold,
                    since=day,
                    until=None,
                    coming=False,
                )
                yield (duty.threshold.metric, duty.id), demand
