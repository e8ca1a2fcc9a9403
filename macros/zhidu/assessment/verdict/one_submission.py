"""Submissions → findings, one file at a time: read, judge the shape, then the rules. Nothing of a file is kept but its entry.

Findings say where, never what: a text of a school that looks like personal data is not repeated.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from zhidu.assessment.instrument import Instrument, for_term, of_day, on
from zhidu.assessment.submission import Submitted
from zhidu.assessment.verdict import answer_facts, personal_data, rule_table
from zhidu.assessment.verdict.answer_facts import Context
from zhidu.assessment.verdict.cross_file_rules import FILE_RULES
from zhidu.assessment.verdict.narrowed_schema import shape
from zhidu.handbook.book import Handbook
from zhidu.reading import documents, schemas, strict_yaml
from zhidu.reading.documents import Place
from zhidu.reading.findings import (
    Finding,
    Problem,
    Severity,
    apart,
    by_rules,
    closest,
    discreet,
)
from zhidu.reading.model import SchoolTerm
from zhidu.reading.strict_yaml import Marks, Source


@dataclass(frozen=True)
class Judge:
    """What submissions of one term are judged by."""

    instrument: Instrument
    term: SchoolTerm | None

    @cached_property
    def shape(self) -> schemas.Shape:
        """The judge of their shape."""
        return shape(self.instrument)

    def context(self, institution: str | None) -> Context:
        """What the table's facts are taken from."""
        return Context(self.instrument, self.term, institution)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Submitted):
    """What has the shape of a submission of any edition: who judges it, and what it says under the judge's ids.

    `given` is what stands in its file, `overtaken` what is to be said of it at once.
    """

    place: Place
    judge: Judge
    given: dict[str, Any]
    overtaken: list[Problem]

    @property
    def is_answer(self) -> bool:
        """Whether nothing has to be answered again."""
        return bool(self.data["instrument"] == self.judge.instrument.digest)


Verdict = tuple[Entry | None, list[Finding]]
"""A file that has the shape of a submission, and what is said of it."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Judges of one handbook's terms, for submissions that come one by one. Of files they tell `reminders`, too, or only errors."""

    handbook: Handbook
    judges: dict[str, Judge] = field(default_factory=dict)
    sound: bool = True
    reminders: bool = True

    def of_place(self, place: Place) -> Verdict:
        """What is said of the file at *place*, which is a school's own: see `findings.private`."""
        found, about = strict_yaml.read(place.path, place.shown)
        if found is None:
            return None, about
        entry, findings = self._of_source(found, place)
        return entry, schemas.limited([*about, *findings])

    @property
    def known(self) -> frozenset[str]:
        """What may be repeated of a submission: ids of schools and terms, keys and choices of the form."""
        return known(self.handbook)

    def judge_of(self, data: Any, folder: str | None = None) -> Judge:
        """Who judges *data*: by its term, or that of the *folder* it lies in, or what is in force where neither is known."""
        named = data.get("term") if isinstance(data, dict) else None
        terms = self.handbook.school_terms or {}
        term = terms.get(named if isinstance(named, str) else "") or terms.get(folder or "")
        name = term.id if term else ""
        if name not in self.judges:
            self.judges[name] = Judge(for_term(self.handbook, term), term)
        return self.judges[name]

    def of_file(self, found: Source, place: Place) -> Verdict:
        """What is wrong with a file that is meant to stand at *place*."""
        entry, findings = self._of_source(found, place)
        return entry, schemas.limited(findings)

    def _of_source(self, found: Source, place: Place) -> Verdict:
        if not self.sound:
            return None, [discreet(each) for each in documents.judge(documents.CHECKLIST, found)]
        entry, judge, problems = self._judged(found.data, place, documents.forbidden_in(found))
        if not self.reminders:  # to find where they stand takes as long as to read the file
            problems = [each for each in problems if each.severity is Severity.ERROR]
        order = [item.id for item in judge.instrument.items]
        findings = found.placed(problems, lambda marks, problem: _place(marks, problem, order))
        return entry, [discreet(each) for each in findings]

    def of_data(self, data: Any, place: Place) -> list[Problem]:
        """The same about data that came in no file of ours: where it stands is left to who read it."""
        return self._judged(data, place, documents.forbidden(data))[2]

    def entry(self, data: Any, place: Place) -> Entry | None:
        """What *data*, which is meant to stand at *place*, is taken for; None where it has no edition's shape."""
        return self._settled(data, place)[0]

    def _settled(self, data: Any, place: Place) -> tuple[Entry | None, Judge, bool]:
        """The entry of *data*, its judge, and whether it has the very shape that the judge asks for."""
        judge, today, overtaken = settled(self.handbook, self.judge_of(data, place.issuance), data)
        fits = judge.shape.accepts(today)
        if not fits and not schemas.accepts(documents.CHECKLIST, today):
            return None, judge, False
        entry = Entry(place=place, judge=judge, data=today, given=data, overtaken=overtaken)
        return entry, judge, fits

    def _judged(
        self, data: Any, place: Place, forbidden: Iterable[Problem]
    ) -> tuple[Entry | None, Judge, list[Problem]]:
        """The entry of *data*, its judge, and what is wrong with it.

        The one way from a statement to its verdict, whatever it came in.
        """
        handbook = self.handbook
        entry, judge, fits = self._settled(data, place)
        if entry is None:
            return None, judge, apart(forbidden, judge.shape.judge(data))
        about = by_rules(FILE_RULES, handbook, judge.instrument, entry.data, place)
        problems = [*about, *entry.overtaken]
        if not any(problem.code == "checklist/edition" for problem in problems):
            context = judge.context(_institution(handbook, entry.school))
            problems += evaluate(context, entry.data) if fits else judge.shape.judge(entry.data)
        return entry, judge, apart(forbidden, problems)


