"""What a table is: columns with names, kinds and references, and rows of plain values."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

Value = str | int | float | bool | date | None


class Kind(StrEnum):
    """What a column holds, in the words of Table Schema."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Reference:
    """The column of another table in which every value of a column stands. An empty `table` is the column's own."""

    table: str
    column: str = "id"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `words` are the values that it may hold, with what people call them; none where anything may stand.

    `title` heads it in a workbook, `about` says what it means; `width` is in characters.
    """

    name: str
    title: str
    about: str
    _: KW_ONLY
    kind: Kind = Kind.STRING
    required: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    to: Reference | None = None
    width: float = 14


def text(name: str, title: str, about: str, width: float) -> Column:
    """A column of words that every row has."""
    return Column(name, title, about, required=True, width=width)


def dated(name: str, title: str, about: str, *, required: bool = True) -> Column:
    """A column of days."""
    return Column(name, title, about, kind=Kind.DATE, required=required, width=12)


def flag(name: str, title: str, about: str, width: float = 8) -> Column:
    """A column that says yes or no in every row."""
    return Column(name, title, about, kind=Kind.BOOLEAN, required=True, width=width)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. `key` names the columns by which a row is told from all others; rows are as long as `columns`."""

    name: str
    title: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


class Contents(NamedTuple):
    """The tables, the day they describe, and who issued what they are made of."""

    tables: tuple[Table, ...]
    day: date
    issuer: str
