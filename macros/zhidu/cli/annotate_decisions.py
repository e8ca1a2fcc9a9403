"""`zhidu annotate POLICY --workbook · --apply · --write`: proposals to be decided in a table or a draft, and what was decided."""

import json
import shlex
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from zhidu.cli.result_file import ending
from zhidu.drafting.decisions import decision_columns as columns
from zhidu.drafting.decisions import placing
from zhidu.drafting.decisions.deciding import Asked, Decided, Fault, decide
from zhidu.drafting.decisions.naming import Names, names_of
from zhidu.drafting.decisions.offers import NewName, Offer, offers
from zhidu.drafting.proposals import Passage, Reading
from zhidu.handbook.book import Handbook, walk
from zhidu.judging.check import POLICIES, check
from zhidu.office import decisions_xlsx
from zhidu.office.excel_cells import MAX_FILE, TOO_LARGE, Book, UnreadableError
from zhidu.office.excel_cells import read as read_book
from zhidu.reading import fence
from zhidu.reading.disk import files as disk_files
from zhidu.reading.disk import locks, ownership
from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.documents import Document
from zhidu.reading.findings import Finding, Severity, meant, visible
from zhidu.reading.strict_yaml import Source

_WAITING = "policy/duty-or-informative"
_TEXT = "这份文件"
_NOTICE = "n-"
_CALLED = "写拟读的职责（zhidu annotate）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A policy or a notice of the project, as far as deciding its duties needs it. `addressee`: the role it speaks to."""

    id: str
    handbook: Handbook
    source: Source
    reading: Reading
    addressee: str | None
    decided: frozenset[str]
    day: date

    @property
    def path(self) -> Path:
        """Where its file is."""
        path = Path(self.source.path)
        return path if path.is_absolute() else Path.cwd() / path


def of_the_project(root: Path, named: str) -> None:
    """Refuse a file that is no part of a project: what is decided has to be written somewhere."""
    path = Path(named)
    if not path.is_file():
        return
    typed = shlex.quote(named)
    step = (
        f"先导入：zhidu import {typed}"
        if (root / POLICIES).is_dir()
        else f"先用它新建一个项目：zhidu init 文件夹 --issuer 发文机关 --from {typed}"
    )
    raise click.UsageError(
        f"“{visible(path.name)}”还不在项目里，定了的没有地方写。{step}。写好以后，照它说的编号再做表。"
    )


def known(root: Path, named: str) -> Known:
    """A policy of the project at *root*, its newest edition, or a notice by its day (`n-2017-04-15`); drafts included."""
    handbook = check(root, drafts=True).handbook
    notices = {f"{_NOTICE}{found.value.issuance}": found for found in handbook.of("notice")}
    editions = handbook.all_editions
    if named in notices:
        notice = notices[named]
        return _known(
            named,
            handbook,
            notice,
            called=notice.value.addressees.rstrip("：:"),
            day=notice.value.issuance,
        )
    if named in editions:
        edition = editions[named][-1]
        speaks_to = edition.policy.addressee
        role = (handbook.roles or {}).get(speaks_to) if speaks_to else None
        return _known(
            named,
            handbook,
            edition.document,
            called=role.name if role else None,
            addressee=speaks_to,
            day=edition.notice.value.issuance,
        )
    hint = "写文件名（例如 制度.txt），或者编号（制度例如 a1，通知例如 n-2026-09-01）。"
    hint = meant(named, (*editions, *notices), hint)
    raise RefusedError(f"没有“{named}”这个文件，也没有这个编号的制度或通知。{hint}")


def _known(
    named: str,
    handbook: Handbook,
    document: Document[Any],
    *,
    called: str | None,
    day: date,
    addressee: str | None = None,
) -> Known:
    walked = [(parent, clause) for _, parent, clause in walk(document.value.clauses)]
    passages = tuple(
        Passage(id=c.id, text=c.text, label=c.label, parent=parent.id if parent else None)
        for parent, c in walked
    )
    return Known(
        id=named,
        handbook=handbook,
        source=document.source,
        reading=Reading(title=document.value.title, addressee=called, passages=passages),
        addressee=addressee,
        decided=frozenset(c.id for _, c in walked if c.duties or c.informative),
        day=day,
    )


