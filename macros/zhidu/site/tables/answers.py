"""What schools answered, as tidy tables: a row a school, term and item; number; and duty of which the school set what is open.

No word that a school wrote is in them, only what it chose and counted. They name schools, and are for the bureau alone.
"""

from collections.abc import Iterator, Sequence

from zhidu.assessment.submission import AnswerStatus
from zhidu.county.statements import Statement
from zhidu.handbook.book import Handbook, called
from zhidu.reading.model import PERIODS
from zhidu.site.tables.package import files
from zhidu.site.tables.parquet import parquet_of
from zhidu.site.tables.table_columns import Column, Kind, Table, Value, dated, flag, text

Row = tuple[Value, ...]
_ABOUT = "各校的自查结论和数，内部资料，不公开。"


def answer_files(
    handbook: Handbook, statements: Sequence[Statement], *, parquet: bool = False
) -> dict[str, bytes]:
    """What *statements* say as CSV with a Data Package; with *parquet* a Parquet file for each table and term."""
    if not parquet:
        found = answers(handbook, statements)
        return files(found, handbook.as_of, name="zhidu-answers", about=_ABOUT)
    return {
        f"{table.name}-{term}.parquet": parquet_of(table)
        for term in dict.fromkeys(each.term for each in statements)
        for table in answers(handbook, [each for each in statements if each.term == term])
    }


def answers(handbook: Handbook, statements: Sequence[Statement]) -> tuple[Table, ...]:
    """The tables of *statements*."""
    return (
        _answers(handbook, statements),
        _counts(handbook, statements),
        _settings(handbook, statements),
    )


def _who() -> tuple[Column, ...]:
    return (
        text("school", "学校编号", "学校名单里的编号", 16),
        text("name", "学校", "学校的名称", 26),
        text("institution", "类别", "学校的类别", 14),
        text("term", "学期", "学期的编号", 14),
    )


def _who_of(handbook: Handbook, statement: Statement) -> Row:
    school = (handbook.schools or {}).get(statement.school)
    name = called(handbook.schools, statement.school)
    return (statement.school, name, school.institution if school else "", statement.term)


def _status(name: str, title: str, about: str, *, required: bool = False) -> Column:
    words = {status.value: status.label for status in AnswerStatus}
    return Column(name, title, about, required=required, words=words, width=10)


def _answers(handbook: Handbook, statements: Sequence[Statement]) -> Table:
    def rows() -> Iterator[Row]:
        for statement in statements:
            who = _who_of(handbook, statement)
            applicable = {item.id for item in statement.items}
            found = statement.inspection.items if statement.inspection else {}
            known = {item.id: item for item in statement.context.instrument.items}
            for name, answer in statement.checklist.items.items():
                item = known.get(name)
                if item is None:
                    continue  # an answer to what is not asked; the check has said so
                verified = found.get(name)
                yield (
                    *who,
                    item.group,
                    item.clause,
                    item.id,
                    answer.status.value,
                    name in applicable,
                    verified.status.status.value if verified else None,
                    statement.checklist.filled,
                    max((each.day for each in answer.evidence if each.day), default=None),
                )

    return Table(
        name="answers",
        title="自查结论",
        about="每所学校每学期每一项的结论，和教育局核查的结论",
        key=("school", "term", "item"),
        columns=(
            *_who(),
            text("policy", "制度", "制度的编号", 8),
            text("clause", "条款", "条款的编号", 10),
            text("item", "项目", "自查项目的编号", 18),
            _status("status", "自查结论", "学校自己答的", required=True),
            flag("applies", "适用", "按学校的类别和场所，这一项适用不适用"),
            _status("verified", "核查结论", "教育局核查的；没有核查的空着"),
            dated("filled", "填表日期", "学校填表的日期"),
            dated(
                "evidence_day", "材料日期", "最近的一份佐证是哪天的；没有写的空着", required=False
            ),
        ),
        rows=tuple(rows()),
    )


def _counts(handbook: Handbook, statements: Sequence[Statement]) -> Table:
    return Table(
        name="counts",
        title="自查的数",
        about="每所学校每学期数出来的数",
        key=("school", "term", "metric"),
        columns=(
            *_who(),
            text("metric", "指标", "指标或职责的编号", 26),
            Column("count", "数", "数出来的数", kind=Kind.INTEGER, required=True, width=8),
            Column("total", "总数", "一共有多少；不是比例的空着", kind=Kind.INTEGER, width=8),
            Column("rate", "比例", "百分之几；不是比例的空着", kind=Kind.NUMBER, width=8),
        ),
        rows=tuple(
            (*_who_of(handbook, statement), metric, found.count, found.total, found.rate)
            for statement in statements
            for metric, found in statement.checklist.metrics.items()
        ),
    )


def _settings(handbook: Handbook, statements: Sequence[Statement]) -> Table:
    def rows() -> Iterator[Row]:
        for statement in statements:
            who = _who_of(handbook, statement)
            periods, numbers = statement.checklist.periods, statement.checklist.numbers
            for duty in sorted({*periods, *numbers}):
                number = numbers.get(duty)
                yield (
                    *who,
                    duty,
                    periods[duty].value if duty in periods else None,
                    number.value if number else None,
                    number.unit if number else None,
                )

    known = handbook.rhythms or {}
    often = {kind.value: known[kind].name for kind in PERIODS if kind in known}
    return Table(
        name="settings",
        title="学校自己定的",
        about="原文没有写多久一次、多少的，每所学校每学期定为多久、多少",
        key=("school", "term", "duty"),
        columns=(
            *_who(),
            text("duty", "职责", "职责的编号", 14),
            Column("period", "多久一次", "定的周期；没有定的空着", words=often, width=10),
            Column("value", "多少", "定的数；没有定的空着", kind=Kind.INTEGER, width=8),
            Column("unit", "单位", "单位的编号", width=12),
        ),
        rows=tuple(rows()),
    )
