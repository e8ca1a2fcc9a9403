"""`zhidu calendar`: what a role has to do in a term, as a file for calendars."""

from __future__ import annotations  # what is only a type here is slow to import

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhidu.cli.checklist import chosen_term, judged
from zhidu.cli.chinese import Command
from zhidu.cli.options import (
    AS_OF,
    BUREAU_CHECKLISTS,
    CHOSEN_TERM,
    FILE,
    ROOT,
    options,
    output_option,
)
from zhidu.cli.posts import chosen_roles, own_settings
from zhidu.cli.result_file import ending

if TYPE_CHECKING:
    from zhidu.views.schooltime import Plan

_LISTED = 8  # duties that a line names


@click.command(
    cls=Command,
    help="日历：一个岗位（或几个合在一起）一学期里到日子要做的事，存成 .ics 文件，手机和电脑的日历都能导入。"
    "例如 zhidu calendar 计算机教室管理员 --term 2026-2027-1 -o 日历.ics。"
    "日子来自校历（terms.yaml）和原文的周期；原文写“定期”的，加 --school，照这所学校在自查表里定的周期。"
    "校历没有写全，就说缺什么，不编。",
)
@click.argument("roles", metavar="岗位…", nargs=-1, required=True)
@options(ROOT, AS_OF)
@CHOSEN_TERM
@click.option("--school", metavar="学校", help="学校的编号或名称：用它在这学期自查表里定的周期。")
@BUREAU_CHECKLISTS
@output_option(FILE, "存成什么文件，以 .ics 结尾。", required=True)
def calendar(  # noqa: PLR0917  one parameter an option
    roles: tuple[str, ...],
    root: Path,
    as_of: date | None,
    term: str | None,
    school: str | None,
    checklists: Path | None,
    output: Path,
) -> int:
    """Write the dates of a term for whoever holds the roles."""
    from zhidu.reading.disk import ownership  # noqa: PLC0415
    from zhidu.views import schooltime  # noqa: PLC0415

    ending(output, "ics")
    handbook = judged(root, as_of, checklists)
    chosen = chosen_roles(handbook, roles)
    wanted = chosen_term(handbook, term)
    own = own_settings(handbook, checklists or root / "checklists", school, wanted.id)
    days = schooltime.calendar(wanted)
    found = schooltime.plan(handbook, chosen, days, own.periods if own else None)
    if not found.dues:
        raise click.UsageError(f"这个岗位在{wanted.name}没有到日子要做的事。{_unset(found)}")
    ownership.put(output, schooltime.ics(handbook, found))
    duties = len({due.line.duty.id for due in found.dues})
    click.echo(f"存好了：{output}（{wanted.name}，{duties} 项职责，{len(found.dues)} 次）")
    if found.unset:
        click.echo(_unset(found))
    if found.others:
        click.echo(
            f"另有 {len(found.others)} 项没有固定的日子（每次使用、遇到情况时、平时），不进日历。"
        )
    return 0


def _unset(found: Plan) -> str:
    """Which duties a school has still to set a rhythm for."""
    if not found.unset:
        return ""
    listed: Sequence[str] = [f"{line.duty.id} {line.text}" for line in found.unset[:_LISTED]]
    more = f"等 {len(found.unset)} 项" if len(found.unset) > _LISTED else ""
    return f"原文没有写多久一次、学校还没有定周期的，不进日历：{'；'.join(listed)}{more}。"
