"""The handbook as open data for other software. One function a format; the table is what the CLI offers."""

import dataclasses
import hashlib
import json
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from zhidu.assessment.form import instrument_data as payload_of_assessment
from zhidu.assessment.instrument import derive
from zhidu.county.publishing import County, Row
from zhidu.handbook.book import Citation, Edition, Handbook
from zhidu.handbook.printed_form import standard
from zhidu.reading.model import Capacity, Duty, Numbering
from zhidu.views import json_text
from zhidu.views.law_notes import travelling

SCHEMA_VERSION = 1
COUNTY_VERSION = 2
_FACTS = ("report", "approval", "sanction", "training", "incentive", "applies_to", "assess")


def _sections(handbook: Handbook) -> dict[str, Any]:
    """The handbook in the shape of `handbook.schema.json`; the long lists are made entry by entry as they are read."""
    clauses: dict[str, list[str]] = {}
    for identifier, citation in handbook.citations.items():
        if citation.edition:
            clauses.setdefault(citation.edition.policy.policy, []).append(identifier)
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": handbook.as_of.isoformat(),
        "policies": [
            {
                "id": policy,
                "title": edition.policy.title,
                "kind": edition.policy.kind,
                "status": edition.policy.status,
                "edition": edition.date,
                "addressee": edition.policy.addressee,
                "applies_to": _plain(edition.policy.applies_to),
                **(
                    {"numbering": edition.policy.numbering}
                    if edition.policy.numbering is not Numbering.HAN
                    else {}
                ),
                **({"parts": _plain(edition.policy.parts)} if edition.policy.parts else {}),
                "clauses": clauses.get(policy, []),
            }
            for policy, edition in handbook.current.items()
        ],
        "clauses": (_clause(citation) for citation in handbook.citations.values()),
        "duties": (_duty(citation, duty) for citation, duty in handbook.duties.values()),
        "roles": [
            {
                "id": role.id,
                "name": role.name,
                "aliases": list(dict.fromkeys(alias.name for alias in role.aliases)),
                "duties": [duty.id for duty in handbook.duties_of.get(role.id, ())],
            }
            for role in (handbook.roles or {}).values()
        ],
        "records": [
            {
                "id": record.id,
                "name": record.name,
                "clauses": list(dict.fromkeys(c.clause.id for c, _ in handbook.keepers(record.id))),
                "kept_by": list(
                    dict.fromkeys(
                        assignment.role
                        for _, duty in handbook.keepers(record.id)
                        for assignment in duty.roles
                        if assignment.as_ in {Capacity.RESPONSIBLE, Capacity.PERFORMS}
                    )
                ),
            }
            for record in (handbook.records or {}).values()
        ],
        "terms": [_plain(term) for term in (handbook.terms or {}).values()],
        "metrics": [_plain(metric) for metric in (handbook.metrics or {}).values()],
    }


def _clause(citation: Citation) -> dict[str, Any]:
    clause = citation.clause
    return {
        "id": clause.id,
        "policy": citation.policy,
        "issuance": citation.notice.value.issuance.isoformat(),
        "parent": citation.parent.id if citation.parent else None,
        "label": clause.label,
        **({"number": citation.number} if citation.number != _usual(citation) else {}),
        **({"table": _plain(clause.table)} if clause.table else {}),
        "text": clause.text,
        "reading": clause.reading,
        "errata": [
            {"quote": e.quote, "reading": e.reading, "certainty": e.certainty}
            for e in clause.errata
        ],
        "notes": [_plain(note) for note in clause.notes],
    }


def _usual(citation: Citation) -> str:
    """The number that is printed where a file says nothing of numbers."""
    label = citation.clause.label
    return standard(Numbering.HAN, label, len(citation.above)) if label else ""


def _duty(citation: Citation, duty: Duty) -> dict[str, Any]:
    threshold = duty.threshold and {
        key: _plain(getattr(duty.threshold, key))
        for key in ("metric", "op", "value", "unit", "per", "quote")
    }
    return {
        "id": duty.id,
        "clause": citation.clause.id,
        "policy": citation.policy,
        "quote": duty.quote,
        "summary": duty.summary,
        "modality": duty.modality,
        "roles": [
            {"role": each.role, "as": each.as_, "basis": each.basis}
            | ({"summary": each.summary} if each.summary else {})
            for each in duty.roles
        ],
        "common": duty.common,
        "when": _plain(duty.when),
        "deadline": _plain(duty.deadline),
        "threshold": threshold,
        "records": list(duty.records),
        "notes": [_plain(note) for note in travelling(citation.clause, duty)],
        **{fact: _plain(getattr(duty, fact)) for fact in _FACTS},
    }


