"""The one way our YAML files are written: the hand-written ones are its proof."""

from pathlib import Path

import pytest

from zhidu.drafting.canonical import text_of
from zhidu.reading import strict_yaml

ROOT = Path(__file__).parent.parent.parent.parent
FILES = sorted((ROOT / "policies" / "2017-04-15").glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_hand_written_files_are_canonical(file: Path) -> None:
    found, _ = strict_yaml.read(file, file.name)
    assert found is not None
    kind = "notice" if file.stem == "notice" else "policy"
    plain = "".join(
        line
        for line in file.read_text(encoding="utf-8").splitlines(keepends=True)
        if not line.startswith("# ") or line.startswith("# yaml-language-server")
    )
    assert text_of(kind, found.data) == plain
