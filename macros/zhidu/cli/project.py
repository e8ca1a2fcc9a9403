"""The project that a command works on, loaded the one way. What cannot be used is told, and ends the command."""

from __future__ import annotations  # what is only a type here is slow to import

from typing import TYPE_CHECKING

import click

from zhidu.cli.options import day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from zhidu.judging.check import Checked
    from zhidu.judging.report import Result


def sound(
    root: Path, as_of: datetime | None, paths: Sequence[Path] = (), *, drafts: bool = False
) -> Checked:
    """The project at *root*, or with *paths*, that can be published. Else its faults are told and are the exit status."""
    from zhidu.judging.check import check  # noqa: PLC0415  slow to import

    checked = check(root, paths, day(as_of), drafts=drafts)
    stop_at(checked.published)
    return checked


def stop_at(result: Result) -> None:
    """End the command with the faults of *result*, if there are any."""
    if result.exit_status:
        tell(result)
        raise click.exceptions.Exit(result.exit_status)


def refuse(result: Result) -> None:
    """End the command, which needs first that the faults of *result* are mended."""
    tell(result)
    raise click.UsageError("先把上面的错误改好。")


def tell(result: Result) -> None:
    """Print the faults of *result*."""
    from zhidu.judging import report  # noqa: PLC0415  slow to import

    click.echo(report.text(result), nl=False, err=True)
