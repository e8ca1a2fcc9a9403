"""Instruments that schools have answered, kept as data: so that a better annotation loses no answer.

Within an edition only annotations change: how a number is counted, whether a period is asked, where a duty applies.
What was asked before stands in `policies/vocabulary/instruments.yaml`; put back into the handbook of its day it
gives the instrument of then, and the digest proves that it is the one.
"""

import dataclasses
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from zhidu.assessment.instrument import PERCENT, Instrument, derive, subject
from zhidu.assessment.instrument import Metric as Counted
from zhidu.handbook.book import Handbook
from zhidu.reading.disk.ownership import put
from zhidu.reading.documents import VOCABULARY, Document, modeline
from zhidu.reading.model import (
    Asked,
    AskedItem,
    AskedMetric,
    AskedPoint,
    Clause,
    Duty,
    Measure,
    Metric,
    Scope,
    Threshold,
    When,
    WhenKind,
)

FILE = "instruments.yaml"
_HEAD = (
    f"{modeline('instruments')}\n"
    "# 学校答过的自查目录，由 zhidu release 追加，不用手改：标注改了以后，靠它认出旧的自查表。\n"
    "instruments:\n"
)


def known(handbook: Handbook) -> Mapping[str, Asked]:
    """What was asked before, by digest."""
    return {
        asked.digest: asked for d in handbook.of("instruments") for asked in d.value.instruments
    }


def record(policies: Path, instrument: Instrument, known: Mapping[str, Asked]) -> bool:
    """Add *instrument* to the project whose `policies/` that is, where it is not there yet. Written in one step.

    One that asks nothing, as of a project of texts alone, nobody can have answered.
    """
    if instrument.digest in known or not instrument.items:
        return False
    path = policies / VOCABULARY / FILE
    text = path.read_text(encoding="utf-8") if path.is_file() else _HEAD
    written = text + "".join(f"{line}\n" for line in _lines(instrument))
    put(path, written.encode(), ours=lambda raw: raw.startswith(_HEAD.encode()))
    return True


def _lines(instrument: Instrument) -> Iterator[str]:
    asked = instrument.asked
    yield f"  - digest: {instrument.digest}"
    yield f"    editions: {json.dumps(asked['editions'])}"
    yield "    items:"
    for name, facility, institutions, points in asked["items"]:
        item: dict[str, Any] = {"id": name}
        if facility:
            item["facility"] = facility
        if institutions:
            item["institutions"] = institutions
        item["points"] = [_point(*point) for point in points]
        yield f"      - {json.dumps(item)}"
    yield "    metrics:" + ("" if asked["metrics"] else " []")
    for name, total, percent, operator, value in asked["metrics"]:
        metric = {"id": name, "total": total, "percent": percent, "op": operator, "value": value}
        yield f"      - {json.dumps(metric)}"


def _point(name: str, metric: str | None, period: bool, records: list[str]) -> dict[str, Any]:  # noqa: FBT001
    found: dict[str, Any] = {"id": name}
    if metric:
        found["metric"] = metric
    if period:
        found["period"] = True
    if records:
        found["records"] = records
    return found


def before(handbook: Handbook, asked: Asked) -> Handbook | None:
    """*handbook* annotated so that it asks what *asked* did; None where it cannot be made to."""
    made = _Made(asked, derive(handbook))
    found = dataclasses.replace(handbook, documents=tuple(map(made.document, handbook.documents)))
    return found if derive(found).digest == asked.digest else None


def _same(was: AskedMetric, now: Counted | None) -> bool:
    """Whether a number is counted as it was, and must reach what it had to."""
    return now is not None and (was.total, was.percent, was.op, was.value) == (
        now.total is not None,
        now.percent,
        now.op,
        now.value,
    )


def _unit(threshold: Threshold | None) -> str | None:
    return threshold.unit if threshold and threshold.unit != PERCENT else None


class _Made:
    """Puts the annotations of an earlier instrument into documents."""

    def __init__(self, asked: Asked, now: Instrument) -> None:
        self._homes: dict[str, tuple[AskedItem, AskedPoint]] = {
            point.id: (item, point) for item in asked.items for point in item.points
        }
        self._metrics = {metric.id: metric for metric in asked.metrics}
        self._same = {m.id for m in asked.metrics if _same(m, now.measured.get(m.id))}

    def document(self, document: Document[Any]) -> Document[Any]:
        """*document* as it was annotated."""
        value = document.value
        if document.kind == "policy":
            whole = value.applies_to
            clauses = tuple(self._clause(clause, whole) for clause in value.clauses)
        elif document.kind == "notice":
            clauses = tuple(self._clause(clause, None) for clause in value.clauses)
        elif document.kind == "metrics":
            metrics = tuple(map(self._metric, value.metrics))
            return dataclasses.replace(document, value=dataclasses.replace(value, metrics=metrics))
        else:
            return document
        return dataclasses.replace(document, value=dataclasses.replace(value, clauses=clauses))

    def _clause(self, clause: Clause, whole: Scope | None) -> Clause:
        return dataclasses.replace(
            clause,
            clauses=tuple(self._clause(inner, whole) for inner in clause.clauses),
            duties=tuple(
                self._duty(duty, whole, *self._homes[duty.id])
                for duty in clause.duties
                if duty.id in self._homes
            ),
        )

    def _duty(self, duty: Duty, whole: Scope | None, item: AskedItem, point: AskedPoint) -> Duty:
        if subject(duty, whole) != (item.facility, item.institutions):
            given = Scope(facility=item.facility, institutions=item.institutions)
            duty = dataclasses.replace(
                duty, applies_to=given if item.facility or item.institutions else None
            )
        return dataclasses.replace(
            duty,
            records=point.records,
            when=self._when(duty, point),
            threshold=self._threshold(duty.threshold, point),
        )

    def _when(self, duty: Duty, point: AskedPoint) -> When | None:
        """A time of the kind that asks for a period, or for a tally, where one was asked for."""
        kind = duty.when.kind if duty.when else None
        tallies = {WhenKind.WEEKLY, WhenKind.MONTHLY}
        wanted = (
            {WhenKind.UNSPECIFIED} if point.period else tallies if point.metric == duty.id else None
        )
        if wanted is None:
            return None if kind in {WhenKind.UNSPECIFIED, *tallies} else duty.when
        if kind in wanted:
            return duty.when
        words = duty.when.words if duty.when else duty.quote
        return When(kind=min(wanted), words=words, moment=None)

    def _threshold(self, threshold: Threshold | None, point: AskedPoint) -> Threshold | None:
        metric = self._metrics.get(point.metric or "")
        if metric is None or metric.id == point.id:
            return threshold
        unit = PERCENT if metric.percent else _unit(threshold)
        if threshold and threshold.metric == metric.id:
            if metric.id in self._same:
                return threshold
            return dataclasses.replace(threshold, op=metric.op, value=metric.value, unit=unit)
        quote = threshold.quote if threshold else ""
        return Threshold(metric=metric.id, op=metric.op, value=metric.value, unit=unit, quote=quote)

    def _metric(self, metric: Metric) -> Metric:
        was: AskedMetric | None = self._metrics.get(metric.id)
        if was is None or was.id in self._same:
            return metric
        measure = metric.measure or Measure(count=metric.name)
        total = (measure.total or metric.name) if was.total else None
        return dataclasses.replace(
            metric, measure=dataclasses.replace(measure, total=total, each=False)
        )
