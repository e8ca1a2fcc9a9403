"""Run `zhidu` and stop it at its n-th touch of the disk below a folder: `python stopped.py N HOW FOLDER ARGUMENT…`.

HOW is `kill` (as a power cut does), `full` (the disk is full from then on), `read-only` (the folder can only be read), or
`count`, which stops nothing and prints of each touch, in a last line of JSON, which places of the code it comes from, and
whether something had changed before it that stands beside the folders that are being made: between two of those a power
cut leaves the same but for what is swept away. Python itself tells of each touch, so no part of the program has to know.
"""

import errno
import json
import os
import re
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_MAKES = {"os.mkdir", "os.rename", "os.link", "os.symlink"}
_OTHERS = {"os.remove", "os.rmdir", "os.chmod", "os.truncate"}

_MADE = re.compile(r"\.(?:new|old)-[0-9]+-[0-9a-f]+")

_OURS = re.compile(r"zhidu/(?!reading/disk/)[^/]")
_DISK = re.compile(r"zhidu/reading/disk/")

number, how, folder, *arguments = sys.argv[1:]
touches = 0
counted: list[tuple[str, bool]] = []
seen: frozenset[tuple[str, int, int]] = frozenset()


def _path(event: str, arguments_: tuple[Any, ...]) -> str:
    """What the event touches, below the folder; nothing where it touches nothing there."""
    if event == "open":
        path, _, flags = arguments_
        if not isinstance(flags, int) or not flags & _WRITES:
            return ""
    elif event in _MAKES or event in _OTHERS:
        path = arguments_[0]
    else:
        return ""
    if not isinstance(path, str | bytes | os.PathLike):
        return ""
    text = os.path.abspath(os.fsdecode(path))  # noqa: PTH100  a link is touched where it is
    return text if text.startswith(folder) else ""


def _there() -> frozenset[tuple[str, int, int]]:
    """What a power cut would leave, but for what stands in a folder that is being made."""
    found = set()
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not _MADE.search(name)]
        for name in files:
            with suppress(FileNotFoundError):  # another thread took it away
                state = os.lstat(f"{place}/{name}")
                found.add((f"{place}/{name}", state.st_size, state.st_mtime_ns))
        found.update((f"{place}/{name}", 0, 0) for name in folders)
    return frozenset(found)


def _place(event: str) -> str:
    """From where the program touches the disk: the lines that ask for it, ours and those of a library between."""
    frame, found, library = sys._getframe(2), [event], ""  # noqa: SLF001  who touches
    while frame is not None:
        name = frame.f_code.co_filename
        line = f"{name.rpartition('/zhidu/')[2]}:{frame.f_lineno}"
        if _DISK.search(name):
            found.append(line)
        elif _OURS.search(name):
            return " < ".join([*found, library, line])
        elif "site-packages" in name and not library:
            library = f"{name.rpartition('site-packages/')[2]}:{frame.f_lineno}"
        frame = frame.f_back  # type: ignore[assignment]
    return " < ".join(found)


def _touched(event: str, arguments_: tuple[Any, ...]) -> None:
    global touches, seen  # noqa: PLW0603  a hook has no other place
    path = _path(event, arguments_)
    if not path:
        return
    touches += 1
    if how == "count":
        there = _there()
        counted.append((_place(event), there != seen))
        seen = there
        return
    if touches < int(number):
        return
    if how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "read-only":
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)
    if how == "full" and (event in _MAKES or not os.path.lexists(path)):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)


_access = os.access


def _may(path: Any, mode: int, **named: Any) -> bool:
    """What the system says of a folder on a medium that can only be read."""
    below = f"{os.path.abspath(os.fsdecode(path))}/".startswith(folder)  # noqa: PTH100
    return not (below and mode & os.W_OK) and _access(path, mode, **named)


sys.path.insert(0, str(Path(__file__).parent.parent.parent))
from zhidu.cli.commands import main  # noqa: E402  the program is found now

if __name__ == "__main__":
    if how == "read-only":
        os.access = _may
    sys.addaudithook(_touched)
    status = main(arguments)
    if how == "count":
        sys.stderr.write(f"{json.dumps(counted)}\n")
    sys.exit(status)
