"""The schema of a submission, narrowed to what the instrument asks."""

import copy
from collections.abc import Iterator
from typing import Any

from zhidu.assessment.instrument import PERCENT, Instrument
from zhidu.reading import schemas
from zhidu.reading.documents import CHECKLIST
from zhidu.reading.findings import Pointer
from zhidu.reading.model import FacilityKind


def schema(instrument: Instrument) -> dict[str, Any]:
    """`checklist.schema.json` with every item, facility, metric, period and open number named, and nothing else allowed."""
    found = copy.deepcopy(schemas.schema(CHECKLIST))
    defs = found["$defs"]
    count, flag = defs["facility"], {**defs["facility"], "maximum": 1}
    measurement = defs["measurement"]
    alone = {key: measurement["properties"][key] for key in ("count",)}
    defs["room"], defs["system"] = count, flag
    defs["ratio"] = {**measurement, "required": ["count", "total"]}
    defs["amount"] = {**measurement, "properties": alone}
    del defs["facility"], defs["measurement"]
    defs["rectification"]["properties"]["role"] = {
        "title": defs["rectification"]["properties"]["role"]["title"],
        "description": "，".join(f"{role} {name}" for role, name in instrument.roles.items())
        + "（只写岗位，不写人名）",
        "type": "string",
        "enum": list(instrument.roles),
    }
    _name(
        found,
        "facilities",
        {
            name: ("room" if kind is FacilityKind.ROOM else "system", label)
            for name, (label, kind) in instrument.facilities.items()
        },
    )
    found["properties"]["facilities"]["required"] = list(instrument.facilities)
    _name(
        found,
        "periods",
        {
            point.id: ("period", f"{item.cite}：{point.summary}")
            for item in instrument.items
            for point in item.checkpoints
            if point.period
        },
    )
    _name(found, "numbers", dict(_numbers(instrument, defs)))
    _name(
        found,
        "metrics",
        {m.id: ("amount" if m.total is None else "ratio", m.name) for m in instrument.metrics},
    )
    _name(found, "items", {item.id: ("answer", item.where) for item in instrument.items})
    return found


def _numbers(instrument: Instrument, defs: dict[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    """The definition and title of each open number; one definition for all that have the same units."""
    any_number = defs.pop("number")
    for item in instrument.items:
        for point in item.checkpoints:
            if point.number is None:
                continue
            units = point.number.units
            name = f"number-{'-'.join(units)}".replace(PERCENT, "percent")
            parts = any_number["properties"]
            value = parts["value"] | ({"maximum": 100} if units == (PERCENT,) else {})
            unit = {key: parts["unit"][key] for key in ("title", "description", "type")}
            properties = {"value": value, "unit": {**unit, "enum": list(units)}}
            defs[name] = {**any_number, "properties": properties}
            yield point.id, (name, f"{item.cite}：{point.number.name}")


def _name(found: dict[str, Any], key: str, entries: dict[str, tuple[str, str]]) -> None:
    """Give the map *key* its closed list of entries: id → definition and title."""
    node = found["properties"][key]
    del node["patternProperties"], node["maxProperties"]
    node["properties"] = {
        name: {"title": title, "description": title, "$ref": f"#/$defs/{ref}"}
        for name, (ref, title) in entries.items()
    }


def shape(instrument: Instrument) -> schemas.Shape:
    """The judge of submissions."""

    def subject(pointer: Pointer) -> str:
        item = (
            instrument.by_id.get(str(pointer[1]))
            if pointer[:1] == ("items",) and pointer[1:]
            else None
        )
        return item.where if item else ""

    return schemas.Shape(schema(instrument), subject)
