"""What holds other things: archives with files in them, Word documents with a text code in them.

Hostile input is normal: how many files, how large each and all together, is bounded while they are unpacked, whatever an
archive promises; an archive in an archive is not opened.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass

from zhidu.reading.disk import office_parts

MOST_FILES = 300
MOST_UNPACKED = 32_000_000  # bytes of all files together: more than three hundred workbooks
_UTF8 = 0x800  # a flag: the name is in UTF-8
_ENCRYPTED = 0x1
_OFFICE = ("[content_types].xml", "xl/", "word/")
_SYSTEM = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Archive:
    """The files in an archive by name; `refused` says why there are none."""

    files: tuple[tuple[str, bytes], ...] = ()
    refused: tuple[str, str] | None = None


_BROKEN = ("压缩包打不开，多半没有传完", "请重新发一次，或者解压，把里面的文件直接发来")
_PASSWORD = ("压缩包加了密码，没有打开", "请解压，把里面的文件直接发来")
_LARGE = ("压缩包里的东西太多，没有打开", "请只发自查表：解压，把填好的文件直接发来")
_EMPTY = ("压缩包是空的", "请把填好的文件直接发来")


def unpacked(raw: bytes, name: str, most: int) -> Archive | None:
    """The files in the zip archive *raw*, each of at most *most* bytes; None where it is an Office file.

    One that is damaged is what its *name* says.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if any(info.filename.lower().startswith(_OFFICE) for info in infos):
                return None
            infos = [info for info in infos if not _of_a_system(info.filename.lower())]
            if len(infos) > MOST_FILES:
                return Archive(refused=_LARGE)
            if any(info.flag_bits & _ENCRYPTED for info in infos):
                return Archive(refused=_PASSWORD)
            found: list[tuple[str, bytes]] = []
            left = MOST_UNPACKED
            for info in infos:
                # to the limit and no further, whatever it promises
                with archive.open(info) as file:
                    content = file.read(min(most, left) + 1)
                left -= len(content)
                if left < 0:
                    return Archive(refused=_LARGE)
                found.append((_name(info), content))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, KeyError, IndexError, OverflowError):  # fmt: skip
        return Archive(refused=_BROKEN) if ".zip" in name.lower() else None
    return Archive(tuple(found)) if found else Archive(refused=_EMPTY)


def _of_a_system(name: str) -> bool:
    return name.startswith(_SYSTEM[0]) or name.rpartition("/")[2] in _SYSTEM[1:]


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a file in an archive: programs here write it in GB 18030 and say nothing of it."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def words_of(raw: bytes) -> str:
    """What stands in a Word document, a line a paragraph; nothing where it is none, or not one to be opened."""
    try:
        with office_parts.opened(raw) as package:
            root = package.parsed(package.main("word/document.xml"))
            if root is None:
                return ""
            return "\n".join(
                "".join(text.text or "" for text in paragraph.iter("{*}t"))
                for paragraph in root.iter("{*}p")
            )
    except office_parts.RefusedError:
        return ""
