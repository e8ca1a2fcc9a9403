"""click in Chinese: help texts and usage errors, in the words of people who do not read English."""

import errno
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


class Command(click.Command):
    """A command whose help and errors are Chinese."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option --help, explained in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这段说明。"
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first line of the help."""
        english = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 …"}
        pieces = [english.get(piece, piece) for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of options."""
        records = [row for p in self.get_params(ctx) if (row := p.get_help_record(ctx)) is not None]
        rows = [(name, told.replace("[required]", "（必写）")) for name, told in records]
        if rows:
            with formatter.section("选项"):
                formatter.write_dl(rows)


class Group(Command, click.Group):
    """A group of commands whose help is in Chinese."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of options, then the table of commands."""
        Command.format_options(self, ctx, formatter)
        rows = [(name, command.get_short_help_str(200)) for name, command in self.commands.items()]
        with formatter.section("命令"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The named command, or an error that says what may have been meant."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            from zhidu.reading.findings import meant  # noqa: PLC0415  only where a name is wrong

            hint = meant(name, self.commands, f"可用的命令：{'、'.join(self.commands)}")
            raise click.UsageError(f"没有“{name}”这个命令。{hint}")
        return super().resolve_command(ctx, args)


def _parameter(error: click.BadParameter) -> str:
    param = error.param
    if isinstance(param, click.Argument):
        return param.make_metavar(error.ctx) if error.ctx else "参数"
    return max(param.opts, key=len) if param is not None and param.opts else "参数"


_SENTENCES: tuple[tuple[type[click.ClickException], Callable[[Any], str]], ...] = (
    (
        click.NoSuchOption,
        lambda e: (
            f"没有“{e.option_name}”这个选项。"
            + (f"是不是“{e.possibilities[0]}”？" if e.possibilities else "运行 --help 看有哪些。")
        ),
    ),
    (click.MissingParameter, lambda e: f"少了“{_parameter(e)}”。运行 --help 看写法。"),
    (click.BadParameter, lambda e: f"“{_parameter(e)}”的值不对：{_bad_value(e)}"),
    (click.FileError, lambda e: f"打不开文件“{e.ui_filename}”。"),
    (click.UsageError, lambda e: _usage(e.message)),
)


def _bad_value(error: click.BadParameter) -> str:
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return f"只能是 {'、'.join(map(str, kind.choices))}。"
    if isinstance(kind, click.DateTime):
        return "日期写成 2026-09-01 这样。"
    if isinstance(kind, click.Path):
        return "没有这个文件或文件夹，或者类型不对。"
    return "运行 --help 看写法。"


def _usage(message: str) -> str:
    return (
        message
        if any("\u4e00" <= c <= "\u9fff" for c in message)
        else "命令的写法不对，运行 --help 看写法。"
    )


def sentence(error: click.ClickException) -> str:
    """What *error* says, in Chinese."""
    return next(
        (say(error) for kind, say in _SENTENCES if isinstance(error, kind)), error.format_message()
    )


_FULL = "磁盘满了。腾出地方，再运行同样的命令"
_DENIED = "没有权限。换一个文件夹，或者请管理员打开权限"
_MEMORY = "内存不够。关掉别的程序，再运行同样的命令"
_HANDLES = "打开的文件太多。关掉别的程序，或请管理员放宽限制，再运行同样的命令"
_TROUBLES = {
    errno.ENOSPC: _FULL,
    errno.EFBIG: "文件超过了系统允许的大小",
    errno.ENOMEM: _MEMORY,
    errno.EMFILE: _HANDLES,
    errno.ENFILE: _HANDLES,
    errno.EADDRINUSE: "这个端口已经有程序在用，换一个端口",
    errno.EBUSY: "正被别的程序用着",
    errno.EIO: "磁盘可能坏了，读写不了",
    errno.ELOOP: "链接绕成了圈，或者这里不该是链接",
    errno.ENOTEMPTY: "文件夹里还有别的东西",
    errno.EXDEV: "两处不在同一个盘上",
    errno.EAGAIN: "系统一时没有空，过一会儿再运行同样的命令",
    errno.EDQUOT: _FULL,
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: "这个盘只能读，不能写",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EEXIST: "已经有一个同名的文件，它不是文件夹",
    errno.ENOTDIR: "路径中间的一段是文件，不是文件夹",
    errno.EISDIR: "这是一个文件夹，不是文件",
    errno.ENAMETOOLONG: "文件名太长",
}


def trouble(error: OSError) -> str:
    """What kept us from reading or writing, in Chinese: what the system says of it is English."""
    if isinstance(error, shutil.Error):
        error = _first(error)
    said = _TROUBLES.get(error.errno or 0) or error.strerror or str(error)
    # what was to be replaced says more than what was to replace it
    place = error.filename2 or error.filename
    where = f"（{os.fsdecode(place)}）" if isinstance(place, str | bytes | os.PathLike) else ""
    return f"读写文件时出错：{said}{where}"


def _first(error: shutil.Error) -> OSError:
    """Of the files that could not be copied, the first: copying a tree goes on, and tells of each in words alone."""
    failed = error.args[0]
    if not isinstance(failed, list) or not failed:
        return OSError(0, str(error))
    _, place, why = failed[0]
    number = re.match(r"\[Errno ([0-9]+)\]", str(why))
    return OSError(int(number[1]) if number else 0, str(why), str(place))


def shortage(error: BaseException) -> str:
    """What it means that the program itself could not be loaded, or found no room, in Chinese."""
    if isinstance(error, MemoryError) or "memory" in str(error) or "failed to map" in str(error):
        return f"{_MEMORY}。"
    return (
        f"程序的一部分打不开（{getattr(error, 'name', None) or type(error).__name__}）：没有装全，"
        "或者打开的文件太多。关掉别的程序再试；还不行，就重新安装。"
    )


def mistake(error: BaseException) -> str:
    """What is said of a mistake of ours: its kind and its place. Its words may be a school's, and this a public log."""
    import traceback  # noqa: PLC0415  nobody needs it where all goes well

    if isinstance(error, UnicodeEncodeError) and error.encoding not in {"utf-8", "ascii"}:
        return (
            f"这个窗口用的编码（{error.encoding}）写不出要显示的字。"
            "把环境变量 PYTHONIOENCODING 设为 utf-8，再运行同样的命令。"
        )
    places = [
        f"{Path(frame.filename).name}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if "zhidu" in Path(frame.filename).parts
    ]
    return (
        f"程序出错了，这不是您的问题：{type(error).__name__}，在 {places[-1] if places else '?'}\n"
        "请把这一行和用到的文件发给维护人员（他们会用 ZHIDU_DEBUG=1 重新运行）。"
    )
