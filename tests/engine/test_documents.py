"""Drafts as clerks write them, put in with `zhidu import`: what is right of each, and no word lost without a word."""

import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import yaml
from support.drafts import DRAFTS

from zhidu.cli.commands import main
from zhidu.drafting import formats
from zhidu.drafting.draft_clauses import begun
from zhidu.reading.model import Status
from zhidu.reading.text.numerals import ordinal

HERE = Path(__file__).parent.parent / "cases"
CASES = [
    case
    for name in ("expected", "more")
    for case in yaml.safe_load((HERE / f"documents/{name}.yaml").read_text(encoding="utf-8"))
]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text).translate(str.maketrans(",;:()", "，；：（）"))


def clauses(policy: dict[str, Any]) -> Iterator[dict[str, Any]]:
    def walk(some: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for clause in some:
            yield clause
            yield from walk(clause.get("clauses", []))

    yield from walk(policy["clauses"])


def strings(data: Any) -> Iterator[str]:
    if not isinstance(data, (dict, list)):
        yield str(data)
    elif isinstance(data, dict):
        for value in data.values():
            yield from strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)


class Imported:
    """What an import wrote and said."""

    def __init__(self, draft: Path, folder: Path, output: str) -> None:
        files = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
        self.notice = yaml.safe_load(files.pop("notice.yaml"))
        self.policies = [yaml.safe_load(text) for _, text in sorted(files.items())]
        self.clauses = [clause for policy in self.policies for clause in clauses(policy)]
        self.texts = [squeezed(clause["text"]) for clause in self.clauses]
        self.data = "\n".join(map(squeezed, strings([self.notice, *self.policies])))
        self.output = squeezed(output)
        text, _ = formats.read(draft)
        assert text is not None
        self.lines = [line.text for line in text.lines]

    def lost(self) -> list[str]:
        """The lines of the draft that stand neither in the data nor in what was said."""
        found = []
        for line in self.lines:
            number = begun(line)
            words = squeezed(number.rest if number else line).rstrip("：")
            parts = re.split(r"[。；！？]", words)
            numbers = [begun(part) for part in parts]
            signed = words.removesuffix("文件")  # what a letterhead says
            if (
                words not in self.output
                and signed not in self.data.split("\n")
                and not all(
                    (number.rest if number else part) in "".join(self.data.split("\n"))
                    for part, number in zip(parts, numbers, strict=True)
                )
            ):
                found.append(line)
        return found


def imported(draft: Path, project: Path, date: str, output: str) -> Imported:
    (folder,) = [f for f in (project / "policies").iterdir() if f.name in {date, "2026-11-05"}]
    return Imported(draft, folder, output)


def holds(found: Imported, key: str, right: Any) -> bool:  # noqa: PLR0911, PLR0912  one line a key
    """Whether what must hold under *key* does."""
    titles = [squeezed(p["title"] + Status(p["status"]).suffix) for p in found.policies]
    match key:
        case "title" | "policies":
            return titles == [squeezed(t) for t in ([right] if key == "title" else right)]
        case "notice":
            return squeezed(found.notice["title"]) == squeezed(right)
        case "number" | "issuer" | "addressees":
            return squeezed(str(found.notice[key])) == squeezed(right)
        case "date":
            return str(found.notice["issuance"]) == str(right)
        case "article_begins":
            top = [
                (c.get("label"), squeezed(c["text"])) for p in found.policies for c in p["clauses"]
            ]
            return [
                any(
                    label == ordinal(number) and text.startswith(squeezed(words))
                    for label, text in top
                )
                for number, words in right
            ] == [True] * len(right)
        case "item_begins":
            return all(any(t.startswith(squeezed(w)) for t in found.texts) for w in right)
        case "paragraph_begins":
            lines = [squeezed(line) for c in found.clauses for line in c["text"].split("\n")]
            return all(any(line.startswith(squeezed(w)) for line in lines) for w in right)
        case "chapters" | "in_data":
            return all(squeezed(w) in found.data for w in right)
        case "not_in_data":
            return not any(squeezed(w) in found.data for w in right)
        case "either":
            return all(squeezed(w) in found.data + found.output for w in right)
        case "said":
            return all(
                any(squeezed(w) in found.output for w in ([one] if isinstance(one, str) else one))
                for one in right
            )
        case "apart":
            return not any(
                all(squeezed(w) in t for w in pair) for pair in right for t in found.texts
            )
        case "never_glued":
            return not any(squeezed(w) in found.data + found.output for w in right)
        case "not_a_clause":
            return not any(squeezed(w) == t for w in right for t in found.texts)
        case "not_law":
            law = [*found.texts, *titles, squeezed(found.notice["addressees"])]
            return not any(squeezed(w) in text for w in right for text in law)
    raise AssertionError(key)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_a_draft_as_clerks_write_them(
    case: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "county"
    copytree(HERE / "revisions/county", project)
    name = case["file"]
    draft = tmp_path / name
    text = case.get("text", "").encode()
    draft.write_bytes(text or DRAFTS.get(name) or (HERE / "documents" / name).read_bytes())
    date = case.get("date", "")
    status = main(
        ["import", str(draft), "--root", str(project), *(["--date", date] if date else [])]
    )
    output, errors = capsys.readouterr()
    assert status in {0, 1}, errors
    found = imported(draft, project, date, output)
    wrong = [
        key
        for key, right in case["right"].items()
        if key != "advice_about_unread_clauses" and not holds(found, key, right)
    ]
    assert (wrong, found.lost()) == ([], []), output
