"""A sheet of A4 and what fits on it, in millimetres: shared by the rules about forms and by those who print them."""

from dataclasses import dataclass

from zhidu.reading.model import Column, ColumnKind, Form, Orientation

ROW_HEIGHT = 9.0  # room for a line written with a pen
HEAD_LINES = 3  # a column's name may take as many
_SIZE = 3.6  # of a character in a column's head
_PADDING = 2.0  # beside it, left and right together

WIDTHS = {
    ColumnKind.SERIAL: 10.0,
    ColumnKind.DATE: 20.0,
    ColumnKind.TIME: 18.0,
    ColumnKind.TEXT: 30.0,
    ColumnKind.NUMBER: 14.0,
    ColumnKind.MONEY: 22.0,
    ColumnKind.CHOICE: 26.0,
    ColumnKind.SIGNATURE: 22.0,
}
"""How wide a column is that does not say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A sheet and its margins; the wide one is where it is bound."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float

    @property
    def line(self) -> float:
        """How wide a table may be."""
        return self.width - self.left - self.right

    @property
    def page(self) -> float:
        """How high the printed part may be."""
        return self.height - self.top - self.bottom


PAPERS = {
    Orientation.PORTRAIT: Paper(width=210, height=297, top=14, right=13, bottom=11, left=20),
    Orientation.LANDSCAPE: Paper(width=297, height=210, top=18, right=15, bottom=9, left=15),
}


def width_of(column: Column) -> float:
    """How wide *column* asks to be."""
    return WIDTHS[column.kind] if column.width is None else column.width


def head_width(name: str) -> float:
    """The least width of a column called *name*."""
    return -(-len(name) // HEAD_LINES) * _SIZE + _PADDING


def widths(form: Form) -> tuple[float, ...]:
    """The columns over the whole line: what is left of it goes to those for words, or else to all."""
    asked = [width_of(column) for column in form.columns]
    left = PAPERS[form.orientation].line - sum(asked)
    texts = [column.kind is ColumnKind.TEXT for column in form.columns]
    words = [
        width if is_text or not any(texts) else 0.0
        for is_text, width in zip(texts, asked, strict=True)
    ]
    return tuple(
        width + left * share / sum(words) for width, share in zip(asked, words, strict=True)
    )
