"""Many submissions at once, on every core."""

import os
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from zhidu.assessment.verdict.cross_file_rules import about_registers
from zhidu.assessment.verdict.one_submission import Bench, Entry, Verdict
from zhidu.handbook.book import Handbook
from zhidu.reading import fence, strict_yaml
from zhidu.reading.documents import Place
from zhidu.reading.findings import Finding, Severity, private

ENOUGH = 128  # files a worker, at least: starting it takes as long as judging some
_WARM = 8  # files that are judged before workers start: what they share is made once
_CHUNK = 64


def judge(handbook: Handbook, places: Sequence[Place], *, sound: bool) -> list[Finding]:
    """Everything that is wrong with the submissions at *places*.

    Where the policies or registers are not *sound*, only what a file is by itself can be told.
    """
    findings: list[Finding] = []
    entries: dict[tuple[str, str], Entry] = {}
    for entry, about in verdicts(Bench(handbook, sound=sound), places):
        findings += about
        if entry is not None:
            first = entries.setdefault((entry.school, entry.term), entry)
            if first is not entry:
                findings.append(_twice(first, entry))
    if sound:
        findings += about_registers(handbook, {term for _, term in entries})
    return findings


def _twice(first: Entry, second: Entry) -> Finding:
    return Finding(
        path=second.path,
        code="checklist/once",
        message=f"这所学校这个学期的自查表已经有一份：{first.path}",
        repair="只留一份；要替换就删去旧的",
    )


def verdicts(bench: Bench, places: Sequence[Place]) -> Iterator[Verdict]:
    """What is said of the file at each of *places*, in their order."""
    return map(_verdict, _judged(_Work(bench, places)))


# ---------- on every core


_Row = tuple[list[str] | None, list[dict[str, Any]]]
"""A verdict as it is sent: path, school and term, and the findings."""


@dataclass(frozen=True, slots=True)
class _Work:
    bench: Bench
    places: Sequence[Place]

    def one(self, number: int) -> _Row:
        place = self.places[number]
        with private(self.bench.known):
            return fence.fenced(
                lambda: self._one(place),
                lambda error: _row((None, [fence.not_judged(place.shown, error)])),
            )

    def _one(self, place: Place) -> _Row:
        raw, about = strict_yaml.bytes_of(place.path, place.shown)
        return _row((None, about) if raw is None else self.bench.of_bytes(raw, place))


_work: _Work | None = None  # what workers inherit when they are forked


def _judged(work: _Work) -> Iterator[_Row]:
    """What becomes of every file: the first ones here; once there was enough to do, the rest on every core."""
    done = min(_WARM, len(work.places))
    yield from map(work.one, range(done))
    workers = min(_cores(), (len(work.places) - done) // ENOUGH)
    # a process of several threads is never forked: a lock that another thread holds would stay locked for ever
    if workers > 1 and sys.platform == "linux" and threading.active_count() == 1:
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415  slow to import

        with suppress(BrokenProcessPool):  # a worker was killed: the rest is done here
            for each in _in_workers(work, range(done, len(work.places)), workers):
                done += 1
                yield each
    yield from map(work.one, range(done, len(work.places)))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _in_workers(work: _Work, numbers: Sequence[int], workers: int) -> Iterable[_Row]:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  as above
    from multiprocessing import get_context  # noqa: PLC0415

    global _work  # noqa: PLW0603  the way to hand a handbook to a fork without copying it
    _work = work
    try:
        with ProcessPoolExecutor(workers, get_context("fork")) as pool:
            yield from pool.map(_inherited, numbers, chunksize=_CHUNK)
    finally:
        _work = None


def _inherited(number: int) -> _Row:
    if _work is None:  # never: workers are forked when it is set
        raise RuntimeError
    return _work.one(number)


def _row(verdict: Verdict) -> _Row:
    entry, findings = verdict
    return [entry.path, entry.school, entry.term] if entry else None, [asdict(f) for f in findings]


def _verdict(row: _Row) -> Verdict:
    entry, findings = row
    return (
        Entry(path=entry[0], school=entry[1], term=entry[2]) if entry else None,
        [Finding(**{**found, "severity": Severity(found["severity"])}) for found in findings],
    )
