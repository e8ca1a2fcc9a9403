"""`zhidu checklist`: the workbook that a school fills in, and what the bureau does with what comes back."""

from __future__ import annotations  # what is only a type here is slow to import

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zhidu.cli.chinese import Command
from zhidu.cli.options import (
    AS_OF,
    CHOSEN_TERM,
    EITHER,
    ROOT,
    checklists_option,
    must_hold_policies,
    options,
    output_option,
)
from zhidu.cli.project import COULD_NOT_RUN, refuse
from zhidu.cli.result_file import ending

if TYPE_CHECKING:
    from zhidu.handbook.book import Handbook
    from zhidu.reading.findings import Finding
    from zhidu.reading.model import School, SchoolTerm


_CHECKLISTS = checklists_option(
    "教育局自己的 checklists 文件夹（学校名单、学期和收下的自查表都在那里），默认是项目里的。"
)


def judged(root: Path, as_of: date | None, checklists: Path | None) -> Handbook:
    """The handbook that submissions are judged by. Faulty policies or registers are told, and end the command."""
    from zhidu.judging.check import CHECKLISTS  # noqa: PLC0415
    from zhidu.judging.check import check as run  # noqa: PLC0415
    from zhidu.judging.report import Result  # noqa: PLC0415
    from zhidu.reading.documents import REGISTERS, TERM  # noqa: PLC0415
    from zhidu.reading.findings import Severity  # noqa: PLC0415

    must_hold_policies(root)
    checked = run(root, (), as_of)
    findings = list(checked.published.findings)
    if checklists is not None and checklists.resolve() != (root / CHECKLISTS).resolve():
        own = [path for name in REGISTERS if (path := checklists / f"{name}.yaml").exists()]
        if own:
            overlaid = run(root, own, as_of)
            findings += overlaid.result.findings
            checked = overlaid
    wrong = [
        found
        for found in findings
        if found.severity is Severity.ERROR and not TERM.match(Path(found.path).parent.name)
    ]
    if wrong:
        refuse(Result(findings=tuple(wrong), files=0))
    return checked.handbook


def chosen_term(handbook: Handbook, name: str | None) -> SchoolTerm:
    """The term that is meant: the named one, else the one of the day, else the only one."""
    terms = handbook.school_terms or {}
    if name is None:
        running = [
            term
            for term in terms.values()
            if term.starts and term.ends and term.starts <= handbook.as_of <= term.ends
        ]
        found = running or list(terms.values())
        if len(found) == 1:
            return found[0]
        raise click.UsageError(f"请用 --term 写明学期：{_listed(terms)}。")
    return terms[_known(name, terms, "学期")]


def chosen_school(handbook: Handbook, name: str) -> School:
    """The school with this id, or with this name."""
    schools = handbook.schools or {}
    named = [school for school in schools.values() if school.name == name]
    return named[0] if len(named) == 1 else schools[_known(name, schools, "学校")]


def _known(name: str, known: Mapping[str, Any], what: str) -> str:
    if name in known:
        return name
    from zhidu.reading.findings import meant  # noqa: PLC0415  only where a name is wrong

    names = [*known, *(entry.name for entry in known.values())]
    hint = meant(name, names, f"有的是：{_listed(known)}。")
    raise click.UsageError(f"没有编号为“{name}”的{what}。{hint}")


def _listed(known: Mapping[str, Any]) -> str:
    return "、".join(f"{entry.id}（{entry.name}）" for entry in known.values()) or "还没有登记"


@click.command(
    cls=Command,
    help="给学校的 Excel 工作簿，例如 zhidu checklist workbook --school 示例学校 --term 2026-2027-1 "
    "-o 自查表.xlsx。不写 --school，就给每一所学校做一份，-o 写文件夹。",
)
@options(ROOT, AS_OF, _CHECKLISTS)
@click.option("--school", metavar="学校", help="学校的编号或名称。")
@CHOSEN_TERM
@click.option(
    "--from",
    "earlier",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="文件",
    help="以前交的自查表（.yaml），拿来作底稿：文字留下，结论重新答。",
)
@output_option(EITHER, "存成这个文件（.xlsx）；给所有学校做的，写文件夹。", required=True)
def workbook(
    root: Path,
    as_of: date | None,
    checklists: Path | None,
    *,
    school: str | None,
    term: str | None,
    earlier: Path | None,
    output: Path,
) -> int:
    """Write the workbook of one school, or of all."""
    from zhidu.assessment.instrument import for_term  # noqa: PLC0415
    from zhidu.assessment.workbook.writer import Wanted  # noqa: PLC0415
    from zhidu.assessment.workbook.writer import workbook as make  # noqa: PLC0415
    from zhidu.reading.disk import ownership  # noqa: PLC0415
    from zhidu.reading.disk.files import safe  # noqa: PLC0415

    handbook = judged(root, as_of, checklists)
    when = chosen_term(handbook, term)
    schools: Iterable[School]
    if school is None:
        if earlier is not None:
            raise click.UsageError("--from 要和 --school 一起用。")
        if output.suffix or output.is_file():
            raise click.UsageError("没有写 --school，是给每一所学校做一份：-o 请写一个文件夹。")
        schools = (handbook.schools or {}).values()
    else:
        ending(output, "xlsx")
        schools = [chosen_school(handbook, school)]
    instrument = for_term(handbook, when)
    schools = list(schools)
    names = Counter(safe(each.name) for each in schools)
    paths = {}
    for each in schools:
        # what the clerk sends it by; the id only tells two of one name apart
        name = safe(each.name)
        name = name if names[name] == 1 and name else f"{name}{each.id}"
        paths[each.id] = output if school is not None else output / f"{name}.xlsx"
    for path in paths.values():
        ownership.look(path)  # before any is made: a school may have filled in what lies there
    if school is None:
        ownership.output_folder(root, output)
        ownership.sweep(output)
    for each in schools:
        wanted = Wanted(
            handbook=handbook,
            instrument=instrument,
            school=each,
            term=when,
            earlier=_earlier(earlier, each),
        )
        path = paths[each.id]
        ownership.put(path, make(wanted))
        click.echo(f"存好了：{path}（{each.name}，{when.name}）")
    return 0


