"""What the lines of official documents look like."""

import re
import unicodedata

HAN = "〇零一二三四五六七八九十百"
CHAPTER = re.compile(
    f"第 ?[{HAN}0-9]+ ?[章节编](?: |$|[^，。；]{{0,30}}$)|(?:总 ?则|附 ?则|分 ?则|罚 ?则)$"
)
TITLE_ENDS = re.compile(
    r"(?:制度|职责|守则|办法|规定|细则|规范|标准|方案|预案|公约|条例|规程|准则|须知|章程|规则|纪律|指南|要点|措施|规约|导则|"
    r"通则|流程|程序|责任书|意见)(?:[（(](?:试行|暂行|草案|修订|摘录|节选|讨论|征求|送审|修改)[^）)]{0,12}[）)]|[（(][0-9]{4}年?[^）)]{0,8}[）)])*$"
)
TRIAL = re.compile(r"[（(](试 ?行|暂 ?行)[）)]$")
NUMBER_OF = re.compile(
    r"([\u4e00-\u9fffA-Za-z]{1,16} ?[〔\[［（(【][0-9]{4}[〕\]］）)】] ?第? ?[0-9]{1,5} ?号)( ?签发人?[ :：].*)?"
)
"""The number of a document, 虚教字〔2026〕7号, and who signed it, where that stands on the same line."""
INFO = re.compile(
    r"发布时间|发布日期|浏览|来源 ?[:：]|发布单位|发布机构|发布者|点击|阅读次数|访问量|字号|字体 ?[:：]|录入|责任编辑|作者 ?[:：]|编辑 ?[:：]|"
    r"[0-9]{1,2}[月/.-][0-9]{1,2}日? [0-9]{1,2}[:：][0-9]{2}|索引号|公开方式|公开属性|文章来源|更新时间|当前位置|您的位置|您现在的位置|签发人 ?[:：]|【打印|打印本页|分享到|【字体"
)
"""What a web page says about the text, or a letterhead about itself."""
FOOT = re.compile(
    r"上一[条篇页则] ?[:：]?|下一[条篇页则] ?[:：]?|版权所有|备案号|ICP备|公网安备|分享到|扫一扫|打印本页|关闭窗口|【打印|【关闭|返回顶部|"
    r"网站地图|友情链接|技术支持|主办单位|承办单位|抄送 ?[:：]|抄报 ?[:：]|主题词 ?[:：]|此件|印发$|联系人 ?[:：]|联系电话 ?[:：]"
)
"""What follows the text, on a web page or on the last page of a document."""
BODY_LABEL = re.compile(
    r"(?:起草|审核|审批|批准|校对|编制|拟稿|核稿|签发|会签|承办|编写|修订|制定|责任|执笔|主审|复核|打印|缮印)"
    r"(?:人|者|单位|部门|日期|时间|机关)? ?[:：]|(?:日期|时间|版本|版次|编号|文号|密级|页码|页数|生效日期|联系人|联系电话|电话) ?[:：]"
)
"""A line that says something of the paper: 审核人：."""
LETTERHEAD = re.compile("文件$")

_DIGITS = {ord("０") + n: str(n) for n in range(10)}
_UNITS = "年月日天时分秒个名人次项条元角周级岁点米万千百度倍家所间台套份张本学%"
FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("article", re.compile(f"第 ?([{HAN}0-9]+) ?条[ :：、.．]*(.*)")),
    ("han", re.compile(f"([{HAN}]{{1,12}}) ?[、．.] ?(.*)")),
    ("han-paren", re.compile(f"[（(]([{HAN}]+)[）)]、? ?(.*)")),
    ("number", re.compile(r"([0-9]{1,12}) ?[.．、](?![0-9]) ?(.*)")),
    ("deep", re.compile(rf"(?:[0-9]{{1,2}}\.){{1,5}}([0-9]{{1,2}})(?![0-9.{_UNITS}]) ?(.*)")),
    ("number-bare", re.compile(rf"([0-9]{{1,2}}) (?=[\u4e00-\u9fff])(?![{_UNITS}])(.*)")),
    ("number-paren", re.compile(r"[（(]([0-9]+)[）)]、? ?(.*)")),
    ("number-half", re.compile(r"([0-9]{1,3})[）)] ?(.*)")),
    ("circled", re.compile(r"([①-⑳]) ?(.*)")),
    ("bracketed", re.compile(r"([⑴-⒇]) ?(.*)")),
    ("first", re.compile(f"第([{HAN}]{{1,3}})[、，,] ?(.*)")),
)
"""How numbers are written before clauses; the first that fits."""


def plain(line: str) -> str:
    """*line* with full-width digits as ASCII, for looking at its form; lengths stay the same."""
    return line.translate(_DIGITS)


def circled(sign: str) -> int:
    """The number in a circle, or in brackets that are one sign with it."""
    return int(unicodedata.numeric(sign))


def is_numbered(line: str) -> bool:
    """Whether *line* begins with a number of some form."""
    text = plain(line)
    return any(pattern.match(text) for _, pattern in FORMS)


def is_body(line: str) -> bool:
    """Whether *line* begins a clause or a chapter."""
    return is_numbered(line) or bool(CHAPTER.match(plain(line)))
