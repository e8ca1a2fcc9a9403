"""The only template environment. Everything that is not a template is escaped; undefined names are errors."""

import string
from functools import cache
from typing import Any

import jinja2
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket, BytecodeCache
from markupsafe import Markup

from macros import kept
from macros.shipped import PACKAGE

_PUNCTUATION = str.maketrans({mark: f"&#{ord(mark)};" for mark in string.punctuation})


def markdown(text: str) -> Markup:
    """*text* as it may stand in a Markdown heading: as entities, no mark means anything in either language."""
    return Markup(" ".join(text.split()).translate(_PUNCTUATION))  # noqa: S704  nothing is left to escape


class Compiled(BytecodeCache):
    """Templates as the engine runs them, kept between builds: compiling the theme's is a sixth of a build."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill *bucket* with what was kept, which the engine takes only for the same text of the template."""
        found = kept.fetch(self._name(bucket))
        if found is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in *bucket*."""
        kept.store(self._name(bucket), bucket.bytecode_to_string())

    def _name(self, bucket: Bucket) -> str:
        return kept.name_of("template", jinja2.__version__, bucket.key)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PACKAGE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        bytecode_cache=Compiled(),
    )
    environment.filters["md"] = markdown
    return environment


def render(template: str, /, **values: Any) -> str:
    """The text that *template* makes of *values*."""
    return _environment().get_template(template).render(**values)
