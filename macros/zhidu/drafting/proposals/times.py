"""When an act falls due: only what words say, of the act itself or of the condition that it stands under."""

import re
from dataclasses import dataclass
from functools import lru_cache

from zhidu.drafting.proposals.lexicon import KEPT, lexicon, rule
from zhidu.drafting.proposals.wording import is_act, prohibition

_SHORT_CASE = 6  # 学生转学，由…


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The kind of rhythm and the words that say it."""

    kind: str
    words: str


@lru_cache(maxsize=KEPT)
def own(act: str) -> When | None:
    """What the words of the act itself say."""
    words = lexicon()
    for kind, pattern in words.times:
        if (found := pattern.search(act)) and not _is_share(act, found):
            return When(kind=kind, words=found[0])
    if happens := event(act):
        return _adverbial(act, "immediate") or happens
    told = (_adverbial(act, kind) for kind, _ in words.adverbial)
    return _each_use(act) or next(filter(None, told), None)


@lru_cache(maxsize=KEPT)
def under(condition: str) -> When | None:
    """What a condition says: 使用完毕后, 发现异常."""
    if rule("approval").search(condition) and not re.search(
        "(?:时|前|者|(?:擅自|私自).*的|不合格的)$", condition
    ):
        return None
    words = lexicon()
    if words.bases.match(condition) or re.match("(?:在.*下|除)", condition):
        return None
    for kind, pattern in words.times:
        if found := pattern.search(condition):
            return When(kind=kind, words=condition if kind == "holiday" else found[0])
    if words.event_words.search(condition) or re.search(
        "(?:[的者]|的[一-龥]{2,4}|以[上下内])$", condition
    ):
        return When(kind="on-event", words=condition)
    if rule("of_use").search(condition):
        each = _each_use(condition)
        return When(kind="each-use", words=each.words if each else condition)
    return (
        When(kind="on-event", words=condition)
        if re.match("一经|凡|因|需|对", condition) or len(condition) <= _SHORT_CASE
        else None
    )


def carries(act: str, when: When | None) -> bool:
    """Whether the time of an act also holds for what is said after it in one breath: 下班前关窗，锁门."""
    return (
        when is not None
        and when.kind in {"daily", "each-use", "holiday"}
        and (
            when.kind != "daily"
            or rule("has_a_moment").search(act[act.find(when.words) + len(when.words) :][:8])
            is not None
        )
        and not re.match("每次|每节|每堂|每一|每餐", when.words)
    )


def is_result(act: str) -> bool:
    """确保…: what shall come of it has no time of its own."""
    return rule("result").match(act) is not None


def _is_share(act: str, found: re.Match[str]) -> bool:
    """停用一学期, 年度考核: a length of time, no rhythm."""
    return found[0] in {"学期", "年度"} and re.search("计划|总结|纳入|报告|评", act) is None


def _each_use(act: str) -> When | None:
    for pattern in lexicon().each_use:
        found = pattern.search(act)
        if (
            found is None
            or rule("clock").search(found[0])
            or rule("date").search(found[0])
            or rule("approval").search(found[0])
            or re.search("先.{0,60}后$|[将把].+后$", found[0])
            or (found.end() == len(act) and found.start())
            or re.match("[0-9一二三四五六七八九十]+年", act[found.end() :])
        ):
            continue
        words = rule("before").sub("", found[0])
        if len(words) > 1:
            return When(kind="each-use", words=words)
    return None


@lru_cache(maxsize=KEPT)
def event(act: str) -> When | None:
    """The event in an act that is to follow it at once: 发现问题立刻上报."""
    words = lexicon()
    for number, pattern in enumerate(words.on_event):
        found = pattern.search(act)
        if found is None or re.match("及时|立即|定期|随时|经(?![办手])", found[0]):
            continue
        if number or words.event_words.search(found[0]):
            return When(kind="on-event", words=rule("before").sub("", found[0].rstrip("，")))
    case = rule("case").match(act)
    if (
        case is not None
        and (is_act(case[1]) or rule("then").match(case[1]))
        and rule("happens").search(case[0])
        and rule("measure").match(case[1]) is None
        and not prohibition().search(case[0].replace("不能", ""))
        and (rule("amount").search(case[0]) or not is_act(case[0].lstrip("对")))
    ):
        return When(kind="on-event", words=case[0])
    for pattern in words.each_use:
        if (found := pattern.search(act)) and words.event_words.search(found[0]):
            return When(kind="on-event", words=found[0])
    return None


def _adverbial(act: str, kind: str) -> When | None:
    pattern = dict(lexicon().adverbial)[kind]
    found = pattern.search(act)
    return When(kind=kind, words=found[0]) if found else None
