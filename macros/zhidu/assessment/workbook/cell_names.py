"""What the cells of the workbook are called: the one thing that its writer and its reader share.

Every sheet that is read has `MARK` in its first cell, keys of columns in the rest of that row, and in the first
column the id of each row: `items/…`, `metrics/…`. Both are hidden; where they stand does not matter.
"""

from dataclasses import dataclass

from zhidu.assessment.instrument import Checkpoint, Group, Item
from zhidu.assessment.submission import AnswerStatus

MARK = "zhidu-checklist-1"
HIDDEN = "zhidu"  # the sheet of lists, and of what the workbook is about
SCHOOL, TERM, EDITION, INSTRUMENT = "school", "term", "edition", "instrument"

FILLED, FILLED_LABEL = "form/filled", "填表日期"
FACILITIES, METRICS, ITEMS = "facilities", "metrics", "items"
PERIODS, NUMBERS = "periods", "numbers"
VALUE, TOTAL = "value", "total"
UNIT = TOTAL  # of a number that the school sets: beside it, in the same column


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answers: its head, its width, and, where it is filled in, what is told and how much is taken."""

    head: str
    width: float
    told: str = ""
    most: int = 0  # characters; 0 where nothing is refused
    filled: bool = True
    centred: bool = False


TABLE = {
    "clause": Column("条款", 13.0, filled=False),
    "points": Column("要求（逐点看）", 46.0, filled=False),
    "who": Column("谁来答", 15.0, filled=False),
    "status": Column("结论（选）", 10.5, centred=True),
    "lacks": Column("还缺什么", 10.5, filled=False),
    "failed": Column(
        "没做到的几点（写序号）", 12.5,
        "写没做到的各点的序号，例如 2、5。全都没做到，结论选“未达标”，这里不用写。", centred=True,
    ),
    "rooms": Column("有问题的是哪几间（写）", 10.5, "写有问题的是第几间，例如 1、3。", centred=True),
    "said": Column(
        "问题；不适用的，写理由", 27.0, "没有做到的，写存在什么问题；不适用的，写为什么。不写人名、电话。", 500
    ),
    "measure": Column("整改措施", 27.0, "打算怎样改，要具体。", 500),
    "due": Column(
        "整改期限（写日期）", 12.0, "改好的那一天，例如 2026-12-31；写 2026.12.31、2026年12月31日也行。",
        centred=True,
    ),
    "role": Column("责任岗位（选）", 15.0),
    "needs_bureau": Column("要教育局协助（选）", 9.5, centred=True),
    "evidence": Column(
        "佐证材料的名称", 20.0, "材料叫什么，例如 第3次会议记录。几份材料，一行一份（按 Alt+回车 换行）。", 1000
    ),
    "filed": Column("材料放在哪里", 17.0, "放在哪里，例如 档案柜。几份材料放在一处，写一次就行。", 1000),
    "day": Column(
        "材料是哪天的（可不填）", 12.0, "例如 2026-12-18；几天的写最后一天。几份材料，一行一个；不知道的一行写“-”。", 300,
        centred=True,
    ),
    "suggestion": Column("对这一条制度的建议", 22.0, "觉得这一条制度该改，写在这里；没有就空着。", 500),
    "look": Column("检查时看什么", 40.0, filled=False),
    "text": Column("原文", 60.0, filled=False),
}  # fmt: skip
"""Every column of the answers by its key, in order."""

COLUMNS = {key: column.head for key, column in TABLE.items() if column.filled}
"""Keys of the columns that are filled in, and their heads."""

STATUSES = {status.label: status for status in AnswerStatus}
HAS, HAS_NOT = "有", "没有"
YES, NO = "是", "否"
KEYS = frozenset({VALUE, TOTAL, *COLUMNS})
"""Every key of a column in which something is filled in."""
FAILING = (AnswerStatus.PARTIAL, AnswerStatus.NOT_MET)


def demands(item: Item) -> str:
    """The cell that says what a clause asks, point by point."""
    if len(item.checkpoints) == 1:
        return item.checkpoints[0].summary
    return "\n".join(f"{n}. {point.summary}" for n, point in enumerate(item.checkpoints, 1))


def left_open(point: Checkpoint) -> str:
    """The cell that says which number the school sets."""
    if (number := point.number) is None:
        return ""
    return (
        f"{number.name}，{number.op.label}多少（原文“{number.words}”，没有写多少）：{point.summary}"
    )


def titled(group: Group) -> str:
    """The row above the clauses of one policy."""
    return f"{group.label}\u3000{group.title}"
