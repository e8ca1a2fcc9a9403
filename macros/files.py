"""Writing a file that somebody asked for: whole, or not at all."""

import os
from pathlib import Path


def put(path: Path, content: bytes) -> None:
    """Write *content* to *path* in one step: whoever opens it finds all of it, or what was there before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
