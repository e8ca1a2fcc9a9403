"""`zhidu checklist report`, `publish` and `sample`: what the bureau makes of the submissions, and what is said of it."""

import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from zhidu.cli.checklist import chosen_school
from zhidu.cli.options import must_hold_policies
from zhidu.cli.project import COULD_NOT_RUN, refuse
from zhidu.county.overview import overview
from zhidu.county.private_folders import must_be_private
from zhidu.county.publishing import kept, on_show
from zhidu.county.publishing import publish as publishing
from zhidu.county.sample import Draw, draw, inspection_draft
from zhidu.county.statements import Statement, without
from zhidu.county.term_report import files
from zhidu.handbook.book import called
from zhidu.judging import report as reports
from zhidu.judging.check import Checked, check
from zhidu.reading import documents
from zhidu.reading.disk import locks, ownership
from zhidu.reading.findings import Severity, meant
from zhidu.reading.model import School, SchoolTerm

PRIVATE = "private"
_CLOCK = range(2017, 2100)
"""Years in which a clock may stand: one that has lost its battery is back at its beginning."""


def _today() -> date:
    """Today where the clerk sits; the report prints it."""
    today = date.today()  # noqa: DTZ011
    if today.year not in _CLOCK:
        raise click.UsageError(
            f"这台电脑的日期是 {today}，不对，逾期会算错。请把日期调好，或者用 --as-of 写明哪一天。"
        )
    return today


def report(
    root: Path, checklists: Path | None, term: str, output: Path | None, as_of: date | None
) -> int:
    """Write the report of a term."""
    day = as_of or _today()
    folder = output or root / PRIVATE / term
    must_be_private(root, folder)
    ownership.output_folder(root, folder)
    checked, statements, unsound = _read(root, checklists)
    found = overview(checked.handbook, statements, _term(checked, term), day, unsound=unsound)
    made = files(found)
    with locks.locked(folder / locks.NAME, "写县情报告（zhidu checklist report）"):
        ownership.sweep(folder)
        ownership.put_all(folder, made)
    for path in unsound:
        click.echo(f"有错误或没有填完，没有计入：{path}", err=True)
    click.echo(
        f"{found.term.name}：应报 {len(found.schools)} 所，已报 {len(found.submitted)} 所；"
        f"台账 {len(found.ledger)} 个问题，截至 {day} 逾期 {len(found.overdue)} 个。"
    )
    for name in made:
        click.echo(f"存好了：{folder / name}")
    click.echo("这是内部资料：不要放到网站上，也不要提交到公开的仓库。")
    return 0


def export(  # noqa: PLR0917  one parameter an option
    root: Path,
    checklists: Path | None,
    term: str | None,
    school: str | None,
    form: str,
    output: Path,
) -> int:
    """Write what schools answered in the format *form*."""
    from zhidu.site.downloads import files_of_answers  # noqa: PLC0415  a report needs none

    must_be_private(root, output)
    checked, statements, unsound = _read(root, checklists)
    handbook = checked.handbook
    if term is not None:
        known = _term(checked, term)
        statements = tuple(each for each in statements if each.term == known.id)
    if school is not None:
        wanted = chosen_school(handbook, school).id
        statements = tuple(each for each in statements if each.school == wanted)
    for path in unsound:
        click.echo(f"有错误或没有填完，没有导出：{path}", err=True)
    if not statements:
        click.echo("没有一份可以导出的自查表，什么也没有写。", err=True)
        return COULD_NOT_RUN
    made = files_of_answers(handbook, statements, form)
    ownership.put_whole(root, output, made)
    click.echo(f"存好了：{output}（{len(statements)} 份自查表，{len(made)} 个文件）")
    click.echo("这是内部资料：不要放到网站上，也不要提交到公开的仓库。")
    return 0


