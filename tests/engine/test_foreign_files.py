"""What is no submission or no policy is called what it is; no advice destroys what is there. Cases: tests/cases/files."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.bureau import SCHOOL, TERM, Bureau
from support.cases import SUBMISSION

from zhidu.cli.commands import main

HERE = Path(__file__).parent.parent / "cases/files"
COUNTY = HERE.parent / "revisions/county"
POLICY = "policies/2025-03-01/01-lab.yaml"
CASES = {
    case["file"]: case
    for case in yaml.safe_load((HERE / "expected.yaml").read_text(encoding="utf-8"))
}


def changed(case: dict[str, Any], of: Path) -> str:
    """The text of *of* with the change of *case*: once, or each sign of what the pattern finds."""
    pattern, instead = case["but"]
    text = of.read_text(encoding="utf-8")
    if case.get("each"):
        made = re.sub(pattern, lambda found: instead * len(found[1]), text)
    else:
        made = re.sub(pattern, instead, text, count=1)
    assert made != text
    return made


def says(told: str, case: dict[str, Any]) -> None:
    """Each word that must be said is, and none that must not be."""
    for word in case["said"]:
        among = word if isinstance(word, list) else [word]
        assert any(each in told for each in among), told
    assert not [word for word in case["not_said"] if word in told], told


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("inbox/")])
def test_a_sender_is_told_what_it_is(tmp_path: Path, name: str) -> None:
    bureau = Bureau(tmp_path)
    file = HERE / name
    if "but" in CASES[name]:
        kept = SUBMISSION / "checklists" / TERM / f"{SCHOOL}.yaml"
        sent = bureau.send(file.name, changed(CASES[name], kept))
    else:
        sent = bureau.send(file.name, file.read_bytes())
    assert bureau.take() == 1
    letter = bureau.letter(f"{sent.name}.退回.txt")
    says(letter, CASES[name])
    assert letter.splitlines()[0].endswith("，请改 1 处"), letter


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("policies/")])
def test_who_writes_policies_is_told_what_it_is(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = shutil.copytree(COUNTY, tmp_path / "project")
    (root / POLICY).write_text(changed(CASES[name], root / POLICY), encoding="utf-8")
    assert main(["check", "--root", str(root)]) == 1
    says(capsys.readouterr().out, CASES[name])
