"""Self-assessment: what schools are asked, what they answered, whether the answers hold.

`instrument` derives the questions from the duties in force; `submission` is one school's statement; `shape`,
`table` with `facts`, `rules` and `privacy` judge it; `verdict` puts them together, and
`many` does it for a whole county in `zhidu check`.
"""

from zhidu.assessment.verdict.cross_file_rules import codes
from zhidu.assessment.verdict.many_submissions import judge

__all__ = ["codes", "judge"]
