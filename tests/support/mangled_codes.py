"""Text codes as people, chats and programs mangle them. What is right was written down before the first run.

`READ` holds what must be read as if nothing had happened. `REFUSED` is told with one of the words beside it, and never
read as something else. Each takes the pieces of a code: mostly one.
"""

import base64
import json
import quopri
import re
from collections.abc import Callable, Sequence

Mangle = Callable[[Sequence[str]], str | bytes]
CHANGED = ("少了字，或者有字被改动过",)
CUT = ("后面的没有发来",)


def _lines(code: str, size: int, before: str = "", after: str = "\n") -> str:
    parts = (code[start : start + size] for start in range(0, len(code), size))
    return "".join(f"{before}{part}{after}" for part in parts)


def _numbered(code: str) -> str:
    lines = _lines(code, 64).splitlines()
    return "\n".join(f"{number:4}  {line}" for number, line in enumerate(lines, 1))


def _sent(code: str, name: str, parts: int) -> str:
    size = len(code) // parts + 1
    return "".join(
        f"{name} 2027-01-06 09:3{number}\n{code[number * size : (number + 1) * size]}\n"
        for number in range(parts)
    )


def _bold(code: str) -> str:
    """The letters that chats without bold letters write in bold."""
    return "".join(
        chr(ord(c) - 0x41 + 0x1D400)
        if "A" <= c <= "Z"
        else chr(ord(c) - 0x61 + 0x1D41A)
        if "a" <= c <= "z"
        else c
        for c in code
    )


def _typewriter(code: str) -> str:
    """The letters and figures of chats that write as a typewriter does."""
    first = {"A": (0x41, 0x1D670), "a": (0x61, 0x1D68A), "0": (0x30, 0x1D7F6)}
    kinds = [first["A" if c.isupper() else "a" if c.isalpha() else "0"] for c in code]
    return "".join(
        chr(ord(c) - old + new) if c.isalnum() else c
        for c, (old, new) in zip(code, kinds, strict=True)
    )


def _every(code: str, size: int) -> list[str]:
    return re.findall(f".{{1,{size}}}", code)


def _last_letter(code: str, old: str, new: str) -> str:
    head, payload = code[:30], code[30:]
    assert old in payload
    return head + payload.replace(old, new, 1)


