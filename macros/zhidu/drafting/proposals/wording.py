"""What kind of words these are: an act or a thing, a verb or a noun, a time, a name. Only words; no place in a text."""

import re
from functools import cache, lru_cache

from zhidu.drafting.proposals import actors
from zhidu.drafting.proposals.lexicon import KEPT, lexicon, two_characters

_BRACKETS = re.compile(
    "“[^“”\n]{0,200}”|《[^《》\n]{0,100}》|（[^（）\n]{0,300}）|\\([^()\n]{0,300}\\)|‘[^‘’\n]{0,100}’"
)
HIDDEN = "\u00b7"  # stands for what is never cut, nor looked into
_CONJUNCTION = re.compile(
    "(?:[一二三四五六七八九]是(?!否)|并且|并(?![列排])|且|同时(?!，)|而且|另外|此外|其中|因此|但是?|以及|从而|进而|然后|随后|再(?!次)|还(?!原)|也|其次|首先|最后(?!离|走|下|一|使)|请(?!假|示|求|教|客|销))+"
)
# 两小时内书面报告
WITHIN = re.compile("[0-9一二三四五六七八九十两半]+个?(?:小时|分钟|日|天|工作日|周)[之以]?内(?=..)")
SINGLE_VERB = re.compile(
    "(?:说(?![明法服话])|送(?!餐|货|水|检|气)|请(?=其|他|[一-龥]{2})|报(?!告|纸|表|名|销|警)|关|锁|开|留|与(?!会)|用|有|涂|戴|写|填|交|打|吃|玩|看|听|穿|带|摆|擦|扫|倒|放|吐|搞|骂|踢|喊|唱|抽|喝|睡|站|踩|爬|拿|取|换|查|做|作好|让|给|把|将|对|向|不|轻|勤|守|刷(?=[^，、]{0,3}[卡脸证码])|乱|盖|讲|抛|敲|踏|翻|攀|丢|投|挂|贴|拔|插|拍|坐|躺|逗|碰|推|点|烧|烤|泼|洒|嚼|嗑|啃|咬|扯|撕|砸|摔|捡|捉|骑|追|吵|吼|占|抢|偷)"
    "(?!长|户|价|品|具|电|途|餐|法|水|语|量|人|关|害|毒|线|效|火机|印机|换机|台|通|关|业|言|门|品|椅|面|板|座|线|号|名|纸|销|讲|照|话机|外服|置率|烟|心)"
)
ACTION_END = re.compile("(?:等)?(?:工作|任务|事项|事宜|活动|服务)?$")
_WEAK_ADVERBS = "安全|规范|统一|重点|文明|合理|科学|集中|分类|正确|具体|全面|深入|相互|互相|共同|安静|特别|先(?!行)|再|并|都|均|也|还|只|仅|轻|有效|适当"
_PLACE = re.compile(
    "^以[^，、]{1,6}(?:形式|方式|名义|理由|借口|手段)|^在[^，、]{1,12}?(?:房|室|馆|场|楼|园|区)?(?:内|里|中|上|处|旁|周围|期间|时间)|^在[^，、]{1,10}?(?:室|馆|房|区|场所|校园|车间)(?![内里外])|^在[^，、]{0,6}?(?:走廊|楼道|楼梯|过道|通道|门口|操场|马路|路上|床上)(?![内里外])|^(?:往|向|朝)[^，、]{1,6}?(?:窗外|楼下|室外|池[内中里]|地[上下面]|里|外|内|中|上|下)"
)
MIN_OWN = 4
_HAPPENS = "现象|事故|事件|行为|问题|隐患|情况|发生|漏洞|苗头"
"""What is to be kept from happening: 杜绝浪费现象 asks for care, 杜绝使用明火 forbids."""
# 做好记录
_TAKES_A_NOUN = re.compile("(?:做好|作好|填写|填好|办好|建好|完成|提出|遵守)(?:[^，、]{2,})$")


