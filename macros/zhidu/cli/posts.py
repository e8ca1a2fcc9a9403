"""Which posts a command means, and what the school has set for them."""

from __future__ import annotations  # what is only a type here is slow to import

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhidu.cli.checklist import chosen_school

if TYPE_CHECKING:
    from zhidu.handbook.book import Handbook
    from zhidu.views.names import OwnSettings


def chosen_roles(handbook: Handbook, names: Iterable[str]) -> list[str]:
    """The roles that *names* mean, each once, in the order they are given in."""
    return list(dict.fromkeys(_role(handbook, name) for name in names))


def _role(handbook: Handbook, name: str) -> str:
    """The role that *name* means: an id, or any of its names."""
    roles = handbook.roles or {}
    if name in roles:
        return name
    named = [role.id for role in roles.values() if name in role.names]
    if len(named) == 1:
        return named[0]
    if named:
        raise click.UsageError(f"“{name}”可以是几个岗位：{'、'.join(named)}。请写编号。")
    from zhidu.reading.findings import meant  # noqa: PLC0415  only where a name is wrong

    known = [*roles, *(each for role in roles.values() for each in role.names)]
    hint = meant(name, known, "岗位的编号和名称见 roles.yaml。")
    raise click.UsageError(f"没有“{name}”这个岗位。{hint}")


def own_settings(
    handbook: Handbook, folder: Path, school: str | None, term: str
) -> OwnSettings | None:
    """What *school* has set in its self-assessment of *term* where the text leaves it open."""
    if school is None:
        return None
    from zhidu.assessment.filed import filed  # noqa: PLC0415
    from zhidu.assessment.submission import own_settings  # noqa: PLC0415

    found = chosen_school(handbook, school)
    for each in filed(folder):
        if (each.school, each.term) == (found.id, term):
            return own_settings(each.data)
    raise click.UsageError(
        f"{folder} 里没有{found.name}（{found.id}）{term} 的自查表，不知道它定的周期和数。"
    )
