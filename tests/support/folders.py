"""What a folder holds, to be compared with what it held before."""

import hashlib
import stat
from pathlib import Path


def contents(folder: Path) -> dict[str, str]:
    """Everything below *folder*: kind, mode and content of each."""
    found = {}
    for path in sorted(folder.rglob("*")):
        state = path.lstat()
        told = stat.filemode(state.st_mode)
        if path.is_symlink():
            told += str(path.readlink())
        elif path.is_file():
            told += hashlib.sha256(path.read_bytes()).hexdigest()
        found[path.relative_to(folder).as_posix()] = told
    return found
