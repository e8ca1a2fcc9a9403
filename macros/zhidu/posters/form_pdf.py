"""Forms, lists and texts with pinyin as PDF. The layouts are in `form.typ`, `list.typ` and `pinyin.typ`; the words go in as data, never as commands."""

import dataclasses
import json
from functools import cache, lru_cache
from typing import Any

import typst

from zhidu.posters.press import STANDARDS, compiler, fonts
from zhidu.reading.disk.refused import RefusedError
from zhidu.views.on_paper.lists import ListSheet, scaled
from zhidu.views.on_paper.record_forms import PROPOSAL, FormSheet
from zhidu.views.on_paper.sounded import SoundedPolicy

MOST_ROWS = 3_000
"""Of a list: the typesetter cannot be broken off, and takes 4 s for these hundred sheets."""


@cache
def _compiler(layout: str) -> typst.Compiler:
    """The compiler with its fonts, made once a layout. A process that has it must not fork."""
    return compiler(layout, fonts())


@lru_cache(maxsize=256)  # a live server asks for all of them after each edit
def pdf(sheet: FormSheet) -> bytes:
    """*sheet* as PDF/A-2a and PDF/UA-1."""
    return _set(
        "form.typ",
        {
            **dataclasses.asdict(sheet),
            "date": [sheet.date.year, sheet.date.month, sheet.date.day],
            "groups": sheet.groups,
            "issued": sheet.issued,
            "basis": [basis.text for basis in sheet.basis],
            "proposal": PROPOSAL,
        },
    )


def list_pdf(sheet: ListSheet) -> bytes:
    """A list as PDF/A-2a and PDF/UA-1; RefusedError where it is no list any more but a book."""
    rows = sum(len(part.rows) for part in sheet.parts)
    if rows > MOST_ROWS:
        raise RefusedError(
            f"这张单子有 {rows} 行，排不成 PDF（最多 {MOST_ROWS} 行）。请分岗位做，或存成 .xlsx。"
        )
    paper = sheet.paper
    return _set(
        "list.typ",
        {
            **dataclasses.asdict(sheet),
            "subject": next((known for _, known in sheet.head if known), ""),
            "date": [sheet.date.year, sheet.date.month, sheet.date.day],
            "paper": dataclasses.asdict(paper),
            "parts": [
                {**dataclasses.asdict(part), "widths": scaled(part.widths, paper.line)}
                for part in sheet.parts
            ],
        },
    )


def sounded_pdf(sheet: SoundedPolicy) -> bytes:
    """A policy with its pinyin on one A3, as large as it goes, as PDF/A-2a and PDF/UA-1."""
    day = sheet.date
    return _set("pinyin.typ", {**dataclasses.asdict(sheet), "date": [day.year, day.month, day.day]})


def _set(layout: str, data: dict[str, Any]) -> bytes:
    made = _compiler(layout).compile(
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="pdf",
        pdf_standards=STANDARDS,
    )
    return b"".join(made) if isinstance(made, list) else made or b""
