"""Names of the clauses → entries of the vocabulary, and the entries that a person has said to be new."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhidu.drafting.decisions.decision_columns import NEW_METRIC, NEW_RECORD, NEW_ROLES
from zhidu.handbook.book import Handbook
from zhidu.reading.model import RecordKind, RoleKind

_ENDS = (
    ("会议记录", RecordKind.MINUTES),
    ("日志", RecordKind.LOG),
    ("账", RecordKind.LEDGER),
    ("册", RecordKind.REGISTER),
    ("簿", RecordKind.REGISTER),
    ("本", RecordKind.REGISTER),
    ("表", RecordKind.FORM),
    ("单", RecordKind.FORM),
)
_LONGEST = 50
UNITS = {
    "day": "天", "working-day": "个工作日", "week": "周", "month": "个月", "term": "学期", "year": "年", "hour": "小时",
    "minute": "分钟", "second": "秒", "lesson": "课时", "time": "次", "item": "份", "volume": "册", "person": "人", "set": "台",
    "gram": "克", "kilogram": "千克", "degree": "度", "metre": "米", "centimetre": "厘米", "millilitre": "毫升", "litre": "升",
    "kilometre": "千米", "megabyte": "MB",
}  # fmt: skip
"""How a unit that the project has not is called once it has it."""


@dataclass(slots=True)
class Names:
    """What names mean. `added`: file → its list → new entries; `aliases`: role → (name, clause)."""

    roles: dict[str, str]
    records: dict[str, str]
    metrics: dict[str, tuple[str, str | None, str | None]]  # id, unit, span
    kinds: Mapping[str, RoleKind]
    units: dict[str, str]
    known: Mapping[str, set[str]]  # names that each role is registered under
    rhythms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # words that show a kind
    taken: set[str] = field(default_factory=set)
    added: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    aliases: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def of_kind(self, kind: RoleKind) -> str | None:
        """The role of this kind, of which there is one at most."""
        return next((role for role, each in self.kinds.items() if each is kind), None)

    def nobody(self) -> str:
        """The role that stands for nobody named."""
        found = self.of_kind(RoleKind.UNASSIGNED)
        if found is None and "未指定" not in self.roles:
            self.roles["未指定"] = "unassigned"
            self._add(
                "roles", "roles", {"id": "unassigned", "name": "未指定", "kind": "unassigned"}
            )
        return found or self.roles["未指定"]

    def role(self, name: str, said: str, clause: str) -> str | None:
        """The id of a role, taking *said* for what a name is that no role has; None where nobody has said."""
        if name in self.roles:
            return self.roles[name]
        kind = NEW_ROLES.get(said)
        if kind is not None:
            self.roles[name] = self._minted(name, kind.value)
            self._add("roles", "roles", {"id": self.roles[name], "name": name, "kind": kind.value})
        elif said in self.roles:
            self.roles[name] = self.roles[said]
            self.aliases.setdefault(self.roles[said], []).append((name, clause))
        return self.roles.get(name)

    def record(self, name: str, said: str) -> str | None:
        """The id of the record that is called *name* and was *said* to be one that there is, or new."""
        if name not in self.records:
            if said == NEW_RECORD:
                self.records[name] = self._minted(name, "record")
                kind = next((k for end, k in _ENDS if name.endswith(end)), RecordKind.FILE)
                entry = {"id": self.records[name], "name": name, "kind": kind.value}
                self._add("records", "records", entry)
            elif said in self.records:
                return self.records[said]
        return self.records.get(name)

    def metric(self, name: str, said: str, unit: str) -> tuple[str, str | None, str | None] | None:
        """The id, unit and span of the metric *name*, *said* to be one that there is, or new. *unit* is an id of the lexicon."""
        if name not in self.metrics:
            if said == NEW_METRIC:
                made = self._minted(name, "metric")
                self.metrics[name] = (made, self._unit(unit), None)
                entry = {"id": made, "name": name, "unit": self.metrics[name][1]}
                self._add("metrics", "metrics", entry)
            elif said in self.metrics:
                return self.metrics[said]
        return self.metrics.get(name)

    def _unit(self, unit: str) -> str:
        if unit not in self.units:
            self.units[unit] = UNITS.get(unit, unit)
            self._add("metrics", "units", {"id": unit, "name": self.units[unit]})
        return unit

    def _add(self, file: str, key: str, entry: dict[str, Any]) -> None:
        self.added.setdefault((file, key), []).append(entry)

    def _minted(self, name: str, other: str) -> str:
        """A new id, as the name is pronounced; never one that is in use."""
        from pypinyin import lazy_pinyin  # noqa: PLC0415  its tables are slow to load

        plain = re.sub("[^a-z0-9]+", "-", "-".join(lazy_pinyin(name, v_to_u=False)).lower())
        base = plain[:_LONGEST].strip("-")
        base = base if re.match("[a-z].", base) else f"{other}-{base}".strip("-")
        made, number = base, 1
        while made in self.taken:
            number += 1
            made = f"{base}-{number}"
        self.taken.add(made)
        return made


def names_of(handbook: Handbook) -> Names:
    """What names mean in a project."""
    roles = tuple((handbook.roles or {}).values())
    records = tuple((handbook.records or {}).values())
    metrics = tuple((handbook.metrics or {}).values())
    units = [u for document in handbook.of("metrics") for u in document.value.units]
    ids: Callable[[Iterable[Any]], set[str]] = lambda entries: {each.id for each in entries}  # noqa: E731
    by_name = {alias.name: role.id for role in roles for alias in role.aliases}
    return Names(
        roles=by_name | {role.name: role.id for role in roles},
        records={record.name: record.id for record in records},
        metrics={metric.name: (metric.id, metric.unit, metric.per) for metric in metrics},
        kinds={role.id: role.kind for role in roles},
        units={unit.id: unit.name for unit in units},
        known={role.id: set(role.names) for role in roles},
        rhythms={kind: rhythm.words for kind, rhythm in (handbook.rhythms or {}).items()},
        taken=ids(roles) | ids(records) | ids(metrics),
    )
