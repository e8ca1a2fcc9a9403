"""Self-assessment: what schools are asked, what they answered, whether the answers hold.

`instrument` derives the questions from the duties in force; `submission` is one school's statement; the corner
`verdict` judges it; `filed` is what is in the repository already. `form`, `workbook` and `intake` are the ways in.
"""

__all__ = [
    "filed",
    "form",
    "instrument",
    "instrument_register",
    "intake",
    "submission",
    "verdict",
    "workbook",
]
