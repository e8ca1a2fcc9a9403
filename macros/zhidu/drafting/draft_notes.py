"""What is noticed while a draft is understood."""

from zhidu.drafting.draft_findings import problem
from zhidu.reading.findings import Finding

_MOST_ALIKE = 50  # notes of one kind
WHOLE = frozenset(
    {
        "manuscript/unread",
        "manuscript/skipped",
        "manuscript/lost-fact",
        "manuscript/lost-note",
        "manuscript/mended-fact",
        "manuscript/uncertain",
    }
)
"""Kinds that quote what stands nowhere else: of these every single one is told."""


class Notes:
    """What is noticed on the way, in order."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[Finding] = []
        self._counts: dict[str, int] = {}

    def add(
        self, code: str, message: str, repair: str, place: int = 0, *, error: bool = False
    ) -> None:
        """One more; of a kind that comes again and again only the first ones, and that there are more."""
        count = self._counts[code] = self._counts.get(code, 0) + 1
        if count == _MOST_ALIKE + 1 and code not in WHOLE:
            message, repair = "后面还有同样的，没有一一列出", "先改好前面的，再导入一次"
        if count <= _MOST_ALIKE + 1 or code in WHOLE:
            found = problem(code, message, repair, path=self.path, place=place, error=error)
            self.found.append(found)