def workbook(root: Path, policy: str, output: Path) -> int:
    """Write the table of what is to be decided; never over one that somebody has worked on."""
    found = known(root, policy)
    ending(output, "xlsx")
    rows, new, made = fence.alone(lambda: _table(found), found.path.name, _TEXT)
    if not rows:
        click.echo(f"{policy} 每一条都定过了，没有要定的。")
        return 0
    ownership.put(output, made)
    _told_of(policy, rows, new, output)
    return 0


def _table(found: Known) -> tuple[tuple[Offer, ...], tuple[NewName, ...], bytes]:
    """What there is to decide, and the table of it."""
    rows, new = offers(found.reading, found.decided, names_of(found.handbook))
    handbook = found.handbook
    choices = {
        columns.ROLE: [r.name for r in (handbook.roles or {}).values() if r.id != "unassigned"],
        columns.RECORD: [r.name for r in (handbook.records or {}).values()],
        columns.METRIC: [m.name for m in (handbook.metrics or {}).values()],
    }
    made = decisions_xlsx.workbook(
        decisions_xlsx.Wanted(
            policy=found.id,
            title=found.reading.title,
            offers=rows,
            new=new,
            choices=choices,
            day=found.day,
        )
    )
    return rows, new, made


def _told_of(policy: str, rows: Sequence[Offer], new: Sequence[NewName], output: Path) -> None:
    open_ = sum(1 for row in rows if row.values.get("decision", "") == "")
    asked = sum(1 for name in new if not name.taken_for)
    clauses = len({row.clause for row in rows})
    click.echo(
        f"存好了：{output}。{clauses} 条，{len(rows)} 行：{len(rows) - open_} 行有把握，已选“留”，请过目；"
        f"{open_} 行要您定（红色）；{asked} 个新名称要您选算作什么。\n"
        f"填好以后：zhidu annotate {policy} --apply {output}（加 --dry-run 只看会写什么）"
    )


def draft(root: Path, policy: str, *, dry_run: bool) -> int:
    """Put the proposals into the policy's file as comments, which nothing reads and nothing publishes."""
    found = known(root, policy)
    text = found.source.raw.decode()
    after, count, clauses = fence.alone(lambda: _drafted(found, text), found.path.name, _TEXT)
    if after == text:
        click.echo(f"{found.path.name} 没有要写的。")
    elif dry_run:
        click.echo(f"只是预演，没有写。会在 {found.path} 里写 {count} 项拟读的职责，作为注释。")
    else:
        with locks.locked(root / "policies" / locks.NAME, _CALLED):
            ownership.put(found.path, after.encode(), over=True)
        click.echo(f"写进了 {found.path}：{count} 项拟读的职责，作为“# {placing.PROPOSED}”注释。")
    click.echo(
        f"还有 {clauses} 条没有定，哪里都不发布。定了的，去掉注释，移到那一条的 duties 里；没有职责的，写 informative: true。"
    )
    return 0


def _drafted(found: Known, text: str) -> tuple[str, int, int]:
    """The policy's *text* with the proposals in it; how many there are, and of how many clauses."""
    names = names_of(found.handbook)
    rows, new = offers(found.reading, found.decided, names)
    said = {
        name.name: _as_row({"id": "", "as": name.taken_for or next(iter(columns.NEW_ROLES))})
        for name in new
    }
    kept = [
        _as_row({**row.values, "decision": columns.KEEP}) for row in rows if row.values.get("quote")
    ]
    made = _decide(found, kept, said, rows, names)
    count = sum(map(len, made.duties.values()))
    return placing.drafted(text, made.duties), count, len({row.clause for row in rows})


def _as_row(values: Mapping[str, str]) -> columns.Row:
    return columns.Row(values=values, cells=dict.fromkeys(columns.COLUMNS, values["id"]))


