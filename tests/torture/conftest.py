"""How long the torture may take."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--touches N`: stop each command at so many moments, for who has hours; else as many as the list of names says."""
    parser.addoption("--touches", type=int, default=0, metavar="N")
