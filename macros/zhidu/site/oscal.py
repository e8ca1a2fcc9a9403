"""The policies as OSCAL 1.2.1: a catalog of controls, and a profile with the periods and numbers that a school has set.

A clause is a control, a duty is an objective of it. What the text leaves open (多久一次, 规定的数) is a parameter. Every UUID
is made of permanent ids, so that the same handbook gives the same file. OSCAL's own tools let through what would mislead:
ids that are there twice, parameters that nobody has, breaks in titles. `faults` does not.
"""

import json
import re
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from zhidu.handbook.book import Citation, Handbook
from zhidu.handbook.labels import label
from zhidu.reading.model import Clause, Duty, Note, NoteKind, WhenKind
from zhidu.views.names import cite, clause_heading, metric_words, threshold_words

OSCAL = "1.2.1"
CATALOG, PROFILE = "catalog.json", "profile.json"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:zhidu:oscal")
_PROPS = "urn:zhidu:oscal"
_TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*\Z")
_INSERTED = re.compile(r"\{\{ insert: param, ([^ ]+) \}\}")
_PERIODS = (WhenKind.DAILY, WhenKind.WEEKLY, WhenKind.MONTHLY, WhenKind.TERMLY, WhenKind.YEARLY)


class FaultyError(Exception):
    """What was made is not what OSCAL means. The message names each fault."""


def files(handbook: Handbook, periods: Mapping[str, str], school: str = "") -> dict[str, bytes]:
    """The catalog and a profile by name. *periods* are those of a school: duty → kind of rhythm."""
    made_catalog = catalog(handbook)
    made_profile = profile(handbook, made_catalog, periods, school)
    if found := faults(made_catalog, made_profile):
        raise FaultyError("；".join(found))
    return {
        CATALOG: _json({"catalog": made_catalog}),
        PROFILE: _json({"profile": made_profile}),
    }


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _uuid(*names: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, "/".join(names)))


def _line(words: str) -> str:
    """*words* on one line: a title has no break."""
    return " ".join(words.split())


def _metadata(handbook: Handbook, title: str) -> dict[str, Any]:
    newest = max((n.value for n in handbook.notices), key=lambda n: n.issuance)
    return {
        "title": _line(title),
        "last-modified": f"{handbook.as_of}T00:00:00Z",
        "version": handbook.as_of.isoformat(),
        "oscal-version": OSCAL,
        "roles": [{"id": "issuer", "title": "印发机关"}],
        "parties": [
            {"uuid": _uuid("party", newest.issuer), "type": "organization", "name": newest.issuer}
        ],
        "responsible-parties": [
            {"role-id": "issuer", "party-uuids": [_uuid("party", newest.issuer)]}
        ],
    }


def catalog(handbook: Handbook) -> dict[str, Any]:
    """Everything in force: a group a policy, and one a notice; a control a clause."""
    groups = []
    for notice in handbook.notices:
        clauses = [c for c in notice.value.clauses if c.id in handbook.citations]
        day = notice.value.issuance.isoformat()
        groups.append(_group(handbook, f"n-{day}", "notice", notice.value.title, clauses))
    for policy, edition in handbook.current.items():
        title = f"{edition.policy.label} {edition.policy.title}"
        groups.append(_group(handbook, policy, "policy", title, edition.policy.clauses))
    return {
        "uuid": _uuid("catalog", handbook.as_of.isoformat(), *handbook.citations),
        "metadata": _metadata(handbook, "学校信息化制度"),
        "groups": [group for group in groups if group["controls"]],
    }


def _group(handbook: Handbook, name: str, kind: str, title: str, clauses: Any) -> dict[str, Any]:
    return {
        "id": name,
        "class": kind,
        "title": _line(title),
        "controls": [
            _control(handbook, clause) for clause in clauses if clause.id in handbook.citations
        ],
    }


def _control(handbook: Handbook, clause: Clause) -> dict[str, Any]:
    citation = handbook.citations[clause.id]
    params = [each for duty in citation.clause.duties for each in _params(handbook, duty)]
    props = [_prop("effective", citation.effective.isoformat())]
    if clause.label:
        props.insert(0, {"name": "label", "value": clause.label})
    control: dict[str, Any] = {"id": clause.id, "class": "clause"}
    control["title"] = _line(cite(citation))
    if params:
        control["params"] = params
    control["props"] = props
    control["parts"] = [*_parts(handbook, citation)]
    nested = [_control(handbook, each) for each in clause.clauses if each.id in handbook.citations]
    if nested:
        control["controls"] = nested
    return control


def _prop(name: str, value: str) -> dict[str, str]:
    return {"name": name, "ns": _PROPS, "value": value}


def _period(duty: Duty) -> str:
    return f"{duty.id}_period"


def _number(duty: Duty) -> str:
    return f"{duty.id}_number"


