"""Who acts: the subject of an act, the post a title speaks to."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from zhidu.drafting.proposals.lexicon import KEPT, lexicon, quick, rule, two_characters

_FILLER = "[一-龥“”（）A-Za-z]{0,10}?"
_JOIN = "(?:、|和|及|与|或|以及)"
_FORM = "(?:[（(].{1,20}[）)])?$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Words of a text that name who acts, by their place in it."""

    start: int
    end: int


@cache
def _nouns() -> str:
    """What a name ends with; 捐赠人, 照管员, 受赠方: whoever does what two characters say."""
    words = lexicon()
    doer = f"[{words.verb_characters}持][{words.verb_characters}款料货餐证卡话号车票书档班岗门水电账](?:[人者员方]|双方)"
    return f"(?:{quick(f'{words.persons}|{words.bodies}|{words.offices}|{doer}')})"


@cache
def _named() -> str:
    words = lexicon()
    nouns = _nouns()
    return (
        f"(?:(?:{quick(words.lead)}){{0,4}}{_FILLER}{nouns}(?:[双三各]方)?(?:（[^（）]{{1,12}}）)?)"
    )


@cache
def _follows() -> re.Pattern[str]:
    """What only follows a subject: what he does, when, how, to whom; 组织 after no 组."""
    words = lexicon()
    verb = f"(?!织|设[备施计]|待(?!遇))[{words.verb_characters}]"
    follows = (
        f"{words.prohibitions}|{words.adverbs}|{words.verbs}|{verb}|{words.nominal}|应|须|必|要|需|可|有(?!关)|务必|在|对|将|把|向|按|凭|每|于|为|到|限[报借领带乘]|联合|"
        "以|从|不|谁|最|早|晚|病|毕业|视|来访|如|若|遇|未|持|因|24小时|一[律般次]|之间|[一-龥]{1,6}(?<![门面眼目身楼室窗台车])[前后时](?![勤台候间])|[一-龥]{2,3}[中](?=要|应|须|必须|不得)|课|上|下|进|出|定|行(?=.{1,2}礼)|[0-9]{1,2}月|认|随|具|全|同|既|均|都|[是系]|通过|根据|利用|平时|接到|发现|"
        "兼|拟|疑|认为|[一二三四]班|[一-龥]{2,6}期间|寒假|暑假|节假|双休|周末|派(?!出)|各(?=执|自|负)|首(?=[月日周次])|期末|[一二两三四五六七八九十]人一|至少|[一二两三四五六七八九十半]+(?:年|个月|周|天|日)内|(?<!成员)由(?=.{2,40}组成)|任(?![课何教职])|餐[前后]|饭[前后]|会[前后同]|自(?=.{0,14}(?:起|之日|后))|"
        "工作(?=调|变|交)|岗位变|来校|分工|无|外出|生病|临时|凡"
    )
    return re.compile(f"(?:{follows})")


@cache
def _last_characters() -> frozenset[str]:
    """What a name ends with: a quick look before the slow one."""
    words = lexicon()
    return frozenset(
        name[-1]
        for name in f"{words.persons}|{words.bodies}|方|人|）|部|处|科|股|室|所|办|口|心".split("|")
    )


@cache
def _alone() -> re.Pattern[str]:
    return re.compile(f"{_named()}(?:{_JOIN}{_named()}){{0,4}}")


_AFTER_ANY = re.compile("[一-龥]{2}")
_AFTER = {
    "由": re.compile("(?!许可|组成|的|为|、|和)[一-龥0-9]{2}"),
    "追": re.compile("的?[一-龥]{0,6}责任"),
    "实": re.compile("(?:管理)?(?:责任|负责)制"),
}
_MEASURE = "(?:人数|年龄|工龄|报酬|待遇|费用?|时间|时长|名额|成绩|身高|体重|距离|标准|率|有效期|期限|保存期|周期|温度|面积|总数|分量|结果)"
_LIMITS = "(?:[上下]浮|(?:原则上|一般|应当?|须|必须|要)?(?:占|不得?(?:少于|多于|低于|高于|超过|小于|大于|早于|晚于|迟于)|达到))"
_COUNTED = re.compile(
    f"(?:代表)?(?:[一-龥]{{0,8}}{_MEASURE})?(?:合计|总计|共计|共)?(?:所占)?(?:比例|总?数)?{_LIMITS}"
)
MEASURED = re.compile(
    f"[^，的]{{0,12}}(?:{_MEASURE}|(?P<who_counts>人员|代表|成员|专家|教师)){_LIMITS}|(?:检查|评审|考核|评比|审定|抽查|测评|评选|验收|监测|统计|互评|考评|督查)结果(?!报)"
)
"""实习报酬不低于…: no one acts, a thing has a measure."""
_LONGEST_NAME = 16
_LONGEST_NAMES = 30  # several together
_NOT_NAMES = frozenset(["人员", "员", "长", "者", "单位", "机构", "部门", "小组", "企业", "公司"])


