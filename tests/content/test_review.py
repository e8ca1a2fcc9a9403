"""The review against a reading of our own, and what the command, the page and drafts make of it."""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.cases import TREE, tree

from zhidu.cli.commands import main
from zhidu.handbook.book import Handbook
from zhidu.judging.check import check
from zhidu.judging.explain import explanations
from zhidu.judging.review import KINDS, repeats, review
from zhidu.judging.review.entries import BLANK, Entry, pattern, sentence_of
from zhidu.judging.review.output import page, proposals, selected
from zhidu.reading.model import ReviewKind

READING: Mapping[str, list[Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "review" / "expected.yaml").read_text(
        encoding="utf-8"
    )
)
OUTSIDE = {ReviewKind.ERRATUM, ReviewKind.REMARK}  # errata and remarks are data, copied


@pytest.fixture(scope="module")
def entries(handbook: Handbook) -> tuple[Entry, ...]:
    return review(handbook)


def alike(one: str, other: str) -> bool:
    return one in other or other in one


def answers(entry: Entry, kind: str, wanted: Any) -> bool:
    """Whether *entry* is what the reading flagged as *wanted*."""
    if kind != entry.kind:
        return False
    if kind == ReviewKind.TWO_NAMES:
        return len(set(wanted) & set(entry.names)) > 1
    if kind == ReviewKind.TWO_PLACES:
        return {wanted["clause"], wanted["with"]} <= {entry.clause, *entry.also}
    return wanted["clause"] == entry.clause and any(alike(wanted["words"], w) for w in entry.words)


def test_recall_and_precision_against_the_reading(entries: tuple[Entry, ...]) -> None:
    wanted = [(kind, item) for kind, items in READING.items() for item in items]
    missed = [
        (kind, item) for kind, item in wanted if not any(answers(e, kind, item) for e in entries)
    ]
    judged = [entry for entry in entries if entry.kind not in OUTSIDE]
    beyond = [
        (entry.code, entry.clause, entry.words)
        for entry in judged
        if not any(answers(entry, kind, item) for kind, item in wanted)
    ]
    # what an editor sees and no data says: who reports, who collects, shares of what, how many extinguishers
    assert [item["clause"] for _, item in missed] == ["a1-4-5", "n-2017-04-15-1", "a2-6", "a3-5"]
    assert beyond == []
    assert 1 - len(missed) / len(wanted) > 0.97


def test_every_entry_rests_on_words_and_offers_a_wording(
    handbook: Handbook, entries: tuple[Entry, ...]
) -> None:
    for entry in entries:
        assert entry.found, entry
        assert entry.draft, entry
        assert not any(mark in entry.draft for mark in ("{", "}")), entry.draft
        if entry.clause is None:
            assert entry.place, entry
            continue
        text = handbook.citations[entry.clause].clause.text
        assert all(words in text for words in entry.words), entry
        assert all(place in handbook.citations for place in entry.also)


def test_no_draft_invents_a_number(handbook: Handbook, entries: tuple[Entry, ...]) -> None:
    """A figure in a draft stands in the clause, in its errata, or in a citation."""
    for entry in entries:
        if entry.kind in {ReviewKind.TWO_PLACES, ReviewKind.BELOW_LAW} or entry.clause is None:
            continue
        clause = handbook.citations[entry.clause].clause
        said = clause.text + "".join(e.reading or "" for e in clause.errata)
        digits = {c for c in entry.draft if c.isdecimal()} - {c for c in said if c.isdecimal()}
        assert not digits, entry.draft


def test_every_kind_is_found_explained_and_advised(
    handbook: Handbook, entries: tuple[Entry, ...]
) -> None:
    assert list(KINDS) == list(ReviewKind)
    assert handbook.drafting is not None
    assert {advice.kind for advice in handbook.drafting.advice} == set(ReviewKind)
    known = explanations()
    assert all(known[f"review/{kind}"] for kind in ReviewKind)
    assert {entry.kind for entry in entries} == set(ReviewKind) - {ReviewKind.SUGGESTION}


def test_disagreement_between_two_places_is_told(entries: tuple[Entry, ...]) -> None:
    found = [e.found for e in entries if e.kind is ReviewKind.TWO_PLACES]
    assert (
        "设备完好率：数量不一致（附件1第三条：不少于 100%；附件6第九条：原文没有写完好率是多少），"
        "岗位不一致（附件1第三条：学校；附件6第九条：网络信息中心）"
    ) in found
    assert "进入计算机教室就座：时间一致（进入计算机教室），岗位一致（学生）" in found


