"""What is wrong, and where: the one value that every check returns and every report prints."""

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is. Only errors make a check fail."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def label(self) -> str:
        """The Chinese word that reports print."""
        return {"error": "错误", "warning": "提醒"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong at a place in a file.

    `line` and `column` count from 1, in characters. `code` is stable (`policy/quote-in-text`);
    `message` says what was found and what was expected, `repair` what to do about it.
    """

    path: str
    line: int = 1
    column: int = 1
    code: str
    message: str
    repair: str
    severity: Severity = Severity.ERROR


def order(finding: Finding) -> tuple[str, int, int, str, str]:
    """Sort key: by file, then by place, so that reports read like the files do."""
    return (finding.path, finding.line, finding.column, finding.code, finding.message)


CLOSE_ENOUGH = 0.6  # below this likeness a suggestion confuses more than it helps


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that *word* was probably meant to be, look-alike and full-width letters folded."""
    known = {_fold(candidate): candidate for candidate in candidates}
    matches = difflib.get_close_matches(_fold(word), known, n=1, cutoff=CLOSE_ENOUGH)
    return known[matches[0]] if matches else None


def _fold(word: str) -> str:
    return (
        unicodedata.normalize("NFKC", word)
        .lower()
        .replace("_", "-")
        .replace("0", "o")
        .replace("1", "l")
    )


MAX_ECHO = 40


def visible(value: object) -> str:
    """*value* as a report may show it: short, and with nothing in it that a terminal or a log would obey."""
    text = value if isinstance(value, str) else repr(value)
    if len(text) > MAX_ECHO:
        text = text[:MAX_ECHO] + "…"
    return "".join(
        f"\\u{ord(character):04X}" if unicodedata.category(character) in HIDDEN else character
        for character in text
    )


HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"})