def _decide(
    found: Known,
    rows: Sequence[columns.Row],
    said: Mapping[str, columns.Row],
    offered: Sequence[Offer],
    names: Names,
) -> Decided:
    asked = Asked(
        passages=found.reading.passages,
        offered=offered,
        decided=found.decided,
        names=names,
        said=dict(said),
        addressee=found.addressee,
    )
    return decide(rows, asked)


def apply(root: Path, policy: str, path: Path, *, dry_run: bool) -> int:
    """Write what was decided in the table at *path*; say what is open, and what cannot be."""
    found = known(root, policy)
    names = names_of(found.handbook)
    what = path.name, "这张表"
    made = fence.alone(lambda: _decided(found, path, names), *what)
    files = fence.alone(lambda: _files(root, found, made, names), *what)
    # tried clause by clause, each time in a whole project: many take their time
    files = fence.alone(lambda: _tried(root, found, made, names, files), *what, timed=False)
    _say(found, made, files, dry_run=dry_run)
    if files and not dry_run:
        with locks.locked(root / "policies" / locks.NAME, _CALLED):
            for name in sorted(files, key=lambda p: p == found.path):  # the policy last
                ownership.put(name, files[name].encode(), over=True)
    return 1 if made.faults or made.lost or made.open else 0


def _decided(found: Known, path: Path, names: Names) -> Decided:
    """What the table at *path* says."""
    read = _read(path)
    rows, said = decisions_xlsx.rows(read), decisions_xlsx.names(read)
    if not rows:
        raise RefusedError(
            f"“{path.name}”里没有认出职责的表：表头里要有“决定”“摘引”“原文”。请用 zhidu annotate {found.id} --workbook 做的表。"
        )
    offered, _ = offers(found.reading, found.decided, names)
    return _decide(found, rows, said, offered, names)


def _read(path: Path) -> Book:
    try:
        return read_book(disk_files.plain(path, MAX_FILE))
    except FileNotFoundError:
        raise RefusedError(f"没有“{path}”这个文件。") from None
    except disk_files.NotPlainError:
        raise RefusedError(f"{path} 不是普通文件，没有打开。") from None
    except disk_files.TooLargeError:
        raise RefusedError(f"{path.name}：{UnreadableError(*TOO_LARGE)}") from None
    except UnreadableError as error:
        raise RefusedError(f"{path.name}：{error}") from None


def _files(root: Path, found: Known, made: Decided, names: Names) -> dict[Path, str]:
    """The files that change, with what they become: the policy, and what of the vocabulary its duties need."""
    if not made.duties:
        return {}
    used = json.dumps(list(made.duties.values()), ensure_ascii=False)
    files = {found.path: placing.placed(found.source.raw.decode(), made.duties)}
    folder = root / "policies" / "vocabulary"

    def text(name: str) -> str | None:
        path = folder / f"{name}.yaml"
        return files.get(path) or (path.read_text(encoding="utf-8") if path.is_file() else None)

    units = {
        entry["unit"]
        for entry in names.added.get(("metrics", "metrics"), ())
        if f'"{entry["id"]}"' in used
    }
    for (file, key), entries in names.added.items():
        needed = [
            entry
            for entry in entries
            if (entry["id"] in units if key == "units" else f'"{entry["id"]}"' in used)
        ]
        if needed:
            files[folder / f"{file}.yaml"] = placing.extended(text(file), file, key, needed)
    for role, more in names.aliases.items():
        needed_names = [(name, clause) for name, clause in more if clause in made.duties]
        if needed_names:
            files[folder / "roles.yaml"] = placing.aliased(text("roles") or "", role, needed_names)
    return files


def _tried(
    root: Path, found: Known, made: Decided, names: Names, files: dict[Path, str]
) -> dict[Path, str]:
    """The files, once what `zhidu check` would object to is left out: a clause with a complaint is not written."""
    while files:
        complaints = _complaints(root, files)
        if not complaints:
            return files
        blamed = {
            duty.rpartition("-")[0]: (cell, finding)
            for finding in complaints
            for duty, cell in made.cells.items()
            if duty in finding.message and duty.rpartition("-")[0] in made.duties
        } or dict(_alone(root, found, made, names))
        if not blamed:  # each is right alone, and all together are not
            told = complaints[0]
            blamed = {clause: (clause, told) for clause in made.duties}
        for clause, (cell, finding) in blamed.items():
            made.faults[clause] = [Fault(cell=cell, message=finding.message, repair=finding.repair)]
            del made.duties[clause]
        files = _files(root, found, made, names)
    return files


