"""Submissions → findings, one file at a time: read, judge the shape, then the rules. Nothing of a file is kept but its entry.

Findings say where, never what: a text of a school that looks like personal data is not repeated.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from zhidu.assessment.instrument import Instrument, for_term, of_day, on
from zhidu.assessment.verdict import answer_facts, personal_data, rule_table
from zhidu.assessment.verdict.answer_facts import Context
from zhidu.assessment.verdict.cross_file_rules import about_file
from zhidu.assessment.verdict.narrowed_schema import shape
from zhidu.handbook.book import Handbook
from zhidu.reading import documents, schemas, strict_yaml
from zhidu.reading.documents import Place
from zhidu.reading.findings import Finding, Severity, closest, discreet, private
from zhidu.reading.model import SchoolTerm
from zhidu.reading.strict_yaml import Marks, Source, Steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A rule broken at a value of a submission: what the browser says, too.

    `ask` is the repair for those who answer in a form and see no file.
    """

    code: str
    steps: Steps
    message: str
    repair: str
    of_key: bool = False
    severity: Severity = Severity.ERROR
    ask: str = ""


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
class Entry:
    """What is remembered of a file after it was judged."""

    path: str
    school: str
    term: str


Verdict = tuple[Entry | None, list[Finding]]
"""What is remembered of a file, and what is said of it."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Judges of one handbook's terms, for submissions that come one by one."""

    handbook: Handbook
    judges: dict[str, Judge] = field(default_factory=dict)
    sound: bool = True

    def of_bytes(self, raw: bytes, place: Place) -> Verdict:
        """What is said of the file of bytes *raw* at *place*."""
        with private(self.known):
            found, about = strict_yaml.understood(raw, place.shown)
            if found is None:
                return None, about
            if not self.sound:
                return None, schemas.limited([*about, *map(discreet, _alone(found))])
            entry, more = _judged(self.handbook, self.judges, found, place)
        return entry, schemas.limited([*about, *map(discreet, more)])

    @property
    def known(self) -> frozenset[str]:
        """What may be repeated of a submission: ids of schools and terms, keys and choices of the form."""
        return known(self.handbook)

    def judge_of(self, data: Any) -> Judge:
        """Who judges *data*: by its term, or what is in force where it names none that is known."""
        named = data.get("term") if isinstance(data, dict) else None
        terms = self.handbook.school_terms or {}
        return _judge_of(
            self.handbook, self.judges, terms.get(named if isinstance(named, str) else "")
        )

    def of_file(self, found: Source, place: Place) -> tuple[Entry | None, list[Finding]]:
        """What is wrong with a file that is meant to stand at *place*."""
        entry, findings = _judged(self.handbook, self.judges, found, place)
        return entry, schemas.limited([discreet(finding) for finding in findings])

    def of_data(self, data: Any, place: Place) -> list[Broken]:
        """The same about data that came in no file of ours: where it stands is left to who read it."""
        forbidden = [
            Broken(code="text/forbidden", steps=steps, of_key=of_key, message=m, repair=r)
            for steps, of_key, (m, r) in documents.faults(data)
        ]
        places = {(each.steps, each.of_key) for each in forbidden}
        others = self._of_data(data, place)
        return [*forbidden, *(o for o in others if (o.steps, o.of_key) not in places)]

    def _of_data(self, data: Any, place: Place) -> list[Broken]:
        judge, data, overtaken = settled(self.handbook, self.judge_of(data), data)
        fits = judge.shape.accepts(data)
        misshapen = [
            Broken(code=c, steps=s, of_key=k, message=m, repair=r)
            for c, s, k, m, r in (() if fits else judge.shape.explained(data))
        ]
        if not fits and not schemas.accepts(documents.CHECKLIST, data):
            return misshapen
        problems = about_file(self.handbook, judge.instrument, data, place)
        broken = [Broken(code=c, steps=s, message=m, repair=r) for c, s, m, r in problems]
        broken += overtaken
        if any(problem.code == "checklist/edition" for problem in broken):
            return broken
        if not fits:
            return [*broken, *misshapen]
        institution = _institution(self.handbook, data["school"])
        return [*broken, *evaluate(judge.context(institution), data)]


@lru_cache(maxsize=8)
def _known(schools: tuple[str, ...], terms: tuple[str, ...]) -> frozenset[str]:
    return frozenset((*schools, *terms)).union(
        *(schemas.words(kind) for kind in (documents.CHECKLIST, documents.INSPECTION))
    )


def known(handbook: Handbook) -> frozenset[str]:
    """What may be repeated of a private file: ids of our own registers, keys and choices of our own forms."""
    return _known(tuple(handbook.schools or ()), tuple(handbook.school_terms or ()))


def _alone(found: Source) -> list[Finding]:
    return [*documents.forbidden_in(found), *schemas.judge(documents.CHECKLIST, found)]


