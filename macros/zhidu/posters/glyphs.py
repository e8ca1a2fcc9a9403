"""The fonts of the sheets, and which characters they have."""

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"
# 44,810 characters, 20 MB: only for those who need it
RARE_PACKAGE = "manimgx-fonts-cjk==2026.9.26.post1"
RARE_MODULE = "manimgx_fonts_cjk"
RARE_FAMILY = "Noto Sans CJK SC"


@cache
def covered() -> frozenset[str]:
    """Every character that all three fonts have."""
    return frozenset((FOLDER / "characters.txt").read_text(encoding="utf-8")) - {"\n"}


def missing(text: str) -> tuple[str, ...]:
    """The characters of *text* that the fonts do not have, each once, in order."""
    return tuple(dict.fromkeys(c for c in text if c not in covered()))


def rare_fonts() -> Path | None:
    """The folder of the optional package with rare characters, where it is installed."""
    spec = find_spec(RARE_MODULE)
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) if places else None


def named(character: str) -> str:
    """A character as a message names it: 𠮷（U+20BB7）."""
    shown = character if unicodedata.category(character)[0] in "LNPS" else "看不见的字符"
    return f"{shown}（U+{ord(character):04X}）"
