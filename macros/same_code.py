"""One import: whoever works in a checkout must run the code of that checkout, or exactly the same."""

import hashlib
from pathlib import Path

from macros.shipped import PACKAGE, directory

_FOLDERS = ("macros", "schema")
_SUFFIXES = {".py", ".json", ".j2"}


def differs(root: Path) -> bool:
    """Whether *root* holds a `macros` package that is not, byte for byte, the one that runs."""
    there = root / "macros"
    if not (there / "__init__.py").is_file() or there.resolve() == PACKAGE:
        return False
    ours = {"macros": PACKAGE, "schema": directory("schema")}
    return any(_digest(ours[name]) != _digest(root / name) for name in _FOLDERS)


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.suffix in _SUFFIXES and parts[0] != "shipped" and path.is_file():
            digest.update("/".join(parts).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
