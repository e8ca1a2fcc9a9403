"""Views: what pages show, as values."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from support.beginners import school

from zhidu.handbook.book import Handbook
from zhidu.judging.check import check
from zhidu.reading.model import (
    Capacity,
    Certainty,
    Erratum,
    Modality,
    Numbering,
    RoleKind,
    WhenKind,
)
from zhidu.views.names import cite
from zhidu.views.on_screen import cross_sections, policies, roles
from zhidu.views.on_screen.duty_items import group_of
from zhidu.views.on_screen.role_lines import Bound
from zhidu.views.pieces import pieces

LETTERS = st.text("天地玄黄宇宙洪荒", min_size=1, max_size=30)


@given(LETTERS, st.data())
def test_pieces_lose_and_add_nothing(text: str, data: st.DataObject) -> None:
    """Put together, the pieces are the reading; with the originals, the text."""
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 6))
    quotes = [
        (number, text[start : start + length])
        for number, (start, length) in enumerate(data.draw(st.lists(spans, max_size=4)))
    ]
    start, length = data.draw(spans)
    quote = text[start : start + length]
    errata = (
        [Erratum(quote=quote, reading="改", certainty=Certainty.CERTAIN)]
        if text.count(quote) == 1
        else []
    )
    found = pieces(text, errata, quotes)
    original = "".join(p.text if p.original is None else p.original for p in found)
    assert original == text
    reading = text.replace(quote, "改", 1) if errata else text
    assert "".join(p.text for p in found) == reading
    marked = {number for piece in found for number in piece.facts}
    assert marked == {number for number, _ in quotes}


def test_a_correction_is_never_cut_in_two() -> None:
    erratum = Erratum(quote="六0天", reading="六十天", certainty=Certainty.CERTAIN)
    found = pieces("保留上网记录六0天", [erratum], [(0, "记录六"), (1, "0天")])
    assert [(p.text, p.original, p.facts) for p in found] == [
        ("保留上网", None, ()),
        ("记录", None, (0,)),
        ("六十天", "六0天", (0, 1)),
    ]


def test_a_role_page_holds_every_duty_of_the_role(handbook: Handbook) -> None:
    for role in handbook.duties_of:
        page = roles.role_page(handbook, role)
        shown = {item.id for section in page.sections for item in section.duties}
        assert shown >= {duty.id for duty in handbook.duties_of[role]}
        assert page.duties == len(Bound(handbook, role).own)


def test_each_line_is_said_to_who_reads_it(handbook: Handbook) -> None:
    """Nobody who is helped, trained or answers for something reads the words of who acts as his own work."""
    for role in handbook.duties_of:
        bound = Bound(handbook, role)
        for line in (*bound.doing, *bound.asked, *bound.served):
            acting = [a for a in line.duty.roles if a.as_.acts]
            if line.assignment.as_ not in {Capacity.RESPONSIBLE, Capacity.PERFORMS} and acting:
                assert line.assignment.summary or len(acting) == 1, line.duty.id
        own = {line.duty.id for line in bound.own}
        for line in (*bound.served, *bound.liable):
            if line.assignment.as_ in {Capacity.SERVED, Capacity.LIABLE}:
                assert line.duty.id not in own or len(line.duty.roles) > 1


def test_every_prohibition_and_every_consequence_reaches_a_post(handbook: Handbook) -> None:
    reached: dict[str, set[str]] = {}
    for role in (handbook.roles or {}).values():
        if role.kind is RoleKind.POST:
            bound = Bound(handbook, role.id)
            lines = (*bound.forbidden, *bound.everyone_forbidden, *bound.enforced)
            lines += (*bound.liable, *bound.everyone_liable)
            for line in lines:
                reached.setdefault(line.duty.id, set()).add(role.id)
    bodies = Bound(handbook, "school").forbidden
    for _, duty in handbook.duties.values():
        if duty.modality is Modality.MUST_NOT or duty.sanction:
            school = any(line.duty.id == duty.id for line in bodies)  # whoever represents it, is it
            assert reached.get(duty.id) or school, duty.id


def test_the_groups_of_a_role_page_stand_in_order(handbook: Handbook) -> None:
    names = [section.name for section in roles.role_page(handbook, "teacher").sections]
    assert names == [
        "每学期",
        "每次使用",
        "遇到情况时（含及时、立刻）",
        "平时要做到的（原文没有写周期）",
        "任何人都要做到的",
        "不得做的事",
        "向谁报告、经谁批准",
        "别人要向我报告、请我批准",
        "责任与后果",
        "别人为我做的",
        "要填写、要保存的记录",
        "要达到的数",
    ]


def test_events_and_haste_are_shown_together(handbook: Handbook) -> None:
    kinds = {
        duty.when.kind
        for _, duty in handbook.duties.values()
        if duty.when and group_of(handbook, duty) == "on-event"
    }
    assert kinds == {WhenKind.ON_EVENT, WhenKind.IMMEDIATE}


def test_citations_are_what_people_write(handbook: Handbook) -> None:
    expected = {
        "a8-11": "附件8第十一条",
        "a1-4-2": "附件1第四条（二）",
        "a8-0": "附件8引言",
        "n-2016-09-01-2": "通知第二段",
    }
    assert {name: cite(handbook.citations[name]) for name in expected} == expected


def test_a_clause_is_cited_in_the_digits_that_are_printed_before_it(tmp_path: Path) -> None:
    handbook = check(school(tmp_path / "school")).handbook
    edition = handbook.current["a1"].policy
    assert edition.numbering is Numbering.ARABIC
    found = [cite(handbook.citations[clause.id]) for clause in edition.clauses]
    assert found == ["附件1第1条", "附件1第2条", "附件1第3条"]


def test_previous_and_next_follow_the_attachments(handbook: Handbook) -> None:
    first, tenth = policies.policy_page(handbook, "a1"), policies.policy_page(handbook, "a10")
    assert first.previous is None
    assert first.next is not None
    assert first.next.href == "policies/a2/"
    assert tenth.previous is not None
    assert tenth.previous.href == "policies/a9/"
    assert tenth.next is not None
    assert tenth.next.href == "policies/a11/"


def test_every_stated_number_is_listed(handbook: Handbook) -> None:
    stated = [row.value for row in cross_sections.threshold_rows(handbook) if not row.open]
    assert stated == [
        "不少于 100%",
        "不少于 6 课时",
        "不少于 40%",
        "占 50%",
        "占 30%",
        "占 20%",
        "不少于 20 份",
        "不少于 40%",
        "不少于 95%",
        "不少于 60 天",
        "不少于 90 天",
    ]


def test_what_the_text_leaves_open_is_said(handbook: Handbook) -> None:
    reports = {row.id: row.value for row in cross_sections.report_rows(handbook)}
    assert reports["a8-7-b"] == "原文没有写"
    assert reports["a8-17-b"] == "学校领导"
    approvals = {row.id: row.value for row in cross_sections.approval_rows(handbook)}
    assert approvals["a11-7-b"] == "原文没有写"


def test_no_period_is_invented(handbook: Handbook) -> None:
    """Words such as 定期 never stand for a stated period."""
    stated = {WhenKind.DAILY, WhenKind.WEEKLY, WhenKind.MONTHLY, WhenKind.TERMLY, WhenKind.YEARLY}
    for _, duty in handbook.duties.values():
        if duty.when and duty.when.kind in stated:
            assert any(c in duty.when.words for c in "天周月年期"), duty.id
            assert "定期" not in duty.when.words, duty.id
