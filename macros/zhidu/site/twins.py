"""Every policy and role once more as plain text in Markdown, and `llms.txt`, which lists them: for knowledge bases and assistants.

They are made from the data, not from pages. Words of a text stand alone in their paragraph, as they were published; what
editors say stands in lists. A site says at its head which edition it has before it and whether that one is in force.
"""

import json
from collections.abc import Iterator
from datetime import date

from zhidu.handbook.book import Citation, Edition, Handbook
from zhidu.handbook.printed_form import (
    before_text,
    headings_above,
    is_section,
    parts_before,
    title_of,
)
from zhidu.reading.model import Clause, Duty, Numbering
from zhidu.site.tables import PACKAGE, TABLES
from zhidu.views.names import (
    actors,
    clause_heading,
    edition_href,
    record_link,
    threshold_words,
    time_words,
)
from zhidu.views.on_screen.in_force import currency
from zhidu.views.on_screen.roles import Section, role_page
from zhidu.views.unread import unread, unread_words

NAME = "index.html.md"
"""What the plain text of a page is called, beside it: its address with this behind it."""

WAITING = ".txt"
"""What a name ends in until the site is built: a program that makes pages would make one of every `.md`."""

INDEX = "llms.txt"
INDEX_WAITING = f"data/{INDEX}"
"""Where the list waits: it belongs at the root of the site, where only pages written by hand lie until then."""

_FORCE = {
    "current": "现行有效",
    "past": "已由新版取代",
    "upcoming": "尚未施行",
    "ended": "已经废止",
    "draft": "草稿，没有印发",
}
_MADE = "原文逐字照录；列表里的文字是编者的话，不是原文，没有规范效力。条文以印发的文件为准。"


def files(handbook: Handbook, name: str = "") -> Iterator[tuple[str, str]]:
    """Every plain text, one at a time: its path on the site, with `WAITING` behind it, and its content.

    *name* is what the site is called.
    """
    yield INDEX_WAITING, index(handbook, name)
    for policy, editions in handbook.known_editions.items():
        shown = handbook.current.get(policy) or editions[-1]
        yield f"policies/{policy}/{NAME}{WAITING}", policy_text(handbook, shown)
        for edition in editions:
            yield f"{edition_href(edition)}{NAME}{WAITING}", policy_text(handbook, edition)
    for role in handbook.roles or {}:
        if role in handbook.ever_bound:
            yield f"roles/{role}/{NAME}{WAITING}", role_text(handbook, role)


def _head(**facts: str | bool | date | list[str] | None) -> list[str]:
    """Front matter: JSON's words are YAML's, too, and no text can end a line or a key."""
    lines = [
        f"{key}: {json.dumps(str(value) if isinstance(value, date) else value, ensure_ascii=False)}"
        for key, value in facts.items()
        if value is not None
    ]
    return ["---", *lines, "---", ""]


