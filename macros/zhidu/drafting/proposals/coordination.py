"""One segment, one act or several: 关闭电源、锁好门窗 are two, 检查、维护设备 is one, 禁止进食、追跑、大声说话 are three."""

import re
from functools import cache

from zhidu.drafting.proposals import actors, amounts
from zhidu.drafting.proposals.lexicon import lexicon, rule, two_characters
from zhidu.drafting.proposals.modality import MUST_NOT, SAYS_MUST, SAYS_SHOULD, never
from zhidu.drafting.proposals.wording import (
    MIN_OWN,
    adverb_first,
    adverbless,
    any_verb,
    ends_in_action,
    intransitive,
    is_act,
    is_bare,
    is_predicate,
    is_whole,
    made_to_act,
    own_object,
    prohibition,
    short_time,
    stripped,
    sure_verb,
    time_ahead,
    verb_last,
    without_place,
    without_subject,
)

Span = tuple[int, int]

_PARTS = re.compile("、|和|或者|或|以及|及|与|并(?![列排])")
_QUOTED_ITEM = re.compile("[^，、；]+")


class Segment:
    """Cuts the segments of the clause with the words *text*; *mask* is `masked` of it."""

    def __init__(self, text: str, mask: str) -> None:
        self._text, self._mask = text, mask

    def parts(self, start: int, end: int, modality: str) -> list[tuple[Span, bool]]:
        """The acts that one segment holds, and whether each speaks for itself."""
        if rule("taught").match(self._mask, start, end):
            return [((start, end), False)]
        items = self._items(start, end, marks="、")
        lengths = [b - a for a, b in items]
        shared = set(lengths[:-1]) == {2} and lengths[-1] >= MIN_OWN  # 不坐、不踩、不踢垫子
        if (
            len(items) > 1
            and not shared
            and not made_to_act().search(self._mask, start, items[0][1])
            and all(never().search(self._mask[a:b]) for a, b in items)
        ):
            return [(span, True) for span in items]
        if len(items) > 1 and all(rule("counted").fullmatch(self._mask[a:b]) for a, b in items[1:]):
            return [((start, end), False)]
        if self._each_by_another(items):
            return [(span, True) for span in items]
        if modality == MUST_NOT:
            return [(span, False) for span in self._forbidden(start, end)]
        return [(span, False) for span in self._demanded(start, end)]

    def _each_by_another(self, items: list[Span]) -> bool:
        """由统计员填报、教务主任初审、校长终审: acts of several, one after another."""
        first, *others = (self._mask[a:b] for a, b in items)
        by = "由" in first and actors.subject(first, 0, len(first)) is not None
        who = [found for each in others if (found := actors.within(each)) and "和" not in each]
        said = [re.match("(?!.*组成|的)..", found.string[found.end() :]) for found in who]
        return by and len(said) == len(others) > 0 and all(said)

    def _forbidden(self, start: int, end: int) -> list[Span]:
        words = self._mask[start:end]
        head = prohibition().search(words)
        offset = start + (head.end() if head else 0)
        if head is None:
            offset = end - len(without_subject(words)) + 1
        preposed = (
            head is not None
            and head.start() > 1
            and not actors.alone(self._text, start, start + head.start())
        )
        items = self._items(offset, end)
        last = self._mask[slice(*items[-1])]
        means = rule("with").match(self._mask, offset, end)
        one = means and not sure_verb().search(self._mask, offset + 2, means.end(1) - 1)
        if one or words.startswith("用于", offset - start):  # nothing is done to anything yet
            return [(start, end)]
        if len(items) < 2 or rule("and_so_on_of").search(last) or rule("linked").search(last):  # noqa: PLR2004
            return [(start, end)]
        texts = [
            without_place(without_subject(self._mask[a:b]) if n == 0 else self._mask[a:b])
            for n, (a, b) in enumerate(items)
        ]
        if self._sayings(texts):
            return [(start, items[0][1]), *items[1:]]
        merged = [items[0]]
        kept = [texts[0]]
        for span, text in zip(items[1:], texts[1:], strict=True):
            if (
                (
                    is_act(text)
                    or intransitive().search(text)
                    or (
                        _how_and_what(text)
                        and not rule("takes_part").match(kept[-1])
                        and self._mask[span[0] - 1] in "、者或"
                    )
                    or _between_acts(texts, len(kept), text)
                    or (_with_object(text) and is_act(kept[-1]))
                    or prohibition().match(text)
                )
                and not rule("modifier").match(text)
                and not (text.startswith("变相") and text[2:4] in kept[-1])
                and not _open_object(kept[-1])
                and not kept[-1].endswith("给")
                and not _alike(kept[-1], text)
            ):
                merged.append(span)
                kept.append(text)
            else:
                merged[-1] = (merged[-1][0], span[1])
                kept[-1] = self._mask[slice(*merged[-1])]
        bare = [all(map(is_bare, re.split("、|或者?", text))) for text in kept]
        again = prohibition().match(kept[-1]) is not None  # 不得围观、不得触碰
        shared = (
            all(bare[:-1])
            and (not any(map(intransitive().search, kept)) or "他人" in kept[-1])
            and (not bare[-1] and not again and not adverb_first(kept[-1]) and kept[-1][0] != "在")
        )
        certain = is_act(kept[0]) or _with_object(kept[0]) or _how_and_what(kept[0])
        certain = certain or len(kept[0]) < MIN_OWN - 1 or again
        # 化整为零、规避招标: what a prohibition stands before is done, even if it is no verb that we know
        certain = certain or (
            "、" not in kept[0] and all(is_predicate(each) or is_whole(each) for each in kept[1:])
        )
        if len(merged) < 2 or not certain:  # noqa: PLR2004
            return [(start, end)]
        alone = any(map(intransitive().search, kept))
        if (all(bare) and (len(merged) == 2 or (preposed and not alone))) or shared:  # noqa: PLR2004
            return [(start, end)]
        return [(start, merged[0][1]), *merged[1:]]

    @staticmethod
    def _sayings(texts: list[str]) -> bool:
        """白条抵库、坐收坐支、公款私存: four characters each, with no verb to share."""
        *others, last = texts
        return (
            not (is_act(texts[0]) or any_verb().match(texts[0]))
            and all(len(each) == MIN_OWN for each in others)
            and (len(last) == MIN_OWN or is_act(last))
            and not any(actors.alone(each, 0, len(each)) or _thing().search(each) for each in texts)
        )

    def _demanded(self, start: int, end: int) -> list[Span]:
        words = self._mask[start:end]
        quoted = re.search("(?:做到|^)(·+)$", words)
        if quoted is not None and self._text[end - 1] == "”":
            inside = (start + quoted.start(1) + 1, end - 1)
            sayings = [found.span() for found in _QUOTED_ITEM.finditer(self._text, *inside)]
            # “一洗、二刷、三冲” is one saying
            if len(sayings) > 1 and all(b - a >= MIN_OWN for a, b in sayings):
                return sayings
            return [(start, end)]
        stated = self._items(start, end, marks="、")
        if len(stated) > 1 and all(amounts.threshold(self._text[a:b]) for a, b in stated):
            within = self._mask[stated[0][1] - 1] == "内"  # 城区4小时内、乡镇8小时内到场
            return [(start, end)] if within else stated
        offset = end - len(without_subject(words))
        if "并" in self._mask[start:offset]:
            offset = start  # 立即送医并在当日放学前告知家长
        modal = min(
            (found.end() for p in (SAYS_SHOULD, SAYS_MUST) if (found := p.search(words))), default=0
        )
        offset = start + modal if modal else offset
        if (approved := re.match("[应须]?经[^，]*后", words)) is not None:
            offset = max(offset, start + approved.end())
        if (either := rule("either").match(words)) is not None:
            offset = max(offset, start + either.end())
        items = self._items(offset, end)
        same = {self._mask[b - MIN_OWN : b - 2] for _, b in items}  # 统一命题、统一阅卷
        if len(items) > 1 and len(same) == 1 and items[-1][1] - items[-1][0] == MIN_OWN:
            return [(start, end)]
        short = "做到" in words and all(
            (b - a < MIN_OWN or (b - a == MIN_OWN and not is_act(self._mask[a:b])))
            and self._mask[a] != "有"
            for a, b in items[1:]
        )
        if len(items) < 2 or short or rule("one_thing").search(words) or self._penalties(items):  # noqa: PLR2004
            return self._later([(start, end)])
        several = len(items) > 2  # noqa: PLR2004
        listed = several and all(own_object(self._mask[a:b].removesuffix("等")) for a, b in items)
        if listed or rule("object_list").match(adverbless(self._mask[offset:end])):
            split = self._objects(items)
        else:
            split = self._predicates(items)
        return self._later([(start, split[0][1]), *split[1:]])

    def _penalties(self, items: list[Span]) -> bool:
        """给予批评教育、通报批评直至纪律处分: one consequence, in degrees."""
        first, *others = (self._mask[slice(*span)] for span in items)
        given = rule("given").search(first)
        last = others[-1]
        ends = lexicon().sanction.search(last) or last.endswith(("处理", "处分", "处罚"))
        return given is not None and bool(ends)

    def _objects(self, items: list[Span]) -> list[Span]:
        """负责A、B及C: one act an object, where each object is something to do of its own."""
        first, last = self._mask[slice(*items[0])], self._mask[slice(*items[-1])]
        if rule("and_so_on").search(last):
            return [(items[0][0], items[-1][1])]
        merged = [items[0]]
        for span in items[1:]:
            text, left = self._mask[slice(*span)], self._mask[slice(*merged[-1])]
            scoped = "的" in left and own_object(left.rpartition("的")[2]) and "的" not in text
            own = not re.search("完成|方面的", first + text) and (
                own_object(text) and ends_in_action(rule("action_end").sub("", left)) and not scoped
            )
            also = self._mask[merged[-1][1] : span[0]] == "并" and (
                is_act(text) or (len(text) >= MIN_OWN and any_verb().match(text))
            )
            acts = (
                first.startswith("负责")
                and is_predicate(first[2:])
                and len(text) >= MIN_OWN
                and any_verb().match(text) is not None
                and not _thing().search(text)
            )
            if (
                own
                or also
                or acts
                or (is_predicate(text) and not rule("and_so_on_of").search(text))
            ):
                merged.append(span)
            else:
                merged[-1] = (merged[-1][0], span[1])
        return merged

    def _predicates(self, items: list[Span]) -> list[Span]:
        """Acts one after another: 切断电源、关好门窗; but not 检查、维护设备, whose object is one."""
        merged = [items[0]]
        bare = is_bare(first := self._mask[slice(*items[0])]) and "先" not in first  # 先消毒、再取
        for span in items[1:]:
            text, left = self._mask[slice(*span)], self._mask[slice(*merged[-1])]
            joins = self._mask[merged[-1][1] : span[0]]
            apart = "并" in joins and rule("apart").search(f"{left}并{text}") is not None
            if (not bare or apart) and _begins_another(left, joins, text):
                merged.append(span)
                bare = is_bare(text) and not text.startswith("有")
            else:
                merged[-1] = (merged[-1][0], span[1])
                bare = bare and is_bare(text)
        return merged

    def _later(self, spans: list[Span]) -> list[Span]:
        """妥善保存按时上交, 先启动…再启动…: acts that no mark stands between. 督促教师按时到岗 is one."""
        found: list[Span] = []
        for start, end in spans:
            if made_to_act().search(self._mask, start, end):
                found.append((start, end))
                continue
            first = re.search("先", self._mask[start:end])
            again = re.compile("后?再(?=[一-龥]{2})") if first else rule("later")
            place = again.search(self._mask, start + MIN_OWN, end)
            if (
                place is not None
                and not actors.alone(self._text, start, place.start())
                and (
                    first is not None or is_act(without_subject(self._mask[start : place.start()]))
                )
            ):
                found += [(start, place.start()), (place.start() + place[0].startswith("后"), end)]
            else:
                found.append((start, end))
        return found

    def _items(self, start: int, end: int, marks: str | None = None) -> list[Span]:
        """What stands between 、 和 或 及 并."""
        pattern = _PARTS if marks is None else re.compile(marks)
        spans: list[Span] = []
        at = start
        for found in pattern.finditer(self._mask, start, end):
            if found.start() == start or not _joins(self._mask, found, end):
                continue
            spans.append((at, found.start()))
            at = found.end()
        spans.append((at, end))
        return [span for span in spans if span[1] > span[0]] or [(start, end)]


