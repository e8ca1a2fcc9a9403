"""Whether words demand, allow or forbid: 必须, 应, 可以, 不得."""

import re
from functools import cache, lru_cache

from zhidu.drafting.proposals.lexicon import KEPT, lexicon
from zhidu.drafting.proposals.wording import prohibition, without_subject

MUST, MUST_NOT, SHOULD, MAY = "must", "must-not", "should", "may"

SAYS_SHOULD = re.compile(
    "应当|应该|(?<![反响适相供效感照对回])应(?!急|用(?![手专干湿纸布水毛软抹])|对(?!.{1,30}(?:进行|加以|开展|给予|给于|予以|做|负|实行))|变|聘|届|付|战|邀|酬|有尽有)"
)
SAYS_MUST = re.compile(
    "必须|务必|有义务|有责任|须(?!知)|(?<![主重需简纲概提首摘必])要(?!求|点|素|件|害|领|么|道)|(?<![对所如确急])需(?!求|要的|[^，]{0,8}的)要?|一律|(?<![双各对甲乙丙])方可|方能|才能|才可|始可|始得"
)
_MAY = re.compile(
    "有权(?!机关|部门|单位)|可以|允许(?!后)|准予|(?<=的)可(?=[在向于凭申提])|(?<![认许不才始的宁])(?<!(?<![双各对甲乙丙])方)可(?![靠控信能行见燃疑观持回逆再移编视供])"
)
_RESULT = re.compile("(?:确保|保证|做到)[^，]{0,12}可")  # 确保数据可恢复 allows nothing
_ONLY_THEN = re.compile("(?<![双各对甲乙丙])方可|方能|才能|才可|始可|始得|后可")
_NOT_AT_START = re.compile(
    "^(?:不(?![^，、]{1,6}的[^，]*(?:要|应|须|可)|[^、]*的(?:同学|学生|人员|教师|读者|用户|班级|单位|个人)$|断|仅|但|同|良|少于|低于|超过|多于|迟于|晚于|早于|满|高于|定期|定时|合格|足|久|论|管|限|得已|动产|能[^，]*的|[属符具在][^，]*的(?!话|事|活动|东西|行为)|小于|大于)|勿|无故(?!.*(?:[的者](?:$|由|应|须|一|记|按)|扣|处|罚|取消|给予|予以|通报))|莫)"
)
NO_LIMIT = re.compile("不得(?=少于|低于)")
"""Forbidden, but read as what is demanded is: 材料齐全，不得少于三份."""
_CANNOT = re.compile("不能(?=[^，]{0,60}的)")


@cache
def never() -> re.Pattern[str]:
    """课上不讲话, 做到不录音, 设备未停不离开, 路队不散队: forbidden by 不 alone, of what is done at a time or as a rule."""
    verb = lexicon().verb_characters
    return re.compile(
        f"(?:(?:^|做到)不(?=[一-龥])|(?:(?<=^..)|(?<=^...)|(?<=^....))不(?=(?:{lexicon().intransitive})(?:$|、))|(?:[时中间班前后内上级]|未[^，、]{{1,6}})不(?=[{verb}]|勉强|布置|组织|安排|使用))(?![^，、]*(?:[应须要]|的(?!话|事|活动|内容|东西|行为))|[迟早晚]于|[^，、]?[^，、]?[少低超高足断定但同良久论管限合])"
    )


@lru_cache(maxsize=KEPT)
def modality_of(words: str) -> tuple[str | None, str]:
    """What the words of an act say, and which of them say it; None where they say nothing."""
    plain = _CANNOT.sub("··", NO_LIMIT.sub("··", words))
    only_then = _ONLY_THEN.search(words)
    if only_then is None and (found := prohibition().search(plain)):
        return MUST_NOT, found[0]
    rest = without_subject(plain)
    if _NOT_AT_START.match(rest):
        return MUST_NOT, rest[0]
    if only_then is not None:
        return MUST, only_then[0]
    if (found := never().search(words)) is not None:
        return MUST_NOT, found[0]
    plain = _RESULT.sub("", words)
    found_all = [
        (found.start(), modality, found[0])
        for modality, pattern in ((SHOULD, SAYS_SHOULD), (MUST, SAYS_MUST), (MAY, _MAY))
        if (found := pattern.search(plain))
    ]
    if not found_all:
        return None, ""
    _, modality, said = min(found_all)
    return modality, said
