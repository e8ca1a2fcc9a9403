"""README promises Chrome 78: what is shipped is held against its rules, and opened in the engine itself."""

import json
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from support.page_types import PAGE_TYPES
from support.site_server import serving

from zhidu.handbook.book import Handbook
from zhidu.site import offline

ROOT = Path(__file__).parent.parent.parent
ENGINES = Path(__file__).parent / "engines"
CACHE = ROOT / ".cache" / "chrome78"
THEME = ("assets/javascripts/", "assets/stylesheets/", "inline/theme-")


@pytest.fixture(scope="module")
def packed(site: Path, handbook: Handbook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the site."""
    path = tmp_path_factory.mktemp("engines") / "offline.zip"
    path.write_bytes(offline.archive(site, handbook.as_of))
    return path


def node(script: str, *arguments: str) -> Any:
    """What one of our scripts says, run by Node."""
    ran = subprocess.run(
        ["node", str(ENGINES / script), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


class _Scripts(HTMLParser):
    """The inline scripts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._inside = tag == "script" and "src" not in values and "type" not in values
        if self._inside:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._inside = False


@pytest.fixture(scope="module")
def newer(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What in the shipped scripts and style sheets Chrome 78 does not know."""
    folder = tmp_path_factory.mktemp("shipped") / "site"
    shutil.copytree(site, folder)
    for sheet in (ROOT / "site_overrides" / "assets" / "zhidu").glob("*.css"):
        shutil.copy(sheet, folder / "assets" / "zhidu")  # on the site they are one with the theme's
    (folder / "inline").mkdir()
    seen: set[str] = set()
    for page in sorted(site.rglob("*.html")):
        reader = _Scripts()
        reader.feed(page.read_text(encoding="utf-8"))
        seen.update(reader.found)
    assert len(seen) > 3
    for number, script in enumerate(sorted(seen)):
        whose = "theme" if "__md_" in script or "palette" in script else "ours"
        (folder / "inline" / f"{whose}-{number}.js").write_text(script, encoding="utf-8")
    said: dict[str, Any] = node("rules.mjs", str(folder), str(ENGINES / "guarded.json"))
    return said


def test_nothing_of_ours_is_newer_without_a_guard(newer: dict[str, Any]) -> None:
    ours = [found for found in newer["found"] if not found["file"].startswith(THEME)]
    assert ours == []


def test_every_guard_guards_something(newer: dict[str, Any]) -> None:
    assert newer["idle"] == []


def test_what_the_theme_uses_is_known(
    newer: dict[str, Any], record_property: Callable[[str, object], None]
) -> None:
    """Told, not judged: the theme's own code is tried out in the engine below."""
    theirs = Counter(
        f"{found['file'].rpartition('/')[2]}: {found['text'].partition(': ')[0]}"
        for found in newer["found"]
        if found["file"].startswith(THEME) and "/lunr/" not in found["file"]
    )
    told = [f"{count} × {text}" for text, count in sorted(theirs.items())]
    record_property("newer than Chrome 78, in the theme", "\n".join(told))
    assert not [text for text in theirs if "Parsing error" in text]


def test_the_checker_sees_what_is_newer(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text(
        "const a = b?.c;\nd.replaceChildren();\nstructuredClone(a);\n'x'.replaceAll('a', 'b');\n",
        encoding="utf-8",
    )
    (tmp_path / "a.css").write_text(
        "p { width: min(1px, 2px); }\nq { width: 1px; width: min(1px, 2px); }\n"
        "@supports (inset: 0) { a:has(b) { color: red; } }\nu:has(b) { color: red; }\n",
        encoding="utf-8",
    )
    (tmp_path / "none.json").write_text("[]", encoding="utf-8")
    said = node("rules.mjs", str(tmp_path), str(tmp_path / "none.json"))
    assert sorted({(found["file"], found["line"]) for found in said["found"]}) == [
        ("a.css", 1),
        ("a.css", 4),
        ("a.js", 1),
        ("a.js", 2),
        ("a.js", 3),
        ("a.js", 4),
    ]


@pytest.fixture(scope="module", params=["web", "folder"])
def opened(
    request: pytest.FixtureRequest,
    site: Path,
    packed: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> list[dict[str, Any]]:
    """Every page type as Chrome 78 shows it, from a web server and from a folder."""
    shots = ROOT / ".cache" / "shots78" / request.param
    shots.mkdir(parents=True, exist_ok=True)
    types = {name: path for name, path in PAGE_TYPES.items() if name != "missing"}
    if request.param == "web":
        with serving(site) as address:
            said = node(
                "chrome78.mjs", str(CACHE), str(shots), *(address + p for p in types.values())
            )
    else:
        folder = tmp_path_factory.mktemp("stick")
        with zipfile.ZipFile(packed) as archive:
            archive.extractall(folder)
        pages = [re.split("(?=[?#])", path, maxsplit=1) for path in types.values()]
        start = (folder / "zhidu").as_uri()
        said = node(
            "chrome78.mjs",
            str(CACHE),
            str(shots),
            *(f"{start}{parts[0]}index.html{''.join(parts[1:])}" for parts in pages),
        )
    assert said["version"].startswith("HeadlessChrome/78."), said["version"]
    results: list[dict[str, Any]] = said["results"]
    assert len(results) == 2 * len(types)
    return results


def test_every_page_works_in_chrome_78(opened: list[dict[str, Any]]) -> None:
    assert [(page["address"], page["errors"]) for page in opened if page["errors"]] == []
    assert [page["address"] for page in opened if not page["heading"]] == []


def test_scripts_work_in_chrome_78(opened: list[dict[str, Any]]) -> None:
    searched = [page for page in opened if "?q=" in page["address"]]
    assert searched
    assert all(page["hits"] for page in searched)
    merged = [page for page in opened if "?with=" in page["address"]]
    assert merged
    assert all("、" in page["heading"] for page in merged)


def test_layout_degrades_decently_in_chrome_78(opened: list[dict[str, Any]]) -> None:
    assert [page["address"] for page in opened if page["sideways"]] == []
    assert [(page["address"], page["glued"][:3]) for page in opened if page["glued"]] == []
