"""Rules that need more than one file: the registers, the place of the file, the edition. The rest is in the table.

Each is one function; its docstring is what `zhidu explain` prints.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from zhidu.assessment.instrument import Instrument, on
from zhidu.assessment.verdict import rule_table
from zhidu.assessment.verdict.answer_facts import listed
from zhidu.handbook.book import Handbook
from zhidu.reading.documents import Place
from zhidu.reading.findings import Finding, Problem, Severity, closest, file_name, visible

if TYPE_CHECKING:
    from zhidu.assessment.carry import Passage

_Found = Iterator[Problem]


def known_school(handbook: Handbook, _: Instrument, data: Any, __: Place) -> _Found:
    """自查表里的学校要在 checklists/schools.yaml 里登记过。"""
    if (schools := handbook.schools) is not None and data["school"] not in schools:
        names = {school.id: school.name for school in schools.values()}
        otherwise = "核对编号，或先请教育局在 schools.yaml 里登记"
        yield Problem(("school",), *unregistered("学校", data["school"], names, otherwise))


def known_term(handbook: Handbook, _: Instrument, data: Any, __: Place) -> _Found:
    """自查表里的学期要在 checklists/terms.yaml 里登记过。"""
    if (terms := handbook.school_terms) is not None and data["term"] not in terms:
        names = {term.id: term.name for term in terms.values()}
        otherwise = "核对编号，或先请教育局在 terms.yaml 里登记"
        yield Problem(("term",), *unregistered("学期", data["term"], names, otherwise))


def unregistered(what: str, word: str, names: Mapping[str, str], otherwise: str) -> tuple[str, str]:
    """Message and repair for *word*, which is the id of nothing in *names* (id → name); *otherwise* where none is like it."""
    meant = closest(word, names)
    repair = f"是不是“{meant}”（{names[meant]}）？" if meant else otherwise
    return f"没有编号为“{visible(word)}”的{what}", repair


def place(_: Handbook, __: Instrument, data: Any, where: Place) -> _Found:
    """文件放在以学期命名的文件夹里，文件名是学校编号，与里面写的一致。"""
    yield from misplaced(data["school"], data["term"], where)


def misplaced(school: str, term: str, where: Place) -> _Found:
    """How *school* and *term* differ from what the file at *where* is called, and its folder."""
    name = where.path.name
    if school != name.removesuffix(".yaml"):
        yield Problem(
            ("school",),
            f"学校写的是“{visible(school)}”，文件名却是 {file_name(name)}",
            "改成一致的：文件名是学校编号",
        )
    if where.issuance is not None and term != where.issuance:
        yield Problem(
            ("term",),
            f"学期写的是 {visible(term)}，文件却放在 {where.issuance} 里",
            "改成一致的，或移到那个学期的文件夹",
        )


def edition(handbook: Handbook, instrument: Instrument, data: Any, __: Place) -> _Found:
    """自查要按这个学期有效的制度填。制度修订以后，按旧目录填的要换成新的表：没有改的答案照旧，改了的重新确认，新增的补上。"""
    if data["instrument"] != instrument.digest:
        from zhidu.assessment.carry import passage  # noqa: PLC0415  slow to import, and rarely needed

        way = passage(on(handbook, instrument.as_of), data["instrument"])
        if way.before is not None:
            yield from _revised(handbook, way, data)
            return
        older = data["edition"] != instrument.edition
        yield Problem(
            ("instrument",),
            f"这份表按 {visible(data['edition'])} 印发的版本填写，本学期有效的是 {instrument.edition} 的"
            if older
            else f"这份表的自查目录是 {visible(data['instrument'])}，现在的是 {instrument.digest}",
            "打开新的自查表，读入这个文件，文字会留下，再核对各条结论",
        )
    elif data["edition"] != instrument.edition:
        yield Problem(
            ("edition",),
            f"版本写的是 {visible(data['edition'])}，应是 {instrument.edition}",
            f"改为 {instrument.edition}",
        )


def _revised(handbook: Handbook, way: "Passage", data: Any) -> _Found:
    """What has to be done about a submission of a past that is known; nothing where all of it carries over."""
    from zhidu.assessment.carry import carried, due  # noqa: PLC0415  as above

    school = (handbook.schools or {}).get(data["school"])
    left = due(way, data, school.institution if school else None)
    if not left.items or way.before is None:
        return
    parts = [
        f"照旧 {len(carried(way, data)['items']) - len(left.confirm)} 项",
        *(
            f"{words} {len(items)} 项（{listed(i.cite for i in items)}）"
            for words, items in (("要重新确认", left.confirm), ("新增", left.new))
            if items
        ),
        *([f"取消 {len(way.dropped)} 项"] if way.dropped else []),
    ]
    message = f"这份表按 {way.before.as_of} 有效的制度填，要按 {way.after.as_of} 有效的填：{'，'.join(parts)}"
    repair = "打开新的自查表，读入这个文件：照旧的结论留着，要重新确认的旁边有新旧对照"
    yield Problem(("instrument",), message, repair)


FILE_RULES: dict[str, Callable[[Handbook, Instrument, Any, Place], _Found]] = {
    "checklist/known-school": known_school,
    "checklist/known-term": known_term,
    "checklist/place": place,
    "checklist/edition": edition,
}

OTHERS = {
    "checklist/confirm": (
        "填表以后、学期结束以前，有的条款开始施行或者改了。自查按填表那一天有效的制度判，不退回；"
        "下学期的表里，这几项要重新确认。"
    ),
    "checklist/once": "一所学校一个学期只交一份自查表。",
    "checklist/term-dates": "学期的起止日期没有登记时，整改期限等不能核对，要补上。",
}


def about_registers(handbook: Handbook, used: set[str]) -> Iterator[Finding]:
    """What the registers lack for the submissions of the *used* terms."""
    document = next(handbook.of("school-terms"), None)
    if document is None:
        return
    for index, term in enumerate(document.value.terms):
        lacking = [key for key in ("starts", "ends") if getattr(term, key) is None]
        if term.id in used and lacking:
            problem = Problem(
                ("terms", index, lacking[0]),
                f"{term.name}没有写{'起止日期' if len(lacking) > 1 else '日期'}，整改期限没有核对",
                f"补上 {' 和 '.join(lacking)}",
                code="checklist/term-dates",
                severity=Severity.WARNING,
            )
            yield from document.source.placed([problem])


def codes() -> dict[str, str]:
    """Every code about submissions with its explanation."""
    return {
        **{code: inspect.cleandoc(rule.__doc__ or "") for code, rule in FILE_RULES.items()},
        **OTHERS,
        **rule_table.abouts(),
    }
