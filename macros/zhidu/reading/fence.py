"""One file's fence: an error of ours while reading, judging or answering it is a finding on that file, and no more."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.findings import Finding, visible

T = TypeVar("T")

LIMIT = 20.0
"""Seconds of computing for one file. What is too large is refused before by its size; this is for what nobody foresaw."""

CODE = "file/not-judged"
REPAIR = "把这个文件发给维护人员（他们会用 ZHIDU_DEBUG=1 重新运行）"
CODES = {
    CODE: (
        "程序判这个文件的时候自己出了错。这不是写文件的人的问题；别的文件照常判，但这一个不能算判过了。\n"
        "把这个文件发给维护人员；他们用 ZHIDU_DEBUG=1 再运行一次，就看到错在哪里。"
    )
}


class TooLongError(Exception):
    """One file took more than `LIMIT`."""


class NotJudgedError(RefusedError):
    """The one file that a command was given was not judged to its end; the finding on it, as a line."""

    def __init__(self, finding: Finding) -> None:
        said = f"{finding.severity.label} [{finding.code}] {finding.message}。{finding.repair}。"
        super().__init__(f"{finding.where}: {said}")


def told(error: BaseException, what: str = "这个文件") -> str:
    """What is said of *error*: its kind and never its words, which may be a school's."""
    if isinstance(error, TooLongError):
        return f"{what}没有判完：算了 {LIMIT:g} 秒还没有算完，不像正常的文件；别的文件照常判"
    return f"{what}没有判完，是程序出了错（{type(error).__name__}），不是您的问题；别的文件照常判"


def not_judged(shown: str, error: BaseException, what: str = "这个文件") -> Finding:
    """The finding that the file called *shown* was not judged to its end."""
    return Finding(path=shown, code=CODE, message=told(error, what), repair=REPAIR)


def fenced(act: Callable[[], T], instead: Callable[[Exception], T]) -> T:
    """What *act* gives; where it fails, what *instead* makes of the error. Those who look for it see it as it is."""
    try:
        return act()
    # also RecursionError and MemoryError: what they took is free again here
    except Exception as error:
        if os.environ.get("ZHIDU_DEBUG"):
            raise
        return instead(error)


def alone(
    act: Callable[[], T],
    name: str,
    what: str = "这个文件",
    *,
    timed: bool = True,
) -> T:
    """What *act* gives of the file called *name*, which is all that a command was given; NotJudgedError where it fails.

    A refusal and what the system says of a file are no failures. What takes long by its nature is not *timed*.
    """

    def failed(error: Exception) -> T:
        if isinstance(error, RefusedError | OSError):
            raise error
        raise NotJudgedError(not_judged(visible(name), error, what)) from error

    return fenced((lambda: bounded(act)) if timed else act, failed)


def bounded(act: Callable[[], T]) -> T:
    """What *act* gives, which only reads and judges; TooLongError where it computes for longer than `LIMIT`.

    Computing is counted and not waiting, so that a busy computer changes nothing. Nothing inside *act* can take the
    stop for a failure of its own: it is no Exception until it is out.
    """
    if _counting.get():  # who called counts already
        return act()
    counting = _counting.set(True)
    # signals break off even what is no Python: not on Windows, and only in the first thread
    signals = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    try:
        with _by_signal() if signals else _by_watch():
            return act()
    except _Stop:
        raise TooLongError from None
    finally:
        _counting.reset(counting)


class _Stop(BaseException):
    """Thrown into what took too long."""


_counting: ContextVar[bool] = ContextVar("_counting", default=False)


@contextmanager
def _by_signal() -> Iterator[None]:
    before = signal.signal(signal.SIGVTALRM, _stop)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _stop(*_: object) -> None:
    raise _Stop


@contextmanager
def _by_watch() -> Iterator[None]:
    """A second thread looks at how long this one has computed, and throws the stop into it, once."""
    this = threading.get_ident()
    over, turn = threading.Event(), threading.Lock()
    spent = _clock(this)
    end = spent() + LIMIT

    def watch() -> None:
        while (left := end - spent()) > 0:
            if over.wait(left):
                return
        with turn:
            if not over.is_set():
                _throw(this, _Stop)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        with turn:
            over.set()
            _throw(this, None)  # what was thrown and has not arrived
        watcher.join()


def _clock(thread: int) -> Callable[[], float]:
    """How long *thread* has computed; where the system does not say it of one, how long all have."""
    if not hasattr(time, "pthread_getcpuclockid"):
        return time.process_time
    clock = time.pthread_getcpuclockid(thread)
    return lambda: time.clock_gettime(clock)


def _throw(thread: int, error: type[BaseException] | None) -> None:
    """Raise *error* in *thread* at its next step of Python; None takes back what has not arrived."""
    import ctypes  # noqa: PLC0415  few need it

    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread), None if error is None else ctypes.py_object(error)
    )
