"""The workbook: the self-assessment as an Excel file, for one school and one term, made from the instrument alone.

Sheets are protected without a password, so that nobody types into the questions by mistake; whoever must, can. What is
still missing is said beside each answer and summed up on the first sheet, in words, not by colour alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from zhidu.assessment.instrument import Checkpoint, Instrument, Item, Metric, owners
from zhidu.assessment.submission import AnswerStatus
from zhidu.assessment.verdict.answer_facts import Context, inapplicable
from zhidu.assessment.workbook import cell_names
from zhidu.assessment.workbook.cell_names import TABLE
from zhidu.handbook.book import Handbook
from zhidu.office.excel import FONT, HEAD_FONT, LINE, book, on_a4, packed, row_height, write
from zhidu.reading.model import FacilityKind, Method, Operator, School, SchoolTerm
from zhidu.views.names import own_words

_TEXT = Font(name=FONT, size=10.5)
_HEAD = Font(name=HEAD_FONT, size=10.5)
_SMALL = Font(name=FONT, size=9, color="404040")
_TITLE = Font(name=HEAD_FONT, size=18)
_BAND = Font(name=HEAD_FONT, size=12)
_LINK = Font(name=FONT, size=10.5, color="0B57A4", underline="single")
_TOP = Alignment(vertical="top", wrap_text=True)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(vertical="center", wrap_text=True)
_PLAIN = Alignment(vertical="center")
_LINE = Side(style="thin", color="9AA0A6")
_FRAME = Border(_LINE, _LINE, _LINE, _LINE)
_INPUT = PatternFill("solid", fgColor="FFF8DC")  # what is to be filled in
_HEADING = PatternFill("solid", fgColor="DCE6F1")
_GROUP = PatternFill("solid", fgColor="EEF3F9")
_CLOSED = PatternFill("lightUp", fgColor="BDBDBD", bgColor="F2F2F2")  # hatched: nothing goes here
_OPEN = Protection(locked=False)
_LACKING = PatternFill("solid", bgColor="FBE3E0")
_DONE = PatternFill("solid", bgColor="E3F1E3")
_AWAY = PatternFill("solid", bgColor="E8E8E8")

BASICS, ANSWERS, GUIDE = "本校情况", "各条结论", "填写说明"
_HEADED = 2  # the row of heads, under the hidden row of keys
_LACKS, _ALL, _NONE = "缺", "齐", "不用答"
_MOST_PROMPT = 250  # Excel takes 255
_MOST_TITLE = 30
_MOST_HEIGHT = 400.0
_LETTERS = {name: get_column_letter(n) for n, name in enumerate(TABLE, 2)}
_PRINTED = "suggestion"  # the last column on paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a workbook is made for; `earlier` is a submission whose texts it takes over, not its answers."""

    handbook: Handbook
    instrument: Instrument
    school: School
    term: SchoolTerm
    earlier: Mapping[str, Any] = field(default_factory=dict)

    def applies(self, part: Item | Metric) -> bool:
        """Whether *part* may concern a school of this kind."""
        everything = {"facilities": dict.fromkeys(self.instrument.facilities, 1)}
        context = Context(self.instrument, self.term, self.school.institution)
        return not inapplicable(context, everything, part)


def workbook(wanted: Wanted) -> bytes:
    """The file."""
    made = book()
    guide = made.active
    guide.title = GUIDE
    basics = made.create_sheet(BASICS)
    answers = made.create_sheet(ANSWERS)
    hidden = made.create_sheet(cell_names.HIDDEN)
    roles = _hidden(hidden, wanted)
    cells = _basics(basics, wanted)
    spans = _answers(answers, wanted, cells, roles)
    _guide(guide, wanted, spans)
    for page in made.worksheets:
        _protect(page)
    _footers(made, wanted)
    made.active = 0
    day = date.fromisoformat(wanted.instrument.edition) if wanted.instrument.edition else date.min
    return packed(
        made, f"{wanted.school.name}自查表（{wanted.term.name}）", wanted.school.name, day
    )


