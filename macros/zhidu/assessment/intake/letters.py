"""What each sender is told, and what the clerk sees on the screen. Names of files are shown so that nothing obeys them."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from zhidu.assessment.instrument import digest
from zhidu.assessment.intake.fault import Fault
from zhidu.assessment.intake.recognition import Statement
from zhidu.assessment.submission import AnswerStatus, plain_number
from zhidu.assessment.verdict.answer_facts import Context, inapplicable, score
from zhidu.assessment.verdict.one_submission import Bench
from zhidu.reading.disk.files import safe
from zhidu.reading.findings import Severity, visible
from zhidu.views.pieces import chinese_date

_MOST_NAME = 60


class Fate(StrEnum):
    """What became of a submission; the values begin the lines on the screen."""

    ACCEPTED = "收下"
    REPLACED = "替换"
    SAME = "收过"
    OLD = "旧的"
    HELD = "未收"
    RETURNED = "退回"
    ELSEWHERE = "别的学期"


KEPT = frozenset({Fate.ACCEPTED, Fate.REPLACED, Fate.SAME})
"""What ends in a receipt."""
_ENDINGS = {
    **dict.fromkeys(KEPT, "回执"),
    Fate.RETURNED: "退回",
    Fate.HELD: "未收",
    Fate.OLD: "未收",
}
ENDINGS = tuple(dict.fromkeys(_ENDINGS.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A submission and what became of it; `why` is told to the school, `todo` to the clerk.

    `untold` says why there is no letter about it.
    """

    file: str
    statement: Statement
    fate: Fate
    why: str = ""
    todo: str = ""
    untold: str = ""


def names(bench: Bench, statement: Statement) -> str:
    """School and term as people call them, as far as they are known."""
    data = statement.data or {}
    schools, terms = bench.handbook.schools or {}, bench.handbook.school_terms or {}
    parts = []
    for known, key in ((schools, "school"), (terms, "term")):
        named = data.get(key)
        if isinstance(named, str):
            parts.append(known[named].name if named in known else visible(named))
    return "，".join(parts)


def file_name(file: str, fate: Fate) -> str:
    """What the letter about *file* is called."""
    return f"{_safe(file)}.{_ENDINGS[fate]}.txt"


def other_names(file: str) -> Iterator[str]:
    """What a letter about *file* may have been called before."""
    return (f"{_safe(file)}.{ending}.txt" for ending in ENDINGS)


def _safe(file: str) -> str:
    name = safe(visible(file))[:_MOST_NAME] or "_"
    if name == file:
        return name
    return f"{name}-{digest(file.encode('utf-8', 'surrogateescape').decode('latin-1'))}"


def letter(bench: Bench, outcomes: list[Outcome]) -> bytes:
    """What is told to who sent a file. The same outcome gives the same words, whenever it is told.

    With a mark of the encoding and both signs at the end of a line: without them the editor of an old Windows shows
    one long line, and WeChat on a phone the wrong characters.
    """
    parts = ["\n".join(_part(bench, outcome)) for outcome in outcomes]
    text = "\n\n".join(parts) + "\n"
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _part(bench: Bench, outcome: Outcome) -> Iterator[str]:
    statement = outcome.statement
    errors = [f for f in statement.faults if f.severity is Severity.ERROR]
    warnings = [f for f in statement.faults if f.severity is not Severity.ERROR]
    about = names(bench, statement)
    if outcome.fate in KEPT:
        yield f"收到了：{about}的自查表"
        yield f"回执号：{statement.receipt}（与自查表上的对一对：内容改一个字，号就不同）"
        yield from _summary(bench, statement)
        if outcome.why:
            yield outcome.why
        if warnings:
            yield f"提醒 {len(warnings)} 处，不影响收下："
            yield from _listed(warnings)
        return
    if outcome.fate is Fate.RETURNED:
        yield f"退回：{about or '交来的一份'}，请改 {len(errors)} 处"
        yield f"交来的：{visible(outcome.file)}"
        if outcome.why:
            yield outcome.why
        yield from _listed(errors)
        if warnings:
            yield f"另有提醒 {len(warnings)} 处，不改也收："
            yield from _listed(warnings)
        if statement.hint:
            yield statement.hint
        yield "改好以后，请再交一次。谢谢！"
        return
    yield f"没有收：{about}的自查表（回执号 {statement.receipt}）"
    yield outcome.why


def _listed(faults: Iterable[Fault]) -> Iterator[str]:
    for number, fault in enumerate(faults, 1):
        place = f"{visible_place(fault.place)}　" if fault.place else ""
        yield f"{number}. {place}{fault.message}。"
        stop = "" if fault.repair.endswith(("。", "？")) else "。"
        yield f"   怎样改：{fault.repair}{stop}"


def visible_place(place: str) -> str:
    """A place, whatever somebody called the sheet."""
    name, mark, cell = place.rpartition("!")
    return f"{visible(name)}{mark}{cell}" if mark else place


def _summary(bench: Bench, statement: Statement) -> Iterator[str]:
    data = {"metrics": {}, "periods": {}, **(statement.data or {})}
    judge = bench.judge_of(data)
    school = (bench.handbook.schools or {}).get(data["school"])
    context: Context = judge.context(school.institution if school else None)
    answers = [
        data["items"][item.id]
        for item in judge.instrument.items
        if item.id in data["items"] and not inapplicable(context, data, item)
    ]
    counts = Counter(answer["status"] for answer in answers)
    listed = "，".join(f"{s.label} {counts[s]}" for s in AnswerStatus if counts[s])
    points = score(context, data)
    scored = f"；得分 {plain_number(points)}" if points is not None else ""
    yield f"共 {len(answers)} 项：{listed}{scored}"
    failing = {AnswerStatus.PARTIAL, AnswerStatus.NOT_MET}
    dues = sorted(a["rectification"]["due"] for a in answers if a["status"] in failing)
    if dues:
        first, last = chinese_date(dues[0]), chinese_date(dues[-1])
        until = f"{first}前" if first == last else f"最早的一项 {first}前，最晚的 {last}前"
        yield f"要整改 {len(dues)} 项：{until}"


def missing(bench: Bench, term: str, there: Container[str]) -> str:
    """Whose submissions for *term* are not *there*: what the clerk asks next."""
    handbook = bench.handbook
    left = [s.name for s in (handbook.schools or {}).values() if s.id not in there]
    name = (handbook.school_terms or {})[term].name
    return f"{name}还有 {len(left)} 所没有交：{'、'.join(left)}。" if left else f"{name}都交齐了。"


def line(bench: Bench, outcome: Outcome) -> str:
    """One line on the screen."""
    statement = outcome.statement
    about = names(bench, statement)
    told = f"{outcome.fate.value}　{visible(outcome.file)}"
    if outcome.fate in KEPT:
        return f"{told}　{about}　回执号 {statement.receipt}"
    if outcome.fate is Fate.RETURNED:
        errors = [f for f in statement.faults if f.severity is Severity.ERROR]
        first = errors[0]
        where = f"{visible_place(first.place)}　" if first.place else ""
        more = f"（共 {len(errors)} 处）" if len(errors) > 1 else ""
        return f"{told}　{about + '　' if about else ''}{where}{first.message}{more}"
    return f"{told}　{about}　{outcome.todo or outcome.why}"