def _alone(
    root: Path, found: Known, made: Decided, names: Names
) -> Iterator[tuple[str, tuple[str, Finding]]]:
    """The clauses that nothing can be written of: for complaints that name no duty each clause is tried alone."""
    for clause, duties in made.duties.items():
        one = Decided(duties={clause: duties})
        complaints = _complaints(root, _files(root, found, one, names))
        if complaints:
            cell = made.cells[duties[0]["id"]] if duties else clause
            yield clause, (cell, complaints[0])


def _complaints(root: Path, files: Mapping[Path, str]) -> list[Finding]:
    """The errors that *files* would bring into the project, judged on a copy of it.

    That other clauses still wait for somebody to read them is none: with the first that is read, they begin to be asked for.
    """

    def errors(at: Path) -> dict[tuple[str, str], Finding]:
        found = check(at, drafts=True).result.findings
        return {
            (f.code, f.message): f
            for f in found
            if f.severity is Severity.ERROR and f.code != _WAITING
        }

    before = errors(root)
    with tempfile.TemporaryDirectory(prefix="zhidu-") as place:
        copy = Path(place).resolve() / "project"
        shutil.copytree(root / "policies", copy / "policies")
        (copy / "checklists").mkdir()
        for register in (root / "checklists").glob("*.yaml"):  # what schools sent is not at stake
            shutil.copy(register, copy / "checklists")
        for path, text in files.items():
            target = copy / path.resolve().relative_to(root.resolve())
            target.write_text(text, encoding="utf-8")
        after = errors(copy)
    return [finding for key, finding in after.items() if key not in before]


def _say(found: Known, made: Decided, files: Mapping[Path, str], *, dry_run: bool) -> None:
    if dry_run:
        click.echo("只是预演，没有写。")
    if files:
        count = sum(map(len, made.duties.values()))
        none = sum(not duties for duties in made.duties.values())
        click.echo(
            f"{'会写' if dry_run else '写了'} {len(made.duties)} 条：{count} 项职责，{none} 条没有职责。"
        )
        for clause, duties in made.duties.items():
            click.echo(f"  {clause}：" + ("；".join(d["quote"] for d in duties) or "没有职责"))
        click.echo("文件：" + "、".join(path.name for path in files))
    else:
        click.echo("没有要写的。")
    for line in made.supplied:
        click.echo(f"{line}。请核对。")
    if made.before:
        click.echo(f"以前定过的 {len(made.before)} 条没有动：{'、'.join(made.before)}。")
    for line in _complained(made):
        click.echo(line, err=True)
    left = _left(found, made)
    if left:
        click.echo(f"{found.id} 还有 {len(left)} 条没有读职责：{'、'.join(left)}。")
    elif not made.lost:
        click.echo(f"{found.id} 每一条都定了。运行 zhidu check 再看一遍。")


def _complained(made: Decided) -> Iterator[str]:
    """What is wrong in the table, and what is open, by its cells."""
    yield from (f"没有读 {fault.line}" for fault in made.lost)
    for clause, faults in made.faults.items():
        yield f"{clause} 没有写："
        same: dict[tuple[str, str], list[str]] = {}
        for fault in faults:
            same.setdefault((fault.message, fault.repair), []).append(fault.cell)
        for (message, repair), cells in same.items():
            yield f"  {Fault(cell='、'.join(cells), message=message, repair=repair).line}"
    yield from (f"{clause} 还没有定：{told}。" for clause, told in made.open.items())


def _left(found: Known, made: Decided) -> list[str]:
    """Clauses that nobody has decided yet; one with items is read by its items."""
    parents = {passage.parent for passage in found.reading.passages}
    return [
        passage.id
        for passage in found.reading.passages
        if passage.id not in found.decided
        and passage.id not in made.duties
        and (passage.id not in parents or passage.id in {*made.open, *made.faults})
    ]
