"""The only template environment. Everything that is not a template is escaped; undefined names are errors."""

import re
import string
from collections.abc import Iterator
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from zhidu.reading.disk.shipped import PACKAGE

_PUNCTUATION = str.maketrans({mark: f"&#{ord(mark)};" for mark in string.punctuation})

_SPACES = re.compile(r"[^\S\u3000]+")
"""All that a line may not hold as it is; the wide space after 第一章 is one of its characters."""


def markdown(text: str) -> Markup:
    """*text* as it may stand in a Markdown heading: as entities, no mark means anything in either language."""
    one_line = _SPACES.sub(" ", text.strip())
    return Markup(one_line.translate(_PUNCTUATION))  # noqa: S704  nothing is left to escape


_MEASURED = re.compile(r"(?<![0-9])[0-9]+(?:\.[0-9]+)? ?(?:%|[\u4e00-\u9fff])")
"""A number and its unit, or the first character of it. A run of digits is tried once, from its beginning."""


def measures(text: str) -> Iterator[tuple[str, bool]]:
    """*text* in pieces, and of each whether it is a number with its unit, between which no line may end."""
    end = 0
    for match in _MEASURED.finditer(text):
        if match.start() > end:
            yield text[end : match.start()], False
        yield match.group(), True
        end = match.end()
    if end < len(text):
        yield text[end:], False


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PACKAGE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters["md"] = markdown
    environment.filters["measures"] = measures
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return environment


def render(template: str, /, **values: Any) -> str:
    """The text that *template* makes of *values*."""
    return _environment().get_template(template).render(**values)
