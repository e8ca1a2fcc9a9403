"""What lands in an inbox and is no submission: bytes by the name of the file, and words that its sender is told.

What is right was written down before the first run. Each begins as files of its kind do; nobody reads further.
"""

import gzip
import io
import tarfile
import zipfile

from support.workbooks import package

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _ole(*streams: str) -> bytes:
    """A container of Office 97 with *streams* in its directory."""
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return _OLE + b"Root Entry".hex().encode().ljust(128, b"\0") + entries


def _stored(mime: str, *parts: str) -> bytes:
    """A document whose first part says what it is, as OpenDocument does."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", mime)
        for part in parts:
            archive.writestr(part, "<x/>")
    return buffer.getvalue()


def _tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("自查表.yaml"))
    return buffer.getvalue()


FOREIGN: dict[str, tuple[bytes, tuple[str, ...]]] = {
    # saved by an office program
    "旧表.xls": (_ole("Workbook"), ("旧格式", ".xlsx")),
    "旧表.xlsx": (_ole("Workbook"), ("旧格式", ".xlsx")),
    "表.et": (_ole("Workbook", "ETExtData"), ("旧格式", ".xlsx")),
    "旧文.doc": (_ole("WordDocument"), ("Word",)),
    "文.wps": (_ole("WordDocument", "WpsCustomData"), ("Word",)),
    "片.ppt": (_ole("PowerPoint Document"), ("幻灯片",)),
    "片.dps": (_ole("PowerPoint Document"), ("幻灯片",)),
    "信.msg": (_ole("__nameid_version1.0", "__substg1.0_001A001F"), ("邮件", "附件")),
    "密.xlsx": (_ole("EncryptionInfo", "EncryptedPackage"), ("密码",)),
    "片.pptx": (
        package({"[Content_Types].xml": "", "ppt/presentation.xml": "<a/>"}),
        ("幻灯片",),
    ),
    "二.xlsb": (
        package({"[Content_Types].xml": "", "xl/workbook.bin": b"\x83\1"}),
        ("另存为 .xlsx",),
    ),
    "表.ods": (
        _stored("application/vnd.oasis.opendocument.spreadsheet", "content.xml"),
        (".ods", "另存为 .xlsx"),
    ),
    "文.odt": (_stored("application/vnd.oasis.opendocument.text", "content.xml"), (".odt",)),
    "表.numbers": (
        package({"Index/Document.iwa": b"\0", "Metadata/Properties.plist": b"bplist00"}),
        ("Numbers", ".xlsx"),
    ),
    "文.pages": (package({"Index/Document.iwa": b"\0", "preview.jpg": b"\xff\xd8"}), ("苹果",)),
    "版.ofd": (package({"OFD.xml": _XML, "Doc_0/Document.xml": _XML}), ("OFD",)),
    "书.epub": (_stored("application/epub+zip", "META-INF/container.xml"), ("电子书",)),
    "表2003.xml": (
        (_XML + '<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="x"/>').encode(),
        ("另存为 .xlsx",),
    ),
    "表.xls": (
        b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table></table></body></html>',
        ("网页",),
    ),
    "网页.xlsx": (b"<!DOCTYPE html>\n<html><body>school: a</body></html>", ("网页",)),
    "各条结论.csv": (
        "条款,要求（逐点看）,谁来答,结论（选）,还缺什么\n第一条,有场地,学校,达标,齐\n".encode("gbk"),
        ("CSV", ".xlsx"),
    ),
    "~$自查表.xlsx": (b"\x05admin" + b" " * 49 + b"\x05\0a\0d\0m\0i\0n\0" + b" \0" * 49, ("临时",)),
    # pictures, sounds, films
    "图.bmp": (b"BM\x36\0\x0c\0\0\0\0\0\x36\0\0\0", ("图片",)),
    "扫.tif": (b"II*\0\x08\0\0\0", ("图片",)),
    "扫2.tiff": (b"MM\0*\0\0\0\x08", ("图片",)),
    "图.heic": (b"\0\0\0\x28ftypheix", ("图片",)),
    "图.avif": (b"\0\0\0\x1cftypavif", ("图片",)),
    "图.svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><text>school: a</text></svg>', ("图片",)),
    "图2.svg": ((_XML + "<svg xmlns='http://www.w3.org/2000/svg'/>").encode(), ("图片",)),
    "图.psd": (b"8BPS\0\1\0\0\0\0", ("图片",)),
    "片.mp4": (b"\0\0\0\x20ftypisom", ("录像",)),
    "片.avi": (b"RIFF\0\0\0\0AVI LIST", ("录像",)),
    "片.mkv": (b"\x1aE\xdf\xa3\x01\0\0\0", ("录像",)),
    "话.amr": (b"#!AMR\n\x3c\x91", ("录音",)),
    "话.mp3": (b"ID3\x03\0\0\0\0\0\x23", ("录音",)),
    "话.wav": (b"RIFF\0\0\0\0WAVEfmt ", ("录音",)),
    "话.silk": (b"\x02#!SILK_V3\x0c\0", ("录音",)),
    "话.m4a": (b"\0\0\0\x20ftypM4A ", ("录音",)),
    # archives
    "表.7z": (b"7z\xbc\xaf\x27\x1c\0\4", ("压缩包", "解压")),
    "表.rar": (b"Rar!\x1a\x07\1\0", ("压缩包", "解压")),
    "表.gz": (gzip.compress(b"school: a\n", mtime=0), ("压缩包", "解压")),
    "表.bz2": (b"BZh91AY&SY", ("压缩包", "解压")),
    "表.xz": (b"\xfd7zXZ\0\0\4", ("压缩包", "解压")),
    "表.tar": (_tar(), ("压缩包", "解压")),
    "表.cab": (b"MSCF\0\0\0\0", ("压缩包", "解压")),
    "表.iso": (b"\0" * 32769 + b"CD001\1\0", ("压缩包", "解压")),
    # letters, pages, texts
    "页.pdf": (b"%PDF-1.4\n%\xe2\xe3", ("PDF",)),
    "页2.pdf": (b"\r\n\r\n%PDF-1.7\n%\xe2\xe3", ("PDF",)),
    "记.rtf": (b"{\\rtf1\\ansi school: a}", ("RTF",)),
    "文.doc": (b"{\\rtf1\\ansi\\ansicpg936 items: a}", ("RTF",)),
    "信.eml": (
        b"Received: from x\nReceived: from y\nTo: a@example.org\nSubject: x\n\nterm: a\n",
        ("邮件", "附件"),
    ),
    "信2.eml": (
        b"Delivered-To: a@example.org\nX-QQ-mid: a1\nMIME-Version: 1.0\nFrom: b@example.org\n\nitems: a\n",
        ("邮件", "附件"),
    ),
    "自查表.url": (b"[InternetShortcut]\r\nURL=https://example.org/checklist/\r\n", ("快捷方式",)),
    "自查表.lnk": (b"L\0\0\0\1\x14\2\0\0\0\0\0\xc0\0\0\0\0\0\0F", ("快捷方式",)),
    "自查表.webloc": (
        (_XML + '<!DOCTYPE plist PUBLIC "x" "y">\n<plist><dict><key>URL</key></dict></plist>').encode(),
        ("快捷方式",),
    ),
    "自查表.desktop": (b"[Desktop Entry]\nType=Link\nURL=https://example.org/\n", ("快捷方式",)),
    "desktop.ini": (b"[.ShellClassInfo]\r\nIconResource=x.dll,3\r\n", ("没有自查表",)),
    "Thumbs.db": (_ole("256_9f1c"), ("缩略图",)),
    ".DS_Store": (b"\0\0\0\1Bud1\0\0\x10\0", ("看不懂",)),
    "装.exe": (b"MZ\x90\0\3\0\0\0", ("程序",)),
    "装.apk": (package({"AndroidManifest.xml": b"\3\0", "classes.dex": b"dex\n"}), ("程序",)),
    "库.db": (b"SQLite format 3\0\x10\0", ("看不懂",)),
    "空.xlsx": (b"", ("空的",)),
    "白.txt": (b" \r\n\t\r\n", ("空的",)),
    "洞.xlsx": (b"\0" * 4096, ("空的",)),
    "话.txt": ("局长您好，表我们明天交".encode("gbk"), ("没有自查表",)),
    "话2.txt": ("局长您好，表我们明天交".encode("utf-16"), ("没有自查表",)),
    "话3.txt": ("局长您好，表我们明天交".encode("utf-16-le"), ("没有自查表",)),
    "包.json": (b'{"name": "x", "version": "1.0.0"}', ("没有自查表",)),
    "设置.yaml": (b"site_name: x\nnav:\n- a: b.md\n", ("没有自查表",)),
    "历.ics": (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", ("没有自查表",)),
    "片.vcf": (b"BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n", ("没有自查表",)),
    "稿.md": ("# 自查报告\n\n- [ ] 第一条：做到了\n- [x] 第二条\n".encode(), ("没有自查表",)),
    "半.xlsx": (package({"[Content_Types].xml": "<a/>" * 99, "xl/workbook.xml": "<b/>" * 99})[:120], ("文件坏了",)),
}  # fmt: skip
"""The last holds the words that its sender is told, all of them."""
