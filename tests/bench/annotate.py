"""How well `zhidu annotate` reads: duties proposed against duties that people settled, and a plain splitter as the floor.

Two sets: the texts of other places in tests/cases/annotate/, and this repository's policies, read as bare texts would be,
their clauses and the vocabulary's role names known but none of their duties. A duty is found when a proposal of the same
clause covers it so that what both share is at least half of what either covers (intersection over union of the places in
the clause); pairs are made one to one, the closest first. The facts are counted over the duties found.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhidu.drafting.manuscript_lines import Line
from zhidu.drafting.proposals import Passage, Proposal, Reading, passages, propose
from zhidu.reading import strict_yaml

HERE = Path(__file__).parent.parent
CASES = HERE / "cases" / "annotate"
POLICIES = HERE.parent / "policies"
HALF = 0.5


@dataclass(frozen=True, kw_only=True)
class Gold:
    """A duty that people settled. `actors`: the names that are right; empty where the text names nobody.

    Where the words leave it open: `quotes` that are right as well, and `also`, facts that are.
    """

    quote: str
    quotes: tuple[str, ...] = ()
    modality: str
    when: str | None
    threshold: tuple[str, float] | None
    actors: frozenset[str]
    addressed: bool = False
    also: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Text:
    """A policy with its duties by clause."""

    name: str
    reading: Reading
    duties: dict[str, list[Gold]]
    roles: dict[str, str] = field(default_factory=dict)


@dataclass
class Count:
    """What is counted over a set of texts."""

    duties: int = 0
    proposals: int = 0
    found: int = 0
    modality: int = 0
    forbidden: int = 0
    forbidden_found: int = 0
    obliged: int = 0
    when: int = 0
    thresholds: int = 0
    thresholds_found: int = 0
    thresholds_invented: int = 0
    actor: int = 0
    actors_invented: int = 0
    free: int = 0
    free_given: int = 0


def read(path: Path) -> Any:
    """The data of a YAML file."""
    found, findings = strict_yaml.read(path, path.name)
    if found is None:
        raise SystemExit(findings[0].message)
    return found.data


def one_policy(texts: Sequence[str]) -> Reading:
    """The only policy in the lines of a text."""
    (reading,), _ = passages([Line(text=text, place=place) for place, text in enumerate(texts, 1)])
    return reading


def cases() -> Iterator[Text]:
    """The texts of other places."""
    for path in sorted(CASES.glob("*.yaml")):
        data = read(path)
        lines = [line.strip() for line in data["text"].splitlines() if line.strip()]
        duties: dict[str, list[Gold]] = {}
        for entry in data["duties"]:
            gold = Gold(
                quote=entry["quote"],
                quotes=tuple(entry.get("or", ())),
                modality=entry["modality"],
                when=(entry.get("when") or {}).get("kind"),
                threshold=_limit(entry.get("threshold")),
                actors=frozenset(filter(None, [entry.get("actor")])),
                also=entry.get("also", {}),
            )
            duties.setdefault(entry["clause"], []).append(gold)
        yield Text(name=path.stem, reading=one_policy(lines), duties=duties)


def _walk(
    clauses: Iterable[dict[str, Any]], parent: str | None = None
) -> Iterator[tuple[dict[str, Any], str | None]]:
    for clause in clauses:
        yield clause, parent
        yield from _walk(clause.get("clauses", []), clause["id"])


def own() -> Iterator[Text]:
    """The policies of this repository."""
    roles = read(POLICIES / "vocabulary" / "roles.yaml")["roles"]
    names = {role["name"]: role["id"] for role in roles}
    names |= {alias["name"]: role["id"] for role in roles for alias in role.get("aliases", [])}
    ids = {role["id"]: role["name"] for role in roles}
    for path in sorted(POLICIES.glob("2*/*.yaml")):
        data = read(path)
        found = [(clause, parent) for clause, parent in _walk(data["clauses"])]
        reading = Reading(
            title=data["title"],
            addressee=ids.get(data.get("addressee", "")),
            passages=tuple(
                Passage(
                    id=clause["id"], text=clause["text"], label=clause.get("label"), parent=parent
                )
                for clause, parent in found
            ),
        )
        yield Text(
            name=path.stem,
            reading=reading,
            duties={
                clause["id"]: [_gold(duty) for duty in clause.get("duties", [])]
                for clause, _ in found
            },
            roles=names,
        )


def _limit(stated: dict[str, Any] | None) -> tuple[str, float] | None:
    if stated is None or stated["value"] is None:
        return None
    return stated["op"], float(stated["value"])


def _gold(duty: dict[str, Any]) -> Gold:
    return Gold(
        quote=duty["quote"],
        modality=duty["modality"],
        when=(duty["when"] or {}).get("kind"),
        threshold=_limit(duty.get("threshold")),
        actors=frozenset(role["role"] for role in duty["roles"] if role["role"] != "unassigned"),
        addressed=True,
    )


def splitter(text: Text) -> list[Proposal]:
    """The floor: every piece between 。 ； and ，"""
    return [
        Proposal(
            clause=passage.id, quote=piece, modality="must", when=None, threshold=None, roles=(), report=None,
            reported=False, approval=None, approved=False, sanction=False, records=(), because="",
        )
        for passage in text.reading.passages
        for piece in filter(None, re.split("[。；，\n]", passage.text))
    ]  # fmt: skip


def overlap(text: str, one: str, other: str) -> float:
    """What two quotes share, of all that either covers."""
    places = [(m.start(), m.end()) for m in re.finditer(re.escape(one), text)]
    others = [(m.start(), m.end()) for m in re.finditer(re.escape(other), text)]
    best = 0.0
    for a, b in places:
        for c, d in others:
            shared = max(0, min(b, d) - max(a, c))
            best = max(best, shared / (max(b, d) - min(a, c)) if shared else 0.0)
    return best


def near(text: str, duty: Gold, one: Proposal) -> float:
    """How near a proposal comes to any of the right quotes."""
    return max(overlap(text, quote, one.quote) for quote in (duty.quote, *duty.quotes))


def pairs(text: str, gold: Sequence[Gold], found: Sequence[Proposal]) -> dict[int, int]:
    """Duty → proposal, the closest first."""
    closest = sorted(
        (
            (-near(text, duty, proposal), g, p)
            for g, duty in enumerate(gold)
            for p, proposal in enumerate(found)
        ),
    )
    made: dict[int, int] = {}
    for distance, g, p in closest:
        if -distance >= HALF and g not in made and p not in made.values():
            made[g] = p
    return made


def count(text: Text, found: Sequence[Proposal], total: Count, told: list[str]) -> None:
    """Count *found* into *total*; what is wrong goes to *told*."""
    for passage in text.reading.passages:
        gold = text.duties.get(passage.id, [])
        here = [proposal for proposal in found if proposal.clause == passage.id]
        made = pairs(passage.text, gold, here)
        total.duties += len(gold)
        total.proposals += len(here)
        total.found += len(made)
        if not gold:
            total.free += 1
            total.free_given += bool(here)
        where = f"{text.name} {passage.id}"
        told += [f"{where} missed   {d.quote}" for g, d in enumerate(gold) if g not in made]
        told += [
            f"{where} too much {p.quote}" for n, p in enumerate(here) if n not in made.values()
        ]
        for proposal in here:
            if proposal.modality != "must-not" and any(
                d.modality == "must-not" and near(passage.text, d, proposal) >= HALF for d in gold
            ):
                total.obliged += 1
                told.append(f"{where} obliged  {proposal.quote}")
        for g, duty in enumerate(gold):
            one = here[made[g]] if g in made else None
            total.thresholds += duty.threshold is not None
            total.forbidden += duty.modality == "must-not"
            if one is not None:
                _facts(duty, one, total, told, where)
        total.thresholds_invented += sum(
            p.threshold is not None
            and not any(
                (d.threshold or d.also.get("threshold")) and made.get(g) == n
                for g, d in enumerate(gold)
            )
            for n, p in enumerate(here)
        )


def _also(duty: Gold, name: str) -> list[Any]:
    """What else is right of a fact, one answer or a list of them."""
    said = duty.also.get(name, [])
    return said if isinstance(said, list) else [said]


def _facts(duty: Gold, one: Proposal, total: Count, told: list[str], where: str) -> None:
    same = one.modality in {duty.modality, *_also(duty, "modality")}
    total.modality += same
    total.forbidden_found += duty.modality == one.modality == "must-not"
    kind = one.when.kind if one.when else None
    timely = kind in {duty.when, *_also(duty, "when")}
    total.when += timely
    stated = (one.threshold.op, one.threshold.value) if one.threshold else None
    enough = stated in [duty.threshold, *map(_limit, _also(duty, "threshold"))]
    total.thresholds_found += duty.threshold is not None and enough
    names = {
        actor.words if actor.words and not duty.addressed else actor.role for actor in one.roles
    }
    also = _also(duty, "actor")
    nobody = not duty.actors or None in also
    unnamed = nobody and all(actor.words is None for actor in one.roles)
    unassigned = nobody and names <= {"unassigned"}
    right = bool(names & {*duty.actors, *also}) or (unassigned if duty.addressed else unnamed)
    total.actor += right
    total.actors_invented += not duty.actors and not right
    if not same:
        told.append(f"{where} modality {one.quote}: {one.modality}, not {duty.modality}")
    if not timely:
        told.append(f"{where} when     {one.quote}: {one.when}, not {duty.when}")
    if not enough:
        told.append(f"{where} amount   {one.quote}: {stated}, not {duty.threshold}")
    if not right:
        told.append(f"{where} actor    {one.quote}: {sorted(names)}, not {sorted(duty.actors)}")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f} ({part}/{whole})" if whole else "-"


def table(name: str, total: Count) -> str:
    """The figures of a set, one a line."""
    rows = (
        ("recall", _share(total.found, total.duties)),
        ("precision", _share(total.found, total.proposals)),
        ("modality", _share(total.modality, total.found)),
        ("prohibitions", _share(total.forbidden_found, total.forbidden)),
        ("obligations on the words of a prohibition", str(total.obliged)),
        ("when", _share(total.when, total.found)),
        ("thresholds", f"{total.thresholds_found} of {total.thresholds}, {total.thresholds_invented} invented"),
        ("actor", f"{_share(total.actor, total.found)}, {total.actors_invented} invented"),
        ("clauses without a duty given one", f"{total.free_given} of {total.free}"),
    )  # fmt: skip
    return "\n".join([name, *(f"  {label:<42} {figure}" for label, figure in rows)])


def main(arguments: Sequence[str]) -> None:
    """Print both sets, the splitter's figures before ours; with --wrong also what is wrong, with --each every text."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args(arguments)
    for name, texts in (
        ("texts of other places", list(cases())),
        ("this repository's policies", list(own())),
    ):
        floor, ours, told = Count(), Count(), list[str]()
        for text in texts:
            if options.only not in text.name:
                continue
            count(text, splitter(text), floor, [])
            found = propose(text.reading, text.roles)
            count(text, found, ours, told)
            if options.each:
                one = Count()
                count(text, found, one, [])
                print(
                    f"{text.name:<36} recall {_share(one.found, one.duties)} precision {_share(one.found, one.proposals)}"
                )
        print(table(f"{name}, plain splitter", floor))
        print(table(f"{name}, zhidu annotate", ours))
        if options.wrong:
            print("\n".join(told))


if __name__ == "__main__":
    main(sys.argv[1:])
