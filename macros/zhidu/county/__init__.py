"""The county: what the bureau verified, what is still to be put right, and what all schools come to together.

`statements` reads submissions and inspections, `inspection_rules` judges inspections; `overview` is for the bureau
alone, `publishing` says what everybody may know of it and keeps what was told. `fictional` is a county that there is none of.
"""

__all__ = [
    "fictional",
    "inspection_rules",
    "ledger",
    "overview",
    "private_folders",
    "publishing",
    "roster",
    "sample",
    "statements",
    "term_report",
]
