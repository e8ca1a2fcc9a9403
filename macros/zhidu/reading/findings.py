"""What is wrong, and where: the one value that every check returns and every report prints."""

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import KW_ONLY, dataclass, replace
from enum import StrEnum

from zhidu.reading.text import characters


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

    `line` and `column` count from 1, in characters. Column 0 is for what has no lines: `line` counts the paragraphs of a
    Word file then, and 0 means all of it. `code` is stable (`policy/quote-in-text`);
    `message` says what was found and what was expected, `repair` what to do about it.
    """

    path: str
    line: int = 1
    column: int = 1
    code: str
    message: str
    repair: str
    severity: Severity = Severity.ERROR

    @property
    def where(self) -> str:
        """The place as reports write it: editors make `file:line:column` clickable, people count paragraphs."""
        if self.column:
            return f"{self.path}:{self.line}:{self.column}"
        return f"{self.path} 第{self.line}段" if self.line else self.path


Pointer = tuple[str | int, ...]
"""The way from the top of a document to a value, `("clauses", 3, "text")`."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a value of a document, whatever that is written in: a file, a form, a text code.

    `pointer` is the way to the value, or, `of_key`, to its key. `code` is left to who applies the rule. `ask` is the
    repair for those who answer in a form and see no file. `strict_yaml.Source.placed` gives it line and column.
    """

    pointer: Pointer
    message: str
    repair: str
    _: KW_ONLY
    code: str = ""
    of_key: bool = False
    severity: Severity = Severity.ERROR
    ask: str = ""


def apart(forbidden: Iterable[Problem], others: Iterable[Problem]) -> list[Problem]:
    """One mistake, one message: nothing more is said of a text that may not stand there."""
    forbidden = list(forbidden)
    said = {(each.pointer, each.of_key) for each in forbidden}
    return [*forbidden, *(each for each in others if (each.pointer, each.of_key) not in said)]


def by_rules(
    rules: Mapping[str, Callable[..., Iterable[Problem]]], *about: object
) -> Iterator[Problem]:
    """What *rules*, by their codes, say *about* one document; the first about each value."""
    said: set[Pointer] = set()
    for code, rule in rules.items():
        for problem in rule(*about):
            if problem.pointer not in said:
                said.add(problem.pointer)
                yield replace(problem, code=code)


def order(finding: Finding) -> tuple[str, int, int, str, str]:
    """Sort key: by file, then by place, so that reports read like the files do."""
    return (finding.path, finding.line, finding.column, finding.code, finding.message)


_LONGEST_MEANT = 100  # characters; longer than any id or name
CLOSE_ENOUGH = 0.6  # below this likeness a suggestion confuses more than it helps


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that *word* was probably meant to be, look-alike and full-width letters folded."""
    if len(word) > _LONGEST_MEANT:
        return None
    known = {_fold(candidate): candidate for candidate in candidates}
    matches = difflib.get_close_matches(_fold(word), known, n=1, cutoff=CLOSE_ENOUGH)
    return known[matches[0]] if matches else None


def meant(word: str, candidates: Iterable[str], otherwise: str = "") -> str:
    """What follows a sentence that says that there is no *word*: which of *candidates* may be meant, or *otherwise*."""
    found = closest(word, candidates)
    return f"是不是“{found}”？" if found else otherwise


def _fold(word: str) -> str:
    return characters.folded(word).lower().replace("_", "-").replace("0", "o").replace("1", "l")


MAX_ECHO = 40


def visible(value: object) -> str:
    """*value* as a report may show it: short, and with nothing in it that a terminal or a log would obey.

    Of a file that is `private`, only what is known or cannot be anybody's words is shown; of the rest, how long it is.
    """
    text = value if isinstance(value, str) else repr(value)
    known = _PRIVATE.get()
    if known is not None and text and text not in known and not _PLAIN.fullmatch(text):
        return f"（{len(text)} 个字，不重复）"
    return inert(text)


def inert(text: str) -> str:
    """*text*, short, and with nothing in it that a terminal or a log would obey; for words of our own."""
    return whole(text if len(text) <= MAX_ECHO else text[:MAX_ECHO] + "…")


def whole(text: str) -> str:
    """All of *text*, with nothing in it that a terminal or a log would obey."""
    return characters.harmless(text, keep="")


_PRIVATE: ContextVar[Collection[str] | None] = ContextVar("private", default=None)
"""What may be repeated of a file that is private; None where everything may."""

_PLAIN = re.compile(
    r"-?[0-9]{1,6}(?:\.[0-9]{1,3})?"  # a number that is no telephone number
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{4}-[0-9]"  # a day, a term
    r"|a[0-9]{1,2}(?:-[0-9]{1,2}){1,3}(?:-[a-z])?"  # a clause, a check point
)
_ID = re.compile(  # eight figures at most: a telephone number has eleven
    r"(?=.{1,60}\Z)(?!(?:[^0-9]*[0-9]){9})[a-z]+[0-9]{0,2}(?:-[a-z]+[0-9]{0,2}|-[0-9]{1,3}|-[a-z0-9]{10})*(?:\.yaml)?"
    r"|[0-9]{4}-[0-9]{4}-[0-9]|README\.md|\.git[a-z]+|\.DS_Store|Thumbs\.db|desktop\.ini"
)
_NUMBER = re.compile(r"[0-9]{7,}[0-9Xx]?")


@contextmanager
def private(known: Collection[str] = ()) -> Iterator[None]:
    """Within it, what is found in a file is not repeated: its report may stand in a log that others read.

    Only what is *known* is: ids and names from our own lists.
    """
    before = _PRIVATE.set(known)
    try:
        yield
    finally:
        _PRIVATE.reset(before)


def is_private() -> bool:
    """Whether what is found in a file may not be repeated now."""
    return _PRIVATE.get() is not None


def file_name(name: str, number: int | None = None) -> str:
    """*name* of a file or folder that a school may have named: an id as it is, of others which one it is in its folder."""
    if _ID.fullmatch(name):
        return name
    return "（文件名不重复）" if number is None else f"（第 {number} 个，文件名不重复）"


def without_numbers(text: str) -> str:
    """*text* without long numbers, which may be somebody's telephone number."""
    return _NUMBER.sub("（数字略）", text)


def discreet(finding: Finding) -> Finding:
    """*finding* without long numbers: a telephone number in the wrong place must not stand in a public log."""
    message, repair = without_numbers(finding.message), without_numbers(finding.repair)
    if message == finding.message and repair == finding.repair:
        return finding
    return replace(finding, message=message, repair=repair)