def _params(handbook: Handbook, duty: Duty) -> Iterator[dict[str, Any]]:
    """What the text leaves to a school, and the numbers that it states."""
    known = handbook.rhythms or {}
    if duty.when and duty.when.kind is WhenKind.UNSPECIFIED:
        choices = [known[kind].name for kind in _PERIODS if kind in known]
        yield {
            "id": _period(duty),
            "label": "多久一次",
            "usage": f"原文写“{duty.when.words}”，由学校自己定",
            # no selection: what has one takes no value from a profile in trestle
            "constraints": [
                {
                    "description": f"{'、'.join(choices)}，选一个",
                    "tests": [{"expression": f"^({'|'.join(choices)})$"}],
                }
            ],
        }
    if duty.threshold:
        found: dict[str, Any] = {
            "id": _number(duty),
            "label": _line(metric_words(handbook, duty.threshold)),
        }
        if duty.threshold.value is None:
            found["usage"] = f"原文没有写数：{threshold_words(handbook, duty.threshold)}"
        else:
            found["values"] = [threshold_words(handbook, duty.threshold)]
        yield found


def _parts(handbook: Handbook, citation: Citation) -> Iterator[dict[str, Any]]:
    clause = citation.clause
    yield {
        "id": f"{clause.id}_statement",
        "name": "statement",
        "title": clause_heading(citation),
        "prose": clause.text,
    }
    for duty in clause.duties:
        yield _objective(handbook, duty)
    for number, note in enumerate(clause.notes, 1):
        yield {
            "id": f"{clause.id}_note-{number}",
            "name": "guidance",
            "class": "law" if note.kind is NoteKind.LAW else "editorial",
            "prose": _noted(note),
        }


def _noted(note: Note) -> str:
    return f"编者注：{note.text}" + (f"（{note.source}）" if note.source else "")


def _objective(handbook: Handbook, duty: Duty) -> dict[str, Any]:
    names = handbook.roles or {}
    prose = duty.summary
    for param in _params(handbook, duty):
        prose += f"（{param['label']}：{{{{ insert: param, {param['id']} }}}}）"
    props = [_prop("modality", duty.modality.value), _prop("method", duty.assess.method.value)]
    if duty.when:
        props.append(_prop("when", duty.when.kind.value))
    props += [
        {**_prop("role", each.role), "class": each.as_.value, "remarks": names[each.role].name}
        for each in duty.roles
    ]
    return {
        "id": duty.id,
        "name": "assessment-objective",
        "title": _line(f"{label(duty.modality)}：{duty.summary}"),
        "props": props,
        "prose": prose,
        "parts": [
            {
                "id": f"{duty.id}_evidence",
                "name": "assessment-method",
                "title": label(duty.assess.method),
                "prose": duty.assess.evidence,
            },
            {"id": f"{duty.id}_quote", "name": "quote", "ns": _PROPS, "prose": duty.quote},
        ],
    }


def profile(
    handbook: Handbook, made: Mapping[str, Any], periods: Mapping[str, str], school: str = ""
) -> dict[str, Any]:
    """All controls of the catalog *made*, with the periods that a school has set."""
    known = handbook.rhythms or {}
    chosen = {
        _period(duty): known[WhenKind(periods[name])].name
        for name, (_, duty) in handbook.duties.items()
        if name in periods and duty.when and duty.when.kind is WhenKind.UNSPECIFIED
    }
    found: dict[str, Any] = {
        "uuid": _uuid("profile", made["uuid"], school, *map("=".join, sorted(chosen.items()))),
        "metadata": _metadata(handbook, f"{school or '学校'}定的周期"),
        "imports": [{"href": CATALOG, "include-all": {}}],
        "merge": {"as-is": True},
    }
    if chosen:
        found["modify"] = {
            "set-parameters": [
                {"param-id": param, "values": [value]} for param, value in chosen.items()
            ]
        }
    return found


# ---------- what OSCAL's tools let through


def faults(made: Mapping[str, Any], chosen: Mapping[str, Any]) -> list[str]:
    """What is wrong with a catalog and its profile, in words; nothing where nothing is."""
    found: list[str] = []
    ids = [*_ids(made)]
    found += [f"编号 {name} 有 {count} 个" for name, count in Counter(ids).items() if count > 1]
    found += [f"编号 {name} 不是 OSCAL 的编号" for name in ids if not _TOKEN.match(name)]
    params = {param["id"]: param for node in _nodes(made) for param in node.get("params", ())}
    for node in _nodes(made):
        if "\n" in node.get("title", ""):
            found.append(f"{node.get('id')} 的标题里有换行")
        inserted = _INSERTED.findall(node.get("prose", ""))
        found += [
            f"{node.get('id')} 用了没有的参数 {name}" for name in inserted if name not in params
        ]
    for each in chosen.get("modify", {}).get("set-parameters", ()):
        param = params.get(each["param-id"])
        if param is None:
            found.append(f"配置里的参数 {each['param-id']} 目录里没有")
            continue
        tests = [test for rule in param.get("constraints", ()) for test in rule["tests"]]
        wrong = [v for v in each["values"] for t in tests if not re.match(t["expression"], v)]
        if wrong:
            found.append(f"参数 {each['param-id']} 的值不在可选的里面：{'、'.join(wrong)}")
    return found


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _nodes(each)
    elif isinstance(value, list):
        for each in value:
            yield from _nodes(each)


def _ids(made: Mapping[str, Any]) -> Iterator[str]:
    """The ids that must be unique: of groups, controls, parameters and parts."""
    for group in made["groups"]:
        for node in _nodes(group):
            if "id" in node:
                yield node["id"]