def _plain(value: Any) -> Any:
    """A frozen value as JSON-shaped data, under the names of the YAML keys."""
    if dataclasses.is_dataclass(value):
        return {
            field.name.removesuffix("_"): _plain(getattr(value, field.name))
            for field in dataclasses.fields(value)
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def versions(handbook: Handbook) -> dict[str, Any]:
    """Which edition of each policy is the newest, in the shape of `versions.schema.json`: for “is mine current?”."""
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": handbook.as_of.isoformat(),
        "issuances": [
            {
                "date": notice.value.issuance.isoformat(),
                "effective": notice.value.effective.isoformat(),
                "title": notice.value.title,
            }
            for notice in handbook.issued
        ],
        "policies": [
            {
                "id": policy,
                "label": editions[-1].policy.label,
                "title": editions[-1].policy.title,
                "current": handbook.current[policy].date if policy in handbook.current else None,
                "upcoming": handbook.upcoming[policy].date if policy in handbook.upcoming else None,
                "ended": ended.notice.value.effective.isoformat() if ended else None,
                "successors": list(ended.successors) if ended else [],
                "editions": [
                    {
                        "date": edition.date,
                        "effective": edition.effective.isoformat(),
                        "status": edition.policy.status.value,
                        "sha256": words_digest(edition),
                    }
                    for edition in editions
                ],
            }
            for policy, editions in handbook.known_editions.items()
            for ended in [handbook.ended.get(policy)]
        ],
    }


def words_digest(edition: Edition) -> str:
    """A digest of an edition's words: title, numbers and texts, and nothing that editors added."""
    policy = edition.policy
    lines = [policy.label, policy.title, policy.status.value]
    for c in edition.citations.values():
        printed = c.number if c.number != _usual(c) else c.clause.label or ""
        lines.append(f"{printed}\t{c.clause.text}")
        lines += ["\t".join(row) for row in c.clause.table]
    lines += [f"{part.before}\t{part.title}" for part in policy.parts]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def versions_json(handbook: Handbook) -> str:
    """The editions as JSON."""
    return json.dumps(versions(handbook), ensure_ascii=False, indent=1) + "\n"


def county(known: County) -> dict[str, Any]:
    """What the county's page shows, in the shape of `county.schema.json`: not one share more."""
    return {
        "schema_version": COUNTY_VERSION,
        "terms": [
            {
                "id": term.term,
                "name": term.name,
                "as_of": term.as_of.isoformat(),
                "registered": term.registered,
                "submitted": term.submitted,
                "whole": _row(term.whole),
                "groups": [
                    {**_row(group), "clauses": [_row(row) for row in group.clauses]}
                    for group in term.groups
                ],
                "needed": [row.id for row in term.needed],
            }
            for term in known.terms
        ],
        "waiting": list(known.waiting),
    }


def _row(row: Row) -> dict[str, Any]:
    """What something is called, and the share of schools that meet it; null where it may not be told."""
    return {
        "id": row.id,
        "label": row.label,
        "title": row.title,
        "met": row.share
        and {"low": row.share.low, "high": row.share.high, "words": row.share.words},
    }


def county_json(known: County) -> str:
    """What is published of the county, as JSON."""
    return json.dumps(county(known), ensure_ascii=False, indent=1) + "\n"


def as_json(handbook: Handbook) -> str:
    """The whole handbook as JSON: the contract for other software."""
    return json_text.written(_sections(handbook))


def as_json_bytes(handbook: Handbook) -> bytes:
    """The same as its file: of many policies it is the largest text that there is, and is never put together as one."""
    return b"".join(piece.encode() for piece in json_text.pieces(_sections(handbook)))


FORMATS: dict[str, Callable[[Handbook], str]] = {
    "json": as_json,
    "instrument": lambda handbook: payload_of_assessment.as_json(derive(handbook)),
}
