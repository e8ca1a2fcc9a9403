"""Websites: `zhidu build`, `deliver`, `pages`, `serve`, `demo`."""

from datetime import date
from pathlib import Path

import click

from zhidu.cli.chinese import Command
from zhidu.cli.options import (
    AS_OF,
    FOLDER,
    ROOT,
    SITE_DIR,
    checklists_option,
    options,
    output_option,
)
from zhidu.cli.project import built, settled, sound, told_of_version


@click.command(cls=Command, help="生成网站。先在旁边建好，再整个换上；有错误就不换。草稿不会进去。")
@options(ROOT, AS_OF)
@SITE_DIR
@click.option(
    "--offline",
    is_flag=True,
    help="另外做一个离线包（zip），放在网站旁边：拷到优盘，解压，双击就能看。",
)
@click.option("--no-posters", is_flag=True, help="不印海报的 PDF，快一些；已经印好的照样附上。")
@click.option(
    "--drafts",
    is_flag=True,
    help="连草稿一起生成，供自己预览，放在 site.preview；每一页都有提示，不要发布。",
)
@checklists_option(
    "全县自查页照这个 checklists 文件夹来数（例如私有仓库里的）；默认是项目里的。只公布合计。"
)
def build(
    root: Path,
    as_of: date | None,
    site_dir: Path | None,
    checklists: Path | None,
    *,
    offline: bool,
    no_posters: bool,
    drafts: bool,
) -> int:
    """Check, then build the site aside, then swap it in."""
    from zhidu.reading.disk.ownership import MANIFEST  # noqa: PLC0415
    from zhidu.site.build import build as run  # noqa: PLC0415
    from zhidu.site.offline import START  # noqa: PLC0415

    told_of_version(root)
    settled(root)
    site_dir = site_dir or root / ("site.preview" if drafts else "site")
    outcome = run(
        root,
        site_dir,
        as_of,
        offline=offline,
        posters=not no_posters,
        drafts=drafts,
        checklists=checklists,
    )
    site = built(outcome, "网站没有生成，原来的网站没有动。")
    click.echo(f"网站在 {site}（{outcome.pages} 页，数据截至 {outcome.as_of}）")
    for line in outcome.news:
        click.echo(line)
    click.echo(f"清单 {MANIFEST} 的校验码：{outcome.digest}")
    if outcome.archive is not None:
        size = outcome.archive.stat().st_size / 1_000_000
        click.echo(f"离线包在 {outcome.archive}（{size:.1f} MB）：解压后双击 {START}。")
    click.echo(f"怎样看：双击 {site / 'index.html'}，在浏览器里打开；不用联网。")
    return 0


@click.command(
    cls=Command,
    help="把 zensical 或别的程序生成的网站文件夹补齐：安全策略、离线副本、安装到手机要的文件。",
)
@click.argument(
    "site", metavar="文件夹", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def deliver(site: Path) -> int:
    """Do to a folder of pages what a build does at its end."""
    from zhidu.site.delivery import deliver as run  # noqa: PLC0415
    from zhidu.site.delivery import must_be_ours  # noqa: PLC0415

    must_be_ours(site)
    faults = run(site)
    for fault in faults:
        click.echo(fault, err=True)
    return 1 if faults else 0


@click.command(
    cls=Command, help="只生成网页的源文件（docs/ 里的页面），供 mkdocs 或 zensical 使用。"
)
@options(ROOT, AS_OF)
def pages(root: Path, as_of: date | None) -> int:
    """Write the stubs that MkDocs and Zensical turn into pages."""
    from zhidu.county.publishing import county  # noqa: PLC0415
    from zhidu.judging.check import CHECKLISTS  # noqa: PLC0415
    from zhidu.reading.disk import locks  # noqa: PLC0415
    from zhidu.reading.settings import settings  # noqa: PLC0415
    from zhidu.site.stubs import Site, write  # noqa: PLC0415

    settled(root)
    checked = sound(root, as_of)
    known = settings(root)
    with locks.locked(root / locks.NAME, "写网页的源文件（zhidu pages）"):
        site = Site(
            url=known.url,
            name=known.name,
            county=county(checked.handbook, root / CHECKLISTS),
        )
        written = write(checked.handbook, known.docs, site)
    click.echo(
        f"{written.total} 个页面，改动了 {written.changed} 个，删除了 {written.removed} 个。"
    )
    return 0


@click.command(
    cls=Command,
    help="在本机打开网站，草稿也看得到；改了制度文件，浏览器里马上看到。按 Ctrl+C 结束。",
)
@options(ROOT, AS_OF)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, metavar="端口", help="端口，默认 8000。"
)
def serve(root: Path, as_of: date | None, port: int) -> int:
    """Serve the site on loopback and rebuild on every edit."""
    from zhidu.site.build import serve as run  # noqa: PLC0415

    told_of_version(root)
    settled(root)
    sound(root, as_of, drafts=True)
    return run(root, port, as_of)


@click.command(
    cls=Command,
    help="演示：十二所虚构的学校、两个学期，连同核查，生成一个有数据的网站和县情报告，"
    "放在自己的文件夹里，不与真实数据混在一起。",
)
@options(ROOT)
@output_option(FOLDER, "放在哪里，默认是项目里的 demo（git 不管它）。")
def demo(root: Path, output: Path | None) -> int:
    """Make the fictional county."""
    from zhidu.cli.demo import make  # noqa: PLC0415

    made = make(root, output or root / "demo")
    site = built(made.outcome, "演示没有做成。")
    click.echo(f"演示的网站在 {site}（{made.outcome.pages} 页），全县自查在 county/index.html")
    for path in made.reports:
        click.echo(f"县情报告：{path}")
    click.echo(f"虚构的自查表和核查表在 {made.project / 'checklists'}")
    return 0
