"""Any sequence of edits: ids stay unique, a diff applied to the old gives the new, and what is only wording touches nobody."""

import json
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.revised import applied

from zhidu.cli.change_output import diff_json
from zhidu.handbook.book import Handbook
from zhidu.handbook.changes import lexicon, revision
from zhidu.handbook.impact import impact
from zhidu.handbook.redline import Mark, cutter, redline
from zhidu.judging import rules
from zhidu.judging.check import build, check
from zhidu.reading.documents import Document
from zhidu.reading.findings import Severity
from zhidu.reading.model import (
    Amendment,
    Assessment,
    Assignment,
    Basis,
    Capacity,
    Clause,
    Duty,
    History,
    Method,
    Modality,
    Policy,
    Repeal,
    When,
    WhenKind,
)
from zhidu.reading.numerals import ordinal

TREE = Path(__file__).parent.parent / "cases" / "tree"
FIRST = date(2001, 1, 1)
REASON = "演示"
WORDS = ("打扫教室", "清点设备", "填写日志", "关好门窗", "保管钥匙")
TIMES = ((WhenKind.DAILY, "每天"), (WhenKind.WEEKLY, "每周"), (WhenKind.MONTHLY, "每月"))


@dataclass
class Draft:
    """Clauses in the making: (id, what it says, how often), and what an edit says about itself."""

    clauses: list[tuple[str, str, int]]
    used: int
    told: dict[str, History] = field(default_factory=dict)
    repealed: list[str] = field(default_factory=list)
    polite: dict[str, bool] = field(default_factory=dict)

    def mint(self) -> str:
        self.used += 1
        return f"a3-{self.used}"


def clause(draft: Draft, index: int) -> Clause:
    name, words, time = draft.clauses[index]
    kind, often = TIMES[time]
    please = "请" if draft.polite.get(name) else ""
    return Clause(
        id=name,
        label=ordinal(index + 1),
        text=f"{please}管理员{often}{words}。",
        history=draft.told.get(name),
        duties=(
            Duty(
                id=f"{name}-a",
                quote=f"{often}{words}",
                summary=words,
                modality=Modality.MUST,
                roles=(
                    Assignment(
                        role="caretaker", as_=Capacity.RESPONSIBLE, basis=Basis.TEXT, words="管理员"
                    ),
                ),
                when=When(kind=kind, words=often, moment=None),
                assess=Assessment(method=Method.OBSERVE, evidence="现场"),
            ),
        ),
    )


def edit(draft: Draft, data: st.DataObject) -> None:
    """One edit of a clause that this issuance has not touched yet."""
    free = [i for i, (name, _, _) in enumerate(draft.clauses) if name not in draft.told]
    act = data.draw(
        st.sampled_from(["new", "revised", "editorial", "removed", "split", "merged", "swap"])
    )
    if act == "new":
        name = draft.mint()
        place = data.draw(st.integers(0, len(draft.clauses)))
        draft.clauses.insert(place, (name, data.draw(st.sampled_from(WORDS)) + "并登记", 0))
        draft.told[name] = History(change=Amendment.NEW, reason=REASON)
    elif act == "swap" and len(draft.clauses) > 1:
        place = data.draw(st.integers(0, len(draft.clauses) - 2))
        pair = draft.clauses[place : place + 2]
        draft.clauses[place : place + 2] = reversed(pair)
    elif act == "merged" and len(free) > 1:
        first, second = draft.clauses[free[0]], draft.clauses[free[1]]
        name = draft.mint()
        draft.clauses[free[0]] = (name, f"{first[1]}和{second[1]}", first[2])
        draft.clauses.pop(free[1])
        origins = (first[0], second[0])
        draft.told[name] = History(change=Amendment.MERGED, reason=REASON, from_=origins)
    elif free:
        place = data.draw(st.sampled_from(free))
        name, words, time = draft.clauses[place]
        if act == "revised":
            draft.clauses[place] = (name, words, (time + 1) % len(TIMES))
            draft.told[name] = History(change=Amendment.REVISED, reason=REASON)
        elif act == "editorial":
            draft.polite[name] = not draft.polite.get(name)
            draft.told[name] = History(change=Amendment.EDITORIAL, reason=REASON)
        elif act == "removed" and len(draft.clauses) > 1:
            draft.clauses.pop(place)
            draft.repealed.append(name)
        elif act == "split":
            part = draft.mint()
            history = History(change=Amendment.SPLIT, reason=REASON, from_=(name,))
            draft.clauses[place] = (name, words[:2], time)
            draft.clauses.insert(place + 1, (part, words, time))
            draft.told[name] = draft.told[part] = history


