"""The columns of the table of proposals, and the words that stand in it: what its writer and its reader share."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from zhidu.reading.model import Method, Modality, RoleKind, SanctionKind, WhenKind

COLUMNS = {
    "id": "编号",
    "text": "原文",
    "decision": "决定（选）",
    "quote": "摘引（原文的字）",
    "modality": "语气（选）",
    "who": "谁（选，或写新的名称）",
    "kind": "何时（选）",
    "words": "说何时的字（原文的字）",
    "amount": "数量（原文的字）",
    "metric": "数的是什么",
    "records": "留下的记录",
    "report": "向谁报告",
    "approval": "由谁批准",
    "sanction": "后果（选）",
    "summary": "印在职责牌上的一句",
    "method": "怎样核查（选）",
    "evidence": "核查看什么",
    "because": "为什么这样读",
}
"""Keys of the columns and their heads, by which people and the program know them."""

NAMES = {"name": "名称", "what": "是什么", "at": "见于", "as": "算作（选）"}
"""The same for the table of names that no vocabulary has."""

SHEET, NAMES_SHEET = "职责", "新名称"
KEEP, CHANGE, DROP, NONE = "留", "改", "删", "没有职责"
DECISIONS = (KEEP, CHANGE, DROP)
NOBODY = "没有写"
BETWEEN = "、"
_MARKED = re.compile("^《([^《》]+)》$")
ROLE, RECORD, METRIC = "谁", "记录", "数的是什么"
NEW_ROLES = {f"新{kind.label}": kind for kind in (RoleKind.POST, RoleKind.BODY, RoleKind.OUTSIDE)}
NEW_RECORD, NEW_METRIC = "新记录", "新指标"
KINDS: Mapping[WhenKind, str] = MappingProxyType(
    {
        WhenKind.DAILY: "每天",
        WhenKind.WEEKLY: "每周",
        WhenKind.EVERY_TEN_DAYS: "每旬",
        WhenKind.MONTHLY: "每月",
        WhenKind.QUARTERLY: "每季度",
        WhenKind.TERMLY: "每学期",
        WhenKind.HALF_YEARLY: "每半年",
        WhenKind.YEARLY: "每年",
        WhenKind.HOLIDAY: "假期",
        WhenKind.EACH_USE: "每次使用",
        WhenKind.ON_EVENT: "遇到情况时",
        WhenKind.IMMEDIATE: "及时、立刻",
        WhenKind.CONTINUOUS: "随时",
        WhenKind.ONCE: "一次",
        WhenKind.UNSPECIFIED: "定期（没有写多久一次）",
        WhenKind.ROUTINE: "日常",
    }
)
CHOICES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "modality": {each.label: each.value for each in Modality},
        "kind": {words: each.value for each, words in KINDS.items()},
        "sanction": {each.label: each.value for each in SanctionKind},
        "method": {each.label: each.value for each in Method},
    }
)
"""Columns in which one of a few words is chosen: the word → what the YAML says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row as it was read: column → words, and column → what people call that cell."""

    values: Mapping[str, str]
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """The words of a column."""
        return self.values.get(column, "")

    def cell(self, column: str) -> str:
        """How people call the cell; the row's first one where the column is not there."""
        return self.cells.get(column) or next(iter(self.cells.values()), "")


def listed(words: str) -> tuple[str, ...]:
    """The names in a cell, however they are set apart; 《登记册》 is the name 登记册."""
    for mark in (",", "，", ";", "；", "\n"):
        words = words.replace(mark, BETWEEN)
    return tuple(
        dict.fromkeys(
            _MARKED.sub(r"\1", name) for part in words.split(BETWEEN) if (name := part.strip())
        )
    )
