"""Many submissions at once: what did not change since the last run is not judged again, the rest on every core."""

import hashlib
import json
import multiprocessing
import os
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import asdict

from macros import kept, source
from macros.assessment.rules import about_registers
from macros.assessment.verdict import Bench, Entry, Verdict
from macros.documents import Place
from macros.findings import Finding, Severity
from macros.handbook import Handbook

MOST = 20_000  # verdicts that are kept; the oldest go first
ENOUGH = 64  # files a worker, at least: starting it takes as long as judging some
_CHUNK = 16


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
    name = kept.name_of("verdicts", _identity(bench)) if bench.sound else None
    known = _recalled(name)
    names: list[str] = []
    for place in places:
        raw, _ = source.bytes_of(place.path, place.shown)
        names.append("" if raw is None else _name(raw, place))
    fresh: dict[str, Verdict] = {}
    missing = [n for n, digest in enumerate(names) if digest not in known]
    for number, (digest, verdict) in zip(missing, _judged(bench, places, missing), strict=True):
        names[number] = digest  # of what was judged, which may have changed since it was looked at
        fresh[digest or f"unread {number}"] = verdict
        if not digest:
            names[number] = f"unread {number}"
    if name is not None and any(not digest.startswith("unread") for digest in fresh):
        _keep(name, known, fresh)
    for digest in names:
        yield fresh[digest] if digest in fresh else _verdict(known[digest])


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


_work: tuple[Bench, Sequence[Place]] | None = None  # what workers inherit when they are forked


def _judged(
    bench: Bench, places: Sequence[Place], numbers: Sequence[int]
) -> Iterator[tuple[str, Verdict]]:
    """For each of *numbers*: the name of the bytes that were judged, and the verdict."""
    workers = min(_cores(), len(numbers) // ENOUGH)
    done = 0
    # a process of several threads is never forked: a lock that another thread holds would stay locked for ever
    if workers > 1 and sys.platform == "linux" and threading.active_count() == 1:
        with suppress(BrokenProcessPool):  # a worker was killed: the rest is done here
            for judged in _in_workers(bench, places, numbers, workers):
                yield judged
                done += 1
    for number in numbers[done:]:
        yield _one(bench, places[number])


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _in_workers(
    bench: Bench, places: Sequence[Place], numbers: Sequence[int], workers: int
) -> Iterable[tuple[str, Verdict]]:
    global _work  # noqa: PLW0603  the way to hand a handbook to a fork without copying it
    _work = (bench, places)
    try:
        with ProcessPoolExecutor(workers, multiprocessing.get_context("fork")) as pool:
            yield from pool.map(_inherited, numbers, chunksize=_CHUNK)
    finally:
        _work = None


def _inherited(number: int) -> tuple[str, Verdict]:
    if _work is None:  # never: workers are forked when it is set
        raise RuntimeError
    bench, places = _work
    return _one(bench, places[number])


def _one(bench: Bench, place: Place) -> tuple[str, Verdict]:
    raw, about = source.bytes_of(place.path, place.shown)
    if raw is None:
        return "", (None, about)
    return _name(raw, place), bench.of_bytes(raw, place)


# ---------- between runs


def _recalled(name: str | None) -> dict[str, list[object]]:
    stored = kept.fetch(name) if name else None
    found = json.loads(stored) if stored else {}
    return found if isinstance(found, dict) else {}


def _keep(name: str, known: dict[str, list[object]], fresh: dict[str, Verdict]) -> None:
    rows = {
        digest: [asdict(entry) if entry else None, [asdict(finding) for finding in findings]]
        for digest, (entry, findings) in fresh.items()
        if not digest.startswith("unread")
    }
    every = [*known.items(), *rows.items()][-MOST:]
    kept.store(name, json.dumps(dict(every), ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _verdict(row: list[object]) -> Verdict:
    entry, findings = row
    return (
        Entry(**entry) if isinstance(entry, dict) else None,
        [
            Finding(**{**found, "severity": Severity(found["severity"])})
            for found in (findings if isinstance(findings, list) else [])
        ],
    )
