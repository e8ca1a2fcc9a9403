"""From one issuance to the next: `zhidu diff`, `impact`, `revise`, `release`."""

from datetime import date
from pathlib import Path

import click

from zhidu.cli.chinese import Command
from zhidu.cli.county_options import CHECKLISTS
from zhidu.cli.options import AS_OF, DAY, FILE, FORM, ROOT, SITE_DIR, options, output_option
from zhidu.cli.project import built, revisable, settled
from zhidu.cli.result_file import deliver

NO_REVISION = "至今只有一次印发，没有修订。"


@click.command(
    cls=Command,
    help="比较一项制度的两个版本，逐条、逐字。不写制度就比较最近一次印发（草稿也算）改了的全部。",
)
@click.argument("policy", required=False, metavar="[制度]")
@click.option("--from", "old", metavar="日期", help="从哪一版，默认是前一版。")
@click.option("--to", "new", metavar="日期", help="到哪一版，默认是最新的（草稿也算）。")
@options(ROOT, AS_OF, FORM)
def diff(  # noqa: PLR0917  one parameter an option
    policy: str | None,
    old: str | None,
    new: str | None,
    root: Path,
    as_of: date | None,
    form: str,
) -> int:
    """Print redlines."""
    from zhidu.cli import change_output  # noqa: PLC0415
    from zhidu.cli.which_edition import changes  # noqa: PLC0415
    from zhidu.handbook.impact import revised  # noqa: PLC0415

    handbook = revisable(root, as_of)
    if policy is None and not revised(handbook):
        click.echo(NO_REVISION)
        return 0
    compared = changes(handbook, policy, old, new)
    click.echo(
        change_output.diff_json(compared)
        if form == "json"
        else change_output.diff_text(handbook, compared),
        nl=False,
    )
    return 0


@click.command(
    cls=Command,
    help="一次印发涉及谁：岗位、数量、时间、记录、海报、自查项目。不写日期就看最近一次（草稿也算）。",
)
@click.argument("issuance", required=False, metavar="[印发日期]")
@options(ROOT, AS_OF, FORM, CHECKLISTS)
@click.option(
    "--prints",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="文件夹",
    help="zhidu poster 印过海报的文件夹：列出哪所学校、哪个场所的哪一张要重印。",
)
@output_option(
    FILE,
    "另存一份修订说明（Word），例如 -o 修订说明.docx；写了 --checklists、--prints，就附上各校的，只供内部使用。",
)
def impact(  # noqa: PLR0917  one parameter an option
    issuance: str | None,
    root: Path,
    as_of: date | None,
    form: str,
    checklists: Path | None,
    prints: Path | None,
    output: Path | None,
) -> int:
    """Print what an issuance means for people."""
    from zhidu.assessment.filed import asked, filed  # noqa: PLC0415
    from zhidu.cli import change_output  # noqa: PLC0415
    from zhidu.cli.which_edition import chosen  # noqa: PLC0415
    from zhidu.handbook.impact import impact as reckon  # noqa: PLC0415
    from zhidu.handbook.impact import revised  # noqa: PLC0415
    from zhidu.posters import print_log, walls  # noqa: PLC0415

    handbook = revisable(root, as_of, checklists)
    if issuance is None and not revised(handbook):
        click.echo(NO_REVISION)
        return 0
    day = chosen(handbook, issuance)
    found = reckon(handbook, day)
    submissions = filed(checklists or root / "checklists")
    schools = asked(handbook, found.after, submissions)
    printed = print_log.read(prints) if prints else ()
    stale = walls.stale(found, printed)
    if output is not None:
        from zhidu.office.word import docx  # noqa: PLC0415
        from zhidu.views.on_paper.change_notice import change_notice  # noqa: PLC0415

        more = change_output.asked_section(handbook, schools) if checklists else ()
        more += (walls.section(stale),) if prints else ()
        return deliver(docx(change_notice(handbook, day, more)), output, ".docx")
    if form == "json":
        click.echo(change_output.impact_json(found, schools, walls.as_data(stale)), nl=False)
        return 0
    click.echo(change_output.impact_text(handbook, day), nl=False)
    if submissions or checklists:
        click.echo(change_output.asked_text(handbook, schools, len(submissions)), nl=False)
    if prints:
        click.echo(walls.text(stale, len(printed)), nl=False)
    return 0


