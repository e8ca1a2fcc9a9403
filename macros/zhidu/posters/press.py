"""Typst, kept warm: a sheet in, a PDF or a picture out. Fits are kept between runs.

A press serves several threads. Never fork a process that has one: the compiler's threads would not survive; `batch`
starts its workers by spawn.
"""

import io
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import typst

from zhidu.posters.errors import CannotPrintError
from zhidu.posters.glyphs import FOLDER as FONTS
from zhidu.posters.glyphs import named, rare_fonts
from zhidu.posters.sheets import FOLDER, Sheet
from zhidu.reading.disk import file_marks, user_cache

STANDARDS: list[Any] = ["a-2a", "ua-1"]  # they also make a missing glyph an error
_FIT = "fit"  # the label under which every template leaves its fit
_SOFTWARE = 0x0131  # the tag of Exif for the program that made a picture
SMALLEST = 4  # pt: no body is set smaller
MOST_PARTS = 2_000  # paragraphs and cells of a body: the typesetter cannot be broken off, and takes 3 s for as many
MOST_LETTERS = 250_000  # of a body: 2 s; so many fill an A1 with type of `SMALLEST`


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How the body was set: type size in pt, spacing, ends of the columns, how full the sheet is, what was left out.

    `pages` is on how many sheets.
    """

    size: float
    spacing: float
    ends: tuple[int, ...]
    wider: tuple[float, ...]
    fill: float
    left_out: int = 0
    pages: int = 1


def fonts() -> typst.Fonts:
    """Our fonts, the rare ones where they are installed, and no others."""
    rare = rare_fonts()
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(FONTS), *([str(rare)] if rare else [])],
    )


def compiler(layout: str, known: typst.Fonts) -> typst.Compiler:
    """What sets the sheets of a *layout*, a file of this folder."""
    place = str(FOLDER / layout)
    return typst.Compiler(place, root=str(FOLDER), font_paths=known, ignore_system_fonts=True)


class Press:
    """A compiler with its fonts. With `anew`, every sheet is measured, whatever was kept."""

    def __init__(self, *, anew: bool = False) -> None:
        self._anew = anew
        self._fonts = fonts()
        self._own = threading.local()  # compilers by template: a compiler is for one thread

    def pdf(self, sheet: Sheet) -> tuple[bytes, Fit]:
        """The sheet as PDF/A-2a and PDF/UA-1, and how its body was set."""
        return self._made(sheet, format="pdf", pdf_standards=STANDARDS)

    def png(self, sheet: Sheet, ppi: float) -> tuple[bytes, Fit]:
        """A picture of the sheet; of the first where there are several."""
        return self._made(sheet, format="png", ppi=ppi)

    def webp(self, sheet: Sheet, ppi: float) -> tuple[bytes, Fit]:
        """A picture of the sheet for a page: a fifth of the size."""
        from PIL import Image  # noqa: PLC0415  only the gallery needs it

        png, fit = self.png(sheet, ppi)
        made = io.BytesIO()
        Image.open(io.BytesIO(png)).convert("RGB").save(
            made, "webp", quality=60, method=6, exif=_exif()
        )
        return made.getvalue(), fit

    def _made(self, sheet: Sheet, **options: Any) -> tuple[bytes, Fit]:
        if not _settable(sheet.data.get("blocks", ())):
            raise CannotPrintError(
                "文字太多，一张放不下，多大的尺寸都不行。请在网页上看，或导出 Word。"
            )
        known = self._kept(sheet)
        compiler = self._compiler(sheet.template)
        data = json.dumps({**sheet.data, "fit": known}, ensure_ascii=False)
        try:
            made = compiler.compile(sys_inputs={"data": data}, **options)
        except typst.TypstError as error:
            raise CannotPrintError(_said(error)) from error
        if known is None:
            known = json.loads(compiler.query(f"<{_FIT}>", field="value", one=True))
            self._keep(sheet, known)
        fit = _fit(known)
        if fit.size < SMALLEST:
            raise CannotPrintError("文字太多，这个尺寸放不下。请换大一号的尺寸。")
        # a picture shows the first sheet
        return (made[0] if isinstance(made, list) else made or b""), fit

    def _compiler(self, template: str) -> typst.Compiler:
        own: dict[str, typst.Compiler] = self._own.__dict__
        if template not in own:
            own[template] = compiler(template, self._fonts)
        return own[template]

    def _kept(self, sheet: Sheet) -> Any:
        raw = None if self._anew else user_cache.fetch(user_cache.name_of("fit", sheet.fit_key))
        if raw is None:
            return None
        try:
            found = json.loads(raw)
            _fit(found)
        except (ValueError, TypeError, KeyError, RecursionError):
            return None  # damaged: measured anew
        return found

    def _keep(self, sheet: Sheet, fit: Mapping[str, Any]) -> None:
        if not self._anew and fit["size"] >= SMALLEST:
            user_cache.store(user_cache.name_of("fit", sheet.fit_key), json.dumps(fit).encode())


def _settable(blocks: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a body of *blocks* is short enough to be tried."""
    texts = [text for block in blocks for text in (block["text"], *chain(*block.get("rows", ())))]
    return len(texts) <= MOST_PARTS and sum(map(len, texts)) <= MOST_LETTERS


def _fit(found: Any) -> Fit:
    return Fit(
        size=float(found["size"]),
        spacing=float(found["spacing"]),
        ends=tuple(map(int, found["ends"])),
        wider=tuple(map(float, found["wider"])),
        fill=float(found["fill"]),
        left_out=int(found.get("left_out", 0)),
        pages=int(found.get("pages", 1)),
    )


def _exif() -> bytes:
    """What says of a picture who made it."""
    from PIL import Image  # noqa: PLC0415  as above

    made = Image.Exif()
    made[_SOFTWARE] = file_marks.WORD
    return made.tobytes()


def _said(error: typst.TypstError) -> str:
    """What a print shop's customer can do about *error*."""
    text = str(error)
    if "could not be displayed" in text or "no font" in text or "glyph" in text:
        strange = [c for c in text if ord(c) > 0x7F]  # noqa: PLR2004  the message is English
        return f"字库里没有这个字：{'、'.join(map(named, strange))}。" if strange else text
    return f"排版失败：{text.splitlines()[0]}"
