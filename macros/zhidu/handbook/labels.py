"""The Chinese words for the closed lists of the schemas: one place, used by pages, reports and messages."""

from enum import StrEnum

from zhidu.reading.model import (
    Amendment,
    Basis,
    Capacity,
    Certainty,
    IncentiveKind,
    Method,
    Modality,
    NoteKind,
    Numbering,
    Operator,
    PolicyKind,
    RecordKind,
    RoleKind,
    SanctionKind,
    Status,
)

_LABELS: dict[StrEnum, str] = {
    PolicyKind.REGULATION: "制度",
    PolicyKind.DUTIES: "职责",
    PolicyKind.CONDUCT: "守则",
    Amendment.NEW: "新增",
    Amendment.REVISED: "修改",
    Amendment.EDITORIAL: "文字",
    Amendment.MOVED: "移动",
    Amendment.SPLIT: "拆分",
    Amendment.MERGED: "合并",
    Amendment.RESTORED: "恢复",
    Numbering.HAN: "一、",
    Numbering.ARTICLE: "第一条",
    Numbering.ARABIC: "1.",
    Numbering.ARABIC_COMMA: "1、",
    Status.TRIAL: "试行",
    Status.INTERIM: "暂行",
    Status.FINAL: "正式",
    Certainty.CERTAIN: "确定",
    Certainty.DOUBTFUL: "存疑",
    NoteKind.LAW: "与法律法规的关系",
    NoteKind.READING: "读法",
    NoteKind.REMARK: "说明",
    Modality.MUST: "必须",
    Modality.SHOULD: "应当",
    Modality.MAY: "可以",
    Modality.MUST_NOT: "不得",
    Capacity.RESPONSIBLE: "负责",
    Capacity.PERFORMS: "执行",
    Capacity.SUPERVISES: "督促指导",
    Capacity.APPROVES: "批准",
    Capacity.ASSISTS: "协助",
    Capacity.INFORMED: "知会",
    Capacity.FORBIDDEN: "禁止",
    Capacity.SERVED: "由别人做",
    Capacity.LIABLE: "承担后果",
    Basis.TEXT: "本条写明",
    Basis.ADDRESSEE: "文件对象",
    Basis.READING: "编者读法",
    Operator.AT_LEAST: "不少于",
    Operator.AT_MOST: "不超过",
    Operator.EQUAL: "占",
    SanctionKind.COMPENSATION: "赔偿",
    SanctionKind.PENALTY: "处罚",
    SanctionKind.ACCOUNTABILITY: "追究责任",
    IncentiveKind.REWARD: "奖励",
    IncentiveKind.APPRAISAL: "考核",
    IncentiveKind.CONTEST: "评比",
    Method.INSPECT: "查阅资料",
    Method.INTERVIEW: "访谈",
    Method.MEASURE: "实测",
    Method.OBSERVE: "现场查看",
    RoleKind.POST: "岗位",
    RoleKind.BODY: "单位",
    RoleKind.OUTSIDE: "校外单位",
    RoleKind.EVERYONE: "所有人",
    RoleKind.UNASSIGNED: "未指定",
    RecordKind.FORM: "表",
    RecordKind.REGISTER: "册",
    RecordKind.LEDGER: "账",
    RecordKind.LOG: "日志",
    RecordKind.MINUTES: "会议记录",
    RecordKind.FILE: "记录",
}


def label(value: StrEnum) -> str:
    """The Chinese word for *value*."""
    return _LABELS[value]


def suffix(status: Status) -> str:
    """What a heading adds to a title: an edition that is not final says so."""
    return "" if status is Status.FINAL else f"（{label(status)}）"
