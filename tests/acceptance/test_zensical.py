"""The tree that `zhidu pages` writes becomes the same pages under MkDocs, Zensical, ProperDocs and MaterialX."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage
from support.site_server import serving

from zhidu.site.stubs import FOLDERS

ROOT = Path(__file__).parent.parent.parent
PROJECT = ("docs", "policies", "checklists", "schema", "macros", "site_overrides", "mkdocs.yml")
THEME = (
    "__"  # the themes' own anchors: Zensical's 404 page has a place to skip to, Material's has none
)
MATERIALX = ROOT / ".cache" / "materialx"
"""Apart from the others: it brings a package of the same name as Material's own."""
ZENSICAL_SAYS = re.compile(r"Build started|No issues found|Build finished in [0-9.]+m?s")


@dataclass
class Article:
    """What a page's article says, and what in it can be linked to or leads elsewhere."""

    words: list[str] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.article = Article()
        self._inside: list[str] = []  # the article and what in it is not shown

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"article", "script", "style"}:
            self._inside.append(tag)
        if "article" in self._inside:
            ids = [value or "" for name, value in attrs if name == "id"]
            self.article.anchors += [name for name in ids if not name.startswith(THEME)]
            self.article.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._inside and self._inside[-1] == "article":
            self.article.words.append(data)


def _articles(site: Path) -> dict[str, Article]:
    found = {}
    for path in sorted(site.rglob("*.html")):
        reader = _Reader()
        reader.feed(path.read_text(encoding="utf-8"))
        found[path.relative_to(site).as_posix()] = reader.article
    return found


def _run(folder: Path, *command: str, before: Path | None = None) -> str:
    """What *command* prints, run in *folder* by this Python's environment; packages in *before* come first."""
    ran = subprocess.run(
        [str(Path(sys.executable).with_name(command[0])), *command[1:]],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(before)} if before else None,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    return ran.stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a fresh clone has it, with the page sources written and nothing else."""
    folder = tmp_path_factory.mktemp("both-worlds")
    for name in PROJECT:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(ROOT / name, folder)
    for name in FOLDERS:
        shutil.rmtree(folder / "docs" / name, ignore_errors=True)
    _run(folder, "zhidu", "pages")
    return folder


@pytest.fixture(scope="module")
def zensical_says(project: Path) -> str:
    """The output of Zensical, which is built first: it runs no hooks, so what it shows the stubs made."""
    return _run(project, "zensical", "build", "--clean", "--strict")


@pytest.fixture(scope="module")
def under_zensical(project: Path, zensical_says: str) -> dict[str, Article]:
    assert zensical_says
    return _articles(project / "site")


@pytest.fixture(scope="module")
def under_mkdocs(project: Path, zensical_says: str) -> dict[str, Article]:
    assert zensical_says
    _run(project, "mkdocs", "build", "--strict", "--site-dir", "site-mkdocs")
    return _articles(project / "site-mkdocs")


def _under_properdocs(project: Path) -> dict[str, Article]:
    # said at all times: that the file will have to be called properdocs.yml one day
    _run(project, "properdocs", "build", "--strict", "-f", "mkdocs.yml", "--site-dir", "site-p")
    return _articles(project / "site-p")


def _under_materialx(project: Path) -> dict[str, Article]:
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    assert "  name: material\n" in settings
    renamed = settings.replace("  name: material\n", "  name: materialx\n")
    (project / "materialx.yml").write_text(renamed, encoding="utf-8")
    command = ("mkdocs", "build", "--strict", "-f", "materialx.yml", "--site-dir", "site-x")
    _run(project, *command, before=MATERIALX)
    theirs, ours = (_sheets(project / name) for name in ("site-x", "site-mkdocs"))
    assert theirs != ours, "this was Material itself"
    return _articles(project / "site-x")


def _sheets(site: Path) -> list[str]:
    return sorted(path.name for path in (site / "assets" / "stylesheets").iterdir())


@pytest.mark.parametrize("built", [_under_properdocs, _under_materialx])
def test_what_continues_mkdocs_and_material_makes_the_same(
    project: Path, under_mkdocs: dict[str, Article], built: Callable[[Path], dict[str, Article]]
) -> None:
    theirs = built(project)
    assert sorted(theirs) == sorted(under_mkdocs)
    for page, article in under_mkdocs.items():
        found = theirs[page]
        assert (found.text, found.anchors, found.links) == (
            article.text,
            article.anchors,
            article.links,
        ), page


def test_zensical_has_nothing_to_say(zensical_says: str) -> None:
    # exit status 0 proves little: it ignores what it does not know, so every line must be a known one
    lines = [line for line in zensical_says.splitlines() if line.strip()]
    assert [line for line in lines if not ZENSICAL_SAYS.fullmatch(line)] == []
    assert "No issues found" in lines


def test_same_pages(under_zensical: dict[str, Article], under_mkdocs: dict[str, Article]) -> None:
    assert sorted(under_zensical) == sorted(under_mkdocs)


def test_same_articles(
    under_zensical: dict[str, Article], under_mkdocs: dict[str, Article]
) -> None:
    assert all(article.text for article in under_mkdocs.values())
    for page, article in under_mkdocs.items():
        assert under_zensical[page].text == article.text, page


def test_same_anchors_and_links(
    under_zensical: dict[str, Article], under_mkdocs: dict[str, Article]
) -> None:
    for page, article in under_mkdocs.items():
        assert under_zensical[page].anchors == article.anchors, page
        # the last step of a build gives plain texts their names, and names them in pages
        links = [
            link.replace("index.html.md.txt", "index.html.md")
            for link in under_zensical[page].links
        ]
        assert links == list(article.links), page


SHOWN = (
    "",
    "policies/a8/",
    "roles/network-administrator/",
    "search/?q=%E9%92%A5%E5%8C%99",
    "about/",
)


def _not_theirs(said: ConsoleMessage) -> str:
    """What a page complains of, unless Zensical's own script is refused its style for its own search box."""
    theirs = "/assets/javascripts/" in said.location["url"] and "inline style" in said.text
    return "" if theirs else said.text


def test_it_can_be_delivered(
    project: Path, under_zensical: dict[str, Article], browser: Browser
) -> None:
    """The last step of a build does for its site what it does for ours: a policy that refuses nothing of it."""
    assert under_zensical
    site = shutil.copytree(project / "site", project / "site-delivered")
    _run(project, "zhidu", "deliver", str(site))
    wrong: list[str] = []
    with serving(site) as address:
        for path in SHOWN:
            page = browser.new_page()
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on(
                "console", lambda m: wrong.append(_not_theirs(m)) if m.type == "error" else None
            )
            page.goto(f"{address}/{path}", wait_until="load")
            assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1
            page.wait_for_timeout(500)
            page.close()
    assert [text for text in wrong if text] == []
