"""Many submissions at once: what did not change since the last run is not judged again, the rest on every core."""

import hashlib
import json
import os
import sys
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

from macros import fence, kept, source
from macros.assessment.rules import about_registers
from macros.assessment.verdict import Bench, Entry, Verdict
from macros.documents import Place
from macros.findings import Finding, Severity
from macros.handbook import Handbook

MOST = 20_000  # verdicts that are kept; the oldest go first
FEW = 8  # files; fewer are judged sooner than what is kept of a county is read
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
    worth = bench.sound and len(places) >= FEW
    name = kept.name_of("verdicts", _identity(bench)) if worth else None
    known = _recalled(name)
    fresh: dict[str, _Row] = {}
    for digest, row in _judged(_Work(bench, places, known.keys())):
        if row is not None:
            fresh[digest] = row
        yield _verdict(known[digest] if row is None else row)
    fresh.pop(_UNREAD, None)
    if name is not None and fresh:
        _keep(name, known, fresh)


def _identity(bench: Bench) -> str:
    """What verdicts depend on beside the file."""
    book = bench.handbook
    return kept.key_of_documents(book.documents, book.as_of, drafts=book.drafts)


def _name(raw: bytes, place: Place) -> str:
    digest = hashlib.blake2b(raw, digest_size=20)
    digest.update(
        repr((place.shown, place.path.name, place.issuance)).encode("utf-8", "surrogateescape")
    )
    return digest.hexdigest()


# ---------- on every core


_UNREAD = ""  # the name of a file that could not be read
_Row = tuple[list[str] | None, list[dict[str, Any]]]
"""A verdict as it is sent and kept: path, school and term, and the findings."""

_Judged = tuple[str, _Row | None]
"""The name of the bytes that were judged, and the verdict; none where it is known."""


@dataclass(frozen=True, slots=True)
class _Work:
    bench: Bench
    places: Sequence[Place]
    known: Collection[str]

    def one(self, number: int) -> _Judged:
        place = self.places[number]
        return fence.fenced(
            lambda: self._one(place),
            lambda error: (_UNREAD, _row((None, [fence.not_judged(place.shown, error)]))),
        )

    def _one(self, place: Place) -> _Judged:
        raw, about = source.bytes_of(place.path, place.shown)
        if raw is None:
            return _UNREAD, _row((None, about))
        name = _name(raw, place)
        return name, None if name in self.known else _row(self.bench.of_bytes(raw, place))


_work: _Work | None = None  # what workers inherit when they are forked


def _judged(work: _Work) -> Iterator[_Judged]:
    """What becomes of every file: the first ones here; once there was enough to do, the rest on every core."""
    done = judged = 0
    while done < len(work.places) and judged < _WARM:
        each = work.one(done)
        judged += each[1] is not None
        done += 1
        yield each
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


def _in_workers(work: _Work, numbers: Sequence[int], workers: int) -> Iterable[_Judged]:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  as above
    from multiprocessing import get_context  # noqa: PLC0415

    global _work  # noqa: PLW0603  the way to hand a handbook to a fork without copying it
    _work = work
    try:
        with ProcessPoolExecutor(workers, get_context("fork")) as pool:
            yield from pool.map(_inherited, numbers, chunksize=_CHUNK)
    finally:
        _work = None


def _inherited(number: int) -> _Judged:
    if _work is None:  # never: workers are forked when it is set
        raise RuntimeError
    return _work.one(number)


# ---------- between runs


def _recalled(name: str | None) -> dict[str, _Row]:
    stored = kept.fetch(name) if name else None
    try:
        rows = [json.loads(line) for line in (stored or b"").splitlines()]
        return {digest: (entry, findings) for digest, entry, findings in rows}
    except (ValueError, TypeError):  # of another make
        return {}


def _keep(name: str, known: dict[str, _Row], fresh: dict[str, _Row]) -> None:
    """A line a verdict: all of them as one text would take more memory than all the rest."""
    rows = chain(known.items(), fresh.items())
    lines = [json.dumps([digest, *row]).encode() for digest, row in rows]
    kept.store(name, b"\n".join(lines[-MOST:]))


def _row(verdict: Verdict) -> _Row:
    entry, findings = verdict
    return [entry.path, entry.school, entry.term] if entry else None, [asdict(f) for f in findings]


def _verdict(row: _Row) -> Verdict:
    entry, findings = row
    return (
        Entry(path=entry[0], school=entry[1], term=entry[2]) if entry else None,
        [Finding(**{**found, "severity": Severity(found["severity"])}) for found in findings],
    )