def with_editions(data: st.DataObject) -> tuple[Handbook, list[str]]:
    """The fictional tree with a third policy, edited over several issuances."""
    base = check(TREE, as_of=date(2010, 1, 1)).handbook
    notice = next(base.of("notice"))
    policy = next(base.of("policy"))
    draft = Draft(
        clauses=[(f"a3-{n + 1}", words, 0) for n, words in enumerate(WORDS)], used=len(WORDS)
    )
    documents: list[Document[Any]] = list(base.documents)
    dates = []
    for number in range(data.draw(st.integers(2, 4))):
        day = FIRST + timedelta(days=365 * (number + 1))
        if number:
            draft.told, draft.repealed = {}, []
            for _ in range(data.draw(st.integers(0, 4))):
                edit(draft, data)
        dates.append(day.isoformat())
        folder = day.isoformat()
        documents.append(
            replace(
                notice,
                issuance=folder,
                value=replace(
                    notice.value, issuance=day, effective=day, clauses=(), attachments=()
                ),
            )
        )
        made = Policy(
            policy="a3",
            label="附件3",
            title="演示",
            kind=policy.value.kind,
            status=policy.value.status,
            clauses=tuple(clause(draft, index) for index in range(len(draft.clauses))),
            repealed=tuple(Repeal(clause=name, reason=REASON) for name in draft.repealed),
        )
        documents.append(replace(policy, issuance=folder, value=made))
    return build(tuple(documents), date(2010, 1, 1)), dates


ACROSS = (
    "edition/not-lost",
    "edition/known-origin",
    "edition/no-reuse",
    "edition/editorial",
    "edition/same-facts",
)


@settings(max_examples=60)
@given(st.data())
def test_any_sequence_of_edits(data: st.DataObject) -> None:
    handbook, dates = with_editions(data)
    editions = handbook.editions["a3"]
    for code in ACROSS:
        problems = [p for p in rules.RULES[code](handbook) if p.severity is Severity.ERROR]
        assert not problems, (code, problems[0].message if problems else "")
    ever: set[str] = set()
    for edition in editions:
        names = [c.id for c in edition.policy.clauses]
        assert len(names) == len(set(names))
        ever |= set(names)
    resolvable = set(editions[-1].citations) | {c.clause.id for c in handbook.retired["a3"]}
    assert ever == resolvable, "every clause that ever was is there, or its tombstone is"
    for before, after in pairwise(dates):
        old = next(e for e in editions if e.date == before)
        new = next(e for e in editions if e.date == after)
        (change,) = [c for c in revision(handbook, after).policies if c.policy == "a3"]
        (told,) = json.loads(diff_json([change]))
        texts = {name: c.clause.text for name, c in old.citations.items()}
        wanted = [(n, c.clause.label, c.clause.text) for n, c in new.citations.items()]
        assert applied(told, texts) == wanted
        assert impact(handbook, after).empty == (not change.substantive)
        if (
            all(c.clause.history is None for c in new.citations.values())
            and not new.policy.repealed
        ):
            assert impact(handbook, after).empty


TEXTS = st.text("天地玄黄宇宙洪荒，。每60%管理员", max_size=40)


@given(TEXTS, TEXTS)
def test_a_redline_loses_and_adds_nothing(old: str, new: str) -> None:
    runs = redline(old, new, cutter(["管理员", "宇宙"]))
    assert "".join(r.text for r in runs if r.mark is not Mark.INSERTED) == old
    assert "".join(r.text for r in runs if r.mark is not Mark.DELETED) == new
    assert all(a.mark != b.mark for a, b in pairwise(runs))
    assert all(run.text for run in runs)


def test_words_and_numbers_are_never_cut(handbook: Handbook) -> None:
    cut = lexicon(handbook)
    told = redline("网络管理员保存六十天，完好率50%", "网络管理人员保存九十天，完好率55%", cut)
    assert [(run.mark, run.text) for run in told if run.mark is not Mark.KEPT] == [
        (Mark.DELETED, "网络管理员"),
        (Mark.INSERTED, "网络管理人员"),
        (Mark.DELETED, "六十"),
        (Mark.INSERTED, "九十"),
        (Mark.DELETED, "50%"),
        (Mark.INSERTED, "55%"),
    ]


def test_a_hostile_text_is_compared_by_sentences() -> None:
    old, new = "天地" * 1000, "地天" * 999 + "黄。"
    runs = redline(old, new, cutter([]))
    assert "".join(r.text for r in runs if r.mark is not Mark.DELETED) == new
