"""The county: what the bureau verified, what is still to be put right, and what all schools come to together.

`verdicts` judges what lies in a `checklists/` folder, `statements` is what schools said there; `overview` is for the bureau
alone, `publishing` says what everybody may know of it and keeps what was told. `fictional` is a county that there is none of.
"""

__all__ = [
    "fictional",
    "ledger",
    "overview",
    "private_folders",
    "publishing",
    "roster",
    "sample",
    "statements",
    "term_report",
    "verdicts",
]
