"""The command `zhidu`: its subcommands, and the one place where what goes wrong becomes a sentence.

What is slow to import is imported where it is used, so that `check` stays quick.
"""

import atexit
import gc
import os
import sys
from collections.abc import Sequence

import click

from zhidu import __version__
from zhidu.cli import (
    checking_commands,
    county_options,
    drafting_commands,
    output_commands,
    revising_commands,
    site_commands,
)
from zhidu.cli import checklist as checklist_command
from zhidu.cli.calendar import calendar
from zhidu.cli.chinese import Group, mistake, sentence, shortage, trouble
from zhidu.cli.project import COULD_NOT_RUN
from zhidu.cli.roster_check import roster
from zhidu.cli.staff_sheets import handover, signing, worksheet
from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.text.characters import harmless


@click.group(cls=Group, help="制度：把试行制度作为数据来检查、发布和使用。")
@click.version_option(__version__, message="zhidu %(version)s", help="版本号。")
def zhidu() -> None:
    """Every command works from the project root or with --root."""


@click.group(
    "checklist", cls=Group, help="自查：给学校发表、收表，教育局抽查、汇总各校交来的自查表。"
)
def checklist() -> None:
    """What schools answered, and what the bureau makes of it."""


for command in (
    checking_commands.check,
    checking_commands.explain,
    checking_commands.review,
    checking_commands.verify,
    drafting_commands.init,
    drafting_commands.upgrade,
    drafting_commands.import_,
    drafting_commands.annotate,
    revising_commands.diff,
    revising_commands.impact,
    revising_commands.revise,
    revising_commands.release,
    site_commands.build,
    site_commands.deliver,
    site_commands.pages,
    site_commands.serve,
    site_commands.demo,
    output_commands.export,
    output_commands.poster,
    output_commands.record,
    checklist,
    roster,
    calendar,
    worksheet,
    handover,
    signing,
):
    zhidu.add_command(command)
for command in (
    checklist_command.workbook,
    checklist_command.intake,
    county_options.report,
    county_options.sample,
    county_options.publish,
    county_options.export,
):
    checklist.add_command(command)


atexit.register(gc.freeze)  # or Python's last act is to look for rubbish in all there is


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status. No traceback ever reaches a clerk."""
    try:
        status = zhidu.main(arguments, prog_name="zhidu", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("已停止。", err=True)
        return 130
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return COULD_NOT_RUN
    except click.ClickException as error:
        return _could_not(sentence(error))
    except BrokenPipeError:  # the reader of our output went away: `zhidu check | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except RefusedError as error:
        return _could_not(str(error))
    except OSError as error:
        return _could_not(trouble(error))
    except (MemoryError, ImportError) as error:
        return _could_not(shortage(error))
    except Exception as error:
        if os.environ.get("ZHIDU_DEBUG"):
            raise
        return _could_not(mistake(error))
    return status if isinstance(status, int) else 0


def _could_not(why: str) -> int:
    """Say *why*, with nothing in it that a terminal would obey; the exit status."""
    click.echo(harmless(why), err=True)
    return COULD_NOT_RUN
