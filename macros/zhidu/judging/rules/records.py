"""Rules about records: that there is something to print, and that it fits a sheet of paper."""

from collections import Counter
from collections.abc import Callable, Iterator

from zhidu.handbook.book import Handbook
from zhidu.judging.rules.walks import Problem, entries_of
from zhidu.reading.findings import Pointer, Severity
from zhidu.reading.model import ColumnKind, Form, RecordKind
from zhidu.views.on_paper.paper import HEAD_LINES, PAPERS, head_width, width_of

_PRINTED = {RecordKind.FORM, RecordKind.REGISTER, RecordKind.LEDGER}
_REST = 60  # mm for the title, the blanks above and the notes below
_LEAST_ROWS = 3


def has_form(handbook: Handbook) -> Iterator[Problem]:
    """表、册、账要有空表可印：在 form 里写上纸张方向、栏目和填写说明。原文没有写栏目的，由编者拟。"""
    for spot, record in entries_of(handbook, "records"):
        if record.kind in _PRINTED and record.form is None:
            yield spot.at("name").problem(
                f"“{record.name}”没有 form，印不出空表",
                "照别的记录的样子拟一个 form",
                severity=Severity.WARNING,
            )


def form_fits(handbook: Handbook) -> Iterator[Problem]:
    """空表要排得进一张 A4 纸：各列宽度之和不超过纸宽，栏名不超过三行，大格和至少三行不超过纸高。"""
    yield from _forms(handbook, _too_large)


def _too_large(form: Form) -> Iterator[tuple[Pointer, str, str]]:
    paper = PAPERS[form.orientation]
    if not form.columns and not form.boxes:
        yield (), "既没有栏目（columns），也没有大格（boxes）", "至少写一样"
    asked = sum(width_of(column) for column in form.columns)
    if asked > paper.line:
        yield (
            ("columns",),
            f"各列共宽 {asked:g} 毫米，纸上只有 {paper.line:g} 毫米",
            "减少栏目，改窄几列，或把纸横放（landscape）",
        )
    for index, column in enumerate(form.columns):
        if width_of(column) < head_width(column.name):
            yield (
                ("columns", index, "name"),
                f"栏名“{column.name}”在 {width_of(column):g} 毫米里 {HEAD_LINES} 行排不下",
                f"改短，或加宽到 {head_width(column.name):.0f} 毫米以上",
            )
    rows = _LEAST_ROWS * (form.row_height or 0) if form.columns else 0
    high = sum(box.height for box in form.boxes) + rows
    if high > paper.page - _REST:
        yield (
            ("boxes",) if form.boxes else ("row_height",),
            f"大格和行共高 {high:g} 毫米，纸上只有 {paper.page - _REST:g} 毫米",
            "改矮一些",
        )


def column_choices(handbook: Handbook) -> Iterator[Problem]:
    """勾选的栏（choice）要写选项，别的栏不写；一栏的选项不重复。"""
    yield from _forms(handbook, _wrong_choices)


def _wrong_choices(form: Form) -> Iterator[tuple[Pointer, str, str]]:
    for index, column in enumerate(form.columns):
        pointer: Pointer = ("columns", index, "choices" if column.choices else "kind")
        if column.kind is ColumnKind.CHOICE and not column.choices:
            yield pointer, f"“{column.name}”是勾选，却没有写选项", "写上 choices，例如 [正常, 异常]"
        elif column.kind is not ColumnKind.CHOICE and column.choices:
            yield pointer, f"“{column.name}”有选项，却不是勾选", "kind 改为 choice，或删去选项"
        elif len(set(column.choices)) < len(column.choices):
            yield pointer, f"“{column.name}”的选项有重复", "删去重复的"


def column_names(handbook: Handbook) -> Iterator[Problem]:
    """栏名在一张表里不重复；合在一个大栏名下的几栏要挨着，各大栏里可以有同名的栏。"""
    yield from _forms(handbook, _wrong_names)


def _wrong_names(form: Form) -> Iterator[tuple[Pointer, str, str]]:
    names = Counter((column.group, column.name) for column in form.columns)
    for index, column in enumerate(form.columns):
        if names[column.group, column.name] > 1:
            names[column.group, column.name] = 1
            yield (
                ("columns", index, "name"),
                f"栏名“{column.name}”写了不止一次",
                "改成不同的名称，或合进不同的大栏",
            )
    ended: set[str] = set()
    before = None
    for index, column in enumerate(form.columns):
        if column.group in ended:
            yield (
                ("columns", index, "group"),
                f"“{column.group}”下面的几栏没有挨在一起",
                "调整先后，或改用另一个大栏名",
            )
            ended.discard(column.group or "")
        if before and before != column.group:
            ended.add(before)
        before = column.group


def _forms(
    handbook: Handbook, faults: Callable[[Form], Iterator[tuple[Pointer, str, str]]]
) -> Iterator[Problem]:
    for spot, record in entries_of(handbook, "records"):
        for pointer, message, repair in faults(record.form) if record.form else ():
            of_key = not pointer or pointer[-1] in {"columns", "boxes"}
            yield spot.at("form", *pointer).problem(message, repair, of_key=of_key)


RULES: dict[str, Callable[[Handbook], Iterator[Problem]]] = {
    "record/has-form": has_form,
    "record/form-fits": form_fits,
    "record/column-choices": column_choices,
    "record/column-names": column_names,
}
