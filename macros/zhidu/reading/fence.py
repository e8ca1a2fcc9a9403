"""One file's fence: an error of ours while reading, judging or answering it is a finding on that file, and no more."""

import os
from collections.abc import Callable
from typing import TypeVar

from zhidu.reading.findings import Finding

T = TypeVar("T")

CODE = "file/not-judged"
REPAIR = "把这个文件发给维护人员（他们会用 ZHIDU_DEBUG=1 重新运行）"
CODES = {
    CODE: (
        "程序判这个文件的时候自己出了错。这不是写文件的人的问题；别的文件照常判，但这一个不能算判过了。\n"
        "把这个文件发给维护人员；他们用 ZHIDU_DEBUG=1 再运行一次，就看到错在哪里。"
    )
}


def told(error: BaseException, what: str = "这个文件") -> str:
    """What is said of *error*: its kind and never its words, which may be a school's."""
    return f"{what}没有判完，是程序出了错（{type(error).__name__}），不是您的问题；别的文件照常判"


def not_judged(shown: str, error: BaseException, what: str = "这个文件") -> Finding:
    """The finding that the file called *shown* was not judged to its end."""
    return Finding(path=shown, code=CODE, message=told(error, what), repair=REPAIR)


def fenced(act: Callable[[], T], instead: Callable[[Exception], T]) -> T:
    """What *act* gives; where it fails, what *instead* makes of the error. Those who look for it see it as it is."""
    try:
        return act()
    except (
        Exception
    ) as error:  # also RecursionError and MemoryError: what they took is free again here
        if os.environ.get("ZHIDU_DEBUG"):
            raise
        return instead(error)