def masked(text: str) -> str:
    """*text* with everything in quotation marks and brackets hidden; lengths stay the same."""
    return _BRACKETS.sub(lambda found: HIDDEN * len(found[0]), text)


@cache
def prohibition() -> re.Pattern[str]:
    """不得, 严禁, 禁止 …"""
    verbs = f"(?:{lexicon().prohibitive_adverbs})|{lexicon().verbs}|{lexicon().more_verbs}|使用|携带|{two_characters().pattern}"
    return re.compile(
        f"(?:{lexicon().prohibitions}|杜绝(?=(?:{verbs})[一-龥])(?![^，。；]*(?:{_HAPPENS})))"
    )


@cache
def approved_first() -> re.Pattern[str]:
    """未经…同意, 经…批准后: whose consent an act waits for."""
    return re.compile(
        f"(?:[未非]经|未征得|不经|经|须经|报经|征得).{{0,80}}(?:{lexicon().approve})后?$"
    )


@cache
def consent() -> re.Pattern[str]:
    """未经…同意, where no mark parts it from who may not act."""
    return re.compile(f"(?:[未非]经|不经|未征得).{{0,16}}?(?:{lexicon().approve})")


@cache
def made_to_act() -> re.Pattern[str]:
    """督促, 要求, 提醒 …: what follows is what somebody else does."""
    return re.compile(f"(?:{lexicon().supervise})")


@cache
def _compound() -> re.Pattern[str]:
    """注意事项, 管理制度: a verb of two characters before a noun is the noun's."""
    return re.compile(
        f"(?:{lexicon().verbs}|{lexicon().nominal}|[一-龥]{{2}})(?:和[一-龥]{{2}})?(?:{lexicon().nouns})(?:$|的)|(?:{lexicon().verbs}|{lexicon().more_verbs}|{lexicon().nominal})(?:[机器品物室卡证表台柜箱具员件]等?$|[机器]等)"
    )


@cache
def sure_verb() -> re.Pattern[str]:
    """Verbs that are no nouns."""
    nominal = set(lexicon().nominal.split("|"))
    words = lexicon()
    verbs = sorted(
        {*words.verbs.split("|"), *words.more_verbs.split("|")} - nominal, key=len, reverse=True
    )
    return re.compile(f"(?:{'|'.join(verbs)}|{two_characters().pattern})")


@cache
def _nominal_last() -> re.Pattern[str]:
    return re.compile(f"(?:{lexicon().nominal})$")


@cache
def any_verb() -> re.Pattern[str]:
    """Verbs, those that are also nouns among them."""
    words = lexicon()
    return re.compile(
        f"(?:{words.verbs}|{words.more_verbs}|{words.nominal}|{two_characters().pattern})"
    )


@cache
def _adverb() -> re.Pattern[str]:
    return re.compile(f"(?!自行车)(?:{lexicon().adverbs})")


@cache
def _time() -> re.Pattern[str]:
    words = lexicon()
    patterns = [pattern.pattern for _, pattern in words.times]
    patterns += [pattern.pattern for pattern in words.each_use[:3]]
    return re.compile(f"(?:{'|'.join(patterns)})")


@cache
def short_time() -> re.Pattern[str]:
    """每周, 课后: times that are words of their own."""
    words = lexicon()
    patterns = [pattern.pattern for _, pattern in words.times]
    patterns += [pattern.pattern for pattern in words.each_use[:2]]
    return re.compile(f"(?:{'|'.join(patterns)})")


def time_ahead(words: str, pattern: re.Pattern[str] | None = None) -> int:
    """How many characters of time words an act begins with."""
    found = (pattern or _time()).match(words)
    return found.end() if found is not None else 0


def after_conjunction(mask: str, start: int, end: int) -> int:
    """Where what *mask* holds from *start* to *end* begins without 并, 且, 同时 …"""
    found = _CONJUNCTION.match(mask, start, end)
    return found.end() if found is not None and end - found.end() > 1 else start


