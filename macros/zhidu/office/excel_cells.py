"""An Excel file from anywhere → the values of its cells, and nothing else of it.

Hostile input is normal: the parts come from `macros/zhidu/reading/disk/office_parts.py`, within its bounds, and nothing is calculated. Styles,
charts, links and scripts are never opened, so that what programs put there cannot break the reading. A library that models the whole file would have to be guarded in the same places, and stumbles over
style sheets that WPS writes.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from zhidu.reading.disk import office_parts
from zhidu.reading.disk.office_parts import Fault, Package
from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.text import characters

MAX_FILE = 4_000_000
MAX_SHEETS = 60
MAX_ROW, MAX_COLUMN = 20_000, 200
MAX_CELLS = 100_000
MAX_TEXT = 20_000
MAX_WORDS = 2_000_000  # characters of all cells: many may show one long text
MAX_MERGED = 200  # on a sheet

_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})\Z")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Value = str | float | bool
Place = tuple[int, int]  # row and column


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows. `formula` says that it was calculated: then the value is what some program left there."""

    value: Value
    formula: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: row and column, both from 1 → cell. Empty cells are not there. `merged`: first and last of each."""

    name: str
    cells: dict[Place, Cell] = field(default_factory=dict)
    merged: list[tuple[Place, Place]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Book:
    """A file. `since_1904`: days are counted from 1904, as on old Macs."""

    sheets: tuple[Sheet, ...]
    since_1904: bool = False


class UnreadableError(RefusedError):
    """The file is not read: code, message and repair."""

    def __str__(self) -> str:
        """As a sentence."""
        return "。".join((*self.args[1:], ""))


def address(row: int, column: int) -> str:
    """How people call a cell: C12."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def read(raw: bytes) -> Book:
    """The values in *raw*; UnreadableError where it is no Excel file, or not one that should be opened."""
    if len(raw) > MAX_FILE:
        raise UnreadableError(*TOO_LARGE)
    try:
        with office_parts.opened(raw) as package:
            return _book(package)
    except office_parts.RefusedError as refused:
        raise UnreadableError(*TOLD[refused.fault]) from None


TOO_LARGE = ("workbook/too-large", "文件太大了，超过 4 MB", "删去插进去的图片再交")
TOLD = {
    Fault.BROKEN: (
        "workbook/broken",
        "打不开：这不是 .xlsx 文件，或者文件坏了",
        "用 WPS 或 Excel 打开，另存为 .xlsx 再交",
    ),
    Fault.OLD: (
        "workbook/old",
        "这是旧格式（.xls 或 .et）的表",
        "用 WPS 或 Excel 打开，另存为 .xlsx 再交",
    ),
    Fault.PASSWORD: ("workbook/password", "文件加了密码", "打开后取消密码，另存一份再交"),
    Fault.MACROS: ("workbook/macros", "文件里带有宏", "另存为不带宏的 .xlsx 再交"),
    Fault.EXPANDS: (
        "workbook/expands",
        "文件展开后大得不正常，多半是下面有很多带格式的空行",
        "选中最后一行下面所有的空行，右键“删除”，存盘再交；还不行，把内容填到新发的表里",
    ),
    Fault.ENTITIES: (
        "workbook/entities",
        "文件里有不该有的内容（DTD）",
        "用 WPS 或 Excel 打开，另存一份 .xlsx 再交",
    ),
}
CODES = {
    code: f"{message}。\n怎样改：{repair}。"
    for code, message, repair in (*TOLD.values(), TOO_LARGE)
}


def _book(package: Package) -> Book:
    main = package.main("xl/workbook.xml")
    root = package.parsed(main)
    if root is None or _name(root) != "workbook":
        raise office_parts.RefusedError(Fault.BROKEN)
    texts = _texts(package, main)
    targets = package.related(main, "worksheet")
    sheets: list[Sheet] = []
    left, words = MAX_CELLS, MAX_WORDS
    for element in root.iter("{*}sheet"):
        reference = next((v for k, v in element.attrib.items() if str(k).endswith("}id")), "")
        target = targets.get(str(reference))
        if target is None:
            continue
        if len(sheets) == MAX_SHEETS:
            raise office_parts.RefusedError(Fault.EXPANDS)
        sheet = _sheet(package, target, str(element.get("name", "")), texts, left)
        left -= len(sheet.cells)
        words -= sum(len(c.value) for c in sheet.cells.values() if isinstance(c.value, str))
        if words < 0:
            raise office_parts.RefusedError(Fault.EXPANDS)
        sheets.append(sheet)
    settings = next(root.iter("{*}workbookPr"), None)
    since_1904 = settings is not None and settings.get("date1904") in {"1", "true"}
    return Book(tuple(sheets), since_1904)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _texts(package: Package, main: str) -> list[str]:
    """The table of texts that cells point into."""
    found = package.one(main, "sharedStrings")
    root = package.parsed(found) if found else None
    return [_words(entry) for entry in root] if root is not None else []


def _words(entry: etree._Element) -> str:
    """The words of a text, without the reading aids that Japanese programs put beside it."""
    parts = [
        element.text or ""
        for element in entry.iter("{*}t")
        if (above := element.getparent()) is None or _name(above) != "rPh"
    ]
    return _unescaped("".join(parts)[:MAX_TEXT])


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return characters.joined(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text))


def _sheet(package: Package, target: str, name: str, texts: list[str], left: int) -> Sheet:
    root = package.parsed(target)
    sheet = Sheet(name)
    row = column = 0
    for element in root.iter("{*}row", "{*}c", "{*}mergeCell") if root is not None else ():
        if _name(element) == "mergeCell":
            _merge(sheet, element.get("ref", ""))
            continue
        if _name(element) == "row":
            row, column = int(element.get("r", row + 1)), 0
            continue
        found = _PLACE.match(element.get("r", ""))
        column = _column(found[1]) if found else column + 1
        if found:
            row = int(found[2])
        if row > MAX_ROW or column > MAX_COLUMN:
            continue  # nothing of ours is there
        cell = _cell(element, texts)
        if cell is None:
            continue
        if len(sheet.cells) == left:
            raise office_parts.RefusedError(Fault.EXPANDS)
        sheet.cells[row, column] = cell
    return sheet


def _merge(sheet: Sheet, reference: str) -> None:
    """Note the cells that are one: E4:E9. What reaches beyond our rows and columns is none of ours."""
    ends = [_PLACE.match(part) for part in reference.split(":")]
    if len(ends) != 2 or len(sheet.merged) == MAX_MERGED:  # noqa: PLR2004
        return
    first, last = ((int(end[2]), _column(end[1])) if end else (0, 0) for end in ends)
    if 0 < first[0] <= last[0] <= MAX_ROW and first[1] <= last[1] <= MAX_COLUMN:
        sheet.merged.append((first, last))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _cell(element: etree._Element, texts: list[str]) -> Cell | None:
    kind = element.get("t", "n")
    formula = False
    written: str | None = None
    for child in element:
        match _name(child):
            case "f":
                formula = True
            case "v":
                written = child.text
            case "is":
                written = _words(child)
    value: Value
    if written is None or written == "":
        return Cell("", formula=True) if formula else None
    if kind == "s":
        value = texts[int(written)]
    elif kind == "b":
        value = written == "1"
    elif kind == "n":
        value = float(f"{float(written):.15g}")  # what programs show: more digits are noise
    else:
        value = _unescaped(written[:MAX_TEXT])
    return None if value == "" and not formula else Cell(value, formula)
