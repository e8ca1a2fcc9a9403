"""The vocabulary in two halves: the general one ships with the engine, a project's own goes over it, entry by entry."""

import json
import shutil
from pathlib import Path

import pytest
from support.cases import TREE

from zhidu.cli.commands import main
from zhidu.handbook import vocabulary_halves as vocabulary
from zhidu.handbook.vocabulary_halves import general, merged
from zhidu.judging.check import check
from zhidu.reading import documents
from zhidu.reading.model import Metrics, ReviewKind, RhythmGroup, Rhythms, Saying, Terms, Unit
from zhidu.site import search_data

SHIPPED = general()


def test_the_general_half_is_right_by_itself_and_about_nobody() -> None:
    for path in sorted(vocabulary.FOLDER.glob("*.yaml")):
        found, findings = documents.load(documents.place_of(path))
        assert found is not None
        assert {finding.code for finding in findings} <= {"file/modeline"}
    assert {advice.kind for advice in SHIPPED["drafting"].value.advice} == set(ReviewKind)


def test_an_entry_of_the_project_takes_the_place_of_the_general_one() -> None:
    own = Metrics(units=(Unit(id="item", name="份"), Unit(id="mu", name="亩")))
    units = {unit.id: unit.name for unit in merged("metrics", own).units}
    assert (units["item"], units["mu"], units["day"]) == ("份", "亩", "天")


def test_a_saying_adds_to_the_general_one_with_the_same_first_word() -> None:
    own = Terms(sayings=(Saying(said=("电脑", "匣子"), means=("电子计算机",)),))
    found = next(s for s in merged("terms", own).sayings if s.said[0] == "电脑")
    assert set(found.means) == {"电子计算机", "计算机"}
    assert {"匣子", "微机"} <= set(found.said)


def test_groups_of_times_are_the_projects_own_where_it_has_some() -> None:
    own = Rhythms(groups=(RhythmGroup(id="all", name="全部", kinds=()),))
    assert merged("rhythms", own).groups == own.groups
    assert merged("rhythms", own).rhythms == SHIPPED["rhythms"].value.rhythms
    assert merged("rhythms", None) == SHIPPED["rhythms"].value


def test_a_project_has_what_it_did_not_tell(tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(TREE, root)
    for name in ("rhythms", "drafting", "terms"):
        (root / "policies" / "vocabulary" / f"{name}.yaml").unlink()
    checked = check(root)
    assert not checked.result.findings
    assert checked.handbook.drafting == SHIPPED["drafting"].value
    assert [group.id for group in checked.handbook.groups][:2] == ["daily", "weekly"]


def test_a_file_that_is_there_and_cannot_be_used_calls_nothing_unknown(tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(TREE, root)
    (root / "policies" / "vocabulary" / "roles.yaml").write_text("roles: [\n", encoding="utf-8")
    checked = check(root)
    assert checked.handbook.roles is None
    assert {finding.path.rpartition("/")[2] for finding in checked.result.findings} == {
        "roles.yaml"
    }


def test_what_a_general_saying_means_and_the_texts_do_not_write_is_left_out() -> None:
    handbook = check(TREE).handbook
    sayings = search_data.lexicon(handbook)["sayings"]
    assert "杀病毒" not in sayings
    written = "".join(c.clause.text + c.clause.reading for c in handbook.citations.values())
    written += "".join(handbook.names)
    means = {word for saying in sayings.split("|") for word in saying.partition("=")[2].split()}
    assert means
    assert all(word in written for word in means)


def test_where_an_entry_comes_from_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "project"
    shutil.copytree(TREE, root)
    assert main(["explain", "vocabulary", "--root", str(root)]) == 0
    told = capsys.readouterr().out
    assert "\nmetrics.yaml 的 units：程序自带 38，自带，本项目改写或补充 2\n" in told
    assert "\n  day 天  自带，本项目改写或补充\n" in told
    assert "\n  text-share 示例教案文字的占比  本项目的\n" in told
    assert main(["explain", "vocabulary", "--root", str(root), "--format", "json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert {
        "kind": "rhythms",
        "list": "rhythms",
        "name": "routine",
        "title": "日常",
        "origin": "general",
    } in entries
