"""Fixtures that several test files share, whether tests run one after another or on every core.

On every core, each process has its own browser and its own handbook. The site is one for all, and nobody writes to it.
"""

import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, expect
from support.chromium import chromium
from support.site_server import serving
from support.yunling import YUNLING, clean

from zhidu.handbook.book import Handbook

ROOT = Path(__file__).parent.parent

SHARING = "PYTEST_XDIST_WORKER" in os.environ
"""Whether this process is one of several, started by another that has read this file, too."""

if not SHARING:
    CACHE = tempfile.TemporaryDirectory(prefix="zhidu-cache-")
    """What is kept between runs starts empty, and no test leaves anything behind in the user's own."""
    os.environ["XDG_CACHE_HOME"] = CACHE.name

# a busy machine is no failure
expect.set_options(timeout=20_000)
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="rewrite the expected texts of case files"
    )


@pytest.fixture(scope="session")
def handbook() -> Handbook:
    """The fictional bureau's policies. In `content/` and `site/` it is the policies that are there, whoever's they are."""
    return clean(YUNLING)


@pytest.fixture(scope="session")
def site(shared: Path) -> Path:
    """The real site, built once; with it the pages and sheets under `docs/` are there, and nobody writes to them."""
    folder = shared / "site"
    with _alone(shared):
        if not folder.exists():
            built = subprocess.run(
                [sys.executable, "-m", "zhidu", "build", "--site-dir", str(folder)],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
            )
            assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if SHARING else base


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Whoever comes while another is inside waits."""
    with (folder / ".alone").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


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
