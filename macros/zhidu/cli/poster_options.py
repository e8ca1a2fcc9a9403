"""The options of `zhidu poster`. Imports nothing that is slow: every command loads this."""

from pathlib import Path

import click

from zhidu.cli.options import EITHER, FORM, output_option

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

POSTER_OPTIONS = (
    click.option("--all", "everything", is_flag=True, help="全部制度。"),
    click.option("--cards", "all_cards", is_flag=True, help="全部岗位的职责牌。"),
    click.option(
        "--room",
        default="",
        metavar="场所",
        help="一个场所该挂的一套，附订单，例如 computer-room。",
    ),
    click.option(
        "--size",
        "sizes",
        multiple=True,
        metavar="尺寸",
        help="A4、A3、A2、A1、400x600、600x900 或任意 宽x高（毫米），可写多个；pocket 是口袋卡。",
    ),
    click.option("--landscape", is_flag=True, help="横幅，正文分两栏。"),
    click.option("--theme", default="", metavar="样式", help="样式；默认按制度的种类选。"),
    click.option("--bleed", default="0", metavar="出血", help="出血，例如 3mm；默认不留。"),
    click.option("--school", default="", metavar="校名", help="印在标题上方的学校名称。"),
    click.option("--schools", type=_FILE, metavar="文件", help="给名单里的每所学校各印一套。"),
    click.option("--emblem", type=_FILE, metavar="文件", help="校徽，SVG 或 PNG。"),
    click.option("--original", is_flag=True, help="印原文，不印改正了错字的文本。"),
    click.option(
        "--site-url", "site", default="", metavar="网址", help="网站的网址，默认取 mkdocs.yml。"
    ),
    click.option(
        "--copies", type=click.IntRange(1, 999), default=1, metavar="张数", help="订单上每种几张。"
    ),
    click.option(
        "--jobs", "workers", type=click.IntRange(1, 64), metavar="个数", help="同时用几个进程。"
    ),
    output_option(EITHER, "只印一张时是文件名，否则是文件夹；默认 posters。", metavar="位置"),
    FORM,
)
