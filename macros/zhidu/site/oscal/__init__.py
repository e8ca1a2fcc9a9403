"""OSCAL 1.2.1: policies as a catalog, what a school has set as a profile, its self-assessment as results and a plan of action.

Every UUID is made of permanent ids, so that the same handbook gives the same file.
"""

from collections.abc import Sequence

from zhidu.county.statements import Statement, by_school, days
from zhidu.handbook.book import Handbook
from zhidu.reading.model import School
from zhidu.site.oscal.checks import FaultyError, Seen, faults, faults_of_results
from zhidu.site.oscal.controls import CATALOG, PROFILE, catalog, groups, head, profile
from zhidu.site.oscal.elements import dense, written
from zhidu.site.oscal.results import PLAN, RESULTS, plan, results
from zhidu.views.names import OwnSettings

__all__ = [
    "CATALOG",
    "PROFILE",
    "FaultyError",
    "catalog",
    "faults",
    "faults_of_results",
    "files",
    "profile",
    "school_files",
]


def files(handbook: Handbook, own: OwnSettings | None = None, school: str = "") -> dict[str, bytes]:
    """The catalog and a profile by name. *own* is what a school has set.

    The catalog is written group by group: as data, one of a thousand policies takes several times its file.
    """
    beginning = head(handbook)
    made_profile = profile(handbook, beginning, own or OwnSettings(), school)
    seen = Seen()
    every = b",".join(dense(seen.looked_at(group)).encode() for group in groups(handbook))
    _sound(seen.faults(made_profile))
    before = f'{{"catalog":{dense(beginning)[:-1]},"groups":['.encode()
    return {
        CATALOG: b"".join((before, every, b"]}}\n")),
        PROFILE: written("profile", made_profile),
    }


def school_files(handbook: Handbook, statements: Sequence[Statement]) -> dict[str, bytes]:
    """The catalog, and for each school of *statements* its profile, its results, and its plan where it has one. For the bureau alone.

    A profile has what the school set in its last statement; all days are those of the data.
    """
    controls = catalog(handbook)
    made = {CATALOG: written("catalog", controls)}
    day = max((handbook.as_of, *(each for said in statements for each in days(said))))
    for name, theirs in by_school(statements):
        known = (handbook.schools or {}).get(name)
        school = known or School(id=name, name=name, institution="")
        said = theirs[-1].checklist
        own = OwnSettings(
            periods={duty: each.value for duty, each in said.periods.items()}, numbers=said.numbers
        )
        chosen = profile(handbook, controls, own, school.name)
        found = results(handbook, school, theirs, day)
        todo = plan(handbook, school, theirs, day)
        documents = [found] if todo is None else [found, todo]
        _sound([*faults(controls, chosen), *faults_of_results(controls, documents)])
        made[f"{name}.profile.json"] = written("profile", chosen)
        made[f"{name}.{RESULTS}.json"] = written(RESULTS, found)
        if todo is not None:
            made[f"{name}.{PLAN}.json"] = written(PLAN, todo)
    return made


def _sound(found: Sequence[str]) -> None:
    if found:
        raise FaultyError("；".join(found))