def _hidden(page: Worksheet, wanted: Wanted) -> str:
    """What the file is about, and the list of roles; the place of the list."""
    page.sheet_state = "hidden"
    about = {
        cell_names.MARK: "",
        cell_names.SCHOOL: wanted.school.id,
        cell_names.TERM: wanted.term.id,
        cell_names.EDITION: wanted.instrument.edition,
        cell_names.INSTRUMENT: wanted.instrument.digest,
    }
    for row, (key, value) in enumerate(about.items(), 1):
        write(page, (row, 1), key, _TEXT, _PLAIN)
        write(page, (row, 2), value, _TEXT, _PLAIN)
    offered = owners(wanted.handbook, wanted.instrument)
    names = list(dict.fromkeys(offered.values()))
    for row, name in enumerate(names, 1):
        write(page, (row, 4), name, _TEXT, _PLAIN)
    return f"{cell_names.HIDDEN}!$D$1:$D${max(len(names), 1)}"


# ---------- the school and its numbers ----------


@dataclass(slots=True)
class _Blank:
    """One thing to fill in on the second sheet."""

    id: str
    name: str
    told: str
    value: Any = None
    total: bool = False
    units: tuple[str, ...] = ()
    unit: str | None = None
    choices: tuple[str, ...] = ()
    result: str = ""
    format: str = "0"


def _basics(page: Worksheet, wanted: Wanted) -> dict[str, str]:
    """The second sheet; id of a row → the place of its value."""
    for letter, width in zip("BCDEF", (34, 58, 13, 11, 18), strict=True):
        page.column_dimensions[letter].width = width
    _keys(page, {4: cell_names.VALUE, 5: cell_names.TOTAL})
    row = 2
    cells: dict[str, str] = {}
    for title, heads, blanks in _blocks(wanted):
        for column, text in enumerate((title, *heads), 2):
            cell = write(page, (row, column), text, _BAND if column == 2 else _HEAD, _LEFT)  # noqa: PLR2004
            cell.fill = _HEADING
            cell.border = _FRAME
        row += 1
        for blank in blanks:
            _blank(page, row, blank)
            cells[blank.id] = f"'{BASICS}'!$D${row}"
            row += 1
        row += 1
    page.freeze_panes = "C2"
    _paper(page, landscape=False)
    page.print_area = f"B2:F{row - 2}"
    return cells


def _blocks(wanted: Wanted) -> Iterator[tuple[str, tuple[str, ...], list[_Blank]]]:
    found = wanted.instrument
    yield (
        f"{wanted.school.name}　{wanted.term.name}",
        ("怎样填", "填", "", ""),
        [
            _Blank(
                id=cell_names.FILLED,
                name=cell_names.FILLED_LABEL,
                told="填完的那一天，例如 2026-12-25；写 2026.12.25、2026年12月25日也行",
                format="yyyy-mm-dd",
            )
        ],
    )
    had = wanted.earlier.get("facilities", {})
    yield (
        "一、场所和设施",
        ("没有的填 0 或选“没有”，有关的条款就不用答，也不算分", "填", "", ""),
        [_facility(name, words, kind, had) for name, (words, kind) in found.facilities.items()],
    )
    metrics = [metric for metric in found.metrics if wanted.applies(metric)]
    if metrics:
        yield (
            "二、实测数据",
            ("数什么；达没达到由数字决定", "数到的", "总数", "结果（自动）"),
            [_metric(wanted, metric) for metric in metrics],
        )
    points = [
        (item, point)
        for item in found.items
        if wanted.applies(item)
        for point in item.checkpoints
        if point.period
    ]
    set_before = wanted.earlier.get("periods", {})
    if points:
        yield (
            "三、学校自己定的周期",
            ("原文只写“定期”一类的话，请选学校定为多久一次", "选", "", ""),
            [
                _Blank(
                    id=f"{cell_names.PERIODS}/{point.id}",
                    name=item.cite,
                    told=point.summary,
                    value=found.periods.get(set_before.get(point.id)),
                    choices=tuple(found.periods.values()),
                    format="@",
                )
                for item, point in points
            ],
        )
    numbers = [*_numbers(wanted)]
    if numbers:
        yield (
            f"{'四' if points else '三'}、学校自己定的数",
            ("原文没有写多少，定了就填；还没有定，空着", "多少", "单位", ""),
            numbers,
        )


