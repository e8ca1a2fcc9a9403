"""The draft of a bulletin (通报): what the overview says, in the sentences and the layout of an official document."""

from collections import Counter
from collections.abc import Iterator

from zhidu.county.ledger import State
from zhidu.county.overview import Overview
from zhidu.reading.text.numerals import ordinal
from zhidu.views.on_paper.official_document import OfficialDocument, Paragraph, Part

LISTED = 5
FAR = 5.0  # points of difference that are worth a word
TO_WRITE = "（由拟稿人填写：下一步工作要求。）"


def bulletin(overview: Overview) -> OfficialDocument:
    """The draft for *overview*."""
    heading = (f"关于{overview.term.name}", "制度自查和核查情况的通报（草稿）")
    day = overview.as_of
    return OfficialDocument(
        title="".join(heading),
        issuer=overview.issuer,
        date=day,
        corrected=False,
        paragraphs=(
            Paragraph(part=Part.TITLE, lines=heading),
            Paragraph(part=Part.RECIPIENTS, lines=(overview.addressees,)),
            *_body(overview),
            Paragraph(part=Part.ISSUER, lines=(overview.issuer,)),
            Paragraph(part=Part.ISSUE_DATE, lines=(f"{day.year}年{day.month}月{day.day}日",)),
        ),
    )


def _body(overview: Overview) -> Iterator[Paragraph]:
    yield _plain(
        f"现将{overview.term.name}各学校对照现行制度自查、教育局核查和整改的情况通报如下。"
        f"数据截至{overview.as_of.year}年{overview.as_of.month}月{overview.as_of.day}日。"
    )
    sections = (
        ("自查情况", _submitted(overview)),
        ("问题比较集中的条款", _worst(overview)),
        ("核查情况", _inspected(overview)),
        ("整改情况", _ledger(overview)),
        ("需要教育局协助的问题", _wanted(overview)),
        ("对制度的改进建议", _suggestions(overview)),
        ("下一步要求", iter([TO_WRITE])),
    )
    for number, (heading, texts) in enumerate(sections, 1):
        yield Paragraph(part=Part.CLAUSE, number=f"{ordinal(number)}、", lines=(heading,))
        for text in texts:
            yield _plain(text)


def _plain(text: str) -> Paragraph:
    return Paragraph(part=Part.BODY, lines=(text,))


def _submitted(overview: Overview) -> Iterator[str]:
    count = len(overview.submitted)
    text = f"全县应报 {len(overview.schools)} 所，已报 {count} 所。"
    if overview.missing:
        text += f"未报的有：{'、'.join(row.name for row in overview.missing)}。"
    if overview.mean is not None:
        text += f"已报学校的自评平均分为 {overview.mean:g} 分。"
    yield text
    if overview.unsound:
        yield f"另有 {len(overview.unsound)} 份自查表或核查表有错误，退回修改，没有计入。"


def _worst(overview: Overview) -> Iterator[str]:
    rows = overview.worst[:LISTED]
    if not rows:
        yield "各校没有报告未达标或部分达标的条款。"
    for row in rows:
        points = row.item.checkpoints
        more = f"等 {len(points)} 点" if len(points) > 1 else ""
        yield f"{row.item.cite}（{points[0].summary}{more}）：{row.wrong} 所学校没有完全达标。"


def _inspected(overview: Overview) -> Iterator[str]:
    rows = overview.checked
    if not rows:
        yield "本学期还没有核查。没有核查不等于没有问题，各校得分以自评为准，注明“未复核”。"
        return
    looked = sum(row.difference.checked for row in rows if row.difference)
    gaps = len(overview.gaps)
    yield (
        f"抽查了 {len(rows)} 所学校的 {looked} 项结论，其中 {looked - gaps} 项与自评一致，{gaps} 项不一致。"
    )
    far = [
        f"{row.name}（自评 {row.difference.claimed:g}，核查 {row.difference.verified:g}）"
        for row in rows
        if row.difference and row.difference.points is not None and abs(row.difference.points) > FAR
    ]
    if far:
        yield f"核查过的条款，自评与核查相差 {FAR:g} 分以上的有：{'、'.join(far)}。"


def _ledger(overview: Overview) -> Iterator[str]:
    counts = "，".join(f"{name} {count} 个" for name, count in overview.counts)
    yield f"整改台账共有问题 {len(overview.ledger)} 个：{counts}。"
    late = Counter(row.school for row in overview.overdue)
    if late:
        listed = "、".join(
            f"{row.name} {late[row.name]} 个" for row in overview.schools if row.name in late
        )
        yield f"逾期没有完成的：{listed}。请逐项说明原因，重新确定期限。"
    if reported := len(overview.of_state(State.REPORTED)):
        yield f"学校报告已经改好、等待教育局核实销号的 {reported} 个。"


def _wanted(overview: Overview) -> Iterator[str]:
    rows = overview.wanted
    if not rows:
        yield "各校没有提出。"
    for row in rows[: 2 * LISTED]:
        yield f"{row.school}，{row.cite}：{row.plan.measure if row.plan else ''}。"
    if len(rows) > 2 * LISTED:
        yield f"共 {len(rows)} 个，其余见整改台账。"


def _suggestions(overview: Overview) -> Iterator[str]:
    if not overview.suggestions:
        yield "各校没有提出。"
        return
    count = sum(len(row.texts) for row in overview.suggestions)
    yield f"各校对 {len(overview.suggestions)} 个条款提出 {count} 条建议，教育局将逐条研究。主要有："
    ranked = sorted(overview.suggestions, key=lambda row: -len(row.texts))
    for row in ranked[:LISTED]:
        texts = "；".join(dict.fromkeys(text for _, text in row.texts))
        yield f"{row.item.cite}：{texts}。"
