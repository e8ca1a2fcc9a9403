"""What `zhidu poster` does with its options: resolve, print, tell."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from zhidu.cli.project import sound
from zhidu.handbook.book import Handbook
from zhidu.posters import batch, print_log, request
from zhidu.posters.batch import MANY, Done
from zhidu.posters.request import Piece, Request
from zhidu.reading.disk import locks, ownership

FAILED = 1


def poster(
    root: Path,
    as_of: date | None,
    *,
    output: Path | None,
    workers: int | None,
    copies: int,
    form: str,
    **wanted: Any,
) -> int:
    """Print what is *wanted*; the exit status: 1 where some sheet could not be printed."""
    handbook = sound(root, as_of).handbook
    try:
        site = request.site_address(root, wanted.pop("site"))
        asked = Request(**wanted, site=site)
        found = request.pieces(handbook, asked)
        single = output is not None and output.suffix.lower() == ".pdf"
        if single and len(found) > 1:
            raise click.UsageError(f"要印 {len(found)} 张，-o 请写文件夹，不要写 .pdf 文件。")
        if output and not single and output.suffix[1:].isalpha() and not output.is_dir():
            raise click.UsageError(
                f"海报印成 PDF，不能印成 {output.suffix} 文件。-o 请写 .pdf 文件，或者文件夹。"
            )
        if not site:
            click.echo(
                "提醒：没有网址（mkdocs.yml 的 site_url 或 --site-url），海报上不印二维码。",
                err=True,
            )
        if single and output is not None:
            return _one(found[0], output, form)
        folder = output or Path("posters")
        real = ownership.output_folder(root, folder)
        count = workers or min(os.cpu_count() or 1, 8)
        ownership.look(folder / print_log.FILE, ours=print_log.is_register)
        if asked.room:
            from zhidu.posters import orders  # noqa: PLC0415

            orders.must_be_free(folder, request.room(handbook, asked.room))
        with locks.locked(real / locks.NAME, "往这个文件夹印海报（zhidu poster）"):
            with _progress(len(found)) as told:
                jobs = [piece.job for piece in found]
                outcomes = batch.run(jobs, folder, workers=count, told=told)
            made = [done.name for done in outcomes if not done.problem]
            print_log.note(handbook, found, made, folder, asked.room)
            if asked.room and len(made) < len(found):
                click.echo("有海报没有印成，这一次没有写订单。", err=True)
            elif asked.room:
                _order(handbook, asked, found, folder, copies)
    except KeyboardInterrupt:
        click.echo("\n印好的都留着，再运行一次同样的命令就接着印。", err=True)
        raise
    return _tell(found, outcomes, folder, form)


def _one(piece: Piece, output: Path, form: str) -> int:
    from zhidu.posters.press import Press  # noqa: PLC0415  loads the typesetter

    ownership.look(output)
    pdf, fit = Press().pdf(piece.job.sheet)
    ownership.put(output, pdf)
    done = Done(output.name, fit.size, fit.left_out, fresh=True)
    return _tell([piece], [done], output.parent, form)


def _order(
    handbook: Handbook, asked: Request, found: Sequence[Piece], folder: Path, copies: int
) -> None:
    from zhidu.posters import orders  # noqa: PLC0415

    place = request.room(handbook, asked.room)
    rows = orders.order(found, folder, place, copies)
    day = handbook.as_of.isoformat()
    bleed = found[0].job.sheet.data["bleed"]
    orders.write(rows, folder, place, school=asked.school, day=day, bleed=bleed)
    for row in rows:
        click.echo(f"{row.state}：{row.title}，{row.size}，{row.copies} 张", err=True)
    pdf, table = orders.names(place)
    click.echo(f"订单在 {folder / pdf}（表格 {table}）", err=True)


def _tell(found: Sequence[Piece], outcomes: Sequence[Done], folder: Path, form: str) -> int:
    failed = [done for done in outcomes if done.problem]
    if form == "json":
        rows = [
            {
                "file": str(folder / done.name),
                "title": piece.title,
                "size": piece.size.name,
                "hash": piece.text_hash,
                "type_pt": done.size,
                "distance_m": done.reading.ease,
                "warning": _warning(piece, done),
                "fresh": done.fresh,
                "problem": done.problem,
            }
            for piece, done in zip(found, outcomes, strict=True)
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return FAILED if failed else 0
    shown = list(zip(found, outcomes, strict=True))
    for piece, done in shown if len(shown) <= MANY else ():
        if not done.problem:
            click.echo(f"{folder / done.name}　{_said(piece, done)}")
    for done in failed:
        click.echo(f"{done.name}：{done.problem}", err=True)
    fresh = sum(done.fresh for done in outcomes)
    if len(outcomes) > 1:
        click.echo(
            f"{folder} 里有 {len(outcomes) - len(failed)} 个文件，新印 {fresh} 个，"
            f"原来就有 {len(outcomes) - len(failed) - fresh} 个。"
        )
        small = sum(bool(_warning(piece, done)) for piece, done in shown)
        if small and len(shown) > MANY:
            click.echo(f"提醒：{small} 个文件字偏小，挂在墙上看不清；请换大一号的尺寸。", err=True)
    return FAILED if failed else 0


def _said(piece: Piece, done: Done) -> str:
    reading = done.reading
    said = f"{piece.size.said}，正文 {done.size:g} 磅，建议 {reading.ease:g} 米以内看"
    if done.left_out:
        said += f"，有 {done.left_out} 项没有印下"
    warning = _warning(piece, done)
    return said + (f"。提醒：{warning}" if warning else "")


def _warning(piece: Piece, done: Done) -> str:
    return "" if done.problem else done.reading.advice(piece.distance)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[Done], None]]:
    """A bar on a terminal, where there is enough to wait for; elsewhere nothing."""
    if total < MANY or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415  only for long work
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("印制", total=total)
        yield lambda _: bar.advance(task)
