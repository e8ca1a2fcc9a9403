"""What `zhidu release --dry-run` says."""

from collections import Counter
from datetime import date
from pathlib import Path

import click

from zhidu.cli.project import built
from zhidu.site.release import rehearse

_MOST = 60  # addresses of a kind that are listed


def rehearsed(root: Path, issuance: str | None, site: Path, as_of: date | None) -> int:
    """Tell what a release would change on the public site."""
    released, found = rehearse(root, issuance, site, as_of)
    outcome = released.outcome
    if outcome is None:
        raise click.UsageError(released.message)
    built(outcome, "发布不了：照上面的改。")
    click.echo(
        f"试了一遍，什么也没有改。发布以后，网站数据截至 {outcome.as_of}，共 {outcome.pages} 页："
    )
    for name, pages in (
        ("新的网页", found.new),
        ("文字会变的网页", found.changed),
        ("不再有的网页", found.gone),
    ):
        click.echo(f"{name} {len(pages)} 个{'：' if pages else ''}")
        for page in pages[:_MOST]:
            click.echo(f"  {page}")
        if len(pages) > _MOST:
            click.echo(f"  ……还有 {len(pages) - _MOST} 个")
    kinds = Counter(Path(name).suffix.removeprefix(".") or name for name in found.files)
    if kinds:
        told = "、".join(f"{kind} {count} 个" for kind, count in sorted(kinds.items()))
        click.echo(f"随之更新的文件（公文、海报、数据）：{told}")
    for day in released.waits:
        click.echo(f"还有条文从 {day} 起施行，到那天再运行 zhidu build --as-of {day}。")
    return 0