def _numbers(wanted: Wanted) -> Iterator[_Blank]:
    """What the text leaves open, with what the school set before."""
    names = wanted.instrument.units
    for item in wanted.instrument.items:
        for point in item.checkpoints if wanted.applies(item) else ():
            if point.number is None:
                continue
            own = wanted.earlier.get("numbers", {}).get(point.id, {})
            units = tuple(names[unit] for unit in point.number.units)
            yield _Blank(
                id=f"{cell_names.NUMBERS}/{point.id}",
                name=item.cite,
                told=cell_names.left_open(point),
                value=own.get("value"),
                units=units,
                unit=units[0] if len(units) == 1 else names.get(own.get("unit")),
            )


def _facility(name: str, words: str, kind: FacilityKind, had: Mapping[str, Any]) -> _Blank:
    count, row = had.get(name), f"{cell_names.FACILITIES}/{name}"
    if kind is FacilityKind.ROOM:
        return _Blank(id=row, name=words, told="有几间；没有填 0", value=count)
    return _Blank(
        id=row,
        name=words,
        told="有没有",
        value=None if count is None else cell_names.HAS if count else cell_names.HAS_NOT,
        choices=(cell_names.HAS, cell_names.HAS_NOT),
        format="@",
    )


def _metric(wanted: Wanted, metric: Metric) -> _Blank:
    facility = wanted.instrument.facilities.get(metric.facility or "")
    told = f"数到的：{metric.count}"
    if metric.total:
        told += f"。总数：{metric.total}"
    told += f"。要求：{metric.demand}"
    told += "".join(f"；法律要求{law.demand}（{law.source}）" for law in metric.law)
    told += f"。没有{facility[0]}的不填" if facility else ""
    return _Blank(
        id=f"{cell_names.METRICS}/{metric.id}",
        name=metric.name,
        told=told,
        total=metric.total is not None,
        result=_result(metric),
    )


_SIGNS = {Operator.AT_LEAST: ">=", Operator.AT_MOST: "<=", Operator.EQUAL: "="}


def _result(metric: Metric) -> str:
    """The formula of what a count comes to; {row} stands for its row."""
    factor = "*100" if metric.total and metric.percent else ""
    shown = f'ROUND(D{{row}}{factor}/E{{row}},1)&"{"%" if factor else ""}"' if metric.total else ""
    wanted = f"{metric.value:g}" + ("*E{row}" if metric.total else "")
    test = f'IF(D{{row}}{factor}{_SIGNS[metric.op]}{wanted},"达到","没有达到")'
    said = f'{shown}&"，"&{test}' if shown else test
    ready = (
        "AND(ISNUMBER(D{row}),ISNUMBER(E{row}),N(E{row})>0)" if metric.total else "ISNUMBER(D{row})"
    )
    return f'=IF({ready},{said},"")'


def _blank(page: Worksheet, row: int, blank: _Blank) -> None:
    write(page, (row, 1), blank.id, _TEXT, _PLAIN)
    for column, text in ((2, blank.name), (3, blank.told)):
        write(page, (row, column), text, _TEXT if column == 2 else _SMALL, _LEFT).border = _FRAME  # noqa: PLR2004
    _high(page, row, _height((34, blank.name), (62, blank.told)) + 2)
    value = page.cell(row=row, column=4)
    _input(value, blank.format, _MIDDLE)
    value.value = blank.value
    total = page.cell(row=row, column=5)
    if blank.total:
        _input(total, "0", _MIDDLE)
    elif blank.units:
        write(page, (row, 5), blank.unit or "", _TEXT, _MIDDLE).border = _FRAME
        if len(blank.units) > 1:
            _input(total, "@", _MIDDLE)
            _listed(page, f"E{row}", blank.units, blank.name, "选单位")
    elif blank.result:
        total.fill = _CLOSED
        total.border = _FRAME
    if blank.result:
        _reckoned(page, row, 6, blank.result.format(row=row))
    if blank.choices:
        _listed(page, f"D{row}", blank.choices, blank.name, blank.told)
    elif blank.format == "0":
        _counted(page, f"D{row}:E{row}" if blank.total else f"D{row}", blank)
    else:
        _prompted(page, f"D{row}", blank.name, blank.told)


