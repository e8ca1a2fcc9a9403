"""A sheet: everything one PDF is made of, as data for its Typst template."""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from zhidu.posters.glyphs import FOLDER as FONTS
from zhidu.posters.glyphs import RARE_FAMILY
from zhidu.posters.sizes import Size
from zhidu.reading.disk import user_cache
from zhidu.views.on_paper.printed_text import Block, PrintedText

FOLDER = Path(__file__).parent

NOTE = 12  # the level of an editor's note, below the text: smaller, and plainly no part of it

_NOT_OF_THE_FIT = frozenset(
    {"school", "emblem", "url", "qr", "bleed", "more-fonts", "date", "hash"}
)
"""What of a sheet's data leaves the size of its body as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dress:
    """What a school or a print shop chooses, whatever the sheet says. `emblem` is checked SVG."""

    school: str = ""
    emblem: str | None = None
    bleed: float = 0
    rare: bool = False  # some character of the school's name needs the optional fonts


PLAIN = Dress()


@dataclass(frozen=True, slots=True)
class Sheet:
    """`template` is a file beside this one; `data` is what it reads, JSON through and through."""

    template: str
    data: Mapping[str, Any] = field(hash=False)

    @property
    def fit_key(self) -> str:
        """By this a fit can be kept: text, size, template and fonts, never the school."""
        own = {k: v for k, v in self.data.items() if k not in _NOT_OF_THE_FIT}
        return _digest(self.template, own)

    @property
    def key(self) -> str:
        """By this a finished PDF can be kept: the same key, the same bytes."""
        return _digest(self.template, self.data)


def _digest(template: str, data: Any) -> str:
    text = json.dumps([engine(), template, data], ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@cache
def engine() -> str:
    """Changes when a template, a theme, a font or the typesetter does."""
    import typst  # noqa: PLC0415  pages that only list sheets do without

    of = typst.__version__  # type: ignore[attr-defined]  # its stub forgets it
    found = hashlib.blake2b(of.encode(), digest_size=16)
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in {".typ", ".json"}:
            found.update(path.name.encode() + path.read_bytes())
    found.update((FONTS / "SHA256SUMS").read_bytes())
    return found.hexdigest()


@cache
def qr_code(url: str) -> str | None:
    """The QR code of *url* as SVG with its quiet zone; none where there is no address."""
    return user_cache.made(url, _drawn).decode() if url else None


def _drawn(url: str) -> bytes:
    import segno  # noqa: PLC0415  slow to import, and a code that is kept needs none

    buffer = io.BytesIO()
    code = segno.make(url, error="m", micro=False)
    code.save(buffer, kind="svg", xmldecl=False, omitsize=True, light="white")
    return buffer.getvalue()


def verify_path(text: PrintedText) -> str:
    """Where on the site a printed text is verified."""
    return f"verify/{text.policy}/{text.edition}/#{text.hash}"


def absolute(site: str, path: str) -> str:
    """The full address of *path*; nothing where the site has none."""
    return f"{site.rstrip('/')}/{path}" if site else ""


def common(size: Size, theme: str, dress: Dress, url: str) -> dict[str, Any]:
    """What the templates of all sheets read."""
    return {
        "theme": theme,
        "width": size.width,
        "height": size.height,
        "bleed": dress.bleed,
        "school": dress.school,
        "emblem": dress.emblem,
        "more-fonts": [RARE_FAMILY] if dress.rare else [],
        "url": url,
        "qr": qr_code(url),
    }


def _block(block: Block) -> dict[str, Any]:
    found = asdict(block)
    if not block.rows:
        del found["rows"]
    return found


def poster(
    text: PrintedText, size: Size, theme: str, *, dress: Dress = PLAIN, site: str = ""
) -> Sheet:
    """A policy for the wall."""
    url = absolute(site, verify_path(text))
    corrected = [f"改正明显错字 {text.corrected} 处，见勘误"] if text.corrected else []
    return Sheet(
        "poster.typ",
        {
            **common(size, theme, dress, url),
            "title": list(text.title),
            "suffix": text.suffix,
            "label": text.label,
            "about": [text.label, f"{text.edition} 印发", *corrected],
            "hash": text.hash,
            "scan": "扫码核对：墙上这张是不是现行文本",
            "columns": [],
            "blocks": [
                *(_block(block) for block in text.blocks),
                *({"level": NOTE, "number": "", "text": note} for note in text.notes),
            ],
            "issuer": text.issuer,
            "signed": text.signed,
            "date": [*map(int, text.edition.split("-"))],
        },
    )
