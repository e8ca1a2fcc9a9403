"""Is the text fit to be obeyed? Every kind of entry is one function; its docstring is what `zhidu explain` prints.

To add a kind: a value in `ReviewKind`, a function in the module of its subject, a row in `KINDS`, and its
advice in `drafting.yaml`. What words leave something open is data, never code.
"""

from collections.abc import Callable, Iterator, Mapping

from zhidu.handbook.book import Handbook
from zhidu.judging.review import gaps, references, remarks, repeats, synonyms
from zhidu.judging.review.entries import Entry, Reading
from zhidu.reading.model import ReviewKind

__all__ = ["KINDS", "review", "review_output"]


KINDS: dict[ReviewKind, Callable[[Reading], Iterator[Entry]]] = {
    ReviewKind.NO_ACTOR: gaps.no_actor,
    ReviewKind.NO_RECIPIENT: gaps.no_recipient,
    ReviewKind.VAGUE_RECIPIENT: gaps.vague_recipient,
    ReviewKind.NO_APPROVER: gaps.no_approver,
    ReviewKind.NO_DECIDER: gaps.no_decider,
    ReviewKind.UNKNOWN_POST: gaps.unknown_post,
    ReviewKind.NO_PERIOD: gaps.no_period,
    ReviewKind.NO_VALUE: gaps.no_value,
    ReviewKind.IMPOSSIBLE_NUMBER: remarks.impossible_number,
    ReviewKind.TWO_PLACES: repeats.two_places,
    ReviewKind.TWO_NAMES: synonyms.two_names,
    ReviewKind.MISSING_DOCUMENT: references.missing_document,
    ReviewKind.NO_SAMPLE: references.no_sample,
    ReviewKind.BELOW_LAW: remarks.below_law,
    ReviewKind.REMARK: remarks.remark,
    ReviewKind.SUGGESTION: remarks.suggestion,
    ReviewKind.ERRATUM: remarks.erratum,
}
"""Every kind of entry, in the order of the report, with the function that finds it."""


def review(handbook: Handbook, suggestions: Mapping[str, int] | None = None) -> tuple[Entry, ...]:
    """What keeps the texts in force from being obeyed, by kind, then in the order of the texts.

    *suggestions* counts, by clause, what schools asked to improve in their checklists.
    """
    if handbook.drafting is None:
        return ()
    reading = Reading(handbook, handbook.drafting, suggestions or {})
    order = {identifier: place for place, identifier in enumerate(handbook.citations)}
    return tuple(
        entry
        for find in KINDS.values()
        for entry in sorted(find(reading), key=lambda e: order.get(e.clause or "", -1))
    )
