"""The order sheet of a set: what to print, how many, in which size, and what has changed since the last order."""

import csv
import io
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from macros.files import put
from macros.posters.press import Press
from macros.posters.request import Piece
from macros.posters.sheets import Sheet

STATE = ".ordered.json"
PDF, TABLE = "order.pdf", "order.csv"
NEW, CHANGED, SAME = "新增", "文字有改动，重印", "与上次相同，不必重印"
HEADINGS = ("序号", "内容", "尺寸", "张数", "校验码", "与上次相比", "文件")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of an order."""

    title: str
    size: str
    copies: int
    text_hash: str
    state: str
    file: str


def order(pieces: Sequence[Piece], folder: Path, copies: int) -> list[Row]:
    """The lines of an order for *pieces* in *folder*, compared with the order that stands there."""
    before: dict[str, str] = {}
    with suppress(OSError, ValueError):
        kept = json.loads((folder / STATE).read_bytes())
        before = {str(k): str(v) for k, v in kept.items()} if isinstance(kept, dict) else {}
    rows = []
    for piece in pieces:
        old = before.get(piece.job.name)
        state = NEW if old is None else SAME if old == piece.text_hash else CHANGED
        rows.append(
            Row(piece.title, piece.size.said, copies, piece.text_hash, state, piece.job.name)
        )
    return rows


def write(rows: Sequence[Row], folder: Path, *, heading: str, school: str, day: str) -> None:
    """The order as PDF for the print shop and as a table, and what the next order is compared with."""
    cells = [
        [str(n), r.title, r.size, str(r.copies), r.text_hash, r.state, r.file]
        for n, r in enumerate(rows, 1)
    ]
    year, month, date = map(int, day.split("-"))
    sheet = Sheet(
        "order.typ",
        {
            "heading": heading,
            "school": school,
            "day": day,
            "date": [year, month, date],
            "headings": list(HEADINGS),
            "rows": cells,
            "reprint": sum(row.state != SAME for row in rows),
            "total": sum(row.copies for row in rows),
        },
    )
    put(folder / PDF, Press().pdf(sheet)[0])
    table = io.StringIO()
    csv.writer(table, lineterminator="\r\n").writerows([HEADINGS, *cells])
    put(folder / TABLE, ("\ufeff" + table.getvalue()).encode())  # Excel and WPS need the mark
    state = {row.file: row.text_hash for row in rows}
    put(folder / STATE, json.dumps(state, indent=1, sort_keys=True).encode())
