"""What the cells of the workbook are called: the one thing that its writer and its reader share.

Every sheet that is read has `MARK` in its first cell, keys of columns in the rest of that row, and in the first
column the id of each row: `items/…`, `metrics/…`. Both are hidden; where they stand does not matter.
"""

from zhidu.assessment.submission import STATUS_LABELS, AnswerStatus

MARK = "zhidu-checklist-1"
HIDDEN = "zhidu"  # the sheet of lists, and of what the workbook is about
SCHOOL, TERM, EDITION, INSTRUMENT = "school", "term", "edition", "instrument"

FILLED = "form/filled"
FACILITIES, METRICS, PERIODS, ITEMS = "facilities", "metrics", "periods", "items"
VALUE, TOTAL = "value", "total"

COLUMNS = {
    "status": "结论（选）",
    "failed": "没做到的几点（写序号）",
    "rooms": "有问题的是哪几间（写）",
    "said": "问题；不适用的，写理由",
    "measure": "整改措施",
    "due": "整改期限（写日期）",
    "role": "责任岗位（选）",
    "needs_bureau": "要教育局协助（选）",
    "evidence": "佐证材料的名称",
    "filed": "材料放在哪里",
    "suggestion": "对这一条制度的建议",
}
"""Keys of the answers' columns and their heads."""

STATUSES = {words: status for status, words in STATUS_LABELS.items()}
HAS, HAS_NOT = "有", "没有"
YES, NO = "是", "否"
FAILING = (AnswerStatus.PARTIAL, AnswerStatus.NOT_MET)
