"""The plan of an import: the files of a draft issuance, what was carried over, what was lost, and writing them."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from zhidu.drafting import alignment
from zhidu.drafting.alignment import Aligned
from zhidu.drafting.canonical import text_of
from zhidu.drafting.draft_notes import Notes
from zhidu.drafting.formats import read
from zhidu.drafting.shapes import plain
from zhidu.drafting.structure import (
    Announcement,
    Attachment,
    Manuscript,
    at_once,
    named_day,
    texts,
    understood,
)
from zhidu.handbook.book import Handbook, number
from zhidu.reading.disk import ownership
from zhidu.reading.findings import Finding, Severity, visible, whole
from zhidu.reading.model import PLACEHOLDER, Numbering, PolicyKind, Status

MARKS = ((",", "，"), (";", "；"), (":", "："), ("(", "（"), (")", "）"))
"""Half-width marks that web pages put in the place of full-width ones."""

_LONGEST_TITLES = 80  # characters of the titles of policies in the title of a notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import would write: file name → text; and what the clerk should know."""

    day: date
    files: Mapping[str, str]
    aligned: tuple[Aligned, ...]
    findings: tuple[Finding, ...]
    notice: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the clerk has said: policies in force that are revised; whether what is in doubt is new; (policy, issuance) of drafts."""

    revised: tuple[str, ...] = ()
    new: bool = False
    drafted: frozenset[tuple[str, str]] = frozenset()


def plan(
    draft: Path, handbook: Handbook, day: date | None, choice: Choice | None = None
) -> tuple[Plan | None, tuple[Finding, ...]]:
    """The issuance that *draft* makes, aligned with *handbook*; none, with the reasons, where it cannot be read."""
    choice = choice or Choice()
    text, findings = read(draft)
    if text is None:
        return None, findings
    notes = Notes(str(draft))
    manuscript = understood(text.lines, notes.path, MARKS)
    notes.found += [*findings, *manuscript.findings]
    signed = (manuscript.notice or manuscript.signature).day
    if any(f.severity is Severity.ERROR for f in manuscript.findings):
        return None, tuple(notes.found)
    if day is None and signed is None:
        repair = "加上 --date，例如 --date 2026-09-01"
        notes.add("manuscript/no-date", "没有认出落款日期", repair, error=True)
        return None, tuple(notes.found)
    issued = day or signed or date.min
    before = _before(handbook, issued)
    matches = alignment.matched_policies(
        manuscript.attachments, before, choice.revised, new=choice.new
    )
    _ask(notes, matches, choice, before, issued)
    if any(f.severity is Severity.ERROR for f in notes.found):
        return None, tuple(notes.found)
    others = {policy for policy, issuance in choice.drafted if issuance != issued.isoformat()}
    results = _policies(matches, before, others, notes)
    notice = _notice(manuscript, before, results, issued, notes)
    files = {"notice.yaml": text_of("notice", notice)}
    for result in results:
        files[_file(result)] = text_of("policy", result.data, result.comments)
    return Plan(
        day=issued,
        files=files,
        aligned=tuple(results),
        findings=tuple(notes.found),
        notice=manuscript.notice is not None,
    ), tuple(notes.found)


def _before(handbook: Handbook, day: date) -> Handbook:
    """What is in force when *day* comes; the issuance of that day itself only where there is nothing before it.

    So the same draft imported twice gives the same files.
    """
    folder = day.isoformat()
    earlier = tuple(d for d in handbook.documents if d.issuance != folder)
    found = replace(handbook, documents=earlier, as_of=day)
    return found if found.editions else replace(handbook, as_of=day)


def _ask(
    notes: Notes,
    matches: Sequence[alignment.Match],
    choice: Choice,
    handbook: Handbook,
    day: date,
) -> None:
    """What the clerk has to say before anything is written, and what is only said: nothing is revised for its title."""
    for unknown in choice.revised:
        if unknown not in handbook.current:
            told = f"没有编号为“{visible(unknown)}”的现行制度"
            repair = f"--as 后面写现行制度的编号：{'、'.join(handbook.current)}"
            notes.add("manuscript/which", told, repair, error=True)
    for match in matches:
        if match.edition is not None or match.like is None:
            continue
        policy, title = match.like.policy, f"《{whole(match.attachment.title)}》"
        if match.asked:
            notes.add(
                "manuscript/which",
                f"{title}：修订{policy.label}《{policy.title}》，还是新制度？条款大多不同",
                f"是修订，加 --as {policy.policy}；是新制度，加 --new",
                error=True,
            )
        elif not choice.new and _is_older(handbook, policy.policy, day):
            notes.add(
                "manuscript/new-policy",
                f"{title}与{policy.label}《{policy.title}》名称相近，条款不同，当作新制度",
                f"若是修订，加 --as {policy.policy} 再导入",
            )


def _is_older(handbook: Handbook, policy: str, day: date) -> bool:
    """Whether there is an edition that one of *day* could revise: what is issued with it is none."""
    return any(edition.date < day.isoformat() for edition in handbook.all_editions[policy])


def _policies(
    matches: Sequence[alignment.Match],
    handbook: Handbook,
    drafted: AbstractSet[str],
    notes: Notes,
) -> list[Aligned]:
    """The policies as data; *drafted* are ids that other drafts use."""
    known = [number(policy) for policy in {*handbook.all_editions, *drafted}]
    prefix, last = max(known, default=("a", 0))
    prefix = prefix or "a"
    results = []
    for place, match in enumerate(matches, 1):
        attachment, edition = match.attachment, match.edition
        if edition is None:
            last += 1
            identifier = f"{prefix}{last}"
        else:
            identifier = edition.policy.policy
        raw = edition.document.source.data if edition else {}
        label_ = attachment.label or ("附件" if len(matches) == 1 else f"附件{place}")
        if raw.get("label") and (not attachment.label or plain(label_) == plain(raw["label"])):
            label_ = raw["label"]
        result = alignment.aligned(
            attachment,
            identifier,
            edition,
            handbook.all_editions.get(identifier, ()),
            _head(attachment, identifier, label_, raw),
        )
        results.append(result)
        _tell(notes, result)
    return results


def _head(
    attachment: Attachment, identifier: str, label_: str, raw: Mapping[str, Any]
) -> dict[str, Any]:
    """Everything of a policy but its clauses, in the order of our files."""
    head: dict[str, Any] = {"policy": identifier, "label": label_}
    head["title"] = attachment.title
    if len(attachment.heading) > 1:
        head["heading"] = list(attachment.heading)
    head["kind"] = raw.get("kind") or next(
        (
            kind.value
            for kind in (PolicyKind.DUTIES, PolicyKind.CONDUCT)
            if attachment.title.endswith(kind.label)
        ),
        PolicyKind.REGULATION.value,
    )
    numbering = alignment.numbering_of(attachment.items)
    if numbering is not Numbering.HAN:
        head["numbering"] = numbering.value
    head["status"] = attachment.status.value
    head |= {key: raw[key] for key in ("addressee", "applies_to") if raw.get(key)}
    return head


def _tell(notes: Notes, result: Aligned) -> None:
    """What of the annotations did not come over, or came over changed."""
    for one in result.mended:
        told = f"职责 {one.duty} 原来摘引的“{whole(one.old)}”改了，照新条文改成了“{whole(one.new)}”"
        repair = "核对摘引、数字、时间和概述；要求取消了的，删去，在 dropped 里写明理由"
        notes.add("manuscript/mended-fact", told, repair)
    before = result.edition.policy.status if result.edition else None
    if before is not None and before.value != result.data["status"]:
        now = Status(result.data["status"]).label
        told = f"{result.policy} 现行的是{before.label}，照文稿的标题当作{now}"
        repair = "核对标题里的“（试行）”“（暂行）”；不是有意的，改 status"
        notes.add("manuscript/status", told, repair)
    for lost in result.lost:
        words = visible(lost.words)
        if lost.duty:
            notes.add(
                "manuscript/lost-fact",
                f"职责 {lost.what} 摘引的“{words}”不在新的 {lost.clause} 里",
                "职责写成了那一条上面的注释；还要求的，改好摘引，移到 duties 里；不要求了的，在 dropped 里写明理由",
            )
        else:
            told = f"{lost.clause} 的{lost.what}“{words}”不在新条文里，没有带过来"
            notes.add("manuscript/lost-note", told, "还需要就照新条文重写")
    for new, old in result.uncertain:
        told = f"新的 {new} 与没有了的 {old} 有些像，当作新的一条"
        notes.add("manuscript/uncertain", told, f"若是修改，把编号改回 {old}")


def _notice(
    manuscript: Manuscript,
    handbook: Handbook,
    results: Sequence[Aligned],
    day: date,
    notes: Notes,
) -> dict[str, Any]:
    """The notice as data. What the draft does not say is as it was last time, or a gap that no release lets pass."""
    notice = manuscript.notice
    said = notice or manuscript.signature
    last = handbook.notices[-1].value if handbook.notices else None
    titles = "、".join(f"《{result.data['title']}》" for result in results)
    title = "".join(said.heading) or (
        f"关于印发{titles if len(titles) <= _LONGEST_TITLES else '有关制度'}的通知"
    )
    issuer = said.issuer or (last.issuer if last and notice is None else f"{PLACEHOLDER}发文机关）")
    addressees = said.addressees or (
        last.addressees if last and notice is None else f"{PLACEHOLDER}主送机关）"
    )
    for what, value in (("发文机关", issuer), ("主送机关", addressees)):
        if PLACEHOLDER in value:
            told = f"文稿里没有认出{what}，空着"
            notes.add("manuscript/gap", told, "在 notice.yaml 里填上")
    paragraphs = said.paragraphs or (f"{PLACEHOLDER}通知正文：为什么印发，从什么时候起执行）",)
    effective, why = _effective(manuscript, day)
    return {
        "issuance": day.isoformat(),
        "draft": True,
        "title": title,
        **({"heading": list(said.heading)} if len(said.heading) > 1 else {}),
        **({"number": said.number} if said.number else {}),
        "issuer": issuer,
        **({"joint": list(said.joint)} if said.joint else {}),
        "effective": effective.isoformat(),
        "effective_note": why,
        "addressees": addressees,
        "punctuation": [
            {"published": published, "restored": restored}
            for published, restored in manuscript.restored
        ],
        "clauses": [
            {
                "id": f"n-{day.isoformat()}-{place}",
                "text": text,
                **({} if said.paragraphs else {"informative": True}),
            }
            for place, text in enumerate(paragraphs, 1)
        ],
        "attachments": _listed(said, manuscript.attachments, results, notes),
        "signoff": {
            "issuer": issuer,
            "date": said.signed
            or (f"{PLACEHOLDER}日期）" if notice else f"{day.year}年{day.month}月{day.day}日"),
        },
    }


def _effective(manuscript: Manuscript, day: date) -> tuple[date, str]:
    """The day of force, and why: what the notice says, else what all policies say, else the day of issue."""
    notice = manuscript.notice.paragraphs if manuscript.notice else ()
    if named := named_day(notice):
        return named.day or day, f"通知写明“{named.words}”"
    days = [named_day(texts(attachment.items)) for attachment in manuscript.attachments]
    said = [one for one in days if one is not None]
    if said and len(said) == len(days) and len({one.day for one in said}) == 1:
        return said[0].day or day, f"正文写明“{said[0].words}”"
    if said:
        words = "、".join(dict.fromkeys(f"“{one.words}”" for one in said))
        return day, f"{PLACEHOLDER}生效日期：有的制度写明{words}，别的没有写）"[:200]
    everything = [*notice, *(t for a in manuscript.attachments for t in texts(a.items))]
    if words := at_once(everything):
        return day, f"正文写明“{words}”"
    return day, "通知没有写生效日期，取印发日期；写了的照通知改"


def _listed(
    notice: Announcement,
    attachments: Sequence[Attachment],
    results: Sequence[Aligned],
    notes: Notes,
) -> list[dict[str, str]]:
    """The list of attachments: the line of each policy as printed, or its title."""
    lines = list(notice.listed)
    if lines and len(lines) != len(results):
        shown = "、".join(f"“{whole(line)}”" for line in lines)
        told = f"附件目录有 {len(lines)} 行（{shown}），认出的制度有 {len(results)} 项，目录照制度的标题写"
        notes.add("manuscript/list", told, "核对附件目录和附件")
    return [
        {
            "policy": result.policy,
            "text": lines[place]
            if len(lines) == len(results)
            else f"{result.data['label']}：{''.join(attachment.heading)}",
        }
        for place, (attachment, result) in enumerate(zip(attachments, results, strict=True))
    ]


def _file(result: Aligned) -> str:
    """The name of the policy's file: the one it has, else its number and id."""
    if result.edition is not None:
        return Path(result.edition.document.source.path).name
    return f"{number(result.policy)[1]:02d}-{result.policy}.yaml"


