"""Word's automatic numbers: which paragraph shows which number, though no number stands in its text."""

from dataclasses import dataclass

from lxml import etree

from zhidu.handbook.printed_form import CIRCLED
from zhidu.reading.text.numerals import ordinal

_MAX_LEVEL = 8
_MAX_NUMBER = 999
_MAX_SHOWN = 60  # characters of a number with all that stands around it
_MAX_CHAIN = 20  # styles based on styles
_CHINESE_NAMES = (
    "chineseCounting chineseCountingThousand chineseLegalSimplified ideographDigital "
    "ideographTraditional japaneseCounting japaneseDigitalTenThousand japaneseLegal "
    "taiwaneseCounting taiwaneseCountingThousand"
)
_CHINESE = frozenset(_CHINESE_NAMES.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """How the paragraphs of one level of a list are numbered. `legal`: every number is Arabic."""

    start: int
    form: str
    shown: str
    legal: bool
    restart: int | None  # begins again after a number of one of so many levels above; 0: never

    @classmethod
    def of(cls, element: etree._Element) -> "_Level":
        return cls(
            start=_count(said(element, "start", "1")),
            form=said(element, "numFmt", "decimal"),
            shown=said(element, "lvlText")[:_MAX_SHOWN],
            legal=bool(children(element, "isLgl")),
            restart=_count(said(element, "lvlRestart", "0"))
            if children(element, "lvlRestart")
            else None,
        )


class Numbering:
    """Counts along the document. `label` must be asked of every paragraph, in order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._abstract = {
            value(e, "abstractNumId"): {
                value(level, "ilvl"): _Level.of(level) for level in children(e, "lvl")
            }
            for e in children(numbering, "abstractNum")
        }
        self._number: dict[str, tuple[str, dict[str, int]]] = {}
        for number in children(numbering, "num"):
            starts = {
                value(over, "ilvl"): _count(value(start, "val"))
                for over in children(number, "lvlOverride")
                for start in children(over, "startOverride")
            }
            self._number[value(number, "numId")] = said(number, "abstractNumId"), starts
        self._styles = {
            value(style, "styleId"): (_list_of(first(style, "pPr")), said(style, "basedOn"))
            for style in children(styles, "style")
        }
        self._counts: dict[str, dict[int, int]] = {}
        self._seen: set[str] = set()

    def label(self, paragraph: etree._Element) -> str:
        """The number shown before *paragraph*: 一、 or 第三条 or （二）; nothing where there is none."""
        name, level = self._place(paragraph)
        abstract, starts = self._number.get(name, ("", {}))
        levels = self._abstract.get(abstract, {})
        definition = levels.get(str(level))
        if definition is None or not 0 <= level <= _MAX_LEVEL:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if name not in self._seen:
            self._seen.add(name)
            for over, start in starts.items():
                counts[_count(over)] = start - 1
        counts[level] = counts.get(level, definition.start - 1) + 1
        for deeper in [deep for deep in counts if deep > level]:
            restart = levels[str(deeper)].restart if str(deeper) in levels else None
            if restart is None or level < restart:
                del counts[deeper]
        shown = definition.shown
        for number in range(level + 1):
            above = levels.get(str(number))
            if above is not None:
                value = counts.setdefault(number, above.start)
                form = "decimal" if definition.legal else above.form
                shown = shown.replace(f"%{number + 1}", _written(value, form))
        return "" if definition.form in {"bullet", "none"} else shown.strip()

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        """The list and the level of *paragraph*: its own, or those of its style."""
        properties = first(paragraph, "pPr")
        name, level = _list_of(properties)
        style = said(properties, "pStyle")
        for _ in range(_MAX_CHAIN):
            if None not in (name, level) or style not in self._styles:
                break
            inherited, style = self._styles[style]
            name = inherited[0] if name is None else name
            level = inherited[1] if level is None else level
        return name or "", level or 0


def _list_of(properties: etree._Element | None) -> tuple[str | None, int | None]:
    for found in children(properties, "numPr"):
        name, level = said(found, "numId"), said(found, "ilvl")
        return name or None, _count(level) if level else None
    return None, None


def _written(value: int, form: str) -> str:
    """*value* as Word writes numbers of *form*."""
    if not 0 < value <= _MAX_NUMBER:
        return str(value)
    if form in _CHINESE:
        return ordinal(value)
    if form.startswith("decimalEnclosedCircle") and value <= len(CIRCLED):
        return CIRCLED[value - 1]
    return str(value)


def local(element: etree._Element) -> str:
    """The name without its namespace: strict and transitional documents differ only there."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: etree._Element, name: str) -> str:
    """The attribute *name* in the namespace of *element*, as Word writes attributes."""
    return str(element.get(f"{element.tag.rpartition('}')[0]}}}{name}", ""))


def children(element: etree._Element | None, name: str) -> list[etree._Element]:
    """The elements called *name* right in *element*."""
    return [] if element is None else [each for each in element if local(each) == name]


def first(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first of them."""
    return next(iter(children(element, name)), None)


def said(element: etree._Element | None, name: str, otherwise: str = "") -> str:
    """The value of the child *name*."""
    found = first(element, name)
    return otherwise if found is None else value(found, "val") or otherwise


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0  # noqa: PLR2004
