"""Self-assessment: what schools are asked, what they answered, whether the answers hold.

`instrument` derives the questions from the duties in force; `submission` is one school's statement; `shape`,
`table` with `facts`, `rules` and `privacy` judge it; `verdict` puts them together for `zhidu check`.
"""

from macros.assessment.rules import codes
from macros.assessment.verdict import judge

__all__ = ["codes", "judge"]
