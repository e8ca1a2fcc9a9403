"""What kind of words these are: an act or a thing, a verb or a noun, a time, a name. Only words; no place in a text."""

import re
from functools import cache, lru_cache

from zhidu.drafting.proposals import actors
from zhidu.drafting.proposals.lexicon import KEPT, lexicon, rule, two_characters

_BRACKETS = re.compile(
    "“[^“”\n]{0,200}”|《[^《》\n]{0,100}》|（[^（）\n]{0,300}）|\\([^()\n]{0,300}\\)|‘[^‘’\n]{0,100}’"
)
HIDDEN = "\u00b7"  # stands for what is never cut, nor looked into
_WEAK_ADVERBS = "安全|规范|统一|重点|文明|合理|科学|集中|分类|正确|具体|全面|深入|相互|互相|共同|安静|特别|先(?!行)|再|并|都|均|也|还|只|仅|轻|有效|适当"
MIN_OWN = 4
_HAPPENS = "现象|事故|事件|行为|问题|隐患|情况|发生|漏洞|苗头"
"""What is to be kept from happening: 杜绝浪费现象 asks for care, 杜绝使用明火 forbids."""


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
    found = rule("conjunction").match(mask, start, end)
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
    return rule("where").sub("", words) or words


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
    if _compound().match(plain) and not rule("takes_a_noun").match(plain):
        return False
    if rule("within").match(plain):
        return True
    if (ahead := time_ahead(plain, short_time())) and len(plain) - ahead > 1:
        return True
    rest = adverbless(plain)
    if rest != plain:
        if _compound().match(rest) and re.match(_WEAK_ADVERBS, plain):
            return False
        sure = not re.match(_WEAK_ADVERBS, plain)
        return (
            sure
            or any_verb().match(rest) is not None
            or rule("single_verb").match(rest) is not None
        )
    return sure_verb().match(rest) is not None or rule("single_verb").match(rest) is not None


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
    own = rule("action_end").sub("", words)
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
    return words[-2:] in lexicon().nominal.split("|")