# ---------- the answers ----------


def _answers(
    page: Worksheet, wanted: Wanted, cells: Mapping[str, str], roles: str
) -> dict[str, tuple[int, int]]:
    """The third sheet; group → its first and last row."""
    for name, about in TABLE.items():
        page.column_dimensions[_LETTERS[name]].width = about.width
        cell = write(page, (_HEADED, _number(name)), about.head, _HEAD, _MIDDLE)
        cell.fill, cell.border = _HEADING, _FRAME
    page.row_dimensions[_HEADED].height = 3 * LINE + 2
    _keys(page, {_number(name): name for name in cell_names.COLUMNS})
    row = _HEADED + 1
    spans: dict[str, tuple[int, int]] = {}
    for group in wanted.instrument.groups:
        items = [item for item in wanted.instrument.of_group[group.id] if wanted.applies(item)]
        if not items:
            continue
        write(page, (row, 2), cell_names.titled(group), _BAND, _PLAIN)
        for number in range(2, _number(_PRINTED) + 1):
            page.cell(row=row, column=number).fill = _GROUP
        page.row_dimensions[row].height = 22
        spans[group.id] = (row, row + len(items))
        for item in items:
            row += 1
            _answer(page, row, wanted, item, cells)
        row += 1
    last = row - 1
    _checks(page, last, roles)
    page.freeze_panes = f"{_LETTERS['who']}{_HEADED + 1}"
    # with the hidden ids, and with every word of a row: who sorts by its buttons moves all of it
    page.auto_filter.ref = f"A{_HEADED}:{list(_LETTERS.values())[-1]}{last}"
    page.print_area = f"B{_HEADED}:{_LETTERS[_PRINTED]}{last}"
    page.print_title_rows = f"{_HEADED}:{_HEADED}"
    _paper(page, landscape=True)
    page.sheet_view.zoomScale = 100
    return spans


def _number(name: str) -> int:
    return list(TABLE).index(name) + 2


def _answer(
    page: Worksheet, row: int, wanted: Wanted, item: Item, cells: Mapping[str, str]
) -> None:
    handbook, found = wanted.handbook, wanted.instrument
    facility = found.facilities.get(item.facility or "")
    points = cell_names.demands(item)
    who = "、".join((handbook.roles or {})[role].name for role in item.roles)
    own = (
        words
        for point in item.checkpoints
        for words in own_words(handbook, handbook.duties[point.id][1])
    )
    look = "\n".join((_look(item.checkpoints), *own, *_laws(item)))
    write(page, (row, 1), f"{cell_names.ITEMS}/{item.id}", _TEXT, _PLAIN)
    for name, text, font in (
        ("clause", item.heading, _TEXT),
        ("points", points, _TEXT),
        ("who", who, _SMALL),
        ("look", look, _SMALL),
        ("text", item.text, _SMALL),
    ):
        write(page, (row, _number(name)), text, font, _TOP).border = _FRAME
    shown = {"points": points, "clause": item.heading, "who": who}
    _high(page, row, _height(*((TABLE[name].width, text) for name, text in shown.items())))
    closed = {"failed"} if len(item.checkpoints) == 1 else set()
    if facility is None or facility[1] is not FacilityKind.ROOM:
        closed.add("rooms")
    for name in cell_names.COLUMNS:
        cell = page.cell(row=row, column=_number(name))
        if name in closed:
            cell.fill, cell.border = _CLOSED, _FRAME
        else:
            align = _MIDDLE if TABLE[name].centred else _TOP
            _input(cell, "yyyy-mm-dd" if name == "due" else "@", align)
    _kept(page, row, wanted, item, closed)
    _reckoned(page, row, _number("lacks"), _lacks(row, item, cells, closed), _HEAD)
    labels = tuple(status.label for status in AnswerStatus)
    told = f"谁来答：{who}。{look.replace(chr(10), '；')}"
    _listed(page, f"{_LETTERS['status']}{row}", labels, item.cite, told)


