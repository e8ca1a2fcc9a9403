"""Where a command's result goes: a file, or the next command."""

import sys
from pathlib import Path

import click


def ending(output: Path, *known: str) -> str:
    """How the name of *output* ends, which says what it becomes: one of *known*, without the full stop."""
    found = output.suffix.lower().removeprefix(".")
    if found not in known:
        wanted = " 或 ".join(f".{each}" for each in known)
        raise click.UsageError(f"“{output.name}”不对：文件名要以 {wanted} 结尾。")
    return found


def deliver(content: bytes, output: Path | None, suffix: str = "", *, name: str = "文件") -> int:
    """Give *content* to a file or to the next command. What has a *suffix* is no text, and never shown on a screen."""
    from zhidu.reading.disk.ownership import put  # noqa: PLC0415

    if output is None:
        if suffix and sys.stdout.isatty():
            raise click.UsageError(f"请用 -o 写明存成什么文件，例如 -o {name}{suffix}。")
        click.echo(content, nl=False)
        return 0
    if suffix:
        ending(output, suffix.removeprefix("."))
    put(output, content)
    click.echo(f"存好了：{output}")
    return 0
