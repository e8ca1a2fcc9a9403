"""Start a revision: a folder for a new issuance, with copies of what it is to change. Nothing there is written over.

The copies are texts, comments and all; only what says how the copied edition itself came about is left out.
"""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from zhidu.drafting.canonical import text_of
from zhidu.handbook.book import Edition, Handbook
from zhidu.reading import strict_yaml
from zhidu.reading.disk import ownership
from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.model import PLACEHOLDER, Amendment, Notice
from zhidu.reading.text.numerals import digits, ordinal

_PAST = ("history", "effective", "repealed", "dropped")
_KEY = re.compile(r"^ *(?:history|effective|repealed|dropped):(.*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The files of a draft issuance, by their paths below `policies/`, and what is to be done next."""

    folder: str
    files: tuple[tuple[str, str], ...]
    next: tuple[str, ...]


def without_past(text: str) -> str:
    """The source of a policy without what says how its clauses came about, or from which day they are in force."""
    kept: list[str] = []
    skipping: int | None = None
    with_items = False
    for line in text.splitlines():
        depth = len(line) - len(line.lstrip(" "))
        if skipping is not None:
            inside = not line.strip() or depth > skipping
            item = depth == skipping and line.lstrip().startswith("- ") and with_items
            if inside or item:
                continue
            skipping = None
        found = _KEY.match(line)
        if found:
            rest = found[1].strip()
            if not rest or rest.startswith("#"):
                skipping, with_items = depth, True
            elif rest[0] in "{[" and not _closed(rest):
                skipping, with_items = depth, False
            continue
        kept.append(line)
    stripped = "\n".join(kept) + "\n"
    before, after = (strict_yaml.parse(t.encode(), "")[0] for t in (text, stripped))
    if before is None or after is None or after.data != _forget(before.data):
        raise RefusedError(
            "这一版的写法比较特别，程序抄不准。请手工复制文件，删去 history、effective、repealed、dropped。"
        )
    return stripped


def _forget(data: Any) -> Any:
    """*data* without the keys that tell the past."""
    if isinstance(data, dict):
        return {key: _forget(value) for key, value in data.items() if key not in _PAST}
    if isinstance(data, list):
        return [_forget(value) for value in data]
    return data


def _closed(flow: str) -> bool:
    return flow.count("{") == flow.count("}") and flow.count("[") == flow.count("]")


def draft(
    handbook: Handbook,
    policies: Sequence[str],
    day: date,
    root: Path,
    drafts: frozenset[tuple[str, str]] = frozenset(),
    *,
    comments: Mapping[str, Mapping[str, Sequence[str]]] = MappingProxyType({}),
) -> Draft:
    """A draft issuance of *day* that changes *policies*; *drafts* are the (policy, issuance) that are being drafted.

    *comments* are what to bear in mind, by policy and clause.
    """
    folder = day.isoformat()
    _refuse(handbook, policies, day, root)
    for policy, issuance in sorted(drafts):
        if policy in policies:
            raise RefusedError(f"{policy} 在 {issuance} 已经有一份草稿，先改完那一份。")
    editions = [_latest(handbook, policy) for policy in policies]
    force = max([day, *(edition.effective for edition in editions)])
    files = [(f"{folder}/notice.yaml", _notice(handbook, editions, day, "修订", (), force=force))]
    for edition in editions:
        path = Path(edition.document.source.path)
        text = without_past(edition.document.source.raw.decode())
        text = commented(text, comments.get(edition.policy.policy, {}))
        files.append((f"{folder}/{path.name}", text))
    told = any(comments.get(policy) for policy in policies)
    first = f"policies/{files[1][0]}"
    return Draft(
        folder=folder,
        files=tuple(files),
        next=(
            f"改 {first}：改 text，再在它下面写 history（变动和理由）",
            *([_waiting(force)] if force > day else []),
            f"新加的条款，和改得原来的职责都对不上的（先删掉它的 duties）：zhidu annotate {policies[0]} --workbook {policies[0]}.xlsx，从新条文读出职责，由人选留、改、删",
            *(["各条上面的“# 体检”“# 学校建议”是给起草人看的，发布时自动删去"] if told else []),
            f"改 policies/{folder}/notice.yaml：填写通知的标题和正文",
            "运行 zhidu check，照提示改到没有错误",
            f"运行 zhidu diff {policies[0]}，看改了哪些字；运行 zhidu impact {folder}，看涉及谁",
            f"运行 zhidu serve 预览；满意以后运行 zhidu release {folder} 印发",
        ),
    )


def commented(text: str, comments: Mapping[str, Sequence[str]]) -> str:
    """The source of a policy with *comments*, by clause, above the clauses. What it says stays what it was."""
    lines: list[str] = []
    for line in text.splitlines():
        found = _CLAUSE_ID.match(line)
        for comment in comments.get(found[2], ()) if found else ():
            seen = "".join(c if c.isprintable() else " " for c in comment)
            lines.append(f"{found[1] if found else ''}# {seen}")
        lines.append(line)
    made = "\n".join(lines) + "\n"
    before, after = (strict_yaml.parse(t.encode(), "")[0] for t in (text, made))
    return made if before and after and before.data == after.data else text


def _refuse(handbook: Handbook, policies: Sequence[str], day: date, root: Path) -> None:
    folder = root / "policies" / day.isoformat()
    if os.path.lexists(folder):
        raise RefusedError(f"{folder} 已经有了，不会覆盖。换一个日期，或直接改里面的文件。")
    for policy in policies:
        if policy not in handbook.current:
            known = "、".join(handbook.current)
            raise RefusedError(f"没有编号为“{policy}”的现行制度。现行的有：{known}。")
        latest = max(edition.date for edition in handbook.all_editions[policy])
        if latest >= folder.name:
            raise RefusedError(f"{policy} 已有 {latest} 的版本，新的日期要比它晚。")


def _latest(handbook: Handbook, policy: str) -> Edition:
    """The edition that a revision starts from: one that waits for its day comes before the one in force."""
    last = handbook.all_editions[policy][-1]
    return last if last.effective > handbook.as_of else handbook.current[policy]


def _waiting(force: date) -> str:
    """What to bear in mind where the edition that is changed is not in force yet."""
    return (
        f"改的是还没有施行的版本：新版与它同一天（{force}）起施行，核对 notice.yaml 里的 effective"
    )


def undo(handbook: Handbook, issuance: str, day: date, root: Path) -> Draft:
    """A draft issuance of *day* that puts back what the issuance changed: texts as they were before it."""
    published = [n.value.issuance.isoformat() for n in handbook.issued if not n.value.draft]
    waiting = [n.value.effective for n in handbook.issued if n.issuance == issuance]
    force = max([day, *waiting])
    handbook = replace(handbook, as_of=max([handbook.as_of, *waiting]))
    if issuance not in published:
        raise RefusedError(f"没有 {issuance} 这次印发。有的是：{'、'.join(published)}。")
    here = {
        policy: edition
        for policy, editions in handbook.all_editions.items()
        for edition in editions
        if edition.date == issuance and handbook.current.get(policy) is edition
    }
    notice = next(n for n in handbook.issued if n.value.issuance.isoformat() == issuance)
    gone = {
        p for p, e in handbook.ended.items() if e.notice.value.issuance == notice.value.issuance
    }
    back: dict[str, Edition] = {}
    repeals: list[str] = []
    for policy in here:
        before = _before(handbook, policy, issuance)
        if before is None:
            repeals.append(policy)
        else:
            back[policy] = before
    for policy in gone:
        back[policy] = handbook.editions[policy][-1]
    if not back:
        raise RefusedError(f"{issuance} 是首次印发，没有以前的版本可以恢复。")
    folder = day.isoformat()
    if os.path.lexists(root / "policies" / folder):
        raise RefusedError(f"policies/{folder} 已经有了，不会覆盖。换一个日期。")
    if folder <= issuance:
        raise RefusedError(f"新的日期要比 {issuance} 晚。")
    files = [
        (
            f"{folder}/notice.yaml",
            _notice(handbook, list(back.values()), day, "恢复", repeals, force=force),
        )
    ]
    for policy, edition in back.items():
        name = Path(edition.document.source.path).name
        source = without_past(edition.document.source.raw.decode())
        files.append((f"{folder}/{name}", _restored(source, edition, here.get(policy), issuance)))
    return Draft(
        folder=folder,
        files=tuple(files),
        next=(
            *([_waiting(force)] if force > day else []),
            f"改 policies/{folder}/notice.yaml：填写为什么恢复",
            "运行 zhidu check，照提示改到没有错误",
            f"运行 zhidu diff --to {folder} 和 zhidu impact {folder}，看恢复了什么、涉及谁",
            f"运行 zhidu release {folder} 印发",
        ),
    )


def _before(handbook: Handbook, policy: str, issuance: str) -> Edition | None:
    editions = handbook.editions[policy]
    place = next(i for i, edition in enumerate(editions) if edition.date == issuance)
    return editions[place - 1] if place else None


_CLAUSE_ID = re.compile(r"^( *)- id: ([a-z0-9-]+)\s*$")


def _restored(source: str, old: Edition, new: Edition | None, issuance: str) -> str:
    """*source* of the edition *old*, each clause with what it has to say for following *new*."""
    reason = f"恢复 {issuance} 修订以前的条文"
    lines: list[str] = []
    wanted: dict[str, str] = {}
    for name, citation in old.citations.items() if new else ():
        after = new.citations.get(name) if new else None
        if after is None:
            wanted[name] = f"{{change: restored, reason: {reason}}}"
        elif after.clause.words != citation.clause.words:
            history = after.clause.history
            editorial = history is not None and history.change is Amendment.EDITORIAL
            change = Amendment.EDITORIAL if editorial else Amendment.REVISED
            wanted[name] = f"{{change: {change}, reason: {reason}}}"
    gone = [name for name in (new.citations if new else ()) if name not in old.citations]
    for line in source.splitlines():
        if line == "clauses:" and gone:
            lines += ["repealed:", *(f"  - {{clause: {n}, reason: {reason}}}" for n in gone)]
        lines.append(line)
        found = _CLAUSE_ID.match(line)
        if found and found[2] in wanted:
            lines.append(f"{found[1]}  history: {wanted[found[2]]}")
    return "\n".join(lines) + "\n"


def _notice(
    handbook: Handbook,
    editions: Sequence[Edition],
    day: date,
    act: str,
    repeals: Sequence[str],
    *,
    force: date,
) -> str:
    """The notice of a draft: everything that can be known, and gaps that cannot be published."""
    last: Notice = handbook.notices[-1].value
    titles = "、".join(f"《{edition.policy.title}》" for edition in editions)
    titles = titles if len(titles) <= 80 else "有关制度"  # noqa: PLR2004  a title
    why = f"{PLACEHOLDER}通知正文：为什么{act}，从什么时候起执行）"
    gone = [{"policy": policy, "reason": f"{PLACEHOLDER}理由）"} for policy in repeals]
    signed = f"{digits(day.year)}年{ordinal(day.month)}月{ordinal(day.day)}日"
    data = {
        "draft": True,
        "issuance": day.isoformat(),
        "title": f"关于{act}{titles}的通知",
        "issuer": last.issuer,
        "effective": force.isoformat(),
        "addressees": last.addressees,
        "punctuation": [],
        "clauses": [{"id": f"n-{day.isoformat()}-1", "text": why, "informative": True}],
        "attachments": [
            {"policy": p.policy, "text": f"{p.label}：{p.title}{p.status.suffix}"}
            for p in (edition.policy for edition in editions)
        ],
        **({"repeals": gone} if gone else {}),
        "signoff": {"issuer": last.signoff.issuer, "date": signed},
    }
    told = "这是草稿：只在本机看得到。印发时由 zhidu release 去掉 draft 这一行。"
    return text_of("notice", data, {"": (told,)})


def write(draft_: Draft, root: Path) -> None:
    """Put the files of a draft in the project: all or none, and never over another."""
    folder = root / "policies" / draft_.folder
    files = {Path(name).name: text.encode() for name, text in draft_.files}
    ownership.put_folder(folder, files)