def policy_text(handbook: Handbook, edition: Edition) -> str:
    """An edition of a policy."""
    policy, notice = edition.policy, edition.notice.value
    stands = currency(handbook, edition)
    lines = _head(
        id=policy.policy,
        label=policy.label,
        title=policy.title,
        kind=policy.kind.label,
        status=policy.status.label,
        edition=edition.date,
        in_force=stands.kind == "current",
        effective=edition.effective,
        issuer=notice.issuers,
        notice=notice.title,
        published=notice.published,
        as_of=handbook.as_of,
        page=f"policies/{policy.policy}/",
    )
    lines += [f"# {policy.label} {policy.title}{policy.status.suffix}", ""]
    lines += [f"**{_FORCE[stands.kind]}**：{edition.date} 印发的一版。{stands.words}{_MADE}", ""]
    opened = parts_before(policy)
    headings = headings_above(policy)
    for citation in edition.citations.values():
        for part in opened.get(citation.clause.id, ()):
            lines += [f"{'###' if is_section(part) else '##'} {title_of(part)}", ""]
        root = citation.above[0] if citation.above else citation.clause
        level = "#" * min(2 + len(citation.above) + headings[root.id], 6)
        lines += [f"{level} {clause_heading(citation)} `{citation.clause.id}`", ""]
        if citation.effective > handbook.as_of:
            lines += [f"**尚未施行**：自 {citation.effective} 起施行。", ""]
        lines += [_text(citation), "", *_table(citation.clause), *_remarks(handbook, citation)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _text(citation: Citation) -> str:
    """The text by its paragraphs, after a number that the heading does not say."""
    plain = citation.edition and citation.edition.policy.numbering is Numbering.HAN
    number = "" if plain and not citation.clause.printed else before_text(citation.number)
    return number + citation.clause.text.replace("\n", "\n\n")


def _table(clause: Clause) -> list[str]:
    if not clause.table:
        return []
    head, *rows = (f"| {' | '.join(row)} |" for row in clause.table)
    return [head, "|" + " --- |" * len(clause.table[0]), *rows, ""]


def _remarks(handbook: Handbook, citation: Citation) -> list[str]:
    """What editors say of a clause."""
    lines = []
    for erratum in citation.clause.errata:
        reads = f"应为“{erratum.reading}”" if erratum.reading else "应是什么说不准"
        note = f"（{erratum.note}）" if erratum.note else ""
        lines.append(f"- 勘误（{erratum.certainty.label}）：“{erratum.quote}”{reads}{note}。")
    lines += [f"- {note.kind.label}：{note.text}" for note in citation.clause.notes]
    lines += [_duty(handbook, citation, duty) for duty in citation.clause.duties]
    return [*lines, ""] if lines else []


def _duty(handbook: Handbook, citation: Citation, duty: Duty) -> str:
    roles = handbook.roles or {}
    who = [f"{roles[each.role].name}{each.as_.label}" for each in actors(duty)]
    facts = [duty.modality.label, *who]
    if duty.when:
        facts.append(f"时间：{time_words(duty.when, citation.clause)}")
    if duty.threshold:
        facts.append(f"数量：{threshold_words(handbook, duty.threshold)}")
    facts += [f"记录：{record_link(handbook, record).text}" for record in duty.records]
    return f"- 职责 `{duty.id}`：{duty.summary}（{'；'.join(facts)}）"


def role_text(handbook: Handbook, role: str) -> str:
    """What binds a role, sorted as on its page, and the clauses that it rests on, word for word."""
    page = role_page(handbook, role)
    listed = {item.id for section in page.sections for item in section.duties}
    found = [
        citation
        for citation in handbook.citations.values()
        if any(
            duty.id in listed or any(each.role == role for each in duty.roles)
            for duty in citation.clause.duties
        )
    ]
    editions = [c.edition for c in found if c.edition]
    lines = _head(
        id=role,
        name=page.role.name,
        kind=page.role.kind.label,
        in_force=bool(page.sections),
        editions=list(dict.fromkeys(f"{each.policy.policy} {each.date}" for each in editions)),
        as_of=handbook.as_of,
        page=f"roles/{role}/",
    )
    lines += [f"# {page.role.name}的职责", ""]
    words = "现行有效" if page.sections else "现行制度里没有写到它"
    lines += [f"**{words}**：数据截至 {handbook.as_of}。{_MADE}", ""]
    if waits := unread_words(handbook):
        lines += [
            f"{waits}：{'、'.join(c.href for t in unread(handbook) for c in t.clauses)}。",
            "",
        ]
    for section in page.sections:
        lines += [f"## {section.name}", "", *_lines(section), ""]
    if found:
        lines += ["## 依据的条款", ""]
    for citation in found:
        place = (
            f"{citation.edition.policy.label} {citation.edition.policy.title}"
            if citation.edition
            else "通知"
        )
        lines += [f"### {place} {clause_heading(citation)} `{citation.clause.id}`", ""]
        lines += [citation.clause.text, ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _lines(section: Section) -> Iterator[str]:
    for item in section.duties:
        facts = [item.modality, item.capacity, item.time, item.threshold, item.deadline]
        said = "；".join(fact for fact in facts if fact)
        yield f"- `{item.id}`：{item.summary}（{said}）——{item.citation.text}：“{item.quote}”"
    for entry in section.entries:
        value = f"：{entry.value}" if entry.value else ""
        yield f"- {entry.text}{value}——{'、'.join(link.text for link in entry.citations)}"


def index(handbook: Handbook, name: str = "") -> str:
    """`llms.txt`: what there is as plain text, with edition and whether it is in force."""
    title = name or (handbook.notices[-1].value.title if handbook.notices else "制度")
    lines = [f"# {title}", "", f"> 数据截至 {handbook.as_of}。{_MADE}", ""]
    lines += [
        "引用时写明条款编号（例如附件几第几条）和版本日期；标明不是现行有效的，不要当作现行要求。",
        "",
    ]
    groups: dict[str, list[str]] = {}
    for policy, editions in handbook.known_editions.items():
        shown = handbook.current.get(policy) or editions[-1]
        kind = currency(handbook, shown).kind
        called = f"{shown.policy.label} {shown.policy.title}{shown.policy.status.suffix}"
        line = f"- [{called}](policies/{policy}/{NAME}): {policy}，{shown.date} 版，{_FORCE[kind]}"
        groups.setdefault("制度" if kind == "current" else "不是现行有效的制度", []).append(line)
    for group in sorted(groups, key=lambda words: words != "制度"):
        lines += [f"## {group}", "", *groups[group], ""]
    roles = [
        f"- [{role.name}的职责](roles/{role.id}/{NAME}): {role.id}，"
        f"{len(handbook.duties_of.get(role.id, ()))} 项"
        for role in (handbook.roles or {}).values()
        if role.id in handbook.ever_bound
    ]
    if roles:
        lines += ["## 岗位", "", *roles, ""]
    lines += [
        "## 数据",
        "",
        "- [handbook.json](api/v1/handbook.json): 全部制度、条款、职责",
        "- [versions.json](api/v1/versions.json): 每项制度的版本和是否现行",
        f"- [{PACKAGE}]({TABLES}{PACKAGE}): 同样的内容，CSV 表格",
        "",
    ]
    return "\n".join(lines)
