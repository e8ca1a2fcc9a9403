"""These hand-written files are written in the one way that our YAML files are."""

from pathlib import Path

import pytest
from support.canonical import rewritten

ROOT = Path(__file__).parent.parent.parent.parent
FILES = sorted((ROOT / "policies" / "2017-04-15").glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_hand_written_files_are_canonical(file: Path) -> None:
    plain, again = rewritten(file)
    assert again == plain
