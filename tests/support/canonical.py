"""Whether a file is written in the one way that our YAML files are."""

from pathlib import Path

from zhidu.drafting.canonical import text_of
from zhidu.reading import strict_yaml


def rewritten(file: Path) -> tuple[str, str]:
    """*file* without what people wrote beside the data, and what the program makes of its data."""
    found, _ = strict_yaml.read(file, file.name)
    assert found is not None
    kind = "notice" if file.stem == "notice" else "policy"
    plain = "".join(
        line
        for line in file.read_text(encoding="utf-8").splitlines(keepends=True)
        if not line.startswith("# ") or line.startswith("# yaml-language-server")
    )
    return plain, text_of(kind, found.data)
