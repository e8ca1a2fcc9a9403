"""Forms as PDF. The layout is in `form.typ`; the words go in as data and are never read as commands."""

import json
from functools import cache, lru_cache
from typing import Any

import typst

from zhidu.posters.glyphs import FOLDER as FONTS
from zhidu.posters.glyphs import rare_fonts
from zhidu.posters.press import STANDARDS
from zhidu.reading.disk.shipped import PACKAGE
from zhidu.views.on_paper.record_forms import PROPOSAL, FormSheet


@cache
def _compiler() -> typst.Compiler:
    """The compiler with its fonts, made once. A process that has it must not fork."""
    rare = rare_fonts()
    folder = PACKAGE / "posters"
    return typst.Compiler(
        str(folder / "form.typ"),
        root=str(folder),
        font_paths=typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(FONTS), *([str(rare)] if rare else [])],
        ),
        ignore_system_fonts=True,
    )


@lru_cache(maxsize=256)  # a live server asks for all of them after each edit
def pdf(sheet: FormSheet) -> bytes:
    """*sheet* as PDF/A-2a and PDF/UA-1."""
    data = json.dumps(_data(sheet), ensure_ascii=False)
    made = _compiler().compile(sys_inputs={"data": data}, format="pdf", pdf_standards=STANDARDS)
    return b"".join(made) if isinstance(made, list) else made or b""


def _data(sheet: FormSheet) -> dict[str, Any]:
    paper = sheet.paper
    return {
        "name": sheet.name,
        "issuer": sheet.issuer,
        "date": [sheet.date.year, sheet.date.month, sheet.date.day],
        "paper": {
            side: getattr(paper, side)
            for side in ("width", "height", "top", "right", "bottom", "left")
        },
        "head": sheet.head,
        "boxes": sheet.boxes,
        "columns": [
            {
                "name": column.name,
                "kind": column.kind,
                "width": column.width,
                "choices": column.choices,
            }
            for column in sheet.columns
        ],
        "groups": sheet.groups,
        "row_height": sheet.row_height,
        "sign": sheet.sign,
        "note": sheet.note,
        "issued": sheet.issued,
        "basis": [basis.text for basis in sheet.basis],
        "proposal": PROPOSAL,
    }