@click.command(
    cls=Command,
    help="开始一次修订：新建一个印发文件夹，抄入要改的制度，标为草稿；"
    "体检发现的问题和学校的建议，作为注释写在各条上面。例如 zhidu revise a8 --date 2026-09-01。",
)
@click.argument("policies", nargs=-1, metavar="[制度]…")
@click.option(
    "--date",
    "day",
    required=True,
    type=DAY,
    metavar="日期",
    help="新的印发日期，例如 2026-09-01。",
)
@click.option("--undo", metavar="印发日期", help="起草一次印发，把那一次改的改回去。")
@click.option("--dry-run", is_flag=True, help="只说会做什么，不写文件。")
@options(ROOT, CHECKLISTS)
def revise(
    policies: tuple[str, ...],
    day: date,
    undo: str | None,
    root: Path,
    checklists: Path | None,
    *,
    dry_run: bool,
) -> int:
    """Write a draft issuance; never over another file."""
    from zhidu.assessment.filed import filed, suggestions  # noqa: PLC0415
    from zhidu.drafting import copying as drafting  # noqa: PLC0415
    from zhidu.judging.check import check as judge  # noqa: PLC0415
    from zhidu.judging.review.review_output import proposals  # noqa: PLC0415
    from zhidu.reading.disk import locks  # noqa: PLC0415

    settled(root)
    if bool(policies) == bool(undo):
        raise click.UsageError(
            "写上要修订的制度，例如 zhidu revise a8 --date 2026-09-01；或用 --undo，二者取一。"
        )
    drafted = revisable(root, None).drafted
    handbook = judge(root).handbook
    said = suggestions(handbook, filed(checklists or root / "checklists"))
    comments = {policy: proposals(handbook, policy, said) for policy in policies}
    made = (
        drafting.undo(handbook, undo, day, root)
        if undo
        else drafting.draft(handbook, policies, day, root, drafted, comments=comments)
    )
    if not dry_run:
        with locks.locked(root / locks.NAME, "起草修订（zhidu revise）"):
            drafting.write(made, root)
    click.echo("会新建：" if dry_run else "新建了草稿：")
    for name, _ in made.files:
        click.echo(f"  policies/{name}")
    click.echo("接下来：")
    for number, step in enumerate(made.next, 1):
        click.echo(f"  {number}. {step}")
    return 0


@click.command(
    cls=Command,
    help="发布：写上日期，就把那份草稿变成正式的印发；生成网站，并把新的网址记进 policies/published.txt。",
)
@click.argument("issuance", required=False, metavar="[印发日期]")
@options(ROOT, AS_OF)
@SITE_DIR
@click.option(
    "--dry-run", is_flag=True, help="只试一遍：列出公开的网站上会变的全部网页，什么也不改。"
)
def release(
    issuance: str | None,
    root: Path,
    as_of: date | None,
    site_dir: Path | None,
    *,
    dry_run: bool,
) -> int:
    """Issue a draft, build, write down the addresses."""
    from zhidu.site.release import release as run  # noqa: PLC0415

    if dry_run:
        from zhidu.cli.rehearsal_output import rehearsed  # noqa: PLC0415

        return rehearsed(root, issuance, site_dir or root / "site", as_of)
    released = run(root, issuance, site_dir or root / "site", as_of)
    outcome = released.outcome
    if released.before:
        click.echo(released.before, err=True)
    if outcome is None:
        raise click.UsageError(released.message)
    place = built(outcome, "没有发布：网站和草稿都照旧。")
    if issuance:
        click.echo(f"{issuance} 已经印发，不再是草稿。")
    click.echo(f"网站在 {place}（{outcome.pages} 页，数据截至 {outcome.as_of}）")
    for day in released.waits:
        click.echo(
            f"还有条文从 {day} 起施行，网站上现在还不算现行；到那天再运行 zhidu build --as-of {day}。"
        )
    click.echo(f"policies/published.txt 记下了 {released.added} 个新网址，请一起提交。")
    return 0
