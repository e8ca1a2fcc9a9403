"""Rules about the lines that people read: on a card, a role's page, a form, each must be true of who reads it."""

import re
from collections.abc import Callable, Iterator, Mapping

from zhidu.handbook.book import Handbook, called
from zhidu.judging.rules.walks import Problem, duties_of
from zhidu.reading.model import (
    PERIODS,
    Assignment,
    Basis,
    Capacity,
    Clause,
    Duty,
    Modality,
    Rhythm,
    WhenKind,
)
from zhidu.reading.text.numerals import numbers

_BESIDE = frozenset(
    {Capacity.SUPERVISES, Capacity.APPROVES, Capacity.ASSISTS, Capacity.INFORMED, Capacity.SERVED}
)
_SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]?")  # every match ends where the next begins: linear


def words_per_role(handbook: Handbook) -> Iterator[Problem]:
    """一项职责里有几个岗位行事，各人看到的那句话都要对他成立。

    summary 是对先行事的岗位说的。别的岗位做的不是同一件事（督促、批准、协助、听取报告、由别人为他做），
    就在自己那一条里写 summary：他做什么，或别人为他做什么。一句话对每个行事的岗位都成立的，写 common: true。
    不然，教师的职责牌上会写着“组织教师培训”。
    """
    for spot, _, duty in duties_of(handbook):
        acting = [(i, a) for i, a in enumerate(duty.roles) if a.as_.acts]
        if duty.common:
            if complaint := _needless(duty, acting):
                message, repair = complaint
                yield spot.at("common").problem(message, repair)
            acting = []
        leaning = [index for index, assignment in acting if assignment.summary is None]
        wordless = {
            index
            for index, assignment in enumerate(duty.roles)
            if assignment.as_ in _BESIDE
            and assignment.summary is None
            and not (duty.common and assignment.as_.acts)
            and any(other.as_.acts for other in duty.roles if other is not assignment)
        }
        wordless |= set([i for i in leaning if i not in wordless][1:])
        for index in sorted(wordless):
            assignment = duty.roles[index]
            yield spot.at("roles", index).problem(
                f"{duty.id} 没有写对“{called(handbook.roles, assignment.role)}”（{assignment.as_.label}）怎样说",
                "在这一条里写 summary：他自己做什么，或别人为他做什么；"
                "若概括的那句话对每个行事的岗位都一字不改地成立，在职责里写 common: true",
            )


def _needless(duty: Duty, acting: list[tuple[int, Assignment]]) -> tuple[str, str] | None:
    if len(acting) < 2:  # noqa: PLR2004  nobody to share it with
        return f"{duty.id} 写了 common，却没有几个岗位共同行事", "删掉 common"
    if any(assignment.summary for _, assignment in acting):
        return (
            f"{duty.id} 写了 common，又给行事的岗位另写了一句",
            "只留一样：各说各的，或一句话对大家都成立",
        )
    return None


def subject_in_sentence(handbook: Handbook) -> Iterator[Problem]:
    """依据是 text 的岗位，原字要和所摘引的话在同一句里：句号隔开的，主语就断了。

    前面句子的主语管到后面，是编者的读法：写 basis: reading，用 see 写明主语所在的条（可以就是本条）。
    例：附件里一句写“任课教师应……。”，下一句“定期打扫教室卫生。”没有主语，不能算写明了是任课教师。
    """
    for spot, clause, duty in duties_of(handbook):
        if duty.quote not in clause.text:
            continue  # another rule's business
        for index, assignment in enumerate(duty.roles):
            if assignment.basis is not Basis.TEXT or not assignment.words:
                continue
            if assignment.words not in clause.text:
                continue  # another rule's business, too
            if not any(assignment.words in s for s in _sentences_of(clause.text, duty.quote)):
                yield spot.at("roles", index, "basis").problem(
                    f"{duty.id} 的依据是 text，“{assignment.words}”却不在“{_short(duty.quote)}”那一句里",
                    f"主语是从别的句子带过来的，就写 basis: reading，see: {clause.id}；"
                    "这一句另有主语，就换成那个岗位",
                )


def _sentences_of(text: str, quote: str) -> Iterator[str]:
    """For each place where *quote* stands in *text*, the sentences that it touches, as one."""
    spans = [match.span() for match in _SENTENCE.finditer(text) if match.group()]
    start = text.find(quote)
    while start >= 0:
        end = start + len(quote)
        touched = [span for span in spans if span[0] < end and span[1] > start]
        yield text[touched[0][0] : touched[-1][1]]
        start = text.find(quote, start + 1)


_STATED = (*PERIODS, WhenKind.HOLIDAY)
_NEGATIONS = re.compile(r"[不无未禁莫勿]|没有|杜绝|防止|严防")
_AT_LEAST = ("不少于", "不低于", "不小于", "至少", "最少", "以上", "达到")
_AT_MOST = ("不超过", "不多于", "不大于", "至多", "最多", "以内", "以下")
_FORBIDS = re.compile("不得|不准|不许|禁止|严禁")
_NO_NEGATIONS = re.compile(
    "|".join(("不定期", *(w for w in (*_AT_LEAST, *_AT_MOST) if w[0] == "不")))
)
_TENTHS = re.compile("[一二三四五六七八九]成")
_HALF = re.compile("一半|半数")
_LIMITS = (
    ("没有", "没"),
    ("未经",),
    ("私自",),
    ("擅自",),
    ("随意",),
    ("不能自行",),
    ("限期",),
    ("规定时间",),
    ("按时", "按期"),
    ("逐步",),
    ("定期",),
    ("经常",),
    ("及时",),
    ("立刻", "立即"),
    ("随时",),
    *((word, *_AT_LEAST) for word in _AT_LEAST[:3]),
    ("以上", *_AT_LEAST),
    *((word, *_AT_MOST) for word in _AT_MOST[:3]),
    ("以前", "之前", "前"),
    ("以外", "之外", "外"),
)
"""Words that narrow or condition what is asked, and others that say the same."""