READ: dict[str, Mangle] = {
    "in a web page": lambda p: f"<div class=msg><p>{p[0]}</p></div>",
    "in a web page with breaks": lambda p: (
        f"<html><body>{_lines(p[0], 50, '', '<wbr>')}</body></html>"
    ),
    "in xml": lambda p: f'<?xml version="1.0"?><msg to="bureau"><text>{p[0]}</text></msg>',
    "in a fence": lambda p: f"```text\n{p[0]}\n```\n以上",
    "bold": lambda p: f"**{p[0]}**",
    "struck out": lambda p: f"~~{p[0]}~~ 以这一份为准",
    "marks escaped": lambda p: p[0].replace("_", "\\_").replace("-", "\\-"),
    "lines numbered": lambda p: _numbered(p[0]),
    "the mark in another case": lambda p: p[0].replace("ZD", "Zd", 1),
    "the mark in small letters": lambda p: "zd" + p[0][2:],
    "a blank after each stop": lambda p: p[0].replace(".", ". "),
    "stops of an input method": lambda p: p[0].replace(".", "。"),
    "wide stops": lambda p: p[0].replace(".", "\uff0e"),
    "in an address": lambda p: f"https://example.org/s?k=1&t={p[0]}&from=chat",
    "in a letter's address": lambda p: f"mailto:a@example.org?body={p[0]}%0A%E8%B0%A2",
    "line ends written out": lambda p: "log: " + _lines(p[0], 60, "", "\\n"),
    "each line quoted": lambda p: _lines(p[0], 48, "“", "”\n"),
    "quoted twice": lambda p: _lines(p[0], 70, "> > "),
    "behind bars": lambda p: _lines(p[0], 70, "| ", " |\n"),
    "sent twice": lambda p: f"教务处：{p[0]}\n没收到？再发一次：{p[0]}",
    "a message was called back": lambda p: _sent(p[0], "“总务处”撤回了一条消息\n总务处", 2),
    "a long sender": lambda p: _sent(p[0], "Primary_School_Office_2027", 2),
    "a sender's number": lambda p: _sent(p[0], "wxid_8a9b0c1d2e3f4g5h", 3),
    "senders with digits": lambda p: _sent(p[0], "laoshi1987", 3),
    "wide characters": lambda p: p[0].encode("utf-16"),
    "wide characters without a mark": lambda p: ("收表：" + p[0]).encode("utf-16-le"),
    "wide characters the other way": lambda p: ("收表：" + p[0]).encode("utf-16-be"),
    "words in GBK": lambda p: f"教务处：\n{p[0]}\n谢谢".encode("gbk"),
    "words in Big5": lambda p: f"學校：\n{p[0]}\n謝謝".encode("big5"),
    "cut within a character": lambda p: f"教务处：{p[0]}\n谢谢".encode()[:-1],
    "a cell of a table": lambda p: f'学校,内容,日期\n二小,"{p[0]}",2027-01-06\n',
    "folded as in calendars": lambda p: "DESCRIPTION:" + _lines(p[0], 74, "", "\r\n "),
    "hyphens that are soft": lambda p: _lines(p[0], 30, "", "\u00ad"),
    "signs of emotion within": lambda p: _lines(p[0], 90, "", "\U0001f44d"),
    "direction marks": lambda p: f"\u202a{_lines(p[0], 33, '', chr(0x200E))}\u202c",
    "cells of one row": lambda p: _lines(p[0], 40, "", "\t"),
    "one below the other": lambda p: "\n".join(p[0]),
    "one below the other, thanks": lambda p: "\n".join(p[0]) + "\n谢谢",
    "wide low lines": lambda p: p[0].replace("_", "\uff3f"),
    "bold letters": lambda p: _bold(p[0]),
    "lines of data": lambda p: (
        json.dumps({"from": "二小", "at": 1}) + "\n" + json.dumps({"text": p[0]}) + "\n"
    ),
    "told how it begins": lambda p: f"文字码以 ZD2. 开头，就是下面这一段：\n{p[0]}",
    "asked about before": lambda p: f"是不是要 ZD2.xxx 这样的？\n是的\n{p[0]}",
    "as a letter is sent": lambda p: quopri.encodestring(f"收表：{p[0]}".encode()),
    "with a dash in the place": lambda p: p[0].replace("1-1.", "1\u20131.", 1),
    "between brackets": lambda p: f"（{p[0]}）【完】",
    "an ideographic blank every line": lambda p: _lines(p[0], 30, "\u3000\u3000"),
    "no-break blanks": lambda p: _lines(p[0], 25, "", "\u00a0"),
    "form feeds": lambda p: _lines(p[0], 500, "", "\f\r\n"),
    "other line ends": lambda p: _lines(p[0], 80, "", "\u2028"),
    "old line ends": lambda p: _lines(p[0], 80, "", "\r"),
    "as a page writes signs": lambda p: p[0].replace("-", "&#45;").replace("_", "&#95;"),
    "as an address writes signs": lambda p: p[0].replace(".", "%2E").replace("-", "%2d"),
    "saved by a small editor": lambda p: f"{{\\rtf1\\ansi\\deff0 {p[0]}\\par}}",
    "numbered messages": lambda p: "".join(
        f"({n}/9) {part}\n" for n, part in enumerate(_every(p[0], 140), 1)
    ),
    "between bars": lambda p: "|".join(_every(p[0], 30)),
    "words of Latin letters before": lambda p: f"code:{p[0]}",
    "a line drawn behind": lambda p: f"{p[0]}\n-----------------------------",
    "in a spoken list": lambda p: f"1、学校：二小\n2、文字码：{p[0]}\n3、联系岗位：教务处",
    "no blank before": lambda p: "校务办" + p[0],
    "in a circle's number": lambda p: "① " + p[0] + "② 以上",
    "blanks as a page writes them": lambda p: "<div>" + _lines(p[0], 40, "", "&nbsp;\n") + "</div>",
    "breaks of a page": lambda p: _lines(p[0], 45, "", "<br/>"),
    "paragraphs of a page": lambda p: _lines(p[0], 60, '<p class="Section1">', "</p>\n"),
    "spans of an editor": lambda p: _lines(
        p[0], 64, '<span style="font-family:MicrosoftYaHei;color:#333">', "</span>"
    ),
    "answered in a mail": lambda p: (
        "On Wed, Jan 6, 2027 at 9:30 AM, bureau@example.org wrote:\n" + _lines(p[0], 72, "> ")
    ),
    "in a table of marks": lambda p: f"| 学校 | 文字码 |\n|---|---|\n| 二小 | {p[0]} |\n",
    "unseen selectors": lambda p: _lines(p[0], 35, "", "\ufe0f"),
    "marks of byte order within": lambda p: _lines(p[0], 40, "", "\ufeff"),
    "rows with numbers": lambda p: "".join(
        f"{n}\t{part}\n" for n, part in enumerate(_every(p[0], 50), 1)
    ),
    "four by four": lambda p: _lines(p[0], 4, "", " "),
    "signs as data writes them": lambda p: '{"text": "' + p[0].replace("-", "\\u002d") + '"}',
    "a block of data": lambda p: "学校: 二小\n备注: |\n" + _lines(p[0], 70, "  "),
    "after a line of signs": lambda p: "=====BEGIN=====\r\n" + p[0] + "\r\n======END======\r\n",
    "a Chinese stop behind": lambda p: p[0] + "。",
    "marks of joy behind": lambda p: p[0] + "！！！~",
    "previewed before": lambda p: p[0][:60] + "…\n完整的在这里：\n" + p[0],
    "rare characters": lambda p: f"教务处\U0001f44c：{p[0]}".encode("gb18030"),
    "short messages with a name": lambda p: "".join(
        f"【第二小学】{part}\n" for part in _every(p[0], 120)
    ),
    "the hour behind each line": lambda p: _lines(p[0], 80, "", " 09:31\n"),
    "a chat's record": lambda p: "".join(
        f"2027-01-06 9:3{n}:22 教务处(12345678)\n{part}\n\n"
        for n, part in enumerate(_every(p[0], 400))
    ),
    "letters of a typewriter": lambda p: _typewriter(p[0]),
    "blanks in the mark": lambda p: "Z D 2" + p[0][3:],
    "words typed into it": lambda p: p[0][:150] + "（接上条）" + p[0][150:],
}