def _look(points: tuple[Checkpoint, ...]) -> str:
    """How the points are checked, and by what."""
    ways: dict[str, list[str]] = {}
    for point in points:
        ways.setdefault(Method(point.method).label, []).append(point.evidence)
    return "\n".join(f"{way}：{'、'.join(dict.fromkeys(what))}" for way, what in ways.items())


def _laws(item: Item) -> Iterator[str]:
    """What the law says of its points, each note once."""
    texts = dict.fromkeys(note.text for point in item.checkpoints for note in point.notes)
    yield from (f"编者注：{text}" for text in texts)


def _kept(page: Worksheet, row: int, wanted: Wanted, item: Item, closed: set[str]) -> None:
    """The texts of the earlier submission: answers are given anew, and so are days."""
    earlier = wanted.earlier.get("items", {}).get(item.id, {})
    plan = earlier.get("rectification", {})
    proofs = earlier.get("evidence", [])
    texts = {
        "said": earlier.get("problem") or earlier.get("reason"),
        "measure": plan.get("measure"),
        "role": wanted.instrument.roles.get(plan.get("role")),
        "needs_bureau": cell_names.YES if plan.get("needs_bureau") else None,
        "evidence": "\n".join(proof["title"] for proof in proofs),
        "filed": "\n".join(proof["filed"] for proof in proofs),
        "suggestion": earlier.get("suggestion"),
    }
    for name, text in texts.items():
        if text and name not in closed:
            align = _MIDDLE if TABLE[name].centred else _TOP
            write(page, (row, _number(name)), text, _TEXT, align)


def _lacks(row: int, item: Item, cells: Mapping[str, str], closed: set[str]) -> str:
    """The formula that says what an answer still lacks."""
    at = {name: f"{_LETTERS[name]}{row}" for name in cell_names.COLUMNS}
    status = at["status"]

    def one_of(*states: AnswerStatus) -> str:
        return "OR(" + ",".join(f'{status}="{state.label}"' for state in states) + ")"

    steps = [
        (f'{status}=""', "结论"),
        (f'AND({one_of(AnswerStatus.NOT_APPLICABLE)},{at["said"]}="")', "理由"),
    ]
    failing = [("said", "问题"), ("measure", "措施"), ("due", "期限"), ("role", "岗位")]
    if "failed" not in closed:
        partial = f'{one_of(AnswerStatus.PARTIAL)},{at["failed"]}=""'
        steps.append((f"AND({partial})", "哪几点"))
    steps += [(f'AND({one_of(*cell_names.FAILING)},{at[name]}="")', what) for name, what in failing]
    if any(point.records for point in item.checkpoints):
        steps.append((f'AND({one_of(AnswerStatus.MET)},{at["filed"]}="")', "佐证"))
    formula = f'"{_ALL}"'
    for test, what in reversed(steps):
        formula = f'IF({test},"{_LACKS}{what}",{formula})'
    if item.facility:
        place = cells[f"{cell_names.FACILITIES}/{item.facility}"]
        none = f'OR({place}="{cell_names.HAS_NOT}",AND(ISNUMBER({place}),N({place})=0))'
        formula = f'IF({none},"{_NONE}",{formula})'
    return f"={formula}"


def _checks(page: Worksheet, last: int, roles: str) -> None:
    """What is said and looked at while people type, column by column, and the words that stand out."""
    first = _HEADED + 1

    def column(name: str) -> str:
        return f"{_LETTERS[name]}{first}:{_LETTERS[name]}{last}"

    asked = "责任岗位", "只选岗位，不写人名。", "请从列出的岗位里选。"
    _ruled(page, column("role"), *asked, type="list", formula1=roles)
    told = "要教育局协助", "学校自己能解决的，空着就行。"
    _listed(page, column("needs_bureau"), (cell_names.YES, cell_names.NO), *told)
    for name, about in TABLE.items():
        if about.told and not about.most:
            _prompted(page, column(name), about.head, about.told)
    for name, about in TABLE.items():
        if about.most:
            asked = about.head, about.told, f"太长了：最多 {about.most} 个字。"
            size = {"operator": "lessThanOrEqual", "formula1": str(about.most)}
            _ruled(page, column(name), *asked, type="textLength", **size)
    lacks = _LETTERS["lacks"]
    for words, fill, colour in (
        (_LACKS, _LACKING, "9B1C1C"),
        (_ALL, _DONE, "1B5E20"),
        (_NONE, _AWAY, "555555"),
    ):
        begins = f'LEFT({lacks}{first},{len(words)})="{words}"'
        rule = FormulaRule(formula=[begins], fill=fill, font=Font(color=colour))
        page.conditional_formatting.add(column("lacks"), rule)


