"""The site's ready sheets: policies in the common sizes and every theme, duty cards, and a small picture of each.

They stand in `docs/sheets/`, which belongs to this module. `zhidu build` makes them; pages list only what is there and
still carries the text in force, so that a site built without them has no dead links.
"""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, astuple, dataclass, replace
from pathlib import Path

from zhidu.handbook.book import Handbook
from zhidu.posters import batch, cards, sheets, sizes, themes
from zhidu.posters.batch import Job
from zhidu.posters.errors import CannotPrintError
from zhidu.posters.sheets import Sheet
from zhidu.posters.sizes import Size
from zhidu.reading.disk import ownership
from zhidu.views.on_paper.printed_text import printed

FOLDER = "sheets"
_MANIFEST = ".sheets.json"
CARD = "card"
POCKET = "pocket"
EVERY_THEME = (sizes.parse("A3"), sizes.USUAL)
PROPOSED = (*sizes.COMMON, sizes.parse("900x600"))
CARD_SIZES = (sizes.parse("A4"), sizes.parse("400x600"))
PICTURED = sizes.USUAL
PICTURE_WIDTH = 240  # pixels: 160 on the page, and nobody reads the small print of a small picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A file of the gallery. `of` is a policy or a role; a picture has no type size."""

    name: str
    of: str
    theme: str
    size: Size
    text_hash: str
    picture: bool = False
    pocket: bool = False
    type_pt: float = 0
    count: int = 0  # bytes


Prints = tuple[Print, ...]


def make(handbook: Handbook, docs: Path, *, site: str) -> Prints:
    """Bring `docs/sheets/` up to date; all its files. Only what changed is printed anew."""
    folder = docs / FOLDER
    ownership.within(docs, folder)
    wanted = list(_wanted(handbook, site))
    jobs = [job for job, _ in wanted]
    outcomes = batch.run(jobs, folder, workers=min(os.cpu_count() or 1, 4))
    problem = next((done for done in outcomes if done.problem), None)
    if problem is not None:
        raise CannotPrintError(f"{problem.name}：{problem.problem}")
    prints = tuple(
        replace(entry, type_pt=done.size, count=(folder / done.name).stat().st_size)
        for (_, entry), done in zip(wanted, outcomes, strict=True)
    )
    names = {entry.name for entry in prints}
    for file in sorted(folder.iterdir()):
        if file.name not in names and not file.name.startswith("."):
            ownership.remove(file)
    ownership.put(folder / _MANIFEST, _written(prints), ours=_is_manifest)
    return prints


def read(docs: Path) -> Prints:
    """What `docs/sheets/` holds, as it was last made; nothing where that cannot be read."""
    folder = docs / FOLDER
    found: list[Print] = []
    with suppress(OSError, ValueError, TypeError, KeyError):
        for entry in json.loads((folder / _MANIFEST).read_bytes()):
            size = Size(*entry.pop("size"))
            if (folder / entry["name"]).is_file():
                found.append(Print(size=size, **entry))
    return tuple(found)


def _is_manifest(raw: bytes) -> bool:
    """Whether *raw* was written below."""
    with suppress(ValueError, TypeError, RecursionError):
        rows = json.loads(raw)
        return isinstance(rows, list) and all(
            "text_hash" in row and "picture" in row for row in rows
        )
    return False


def _written(prints: Prints) -> bytes:
    rows = [{**asdict(p), "size": astuple(p.size)} for p in prints]
    return json.dumps(rows, indent=0).encode()


def _wanted(handbook: Handbook, site: str) -> Iterator[tuple[Job, Print]]:
    for policy, edition in handbook.current.items():
        text = printed(edition)
        proposed = themes.proposed(edition.policy.kind).id
        for theme in themes.themes():
            for size in PROPOSED if theme == proposed else EVERY_THEME:
                sheet = sheets.poster(text, size, theme, site=site)
                yield _pdf(policy, theme, size, text.hash, sheet)
            sheet = sheets.poster(text, PICTURED, theme, site=site)
            yield _picture(policy, theme, PICTURED, text.hash, sheet)
    theme = themes.proposed(CARD).id
    for role in cards.roles(handbook):
        card = cards.card_text(handbook, role)
        for size in CARD_SIZES:
            sheet = cards.card(card, size, theme, site=site)
            yield _pdf(role, theme, size, card.hash, sheet)
        yield _picture(role, theme, size, card.hash, sheet)
        pocket = cards.pocket(card, theme, site=site)
        yield _pdf(role, theme, sizes.POCKET, card.hash, pocket, pocket=True)


def _pdf(
    of: str, theme: str, size: Size, text_hash: str, sheet: Sheet, *, pocket: bool = False
) -> tuple[Job, Print]:
    name = f"{of}-{POCKET if pocket else size.name}-{theme}.pdf"
    made = Print(name=name, of=of, theme=theme, size=size, text_hash=text_hash, pocket=pocket)
    return Job(name, sheet), made


def _picture(of: str, theme: str, size: Size, text_hash: str, sheet: Sheet) -> tuple[Job, Print]:
    ppi = PICTURE_WIDTH / (size.width / 25.4)
    name = f"{of}-{theme}.webp"
    made = Print(name=name, of=of, theme=theme, size=size, text_hash=text_hash, picture=True)
    return Job(name, sheet, ppi), made
