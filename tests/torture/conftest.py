"""How long the torture may take."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--moments N`: stop each command at so many, evenly of all kinds; else at as many as the list of names says."""
    parser.addoption("--moments", type=int, default=0, metavar="N")