# ---------- how to fill it in, and how far one is ----------


def _guide(page: Worksheet, wanted: Wanted, spans: Mapping[str, tuple[int, int]]) -> None:
    for letter, width in zip("ABCDEF", (4, 66, 10, 10, 10, 10), strict=True):
        page.column_dimensions[letter].width = width
    write(page, (1, 2), "制度执行情况自查表", _TITLE, _PLAIN)
    write(page, (2, 2), f"{wanted.school.name}　{wanted.term.name}", _BAND, _PLAIN)
    page.row_dimensions[1].height, page.row_dimensions[2].height = 34, 24
    row = 4
    for number, step in enumerate(_STEPS, 1):
        write(page, (row, 1), f"{number}", _HEAD, Alignment(horizontal="center", vertical="top"))
        write(page, (row, 2), step, _TEXT, _TOP)
        page.merge_cells(start_row=row, start_column=2, end_row=row, end_column=6)
        _high(page, row, _height((116, step)) + 4)
        row += 1
    row += 1
    heads = ("填到哪里了（自动）", "一共几项", "没有结论", "还要补写", "不用答")
    for column, text in enumerate(heads, 2):
        cell = write(page, (row, column), text, _HEAD, _LEFT if column == 2 else _MIDDLE)  # noqa: PLR2004
        cell.fill, cell.border = _HEADING, _FRAME
    first = row + 1
    letter = _LETTERS["lacks"]
    titles = {group.id: cell_names.titled(group) for group in wanted.instrument.groups}
    for group, (start, end) in spans.items():
        row += 1
        cell = write(page, (row, 2), titles[group], _LINK, _LEFT)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{ANSWERS}'!B{start}")
        cell.font = _LINK
        cell.border = _FRAME
        _high(page, row, _height((66, titles[group])) + 4)
        span = f"'{ANSWERS}'!${letter}${start + 1}:${letter}${end}"
        unanswered = f'COUNTIF({span},"{_LACKS}结论")'
        for column, formula in (
            (3, end - start),
            (4, f"={unanswered}"),
            (5, f'=COUNTIF({span},"{_LACKS}*")-{unanswered}'),
            (6, f'=COUNTIF({span},"{_NONE}")'),
        ):
            _reckoned(page, row, column, formula)
    row += 1
    write(page, (row, 2), "合计", _HEAD, _LEFT).border = _FRAME
    for column in range(3, 7):
        name = get_column_letter(column)
        _reckoned(page, row, column, f"=SUM({name}{first}:{name}{row - 1})")
    _paper(page, landscape=False)
    page.print_area = f"A1:F{row}"


_STEPS = (
    "只填浅黄色的格子（表头写着“填”“选”“写”的几栏）。灰色、画斜线的格子不用填；别的格子锁住了，改不动，免得误删。",
    f"先填“{BASICS}”：填表日期、场所有几间、数出来的数、学校定的周期。没有的场所填 0，有关的条款就不用答。",
    (
        f"再填“{ANSWERS}”，一行一项：看清几点要求，在“结论”里选一个。都做到了选“达标”；有的做到、有的没有，选“部分达标”；"
        "都没做到，选“未达标”；本校没有这项工作，选“不适用”并写理由；还没有查，选“未知”，未知不算达标。"
    ),
    "没有做到的，再写是什么问题、怎样改、哪天改好、哪个岗位负责。制度要求留记录的，写材料叫什么、放在哪里。",
    "“还缺什么”一栏会告诉您这一行还要填什么；显示“齐”就好了。下面的表里能看到每个附件还差几项，点名称就跳过去。",
    "几个人分着填：在“谁来答”的筛选箭头里选岗位，只看自己的几项。",
    "不写人的姓名、电话、身份证号，只写岗位；不插图片，不写公式。不要删行、拆表，不要另存成别的格式（要 .xlsx）。",
    "填好存盘，把这个文件交给教育局。收下了会有回执号；有要改的，会写明在哪张表的哪一格。",
)