def _behind(act: str) -> tuple[int, int] | None:
    """由…负责, 追究…责任, 实行…负责制: the name behind what is acted on, the longest that it can be."""
    for found in rule("by").finditer(act):
        after = _AFTER.get(found[0][0], _AFTER_ANY)
        for end in range(min(len(act), found.end() + _LONGEST_NAME), found.end() + 1, -1):
            if (
                after.match(act, end)
                and (act[end] not in "长员者" or act.startswith("长期", end))
                and act[end - 1 : end + 1] not in {"长期", "组织"}
                and _is_name(act[found.end() : end], sure=True)
            ):
                return found.end(), end
    return None


@cache
def _parts() -> re.Pattern[str]:
    words = lexicon()
    nouns = _nouns()
    return re.compile(
        f"(?P<name_lead>(?:{quick(words.lead)}){{0,4}})(?P<name_filler>{_FILLER})(?P<name_noun>{nouns})(?:[双三各]方)?(?:（[^（）]{{1,12}}）)?"
    )


@cache
def _listed() -> re.Pattern[str]:
    """Names of two characters or more that the lexicon has as they are: 值班教师."""
    return re.compile(f"{_nouns()}(?<=..)")


@cache
def _no_name() -> re.Pattern[str]:
    """What no name has in it: verbs that are nothing else, adverbs, modal words, prepositions, times."""
    words = lexicon()
    nominal = set(words.nominal.split("|"))
    verbs = "|".join(verb for verb in words.verbs.split("|") if verb not in nominal)
    adverbs = "|".join(set(words.adverbs.split("|")) - {"安全", "文明", "先", "统一", "科学"})
    return re.compile(
        f"(?:{verbs}|{adverbs}|(?<=.)负责|[应须能可拟准将把对向由经在为与按是有遇替被让给地得报交送派到请凭持待遇限以从和、不未其与]|(?<!主)要|发生|出现|突发|造成|协助|协同|配合|陪同|(?<!^)每|使(?!用)|供(?![应货方水电餐])|夜间|[上下]午|围绕|根据|后(?!勤)|前(?!台)|时|期间|影响|通知|告知|上报|报告|严禁|禁止|任(?![课何教职])|担任|选|当[日天]|之内|[天日周]内|之日|安排|指派|选派|下列|以下|(?<![初高])中(?![心学小专职层高])|[一二两三四五六七八九十][名位]|^代$)"
    )


@cache
def _governs() -> re.Pattern[str]:
    """Verbs that make of what follows whom they are done to; 实验教师 are those who teach it."""
    words = lexicon()
    verbs = {*words.nominal.split("|"), *words.more_verbs.split("|")} - {
        "实验",
        "实习",
        "教学",
        "学习",
        "应用",
        "值班",
        "值日",
    }
    return re.compile(f"(?:{'|'.join(sorted(verbs))})")


def _does_to(piece: str) -> bool:
    """引导学生, 安排值日人员: a verb before a name; 照管员, 参会人员, 带队教师 are names."""
    if two_characters().match(piece) is None or piece[0] in "受被":
        return False
    rest, verbs = piece[2:], piece[1] in lexicon().verb_characters
    return len(rest) > 1 and rest not in _NOT_NAMES and (verbs or not _listed().fullmatch(rest))


def _is_name(words: str, *, sure: bool = False) -> bool:
    """Whether *words* are names and nothing else: 检查人员 is one, 检查学生 is none; 值守人员, where they *sure*ly act."""
    agents = re.compile(f"(?:{lexicon().agents})$")
    *before, last = re.split(_JOIN, words)
    if sure and re.fullmatch(f"[一-龥]{{2}}{agents.pattern}", last):
        kinds = re.compile(f"(?:{lexicon().lead}){{0,2}}[一-龥]{{2}}")  # 毕业、退学、调离人员
        before = [each for each in before if rule("takes").match(each) or not kinds.fullmatch(each)]
    for piece in (*before, last):
        if piece not in _NOT_NAMES and _listed().fullmatch(piece):
            continue
        found = _parts().fullmatch(piece)
        if found is None or piece in _NOT_NAMES or rule("ends_otherwise").search(piece):
            return False
        # 餐梯严禁载人
        if re.search(f"{lexicon().prohibitions}|每[年月周天日学半季]|[一二两三四五0-9]次", piece):
            return False
        doer = False
        if len(found["name_filler"]) in ((2, 4) if found["name_noun"] == "组" else (2,)):
            bare = found["name_noun"] in {*_NOT_NAMES, "组"}
            doer = (bare and (sure or found["name_noun"] == "人员")) or (
                sure
                and not found["name_lead"]
                and rule("takes").match(piece) is None
                and two_characters().fullmatch(found["name_filler"]) is not None
            )
        does = _does_to(piece) and not (sure and found["name_lead"])  # 入住教师应…
        if not doer and (_no_name().search(found["name_filler"]) or does):
            return False
        if doer and rule("preposition").match(piece):
            return False  # 向外单位
        governs = _governs().search(found["name_filler"]) or _governs().search(found["name_lead"])
        if (
            governs
            and not (doer and sure)
            and (
                not agents.search(found["name_noun"])
                or re.search("^(?:组织|指导|教育|协调)|协助|配合|联系|会同", found["name_filler"])
            )
        ):
            return False
    return True


