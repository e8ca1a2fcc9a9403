"""Nothing that a school wrote stands in a report: a mark in every text and key of a submission, searched for in every format."""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.cases import CASES, tree

from zhidu.judging.check import check
from zhidu.judging.report import FORMATS
from zhidu.reading.documents import strings
from zhidu.reading.findings import Pointer

SUBMISSION = "checklists/2001-2002-1/first-school.yaml"
INSPECTION = "checklists/reviews/2001-2002-1/first-school.yaml"
REGISTERS = ("checklists/schools.yaml", "checklists/terms.yaml")
MARKS = (
    "金丝雀丙一",
    "canary-mark",
    "Canary 13800001234",
    "138 0000 1234",
    "2001-09-01 金丝雀丙一",
    "{{金丝雀丙一",
)
TRACES = ("金丝雀", "丙一", "canary", "Canary", "13800001234", "138 0000 1234")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The fictional project with a submission and an inspection of it, both sound."""
    case = yaml.safe_load((CASES / "rules/inspection/role/ok-known.yaml").read_text("utf-8"))
    root = tree(tmp_path / "project", case["change"])
    monkeypatch.chdir(root)
    return root


def told(root: Path) -> dict[str, str]:
    """What every format prints about the checklists of *root*."""
    result = check(root, [root / "checklists"]).result
    return {name: show(result) for name, show in FORMATS.items()}


def leaks(root: Path) -> set[str]:
    """The traces of a mark in any format."""
    return {trace for text in told(root).values() for trace in TRACES if trace in text}


def places(data: Any) -> list[tuple[Pointer, bool]]:
    """Every value and every key of *data*."""
    values = [(pointer, of_key) for pointer, of_key, _ in strings(data)]
    return values + [(pointer, False) for pointer in leaves(data, ())]


def leaves(node: Any, pointer: Pointer) -> Iterator[Pointer]:
    """What is no text: numbers, truths, lists and mappings, too, may be written as one."""
    children = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in children:
        if not isinstance(value, str):
            yield (*pointer, key)
        if isinstance(value, dict | list):
            yield from leaves(value, (*pointer, key))


def marked(data: Any, pointer: Pointer, mark: object, *, of_key: bool) -> Any:
    """*data* with *mark* in the place of a value, or of a key."""
    data = copy.deepcopy(data)
    node = data
    for step in pointer[:-1]:
        node = node[step]
    if of_key:
        node[mark] = node.pop(pointer[-1])
    else:
        node[pointer[-1]] = mark
    return data


@pytest.mark.parametrize("name", [SUBMISSION, INSPECTION, *REGISTERS])
def test_no_text_of_a_school_is_told(project: Path, name: str) -> None:
    path = project / name
    data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  reads nothing but text
    every = places(data)
    assert len(every) >= 10
    found = []
    for number, (pointer, of_key) in enumerate(every):
        for mark in {MARKS[number % len(MARKS)], MARKS[0]}:
            path.write_text(json.dumps(marked(data, pointer, mark, of_key=of_key)), "utf-8")
            found += [(pointer, of_key, mark, trace) for trace in leaks(project)]
    assert found == []


def test_no_number_of_a_school_is_told(project: Path) -> None:
    path = project / SUBMISSION
    data = yaml.safe_load(path.read_text("utf-8").replace("filled: ", "filled: !!str "))
    for pointer, of_key in places(data):
        if not of_key:
            path.write_text(
                json.dumps(marked(data, pointer, 13800001234, of_key=False), default=str), "utf-8"
            )
            assert leaks(project) == set(), pointer


BROKEN: dict[str, Callable[[str], str]] = {
    "a comment": lambda text: f"# 金丝雀丙一\n{text}# 金丝雀丙一",
    "a comment after a text": lambda text: text + "金丝雀丙一: 金丝雀丙一 # 金丝雀丙一\n",
    "twice the same key": lambda text: f"{text}金丝雀丙一: 1\n金丝雀丙一: 1\n",
    "an unknown key twice": lambda text: f"{text}canary: 1\ncanary: 1\n",
    "a full-width colon": lambda text: f"{text}canary：金丝雀丙一\n",
    "no space": lambda text: f"{text}canary:金丝雀丙一\n",
    "an open quote": lambda text: f'{text}金丝雀丙一: "金丝雀丙一\n',
    "an anchor": lambda text: f"{text}a: &canary 金丝雀丙一\n",
    "a tag": lambda text: f"{text}a: !canary 金丝雀丙一\n",
    "a tab": lambda text: f"{text}\t金丝雀丙一: 1\n",
    "a second document": lambda text: f"{text}---\n金丝雀丙一\n",
    "a control character": lambda text: f"{text}a: 金丝雀丙一\x07\n",
    "something invisible": lambda text: text.replace("school: ", "school: 金丝雀丙一\u200b"),
    "only text": lambda _: "金丝雀丙一 13800001234",
    "a list": lambda _: "- 金丝雀丙一\n- canary\n",
}


@pytest.mark.parametrize("name", [SUBMISSION, INSPECTION, *REGISTERS])
@pytest.mark.parametrize("fault", BROKEN)
def test_no_broken_file_is_told(project: Path, name: str, fault: str) -> None:
    path = project / name
    path.write_text(BROKEN[fault](path.read_text("utf-8")), "utf-8")
    assert leaks(project) == set()


@pytest.mark.parametrize(
    "name",
    [
        "2001-2002-1/金丝雀丙一13800001234.yaml",
        "2001-2002-1/canary13800001234.yaml",
        "2001-2002-1/Canary.yaml",
        "2001-2002-1/金丝雀丙一/a.yaml",
        "reviews/金丝雀丙一.yaml",
        "reviews/2001-2002-1/金丝雀丙一.yaml",
        "reviews/金丝雀丙一/a.yaml",
        "金丝雀丙一.yaml",
        "金丝雀丙一/a.yaml",
        ".金丝雀丙一",
        "replaced/金丝雀丙一/a.yaml",
        "replaced/2001-2002-1/金丝雀丙一.yaml",
        "2001-2002-1/.金丝雀丙一",
        "金丝雀丙一.docx",
    ],
)
def test_no_name_of_a_file_is_told(project: Path, name: str) -> None:
    path = project / "checklists" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("school: 金丝雀丙一\n", "utf-8")
    shown = told(project)
    assert leaks(project) == set()
    assert "不重复" in shown["text"]
    alone = check(project, [path]).result
    assert not {t for show in FORMATS.values() for t in TRACES if t in show(alone)}


def test_two_files_whose_names_are_not_told_are_told_apart(project: Path) -> None:
    for name in ("金丝雀甲.yaml", "金丝雀乙.yaml"):
        (project / "checklists/2001-2002-1" / name).write_text("school: x\n", "utf-8")
    lines = [line for line in told(project)["text"].splitlines() if "[file/name]" in line]
    assert len({line.partition(":")[0] for line in lines}) == 2
