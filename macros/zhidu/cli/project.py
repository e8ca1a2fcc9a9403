"""The project that a command works on, loaded the one way. What cannot be used is told, and ends the command."""

from __future__ import annotations  # what is only a type here is slow to import

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from zhidu.handbook.book import Handbook
    from zhidu.judging.check import Checked
    from zhidu.judging.report import Result
    from zhidu.site.build import Outcome


COULD_NOT_RUN = 2


def sound(
    root: Path, as_of: date | None, paths: Sequence[Path] = (), *, drafts: bool = False
) -> Checked:
    """The project at *root*, or with *paths*, that can be published. Else its faults are told and are the exit status."""
    from zhidu.judging.check import check  # noqa: PLC0415  slow to import

    checked = check(root, paths, as_of, drafts=drafts)
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


def built(outcome: Outcome, otherwise: str) -> Path:
    """Tell the faults of what was built, and where it is; where it is nowhere, why, or *otherwise*, and end the command."""
    if outcome.result.findings or outcome.result.exit_status:
        tell(outcome.result)
    if outcome.site is None:
        click.echo(outcome.message or otherwise, err=True)
        raise click.exceptions.Exit(outcome.result.exit_status or COULD_NOT_RUN)
    return outcome.site


def told_of_version(root: Path) -> None:
    """Say where the project is for another version of this program."""
    from zhidu.cli.which_version import differing  # noqa: PLC0415

    click.echo(differing(root), nl=False, err=True)


def settled(root: Path) -> None:
    """See to a release that was killed, before anything else is written, and say what became of it."""
    from zhidu.judging.check import POLICIES  # noqa: PLC0415

    if (root / POLICIES / ".zhidu-release.json").exists():
        from zhidu.site.release import settle  # noqa: PLC0415

        if told := settle(root):
            click.echo(told, err=True)


def revisable(root: Path, as_of: date | None, checklists: Path | None = None) -> Handbook:
    """The handbook with its drafts. What is not clean enough to be compared is told, and ends the command."""
    from zhidu.judging.check import check as run  # noqa: PLC0415

    checked = run(root, (checklists,) if checklists else (), as_of, drafts=True)
    if checked.result.exit_status == COULD_NOT_RUN or not checked.handbook.complete:
        refuse(checked.result)
    if checked.result.errors:
        click.echo(f"还有 {checked.result.errors} 个错误没有改，运行 zhidu check 看。", err=True)
    return checked.handbook
