"""A text code as chats, phones and programs give it back: by name, what becomes of it."""

import io
import json
from collections.abc import Callable

import docx
import openpyxl


def _cut(code: str, size: int, between: str) -> str:
    return between.join(code[start : start + size] for start in range(0, len(code), size))


def _in_three(code: str) -> str:
    third = len(code) // 3 + 1
    pieces = (code[:third], code[third : 2 * third], code[2 * third :])
    return "\n".join(f"教务处 9:3{number}\n{piece}" for number, piece in enumerate(pieces))


def _messages(code: str) -> str:
    said = [{"who": "教务处", "says": "表在下面"}, {"who": "教务处", "says": f"请收\n{code}"}]
    return json.dumps({"chat": said}, indent=1)


PASTED: dict[str, Callable[[str], str]] = {
    "alone": lambda code: code,
    "smiley": lambda code: f"[握手][玫瑰]您好，我校的：{code}",
    "log line": lambda code: f"[2027-01-06 09:30] 办公室\n{code}\n[2027-01-06 09:31] 办公室\n谢谢",
    "braces": lambda code: f"{{第二小学}}{code}",
    "like a key": lambda code: f"term: 本学期\nschool: 第二小学\n{code}",
    "messages": _messages,
    "unseen signs": lambda code: _cut(code, 7, "\u200d\u2060"),
    "quoted": lambda code: "> 转发\n> " + _cut(code, 60, "\n> "),
    "three messages": _in_three,
    "words behind": lambda code: f"{code} thanks a lot",
    "brackets": lambda code: f"“办公室：{code}”\n－－－－－\n好的",
    "hyphens": lambda code: code.replace("-", "\u2010"),
    "dashes": lambda code: code.replace("-", "\u2013"),
    "minus": lambda code: code.replace("-", "\u2212"),
    "two hyphens in one": lambda code: code.replace("--", "\u2014"),
    "full width": lambda code: code.translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)}),
}


def in_word(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph("张科长，我们学校的自查表：")
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def in_excel(text: str) -> bytes:
    book = openpyxl.Workbook()
    book.active["B3"] = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
