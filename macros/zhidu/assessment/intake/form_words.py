"""What is wrong with answers of the form, in the words of the form: its senders saw questions and boxes, no keys."""

import re

from zhidu.assessment.instrument import Instrument
from zhidu.assessment.intake.fault import Fault
from zhidu.reading.findings import Problem

_KEYED = re.compile(r"“([A-Za-z0-9_-]+)”（([^）]{1,20})）")  # “status”（结论）
_OF_FILES = (("一组“键: 值”", "别的内容"), ("一个列表（每项以“- ”开头）", "别的内容"))
_STRANGE = ("里面有自查表没有的内容", "在自查表里读入这一份，重新下载；不要用别的软件改")
_AGAIN = "在自查表里重新填这一处"
_REPAIRS = {
    "shape/missing": "在自查表里补填这一处",
    "shape/not-in-list": "在自查表里重新选",
    "shape/range": "核对数字，在自查表里重新填",
}


def fault(each: Problem, instrument: Instrument) -> Fault:
    """*each*, found in answers to *instrument*, as it is told to who filled in the form."""
    message, repair = each.message, each.ask or each.repair
    if each.code in {"shape/unknown-key", "shape/typo"}:
        message, repair = _STRANGE
    elif each.code.startswith("shape/"):
        names = {name: words for name, (words, _) in instrument.facilities.items()}
        names |= {metric.id: metric.name for metric in instrument.metrics}
        message = _KEYED.sub(lambda found: f"“{names.get(found[1], found[2])}”", message)
        for old, new in _OF_FILES:
            message = message.replace(old, new)
        repair = _REPAIRS.get(each.code, _AGAIN)
    return Fault(code=each.code, message=message, repair=repair, severity=each.severity)
