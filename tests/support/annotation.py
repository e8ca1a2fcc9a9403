"""The facts of an annotated clause as comparable pairs, so that two readers and the result can be set side by side."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhidu.reading import strict_yaml

Fact = tuple[str, str, str]  # clause, family, what was read

NOT_CLAUSES = {"new_vocabulary", "other_errata"}


def of_pass(folder: Path) -> set[Fact]:
    """Every fact of one reader's pass."""
    found: set[Fact] = set()
    for path in sorted(folder.glob("*.yaml")):
        for clause, annotation in _data(path).items():
            if clause not in NOT_CLAUSES:
                found |= set(_facts(clause, annotation or {}))
    return found


def of_policies(folder: Path) -> set[Fact]:
    """Every fact of the settled files of an issuance."""
    found: set[Fact] = set()
    for path in sorted(folder.glob("*.yaml")):
        for clause in _walk(_data(path)["clauses"]):
            found |= set(_facts(clause["id"], clause))
    return found


def _data(path: Path) -> Any:
    read, findings = strict_yaml.parse(path.read_bytes(), path.name)
    assert read is not None, findings
    return read.data


def _walk(clauses: list[Any]) -> Iterator[Any]:
    for clause in clauses:
        yield clause
        yield from _walk(clause.get("clauses", []))


def _facts(clause: str, annotation: Any) -> Iterator[Fact]:
    if annotation.get("informative"):
        yield clause, "informative", "true"
    for erratum in annotation.get("errata") or []:
        if erratum["certainty"] == "certain":
            yield clause, "certain erratum", f"{erratum['quote']} → {erratum['reading']}"
    for duty in annotation.get("duties") or []:
        yield from ((clause, *fact) for fact in _facts_of_duty(duty))


def _facts_of_duty(duty: Any) -> Iterator[tuple[str, str]]:
    for role in duty["roles"]:
        yield "role", f"{role['role']} {role['as']}"
    if when := duty["when"]:
        yield "when", f"{when['kind']}: {when['words']}"
    if threshold := duty.get("threshold"):
        yield "threshold", "{metric} {op} {value}".format(**threshold)
    for record in duty.get("records") or []:
        yield "record", record
    for family, format_ in (("report", "to {to}"), ("approval", "by {by}")):
        if fact := duty.get(family):
            yield family, format_.format(**fact)
    for family in ("sanction", "incentive"):
        if fact := duty.get(family):
            yield family, fact["kind"]
    if training := duty.get("training"):
        audience = training["audience"] or []
        for role in [audience] if isinstance(audience, str) else audience or ["nobody named"]:
            yield "training", role
    if duty["modality"] == "must-not":
        yield "prohibition", "must-not"
    scope = duty.get("applies_to") or {}
    if "facility" in scope:
        yield "facility", scope["facility"]
