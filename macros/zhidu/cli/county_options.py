"""`zhidu checklist report` and `sample`: their options. What they do is imported when they run."""

import click

from zhidu.cli.options import (
    DAY,
    FOLDER,
    FORM,
    ROOT,
    checklists_option,
    command,
    form_option,
    output_option,
)

CHECKLISTS = checklists_option(
    "自查表放在别处时，写那个 checklists 文件夹，例如 ../private/checklists；默认是项目里的。"
)
TERM = click.option(
    "--term", required=True, metavar="学期", help="terms.yaml 里的编号，例如 2026-2027-1。"
)


report = command(
    "report",
    "county_results:report",
    ROOT,
    CHECKLISTS,
    TERM,
    output_option(FOLDER, "写到哪里，默认是项目里的 private/学期。"),
    click.option(
        "--as-of",
        type=DAY,
        metavar="日期",
        help="按哪一天算逾期，例如 2027-01-20；默认今天。",
    ),
    help="县情报告：学校和条款的矩阵、整改台账、核查分差、改进建议（网页和 Excel），和一份通报草稿（Word）。"
    "只给教育局，写到 git 不管的文件夹；不肯写进网站。",
)
publish = command(
    "publish",
    "county_results:publish",
    ROOT,
    CHECKLISTS,
    TERM,
    click.option("--dry-run", is_flag=True, help="只看会公布什么，不写。"),
    help="公布一个学期的全县自查结果：只有合计，写在哪一段里，公布以后不变；再有五所以上的学校交表，才能再公布。"
    "各校交齐、学期过完的，zhidu build 会自动公布，一次公布得准；这个命令用来提前公布。",
)
sample = command(
    "sample",
    "county_results:sample",
    ROOT,
    CHECKLISTS,
    TERM,
    click.option(
        "--count", type=click.IntRange(1), default=3, metavar="所数", help="抽几所学校，默认 3 所。"
    ),
    click.option(
        "--items",
        type=click.IntRange(1),
        default=10,
        metavar="项数",
        help="每所抽几项，默认 10 项。",
    ),
    click.option(
        "--write",
        is_flag=True,
        help="写出核查表的底稿（checklists/reviews/学期/学校.yaml），结论留着待填；已有的不动。",
    ),
    FORM,
    help="抽查：用全部回执号作种子抽签，抽出要核查的学校和条款。谁来抽都一样，少一份多一份就不同。",
)
export = command(
    "export",
    "county_results:export",
    ROOT,
    CHECKLISTS,
    click.option("--term", metavar="学期", help="只要这个学期；不写就是全部学期。"),
    click.option("--school", metavar="学校", help="只要这所学校：编号或名称；不写就是全部学校。"),
    form_option(("csv", "parquet", "oscal"), "csv（附 Data Package）、parquet、oscal；默认 csv。"),
    output_option(FOLDER, "写到哪个文件夹。", required=True),
    help="把各校的自查导出来，给别的程序用。csv、parquet 是整齐的表：一所学校、一个学期、一项一行，学校写的话不在里面；"
    "parquet 一个学期一个文件，给省里汇总。oscal 是 OSCAL 1.2.1：目录，和每所学校的配置（定的周期）、自查结果、整改计划，"
    "学校写的问题和措施在里面。都写着学校，只给教育局，写到 git 不管的文件夹；不肯写进网站。"
    "例如 zhidu checklist export -o private/数据。",
)
