"""How long the torture may take."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--every-moment`: stop each command at every kind of moment, for who has an hour; else at a sample of them."""
    parser.addoption("--every-moment", action="store_true")
