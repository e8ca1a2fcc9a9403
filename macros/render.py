"""The only template environment. Everything that is not a template is escaped; undefined names are errors."""

import re
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from macros.shipped import PACKAGE

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~^:=$])")


def markdown(text: str) -> Markup:
    """*text* as it may stand in a Markdown heading: no markup of either language survives."""
    return Markup(_MARKDOWN.sub(r"\\\1", " ".join(str(escape(text)).split())))  # noqa: S704  escaped


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
