"""What everybody is told of the county, and what a clever reader can make of it, over every publication of a term."""

import json
import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.county import written as on_disk
from support.yunling import YUNLING

from zhidu.assessment.filed import LEAST
from zhidu.cli.commands import main
from zhidu.county.aggregates import STATUSES, Tally, TermTally
from zhidu.county.bands import CHOICES, LADDER, bands, cut
from zhidu.county.fictional import demo
from zhidu.county.ledger import State
from zhidu.county.publishing import county, kept, place, publish
from zhidu.county.sealed_batches import (
    Batch,
    BrokenSealError,
    Publication,
    Told,
    batch,
    read,
    written,
)
from zhidu.handbook.book import Handbook
from zhidu.judging.check import CHECKLISTS, check

TERM, LATER = "2026-2027-1", "2026-2027-2"
NOBODY: frozenset[str] = frozenset()


# ---------- one row ----------


@pytest.mark.parametrize("whole", range(5, 15))
def test_each_of_four_counts_could_be_one_of_three(whole: int) -> None:
    """Every way of answering, by what is told of it: the reader is left with three counts for each status."""
    alike: dict[Any, list[tuple[int, ...]]] = defaultdict(list)
    for three in product(range(whole + 1), repeat=3):
        if sum(three) <= whole:
            counts = (*three, whole - sum(three))
            told = bands(dict(zip(STATUSES, counts, strict=True)), whole)
            alike[tuple(sorted((n, b.parts, b.index) for n, b in told.items()))].append(counts)
    for possible in alike.values():
        for one in zip(*possible, strict=True):
            assert len(set(one)) >= CHOICES


@given(st.integers(5, 20_000), st.sampled_from([1, 4]))
@settings(deadline=None)
def test_bands_cover_every_count_once(whole: int, shares: int) -> None:
    ranges = cut(whole, shares)
    assert ranges or (shares == 4 and whole < 9)
    assert [n for low, high in ranges for n in (low, high)] == [
        n
        for index, (low, _) in enumerate(ranges)
        for n in (low, (ranges[index + 1][0] - 1) if index + 1 < len(ranges) else whole)
    ]
    assert len(ranges) in {0, *LADDER}
    assert all(high - low + 1 >= CHOICES for low, high in ranges)


@pytest.mark.parametrize(
    ("whole", "said"),
    [
        (5, ["不到一半", "一半以上"]),
        (8, ["不到三分之一", "三分之一到三分之二", "三分之二以上"]),
        (11, ["不到 25%", "25%～50%", "50%～75%", "75% 以上"]),
        (20, ["不到 20%", "20%～40%", "40%～60%", "60%～80%", "80% 以上"]),
    ],
)
def test_words_of_bands(whole: int, said: list[str]) -> None:
    words = [bands({"met": count}, whole)["met"].words for count in range(whole + 1)]
    assert list(dict.fromkeys(words)) == said


def test_too_few_tell_nothing() -> None:
    assert bands({"met": 4}, 4) == {}
    assert list(bands(dict.fromkeys(STATUSES, 2), 8)) == ["met"]


# ---------- a term, as schools arrive ----------

ITEMS = ("x-1", "x-2", "y-1")
Answers = dict[str, str]  # item → status; an item that is not there does not apply


def counted(schools: dict[str, Answers]) -> TermTally:
    """A term of *schools*, each with a kind, its first letter."""

    def tally(name: str, items: Sequence[str], of: Sequence[str]) -> Tally:
        counts = dict.fromkeys(STATUSES, 0)
        who = set()
        for school in of:
            for item in items:
                if status := schools[school].get(item):
                    counts[status] += 1
                    who.add(school)
        whole = sum(counts.values())
        return Tally(id=name, label=name, counts=counts, whole=whole, schools=frozenset(who))

    def alone(item: str) -> Tally:
        found = tally(item, [item], names)
        return replace(found, counts={"met": found.counts["met"]})

    names = sorted(schools)
    wrong = {s: [i for i, a in answers.items() if a == "not-met"] for s, answers in schools.items()}
    counts = {state.value: 0 for state in State}
    counts[State.OPEN.value] = sum(map(len, wrong.values()))
    return TermTally(
        term=TERM,
        name="一",
        registered=len(schools),
        as_of=date(2027, 1, 1),
        whole=tally("all", ITEMS, names),
        groups=(tally("x", ITEMS[:2], names), tally("y", ITEMS[2:], names)),
        kinds=tuple(
            tally(kind, ITEMS, [name for name in names if name[0] == kind])
            for kind in sorted({name[0] for name in names})
        ),
        metrics=(alone("y-1"),),
        items=tuple(map(alone, ITEMS)),
        states=Tally(
            id="states",
            label="",
            counts=counts,
            whole=sum(counts.values()),
            schools=frozenset(s for s, items in wrong.items() if items),
            of={State.OPEN.value: frozenset(s for s, items in wrong.items() if items)},
        ),
        suggestions={},
    )