def in_the_way(plan_: Plan, folder: Path) -> list[str]:
    """The files of *folder* that the import would change. What is no plain file is refused."""
    return [
        name
        for name, text in plan_.files.items()
        if ownership.look(folder / name, over=True) is not None
        and ownership.bytes_of(folder / name) != text.encode()
    ]


def write(plan_: Plan, folder: Path) -> None:
    """Put the files into *folder*: all or none."""
    files = {name: text.encode() for name, text in plan_.files.items()}
    ownership.put_folder(folder, files, over=True)


def told(plan_: Plan) -> str:
    """The plan in words: which file is what, which clauses changed."""
    lines = [
        f"印发日期 {plan_.day}：{'通知和 ' if plan_.notice else ''}{len(plan_.aligned)} 项制度。"
    ]
    for result in plan_.aligned:
        title = f"{result.data['label']} {result.data['title']}"
        if result.edition is None:
            lines.append(f"  新增 {result.policy}（{title}）：{len(result.new)} 条")
            continue
        parts = [f"{result.same} 条没有改动"]
        for words, names in (
            ("修改", result.changed),
            ("条号变动", result.moved),
            ("新增", result.new),
            ("没有了", result.gone),
        ):
            if names:
                parts.append(f"{words} {len(names)} 条（{'、'.join(names)}）")
        lost = sum(one.duty for one in result.lost)
        mended = f"，照新条文改了摘引 {len(result.mended)} 项" if result.mended else ""
        left = f"，没有带过来 {lost} 项" if lost else ""
        parts.append(f"职责带过来 {result.kept} 项{mended}{left}")
        lines.append(f"  {result.policy}（{title}）：{'；'.join(parts)}")
    return "\n".join(lines) + "\n"


def next_steps(plan_: Plan) -> str:
    """What is to be done next: the clauses that are new have to be read by somebody."""
    return "".join(
        f"下一步：zhidu annotate {one.policy} --workbook {one.policy}.xlsx，"
        "把读出的职责做成一张 Excel 表，由人选留、改、删。\n"
        for one in plan_.aligned
        if one.edition is None or one.new
    )
