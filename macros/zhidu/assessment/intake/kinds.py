"""What kind of file came in, told by what is in it: for files that are no submission, and what their senders are told.

A kind is a pair, what it is and what to send instead. What holds answers, or may hold a text code, has none here.
"""

import io
import re
import zipfile

from zhidu.assessment.workbook import cell_names

Said = tuple[str, str]

_ANEW = "请交自查表网页上下载的文件、复制的文字码，或者填好的 .xlsx 工作簿"
_SAVE_AS = "用 WPS 或 Excel 打开，另存为 .xlsx 再交"
_PICTURE = ("这是图片或录像，读不出填了什么", _ANEW)
_SOUND = ("这是录音，读不出填了什么", _ANEW)
ARCHIVE = ("这是压缩包，没有打开", "请解压，把里面的文件直接发来")
_PDF = ("这是 PDF，读不出填了什么", _ANEW)
_RICH = ("这是写字板存的 RTF 文件，读不出填了什么", _ANEW)
_PROGRAM = ("这是程序，没有打开", _ANEW)
_SHORTCUT = ("这是快捷方式，里面没有文件", "请发它指着的那个文件本身")
_SLIDES = ("这是幻灯片，不是自查工作簿", _ANEW)
_OLD_WORD = ("这是旧格式的 Word 文档（.doc 或 .wps），没有打开", _ANEW)
_THUMBNAILS = ("这是电脑存缩略图的文件，没有自查表", _ANEW)
_PAGE = (
    "这是存下来的网页，里面没有填的内容",
    "请打开自查表网页，点“下载文件”，交下载的那个文件；或者交填好的 .xlsx 工作簿",
)
_MAIL = ("这是存下来的邮件，没有看里面", "请把邮件里的附件另存出来，交附件")
_CSV = ("这是从工作簿另存的 CSV，只有一张表上的字，没有收", "请交填好的 .xlsx 工作簿")
_XML_TABLE = ("这是 XML 格式的旧表", _SAVE_AS)
_TEMPORARY = (
    "这是表格程序打开文件时留下的临时文件",
    "先关掉 WPS 或 Excel，再交名字前面没有“~$”的那一个",
)
EMPTY = ("文件是空的，多半没有传完", "请打开看一看，再发一次")
STRANGE = ("看不懂这是什么文件", _ANEW)
OTHER = ("里面没有自查表，也没有文字码", _ANEW)
NONE_OF_OURS = ("压缩包里没有自查表，也没有文字码", _ANEW)
WORD = ("这是 Word 文档，不是自查工作簿", _ANEW)
TOO_LONG = ("文件里的字太多，超过 100 万个，没有看", _ANEW)