def subject(text: str, start: int, end: int, *, sure: bool = False) -> Subject | None:
    """Who acts in the act of *text* from *start* to *end*, where its own words name somebody."""
    found = _subject(text[start:end], sure=sure)
    return Subject(start=start + found[0], end=start + found[1]) if found else None


@lru_cache(maxsize=KEPT)
def _subject(act: str, *, sure: bool = False) -> tuple[int, int] | None:
    for length in range(min(len(act) - 1, _LONGEST_NAMES), 1, -1):
        if act[length - 1] not in _last_characters() or not _follows().match(act, length):
            continue
        if _is_spoken_of(act, length):
            continue
        if "与" in act[:length] and re.match("有|发生|之间|存在", act[length:]):
            with_whom = act.index("与")  # 监考员与考生有亲属关系的应回避
            return (0, with_whom) if _is_name(act[:with_whom], sure=True) else None
        name = act[:length].rpartition("的")[2]
        whole = len(name) == length
        modal = rule("modal").match(act, length) is not None
        plainly = sure or modal or rule("when").match(act, length) is not None
        if _is_name(name, sure=plainly) and (
            whole or name in {"双方", "三方"} or (modal and act[0] not in "对向给为把将")
        ):
            stands = rule("by_another") if modal else rule("stands_by")
            if stands.match(act, length) and (behind := _behind(act)):
                return behind  # 各班投影机由班主任负责
            if not modal and (other := _after_all(act, length)):
                return other
            if rule("of_case").match(act, length):
                return _behind(act)
            return length - len(name), length
    return _after_all(act, 0) or _behind(act)


_SPOKEN_OF = ("thing", "of_name", "principle", "away", "cared_for")
"""发起人不少于10人, 播音稿须审, 社团活动应, 采购坚持公开, 冒领者批评: counted, a thing of his, bought, punished, hurt."""


def _is_spoken_of(act: str, length: int) -> bool:
    """Whether the name that *act* begins with is of somebody who does nothing in it."""
    return (
        act.startswith("负责人", length)
        or rule("guided").match(act) is not None
        or _COUNTED.match(act, length) is not None
        or any(rule(name).match(act, length) for name in _SPOKEN_OF)
        or (  # 体温异常者送留观室
            rule("fell_short").search(act, 0, length) is not None
            and re.match("应|须|必须|可|不得", act[length:]) is None
        )
    )


def _after_all(act: str, length: int) -> tuple[int, int] | None:
    """校医签字后班主任方可准其进班: who acts once another has acted."""
    found = rule("once").search(act, length)
    return found.span(1) if found is not None and _is_name(found[1], sure=True) else None


def alone(text: str, start: int, end: int) -> Subject | None:
    """*text* from *start* to *end*, where it is nothing but a name of who acts."""
    found = _alone().fullmatch(text, start, end)
    return Subject(start=start, end=end) if found is not None and _is_name(found[0]) else None


def within(text: str) -> re.Match[str] | None:
    """The first name in *text* that stands at its start: whom somebody makes act, whom something is told."""
    return _alone().match(text)


def named_kind(name: str) -> str | None:
    """Whether a name is one of a `body` or of a `post`; None where its words show neither."""
    words = lexicon()
    if re.search(f"(?:{words.bodies})$", name):
        return "body"
    return "post" if re.search(f"(?:{words.persons})$", name) else None


def addressee(title: str) -> str | None:
    """The post that a title speaks to, by its name: 图书管理员岗位职责 → 图书管理员. None where it names a matter."""
    plain = re.sub(_FORM, "", title)
    plain = rule("school").sub("", rule("region").sub("", plain)) or plain
    found = re.fullmatch("(.{2,20}?)(?:的)?(?:岗位|工作|主要|基本)*(?:职责|责任制|职责制度)", plain)
    if found is not None and _alone().fullmatch(found[1]):
        return found[1]
    found = re.match(f"({_named()})(?=.{{0,12}}(?:守则|须知|公约|准则|行为规范)$)", plain)
    somebody = found is not None and re.search(f"(?:{lexicon().persons})$", found[1])
    return found[1] if found is not None and somebody else None
