"""Fixtures that several test files share, whether tests run one after another or on every core.

On every core, each process has its own browser and its own handbook. The site is one for all, and nobody writes to it.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser
from support.chromium import chromium
from support.fictional import write
from support.once import alone, built_once
from support.site_server import serving
from support.yunling import YUNLING, clean

from zhidu.handbook.book import Handbook

SHARING = "PYTEST_XDIST_WORKER" in os.environ
"""Whether this process is one of several, started by another that has read this file, too."""

if not SHARING:
    CACHE = tempfile.TemporaryDirectory(prefix="zhidu-cache-")
    """What is kept between runs starts empty, and no test leaves anything behind in the user's own."""
    os.environ["XDG_CACHE_HOME"] = CACHE.name

hypothesis.settings.register_profile("unhurried", deadline=None)  # a busy machine is no failure
hypothesis.settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="rewrite the expected texts of case files"
    )


@pytest.fixture(scope="session")
def handbook() -> Handbook:
    """The fictional bureau's policies. In `content/` it is the policies that are there, whoever's they are."""
    return clean(YUNLING)


@pytest.fixture(scope="session")
def project(shared: Path) -> Path:
    """The fictional bureau as a project; with `site` its pages and sheets are in it, too. Nobody writes to it."""
    folder = shared / "yunling"
    with alone(folder):
        if not folder.exists():
            write(folder, YUNLING, "云岭县教育局")
    return folder


@pytest.fixture(scope="session")
def site(project: Path, shared: Path) -> Path:
    """The fictional bureau's site, built once. In `content/` it is the site of the policies that are there."""
    return built_once(project, shared / "site")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if SHARING else base


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    with serving(site) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real, headless browser."""
    with chromium() as found:
        yield found
