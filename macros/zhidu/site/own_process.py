"""Work in a process of its own: what it took of memory is given back when it ends, whatever libraries hold on to.

The typesetter keeps what it has set, and python-docx and openpyxl their templates, until the process ends that uses them. A
build has long to go after that.
"""

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")

_TASKS = Path("/proc/self/task")  # the threads of this process, those of compiled libraries, too


def streamed(work: Callable[[], Iterator[T]]) -> Iterator[T]:
    """What *work* yields, made by a fork of this process; made here where it cannot be forked, or where the fork is killed.

    What *work* raises is raised here. What it changes in memory is gone with the fork.
    """
    done = 0
    if _can_fork():
        for each in _forked(work):
            if each is None:
                return
            done += 1
            yield each[0]
    yield from islice(work(), done, None)


def _can_fork() -> bool:
    """Whether this process is a single thread: a lock that another thread holds would stay locked in a fork for ever."""
    return sys.platform == "linux" and _TASKS.is_dir() and len(list(_TASKS.iterdir())) == 1


def _forked(work: Callable[[], Iterator[T]]) -> Iterator[tuple[T] | None]:
    """Each thing that a fork made, and None when it has made all. Without a None it was killed."""
    from multiprocessing import get_context  # noqa: PLC0415  slow to import

    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(work, receiver, sender))
    process.start()
    sender.close()
    try:
        with suppress(EOFError):
            while True:
                each = receiver.recv()
                if isinstance(each, BaseException):
                    raise each
                yield each
    finally:
        receiver.close()
        process.terminate()  # where all was sent, it is over anyway
        process.join()
        process.close()


def _send(work: Callable[[], Iterator[T]], receiver: "Connection", sender: "Connection") -> None:
    """In the fork: do *work*, as long as somebody waits for it."""
    from multiprocessing import parent_process  # noqa: PLC0415

    receiver.close()
    gc.freeze()  # the parent's memory is shared until somebody writes to it, and looking for garbage does
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who waits is told, too, and ends this
    threading.Thread(target=_leave_with, args=(parent_process(),), daemon=True).start()
    try:
        for each in work():
            sender.send((each,))
        sender.send(None)
    except BrokenPipeError:
        return
    except Exception as error:  # noqa: BLE001  whatever it is, it belongs to who waits
        sender.send(error)


def _leave_with(parent: "object") -> None:
    """A killed parent cannot end its fork, which would go on writing."""
    parent.join()  # type: ignore[attr-defined]
    os._exit(1)
