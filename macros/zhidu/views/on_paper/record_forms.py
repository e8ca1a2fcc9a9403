"""A record's form as a sheet ready to be printed: its measures, its words, and the clauses that demand it."""

from dataclasses import dataclass
from datetime import date

from zhidu.handbook.book import Handbook
from zhidu.reading.model import ColumnKind, Form, Orientation, Record
from zhidu.views.names import cite
from zhidu.views.on_paper.paper import PAPERS, ROW_HEIGHT, Paper, widths
from zhidu.views.pieces import chinese_date

PROPOSAL = "栏目和填写说明是编者的建议：原文要求有这项记录，没有规定栏目。学校可以按需要增减。"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """A column; `width` in mm."""

    name: str
    kind: ColumnKind
    width: float
    choices: tuple[str, ...]
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A clause that demands the record, in its own words."""

    citation: str
    quotes: tuple[str, ...]

    @property
    def text(self) -> str:
        """As people cite: 附件9第六条“认真填写……”."""
        return self.citation + "、".join(f"“{quote}”" for quote in self.quotes)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSheet:
    """A form ready to be printed. Lengths in mm; `boxes` are (name, height); `date` is that of the newest clause."""

    id: str
    name: str
    issuer: str
    date: date
    paper: Paper
    landscape: bool
    head: tuple[str, ...]
    boxes: tuple[tuple[str, float], ...]
    columns: tuple[SheetColumn, ...]
    row_height: float
    sign: tuple[str, ...]
    note: str
    basis: tuple[Basis, ...]

    @property
    def issued(self) -> str:
        """By whom and when the clauses were issued, to stand before them."""
        day = chinese_date(self.date.isoformat())
        return f"{self.issuer} {day}印发的" if self.issuer else ""

    @property
    def groups(self) -> tuple[tuple[str, int], ...]:
        """Neighbouring columns under a common head: its name, empty for none, and how many they are."""
        found: list[tuple[str, int]] = []
        for column in self.columns:
            if found and column.group and found[-1][0] == column.group:
                found[-1] = (column.group, found[-1][1] + 1)
            else:
                found.append((column.group, 1))
        return tuple(found)


def form_sheet(handbook: Handbook, record: Record, form: Form) -> FormSheet:
    """*form* of *record*, filled with what the handbook knows of the record."""
    keepers = handbook.keepers(record.id)
    quotes: dict[str, list[str]] = {}
    for citation, duty in keepers:
        quotes.setdefault(cite(citation, duty.quote), []).append(duty.quote)
    newest = max((c.notice.value for c, _ in keepers), key=lambda n: n.issuance, default=None)
    return FormSheet(
        id=record.id,
        name=record.name,
        issuer=newest.issuer if newest else "",
        date=newest.issuance if newest else handbook.as_of,
        paper=PAPERS[form.orientation],
        landscape=form.orientation is Orientation.LANDSCAPE,
        head=form.head,
        boxes=tuple((box.name, box.height) for box in form.boxes),
        columns=tuple(
            SheetColumn(
                name=column.name,
                kind=column.kind,
                width=round(width, 2),
                choices=column.choices,
                group=column.group or "",
            )
            for column, width in zip(form.columns, widths(form), strict=True)
        ),
        row_height=form.row_height or ROW_HEIGHT,
        sign=form.sign,
        note=form.note,
        basis=tuple(Basis(citation=c, quotes=_longest(q)) for c, q in quotes.items()),
    )


def form_sheets(handbook: Handbook) -> tuple[FormSheet, ...]:
    """Every form that some clause in force demands, in the order of the vocabulary."""
    return tuple(
        form_sheet(handbook, record, record.form)
        for record in (handbook.records or {}).values()
        if record.form is not None and handbook.keepers(record.id)
    )


def _longest(quotes: list[str]) -> tuple[str, ...]:
    """*quotes*, each once, without those that stand inside another."""
    distinct = list(dict.fromkeys(quotes))
    return tuple(
        quote
        for quote in distinct
        if not any(quote in other and quote != other for other in distinct)
    )
