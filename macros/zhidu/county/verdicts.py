"""What is said of many schools: each file of a school is read and typed once, judged with what it belongs to, on every core."""

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from zhidu.assessment.verdict.cross_file_rules import about_registers
from zhidu.assessment.verdict.one_submission import Bench, Entry
from zhidu.handbook.book import Handbook
from zhidu.reading import documents, fence
from zhidu.reading.documents import Place
from zhidu.reading.findings import Finding, private

if TYPE_CHECKING:
    from zhidu.county.inspection_rules import Filled
    from zhidu.county.statements import Statement

ENOUGH = 128  # files a worker, at least: starting it takes as long as judging some
_WARM = 4  # schools that are judged before workers start: what they share is made once
_CHUNK = 16
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What came of schools' files: what is said of them; path, school and term of each submission; what they state."""

    findings: list[Finding]
    filed: list[tuple[str, str, str]]
    statements: "tuple[Statement, ...]" = ()


def judge(
    handbook: Handbook, places: Sequence[Place], *, sound: bool, keep: bool = False
) -> Judged:
    """Everything that is wrong with the submissions and inspections at *places*, and, where it is to *keep* them, what they state.

    Where the policies or registers are not *sound*, only what a file is by itself can be told. Who keeps what schools state
    asks which files count, and not for reminders: submissions have none then.
    """
    bench = Bench(handbook, sound=sound, reminders=not keep)
    work = _Work(bench, [*_by_school(places)], keep)
    schools = list(map(work.one, range(len(work.schools))) if keep else _on_every_core(work))
    findings = [finding for each in schools for finding in each.findings]
    order = {place.shown: number for number, place in enumerate(places)}
    filed = sorted((row for each in schools for row in each.filed), key=lambda row: order[row[0]])
    first: dict[tuple[str, str], str] = {}
    findings += [
        Finding(
            path=path,
            code="checklist/once",
            message=f"这所学校这个学期的自查表已经有一份：{first[school, term]}",
            repair="只留一份；要替换就删去旧的",
        )
        for path, school, term in filed
        if first.setdefault((school, term), path) != path
    ]
    if sound and any(place.kind == documents.CHECKLIST for place in places):
        findings += about_registers(handbook, {term for _, _, term in filed})
    stated = tuple(statement for each in schools for statement in each.statements)
    return Judged(findings=findings, filed=filed, statements=stated)


def codes() -> dict[str, str]:
    """Every code about inspections with its explanation."""
    from zhidu.county import inspection_rules  # noqa: PLC0415  as below

    return inspection_rules.codes()


def _folder(place: Place) -> Path:
    """The `checklists/` folder that *place* lies in."""
    return place.path.parents[2 if place.kind == documents.INSPECTION else 1]


def _by_school(places: Iterable[Place]) -> Iterable[list[Place]]:
    """*places* by what their files are called, which is the school they are of."""
    schools: dict[tuple[Path, str], list[Place]] = {}
    for place in places:
        schools.setdefault((_folder(place), place.path.name), []).append(place)
    return schools.values()


@dataclass(frozen=True, slots=True)
class _Work:
    bench: Bench
    schools: Sequence[list[Place]]
    keep: bool

    def one(self, number: int) -> Judged:
        """What came of the files of one school."""
        with private(self.bench.known):
            return self._of_school(self.schools[number])

    def _of_school(self, told: list[Place]) -> Judged:
        """The same; of what is not among the places to be *told* of, but belongs to an inspection there, nothing is said."""
        findings: list[Finding] = []
        entries: list[Entry] = []
        filled: list[Filled] = []
        for place in sorted([*told, *self._beside(told)], key=lambda place: place.issuance or ""):
            about: list[Finding]
            if place.kind == documents.CHECKLIST:
                entry, about = _fenced(place, partial(self.bench.of_place, place))
                entries += [entry] if entry else []
            else:
                from zhidu.county import inspection_rules  # noqa: PLC0415  slow to import, and not always needed

                found, about = _fenced(place, partial(inspection_rules.read, place))
                filled += [found] if found else []
            findings += about if place in told else []
        statements: tuple[Statement, ...] = ()
        if filled or self.keep:
            from zhidu.county.inspection_rules import School, judge  # noqa: PLC0415  as above

            school = School(self.bench.handbook, entries, filled)
            for each in filled:
                if each.place in told:
                    sound = self.bench.sound
                    findings += _fenced(each.place, partial(judge, each, school, sound=sound))[1]
            statements = school.stated if self.keep else ()
        return Judged(
            findings=findings,
            filed=[(e.place.shown, e.school, e.term) for e in entries if e.place in told],
            statements=statements,
        )

    def _beside(self, told: list[Place]) -> Iterator[Place]:
        """The other files of a school that its inspections among those *told* of are judged by."""
        if all(place.kind != documents.INSPECTION for place in told):
            return
        folder, name = _folder(told[0]), told[0].path.name
        known = {place.path for place in told}
        for term in self.bench.handbook.school_terms or ():
            for path in (folder / term / name, folder / documents.REVIEWS / term / name):
                if path not in known and path.is_file():
                    yield documents.place_of(path)


def _fenced(
    place: Place, act: Callable[[], tuple[_T | None, list[Finding]]]
) -> tuple[_T | None, list[Finding]]:
    return fence.fenced(
        partial(fence.bounded, act), lambda error: (None, [fence.not_judged(place.shown, error)])
    )


# ---------- on every core


_work: _Work | None = None  # what workers inherit when they are forked


def _on_every_core(work: _Work) -> Iterator[Judged]:
    """What came of every school: the first ones here; once there was enough to do, the rest on every core."""
    done = min(_WARM, len(work.schools))
    yield from map(work.one, range(done))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    workers = min(cores, sum(map(len, work.schools[done:])) // ENOUGH)
    # a process of several threads is never forked: a lock that another thread holds would stay locked for ever
    if workers > 1 and sys.platform == "linux" and threading.active_count() == 1:
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415  slow to import

        with suppress(BrokenProcessPool):  # a worker was killed: the rest is done here
            for each in _in_workers(work, range(done, len(work.schools)), workers):
                done += 1
                yield each
    yield from map(work.one, range(done, len(work.schools)))


def _in_workers(work: _Work, numbers: Sequence[int], workers: int) -> Iterable[Judged]:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  as above
    from multiprocessing import get_context  # noqa: PLC0415

    global _work  # noqa: PLW0603  the way to hand a handbook to a fork without copying it
    _work = work
    try:
        with ProcessPoolExecutor(workers, get_context("fork")) as pool:
            yield from pool.map(_inherited, numbers, chunksize=_CHUNK)
    finally:
        _work = None


def _inherited(number: int) -> Judged:
    if _work is None:  # never: workers are forked when it is set
        raise RuntimeError
    return _work.one(number)