# ---------- parts of sheets ----------


class _Row(RowDimension):  # type: ignore[misc]  # openpyxl has no types
    """A row as high as we reckon, until a program knows better: it grows with what is typed."""

    customHeight = False  # noqa: N815  the library's name


def _high(page: Worksheet, row: int, height: float) -> None:
    page.row_dimensions[row] = _Row(page, index=row, ht=height)


def _keys(page: Worksheet, keys: Mapping[int, str]) -> None:
    """The hidden row and column by which the file is read again."""
    write(page, (1, 1), cell_names.MARK, _TEXT, _PLAIN)
    for column, key in keys.items():
        write(page, (1, column), key, _TEXT, _PLAIN)
    page.row_dimensions[1].hidden = True
    page.column_dimensions["A"].hidden = True


def _input(cell: Cell, form: str, align: Alignment) -> None:
    cell.protection = _OPEN
    cell.fill, cell.border, cell.font, cell.alignment = _INPUT, _FRAME, _TEXT, align
    cell.number_format = form


def _ruled(
    page: Worksheet, cells: str, title: str, told: str, wrong: str = "", **what: str
) -> None:
    """*what* is accepted in *cells*; what is shown when somebody enters one, and when the value is not accepted."""
    rule = DataValidation(allow_blank=True, **what)
    rule.showInputMessage = True
    rule.promptTitle = title[:_MOST_TITLE]
    most = _MOST_PROMPT - len(rule.promptTitle)
    rule.prompt = told if len(told) <= most else told[: most - 1] + "…"
    rule.showErrorMessage = bool(wrong)
    rule.errorTitle = title[:_MOST_TITLE] if wrong else None
    rule.error = wrong or None
    rule.add(cells)
    page.add_data_validation(rule)


def _listed(page: Worksheet, cells: str, choices: tuple[str, ...], title: str, told: str) -> None:
    wrong = f"请从这几项里选：{'、'.join(choices)}。"
    _ruled(page, cells, title, told, wrong, type="list", formula1=f'"{",".join(choices)}"')


def _counted(page: Worksheet, cells: str, blank: _Blank) -> None:
    bounds = {"operator": "between", "formula1": "0", "formula2": "9999999"}
    _ruled(page, cells, blank.name, blank.told, "请写整数，不带单位。", type="whole", **bounds)


def _prompted(page: Worksheet, cells: str, title: str, told: str) -> None:
    """Only told, nothing refused: days are understood however they are typed."""
    _ruled(page, cells, title, told, type="textLength", operator="greaterThan", formula1="0")


def _reckoned(
    page: Worksheet, row: int, column: int, formula: str | int, font: Font = _TEXT
) -> None:
    cell = page.cell(row=row, column=column)
    cell.value = formula
    cell.font, cell.alignment, cell.border = font, _MIDDLE, _FRAME


def _height(*texts: tuple[float, str]) -> float:
    return row_height(texts, _MOST_HEIGHT)


def _protect(page: Worksheet) -> None:
    """Against slips, not against people: no password; widths, heights and filters stay free."""
    protection = page.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = protection.autoFilter = False


def _paper(page: Worksheet, *, landscape: bool) -> None:
    on_a4(page, landscape=landscape)
    margins = page.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.5, 0.6, 0.2, 0.25


def _footers(made: Workbook, wanted: Wanted) -> None:
    about = f"{wanted.school.name}　{wanted.term.name}　目录 {wanted.instrument.digest}"
    for page in made.worksheets:
        page.oddFooter.left.text = about.replace("&", "&&")
        page.oddFooter.right.text = "第 &P 页，共 &N 页"
        page.oddFooter.left.size = page.oddFooter.right.size = 9
