"""Run `zhidu` and stop it at its n-th touch of the disk below a folder: `python stopped.py N HOW FOLDER ARGUMENT…`.

HOW is `kill` (as a power cut does), `full` (the disk is full from then on), or `count`, which stops nothing and prints how
many touches there were. Python itself tells of each touch, so no part of the program has to know.
"""

import errno
import os
import signal
import sys
from pathlib import Path
from typing import Any

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_MAKES = {"os.mkdir", "os.rename", "os.link", "os.symlink"}
_OTHERS = {"os.remove", "os.rmdir", "os.chmod", "os.truncate"}

number, how, folder, *arguments = sys.argv[1:]
touches = 0


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


def _touched(event: str, arguments_: tuple[Any, ...]) -> None:
    global touches  # noqa: PLW0603  a hook has no other place
    path = _path(event, arguments_)
    if not path:
        return
    touches += 1
    if touches < int(number):
        return
    if how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "full" and (event in _MAKES or not os.path.lexists(path)):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)


sys.path.insert(0, str(Path(__file__).parent.parent.parent))
from zhidu.cli.commands import main  # noqa: E402  the program is found now

if __name__ == "__main__":
    sys.addaudithook(_touched)
    status = main(arguments)
    if how == "count":
        sys.stderr.write(f"{touches}\n")
    sys.exit(status)