_MARKS: tuple[tuple[int, bytes, Said], ...] = (  # where, mark, what is said of it
    (0, b"%PDF", _PDF),
    (0, b"\xff\xd8\xff", _PICTURE),
    (0, b"\x89PNG", _PICTURE),
    (0, b"GIF8", _PICTURE),
    (0, b"8BPS", _PICTURE),
    (8, b"WEBP", _PICTURE),
    (8, b"AVI ", _PICTURE),
    (8, b"WAVE", _SOUND),
    (4, b"ftypM4A", _SOUND),
    (4, b"ftyp", _PICTURE),  # HEIC of new phones, and films
    (0, b"\x1aE\xdf\xa3", _PICTURE),
    (0, b"#!AMR", _SOUND),
    (0, b"\x02#!SILK", _SOUND),
    (0, b"#!SILK", _SOUND),
    (0, b"Rar!", ARCHIVE),
    (0, b"7z\xbc\xaf", ARCHIVE),
    (0, b"\x1f\x8b", ARCHIVE),
    (0, b"BZh91AY&SY", ARCHIVE),
    (0, b"\xfd7zXZ", ARCHIVE),
    (257, b"ustar", ARCHIVE),
    (32769, b"CD001", ARCHIVE),
)
_MARKS_OF_BYTES: tuple[tuple[int, bytes, Said], ...] = (  # a text may begin with these letters
    (0, b"BM", _PICTURE),
    (0, b"II*\0", _PICTURE),
    (0, b"MM\0*", _PICTURE),
    (0, b"ID3", _SOUND),
    (0, b"MSCF", ARCHIVE),
    (0, b"MZ", _PROGRAM),
    (0, b"L\0\0\0\x01\x14\x02", _SHORTCUT),
)
_STREAMS: tuple[
    tuple[str, Said | None], ...
] = (  # of Office 97's container: the first there counts
    ("EncryptedPackage", None),
    ("Workbook", None),
    ("WordDocument", _OLD_WORD),
    ("PowerPoint Document", _SLIDES),
    ("__nameid_version", _MAIL),
    ("256_", _THUMBNAILS),
)
_PARTS: tuple[tuple[str, Said], ...] = (  # of a zip file: how the name of one begins
    ("ppt/", _SLIDES),
    ("xl/workbook.bin", ("这是二进制的表（.xlsb）", _SAVE_AS)),
    (
        "index/document.iwa",
        (
            "这是苹果 Numbers 或 Pages 的文件，没有打开",
            "在 Numbers 里点“文件—导出为—Excel”，存成 .xlsx 再交",
        ),
    ),
    ("ofd.xml", ("这是 OFD 版式文件，读不出填了什么", _ANEW)),
    ("androidmanifest.xml", _PROGRAM),
)
_MIMES: tuple[tuple[bytes, Said], ...] = (
    (b"opendocument.spreadsheet", ("这是 .ods 格式的表", _SAVE_AS)),
    (b"opendocument.text", ("这是 .odt 格式的文档，不是自查工作簿", _ANEW)),
    (b"opendocument", ("这是 OpenDocument 格式的文件，不是自查工作簿", _ANEW)),
    (b"epub", ("这是电子书，不是自查表", _ANEW)),
)
_OLE = b"\xd0\xcf\x11\xe0"
_HEAD = 4000  # characters at the beginning, which tell what kind of file it is
_BEFORE_PDF = 1024  # bytes that readers allow there
_BEGINNINGS: tuple[tuple[re.Pattern[str], Said], ...] = (
    (re.compile(r"\{\\rtf"), _RICH),
    (re.compile(r"\A(?:<\?xml[^\0]*?)?<svg\b"), _PICTURE),
    (re.compile(r"\A(?:<\?xml[^\0]*?<plist\b|\[(?:InternetShortcut|Desktop Entry)\])"), _SHORTCUT),
    (re.compile(r'\A<\?xml[^\0]*?progid="Excel\.Sheet"'), _XML_TABLE),
    (
        re.compile(
            r"<!doctype html|<\?xml|<(?:html|head|body|meta|script|div|table)\b|<!--",
            re.IGNORECASE,
        ),
        _PAGE,
    ),
)
_FIELD_LIKE = re.compile(r"[A-Za-z][A-Za-z0-9-]*:|[\u4e00-\u9fff]{2,4}[:：]")
_FIELD = re.compile(
    r"(?:from|to|cc|subject|date|received|return-path|message-id|mime-version|content-type|发件人|收件人|主题|发送时间)[:：]",
    re.IGNORECASE,
)
_FIELDS = 2  # of a letter's head, at least
_HEADS = 3  # of the workbook's columns in one line


def of_bytes(raw: bytes, name: str) -> Said | None:
    """What is said of a file called *name* that is neither a text, nor a workbook, nor an archive to be opened."""
    if name.replace("\\", "/").rpartition("/")[2].startswith("~$"):
        return _TEMPORARY
    if not raw.strip(b"\0 \t\r\n"):
        return EMPTY
    if raw.startswith(_OLE):
        return _of_container(raw)
    if raw.startswith(b"PK"):
        return _of_parts(raw)
    for start, mark, said in _MARKS + (_MARKS_OF_BYTES if b"\0" in raw[:64] else ()):
        if raw.startswith(mark, start):
            return said
    return _PDF if raw[:_BEFORE_PDF].lstrip().startswith(b"%PDF-") else None


def _of_container(raw: bytes) -> Said | None:
    """What is said of a container of Office 97; None where it is a table, old or locked."""
    for stream, said in _STREAMS:
        if stream.encode("utf-16-le") in raw:
            return said
    return None


def _of_parts(raw: bytes) -> Said | None:
    """What is said of a zip file that is the document of some program, and neither a workbook nor an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            infos = archive.infolist()
            first = infos[0] if infos else None
            mime = b""
            if first is not None and first.filename == "mimetype":
                with archive.open(first) as file:
                    mime = file.read(200)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError, EOFError):
        return None
    for word, said in _MIMES:
        if word in mime:
            return said
    names = [info.filename.lower() for info in infos]
    return next(
        (said for part, said in _PARTS if any(name.startswith(part) for name in names)), None
    )


def of_text(text: str) -> Said | None:
    """What is said of a text that is a saved page or letter, a table's words, whatever the file is called."""
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    if begins := next((said for pattern, said in _BEGINNINGS if pattern.match(head)), None):
        return begins
    lines = head.partition("\n\n")[0].replace("\r", "").split("\n")
    if any(sum(h in line for h in cell_names.COLUMNS.values()) >= _HEADS for line in lines) or (
        "条款" in lines[0] and cell_names.COLUMNS["status"] in lines[0]
    ):
        return _CSV
    if not _FIELD_LIKE.match(lines[0]) or sum(bool(_FIELD.match(each)) for each in lines) < _FIELDS:
        return None
    return _PAGE if "multipart/related" in head.lower() else _MAIL
