"""Here the policies are those that are there, whichever bureau's they are."""

from pathlib import Path

import pytest
from support.yunling import clean

from zhidu.handbook.book import Handbook

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def handbook() -> Handbook:
    """The policies of this project."""
    return clean(ROOT)
