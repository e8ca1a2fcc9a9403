"""The files of a new bureau's project: the starter that ships with the engine, with the bureau's name in it."""

import re
from collections.abc import Iterable
from string import Template

from zhidu import __version__
from zhidu.reading import model, schemas
from zhidu.reading.disk.shipped import directory

_NAME = re.compile(r"[\w（）()〔〕·、 ]{2,40}")
# how the name of a file begins in the starter that begins with a dot in the project
_HIDDEN = "dot-"
_EXAMPLE = "example/"
EXAMPLE = "policies/2026-01-01/"
"""Where the example goes, which a project has that begins with no text of its own."""


def is_name(issuer: str) -> bool:
    """Whether *issuer* can be the name of a bureau: it stands in settings, pages and notices, and may mean nothing there."""
    return bool(_NAME.fullmatch(issuer)) and issuer == issuer.strip() and not issuer.isascii()


def files(issuer: str, generated: Iterable[str], *, example: bool) -> dict[str, bytes]:
    """The project's files by name, all but the texts of its own; with *example* a text that shows what it looks like.

    *generated* are the folders in `docs/` that a build writes.
    """
    starter = directory("starter")
    words = {
        "issuer": issuer,
        "version": __version__,
        "generated": "\n".join(f"/docs/{folder}/" for folder in sorted(generated)),
    }
    found = {}
    for path in sorted(starter.rglob("*")):
        name = path.relative_to(starter).as_posix()
        if not path.is_file() or (name.startswith(_EXAMPLE) and not example):
            continue
        text = Template(path.read_text(encoding="utf-8")).safe_substitute(words)
        found[_placed(name)] = text.encode()
    return dict(sorted({**found, **of_the_engine()}.items()))


def of_the_engine() -> dict[str, bytes]:
    """What is the same in every project, and another with another version of this program.

    The schemas lie where the first line of a file tells editors to look for them.
    """
    glue = {
        f"macros/{name}": (directory("macros") / name).read_bytes()
        for name in ("hooks.py", "main.py")
    }
    return glue | {
        f"schema/{kind}.schema.json": schemas.text(kind).encode() for kind in model.KINDS
    }


def _placed(name: str) -> str:
    """Where a file of the starter goes in the project."""
    if name.startswith(_EXAMPLE):
        return EXAMPLE + name.removeprefix(_EXAMPLE)
    return "." + name.removeprefix(_HIDDEN) if name.startswith(_HIDDEN) else name