def possible(told: Sequence[Told], total: Told | None, share: str) -> Iterator[int]:
    """For each of *told*, and for their total, how many counts a reader has left who adds and subtracts."""
    ranges = [list(each.reach(share)) for each in told]
    whole = list(total.reach(share)) if total else [0, sum(each.whole for each in told)]
    for _ in range(4):
        low, high = sum(r[0] for r in ranges), sum(r[1] for r in ranges)
        whole = [max(whole[0], low), min(whole[1], high)]
        for each in ranges:
            each[0], each[1] = (
                max(each[0], whole[0] - (high - each[1])),
                min(each[1], whole[1] - (low - each[0])),
            )
            low, high = sum(r[0] for r in ranges), sum(r[1] for r in ranges)
    yield from (high - low + 1 for low, high in ranges)
    yield whole[1] - whole[0] + 1


def underivable(made: Batch) -> bool:
    own = [
        ([item for item in made.items if item.id.startswith(f"{group.id}-")], group)
        for group in made.groups
    ]
    for parts, total in ((made.groups, made.whole), (made.kinds, made.whole), *own):
        for share in STATUSES:
            sizes = [each.whole for each in parts] + [total.whole]
            for left, size in zip(possible(parts, total, share), sizes, strict=True):
                if left < min(CHOICES, size + 1):
                    return False
    return True


SCHOOL = st.tuples(
    st.sampled_from("ab"),
    st.dictionaries(st.sampled_from(ITEMS), st.sampled_from(STATUSES), min_size=1),
)


@given(st.lists(SCHOOL, min_size=1, max_size=24))
@settings(deadline=None, max_examples=200)
def test_no_count_can_be_derived_whoever_arrives_when(arrivals: list[tuple[str, Answers]]) -> None:
    """The term is published at every arrival that allows it. Batches share no school, so each is an island."""
    schools: dict[str, Answers] = {}
    batches: list[Batch] = []
    for number, (kind, answers) in enumerate(arrivals):
        schools[f"{kind}{number}"] = answers
        told = NOBODY.union(*(each.schools for each in batches))
        fresh = {name: a for name, a in schools.items() if name not in told}
        if len(fresh) >= LEAST:
            batches.append(batch(counted(fresh)))
    assert sum(len(each.schools) for each in batches) == len(arrivals) // LEAST * LEAST
    assert all(len(each.schools) >= LEAST and underivable(each) for each in batches)


@pytest.mark.parametrize("whole", [5, 12, 15, 20, 30, 40, 60])
def test_the_clause_of_an_attachment_and_the_attachment_are_told_once(whole: int) -> None:
    """Two cuts of the same count would leave fewer than three."""
    for met in range(whole + 1):
        made = batch(
            counted({f"a{n}": {"y-1": "met" if n < met else "partial"} for n in range(whole)})
        )
        assert underivable(made)
        assert not any(item.shares for item in made.items)


def test_a_suggestion_is_told_of_where_three_schools_make_it() -> None:
    term = counted({f"a{n}": {"y-1": "met"} for n in range(5)})
    said = {f"c{n}": frozenset(f"a{m}" for m in range(n)) for n in range(5)}
    made = batch(replace(term, suggestions=said))
    assert made.suggested == ("c3", "c4")


def test_a_batch_where_all_answer_alike_tells_neither_all_nor_none() -> None:
    alike = {f"a{n}": dict.fromkeys(ITEMS, "met") for n in range(5)}
    found = Publication(term=TERM, name="一", registered=5, batches=(batch(counted(alike)),))
    assert {row.id: row.shares["met"].words for row in found.groups} == {
        "x": "三分之二以上",
        "y": "一半以上",
    }
    assert found.whole.shares["met"].words != "100%"
    assert found.needed == tuple(row for row in found.needed if row.shares["met"].high < 100)


def test_batches_are_added_as_ranges() -> None:
    first = {f"a{n}": {"y-1": "met"} for n in range(5)}
    second = {f"b{n}": {"y-1": "not-met"} for n in range(5)}
    both = (batch(counted(first)), batch(counted(second)))
    found = Publication(term=TERM, name="一", registered=12, batches=both)
    [metric] = found.metrics
    assert (metric.shares["met"].low, metric.shares["met"].high) == (30, 70)
    assert metric.shares["met"].words == "30%～70%"
    assert found.submitted == 10


# ---------- a folder, as a bureau's builds find it ----------


@pytest.fixture
def project(handbook: Handbook, tmp_path: Path) -> Path:
    shutil.copytree(YUNLING / "policies", tmp_path / "policies")
    return on_disk(tmp_path, demo(handbook))


def _set_aside(project: Path, term: str, count: int) -> list[Path]:
    aside = project / "aside" / term
    aside.mkdir(parents=True)
    files = sorted((project / CHECKLISTS / term).glob("*.yaml"))[:count]
    return [file.rename(aside / file.name) for file in files]


