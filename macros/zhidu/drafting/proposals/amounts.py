"""How much is demanded: a number, what it is counted in, and whether it is the least, the most, or exactly so."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from zhidu.drafting.proposals.lexicon import KEPT, Lexicon, lexicon, rule
from zhidu.reading.text.numerals import numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """`words` hold the number and the unit; `unit` is an id of the lexicon, `counted` the unit as the words write it."""

    op: str
    value: float
    unit: str
    counted: str
    words: str


@cache
def _units(words: Lexicon) -> str:
    return "|".join(f"(?P<u{n}>{unit.words})" for n, unit in enumerate(words.units))


@cache
def _stated() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The ways of stating an amount, the surest first."""
    words = lexicon()
    unit, number = _units(words), f"(?P<the_value>{words.number})"
    count = f"(?:(?:[一-龥]{{2,14}}?)?百分之(?P<the_percent>{words.number})|(?P<the_minus>零下|-)?{number} ?(?:{unit}))"
    return (
        (">=", re.compile(f"(?:不少于|不低于|不得少于|不得低于|不小于)[一-龥]{{0,24}}?{count}")),
        ("<=", re.compile(f"(?:至少|最少)每{count}")),
        (
            ">=",
            re.compile(
                f"(?:{words.at_least})(?:于|到|总?[一-龥]{{0,5}}的)?{count}(?: ?(?:{words.at_least_after}))?"
            ),
        ),
        (
            "<=",
            re.compile(
                f"(?:{words.at_most})(?:借|为|在|每[天日周月次人班餐节户生年]|[一-龥]{{0,20}}的|[一-龥]{{1,6}}[费额价款资数量])?{count}(?:{words.at_most_after})?"
            ),
        ),
        ("<=", re.compile(f"不得?[迟晚]于[一-龥]{{2,10}}[后前]{count}")),
        (">=", re.compile(f"{count} ?(?:{words.at_least_after})")),
        ("<=", re.compile(f"(?<!近){count} ?(?:{words.at_most_after})")),
        (">=", re.compile(f"(?:至少|最少|起码)[一-龥]{{0,8}}?{count}")),
        ("<=", re.compile(f"(?:最多|至多|只[能准借限]|(?<!期)限)[一-龥]{{0,4}}?{count}")),
        (">=", re.compile(f"提前{count}")),
        (">=", re.compile(f"[于在]{count}(?<!日)[之以]?前")),
        (">=", re.compile(f"(?:之日|期满|届满|到期|开始|召开|举行|实施){count}[之以]?前")),
        (
            ">=",
            re.compile(
                f"(?:{words.keep.pattern})(?!员|人)[^，。；、0-9一二三四五六七八九十两半]{{0,8}}{count}"
            ),
        ),
        ("<=", re.compile(f"(?:{words.lending.pattern})(?:一般)?(?:为|是)?{count}")),
        ("=", re.compile(f"(?:{words.equal})(?:[一-龥]{{1,8}}的)?{count}")),
    )


_DIGIT = re.compile("[0-9０-９〇零一二三四五六七八九十百千两半]")
_RANGE = re.compile("[至到—～~\\u2013-][0-9一二三四五六七八九十零]")  # 14℃至24℃
_BEYOND = re.compile("低于|高于|小于|大于|少于|多于|达到?|年?满")
_OUTSIDE = re.compile("(?:以上|以下|以内|之内|内)$")
_CASE = re.compile("[^，。]{0,12}?(?:累计|连续|[0-9一二两三四五六七八九十]+[次节天日门课])[^，。]{0,8}[者的]|的?，?(?:的|由|必须|应当|应(?=[停立])|报(?=[^，。]{1,14}(?:批准|审批|审定|同意|审核|核准))|须经|应经|经|者|每|有|曾|通知|告知|取消|给予|予以|扣|停|不安排|不享受|时|或|不得|不再|不准|严禁|禁止|[^，。应须要的]{1,12}的(?:必?须|应|要|一次性|全额|优先|免|由|可|方可|不得|不准|禁|一律|报|经)|[^，。应须要]{2,14}的[一-龥]{2,4}(?:优先|取消|授予|给予|予以|评为|可|不得|应|须|由))")  # fmt: skip
"""三天以上报校长审批, 5万元以上的设备: which cases are meant, and nothing that is demanded."""
_DONE_BY = re.compile("(?:由|通知|告知|给予|予以)(?!.*(?:批准|审批|同意))")  # 一小时内由组长反馈
_WHERE = re.compile("时|或者")
_MADE = re.compile("(?:写|交|成|展|办|行|备|有|上|听|读|供|录|织|立|派|聘|置)出?(?:一[份篇条项个])?$")  # fmt: skip
_OF_MADE = re.compile("的[^，。应须要由不可]{1,12}$")  # 写出一课时以上的详案


@lru_cache(maxsize=KEPT)
def threshold(act: str) -> Threshold | None:
    """The amount that the words of an act demand; None where they state none: 填写一张, 一式三份, 每周一次 are none."""
    words = lexicon()
    # what a sanction counts is no limit; when it is due, and how much it is at most, are
    limited = rule("limits_a_sanction").search(act) if words.sanction.search(act) else None
    if _DIGIT.search(act) is None or (limited is None and words.sanction.search(act)):
        return None
    for op, pattern in _stated():
        found = pattern.search(act, limited.end() if limited else 0)
        if found is None or re.search("[，。](?=.)", found[0]) or _RANGE.match(act, found.end()):
            continue
        within = found[0].endswith("内") and _DONE_BY.match(act, found.end())
        made = _MADE.search(act, 0, found.start()) and _OF_MADE.match(act, found.end())
        case = not within and not made and (_OUTSIDE.search(found[0]) or _BEYOND.match(found[0]))
        if (case or _WHERE.match(act, found.end())) and _CASE.match(act, found.end()):
            continue
        value = _value(found["the_percent"] or found["the_value"])
        value = -value if value is not None and found["the_minus"] else value
        unit, counted = next(
            ((unit.id, said) for n, unit in enumerate(words.units) if (said := found[f"u{n}"])),
            ("%", "%"),
        )
        if unit in {"metre", "kilometre"} and found[0].endswith("内"):
            continue  # 十米内: where it is done
        if (
            unit in {"yuan", "year-of-age"}
            and re.search("^[0-9零一二三四五六七八九十百千两半].*(?:以[上下]|岁)$", found[0])
            and "年龄" not in act[: found.start()]
        ):
            continue  # 5万元以上设备的处置, 70岁以上老人
        if value is None or (op == "=" and unit != "%"):
            continue
        return Threshold(op=op, value=value, unit=unit, counted=counted, words=found[0])
    return None


def _value(written: str) -> float | None:
    plain = written.removesuffix("万").replace("半", "0.5" if written == "半" else "")
    mixed = re.fullmatch("([一二三四五六七八九])([0０]+)", plain)
    if mixed is not None:  # 六0天
        plain = f"{int(min(numbers(mixed[1])))}{'0' * len(mixed[2])}"
    found = numbers(plain)
    return min(found) * (10_000 if written.endswith("万") else 1) if found else None
