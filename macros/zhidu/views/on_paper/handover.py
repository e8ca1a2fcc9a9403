"""Lists for those who come and go: 交接清单, 新任清单, 签阅单. They are signed on paper; no name is kept anywhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from zhidu.handbook.book import Handbook
from zhidu.views.names import File, cite, record_link, time_words
from zhidu.views.on_paper.lists import BLANK, TICK, Cell, ListSheet, Part, cells, newest_issuer
from zhidu.views.on_screen.duty_items import approval_words, group_of, report_words
from zhidu.views.on_screen.role_lines import Line, concerning
from zhidu.views.schooltime import work_of

_OPEN_ROWS = 4
"""Empty lines for what only the school knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A problem of the ledger that is still to be put right. For the school and its bureau alone."""

    citation: str
    problem: str
    measure: str
    due: date | None
    state: str


def handover_files(handbook: Handbook, role: str) -> tuple[File, ...]:
    """Where the two lists of *role* are on the site: to give away, and to begin with."""
    name = (handbook.roles or {})[role].name
    return tuple(
        File(text=f"{title}（PDF）", path=f"roles/{role}/{file}.pdf", name=f"{name} {title}.pdf")
        for title, file in (("交接清单", "handover"), ("新任清单", "newcomer"))
    )


def handover(
    handbook: Handbook,
    roles: Sequence[str],
    *,
    new: bool = False,
    school: str = "",
    unfinished: Sequence[Unfinished] | None = None,
) -> ListSheet:
    """What goes from hand to hand with *roles*; with *new*, what somebody who begins has to read and take over."""
    names = "、".join((handbook.roles or {})[role].name for role in roles)
    lines = work_of(handbook, roles)
    parts = [
        *_work(handbook, lines, new=new),
        *_forbidden(handbook, roles),
        *_records(handbook, lines),
        _rooms(handbook, lines),
        _accounts(),
        _unfinished(unfinished),
        *_reports(handbook, lines),
    ]
    return ListSheet(
        title="新任清单" if new else "交接清单",
        issuer=newest_issuer(handbook),
        date=handbook.as_of,
        landscape=False,
        head=(("岗位", names), ("学校", school)),
        parts=tuple(parts),
        sign=("本人", "交代工作的人") if new else ("移交人", "接收人", "监交人"),
        notes=(
            "职责、记录和报告照制度原文列出；房间、账号和没有办完的事由学校填。",
            "不要在这张单子上写密码、身份证号和电话。",
            f"依据截至 {handbook.as_of} 有效的制度。标※的由编者按上下文读出。",
        ),
    )


def _work(handbook: Handbook, lines: Sequence[Line], *, new: bool) -> Iterator[Part]:
    """Duties by when they fall due."""
    groups = {group.id: group.name.partition("（")[0] for group in handbook.groups}
    tick = "看过" if new else "说清"
    rows = []
    for group, name in groups.items():
        found = [line for line in lines if group_of(handbook, line.duty) == group]
        rows += [(*cells(x.text + _mark(x), name, cite(x.citation)), TICK) for x in found]
    if rows:
        yield Part(
            name=f"要做的事（{len(rows)} 项，按什么时候做排）",
            widths=(105, 25, 34, 13),
            head=("要做的事", "什么时候", "出处", tick),
            rows=tuple(rows),
            row_height=6.5,
        )


def _mark(line: Line) -> str:
    return "※" if line.assignment.basis == "reading" else ""


def _forbidden(handbook: Handbook, roles: Sequence[str]) -> Iterator[Part]:
    lines = {line.duty.id: line for role in roles for line in concerning(handbook, role).forbidden}
    if lines:
        yield Part(
            name="不得做的事",
            widths=(130, 34, 13),
            head=("不得做的事", "出处", "看过"),
            rows=tuple(
                (*cells(line.text + _mark(line), cite(line.citation)), TICK)
                for line in lines.values()
            ),
            row_height=6.5,
        )


def _records(handbook: Handbook, lines: Sequence[Line]) -> Iterator[Part]:
    found: dict[str, list[str]] = {}
    for line in lines:
        for record in line.duty.records:
            places = found.setdefault(record, [])
            if cite(line.citation) not in places:
                places.append(cite(line.citation))
    if found:
        yield Part(
            name="记录",
            widths=(46, 40, 44, 34, 13),
            head=("记录", "出处", "份数、起止日期", "放在哪里", "清了"),
            rows=tuple(
                (*cells(record_link(handbook, record).text, "、".join(places)), BLANK, BLANK, TICK)
                for record, places in found.items()
            ),
        )


def _rooms(handbook: Handbook, lines: Sequence[Line]) -> Part:
    """Rooms and things that the duties are about, and lines for others."""
    known = handbook.facilities or {}
    named = dict.fromkeys(
        line.duty.applies_to.facility
        for line in lines
        if line.duty.applies_to and line.duty.applies_to.facility
    )
    rows = [(Cell(known[name].name), BLANK, BLANK, TICK) for name in named if name in known]
    return Part(
        name="房间、设备和钥匙",
        widths=(46, 30, 88, 13),
        head=("房间、设备", "钥匙几把", "设备和台账核对的结果", "清了"),
        rows=(*rows, *[(BLANK, BLANK, BLANK, TICK)] * 2),
    )


def _accounts() -> Part:
    return Part(
        name="账号和密码",
        note="只写有哪些账号，不写密码：密码当面交，交完由接收的人改掉。",
        widths=(70, 64, 30, 13),
        head=("系统、设备", "账号由谁开、谁能停", "密码当面改过", "清了"),
        rows=((BLANK, BLANK, TICK, TICK),) * _OPEN_ROWS,
    )


def _unfinished(found: Sequence[Unfinished] | None) -> Part:
    """What is still to be put right, and lines for what else is not done. Without a ledger, only the lines."""
    rows = [
        (
            Cell(each.problem, small=each.citation),
            Cell(each.measure),
            Cell(f"{each.due or '没有写'}（{each.state}）"),
            TICK,
        )
        for each in found or ()
    ]
    return Part(
        name="没有办完的事" + ("" if found is None else f"（台账里 {len(rows)} 件）"),
        widths=(70, 60, 34, 13),
        head=("事情", "打算怎样做", "到什么时候", "清了"),
        rows=(*rows, *[(BLANK, BLANK, BLANK, TICK)] * (_OPEN_ROWS - 1)),
    )


def _reports(handbook: Handbook, lines: Sequence[Line]) -> Iterator[Part]:
    rows = []
    for line in lines:
        when = time_words(line.duty.when, line.citation.clause)
        whom = [
            f"向{to}报告" if (to := report_words(handbook, line.duty)) else "",
            f"经{by}批准" if (by := approval_words(handbook, line.duty)) else "",
        ]
        if any(whom):
            words = "；".join(filter(None, whom))
            words = words.replace("向原文没有写报告", "报告（原文没有写向谁）")
            words = words.replace("经原文没有写批准", "经批准（原文没有写经谁）")
            rows.append(cells(line.text, words, when, cite(line.citation)))
    if rows:
        yield Part(
            name="向谁报告、经谁批准",
            widths=(75, 46, 26, 30),
            head=("什么事", "向谁、经谁", "什么时候", "出处"),
            rows=tuple(rows),
        )


# ---------- 签阅单


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a role has to have read: its eight characters, and what is new for it, if that is why."""

    role: str
    hash: str
    changes: str = ""


