"""Options that many commands share."""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from zhidu.cli.chinese import Command

CHECKLISTS, POLICIES = "checklists", "policies"
_FIRST, _LAST = 1970, 2107  # as in `check`, which is slow to import


def options(*given: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Several options as one decorator, shown in the order they are given in."""

    def decorate(function: Any) -> Any:
        for option in reversed(given):
            function = option(function)
        return function

    return decorate


def command(name: str, place: str, *given: Callable[[Any], Any], **about: Any) -> click.Command:
    """A command with the options *given*, done by the function at *place*, `module:name` of this room.

    Its module, and all that it needs, is loaded when the command runs.
    """
    module, _, function = place.partition(":")

    def run(**values: Any) -> Any:
        return getattr(import_module(f"zhidu.cli.{module}"), function)(**values)

    return click.command(name, cls=Command, **about)(options(*given)(run))


class Day(click.DateTime):
    """A day, written 2026-09-01. Far-off ones, which no archive can be dated with, are a slip."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The day that *value* says."""
        found = super().convert(value, param, ctx)
        if not _FIRST <= found.year <= _LAST:
            raise click.UsageError(
                f"日期 {found:%Y-%m-%d} 太远：要在 {_FIRST} 年到 {_LAST} 年之间。"
            )
        return found.date()


DAY = Day()
ROOT = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    metavar="文件夹",
    help="项目文件夹，默认是当前文件夹。",
)
AS_OF = click.option(
    "--as-of",
    type=DAY,
    metavar="日期",
    help="按哪一天的效力，例如 2026-09-01；默认取数据里最新的日期。",
)


def must_hold_policies(root: Path) -> None:
    """Refuse to judge schools by nothing: somebody stands in the folder of the submissions, or in another one."""
    if not any((root / POLICIES).glob("*/notice.yaml")):
        raise click.UsageError(
            f"{root.resolve()} 里没有制度（policies 文件夹）。请到本项目的文件夹里运行；"
            "自查表放在别处的，加 --checklists 写明。"
        )


def named_checklists(folder: Path | None) -> Path | None:
    """*folder*, where it is called as the folder of submissions must be: by its name its files are known for what they are."""
    if folder is not None and folder.resolve().name != CHECKLISTS:
        raise click.UsageError(f"“{folder}”不对：要写名为 {CHECKLISTS} 的文件夹。")
    return folder


def checklists_option(about: str) -> Callable[[Any], Any]:
    """The option that says where the submissions lie; *about* says what they are for."""
    return click.option(
        "--checklists",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        callback=lambda _context, _parameter, folder: named_checklists(folder),
        metavar="文件夹",
        help=about,
    )


FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
EITHER = click.Path(path_type=Path)


def output_option(
    to: click.Path, about: str, *, metavar: str = "", required: bool = False
) -> Callable[[Any], Any]:
    """The option that says where to write: *to* a file, a folder, or either; *about* says what."""
    metavar = metavar or ("文件夹" if to is FOLDER else "文件")
    return click.option("-o", "--output", type=to, metavar=metavar, required=required, help=about)


BUREAU_CHECKLISTS = checklists_option(
    "教育局自己的 checklists 文件夹（校历和自查表在那里），默认是项目里的。"
)
CHOSEN_TERM = click.option(
    "--term", metavar="学期", help="学期的编号，例如 2026-2027-1；只有一个学期在进行就不用写。"
)


def form_option(
    forms: Sequence[str], about: str = "输出格式：{}；默认 {}。"
) -> Callable[[Any], Any]:
    """The option that says which of *forms* is wanted, the first where none is; *about* says what of."""
    first, told = forms[0], about.format("、".join(forms), forms[0])
    kind = click.Choice(forms)
    return click.option("--format", "form", type=kind, default=first, metavar="格式", help=told)


FORM = form_option(("text", "json"))
SITE_DIR = click.option(
    "--site-dir",
    type=FOLDER,
    metavar="文件夹",
    help="网站放在哪里，默认是项目里的 site。",
)
ISSUED_ON = click.option(
    "--date",
    "day",
    type=DAY,
    metavar="日期",
    help="印发日期，例如 2026-09-01；默认取文稿的落款日期。",
)
