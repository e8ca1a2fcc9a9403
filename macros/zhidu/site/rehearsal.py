"""A release that is only tried: what would change on the public site, and nothing in the project does."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhidu.site.release import Released, release

_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>", re.DOTALL)
_SPACES = re.compile(r"\s+")
_DAY = re.compile("数据截至[^。；，]*")  # of every page, whatever changed
_PAGE = "index.html"
_AWAY = frozenset({".git", ".venv", "node_modules"})
_OURS = frozenset({"sw.js", "SHA256SUMS", ".zhidu-made"})  # they follow from the others


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What a release would do: the addresses of pages that come, change or go, and how many other files differ."""

    released: Released
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def rehearse(root: Path, issuance: str | None, site: Path, as_of: date | None) -> Rehearsal:
    """Release a copy of *root*, and compare its site with the one at *site*."""
    with tempfile.TemporaryDirectory(prefix="zhidu-") as room:
        copy = Path(room) / "project"
        away = {site.absolute(), (root / "site").absolute()}

        def left_out(folder: str, names: list[str]) -> list[str]:
            return [n for n in names if n in _AWAY or (Path(folder) / n).absolute() in away]

        shutil.copytree(root.absolute(), copy, ignore=left_out, symlinks=True)
        released = release(copy, issuance, copy / "site", as_of)
        outcome = released.outcome
        if outcome is None or outcome.site is None:
            return Rehearsal(released=released)
        before, after = _files(site), _files(copy / "site")
        return Rehearsal(
            released=released,
            new=_pages(after.keys() - before.keys()),
            gone=_pages(before.keys() - after.keys()),
            changed=_pages(
                name
                for name in after.keys() & before.keys()
                if name.endswith(_PAGE) and _said(after[name]) != _said(before[name])
            ),
            files=tuple(
                sorted(
                    name
                    for name, path in after.items()
                    if not name.endswith(".html")
                    and Path(name).name not in _OURS
                    and (name not in before or before[name].read_bytes() != path.read_bytes())
                )
            ),
        )


def _files(site: Path) -> dict[str, Path]:
    if not site.is_dir():
        return {}
    return {p.relative_to(site).as_posix(): p for p in site.rglob("*") if p.is_file()}


def _pages(names: Iterator[str] | set[str]) -> tuple[str, ...]:
    """The addresses of those *names* that are pages."""
    return tuple(sorted(f"/{name.removesuffix(_PAGE)}" for name in names if name.endswith(_PAGE)))


def _said(page: Path) -> str:
    """What a page says to a reader."""
    text = page.read_text(encoding="utf-8")
    return _DAY.sub("", _SPACES.sub(" ", _TAG.sub(" ", text)))