def _judged(
    handbook: Handbook, judges: dict[str, Judge], found: Source, place: Place
) -> tuple[Entry | None, list[Finding]]:
    """What is said of one file, and its entry where it has the shape of a submission of any edition."""
    data = found.data
    forbidden = documents.forbidden_in(found)
    named = data.get("term") if isinstance(data, dict) else None
    terms = handbook.school_terms or {}
    term = terms.get(named if isinstance(named, str) else "") or terms.get(place.issuance or "")
    judge = _judge_of(handbook, judges, term)
    judge, data, overtaken = settled(handbook, judge, data)
    fits = judge.shape.accepts(data)
    if not fits and not schemas.accepts(documents.CHECKLIST, data):
        return None, apart(forbidden, judge.shape.judge(found))
    entry = Entry(path=found.path, school=data["school"], term=data["term"])
    problems = list(about_file(handbook, judge.instrument, data, place))
    broken = [Broken(code=c, steps=s, message=m, repair=r) for c, s, m, r in problems]
    broken += overtaken
    misshapen: list[Finding] = []
    if not any(problem.code == "checklist/edition" for problem in broken):
        if fits:
            institution = _institution(handbook, data["school"])
            broken += evaluate(judge.context(institution), data)
        else:
            misshapen = judge.shape.judge(found)
    return entry, apart(forbidden, [*misshapen, *_findings(found, broken, judge)])


def _institution(handbook: Handbook, school: str) -> str | None:
    """What kind of school *school* is. A misspelt one is taken for what was meant: one mistake, one message."""
    schools = handbook.schools or {}
    name: str | None = school if school in schools else closest(school, schools)
    return schools[name].institution if name else None


def _judge_of(handbook: Handbook, judges: dict[str, Judge], term: SchoolTerm | None) -> Judge:
    name = term.id if term else ""
    if name not in judges:
        judges[name] = Judge(for_term(handbook, term), term)
    return judges[name]


def settled(handbook: Handbook, judge: Judge, data: Any) -> tuple[Judge, Any, list[Broken]]:
    """Who judges *data*, under which ids, and what is to be said of it: answers may have been given before a change.

    Where the instrument still is another one, something has to be answered again.
    """
    if isinstance(data, dict) and data.get("instrument") == judge.instrument.digest:
        return judge, data, []
    judge, overtaken = _pinned(handbook, judge, data)
    return judge, _of_today(handbook, judge, data), overtaken


def _pinned(handbook: Handbook, judge: Judge, data: Any) -> tuple[Judge, list[Broken]]:
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
    told = Broken(
        code="checklist/confirm",
        steps=("instrument",),
        message=f"填表以后有 {len(left.items)} 条改了或新施行：{answer_facts.listed(i.cite for i in left.items)}",
        repair="这份表按填表那天有效的制度判，不用重填；下次填表时这几条要重新确认",
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


def apart(forbidden: list[Finding], others: Iterable[Finding]) -> list[Finding]:
    """One mistake, one message: nothing more is said of a text that may not stand there."""
    places = {(finding.line, finding.column) for finding in forbidden}
    return [*forbidden, *(f for f in others if (f.line, f.column) not in places)]


def evaluate(context: Context, data: dict[str, Any]) -> list[Broken]:
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
    broken += [
        Broken(
            code=code,
            steps=steps,
            message=message,
            repair=repair,
            severity=Severity(severity),
        )
        for code, steps, message, repair, severity in personal_data.found(data)
    ]
    return broken


def _broken(row: Any, of: rule_table.Facts) -> Broken:
    return Broken(
        code=row["code"],
        steps=rule_table.place(row, of),
        message=rule_table.said(row["message"], of),
        repair=rule_table.said(row["repair"], of),
        of_key=row.get("key", False),
        severity=Severity(row.get("severity", "error")),
        ask=rule_table.said(row.get("ask") or row["repair"], of),
    )


def _findings(found: Source, broken: list[Broken], judge: Judge) -> list[Finding]:
    if not broken:
        return []
    marks = found.marks()
    order = [item.id for item in judge.instrument.items]
    result = []
    for each in broken:
        line, column = _place(marks, each, order)
        result.append(
            Finding(
                path=found.path,
                line=line,
                column=column,
                code=each.code,
                message=each.message,
                repair=each.repair,
                severity=each.severity,
            )
        )
    return result


def _place(marks: Marks, broken: Broken, order: list[str]) -> strict_yaml.Place:
    """Where to put the cursor: the value; where there is none, the next item's line, or the key it belongs to."""
    steps = broken.steps
    if steps in marks.values:
        return marks.place(steps, of_key=broken.of_key)
    if steps[:1] == ("items",) and len(steps) == len(("items", "id")) and steps[1] in order:
        for name in order[order.index(str(steps[1])) :]:
            if ("items", name) in marks.keys:
                return marks.keys["items", name]
    while steps and steps not in marks.keys:
        steps = steps[:-1]
    return marks.keys.get(steps, (1, 1))
