"""The review against a reading of our own, and what the command, the page and drafts make of it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from zhidu.handbook.book import Handbook
from zhidu.judging.explain import explanations
from zhidu.judging.review import KINDS, review
from zhidu.judging.review.entries import BLANK, Entry
from zhidu.judging.review.review_output import proposals
from zhidu.reading.model import ReviewKind

READING: Mapping[str, list[Any]] = yaml.safe_load(
    (Path(__file__).parent / "review" / "expected.yaml").read_text(encoding="utf-8")
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