@lru_cache(maxsize=KEPT)
def without_subject(words: str) -> str:
    """*words* without the time and the name they begin with."""
    rest = words[time_ahead(words) :]
    found = actors.subject(rest, 0, len(rest))
    if found is not None and found.start == 0:
        rest = rest[found.end :]
    return rest[time_ahead(rest) :] or words


@lru_cache(maxsize=KEPT)
def without_place(words: str) -> str:
    """*words* without 在…内."""
    return _PLACE.sub("", words) or words


@lru_cache(maxsize=KEPT)
def adverbless(words: str) -> str:
    """*words* without the adverbs they begin with."""
    while (found := _adverb().match(words)) is not None and found.end() < len(words):
        words = words[found.end() :]
    return words


def _after_modal(words: str) -> str:
    return re.sub("^(?:应当|应该|应|必须|须|要|需|务必|负责|能|可以|可|必|有权)", "", words)


@lru_cache(maxsize=KEPT)
def stripped(words: str) -> str:
    """*words* without adverbs and modal words."""
    return adverbless(_after_modal(adverbless(words)))


def adverb_first(words: str) -> bool:
    """Whether *words* begin with an adverb."""
    return _adverb().match(words) is not None


@lru_cache(maxsize=KEPT)
def is_act(words: str) -> bool:
    """Whether *words* begin as an act does: with a verb that is no noun, or an adverb or a time and what is done."""
    plain = re.sub("^(?:在[^，、]{1,12}?(?:内|里|中|上|处|旁))", "", words)
    if _compound().match(plain) and not _TAKES_A_NOUN.match(plain):
        return False
    if WITHIN.match(plain):
        return True
    if (ahead := time_ahead(plain, short_time())) and len(plain) - ahead > 1:
        return True
    rest = adverbless(plain)
    if rest != plain:
        if _compound().match(rest) and re.match(_WEAK_ADVERBS, plain):
            return False
        sure = not re.match(_WEAK_ADVERBS, plain)
        return sure or any_verb().match(rest) is not None or SINGLE_VERB.match(rest) is not None
    return sure_verb().match(rest) is not None or SINGLE_VERB.match(rest) is not None


def is_predicate(words: str) -> bool:
    """Whether *words* are an act with something it is done to, or done how."""
    return is_act(words) and len(stripped(words)) >= MIN_OWN


def is_whole(words: str) -> bool:
    """断电, 锁门: two characters that are a verb and what it is done to."""
    return (
        len(words) == 2  # noqa: PLR2004
        and words[0] in lexicon().verb_characters
        and words[1] in lexicon().object_characters
    )


@cache
def intransitive() -> re.Pattern[str]:
    """讲话, 走动: verbs that have nothing they are done to."""
    return re.compile(f"(?:{lexicon().intransitive})$")


def is_bare(words: str) -> bool:
    """Whether *words* are a verb alone."""
    own = stripped(without_subject(words))
    return len(own) <= 2 and not is_whole(own)  # noqa: PLR2004


@lru_cache(maxsize=KEPT)
def own_object(words: str) -> bool:
    """账目管理, 重要文件备份: an action together with what it is done to."""
    own = ACTION_END.sub("", words)
    if len(own) < MIN_OWN or not ends_in_action(own):
        return False
    rest = own
    while found := _nominal_last().search(rest):
        rest = rest[: found.start()].rstrip("的")
    return len(rest.removesuffix("日常").rstrip("的")) > 1


@lru_cache(maxsize=KEPT)
def verb_last(words: str) -> bool:
    """Whether *words* end with a verb, so that its object is still to come."""
    return any(any_verb().fullmatch(words[-length:]) for length in (2, 3))


def ends_in_action(words: str) -> bool:
    """Whether *words* end with something to do: 故障维护, 网站的更新."""
    return any(words[-2:] == verb for verb in lexicon().nominal.split("|")) or words.endswith(
        ("联网", "监测", "评定", "工作")
    )
