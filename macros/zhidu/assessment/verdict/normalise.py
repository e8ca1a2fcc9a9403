"""What people type and paste, put right without changing what they say: the same in the browser."""

import re
import unicodedata
from functools import cache

from zhidu.assessment.verdict import rule_table


def words(text: str) -> str:
    """A text as it is kept: trimmed, without what nobody can see, with nothing that pages would obey."""
    for pattern, replacement in _steps():
        text = pattern.sub(replacement, text)
    return text


def code(text: str) -> str:
    """An id, a date or a number as it is kept: half width."""
    return unicodedata.normalize("NFKC", words(text)).strip()


@cache
def _steps() -> tuple[tuple[re.Pattern[str], str], ...]:
    # "$" means the very end, as in the browser: the table's patterns never run over several lines
    return tuple(
        (re.compile(re.sub(r"\$$", r"\\Z", pattern)), replacement.replace("$1", r"\1"))
        for pattern, replacement in rule_table.load()["normalise"]
    )
