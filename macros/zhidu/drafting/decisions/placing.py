"""Duties into the source of a policy, entries into a vocabulary: lines are added, and nothing else of a file changes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zhidu.drafting.canonical import text_of
from zhidu.reading import strict_yaml
from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.documents import modeline

PROPOSED = "拟读职责"
"""How a comment begins that holds a proposal nobody has decided; a release takes such lines away."""

_CLAUSE = re.compile("^( *)- id: ['\"]?([a-z]{1,3}-?[0-9]+(?:-[0-9]+)+)['\"]? *$")
_PROPOSED = re.compile(f"^ *# {PROPOSED}")


def placed(text: str, duties: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """The source of a policy with the duties of its clauses; a clause with none of them is informative."""
    lines = text.splitlines()
    for clause, some in duties.items():
        _place(lines, clause, some)
    made = "\n".join(lines) + "\n"
    before, after = _data(text), _data(made)
    for entry in _clauses(before):
        if entry["id"] in duties:
            settled = [dict(duty) for duty in duties[entry["id"]]]
            entry.update({"duties": settled} if settled else {"informative": True})
    if before is None or before != after:
        raise RefusedError(
            "这份制度的 YAML 写法比较特别，程序加不准，什么都没有写。请照别的制度的样子，一行一个键。"
        )
    return made


def _place(lines: list[str], clause: str, duties: Sequence[Mapping[str, Any]]) -> None:
    start = next((n for n, line in enumerate(lines) if (m := _CLAUSE.match(line)) and m[2] == clause), None)  # fmt: skip
    if start is None:
        return  # the comparison of data tells
    depth = len(lines[start]) - len(lines[start].lstrip(" "))
    if duties:
        block = [f"{' ' * depth}  {line}" for line in text_of("policy", {"duties": list(duties)}).splitlines()[1:]]  # fmt: skip
        end = _end(lines, start, depth)
    else:
        block = [f"{' ' * depth}  informative: true"]
        end = next(n for n in range(start, len(lines)) if lines[n].lstrip(" ").startswith("text:"))
        end += 1
    lines[end:end] = block
    above = start
    while above and lines[above - 1].lstrip(" ").startswith("#"):
        above -= 1
    lines[above:start] = [line for line in lines[above:start] if not _PROPOSED.match(line)]


def _end(lines: Sequence[str], start: int, depth: int) -> int:
    """Where the block that begins at *start* ends: before what belongs to the next."""
    end = start + 1
    while end < len(lines):
        line = lines[end]
        if line.strip() and len(line) - len(line.lstrip(" ")) <= depth:
            break
        end += 1
    while not lines[end - 1].strip() or lines[end - 1].lstrip(" ").startswith("#"):
        end -= 1
    return end


def drafted(text: str, proposals: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """The source of a policy with *proposals* as comments above their clauses; what stood there so before is gone."""
    lines: list[str] = []
    for line in text.splitlines():
        if _PROPOSED.match(line):
            continue
        found = _CLAUSE.match(line)
        if found and proposals.get(found[2]):
            duties = text_of("policy", {"duties": list(proposals[found[2]])}).splitlines()[1:]
            told = f"{PROPOSED}（还没有定，哪里都不发布）"
            lines += [
                f"{found[1]}# {told}",
                *(f"{found[1]}# {PROPOSED}| {each}" for each in duties),
            ]
        lines.append(line)
    made = "\n".join(lines) + "\n"
    if _data(made) is None or _data(made) != _data(text):
        raise RefusedError("这份制度的 YAML 写法比较特别，加不了注释，什么都没有写。")
    return made


def extended(text: str | None, kind: str, key: str, entries: Sequence[Mapping[str, Any]]) -> str:
    """A vocabulary with *entries* more in its list *key*; *text* is none where there is no such file yet."""
    lists = ("units", "spans", "metrics") if kind == "metrics" else (key,)
    start = text if text is not None else "\n".join([modeline(kind), *(f"{one}: []" for one in lists)]) + "\n"  # fmt: skip
    lines = start.splitlines()
    place = next((n for n, line in enumerate(lines) if re.match(f"{key}:", line)), len(lines))
    if place == len(lines):
        lines.append(f"{key}:")
    lines[place] = f"{key}:" if re.match(rf"{key}: *\[ *\]", lines[place]) else lines[place]
    end = _end(lines, place, 0)
    flow = kind == "metrics"
    lines[end:end] = [line for entry in entries for line in _entry(kind, entry, flow=flow)]
    made = "\n".join(lines) + "\n"
    before, after = _data(start), _data(made)
    if before is not None:
        before[key] = [*(before.get(key) or []), *map(dict, entries)]
    if after is None or before != after:
        raise RefusedError(f"{kind}.yaml 的写法比较特别，程序加不准，什么都没有写。请手工加上：" + "；".join(str(e.get("name")) for e in entries))  # fmt: skip
    return made


def _entry(kind: str, entry: Mapping[str, Any], *, flow: bool) -> Iterator[str]:
    if flow:
        (line,) = text_of(kind, {"notes": [dict(entry)]}).splitlines()[2:]  # a mapping a line
        yield line
        return
    first, *rest = text_of(kind, dict(entry)).splitlines()[1:]
    yield f"  - {first}"
    yield from (f"    {line}" for line in rest)


def aliased(text: str, role: str, names: Sequence[tuple[str, str]]) -> str:
    """The roles with *names* (name, clause) more that *role* is called."""
    lines = text.splitlines()
    start = next((n for n, line in enumerate(lines) if line == f"  - id: {role}"), None)
    new = [f"      - {{name: {name}, clause: {clause}}}" for name, clause in names]
    if start is not None:
        end = _end(lines, start, 2)
        heads = [n for n in range(start, end) if lines[n] == "    aliases:"]
        if heads:
            end = _end(lines, heads[0], 4)
            lines[end:end] = new
        else:
            lines[end:end] = ["    aliases:", *new]
    made = "\n".join(lines) + "\n"
    before, after = _data(text), _data(made)
    for entry in (before or {}).get("roles", []):
        if entry["id"] == role:
            more = [{"name": name, "clause": clause} for name, clause in names]
            entry["aliases"] = [*entry.get("aliases", []), *more]
    if start is None or after is None or before != after:
        told = "、".join(name for name, _ in names)
        raise RefusedError(f"roles.yaml 里加不进别称，什么都没有写。请手工给 {role} 加上：{told}")
    return made


def _data(text: str) -> Any:
    source, findings = strict_yaml.parse(text.encode(), "")
    return None if source is None or findings else source.data


def _clauses(data: Any) -> Iterator[dict[str, Any]]:
    for clause in (data or {}).get("clauses", []):
        yield clause
        yield from _clauses(clause)
