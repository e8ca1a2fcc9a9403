"""The only template environment. Everything that is not a template is escaped; undefined names are errors."""

import string
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from zhidu.reading.disk.shipped import PACKAGE

_PUNCTUATION = str.maketrans({mark: f"&#{ord(mark)};" for mark in string.punctuation})


def markdown(text: str) -> Markup:
    """*text* as it may stand in a Markdown heading: as entities, no mark means anything in either language."""
    return Markup(" ".join(text.split()).translate(_PUNCTUATION))  # noqa: S704  nothing is left to escape


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
    return environment


def render(template: str, /, **values: Any) -> str:
    """The text that *template* makes of *values*."""
    return _environment().get_template(template).render(**values)
