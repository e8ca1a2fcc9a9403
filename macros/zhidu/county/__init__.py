"""The county: what the bureau verified, what is still to be put right, and what all schools come to together.

`statements` reads submissions and inspections; `rules` judges inspections; `ledger`, `scores` and `sample` are
derived from them; `overview` and `aggregates` are for the bureau alone, `publication` says what everybody may know of
them, and `publishing` keeps what was told.
"""

from zhidu.county.inspection_rules import codes, judge
from zhidu.county.publishing import kept

__all__ = ["codes", "judge", "kept"]
