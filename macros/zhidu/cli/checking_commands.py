"""“Is it right?”: `zhidu check`, `explain`, `review`, `verify`."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from zhidu.cli.chinese import Command
from zhidu.cli.county_options import CHECKLISTS
from zhidu.cli.options import AS_OF, DAY, FORM, ROOT, form_option, named_checklists, options
from zhidu.cli.project import revisable, stop_at, told_of_version

# a test holds them to those that there are
REPORTS = ("text", "json", "github", "gitlab", "junit", "markdown")


@click.command(
    cls=Command,
    help="检查制度、词表和自查表。不写路径就检查整个项目。退出码：0 没有错误，1 有错误，2 没能检查。"
    "加 --base，还看改动以前有的自查表、核查表和名单是不是都在。",
)
@click.argument("paths", nargs=-1, metavar="[路径]…", type=click.Path(path_type=Path))
@options(ROOT, AS_OF, form_option(REPORTS))
@click.option(
    "--base",
    metavar="版本",
    help="改动以前的版本（git 的提交、分支，例如 origin/main）或文件夹：checklists 里那时有、现在没有的文件，每一个都是错误。",
)
def check(
    paths: tuple[Path, ...], root: Path, as_of: date | None, form: str, base: str | None
) -> int:
    """Judge every file, print what was found."""
    from zhidu.judging.check import check as run  # noqa: PLC0415
    from zhidu.judging.report import FORMATS  # noqa: PLC0415

    for path in paths:
        _named_for_what_it_holds(path)
    told_of_version(root)
    result = run(root, paths, as_of).result
    if base is not None:
        from zhidu.judging import taken_away  # noqa: PLC0415  most changes are judged without

        result = result.with_more(taken_away.against(root, paths, base))
    click.echo(FORMATS[form](result), nl=False)
    return result.exit_status


def _named_for_what_it_holds(path: Path) -> None:
    """Refuse answers of schools that lie where policies would: they are known for what they are by their folder."""
    from zhidu.reading import documents  # noqa: PLC0415  slow to import, and not always needed

    try:
        there = sorted(path.iterdir()) if path.is_dir() else [path]
    except OSError:
        return  # which reading it will tell
    if (path / "schools.yaml") in there or any(
        documents.TERM.match(one.name) and one.is_dir() and path.name != documents.REVIEWS
        for one in there
    ):
        named_checklists(path)
    elif any(documents.is_loose_submission(one) for one in there):
        raise click.UsageError(
            f"“{path}”里是学校交来的自查表，不是制度。没有收的，用 zhidu checklist intake 收；"
            f"收下的在名为 {documents.CHECKLISTS} 的文件夹里，检查那个文件夹。"
        )


@click.command(
    cls=Command,
    help="说明一个规则的用意，例如 zhidu explain policy/quote-in-text。不写就列出全部。"
    "zhidu explain vocabulary 列出词表的每一条来自哪里：程序自带的，还是本项目的。",
)
@click.argument("code", required=False, metavar="[规则]")
@options(ROOT, FORM)
def explain(code: str | None, root: Path, form: str) -> int:
    """Print the explanation of a rule, the list of all, or where the vocabulary comes from."""
    import json  # noqa: PLC0415

    from zhidu.judging.explain import explanations  # noqa: PLC0415
    from zhidu.reading.findings import meant  # noqa: PLC0415

    if code == "vocabulary":
        from zhidu.cli.vocabulary_origins import told  # noqa: PLC0415

        click.echo(told(root, form), nl=False)
        return 0
    known = explanations()
    if code is not None and code not in known:
        hint = meant(code, known, "不写规则名，就列出全部。")
        raise click.UsageError(f"没有“{code}”这个规则。{hint}")
    chosen = known if code is None else {code: known[code]}
    if form == "json":
        click.echo(json.dumps(chosen, ensure_ascii=False, indent=2))
    elif code is not None:
        click.echo(f"{code}\n\n{known[code]}")
    else:
        for name, words in known.items():
            click.echo(f"{name}  {words.splitlines()[0]}")
    return 0


@click.command(
    cls=Command,
    help="制度体检：找出没有写明谁做、向谁报、多久一次、多少，前后不一和可能不合法律的地方，附建议的写法；"
    "学校在自查表里提的改进意见也按条列出（哪所学校、怎么说，只在这里，不上网页）。"
    "写制度编号（例如 a8）就只看这几项。退出码：0 看完了，1 制度文件有错误，2 没能检查。",
)
@click.argument("policies", nargs=-1, metavar="[制度]…")
@options(ROOT, AS_OF, CHECKLISTS)
@click.option(
    "--edition",
    type=DAY,
    metavar="日期",
    help="只看哪一次印发的版本，例如 2017-04-15。",
)
@FORM
def review(  # noqa: PLR0917  one parameter an option
    policies: tuple[str, ...],
    root: Path,
    as_of: date | None,
    checklists: Path | None,
    edition: date | None,
    form: str,
) -> int:
    """Print what keeps the texts from being obeyed. Finding something is no failure: the report is the result."""
    from zhidu.assessment.filed import counted, filed, suggestions  # noqa: PLC0415
    from zhidu.judging.check import check as run  # noqa: PLC0415
    from zhidu.judging.review import review as find  # noqa: PLC0415
    from zhidu.judging.review.review_output import FORMATS, selected  # noqa: PLC0415
    from zhidu.reading.findings import meant  # noqa: PLC0415
    from zhidu.views.pieces import chinese_date  # noqa: PLC0415

    paths = (checklists,) if checklists else ()
    checked = run(root, paths, as_of)
    handbook = checked.handbook
    if checked.drafts and as_of is None and edition is None:  # what is written now is looked at
        handbook = _drafted(root, checklists)
        day = chinese_date(handbook.as_of.isoformat())
        told = f"看的是草稿印发以后、到{day}的样子；只看现行的，加 --as-of。"
        click.echo(told, err=True)
    else:
        stop_at(checked.published)
    issued = {n.value.issuance: n.value.effective for n in handbook.of("notice")}
    if edition is not None and edition not in issued:
        known = "、".join(sorted(day.isoformat() for day in issued))
        raise click.UsageError(f"没有这一次印发。有的是：{known}。")
    if edition is not None and as_of is None:  # as it was when it came into force
        handbook = run(root, paths, issued[edition]).handbook
    for policy in policies:
        if policy not in handbook.current:
            hint = meant(policy, handbook.current)
            raise click.UsageError(f"没有编号为“{policy}”的制度。{hint}")
    said = suggestions(handbook, filed(checklists or root / "checklists"))
    entries = find(handbook, counted(said))
    found = selected(handbook, entries, edition=edition, policies=policies)
    click.echo(FORMATS[form](handbook, found, said), nl=False)
    return 0


@click.command(
    cls=Command,
    help="核对网站的文件夹，或离线包（zip）：照生成时留下的清单，说出哪些文件被改了、多了、少了。"
    "清单的校验码要与生成时屏幕上的一样；另存过清单的，用 --manifest 写明。"
    "退出码：0 都没有变，1 有变动，2 没能核对。",
)
@click.argument("site", metavar="文件夹或.zip", type=click.Path(path_type=Path))
@click.option(
    "--manifest",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="文件",
    help="生成时另存的 SHA256SUMS；不写就照里面的那一份。",
)
@FORM
def verify(site: Path, manifest: Path | None, form: str) -> int:
    """Say what became of a site since it was built."""
    import json  # noqa: PLC0415
    from dataclasses import asdict  # noqa: PLC0415

    from zhidu.reading import fence  # noqa: PLC0415
    from zhidu.reading.findings import visible  # noqa: PLC0415
    from zhidu.site.manifest import compare  # noqa: PLC0415

    found = fence.alone(lambda: compare(site, manifest), site.name, timed=False)  # of gigabytes
    if form == "json":
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1))
        return 0 if found.whole else 1
    for words, names in (
        ("被改了", found.changed),
        ("多出来的", found.added),
        ("少了", found.missing),
    ):
        for name in names:
            click.echo(f"{words}：{visible(name)}")
    click.echo(
        f"清单上 {found.files} 个文件都没有变。"
        if found.whole
        else f"清单上 {found.files} 个文件：改了 {len(found.changed)} 个，"
        f"少了 {len(found.missing)} 个；另外多出 {len(found.added)} 个。"
    )
    click.echo(f"清单的校验码：{found.digest}（要与生成时的一样；不一样，是清单也被换了）")
    return 0 if found.whole else 1


def _drafted(root: Path, checklists: Path | None) -> Any:
    """The handbook as it will be when all its drafts are issued and in force."""
    handbook = revisable(root, None, checklists)
    days = [n.value.effective for n in handbook.of("notice") if n.value.draft]
    return replace(handbook, as_of=max([handbook.as_of, *days]))
