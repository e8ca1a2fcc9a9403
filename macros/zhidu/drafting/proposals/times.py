"""When an act falls due: only what words say, of the act itself or of the condition that it stands under."""

import re
from dataclasses import dataclass
from functools import lru_cache

from zhidu.drafting.proposals.lexicon import KEPT, lexicon
from zhidu.drafting.proposals.wording import is_act, prohibition

_APPROVAL = re.compile(
    "未经|审后|经[^，。]{1,14}(?:同意|核实|签发|验收|审阅)[^，。]*后|(?:通过|审批|审核|批准|同意|许可|审定|签字|盖章|公章|审签|签批)后"
)
_MOMENT = re.compile("前|后|时|间|中(?!午)|课|班|毕|完")
# 晚上九点以后: no use of anything
_CLOCK = re.compile("(?:[点时:：][0-9]{0,2}分?|点半|点钟)(?:以|之)?[前后]$|[0-9]时$")
_DATE = re.compile(
    "(?:[0-9]日(?:[上下]午)?|月[底初末]?|周[一二三四五六日末])(?:以|之)?[前后]$"
)  # 于9月10日前: once
_BEFORE = re.compile("^.*(?:应当?|须|要|不得|[员师生长人者门处室组])[于在]")  # 出差人员应于返校后
_CASE = re.compile("(?!负责|由)[^，。；：应须要]{2,24}?(?:的|(?<!或)者)(?=(.+))")
"""短缺的当场说明原因: whom or what it is about, before what is then done."""
_MEASURE = re.compile("(?:支出|开支|标准|比例|原则|要求|办法|方式|程序)")
_THEN = re.compile(
    "还?(?:应(?![急用对])|须)|要(?![求点素])|当[年月场]|下学期|评[为选]|酌情|批评|送|发|登记|不予|不得|一律|按|由|可|方可|双方|暂停|拒"
)
_HAPPENS = re.compile(
    "短|缺|少|坏|丢|遗失|破损|逾期|超|不|未|有|无|造成|属|伤|病|违|拒|松|锈|裂|能|情节|困难|旷|迟|缺|优|异常|于|以[上下内]"
)
_AMOUNT = re.compile("(?:以[上下内]|[0-9一二三四五六七八九十][一-龥%]{1,3})的$|者$")
_SHORT_CASE = 6  # 学生转学，由…
_OF_USE = re.compile(
    "(?:[时后前中]|课上|期间[^，]{0,8}|完毕|结束|时候|后[^后]{1,6}内|当[天日]|次日|前夕|[天日][上下]午|第.[天日]|[天日周]|前一个月|分钟|[期届]满)$"
)
"""使用时, 考试当天, 考前一天下午."""
_RESULT = re.compile("^(?:确保|保证|防止|避免|杜绝|消除)")


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
    if _APPROVAL.search(condition) and not re.search(
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
    if _OF_USE.search(condition):
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
            or _MOMENT.search(act[act.find(when.words) + len(when.words) :][:8]) is not None
        )
        and not re.match("每次|每节|每堂|每一|每餐", when.words)
    )


def is_result(act: str) -> bool:
    """确保…: what shall come of it has no time of its own."""
    return _RESULT.match(act) is not None


def _is_share(act: str, found: re.Match[str]) -> bool:
    """停用一学期, 年度考核: a length of time, no rhythm."""
    return found[0] in {"学期", "年度"} and re.search("计划|总结|纳入|报告|评", act) is None


def _each_use(act: str) -> When | None:
    for pattern in lexicon().each_use:
        found = pattern.search(act)
        if (
            found is None
            or _CLOCK.search(found[0])
            or _DATE.search(found[0])
            or _APPROVAL.search(found[0])
            or lexicon().adverbial[0][1].match(found[0])
            or re.search("先.{0,60}后$|[将把].+后$", found[0])
            or (found.end() == len(act) and found.start())
            or re.match("[0-9一二三四五六七八九十]+年", act[found.end() :])
        ):
            continue
        words = _BEFORE.sub("", found[0])
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
            return When(kind="on-event", words=_BEFORE.sub("", found[0].rstrip("，")))
    case = _CASE.match(act)
    if (
        case is not None
        and (is_act(case[1]) or _THEN.match(case[1]))
        and _HAPPENS.search(case[0])
        and _MEASURE.match(case[1]) is None
        and not prohibition().search(case[0].replace("不能", ""))
        and (_AMOUNT.search(case[0]) or not is_act(case[0].lstrip("对")))
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
