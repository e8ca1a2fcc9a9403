"""What the command, the page and a draft's file make of a review."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.cases import TREE, tree

from zhidu.cli.commands import main
from zhidu.handbook.book import Handbook
from zhidu.judging.check import check
from zhidu.judging.review import repeats, review
from zhidu.judging.review.entries import Entry, pattern, sentence_of
from zhidu.judging.review.review_output import page, selected
from zhidu.reading.model import ReviewKind


@pytest.fixture(scope="module")
def entries(handbook: Handbook) -> tuple[Entry, ...]:
    return review(handbook)


def test_the_page_counts_what_it_lists(handbook: Handbook, entries: tuple[Entry, ...]) -> None:
    shown = page(handbook)
    assert sum(group.total for group in shown.groups) == len(entries)
    assert shown.entries + shown.errata == len(entries)
    for document in shown.documents:
        listed = sum(
            document.id in entry.policies
            for group in shown.groups
            if group.id != ReviewKind.ERRATUM
            for entry in group.entries
        )
        assert document.entries == listed


def test_selection(handbook: Handbook, entries: tuple[Entry, ...]) -> None:
    chosen = selected(handbook, entries, edition=None, policies=["a9"])
    assert {e.clause for e in chosen if not e.also} >= {"a9-2", "a9-3", "a9-4"}
    assert selected(handbook, entries, edition=date(2001, 1, 1), policies=()) == ()
    assert selected(handbook, entries, edition=date(2016, 9, 1), policies=()) == entries


def test_command_json(capsys: pytest.CaptureFixture[str], entries: tuple[Entry, ...]) -> None:
    assert main(["review", "--format", "json"]) == 0
    payload = json.loads(capsys.readouterr().out)
    assert len(payload["entries"]) == len(entries)
    assert sum(payload["counts"].values()) == len(entries)
    assert all("clause" in entry for entry in payload["entries"])
    first = next(e for e in payload["entries"] if e["clause"] == "a8-7")
    assert first["code"] == "review/no-recipient"
    assert (first["citation"], first["policy"], first["issuance"]) == (
        "附件8第七条",
        "a8",
        "2016-09-01",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a99"], "没有编号为“a99”的制度。是不是“a9”？"),
        (["--edition", "2015-01-01"], "没有这一次印发。有的是：2016-09-01。"),
    ],
)
def test_command_refuses(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", *arguments]) == 2
    assert capsys.readouterr().err.strip() == message


def test_command_text_on_a_fictional_project(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "--root", str(TREE)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("制度体检，数据截至 ")
    assert lines[-1].startswith("想知道一类问题是什么意思，运行：zhidu explain review/")


def test_a_faulty_project_is_not_reviewed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changes: dict[str, dict[str, Any]] = {
        "policies/2001-01-01/01-first.yaml": {"replace": [["kind: regulation", "kind: x"]]}
    }
    assert main(["review", "--root", str(tree(tmp_path / "project", changes))]) == 1
    assert "kind" in capsys.readouterr().err


def test_patterns_keep_within_a_part_of_a_sentence() -> None:
    assert pattern("不少于…以上").search("不少于课时的50%以上")
    assert not pattern("不少于…以上").search("不少于三份。达到以上")
    assert not pattern("不少于…以上").search("不少于" + "很" * 13 + "以上")
    assert sentence_of("甲。乙丙，丁。戊。", "丙") == "乙丙，丁。"


def test_an_empty_handbook_has_nothing_to_review(handbook: Handbook) -> None:
    nothing = Handbook(documents=(), as_of=handbook.as_of, complete=True)
    assert review(nothing) == ()


def test_a_vocabulary_of_another_bureau_finds_its_own_words(tmp_path: Path) -> None:
    """The words are data: another list finds more in the same text than the general half."""
    changes: dict[str, dict[str, Any]] = {
        "policies/vocabulary/drafting.yaml": {"replace": [["words: [定期]", "words: [打扫]"]]}
    }
    root = tree(tmp_path / "project", changes)
    found = [e for e in review(check(root).handbook) if e.kind is ReviewKind.NO_PERIOD]
    assert [(e.clause, e.words) for e in found] == [("a1-1", ("打扫",)), ("a2-2", ("定期",))]


def test_what_is_alike_is_found_as_if_all_were_compared(handbook: Handbook) -> None:
    """The index of rare words leaves out no pair that comparing each with each would find."""
    duties = [(c, d) for c, d in handbook.duties.values() if c.edition and len(d.quote) >= 9]
    sets = [repeats._pairs(duty.quote) for _, duty in duties]  # noqa: SLF001
    every = {
        (one, other)
        for other in range(len(sets))
        for one in range(other)
        if repeats._likeness(sets[one], sets[other]) >= 0.7  # noqa: SLF001
    }
    assert set(repeats._near(sets)) == every  # noqa: SLF001
    assert every


def test_copies_are_one_group_however_many() -> None:
    words = repeats._pairs("每天检查灭火器压力是否正常")  # noqa: SLF001
    found = list(repeats._near([words] * 500))  # noqa: SLF001
    assert {later for _, later in found} == set(range(1, 500))
    assert len(found) < 500 * 41
