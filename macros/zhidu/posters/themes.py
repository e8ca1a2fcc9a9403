"""Themes: one folder each in `themes/`, with `theme.json` (name, colours, what stands on what) and `theme.typ`."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zhidu.posters.errors import CannotPrintError
from zhidu.reading.findings import meant

FOLDER = Path(__file__).parent / "themes"


@dataclass(frozen=True, slots=True)
class Theme:
    """A look. `stands` are pairs (text colour, ground colour); `suits` the kinds of policy it is proposed for."""

    id: str
    name: str
    about: str
    colours: dict[str, str]
    stands: tuple[tuple[str, str], ...]
    suits: tuple[str, ...]


@cache
def themes() -> dict[str, Theme]:
    """Every theme by id, in the order of `rank`."""
    read = {
        path.parent.name: json.loads(path.read_text(encoding="utf-8"))
        for path in FOLDER.glob("*/theme.json")
    }
    return {
        name: Theme(
            id=name,
            name=data["name"],
            about=data["about"],
            colours=data["colours"],
            stands=tuple((text, ground) for text, ground in data["stands"]),
            suits=tuple(data["suits"]),
        )
        for name, data in sorted(read.items(), key=lambda item: (item[1]["rank"], item[0]))
    }


def theme(name: str) -> Theme:
    """The theme called *name*, by id or by its Chinese name."""
    for found in themes().values():
        if name in {found.id, found.name}:
            return found
    known = "、".join(f"{t.id}（{t.name}）" for t in themes().values())
    hint = meant(name, themes(), f"可以选 {known}。")
    raise CannotPrintError(f"没有“{name[:20]}”这个样式。{hint}")


def proposed(kind: str) -> Theme:
    """The theme for a kind of policy, or for `card`; the first one where none says it suits."""
    return next((t for t in themes().values() if kind in t.suits), next(iter(themes().values())))
