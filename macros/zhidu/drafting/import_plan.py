"""The plan of an import: the files of a draft issuance, what was carried over, what was lost, and writing them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from zhidu.drafting import alignment
from zhidu.drafting.alignment import Aligned
from zhidu.drafting.canonical import text_of
from zhidu.drafting.draft_findings import echo, problem
from zhidu.drafting.formats import read
from zhidu.drafting.structure import Announcement, Attachment, Manuscript, understood
from zhidu.handbook.book import Handbook, number
from zhidu.handbook.labels import label
from zhidu.reading.disk import ownership
from zhidu.reading.findings import Finding
from zhidu.reading.model import PolicyKind, Status

MARKS = ((",", "，"), (";", "；"), (":", "："), ("(", "（"), (")", "）"))
"""Half-width marks that web pages put in the place of full-width ones."""

_OPEN = "〔　　〕"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import would write: file name → text; and what the clerk should know."""

    day: date
    files: Mapping[str, str]
    aligned: tuple[Aligned, ...]
    findings: tuple[Finding, ...]
    notice: bool


def plan(
    draft: Path, handbook: Handbook, day: date | None
) -> tuple[Plan | None, tuple[Finding, ...]]:
    """The issuance that *draft* makes, aligned with *handbook*; none, with the reasons, where it cannot be read."""
    text, findings = read(draft)
    if text is None:
        return None, findings
    shown = str(draft)
    manuscript = understood(text.lines, shown, MARKS)
    found = [*findings, *manuscript.findings]
    signed = manuscript.notice.day if manuscript.notice else None
    if any(f.severity == "error" for f in manuscript.findings):
        return None, tuple(found)
    if day is None and signed is None:
        found.append(
            problem(
                "manuscript/no-date",
                "没有认出落款日期",
                "加上 --date，例如 --date 2026-09-01",
                path=shown,
                error=True,
            )
        )
        return None, tuple(found)
    issued = day or signed or date.min
    results = _policies(manuscript, _before(handbook, issued), found, shown)
    files: dict[str, str] = {}
    if manuscript.notice is not None:
        files["notice.yaml"] = text_of(
            "notice", _notice(manuscript, manuscript.notice, results, issued)
        )
    for result in results:
        files[_file(result)] = text_of("policy", result.data, result.comments)
    return Plan(
        day=issued,
        files=files,
        aligned=tuple(results),
        findings=tuple(found),
        notice=manuscript.notice is not None,
    ), tuple(found)


def _before(handbook: Handbook, day: date) -> Handbook:
    """What is in force when *day* comes; the issuance of that day itself only where there is nothing before it.

    So the same draft imported twice gives the same files.
    """
    folder = day.isoformat()
    earlier = tuple(d for d in handbook.documents if d.issuance != folder)
    found = replace(handbook, documents=earlier, as_of=day)
    return found if found.editions else replace(handbook, as_of=day)


def _policies(
    manuscript: Manuscript, handbook: Handbook, found: list[Finding], shown: str
) -> list[Aligned]:
    known = [number(policy) for policy in handbook.editions]
    prefix, last = max(known, default=("a", 0))
    prefix = prefix or "a"
    results = []
    for attachment, edition in alignment.matched_policies(manuscript.attachments, handbook):
        if edition is None:
            last += 1
            identifier = f"{prefix}{last}"
        else:
            identifier = edition.policy.policy
        result = alignment.aligned(
            attachment,
            identifier,
            edition,
            handbook.editions.get(identifier, ()),
            _head(attachment, identifier, edition.document.source.data if edition else {}),
        )
        results.append(result)
        found += _told(result, shown)
    return results


def _head(attachment: Attachment, identifier: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Everything of a policy but its clauses, in the order of our files."""
    head: dict[str, Any] = {
        "policy": identifier,
        "label": attachment.label or raw.get("label", "附件"),
    }
    head["title"] = attachment.title
    if len(attachment.heading) > 1:
        head["heading"] = list(attachment.heading)
    head["kind"] = raw.get("kind") or next(
        (
            kind.value
            for kind in (PolicyKind.DUTIES, PolicyKind.CONDUCT)
            if attachment.title.endswith(label(kind))
        ),
        PolicyKind.REGULATION.value,
    )
    head["status"] = (Status.TRIAL if attachment.trial else Status.FINAL).value
    head |= {key: raw[key] for key in ("addressee", "applies_to") if raw.get(key)}
    return head


def _told(result: Aligned, shown: str) -> list[Finding]:
    """What of the annotations did not come over."""
    found = []
    for lost in result.lost:
        if lost.duty:
            found.append(
                problem(
                    "manuscript/lost-fact",
                    f"职责 {lost.what} 摘引的“{echo(lost.words)}”不在新的 {lost.clause} 里",
                    "职责写成了那一条上面的注释；改好摘引，去掉井号，移到 duties 里",
                    path=shown,
                )
            )
        else:
            found.append(
                problem(
                    "manuscript/lost-note",
                    f"{lost.clause} 的{lost.what}“{echo(lost.words)}”不在新条文里，没有带过来",
                    "还需要就照新条文重写",
                    path=shown,
                )
            )
    found += [
        problem(
            "manuscript/uncertain",
            f"新的 {new} 与没有了的 {old} 有些像，当作新的一条",
            f"若是修改，把编号改回 {old}",
            path=shown,
        )
        for new, old in result.uncertain
    ]
    return found


def _notice(
    manuscript: Manuscript, notice: Announcement, results: Sequence[Aligned], day: date
) -> dict[str, Any]:
    heading = {"heading": list(notice.heading)} if len(notice.heading) > 1 else {}
    return {
        "issuance": day.isoformat(),
        "draft": True,
        "title": "".join(notice.heading) or _OPEN,
        **heading,
        "issuer": notice.issuer or _OPEN,
        "effective": day.isoformat(),
        "effective_note": "通知没有写生效日期，取印发日期；写了的照通知改",
        "addressees": notice.addressees,
        "punctuation": [
            {"published": published, "restored": restored}
            for published, restored in manuscript.restored
        ],
        "clauses": [
            {"id": f"n-{day.isoformat()}-{place}", "text": text}
            for place, text in enumerate(notice.paragraphs, 1)
        ],
        "attachments": _listed(notice, manuscript.attachments, results),
        "signoff": {"issuer": notice.issuer or _OPEN, "date": notice.signed or _OPEN},
    }


def _listed(
    notice: Announcement, attachments: Sequence[Attachment], results: Sequence[Aligned]
) -> list[dict[str, str]]:
    """The list of attachments: the line of each policy as printed, or its title."""
    lines = notice.listed
    return [
        {
            "policy": result.policy,
            "text": lines[place]
            if len(lines) == len(results)
            else f"{attachment.label}：{''.join(attachment.heading)}",
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
        f"印发日期 {plan_.day}：{'通知和' if plan_.notice else ''} {len(plan_.aligned)} 项制度。"
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
        parts.append(f"职责带过来 {result.kept} 项" + (f"，没有带过来 {lost} 项" if lost else ""))
        lines.append(f"  {result.policy}（{title}）：{'；'.join(parts)}")
    return "\n".join(lines) + "\n"