@cache
def _thing() -> re.Pattern[str]:
    """操作规范, 教学活动: a verb before these is the name's."""
    words = lexicon()
    return re.compile(
        f"(?:{words.nouns}|{words.nominal}|活动|档案|[表册件]|规定|细则|总结|预案)等?$"
    )


def _with_object(text: str) -> bool:
    """组织考试: a verb that is also a noun, and what it is done to; not 学习用品."""
    return (
        len(text) >= MIN_OWN
        and text[2] != "的"
        and any_verb().match(text) is not None
        and (_thing().search(text) is None or "关的" in text)
    )


def _alike(left: str, text: str) -> bool:
    """穿高跟鞋、钉鞋: two things of a kind."""
    kind = len(stripped(left)) >= MIN_OWN and len(text) > 1 and left[-1] == text[1]
    return (kind and not intransitive().search(text)) or bool(
        rule("alike").match(f"{left}、{text}")
    )


def _how_and_what(text: str) -> bool:
    """集体补课, 酒后驾车: two characters that say how, and a verb with its object."""
    return len(text) == MIN_OWN and two_characters().fullmatch(text[2:]) is not None


def _between_acts(texts: list[str], place: int, text: str) -> bool:
    """玩游戏、网购、看视频: two or three characters between acts are one, too."""
    if not 1 <= place < len(texts) or texts[place] != text or len(text) > MIN_OWN:
        return False
    if place == len(texts) - 1 or len(text) == MIN_OWN:
        return False
    return is_act(texts[place - 1]) and is_act(texts[place + 1])


