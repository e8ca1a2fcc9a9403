"""A catalog of controls, and a profile with the periods and numbers that a school has set.

A clause is a control, a duty is an objective of it. What the text leaves open (多久一次, 规定的数) is a parameter.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from zhidu.handbook.book import Citation, Handbook
from zhidu.reading.model import PERIODS, Clause, Duty, NoteKind, WhenKind
from zhidu.site.oscal.elements import PROPS, line, metadata, permanent, prop
from zhidu.views.names import OwnSettings, cite, clause_heading, metric_words, threshold_words

CATALOG, PROFILE = "catalog.json", "profile.json"


def catalog(handbook: Handbook) -> dict[str, Any]:
    """Everything in force: a group a policy, and one a notice; a control a clause."""
    return {**head(handbook), "groups": [*groups(handbook)]}


def head(handbook: Handbook) -> dict[str, Any]:
    """A catalog without its groups."""
    return {
        "uuid": permanent("catalog", handbook.as_of.isoformat(), *handbook.citations),
        "metadata": metadata(handbook, "学校信息化制度"),
    }


def groups(handbook: Handbook) -> Iterator[dict[str, Any]]:
    """The groups of a catalog, one at a time."""
    for notice in handbook.notices:
        day = notice.value.issuance.isoformat()
        title = notice.value.title
        yield from _group(handbook, f"n-{day}", "notice", title, notice.value.clauses)
    for policy, edition in handbook.current.items():
        title = f"{edition.policy.label} {edition.policy.title}"
        yield from _group(handbook, policy, "policy", title, edition.policy.clauses)


def _group(
    handbook: Handbook, name: str, kind: str, title: str, clauses: tuple[Clause, ...]
) -> Iterator[dict[str, Any]]:
    """The group of a text; none where nothing of it is in force."""
    controls = [_control(handbook, each) for each in clauses if each.id in handbook.citations]
    if controls:
        yield {"id": name, "class": kind, "title": line(title), "controls": controls}


def _control(handbook: Handbook, clause: Clause) -> dict[str, Any]:
    citation = handbook.citations[clause.id]
    params = [each for duty in citation.clause.duties for each in _params(handbook, duty)]
    props = [prop("effective", citation.effective.isoformat())]
    if clause.label:
        props.insert(0, {"name": "label", "value": clause.label})
    control: dict[str, Any] = {"id": clause.id, "class": "clause"}
    control["title"] = line(cite(citation))
    if params:
        control["params"] = params
    control["props"] = props
    control["parts"] = [*_parts(handbook, citation)]
    nested = [_control(handbook, each) for each in clause.clauses if each.id in handbook.citations]
    if nested:
        control["controls"] = nested
    return control


def _period(duty: Duty) -> str:
    return f"{duty.id}_period"


def _number(duty: Duty) -> str:
    return f"{duty.id}_number"


def _params(handbook: Handbook, duty: Duty) -> Iterator[dict[str, Any]]:
    """What the text leaves to a school, and the numbers that it states."""
    known = handbook.rhythms or {}
    if duty.when and duty.when.kind is WhenKind.UNSPECIFIED:
        choices = [known[kind].name for kind in PERIODS if kind in known]
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
            "label": line(metric_words(handbook, duty.threshold)),
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
            "prose": f"编者注：{note.text}" + (f"（{note.source}）" if note.source else ""),
        }


def _objective(handbook: Handbook, duty: Duty) -> dict[str, Any]:
    names = handbook.roles or {}
    prose = duty.summary
    for param in _params(handbook, duty):
        prose += f"（{param['label']}：{{{{ insert: param, {param['id']} }}}}）"
    props = [prop("modality", duty.modality.value), prop("method", duty.assess.method.value)]
    if duty.when:
        props.append(prop("when", duty.when.kind.value))
    props += [
        {**prop("role", each.role), "class": each.as_.value, "remarks": names[each.role].name}
        for each in duty.roles
    ]
    return {
        "id": duty.id,
        "name": "assessment-objective",
        "title": line(f"{duty.modality.label}：{duty.summary}"),
        "props": props,
        "prose": prose,
        "parts": [
            {
                "id": f"{duty.id}_evidence",
                "name": "assessment-method",
                "title": duty.assess.method.label,
                "prose": duty.assess.evidence,
            },
            {"id": f"{duty.id}_quote", "name": "quote", "ns": PROPS, "prose": duty.quote},
        ],
    }


def profile(
    handbook: Handbook, made: Mapping[str, Any], own: OwnSettings, school: str = ""
) -> dict[str, Any]:
    """All controls of the catalog *made*, with the periods and numbers that a school has set."""
    known = handbook.rhythms or {}
    chosen = {
        _period(duty): known[WhenKind(own.periods[name])].name
        for name, (_, duty) in handbook.duties.items()
        if name in own.periods and duty.when and duty.when.kind is WhenKind.UNSPECIFIED
    }
    chosen |= {
        _number(duty): words
        for _, duty in handbook.duties.values()
        if (words := own.number(handbook, duty))
    }
    found: dict[str, Any] = {
        "uuid": permanent("profile", made["uuid"], school, *map("=".join, sorted(chosen.items()))),
        "metadata": metadata(handbook, f"{school or '学校'}定的周期和数"),
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
