"""Names of schools: what may stand on a sheet, and the list of schools of a county."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from zhidu.posters.errors import CannotPrintError
from zhidu.posters.glyphs import RARE_PACKAGE, missing, named, rare_fonts
from zhidu.reading import strict_yaml

LONGEST = 40
_ID = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


@dataclass(frozen=True, slots=True)
class School:
    """A school of the list. `id` names its folder."""

    id: str
    name: str


def checked_name(text: str) -> tuple[str, bool]:
    """*text* as it will be printed, and whether it needs the optional fonts.

    Everything that can be seen is text, `#`, `$` and quotes too. What cannot be seen, breaks the line or turns the
    direction of writing is refused, and so is a character that no font at hand has.
    """
    name = unicodedata.normalize("NFC", text).strip(" \u3000")
    for character in name:
        if unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"}:
            raise CannotPrintError(
                f"学校名称里有不能用的字符（U+{ord(character):04X}）：换行、看不见的或改变书写方向的字符。请删掉重新输入。"
            )
        if unicodedata.bidirectional(character) in {"R", "AL"}:
            raise CannotPrintError(
                f"学校名称里有从右往左写的文字：{named(character)}。海报只排从左往右的文字。"
            )
    if len(name) > LONGEST:
        raise CannotPrintError(f"学校名称有 {len(name)} 个字，最多 {LONGEST} 个。请用规范简称。")
    strange = missing(name)
    if strange and rare_fonts() is None:
        raise CannotPrintError(
            f"海报的字库里没有“{'、'.join(map(named, strange))}”。"
            f"装上生僻字字库再试：pip install {RARE_PACKAGE}（20 MB，只需装一次）。"
        )
    return name, bool(strange)


def read(path: Path) -> tuple[School, ...]:
    """The schools of the file *path*: `schools:`, a list of `id` and `name`; other keys are not ours."""
    found, findings = strict_yaml.read(path, str(path))
    if found is None:
        said = findings[0]
        raise CannotPrintError(f"读不了 {path}：第 {said.line} 行，{said.message}。{said.repair}")
    entries = found.data.get("schools") if isinstance(found.data, dict) else None
    if not isinstance(entries, list) or not entries:
        raise CannotPrintError(f"{path} 里应当有 schools: 和一列学校，每所写 id 和 name。")
    schools: dict[str, School] = {}
    for place, entry in enumerate(entries, 1):
        values = entry if isinstance(entry, dict) else {}
        identifier, name = values.get("id"), values.get("name")
        if not isinstance(identifier, str) or not isinstance(name, str) or not name.strip():
            raise CannotPrintError(f"{path} 的第 {place} 所学校没有写 id 或 name。")
        if not identifier or set(identifier) - _ID or identifier.startswith("-"):
            raise CannotPrintError(
                f"{path} 的第 {place} 所学校：id 只能用小写字母、数字和短横线（它是文件夹的名字）。"
            )
        if identifier in schools:
            raise CannotPrintError(f"{path} 里 id“{identifier}”写了两次。")
        schools[identifier] = School(identifier, name)
    return tuple(schools.values())