def _earlier(path: Path | None, school: School) -> Mapping[str, Any]:
    """The submission that is taken as a draft."""
    if path is None:
        return {}
    from zhidu.judging import report  # noqa: PLC0415
    from zhidu.reading import documents, fence, strict_yaml  # noqa: PLC0415

    def read() -> tuple[strict_yaml.Source | None, list[Finding]]:
        source, faults = strict_yaml.read(path, str(path))
        return source, faults if source is None else documents.judge(documents.CHECKLIST, source)

    found, findings = fence.alone(read, path.name)
    if found is None or findings:
        click.echo(report.lines(findings), nl=False, err=True)
        raise click.UsageError("这个文件作不了底稿。")
    if found.data["school"] != school.id:
        raise click.UsageError(f"“{path.name}”是另一所学校的，不能拿来给{school.name}作底稿。")
    data: Mapping[str, Any] = found.data
    return data


@click.command(
    cls=Command,
    help="收表：把学校交来的 .yaml、.json、文字码（.txt）和 .xlsx 检查一遍，合格的存进 checklists/学期/学校.yaml，"
    "每一份都在收件文件夹的“回复”里写好回执，或者要改的地方。收件文件夹里的文件不动；再收一次，结果一样。"
    "退出码：0 都收下了，1 有退回的或未收的，2 没能收。",
)
@click.argument(
    "inbox", nargs=-1, required=True, metavar="收件文件夹或文件…", type=click.Path(path_type=Path)
)
@options(ROOT, AS_OF, _CHECKLISTS)
@click.option("--term", metavar="学期", help="只收这个学期的，例如 2026-2027-1。")
@click.option(
    "--replace",
    is_flag=True,
    help="学校又交了一份，换下以前收的；换下的存进 checklists/replaced/。",
)
@click.option("--dry-run", is_flag=True, help="只看结果，什么也不写。")
def intake(
    inbox: tuple[Path, ...],
    root: Path,
    as_of: date | None,
    checklists: Path | None,
    *,
    term: str | None,
    replace: bool,
    dry_run: bool,
) -> int:
    """Take in what schools sent."""
    from zhidu.assessment.intake import letters  # noqa: PLC0415
    from zhidu.assessment.intake.inbox import LETTERS, Options, take  # noqa: PLC0415
    from zhidu.assessment.intake.letters import Fate  # noqa: PLC0415
    from zhidu.assessment.verdict.one_submission import Bench  # noqa: PLC0415
    from zhidu.judging.check import CHECKLISTS  # noqa: PLC0415

    missing = [str(path) for path in inbox if not os.path.lexists(path)]
    if missing:
        raise click.UsageError(f"没有“{missing[0]}”这个文件或文件夹。")
    bench = Bench(judged(root, as_of, checklists))
    if term is not None:
        chosen_term(bench.handbook, term)
    wanted = Options(term=term, replace=replace, dry_run=dry_run)
    counts: dict[Fate, int] = {}
    taken: dict[str, set[str]] = {}
    folder = checklists or root / CHECKLISTS
    untold: list[str] = []
    for outcomes in take(inbox, bench, folder, wanted):
        untold += [o.untold for o in outcomes if o.untold]
        for outcome in outcomes:
            click.echo(letters.line(bench, outcome))
            counts[outcome.fate] = counts.get(outcome.fate, 0) + 1
            if outcome.fate in letters.KEPT and (data := outcome.statement.data):
                taken.setdefault(data["term"], set()).add(data["school"])
    if not counts:
        click.echo("收件文件夹是空的。")
        return 0
    for name, schools in sorted(taken.items()):
        there = schools | {path.stem for path in (folder / name).glob("*.yaml")}
        click.echo(letters.missing(bench, name, there))
    told = "，".join(f"{fate.value} {counts[fate]} 份" for fate in Fate if fate in counts)
    if dry_run:
        click.echo(f"只是预演，什么也没有写。{told}。")
    else:
        click.echo(f"{told}。回执和要改的地方在收件文件夹的“{LETTERS}”里，可以原样发给学校。")
    if untold:
        click.echo(
            "".join(f"有一封回复没有写成：{why}\n" for why in dict.fromkeys(untold)),
            nl=False,
            err=True,
        )
        return COULD_NOT_RUN
    return 1 if {Fate.RETURNED, Fate.HELD} & set(counts) else 0
