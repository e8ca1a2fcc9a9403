"""Many submissions: two cores say what one says, a killed worker loses nothing, and no verdict is ever kept."""

import os
import shutil
from pathlib import Path

import pytest
from support.submissions import complete
from support.yunling import YUNLING

from zhidu.assessment.instrument import for_term
from zhidu.assessment.submission import canonical
from zhidu.assessment.verdict.answer_facts import Context, score
from zhidu.assessment.verdict.one_submission import Bench, Verdict
from zhidu.county import verdicts
from zhidu.handbook.book import Handbook
from zhidu.judging.check import check
from zhidu.reading.documents import Place

TERM = "2026-2027-1"
SCHOOLS = 12


@pytest.fixture
def county(tmp_path: Path, handbook: Handbook, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twelve submissions of a made-up county; the third is wrong, the fifth cannot be read, the ninth comes twice."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    project = tmp_path / "project"
    shutil.copytree(YUNLING / "policies", project / "policies")
    shutil.copytree(YUNLING / "checklists", project / "checklists")
    instrument = for_term(handbook, (handbook.school_terms or {})[TERM])
    order = {item.id: place for place, item in enumerate(instrument.items)}
    schools = project / "checklists" / "schools.yaml"
    text = schools.read_text(encoding="utf-8")
    folder = project / "checklists" / TERM
    folder.mkdir()
    for number in range(SCHOOLS):
        name = f"school-{number:02}"
        text += f"  - {{id: {name}, name: 虚构第{number}学校, institution: primary-secondary}}\n"
        data = complete(instrument, name, TERM)
        if number == 3:
            data["items"]["a3-1"] = {"status": "not-met"}
        if number == 9:
            data["school"] = "school-08"
        (folder / f"{name}.yaml").write_text(canonical(data, order), encoding="utf-8")
    schools.write_text(text, encoding="utf-8")
    (folder / "school-05.yaml").unlink()
    (folder / "school-05.yaml").symlink_to("school-04.yaml")
    return project


def said(project: Path) -> list[str]:
    """All errors as a new process would tell them."""
    os.utime(project / "checklists" / "schools.yaml")
    return [
        f"{Path(finding.path).name}:{finding.line} {finding.code}"
        for finding in check(project).result.findings
        if finding.severity == "error"
    ]


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are looked into, in this process."""
    names: list[str] = []
    of_place = Bench.of_place

    def noted(bench: Bench, place: Place) -> Verdict:
        names.append(place.path.stem)
        return of_place(bench, place)

    monkeypatch.setattr(Bench, "of_place", noted)
    return names


EXPECTED = [
    "school-03.yaml:197 checklist/problem",
    "school-05.yaml:1 file/not-regular",
    "school-09.yaml:1 checklist/once",
    "school-09.yaml:2 checklist/place",
]


def test_everything_is_judged_each_time_and_nothing_is_kept(
    county: Path, judged: list[str], tmp_path: Path
) -> None:
    assert said(county) == EXPECTED
    assert len(judged) == SCHOOLS
    assert said(county) == EXPECTED
    assert len(judged) == 2 * SCHOOLS
    assert not (tmp_path / "cache").exists()


@pytest.fixture
def cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cores, and few files are enough for both. No thread of another test stands in the way."""
    monkeypatch.setattr(verdicts, "ENOUGH", 1)
    monkeypatch.setattr(verdicts, "_WARM", 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr("threading.active_count", lambda: 1)


@pytest.mark.usefixtures("cores")
def test_two_cores_say_what_one_says(
    county: Path, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    both = said(county)
    assert judged == ["school-00"]  # the rest was done elsewhere
    judged.clear()
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    assert said(county) == both
    assert len(judged) == SCHOOLS


@pytest.mark.usefixtures("cores")
def test_a_killed_worker_loses_nothing(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = said(county)
    parent = os.getpid()
    of_place = Bench.of_place

    def killed(bench: Bench, place: Place) -> Verdict:
        if place.path.stem == "school-07" and os.getpid() != parent:
            os._exit(9)
        return of_place(bench, place)

    monkeypatch.setattr(Bench, "of_place", killed)
    assert said(county) == expected


@pytest.mark.usefixtures("cores")
def test_a_process_of_several_threads_is_not_forked(
    county: Path, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("threading.active_count", lambda: 2)
    said(county)
    assert len(judged) == SCHOOLS


def test_a_misspelt_school_is_one_mistake(county: Path, handbook: Handbook) -> None:
    term = (handbook.school_terms or {})[TERM]
    instrument = for_term(handbook, term)
    data = complete(instrument, "school-11", TERM)
    kind = next(item.institutions[0] for item in instrument.items if item.institutions)
    schools = county / "checklists" / "schools.yaml"
    text = schools.read_text(encoding="utf-8")
    line = "- {id: school-11, name: 虚构第11学校, institution: "
    assert f"{line}primary-secondary}}" in text
    other = next(known for known in instrument.institutions if known != kind)
    schools.write_text(
        text.replace(f"{line}primary-secondary}}", f"{line}{other}}}"), encoding="utf-8"
    )
    asked = {
        item.id for item in instrument.items if not item.institutions or other in item.institutions
    }
    data["items"] = {name: answer for name, answer in data["items"].items() if name in asked}
    data["score"] = score(Context(instrument, term, other), data)
    data["school"] = "scool-11"
    order = {item.id: place for place, item in enumerate(instrument.items)}
    path = county / "checklists" / TERM / "school-11.yaml"
    path.write_text(canonical(data, order), encoding="utf-8")
    found = [finding.code for finding in check(county, [path]).result.findings]
    assert found == ["checklist/known-school"]
