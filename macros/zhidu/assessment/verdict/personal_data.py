"""Personal data in the texts of a submission: where, never what. The patterns stand in the shared table.

What is uncertain, and every name, is a reminder and no error: a serial number may look like a telephone number.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from zhidu.assessment.verdict import rule_table
from zhidu.reading.documents import strings
from zhidu.reading.findings import Problem, Severity
from zhidu.reading.text import characters

MAX_LENGTH = 20_000  # characters of one text that are looked at; a submission allows 500

_NUMERAL = "〇零○洞一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_SUSPECT = (  # each begins with one character or a few, so that a text is passed over quickly
    rf"[0-9{_NUMERAL}](?:[ ._/*~,|()—\u2013·-]{{0,2}}[0-9{_NUMERAL}*]){{9}}",
    (
        r"@|☎|☏|✆|📱|📞|艾特|at\)|at\]|qq|q q|q:|q：|q号|v ?x[^a-z]|v信|wx[^a-z]|wechat|weixin|微 {0,4}信|薇信|威信|扣扣|企鹅|抖音|快手|钉钉|支付宝|小红书|加v|加我"
        r"|tel|fax|mail|邮|电 {0,4}话|手 {0,4}机|座 {0,4}机|固话|传真|联系|打|护照|学籍|学号|社保|医保|驾驶证|准考证|军官证|身份|证件"
        r"|户口|卡号|车牌|车号|出生|生日|生于|住址|家住|家庭地址|户籍|姓 {0,4}名"
    ),
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-z]",
    "[{one}](?:某|{han}{0,2}(?:{title}|老 {1,4}师)|{han}{1,2}[(（])",
    "[由请找让姓师长任记计学生员管医卫安工话人表核字名班对责查录护收用是为)）的][:：,， ]{0,3}{ordinary}[{one}]",
    "[小老]{familiar}",
    "[:：] {0,2}[a-z]{2,5} [a-z]",
)
_NAMED = "{ordinary}{surname}"
# or folding changes punctuation at most
_ODD = re.compile("[^\x00-\x7f一-鿿，。、；：！？（）“”‘’…—《》·]")
_SLOT = re.compile(r"\{([a-z]+)\}")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_BIG = {number: number + 32 for number in range(ord("A"), ord("Z") + 1)}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10x98765432"
_TEN = 10


def found(data: Any) -> Iterator[Problem]:
    """Each text that looks like personal data, once."""
    texts = _texts(data)
    together = "\n".join(texts)
    if _ODD.search(together):
        together = characters.folded(together)
    if not _suspicious(together.lower()):
        return
    kinds = {text: kind for text in texts if len(text) > 2 and (kind := kind_of(text)) is not None}  # noqa: PLR2004  no name with a title is shorter
    if not kinds:
        return
    rules = rule_table.load()["privacy"]
    for pointer, of_key, text in strings(data):
        if of_key or text not in kinds:
            continue
        if len(pointer) == 1 and pointer[0] in rules["random"]:  # letters that nobody chose
            continue
        message, repair, severity = said(kinds[text])
        yield Problem(pointer, message, repair, code=rules["code"], severity=severity)


def said(kind: Any) -> tuple[str, str, Severity]:
    """Message, repair and severity for a text that holds *kind*: what it is called, never what stands there."""
    rules = rule_table.load()["privacy"]
    severity = Severity(kind["severity"])
    return rules["message"].replace("{name}", kind["name"]), rules["repair"][severity], severity


def _texts(data: Any) -> set[str]:
    """Every text in *data* but its keys, without saying where: quick, because most files hold nothing."""
    found: set[str] = set()
    waiting = [data]
    while waiting:
        node = waiting.pop()
        for value in node.values() if type(node) is dict else node:
            kind = type(value)
            if kind is str:
                found.add(value)
            elif kind is dict or kind is list:
                waiting.append(value)
    return found


@lru_cache(maxsize=4096)
def kind_of(text: str) -> Any:
    """The first kind of personal data that *text* seems to hold, or None: errors come before reminders."""
    folded = characters.folded(text[:MAX_LENGTH])[:MAX_LENGTH]
    if not _suspicious(folded.lower()):
        return None
    folded = _without_innocent(_folded(folded))
    # as no pattern that names somebody then does
    nameless = not _compiled("{named}").search(folded)
    for kind in rule_table.load()["privacy"]["kinds"]:
        if nameless and _NAMED in kind["pattern"]:
            continue
        for match in _compiled(kind["pattern"]).finditer(folded):
            if "digits" not in kind:
                return kind
            run = re.sub("[^0-9x]", "", match[1])
            if _compiled(kind["digits"]).match(run) and _sum(kind["sum"], run):
                return kind
    return None


def _suspicious(text: str) -> bool:
    """Whether *text* may hold something. Most do not, and need not be looked at any further."""
    return any(pattern.search(text) for pattern in _suspects())


@cache
def _suspects() -> tuple[re.Pattern[str], ...]:
    traditional = rule_table.load()["privacy"]["traditional"][0]
    return tuple(map(_compiled, (*_SUSPECT, f"[{traditional}]")))


def _folded(text: str) -> str:
    """*text* with one way of writing for what people write in many."""
    changes, traditional, numerals, spoken, _ = _writing()
    text = text.translate(_BIG).translate(traditional)
    for pattern, replacement in changes:
        text = pattern.sub(replacement, text)
    text = spoken.sub(lambda run: run[0].translate(numerals), text)
    return _BEYOND.sub("鿿", text)  # as wide as in the browser


def _without_innocent(text: str) -> str:
    """*text* without serial numbers, days, addresses of pages and quantities."""
    for pattern in _writing()[-1]:
        text = pattern.sub(lambda found: found[1] + "#", text)
    return text


@cache
def _writing() -> tuple[
    tuple[tuple[re.Pattern[str], str], ...],
    dict[int, str],
    dict[int, str],
    re.Pattern[str],
    tuple[re.Pattern[str], ...],
]:
    """What is folded, how: changes, traditional characters, numerals, where these are digits; and what is innocent."""
    rules = rule_table.load()["privacy"]
    numerals = rules["numerals"]
    return (
        tuple((re.compile(pattern), to) for pattern, to in rules["fold"]),
        {ord(old): new for old, new in zip(*rules["traditional"], strict=True)},
        {ord(old): new for old, new in zip(*numerals, strict=True)},
        re.compile(f"(?:[0-9{numerals[0]}][ ._-]?){{7,}}"),
        tuple(map(_compiled, rules["innocent"])),
    )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """*pattern* at work, made when a text is first held against it: most files need few."""
    return re.compile(_filled(pattern))


def _filled(pattern: str) -> str:
    """*pattern* with its words in place; `[^]`, which is any character, as Python writes it."""
    words = rule_table.load()["privacy"]["words"]
    while _SLOT.search(pattern):
        pattern = _SLOT.sub(lambda slot: words[slot[1]], pattern)
    return pattern.replace("[^]", r"[\s\S]")


def _sum(name: str, run: str) -> bool:
    if name == "identity":
        total = sum(int(digit) * weight for digit, weight in zip(run, _WEIGHTS, strict=False))
        return _CHECKS[total % 11] == run[-1]
    doubled = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(run))]
    return sum(value - 9 if value > 9 else value for value in doubled) % _TEN == 0  # noqa: PLR2004
