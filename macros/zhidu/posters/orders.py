"""The order sheet of a set: what to print, how many, in which size, and what has changed since the last order.

One folder may hold the sets of several places: each has its own order, and is compared with its own last one.
"""

import csv
import io
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from zhidu.posters.press import Press
from zhidu.posters.request import Piece, Room
from zhidu.posters.sheets import Sheet
from zhidu.reading.disk import ownership
from zhidu.reading.disk.refused import RefusedError

STATE = ".ordered.json"
NEW, CHANGED, SAME = "新增", "文字有改动，重印", "与上次相同，不必重印"
OTHER_SCHOOL, OTHER_EMBLEM = "校名有改动，重印", "校徽有改动，重印"
OTHER_ADDRESS, MORE = "二维码的网址有改动，重印", "与上次相同，加印"
TAKE_DOWN = "不再挂，取下来"
HEADINGS = ("序号", "内容", "尺寸", "要印张数", "校验码", "与上次相比", "文件")

_SEEN = {"hash": CHANGED, "school": OTHER_SCHOOL, "emblem": OTHER_EMBLEM, "url": OTHER_ADDRESS}
"""What anybody sees on a sheet that hangs, and what to say when it is another: the first that is."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of an order; `copies` is how many to print now. No cell begins with words of a school: a table obeys `=`."""

    title: str
    size: str
    copies: int
    text_hash: str
    state: str
    file: str


def names(place: Room) -> tuple[str, str]:
    """What the order for *place* is called: for the print shop, and as a table."""
    return f"order-{place.id}.pdf", f"order-{place.id}.csv"


def must_be_free(folder: Path, place: Room) -> None:
    """Refuse where files of somebody else stand in the way of an order for *place*."""
    for name in names(place):
        ownership.look(folder / name)
    ownership.look(folder / STATE, ours=_is_state)


def order(pieces: Sequence[Piece], folder: Path, place: Room, copies: int) -> list[Row]:
    """The lines of an order for *pieces* of *place* in *folder*, compared with its last one; it becomes the last one."""
    state = _state(folder)
    before = _lines(state.get(place.id))
    after = {piece.job.name: _line(piece, copies) for piece in pieces}
    several = len({line["school"] for line in after.values()}) > 1
    rows = []
    for piece in pieces:
        name = piece.job.name
        said, wanted = _compared(before.get(name), after[name])
        title = f"{piece.title}（{after[name]['school']}）" if several else piece.title
        rows.append(Row(title, piece.size.said, wanted, piece.text_hash, said, name))
    hanging = {line["target"] for line in after.values()}
    for name, line in before.items():
        if line["target"] not in hanging:
            rows.append(Row(line["title"], line["size"], 0, line["hash"], TAKE_DOWN, name))
    state[place.id] = after
    text = json.dumps(state, ensure_ascii=False, indent=1, sort_keys=True)
    ownership.put(folder / STATE, text.encode(), ours=_is_state)
    return rows


def _line(piece: Piece, copies: int) -> dict[str, Any]:
    """What the next order is compared with."""
    data = piece.job.sheet.data
    emblem = data["emblem"]
    return {
        "target": piece.target,
        "title": piece.title,
        "size": piece.size.said,
        "hash": piece.text_hash,
        "school": data["school"],
        "emblem": blake2b(emblem.encode(), digest_size=8).hexdigest() if emblem else "",
        "url": data["url"],
        "copies": copies,
    }


def _compared(old: dict[str, Any] | None, new: dict[str, Any]) -> tuple[str, int]:
    """What became of a sheet since the last order, and how many of it to print."""
    copies: int = new["copies"]
    if old is None:
        return NEW, copies
    for key, said in _SEEN.items():
        if old[key] != new[key]:
            return said, copies
    more = max(0, copies - old["copies"])
    return (MORE if more else SAME), more


def _state(folder: Path) -> dict[str, Any]:
    """The last orders by place; a damaged file is none."""
    with suppress(OSError, RefusedError, ValueError, RecursionError):
        kept = json.loads(ownership.bytes_of(folder / STATE))
        if isinstance(kept, dict):
            return kept
    return {}


def _is_state(raw: bytes) -> bool:
    """Whether *raw* holds orders by place: one line of ours at least."""
    with suppress(ValueError, RecursionError):
        found = json.loads(raw)
        return isinstance(found, dict) and any(map(_lines, found.values()))
    return False


def _lines(kept: Any) -> dict[str, dict[str, Any]]:
    """The lines of a last order by file; a damaged one is no line."""
    texts = {"target", "title", "size", *_SEEN}
    return {
        name: line
        for name, line in (kept.items() if isinstance(kept, dict) else ())
        if isinstance(line, dict)
        and all(isinstance(line.get(key), str) for key in texts)
        and isinstance(line.get("copies"), int)
    }


def write(
    rows: Sequence[Row], folder: Path, place: Room, *, school: str, day: str, bleed: float
) -> None:
    """The order as PDF for the print shop and as a table."""
    cells = [
        [str(n), r.title, r.size, str(r.copies), r.text_hash, r.state, r.file]
        for n, r in enumerate(rows, 1)
    ]
    sheet = Sheet(
        "order.typ",
        {
            "heading": f"{place.name}上墙制度订单",
            "school": school,
            "day": day,
            "date": [*map(int, day.split("-"))],
            "bleed": f"{bleed:g}" if bleed else "",
            "headings": list(HEADINGS),
            "rows": cells,
            "kinds": sum(row.copies > 0 for row in rows),
            "total": sum(row.copies for row in rows),
            "printed": [row.copies > 0 for row in rows],
        },
    )
    pdf, csv_name = names(place)
    table = io.StringIO()
    csv.writer(table, lineterminator="\r\n").writerows([HEADINGS, *cells])
    content = ("\ufeff" + table.getvalue()).encode()  # Excel and WPS need the mark
    ownership.put_all(folder, {pdf: Press().pdf(sheet)[0], csv_name: content})
