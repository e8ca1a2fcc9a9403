"""One at a time: a lock is a file that says who is at work. What a dead process left is taken over.

Beside the process's number stand the moment it began and the machine's own mark, so that another process that has got
the same number later is not taken for it. The file itself is locked only while somebody reads or writes it.
"""

import errno
import json
import os
import socket
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from zhidu.reading.disk.ownership import alive, told_of, unplain
from zhidu.reading.disk.refused import RefusedError

NAME = ".zhidu-lock"
_MOST = 4000
_KEYS = {"pid", "began", "host", "doing", "since"}
_held: dict[str, int] = {}  # what this process holds, and how often it asked


@contextmanager
def locked(path: Path, doing: str, *, needed: bool = True) -> Iterator[None]:
    """Hold the lock at *path* while *doing*, a Chinese phrase. Where it is held, one sentence, and nothing is done.

    Where nothing can be written there, and the lock is not *needed*, nobody else can write there either.
    """
    key = os.path.abspath(path)  # noqa: PTH100  a lock is no link
    if key in _held:
        _held[key] += 1
        try:
            yield
        finally:
            _held[key] -= 1
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _take(path, doing)
    except OSError as error:
        if needed or error.errno not in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise
        yield
        return
    _held[key] = 1
    try:
        yield
    finally:
        del _held[key]
        with suppress(OSError):
            _drop(path)


def _take(path: Path, doing: str) -> None:
    while True:
        descriptor = _opened(path)
        try:
            _alone(descriptor)
            if not _same(descriptor, path):  # who held it has taken it away meanwhile
                continue
            raw = os.read(descriptor, _MOST)
            if raw:
                _must_be_over(path, raw)
            content = json.dumps(
                {**_own(), "doing": doing, "since": int(time.time())}, ensure_ascii=False
            )
            try:
                os.lseek(descriptor, 0, os.SEEK_SET)
                os.ftruncate(descriptor, 0)
                os.write(descriptor, content.encode())
            except OSError:
                path.unlink(missing_ok=True)
                raise
        finally:
            os.close(descriptor)
        return


def _drop(path: Path) -> None:
    descriptor = _opened(path)
    try:
        _alone(descriptor)
        mine = _own()
        if _same(descriptor, path) and _read(os.read(descriptor, _MOST)).items() >= mine.items():
            path.unlink()
    finally:
        os.close(descriptor)


def _opened(path: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with suppress(FileNotFoundError):
        if what := unplain(path.lstat().st_mode):
            raise RefusedError(f"{path} 是{what}，不是本程序的锁文件，没有动。请把它移走。")
    descriptor = os.open(path, flags, 0o644)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise RefusedError(f"{path} 不是本程序的锁文件，没有动。请把它移走。")
    return descriptor


def _alone(descriptor: int) -> None:
    """Wait until nobody else reads or writes the file, which takes them no time."""
    # there is none on Windows, and on some file systems of a network
    with suppress(ImportError, OSError):
        import fcntl  # noqa: PLC0415

        fcntl.flock(descriptor, fcntl.LOCK_EX)


def _same(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False


def _own() -> dict[str, Any]:
    process = os.getpid()
    return {"pid": process, "began": _began(process), "host": socket.gethostname()}


def _began(process: int) -> str:
    """What tells a process from a later one of the same number, where the system says it."""
    with suppress(OSError, IndexError):
        began = told_of(process)[19]
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot}/{began}"
    return ""


def _read(raw: bytes) -> dict[str, Any]:
    with suppress(ValueError, RecursionError):
        found = json.loads(raw)
        if isinstance(found, dict) and found.keys() >= _KEYS and type(found["pid"]) is int:
            return found
    return {}


def _must_be_over(path: Path, raw: bytes) -> None:
    """Refuse where whoever wrote *raw* is still at work."""
    found = _read(raw)
    if not found:
        raise RefusedError(f"{path} 不是本程序的锁文件，没有动。请把它移走。")
    here = found["host"] == socket.gethostname()
    if here and not (alive(found["pid"]) and found["began"] == _began(found["pid"])):
        return
    where = "" if here else f"，在 {found['host']} 上"
    minutes = max(0, int(time.time() - found["since"])) // 60 if type(found["since"]) is int else 0
    since = f"，已经 {minutes} 分钟" if minutes else ""
    raise RefusedError(
        f"正在{found['doing']}（进程 {found['pid']}{where}{since}），这一次没有做。"
        f"等它做完再运行；确实没有人在用，就删掉 {path}。"
    )
