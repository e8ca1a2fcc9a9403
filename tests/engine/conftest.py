"""Tests of the engine stand on fictional bureaus: a command that is told of no project finds one of them."""

import pytest
from support.yunling import YUNLING


@pytest.fixture(autouse=True)
def _among_the_fictional(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a command is run, if a test says nothing else."""
    monkeypatch.chdir(YUNLING)
