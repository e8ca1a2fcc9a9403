"""A school's emblem: an SVG or PNG file of somebody else's, looked through before it goes into a PDF."""

import base64
import re
import struct
import xml.etree.ElementTree as ET  # expat limits expansion, and a document type is refused before parsing
import zlib
from pathlib import Path

from zhidu.posters.errors import CannotPrintError
from zhidu.reading.disk import files

LARGEST = 1_000_000  # bytes
MOST_PIXELS = 4000  # a side
MOST_ELEMENTS = 20_000
_SVG = "{http://www.w3.org/2000/svg}"
_HREF = ("href", "{http://www.w3.org/1999/xlink}href")
_FORBIDDEN = {
    "script",
    "foreignObject",
    "text",
    "use-external",
    "animate",
    "set",
    "a",
    "style",
    "image",
    "filter",
}
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|@import|javascript:", re.IGNORECASE)
_PNG = b"\x89PNG\r\n\x1a\n"


def read(path: Path) -> str:
    """The emblem at *path* as SVG that needs nothing else; raises `CannotPrintError` where it may not be used."""
    content = _bytes_of(path)
    if content.startswith(_PNG):
        return _wrapped(content)
    if b"<svg" in content[:4000]:
        try:
            return _checked(content)
        except RecursionError:
            raise CannotPrintError("校徽的 SVG 一层套一层，太深。请简化后重新导出。") from None
    raise CannotPrintError("校徽只能是 SVG 或 PNG 文件。别的图片请先用“画图”另存为 PNG。")


def _bytes_of(path: Path) -> bytes:
    """What is in the plain file at *path*."""
    try:
        return files.plain(path, LARGEST)
    except files.NotPlainError:
        message = "校徽不是普通文件（是链接、文件夹、管道或设备）。请换成图片文件本身。"
    except files.TooLargeError as error:
        message = f"校徽文件有 {error.size // 1024} KB，最多 {LARGEST // 1000} KB。"
    except OSError:
        message = "打不开校徽文件。请核对路径和读取的权限。"
    raise CannotPrintError(message)


def _wrapped(content: bytes) -> str:
    """A PNG inside an SVG, after its chunks have been walked."""
    width, height, place = 0, 0, len(_PNG)
    ended = False
    while place + 12 <= len(content) and not ended:
        length, kind = struct.unpack_from(">I4s", content, place)
        if place + 12 + length > len(content):  # says that it goes on far beyond the file's end
            break
        body = content[place + 8 : place + 8 + length]
        (checksum,) = struct.unpack_from(">I", content, place + 8 + length)
        if zlib.crc32(body, zlib.crc32(kind)) != checksum or (kind == b"IHDR" and length < 8):  # noqa: PLR2004  two numbers
            raise CannotPrintError("校徽的 PNG 文件坏了。请重新导出。")
        if kind == b"IHDR":
            width, height = struct.unpack_from(">II", body)
        ended = kind == b"IEND"
        place += 12 + length
    if not ended or not width or not height:
        raise CannotPrintError("校徽的 PNG 文件不完整。请重新导出。")
    if max(width, height) > MOST_PIXELS:
        raise CannotPrintError(f"校徽有 {width}×{height} 像素，每边最多 {MOST_PIXELS}。")
    root = ET.Element(f"{_SVG}svg", {"viewBox": f"0 0 {width} {height}"})
    data = base64.b64encode(content).decode()
    size = {"width": str(width), "height": str(height)}
    ET.SubElement(root, f"{_SVG}image", {**size, "href": f"data:image/png;base64,{data}"})
    return _written(root)


def _checked(content: bytes) -> str:
    """An SVG that draws shapes and nothing else: no script, no text (its font would be missing), nothing from outside."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise CannotPrintError("校徽的 SVG 里有文档类型声明（DOCTYPE）。请另存为普通 SVG。")
    try:
        root = ET.fromstring(content)  # noqa: S314  no document type, limited size
    except ET.ParseError as error:
        raise CannotPrintError("校徽的 SVG 文件坏了。请重新导出。") from error
    elements = list(root.iter())
    if root.tag != f"{_SVG}svg" or len(elements) > MOST_ELEMENTS:
        raise CannotPrintError("校徽不是 SVG 图形，或者太复杂。请简化后重新导出。")
    if "viewBox" not in root.attrib:
        raise CannotPrintError("校徽的 SVG 没有写 viewBox，不知道有多大。请用绘图软件另存一次。")
    for element in elements:
        name = str(element.tag).rpartition("}")[2]
        if name in _FORBIDDEN:
            raise CannotPrintError(
                f"校徽的 SVG 里有不能用的内容：{name}。文字请先转成轮廓，位图请改用 PNG 文件。"
            )
        for key, value in element.attrib.items():
            outside = key in _HREF and not value.startswith("#")
            if outside or key.lower().startswith("on") or _OUTSIDE.search(value):
                raise CannotPrintError("校徽的 SVG 引用了外面的东西。请把图形都放进这一个文件。")
    return _written(root)


def _written(root: ET.Element) -> str:
    ET.register_namespace("", _SVG[1:-1])
    return ET.tostring(root, encoding="unicode")
