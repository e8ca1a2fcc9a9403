"""`zhidu export oscal` and `akn`: the policies in formats of other people, as folders."""

from __future__ import annotations  # what is only a type here is slow to import

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhidu.cli.checklist import chosen_school, chosen_term, judged
from zhidu.cli.posts import own_settings
from zhidu.county.private_folders import must_be_private
from zhidu.reading.disk import ownership
from zhidu.site.downloads import akn_files, oscal_files

if TYPE_CHECKING:
    from zhidu.handbook.book import Handbook


def akn(handbook: Handbook, root: Path, output: Path) -> int:
    """Every edition as Akoma Ntoso."""
    made = akn_files(handbook)
    ownership.put_whole(root, output, made)
    click.echo(f"存好了：{output}（{len(made)} 个版本）")
    return 0


def oscal(  # noqa: PLR0917  one parameter an option
    root: Path,
    as_of: date | None,
    checklists: Path | None,
    school: str | None,
    term: str | None,
    output: Path,
) -> int:
    """A catalog and a profile; with a school, the profile has the periods and numbers that it has set."""
    handbook = judged(root, as_of, checklists)
    made = oscal_files(handbook)
    if school is not None:
        must_be_private(root, output)
        when = chosen_term(handbook, term)
        own = own_settings(handbook, checklists or root / "checklists", school, when.id)
        made = oscal_files(handbook, own, chosen_school(handbook, school).name)
    ownership.put_whole(root, output, made)
    click.echo(f"存好了：{output}（{'、'.join(made)}）")
    return 0