@lru_cache(maxsize=8)
def _known(schools: tuple[str, ...], terms: tuple[str, ...]) -> frozenset[str]:
    return frozenset((*schools, *terms)).union(
        *(schemas.words(kind) for kind in (documents.CHECKLIST, documents.INSPECTION))
    )


def known(handbook: Handbook) -> frozenset[str]:
    """What may be repeated of a private file: ids of our own registers, keys and choices of our own forms."""
    return _known(tuple(handbook.schools or ()), tuple(handbook.school_terms or ()))


def _institution(handbook: Handbook, school: str) -> str | None:
    """What kind of school *school* is. A misspelt one is taken for what was meant: one mistake, one message."""
    schools = handbook.schools or {}
    name: str | None = school if school in schools else closest(school, schools)
    return schools[name].institution if name else None


def settled(handbook: Handbook, judge: Judge, data: Any) -> tuple[Judge, Any, list[Problem]]:
    """Who judges *data*, under which ids, and what is to be said of it: answers may have been given before a change.

    Where the instrument still is another one, something has to be answered again.
    """
    if isinstance(data, dict) and data.get("instrument") == judge.instrument.digest:
        return judge, data, []
    judge, overtaken = _pinned(handbook, judge, data)
    return judge, _of_today(handbook, judge, data), overtaken


def _pinned(handbook: Handbook, judge: Judge, data: Any) -> tuple[Judge, list[Problem]]:
    """Who judges *data*: an answer given before a clause came into force, within the term, was right on its day."""
    day = _filled(data)
    if day is None or data["instrument"] == judge.instrument.digest or judge.term is None:
        return judge, []
    if not (judge.term.starts or day) <= day <= (judge.term.ends or day):
        return judge, []
    then = of_day(handbook, day)
    if then.digest != data["instrument"]:
        return judge, []
    from zhidu.assessment.carry import due, passage  # noqa: PLC0415  slow to import, and rarely needed

    left = due(passage(on(handbook, judge.instrument.as_of), then.digest), data)
    told = Problem(
        ("instrument",),
        f"填表以后有 {len(left.items)} 项改了或新施行：{answer_facts.listed(i.cite for i in left.items)}",
        "这份表按填表那天有效的制度判，不用重填；下次填表时这几项要重新确认",
        code="checklist/confirm",
        severity=Severity.WARNING,
    )
    return Judge(then, judge.term), [told] if left.items else []


def _of_today(handbook: Handbook, judge: Judge, data: Any) -> Any:
    """*data* under the ids of its judge, where all its answers carry over; else as it is."""
    if _filled(data) is None or data["instrument"] == judge.instrument.digest:
        return data
    from zhidu.assessment.carry import carried, due, passage  # noqa: PLC0415  as above

    way = passage(on(handbook, judge.instrument.as_of), data["instrument"])
    school = (handbook.schools or {}).get(data["school"])
    if way.before is None or due(way, data, school.institution if school else None).items:
        return data
    found = carried(way, data)
    del found["before"]
    return found


def _filled(data: Any) -> date | None:
    """The day of *data*, where it has the shape of a submission of any edition."""
    if not isinstance(data, dict) or not schemas.accepts(documents.CHECKLIST, data):
        return None
    try:
        return date.fromisoformat(data["filled"])
    except ValueError:
        return None


def evaluate(context: Context, data: dict[str, Any]) -> list[Problem]:
    """Which shared rules *data*, a submission of the right shape, breaks: the same in the browser."""
    data = {"metrics": {}, "periods": {}, **data}
    broken = [
        _broken(row, of)
        for target, every in (
            ("document", [answer_facts.of_document(context, data)]),
            ("facility", answer_facts.of_facilities(context, data)),
            ("group", answer_facts.of_groups(context, data)),
            ("metric", answer_facts.of_metrics(context, data)),
        )
        for of in every
        for row in rule_table.broken(rule_table.rules(target), of)
    ]
    for name, answer in data["items"].items():
        item = context.instrument.by_id[name]
        rules = answer_facts.rules(context.instrument, item, answer)
        if rules and (of := answer_facts.of_item(context, data, item)) is not None:
            broken += [_broken(row, of) for row in rule_table.broken(rules, of)]
    return [*broken, *personal_data.found(data)]


def _broken(row: Any, of: rule_table.Facts) -> Problem:
    return Problem(
        rule_table.place(row, of),
        rule_table.said(row["message"], of),
        rule_table.said(row["repair"], of),
        code=row["code"],
        of_key=row.get("key", False),
        severity=Severity(row.get("severity", "error")),
        ask=rule_table.said(row.get("ask") or row["repair"], of),
    )


def _place(marks: Marks, problem: Problem, order: list[str]) -> strict_yaml.Place:
    """Where to put the cursor: the value; where there is none, the next item's line, or the key it belongs to."""
    pointer = problem.pointer
    if pointer in marks.values:
        return marks.place(pointer, of_key=problem.of_key)
    if pointer[:1] == ("items",) and len(pointer) == len(("items", "id")) and pointer[1] in order:
        for name in order[order.index(str(pointer[1])) :]:
            if ("items", name) in marks.keys:
                return marks.keys["items", name]
    while pointer and pointer not in marks.keys:
        pointer = pointer[:-1]
    return marks.keys.get(pointer, (1, 1))