def signing(
    handbook: Handbook, readings: Sequence[Reading], *, school: str = "", issuance: str = ""
) -> ListSheet:
    """A list to sign that one has read what one's post demands; with *issuance*, after that revision."""
    head: tuple[str, ...] = ("岗位", "制度和版本", "校验码", "签名", "日期")
    widths: tuple[float, ...] = (36, 62, 24, 33, 22)
    if issuance:
        head = ("岗位", "制度和版本", "这次的变化", "校验码", "签名", "日期")
        widths = (32, 48, 26, 22, 30, 19)
    rows = []
    for each in readings:
        role = (handbook.roles or {})[each.role]
        changes = [each.changes] if issuance else []
        first = cells(role.name, _editions(handbook, each.role), *changes)
        rows.append((*first, Cell(each.hash, centre=True), BLANK, BLANK))
    why = f"{issuance} 印发的修订只改了下面这些岗位的职责，别的岗位不用重签。" if issuance else ""
    return ListSheet(
        title="签阅单",
        issuer=newest_issuer(handbook),
        date=handbook.as_of,
        landscape=False,
        head=(("学校", school),),
        parts=(
            Part(
                name="本人看过本岗位的职责，知道要做什么",
                note=why,
                widths=widths,
                head=head,
                rows=tuple(rows),
                row_height=10,
            ),
        ),
        sign=("经办人", "负责人"),
        notes=(
            "校验码由岗位的全部职责算出，与职责牌上印的相同：对得上，看的就是这一版。职责改了，校验码就变，要重新签。",
            "在纸上签，学校自己存；程序不记谁签了。",
        ),
    )


def _editions(handbook: Handbook, role: str) -> str:
    """The policies that bind *role*, by the day of their edition."""
    found: dict[str, dict[str, None]] = {}
    for duty in handbook.duties_of.get(role, ()):
        citation, _ = handbook.duties[duty.id]
        day = citation.notice.value.issuance.isoformat()
        label = citation.edition.policy.label if citation.edition else "通知"
        found.setdefault(day, {})[label] = None
    return "；".join(f"{day} 印发：{'、'.join(labels)}" for day, labels in found.items())
