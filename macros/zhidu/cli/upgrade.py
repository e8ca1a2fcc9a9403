"""`zhidu upgrade`: a project for another version of this program is brought to the one that runs."""

import re
from pathlib import Path

import click

from zhidu import __version__
from zhidu.drafting import starter
from zhidu.judging import report
from zhidu.judging.check import check
from zhidu.reading import settings
from zhidu.reading.disk import locks, ownership

_PINS = {
    settings.FILE: re.compile(r"(?m)^(  zhidu: )(\S+)"),
    "requirements.txt": re.compile(r"(?m)^(zhidu==)(\S+)"),
    "README.md": re.compile(r"(zhidu-)([0-9][0-9a-z.]*)(?=-py3-none-any\.whl)"),
}
"""Where a project writes the version down."""


def upgrade(root: Path, *, write: bool) -> int:
    """Tell what the running version would change of the project at *root*; with *write*, change it."""
    wanted = settings.settings(root).engine
    if not wanted:
        raise click.UsageError(f"{settings.FILE} 没有写明用哪个版本的程序（extra 里的 zhidu）。")
    if _number(wanted) > _number(__version__):
        raise click.UsageError(
            f"这个项目用程序 {wanted}，比现在运行的 {__version__} 新：请先装新的程序，旧的不改它。"
        )
    changed = _changed(root)
    click.echo(f"从 {wanted} 到 {__version__}：制度、词表和自查表的格式没有变，不用改。")
    for name in changed:
        click.echo(f"  {'改写' if write else '会改写'} {name}")
    if not changed:
        click.echo("随程序来的文件都是新的。")
    elif not write:
        click.echo("只是预演，没有写。要写，加上 --write。")
    else:
        with locks.locked(root / locks.NAME, "升级（zhidu upgrade）"):
            for name, content in changed.items():
                ownership.put(root / name, content, over=True)
    result = check(root).result
    click.echo(report.text(result), nl=False)
    return result.exit_status


def _changed(root: Path) -> dict[str, bytes]:
    """What came with the program and is not as it comes with this version; and the version itself."""
    found = {}
    for name, content in starter.of_the_engine().items():
        path = root / name
        if path.parent.is_dir() and (not path.is_file() or ownership.bytes_of(path) != content):
            found[name] = content
    for name, pattern in _PINS.items():
        if (root / name).is_file():
            raw = ownership.bytes_of(root / name)
            pinned = pattern.sub(rf"\g<1>{__version__}", raw.decode("utf-8")).encode()
            if pinned != raw:
                found[name] = pinned
    return found


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"[0-9]+", version)))