def _open_object(text: str) -> bool:
    """将杀虫剂、洗涤剂等与食品混放: what something is done to, before the verb."""
    found = re.match(".{0,4}[午晚日前后时周天][将把对]|[将把在]", text)
    return found is not None and sure_verb().search(text, found.end()) is None


def _joins(mask: str, found: re.Match[str], end: int) -> bool:
    """Whether 和 及 与 … join two things here, and are no part of a word: 及时, 与会, 参与."""
    before, after = (
        mask[found.start() - 1 : found.start()],
        mask[found.end() : min(end, found.end() + 1)],
    )
    if before in "并、和或及":
        return False
    linked = rule("linked").search(mask, found.end(), end) or rule("related").match(
        mask, found.end()
    )
    if found[0] == "及" and (after == "时" or before in "以涉普"):
        return False
    if found[0] == "和" and (linked or before in "温缓饱平" or after in "谐睦平"):
        return False
    if found[0] == "与" and (linked or before in "参赠给授面时应须要动" or after == "会"):
        return False
    if found[0] == "并" and before in "合归吞":
        return False
    return found.start() > 0 and bool(after)


def _begins_another(left: str, joins: str, text: str) -> bool:
    """Whether *text* is an act beside the act *left*, from which *joins* parts it."""
    own = stripped(without_subject(left))
    also = is_predicate(own) and own[1] not in "保持" and _with_object(text)
    by = "并" in joins and rule("apart").search(f"{left}并{text}") is not None
    acts = is_act(text) or by or (joins in {"、", "并"} and also)
    named = actors.within(text)  # 须有主考、保密员两人在场
    acts = by or (
        acts and not (named and actors.alone(text, 0, named.end()) and not adverb_first(text))
    )
    if "或" in joins or not acts or _open_object(own) or _shares_what_is_done(left, own, text):
        return False
    signs = (
        "并" in joins
        and not text.startswith("负责")
        and len(stripped(text)) <= 2  # noqa: PLR2004
        and not adverb_first(text)
    )
    if signs or text.startswith("有"):
        return not signs and "有" in left
    timed = time_ahead(text, short_time()) > 0
    if "并" in joins:
        return timed or by or _stands_alone(own, text)
    if len(stripped(text)) <= 2:  # noqa: PLR2004
        return "、" in joins and (adverb_first(text) or (is_whole(own) and is_whole(text)))
    if "、" in joins:
        return len(own) > 2 or is_whole(own) or "先" in left or adverb_first(text) or timed  # noqa: PLR2004
    return len(own) >= MIN_OWN


def _shares_what_is_done(left: str, own: str, text: str) -> bool:
    """正常、安全运行, 对建设及改造提供建议: *text* goes on with the words before it, and with their verb."""
    if rule("modifier").match(text) or (re.search("的[一-龥]{1,2}$", left) and not verb_last(left)):
        return True
    if re.search("[与和同]", left) and re.search("(?:挂钩|相结合|结合起来|一致|相符)$", text):
        return True
    if re.match("[按依据]", own) and verb_last(own):
        return True
    return re.match("对|为|向|与|从|利用|通过", own) is not None and bool(
        rule("late_verb").search(text)
    )


def _stands_alone(own: str, text: str) -> bool:
    """Whether 并 joins two whole acts: 登记借书证并收取押金; in 学会并用好系统 the object is one."""
    return (
        adverb_first(text)
        or rule("single_verb").match(text) is not None
        or (is_predicate(text) and not ends_in_action(text))
        or not verb_last(own)
    )