def sample(
    root: Path,
    checklists: Path | None,
    term: str,
    *,
    count: int,
    items: int,
    form: str,
    write: bool,
) -> int:
    """Draw schools and items to look at."""
    checked, statements, unsound = _read(root, checklists)
    known = _term(checked, term)
    current = [statement for statement in statements if statement.term == term]
    if not current:
        click.echo(f"{known.name}还没有一份没有错误的自查表，没有可抽的。", err=True)
        return COULD_NOT_RUN
    drawn = draw(current, count, items)
    schools = checked.handbook.schools or {}
    click.echo(_as_json(drawn) if form == "json" else _as_text(drawn, known, schools), nl=False)
    for path in unsound:
        click.echo(f"有错误，没有参加抽签：{path}", err=True)
    there = {each.school for each in current} | {Path(path).stem for path in unsound}
    if absent := [school.name for school in schools.values() if school.id not in there]:
        click.echo(
            f"还有 {len(absent)} 所没有交，没有参加抽签：{'、'.join(absent)}。交来以后再抽，抽出的会不同。",
            err=True,
        )
    if write:
        own = checklists or root / documents.CHECKLISTS
        folder = own / documents.REVIEWS / term
        ownership.within(own, folder)
        for each in drawn.drawn:
            file = folder / f"{each.statement.school}.yaml"
            name = called(checked.handbook.schools, each.statement.school)
            draft = inspection_draft(each, f"{name}，{known.name}").encode()
            made = not os.path.lexists(file) and ownership.create(file, draft)
            click.echo(f"写好了底稿：{file}" if made else f"已经有了，没有动：{file}")
    return 0


def _as_text(drawn: Draw, term: SchoolTerm, schools: Mapping[str, School]) -> str:
    lines = [
        f"{term.name}：{drawn.submitted} 份自查表，种子 {drawn.seed}，抽出 {len(drawn.drawn)} 所。"
    ]
    for each in drawn.drawn:
        name = called(schools, each.statement.school)
        lines.append(f"\n{name}（回执号 {each.statement.receipt}）")
        lines += [
            f"  {item.id}  {item.where}：{item.checkpoints[0].evidence}" for item in each.items
        ]
    return "\n".join(lines) + "\n"


def _as_json(drawn: Draw) -> str:
    data = {
        "seed": drawn.seed,
        "submitted": drawn.submitted,
        "drawn": [
            {
                "school": each.statement.school,
                "receipt": each.statement.receipt,
                "items": [item.id for item in each.items],
            }
            for each in drawn.drawn
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def publish(root: Path, checklists: Path | None, term: str, *, dry_run: bool) -> int:
    """Publish the county's results of a term; with *dry_run* only say what would be told."""
    checked, _, unsound = _read(root, checklists)
    name = _term(checked, term).id
    folder = checklists or root / documents.CHECKLISTS
    broken = kept(folder)[1]
    if broken:
        click.echo(reports.lines(broken), nl=False, err=True)
        return COULD_NOT_RUN
    made = publishing(
        checked.handbook,
        folder,
        {name},
        unsound=unsound,
        shown=on_show(root / "site"),
        dry_run=dry_run,
    )
    for line in made.lines:
        click.echo(line)
    for each in made.published if dry_run else ():
        for row in (each.whole, *each.groups, *each.needed):
            share = f"达标的{row.share.words}" if row.share else "样本不足"
            click.echo(f"  {row.label} {row.title}　{share}".replace(" 　", "　"))
    if dry_run:
        click.echo("只是预演，没有写。")
    elif not made.published:
        click.echo("没有新的可以公布。")
    return 0 if made.published else 1


def _read(
    root: Path, folder: Path | None
) -> tuple[Checked, tuple[Statement, ...], tuple[str, ...]]:
    """What the tree says, the sound statements, and the files that are not sound."""
    own = folder or root / documents.CHECKLISTS
    must_hold_policies(root)
    checked = check(root, keep=folder is None)
    _refuse(checked, root / documents.CHECKLISTS)
    if folder is not None:
        checked = check(root, (folder,), keep=True)
        _refuse(checked, folder)
    unsound = (_wrong(checked) & _inside(own)) | checked.unfinished
    stated = without(checked.handbook, checked.statements, unsound)
    return checked, stated, tuple(sorted(unsound))


def _refuse(checked: Checked, folder: Path) -> None:
    """Nothing is reckoned from faulty policies or registers. A faulty submission hides no other."""
    result = checked.published
    if _wrong(checked) - _inside(folder) or not (result.files or result.findings):
        refuse(result)


def _wrong(checked: Checked) -> set[str]:
    return {f.path for f in checked.published.findings if f.severity is Severity.ERROR}


def _inside(folder: Path) -> set[str]:
    return {place.shown for place in documents.discover_checklists(folder)[1]}


def _term(checked: Checked, name: str) -> SchoolTerm:
    terms = checked.handbook.school_terms or {}
    if name not in terms:
        hint = meant(name, terms, f"已有：{'、'.join(terms) or '还没有登记'}。")
        raise click.UsageError(f"没有编号为“{name}”的学期。{hint}")
    return terms[name]
