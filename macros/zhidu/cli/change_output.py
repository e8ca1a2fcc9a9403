"""What changed, told in a terminal or as JSON: for `zhidu diff` and `zhidu impact`."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from zhidu.assessment.filed import Asked
from zhidu.assessment.instrument import Item
from zhidu.handbook.book import Handbook, called
from zhidu.handbook.changes import ClauseChange, PolicyChange
from zhidu.handbook.duty_facts import DutyChange
from zhidu.handbook.impact import Impact, Touched
from zhidu.handbook.redline import shown
from zhidu.views.names import Link
from zhidu.views.on_paper.change_notice import Section
from zhidu.views.on_screen.revisions import (
    WHAT,
    FactRow,
    ImpactPage,
    PolicyRedline,
    TouchedRow,
    calendars,
    impact_page,
    own_counts,
    policy_redline,
    touched_words,
)
from zhidu.views.pieces import chinese_date


def diff_text(handbook: Handbook, changes: Iterable[PolicyChange]) -> str:
    """Redlines for a terminal: [-what went-]{+what came+}."""
    return "\n".join(_redline(policy_redline(handbook, change)) for change in changes)


def _redline(page: PolicyRedline) -> str:
    span = " → ".join(link.text for link in (page.old, page.new) if link)
    lines = [f"{page.name}（{page.state}：{span}）"]
    if page.reason:
        lines.append(f"  理由：{page.reason}")
    lines += [f"  {name}：{old} → {new}" for name, old, new in page.head]
    for row in page.rows:
        marks = [*row.kinds, *([] if row.into else ["实质" if row.substantive else "非实质"])]
        notes = [f"原{row.was}"] if row.was else []
        notes += [f"来自{'、'.join(o.text for o in row.origins)}"] if row.origins else []
        notes += [f"并入或移到{'、'.join(o.text for o in row.into)}"] if row.into else []
        notes += [f"{row.effective}起施行"] if row.effective else []
        lines.append("")
        lines.append(
            f"  {row.heading.text} {row.id}　{' '.join(marks)}　{'，'.join(notes)}".rstrip("　")
        )
        if row.runs:
            lines.append(f"    {shown(row.runs)}")
        lines += [f"    {_fact(fact)}" for fact in row.facts]
        lines += [f"    理由：{reason}" for reason in row.reasons]
        lines += [f"    建议：{line}" for line in row.suggestions]
    if page.renumbered:
        pairs = "，".join(f"原{old}改为{new}" for old, new in page.renumbered)
        lines += ["", f"  只改了条号：{pairs}"]
    if page.unchanged:
        lines += ["", f"  其余 {page.unchanged} 条没有变。"]
    return "\n".join(lines) + "\n"


def _fact(row: FactRow) -> str:
    return f"{row.name}：{row.old} → {row.new}"


def impact_text(handbook: Handbook, issuance: str) -> str:
    """Whom an issuance touches, for a terminal."""
    page = impact_page(handbook, issuance)
    state = "（草稿）" if page.draft else ""
    lines = [f"{page.date}{state}：{page.title}，{page.effective}起施行", ""]
    if page.empty:
        lines += ["只改了字句或次序，谁的职责都没有变。", ""]
    lines += [f"{p.name}　{p.state}{f'：{p.counts}' if p.counts else ''}" for p in page.policies]
    for role in page.roles:
        lines += ["", f"{role.role.text}：{role.counts}（{role.before} 项 → {role.after} 项）"]
        lines += [f"  {line}" for row in role.rows for line in _touched(row)]
    for name, rows in (("数量要求", page.thresholds), ("时间要求", page.periods)):
        if rows:
            lines += ["", f"{name}："]
            lines += [f"  {line}" for row in rows for line in _touched(row)]
    return "\n".join([*lines, "", *_rest(page)]) + "\n"


def asked_lines(handbook: Handbook, asked: Sequence[Asked]) -> Iterator[tuple[str, list[str]]]:
    """What each school has to answer again: the school with its counts, and a line for each item."""
    for each in asked:
        school = called(handbook.schools, each.filed.school)
        name = f"{school}（{called(handbook.school_terms, each.filed.term)}）"
        if not each.known:
            yield f"{name}：填的是哪一版自查表认不出来，各项都要重新确认", []
            continue
        counts = [
            f"{words} {len(items)} 项"
            for words, items in (("重新确认", each.due.confirm), ("新增", each.due.new))
            if items
        ]
        crossings = {crossing.item.id: crossing for crossing in each.way.crossings}
        lines = [
            f"重新确认　{item.cite}{_since(each, item)}　{shown(each.way.runs(crossings[item.id]))}".rstrip(
                "　"
            )
            for item in each.due.confirm
        ]
        lines += [f"新增　{item.cite}{_since(each, item)}　{item.brief}" for item in each.due.new]
        yield f"{name}：{'，'.join(counts)}", lines


def _since(each: Asked, item: Item) -> str:
    """From which day an item is asked, where that is later than its issuance."""
    citation = each.way.new.citations[item.clause]
    own = citation.effective > citation.notice.value.effective
    return f"（{chinese_date(citation.effective.isoformat())}起）" if own else ""


def asked_text(handbook: Handbook, asked: Sequence[Asked], submissions: int) -> str:
    """What schools that have submitted already have to answer again, for a terminal."""
    lines = ["", f"各校要重新确认的（看了 {submissions} 份自查表，每所学校只看最新的一份）："]
    for heading, items in asked_lines(handbook, asked):
        lines += [f"  {heading}", *(f"    {line}" for line in items)]
    if not asked:
        lines.append("  没有：各校的答案都照旧。")
    return "\n".join(lines) + "\n"


def asked_section(handbook: Handbook, asked: Sequence[Asked]) -> tuple[Section, ...]:
    """The same as a section of the change notice that the bureau keeps."""
    lines = tuple(
        f"{heading}。{'；'.join(line.rstrip('。') for line in items)}".rstrip("。") + "。"
        for heading, items in asked_lines(handbook, asked)
    )
    return (("各校自查表要重新确认的（内部使用，不公开）", lines),)


def _touched(row: TouchedRow) -> list[str]:
    since = f"（{row.effective}起）" if row.effective else ""
    lines = [f"{WHAT[row.what]}　{touched_words(row)}　{row.citation.text}{since}"]
    return [*lines, *(f"      {_fact(fact)}" for fact in row.facts)]


def _rest(page: ImpactPage) -> list[str]:
    rows = [
        ("新的记录", page.records_added),
        ("不再要求的记录", page.records_dropped),
        *_by_act("墙上的海报", page.reprints),
        ("职责牌要重印", page.cards),
        *_by_act("空表", page.forms),
        ("日历要重新下载", page.calendars),
    ]
    lines = [f"{head}：{'、'.join(link.text for link in links)}" for head, links in rows if links]
    lines.append(
        f"自查：新增 {len(page.items.added)} 项，取消 {len(page.items.dropped)} 项，"
        f"重新确认 {len(page.items.confirm)} 项，照旧 {len(page.items.kept)} 项"
    )
    return lines


def _by_act(what: str, links: Iterable[tuple[Link, str]]) -> list[tuple[str, tuple[Link, ...]]]:
    """*links* by what is to be done, in the order in which that comes first."""
    found: dict[str, tuple[Link, ...]] = {}
    for link, act in links:
        found[act] = (*found.get(act, ()), link)
    return [(f"{what}{act}", every) for act, every in found.items()]


def diff_json(changes: Iterable[PolicyChange]) -> str:
    """Redlines as data: applied to the old texts they give the new ones."""
    return _json([_policy(change) for change in changes])


def _policy(change: PolicyChange) -> dict[str, Any]:
    return {
        "policy": change.policy,
        "from": change.old.date if change.old else None,
        "to": change.new.date if change.new else None,
        "replaces": [edition.policy.policy for edition in change.replaced],
        "successors": list(change.successors),
        "reason": change.reason,
        "substantive": change.substantive,
        "head": [{"name": h.name, "old": h.old, "new": h.new} for h in change.head],
        "clauses": [_clause(clause) for clause in change.clauses],
    }


def _clause(change: ClauseChange) -> dict[str, Any]:
    return {
        "id": change.id,
        "kinds": [kind.value for kind in change.kinds],
        "substantive": change.substantive,
        "label": [c and c.clause.label for c in (change.old, change.new)],
        "parent": change.new.parent.id if change.new and change.new.parent else None,
        "there": change.new is not None,
        "from": [origin.clause.id for origin in change.origins],
        "into": [heir.clause.id for heir in change.into],
        "effective": change.effective.isoformat() if change.effective else None,
        "printed": [c and c.number for c in (change.old, change.new)],
        "redline": [[run.mark.value, run.text] for run in change.redline],
        "reasons": list(change.reasons),
        "suggestions": list(change.suggestions),
        "duties": [_duty(duty) for duty in change.duties],
    }


def _duty(change: DutyChange) -> dict[str, Any]:
    return {
        "old": change.old.duty.id if change.old else None,
        "new": change.new.duty.id if change.new else None,
        "facts": [fact.value for fact in change.facts],
    }


def impact_json(
    impact: Impact, asked: Sequence[Asked] = (), prints: Sequence[dict[str, Any]] = ()
) -> str:
    """Whom an issuance touches, what schools have to answer again, which *prints* are old, as data."""
    notice = impact.revision.notice.value
    own = own_counts(impact)
    return _json(
        {
            "issuance": notice.issuance.isoformat(),
            "effective": notice.effective.isoformat(),
            "draft": notice.draft,
            "empty": impact.empty,
            "policies": [_policy(change) for change in impact.revision.policies],
            "roles": [
                {
                    "role": role.role,
                    "before": own[role.role][0],
                    "after": own[role.role][1],
                    "gained": [_ids(touched) for touched in role.gained],
                    "changed": [_ids(touched) for touched in role.changed],
                    "lost": [_ids(touched) for touched in role.lost],
                }
                for role in impact.roles
            ],
            "records": {
                "added": list(impact.records_added),
                "dropped": list(impact.records_dropped),
                "touched": list(impact.records_touched),
            },
            "calendars": list(calendars(impact)),
            "posters": [
                {"policy": reprint.policy.policy, "needed": reprint.needed}
                for reprint in impact.reprints
            ],
            "hung": [change.policy for change in impact.hung],
            "renamed": [
                {"role": one.role, "old": one.old, "new": one.new} for one in impact.renamed
            ],
            "items": {
                "added": list(impact.items.added),
                "dropped": list(impact.items.dropped),
                "confirm": [list(pair) for pair in impact.items.confirm],
                "kept": [list(pair) for pair in impact.items.kept],
            },
            "submissions": [
                {
                    "school": each.filed.school,
                    "term": each.filed.term,
                    "known": each.known,
                    "confirm": [item.id for item in each.due.confirm],
                    "new": [item.id for item in each.due.new],
                }
                for each in asked
            ],
            "prints": list(prints),
        }
    )


def _ids(touched: Touched) -> dict[str, Any]:
    return {**_duty(touched.duty), "clause": touched.clause.id}


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
