"""Fixtures that several test files share."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from support.chromium import chromium
from support.site_server import serving

from macros.check import check
from macros.handbook import Handbook

ROOT = Path(__file__).parent.parent

CACHE = tempfile.TemporaryDirectory(prefix="zhidu-cache-")
"""What is kept between runs starts empty, and no test leaves anything behind in the user's own."""
os.environ["XDG_CACHE_HOME"] = CACHE.name


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="rewrite the expected texts of case files"
    )


@pytest.fixture(scope="session")
def handbook() -> Handbook:
    """The real policies: the largest fixture."""
    checked = check(ROOT)
    assert not checked.result.findings
    return checked.handbook


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built once."""
    folder = tmp_path_factory.mktemp("build") / "site"
    built = subprocess.run(
        [sys.executable, "-m", "macros", "build", "--site-dir", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the real site is served."""
    with serving(site) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real, headless browser."""
    with chromium() as found:
        yield found