def test_rooms_are_compared_apart(entries: tuple[Entry, ...]) -> None:
    """What is asked of one room is not asked twice because another room is asked the same."""
    pairs = [{e.clause, *e.also} for e in entries if e.kind is ReviewKind.TWO_PLACES]
    assert {"a3-5", "a8-17", "a10-9"} in pairs, "the fire gear of one room has three keepers"
    assert not any({"a3-4", "a9-5"} <= found for found in pairs)
    assert not any({"a4-5", "a10-10"} <= found for found in pairs)
    told = next(
        e.found for e in entries if e.kind is ReviewKind.TWO_PLACES and e.clause == "a1-4-5"
    )
    assert "报给谁不一致（附件1第四条（五）：学校领导；附件2第四条：学校管理人员" in told


def test_a_guessed_actor_is_told_with_what_we_read(entries: tuple[Entry, ...]) -> None:
    found = {e.clause: e.found for e in entries if e.kind is ReviewKind.NO_ACTOR}
    assert found["a1-4-3"] == "没有写明由谁做；本站按附件1第四条理解为“学校”"
    assert found["a2-6"] == "没有写明由谁做"


def test_no_draft_doubles_a_mark(entries: tuple[Entry, ...]) -> None:
    assert not [e.draft for e in entries if re.search("([，。；：、])[，。；：、]", e.draft)]
    drafts = {e.words[0]: e.draft for e in entries if e.words and e.kind is ReviewKind.ERRATUM}
    assert drafts["管理及运行服务"].endswith("管理及运行服务。")
    assert drafts["WORDE"].startswith("电子备课的格式固定为WORD+")
    told = {e.words[0]: e.draft for e in entries if e.kind is ReviewKind.NO_RECIPIENT}
    assert f"一月一通报（向{BLANK}）" in told["通报"]
    assert told["按时上交"].endswith(f"妥善保存，于每{BLANK}交{BLANK}。")


def test_drafts(entries: tuple[Entry, ...]) -> None:
    drafts = {(str(e.kind), str(e.clause), e.words[0]): e.draft for e in entries if e.words}
    assert drafts["no-recipient", "a8-9", "不能处理的立刻上报"] == f"不能处理的立刻向{BLANK}上报。"
    assert drafts["impossible-number", "a4-3", "不少于课时的50%以上"].startswith(
        "按照“班班通”设备每学期的课堂教学应用不少于课时的50%，"
    )
    assert drafts["no-period", "a3-10", "定期和不定期"] == (
        f"学校要每{BLANK}至少一次并不定期地进行安全检查，对查出的问题要限期改正。"
    )
    assert drafts["missing-document", "a10-5", "学生上机实习守则"].endswith(
        "《逊克县学生上机操作守则》。"
    )


def test_law_is_marked_as_an_editors_remark_with_its_source(entries: tuple[Entry, ...]) -> None:
    found = [entry for entry in entries if entry.kind is ReviewKind.BELOW_LAW]
    assert [entry.clause for entry in found] == ["a1-4-6", "a2-7", "a4-4", "a8-11"]
    assert all(entry.found.startswith("编者注：") and entry.source for entry in found)
    assert "第二十一条" not in found[-1].source, "renumbered since: cited without a number"


def test_suggestions_join_by_clause(handbook: Handbook) -> None:
    (entry,) = [e for e in review(handbook, {"a8-11": 3}) if e.kind is ReviewKind.SUGGESTION]
    assert (entry.clause, entry.count, entry.found) == ("a8-11", 3, "至少 3 所学校提出过改进意见")


def test_proposals_for_a_draft_are_single_lines_by_clause(handbook: Handbook) -> None:
    found = proposals(handbook, "a8")
    assert found["a8-7"][0] == (
        "体检 review/no-recipient：“如发现立刻上报”没有写明报给谁、交给谁。"
        "建议：监控本校校园网的非法黑客行为，如发现立刻向〔 〕上报。"
    )
    assert all(clause.startswith("a8-") for clause in found)
    assert all("\n" not in line for lines in found.values() for line in lines)


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
    assert {e.clause for e in chosen if not e.also} >= {"a9-2", "a9-4", "a9-6"}
    assert selected(handbook, entries, edition=date(2001, 1, 1), policies=()) == ()
    assert selected(handbook, entries, edition=date(2017, 4, 15), policies=()) == entries


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
        "2017-04-15",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a99"], "没有编号为“a99”的制度。是不是“a9”？"),
        (["--edition", "2016-01-01"], "没有这一次印发。有的是：2017-04-15。"),
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
