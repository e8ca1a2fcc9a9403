"""Everything the policies say, by id and as of a date; and what changes between two states of it."""

__all__ = [
    "book",
    "changes",
    "duty_facts",
    "impact",
    "links",
    "metric_history",
    "printed_form",
    "redline",
    "vocabulary_halves",
]
