"""Files that are there whole or not at all."""

import os
from pathlib import Path


def put(path: Path, content: bytes) -> None:
    """Write *path* in one step. What a killed writer leaves has its process number in its name."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)