def summary_agrees(handbook: Handbook) -> Iterator[Problem]:
    """概括不能丢了原文的数、周期、否定和限制：摘引里有的，summary 里要有；原文没有的数和周期，概括里也不能有。

    另对岗位说的话同样：自己动手做的、被禁止的，数、周期和否定一个不少；别的身份，不能多出原文没有的。

    例：摘引“没有工作任务的功能教室应当封门”，概括成“功能教室封门”，就多封了门；
    摘引“不准随意触摸”，概括成“不准触摸”，意思变了；摘引“不少于50份”，概括里没有 50，就不知道要多少。
    """
    rhythms = handbook.rhythms or {}
    for spot, clause, duty in duties_of(handbook):
        quote = clause.read(duty.quote)
        for lost in (*_facts_lost(quote, duty, duty.summary, rhythms), *_limits_lost(quote, duty)):
            yield spot.at("summary").problem(
                f"{duty.id} 的概括里没有摘引里的“{lost}”",
                f"把“{lost}”写进概括；摘引得太长的，就摘短一些",
            )
        forbids = _FORBIDS.search(duty.summary)
        if forbids and duty.modality is not Modality.MUST_NOT and not _NEGATIONS.search(quote):
            yield spot.at("summary").problem(
                f"{duty.id} 的概括里有“{forbids.group()}”，摘引“{quote}”没有这个意思",
                "照摘引重写概括；原文禁止的，摘引里要有禁止的字",
            )
        for index, assignment in enumerate(duty.roles):
            said = assignment.summary
            if said is None:
                continue
            place = spot.at("roles", index, "summary")
            whose = f"{duty.id} 对“{called(handbook.roles, assignment.role)}”说的话里"
            for added in _added(clause, said, rhythms):
                yield place.problem(f"{whose}有“{added}”，原文没有", "数和周期照原文写")
            if assignment.as_ in _SAME_ACT:
                for lost in _facts_lost(quote, duty, said, rhythms):
                    yield place.problem(f"{whose}没有摘引里的“{lost}”", f"把“{lost}”写进去")


_SAME_ACT = frozenset({Capacity.RESPONSIBLE, Capacity.PERFORMS, Capacity.FORBIDDEN})
"""Capacities in which a role does, or must not do, what the quote says."""


def _added(clause: Clause, said: str, rhythms: Mapping[str, Rhythm]) -> Iterator[str]:
    """The numbers and periods of *said* that its clause does not have."""
    foreign = _stated(said) - _stated(clause.reading)
    yield from (f"{number:g}" for number in sorted(foreign)[:1])
    words = [word for kind in _STATED if kind in rhythms for word in rhythms[kind].words]
    yield from [word for word in words if word in said and word not in clause.reading][:1]


def _facts_lost(
    quote: str, duty: Duty, summary: str, rhythms: Mapping[str, Rhythm]
) -> Iterator[str]:
    """Which number, period or negation of *quote* is not in *summary*, one at a time."""
    written = _stated(summary)
    when = duty.when
    counted = quote.replace(when.words, "") if when else quote  # 一周一汇总 counts nothing
    yield from (
        f"{number:g}" for number in sorted(numbers(counted) - {1.0}) if number not in written
    )
    if when and when.kind in _STATED and when.words in quote:
        rhythm = rhythms.get(when.kind)
        words = (*rhythm.words, rhythm.name) if rhythm else ()
        # where no word of its kind is there, the kind is wrong, which is another rule's business
        stated = any(word in when.words for word in words)
        if stated and not any(word in summary for word in words):
            yield when.words
    negation = _NEGATIONS.search(_NO_NEGATIONS.sub("", quote))
    if negation and not _NEGATIONS.search(summary):
        yield negation.group()


def _limits_lost(quote: str, duty: Duty) -> Iterator[str]:
    """Which word that narrows what is asked the summary of *duty* leaves out."""
    summary = duty.summary
    for first, *others in _LIMITS:
        if first in quote and not any(word in summary for word in (first, *others)):
            yield first


def _stated(summary: str) -> set[float]:
    """The numbers of a summary, as people also say them: 六成 is 60 %, 一半 is 50 %."""
    tenths = {10 * number for word in _TENTHS.findall(summary) for number in numbers(word)}
    return {*numbers(summary), *tenths, *({50.0} if _HALF.search(summary) else ())}


def _short(quote: str) -> str:
    return quote if len(quote) <= 20 else f"{quote[:19]}…"  # noqa: PLR2004  a line of a message


RULES: dict[str, Callable[[Handbook], Iterator[Problem]]] = {
    "policy/words-per-role": words_per_role,
    "policy/subject-in-sentence": subject_in_sentence,
    "policy/summary-agrees": summary_agrees,
}
