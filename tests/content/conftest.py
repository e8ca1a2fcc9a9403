"""Here the policies are those that are there, whichever bureau's they are."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.once import built_once
from support.site_server import serving
from support.yunling import clean

from zhidu.handbook.book import Handbook

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def handbook() -> Handbook:
    """The policies of this project."""
    return clean(ROOT)


@pytest.fixture(scope="session")
def site(shared: Path) -> Path:
    """The site of this project."""
    return built_once(ROOT, shared / "own-site")


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site of this project is served."""
    with serving(site) as found:
        yield found
