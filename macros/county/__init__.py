"""The county: what the bureau verified, what is still to be put right, and what all schools come to together.

`statements` reads submissions and inspections; `rules` judges inspections; `ledger`, `scores` and `sample` are
derived from them; `overview` is for the bureau alone, `aggregates` for everybody.
"""

from macros.county.rules import codes, judge

__all__ = ["codes", "judge"]
