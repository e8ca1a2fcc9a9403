"""What a reader, a print shop and a validator see of a PDF."""

import io
import re
from dataclasses import dataclass
from typing import Any

import pypdf
import pypdfium2
from PIL import Image

MM = 72 / 25.4


@dataclass(frozen=True)
class Pdf:
    """A PDF taken apart. Boxes in mm; `text` without white space, page by page."""

    pages: int
    trim: tuple[float, float]
    media: tuple[float, float]
    bleed: tuple[float, float]  # the media box, where no bleed box is written
    text: str
    fonts: dict[str, bool]  # base name → embedded
    metadata: str
    language: str
    tagged: bool
    title: str
    transparent: bool  # something shines through: an old press may show it otherwise


def taken_apart(content: bytes) -> Pdf:
    """The PDF in *content*."""
    reader = pypdf.PdfReader(io.BytesIO(content), strict=True)
    page = reader.pages[0]
    fonts: dict[str, bool] = {}
    for each in reader.pages:
        resources: Any = each["/Resources"]
        for reference in resources.get("/Font", {}).values():
            font = reference.get_object()
            inner = font["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"]
            fonts[str(font["/BaseFont"])] = any(
                key in descriptor for key in ("/FontFile2", "/FontFile3")
            )
    document = pypdfium2.PdfDocument(content)
    text = "".join(p.get_textpage().get_text_bounded() for p in document)
    catalog: Any = reader.trailer["/Root"]
    xmp = catalog["/Metadata"].get_object().get_data().decode()
    return Pdf(
        pages=len(reader.pages),
        trim=_mm(page.trimbox),
        media=_mm(page.mediabox),
        bleed=_mm(page.bleedbox),
        text=squeezed(text),
        fonts=fonts,
        metadata=xmp,
        language=str(catalog["/Lang"]),
        tagged=bool(catalog["/MarkInfo"]["/Marked"]),
        title=str(reader.metadata.title if reader.metadata else ""),
        transparent=any(map(_transparent, reader.pages)),
    )


def _transparent(page: Any) -> bool:
    """Whether a drawing state lets something shine through, or a picture has a mask."""
    resources = page["/Resources"]
    states = [state.get_object() for state in resources.get("/ExtGState", {}).values()]
    drawn = [each.get_object() for each in resources.get("/XObject", {}).values()]
    return any("/SMask" in each for each in (*states, *drawn)) or any(
        state.get(key, 1) != 1 for state in states for key in ("/ca", "/CA")
    )


def _mm(box: pypdf.generic.RectangleObject) -> tuple[float, float]:
    return round(float(box.width) / MM, 2), round(float(box.height) / MM, 2)


def lines(content: bytes) -> list[str]:
    """What stands on each line of the PDF in *content*, as a reader of lines would find it."""
    document = pypdfium2.PdfDocument(content)
    return [line for p in document for line in p.get_textpage().get_text_bounded().splitlines()]


def letters(content: bytes) -> list[tuple[float, float, float, float]]:
    """Where each character of the first page stands: left, bottom, right, top in mm from its lower left corner."""
    text = pypdfium2.PdfDocument(content)[0].get_textpage()
    boxes = (
        text.get_charbox(n) for n in range(text.count_chars()) if text.get_text_range(n, 1).strip()
    )
    return [(left / MM, bottom / MM, right / MM, top / MM) for left, bottom, right, top in boxes]


def squeezed(text: str) -> str:
    """*text* without white space, which typesetting adds and removes."""
    return re.sub(r"[\s\u3000\u00a0\ufffe]+", "", text)


def picture(content: bytes, width: int, number: int = 0) -> Image.Image:
    """A page, the first if not told otherwise, *width* pixels wide."""
    page = pypdfium2.PdfDocument(content)[number]
    image: Image.Image = page.render(scale=width / page.get_width()).to_pil()
    return image.convert("RGB")