def test_one_more_school_changes_nothing_that_is_told(project: Path) -> None:
    later = _set_aside(project, LATER, 6)
    folder = project / CHECKLISTS
    shutil.rmtree(folder / "reviews")
    told = []
    for file in (None, *later):
        if file:
            file.rename(folder / LATER / file.name)
        handbook = check(project).handbook
        publish(handbook, folder, asked={LATER})
        told.append(county(handbook, folder).terms[0])
    assert [each.term for each in told] == [LATER] * 7
    assert told[0] == told[1] == told[2] == told[3] == told[4]
    assert [each.submitted for each in told] == [5, 5, 5, 5, 5, 10, 10]
    assert told[5].batches[0] == told[0].batches[0]
    assert told[5] == told[6]


def test_a_changed_answer_changes_nothing_that_is_told(project: Path) -> None:
    folder = project / CHECKLISTS
    handbook = check(project).handbook
    publish(handbook, folder, asked={LATER})
    before = place(folder, LATER).read_bytes()
    for file in sorted((folder / LATER).glob("*.yaml"))[:3]:
        text = file.read_text(encoding="utf-8")
        assert '"status": "met"' in text
        changed = text.replace('"status": "met"', '"status": "unknown"')
        file.write_text(changed, encoding="utf-8")
    again = publish(check(project).handbook, folder, asked={LATER})
    assert again.published == ()
    assert place(folder, LATER).read_bytes() == before


def test_an_open_term_waits_and_says_how_to_publish_it(project: Path) -> None:
    made = publish(check(project).handbook, project / CHECKLISTS)
    assert [each.term for each in made.published] == [TERM]  # over: something was said later
    assert made.open == ((LATER, "2026—2027学年第二学期（演示）"),)
    assert made.lines[-1].endswith(f"运行：zhidu checklist publish --term {LATER}")


def test_too_few_schools_are_not_told_of_even_when_asked(project: Path) -> None:
    _set_aside(project, LATER, 7)
    handbook = check(project).handbook
    made = publish(handbook, project / CHECKLISTS, asked={LATER})
    assert [each.term for each in made.published] == [TERM]
    assert made.waiting == (("2026—2027学年第二学期（演示）", 1),)
    found = county(handbook, project / CHECKLISTS)
    assert [term.term for term in found.terms] == [TERM]
    assert found.waiting == ("2026—2027学年第二学期（演示）",)


def test_what_is_kept_reads_back_and_is_sealed(project: Path) -> None:
    folder = project / CHECKLISTS
    [first, *_] = publish(check(project).handbook, folder, asked={TERM, LATER}).published
    raw = written(first)
    assert read(raw, first.term) == first
    with pytest.raises(BrokenSealError):
        read(raw, "2030-2031-1")
    data = json.loads(raw)
    data["batches"][0]["schools"].pop()
    for broken in (json.dumps(data).encode(), b"", b"{}", b"[" * 100_000, b"\xff", b"null"):
        with pytest.raises(BrokenSealError):
            read(broken, first.term)


def test_a_broken_seal_stops_the_build_and_is_not_shown(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = project / CHECKLISTS
    publish(check(project).handbook, folder, asked={LATER})
    path = place(folder, LATER)
    path.write_bytes(path.read_bytes().replace(b'"registered": 12', b'"registered": 13'))
    assert main(["check", "--root", str(project)]) == 1
    assert (
        "错误 [county/seal] 全县结果的公布记录被改动过，与封记对不上。" in capsys.readouterr().out
    )
    assert [term.term for term in county(check(project).handbook, folder).terms] == [TERM]
    assert publish(check(project).handbook, folder, asked={LATER}).published == ()


def test_a_link_in_place_of_what_is_kept_is_no_publication(project: Path) -> None:
    folder = project / CHECKLISTS
    publish(check(project).handbook, folder, asked={LATER})
    path = place(folder, LATER)
    path.rename(project / "elsewhere.json")
    path.symlink_to(project / "elsewhere.json")
    found, findings = kept(folder)
    assert LATER not in found
    assert [finding.code for finding in findings] == ["county/seal"]


def test_the_command(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["checklist", "publish", "--root", str(project), "--term", LATER]
    assert main([*command, "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert out.endswith("只是预演，没有写。\n")
    assert not (project / CHECKLISTS / "county").exists()
    assert main(command) == 0
    capsys.readouterr()
    assert main(command) == 1
    assert capsys.readouterr().out == "没有新的可以公布。\n"


def test_nothing_that_is_told_names_a_school(project: Path) -> None:
    folder = project / CHECKLISTS
    handbook = check(project).handbook
    publish(handbook, folder, asked={TERM, LATER})
    for term in county(handbook, folder).terms:
        rows = (term.whole, term.states, *term.groups, *term.kinds, *term.metrics, *term.needed)
        for school in (handbook.schools or {}).values():
            assert school.id not in repr(rows)
            assert school.name not in repr(rows)