OF_PIECES: dict[str, Mangle] = {
    "backwards": lambda p: "\n收到\n".join(reversed(p)),
    "each with its number": lambda p: "".join(f"第{n}段：{c}\n" for n, c in enumerate(p, 1)),
    "one of them twice": lambda p: "\n".join([*p, p[0]]),
    "glued": "".join,
    "a list": lambda p: json.dumps(list(p)),
    "quoted": lambda p: "\n\n".join(_lines(c, 60, "> ") for c in p),
    "each quotes the one before": lambda p: "\n".join(
        (f"> {p[n - 1]}\n" if n else "") + c for n, c in enumerate(p)
    ),
    "a cell each": "\t".join,
    "the first previewed": lambda p: "\n".join([p[0][:50] + "…", *p]),
}
"""What must be read, of codes in several pieces."""

REFUSED: dict[str, tuple[Mangle, tuple[str, ...]]] = {
    "all in small letters": (lambda p: p[0].lower(), CHANGED),
    "all in capitals": (lambda p: p[0].upper(), CHANGED),
    "previewed": (lambda p: p[0][:100] + "…", CUT),
    "unfolded in the middle": (lambda p: p[0][:90] + "…（展开）…" + p[0][-90:], CHANGED + CUT),
    "an O for a nought": (lambda p: _last_letter(p[0], "0", "O"), CHANGED),
    "an l for a one": (lambda p: _last_letter(p[0], "1", "l"), CHANGED),
    "letters of another alphabet": (
        lambda p: p[0][:30] + p[0][30:].replace("A", "\u0410"),
        CHANGED + CUT,
    ),
    "the end is missing": (lambda p: p[0][:-5], CUT),
    "the beginning is missing": (lambda p: p[0][4:], ("没有文字码",)),
    "two letters changed places": (
        lambda p: p[0][:60] + p[0][61] + p[0][60] + p[0][62:],
        CHANGED,
    ),
    "lines changed places": (
        lambda p: "\n".join(
            [*(lines := re.findall(".{1,60}", p[0]))[:1], lines[2], lines[1], *lines[3:]]
        ),
        CHANGED + CUT,
    ),
    "hyphens of a typesetter": (lambda p: _lines(p[0], 60, "", "-\n"), CHANGED),
    "only its beginning": (lambda p: p[0][:8], ("没有文字码", *CHANGED, *CUT)),
    "encoded once more": (lambda p: base64.b64encode(p[0].encode()), ("没有文字码",)),
    "a letter is missing in the middle": (lambda p: p[0][:200] + p[0][201:], CHANGED + CUT),
    "a letter twice": (lambda p: p[0][:200] + p[0][199] + p[0][200:], CHANGED + CUT),
    "a number typed into it": (lambda p: p[0][:150] + "2027" + p[0][150:], CHANGED),
    "of a version to come": (lambda p: "ZD3" + p[0][3:], ("没有文字码", "新")),
    "a stop is lost": (lambda p: p[0].replace(".", "", 1), ("没有文字码", *CHANGED, *CUT)),
    "only its end": (lambda p: p[0][-100:], ("没有文字码",)),
}
"""What is refused, and one of what is said of it."""
