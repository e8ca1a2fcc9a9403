"""Many sheets into a folder: several at a time, resumable, and never half a file.

Beside the files stands a ledger, `.made`: a JSON line for each finished file, with the key of what it was made from.
A file whose key stands there is not made again. A killed run leaves whole files and, at worst, one line too few.
"""

import json
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from zhidu.posters.sheets import Sheet
from zhidu.posters.sizes import Reading
from zhidu.reading import fence
from zhidu.reading.disk import ownership
from zhidu.reading.disk.refused import RefusedError

if TYPE_CHECKING:  # it loads the typesetter
    from zhidu.posters.press import Press

LEDGER = ".made"
MANY = 24  # sheets: below it starting processes costs more than it saves
_AHEAD = 4  # jobs waiting a worker: enough to keep it busy, few enough to keep memory flat


@dataclass(frozen=True, slots=True)
class Job:
    """A sheet and the file it becomes, below the folder of the run: a PDF, or with `ppi` a picture."""

    name: str
    sheet: Sheet
    ppi: float = 0

    @property
    def key(self) -> str:
        """What the file is made from."""
        return f"{self.sheet.key}-{self.ppi:g}" if self.ppi else self.sheet.key


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a job. `size` is the body's type in pt; `problem` says why there is no file, `sum` what is in it."""

    name: str
    size: float = 0
    left_out: int = 0
    fresh: bool = False
    problem: str = ""
    sum: str = ""

    @property
    def reading(self) -> Reading:
        """From how far this type is read."""
        return Reading(self.size)


def run(
    jobs: Sequence[Job],
    folder: Path,
    *,
    workers: int = 1,
    told: Callable[[Done], None] = lambda _: None,
) -> list[Done]:
    """Make every file that is not there yet; what became of each, in the order of *jobs*."""
    ownership.look(folder / LEDGER, ours=_is_ledger)
    folder.mkdir(parents=True, exist_ok=True)
    for each in {folder, *((folder / job.name).parent for job in jobs)}:
        ownership.sweep(each)
    known = _ledger(folder)
    outcomes: dict[str, Done] = {}
    waiting: list[Job] = []
    for job in jobs:
        line = known.get(job.name)
        if line and line["key"] == job.key and _sum(folder / job.name) == line["sum"]:
            outcomes[job.name] = Done(job.name, line["size"], line["left_out"])
            told(outcomes[job.name])
        else:
            waiting.append(job)
    with _appended(folder / LEDGER) as ledger:
        for job, done in _made(waiting, folder, workers):
            outcomes[job.name] = done
            if not done.problem:
                line = {"name": job.name, "key": job.key, "sum": done.sum, "size": done.size}
                ledger.write(json.dumps({**line, "left_out": done.left_out}) + "\n")
                ledger.flush()
            told(done)
    _tidy(folder)
    return [outcomes[job.name] for job in jobs]


def _made(jobs: Sequence[Job], folder: Path, workers: int) -> Iterator[tuple[Job, Done]]:
    """Each job and what became of it: by threads, which start at once, or by processes, which get more done."""
    by = _in_processes if workers > 1 and len(jobs) >= MANY else _in_threads
    return by(jobs, folder, workers)


def _in_threads(jobs: Sequence[Job], folder: Path, workers: int) -> Iterator[tuple[Job, Done]]:
    from concurrent import futures  # noqa: PLC0415  slow to import, and where all is made nobody needs it

    from zhidu.posters.press import Press  # noqa: PLC0415  loads the typesetter

    make = partial(_make, Press(), folder)
    with futures.ThreadPoolExecutor(workers) as pool:  # the typesetter works without Python's lock
        yield from zip(jobs, pool.map(make, jobs), strict=True)


def _in_processes(jobs: Sequence[Job], folder: Path, workers: int) -> Iterator[tuple[Job, Done]]:
    import multiprocessing  # noqa: PLC0415  slow to import
    from concurrent import futures  # noqa: PLC0415

    # spawn: a forked child would inherit the typesetter's locks without its threads, and wait for ever
    context = multiprocessing.get_context("spawn")
    with futures.ProcessPoolExecutor(workers, context, _start, (str(folder),)) as pool:
        running: dict[futures.Future[Done], Job] = {}
        rest = iter(jobs)
        try:
            while True:
                for job in islice(rest, workers * _AHEAD - len(running)):
                    running[pool.submit(_work, job)] = job
                if not running:
                    return
                finished, _ = futures.wait(running, return_when=futures.FIRST_COMPLETED)
                for future in finished:
                    yield running.pop(future), future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_worker: dict[str, Any] = {}  # the press of this process, and the folder it prints into


def _start(folder: str) -> None:
    """Once a worker: the press, and a watch over the process that started it."""
    import multiprocessing  # noqa: PLC0415

    from zhidu.posters.press import Press  # noqa: PLC0415

    _worker.update(folder=Path(folder), press=Press())
    parent = multiprocessing.parent_process()
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()


def _work(job: Job) -> Done:
    return _make(_worker["press"], _worker["folder"], job)


def _leave_with(parent: Any) -> None:
    """A killed parent cannot end its workers: they would wait for work for ever."""
    parent.join()
    os._exit(1)


def _make(press: "Press", folder: Path, job: Job) -> Done:
    """One that fails stops no other."""

    def instead(error: Exception) -> Done:
        if isinstance(error, OSError):  # a disk that takes nothing takes the others neither
            raise error
        return Done(job.name, problem=f"{fence.told(error, '这一张')}。{fence.REPAIR}。")

    return fence.fenced(partial(_printed, press, folder, job), instead)


def _printed(press: "Press", folder: Path, job: Job) -> Done:
    try:
        ownership.look(folder / job.name)  # before any work is done for it
        content, fit = press.webp(job.sheet, job.ppi) if job.ppi else press.pdf(job.sheet)
        ownership.put(folder / job.name, content)
    except RefusedError as error:
        return Done(job.name, problem=str(error))
    return Done(job.name, fit.size, fit.left_out, fresh=True, sum=_digest(content))


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()


def _sum(path: Path) -> str:
    """What is in the plain file at *path*; nothing where there is none."""
    with suppress(OSError, RefusedError):
        return _digest(ownership.bytes_of(path))
    return ""


def _appended(path: Path) -> TextIO:
    """The ledger, to which lines are added. What is no plain file was refused before."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(os.open(path, flags, 0o666), "a", encoding="utf-8")


def _is_ledger(raw: bytes) -> bool:
    """Whether any line is one of ours: a crash may have cut some."""
    return not raw or any(map(_line, raw.splitlines()))


def _line(raw: bytes) -> dict[str, Any] | None:
    with suppress(ValueError, KeyError, TypeError, RecursionError):
        entry: dict[str, Any] = json.loads(raw)
        float(entry["size"]), int(entry["left_out"])
        texts = (entry["key"], entry["name"], entry["sum"])
        return entry if all(isinstance(each, str) for each in texts) else None
    return None


def _ledger(folder: Path) -> dict[str, dict[str, Any]]:
    """The newest line of each file. A damaged line is a file made again."""
    with suppress(OSError, RefusedError):
        lines = map(_line, ownership.bytes_of(folder / LEDGER).splitlines())
        return {line["name"]: line for line in lines if line is not None}
    return {}


def _tidy(folder: Path) -> None:
    """Write the ledger anew, one line a file that is there: it does not grow for ever."""
    lines = [e for name, e in sorted(_ledger(folder).items()) if (folder / name).is_file()]
    content = "".join(json.dumps(line) + "\n" for line in lines).encode()
    ownership.put(folder / LEDGER, content, ours=_is_ledger)
