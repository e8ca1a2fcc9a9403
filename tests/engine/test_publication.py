"""What everybody is told of the county, and what a clever reader can make of it, over every publication of a term."""

import hashlib
import json
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from math import prod
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.county import NOTHING
from support.county import written as on_disk
from support.yunling import YUNLING

from zhidu.assessment.filed import LEAST
from zhidu.assessment.instrument import Group, Instrument, Item, derive
from zhidu.assessment.submission import Answer, AnswerStatus, Checklist
from zhidu.assessment.verdict.answer_facts import Context
from zhidu.cli.commands import main
from zhidu.county.aggregates import Tally, tallies
from zhidu.county.bands import CHOICES, LADDER, WHOLE, band, parts, reach
from zhidu.county.fictional import demo
from zhidu.county.publishing import County, county, kept, on_show, place, publish
from zhidu.county.sealed_batches import BrokenSealError, Publication, batch, read, written
from zhidu.county.statements import Statement
from zhidu.handbook.book import Handbook
from zhidu.judging.check import CHECKLISTS, check
from zhidu.reading.disk import ownership
from zhidu.reading.disk.refused import RefusedError
from zhidu.site import articles, exports
from zhidu.site.build import build

TERM, LATER = "2026-2027-1", "2026-2027-2"
STATUSES = tuple(AnswerStatus)
DAY = date(2027, 1, 1)
TOP = {"low": 75.0, "high": 100.0, "words": "75% 以上"}
Counts = tuple[int, ...]
"""How many schools give each answer, in the order of `STATUSES`."""


# ---------- one clause ----------


@pytest.mark.parametrize("whole", range(300))
def test_bands_are_what_they_say_and_hold_three_counts(whole: int) -> None:
    told = [band(count, whole) for count in range(whole + 1)]
    if whole < LEAST:
        assert set(told) == {None}
        return
    of: dict[tuple[int, int], list[int]] = {}
    for count, found in enumerate(told):
        assert found is not None
        assert found.low <= WHOLE * count / whole < found.high or count == whole
        of.setdefault((found.parts, found.index), []).append(count)
        assert count in range(reach(found, whole)[0], reach(found, whole)[1] + 1)
    assert {number for number, _ in of} == {parts(whole)} <= set(LADDER)
    assert len(of) == parts(whole)
    assert min(map(len, of.values())) >= CHOICES


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
    told = (band(count, whole) for count in range(whole + 1))
    assert list(dict.fromkeys(found.words for found in told if found)) == said


# ---------- every way of answering, by everything that is published ----------


def asking(sections: Sequence[Sequence[int]]) -> Instrument:
    """Clauses by section, each asked of so many schools."""
    groups = tuple(
        Group(id=f"s{n}", label=f"附件{n}", title="制度", href=f"policies/s{n}/", facility=None)
        for n in range(len(sections))
    )
    return replace(
        NOTHING,
        groups=groups,
        items=tuple(
            Item(
                id=f"{group.id}-{number}",
                clause=f"{group.id}-{number}",
                group=group.id,
                heading="",
                cite=f"{group.label}第{number}条",
                brief="要做到",
                text="",
                facility=None,
                institutions=tuple(f"kind-{each}" for each in range(asked)) or ("none",),
                checkpoints=(),
            )
            for group, section in zip(groups, sections, strict=True)
            for number, asked in enumerate(section)
        ),
    )


def ways(asked: int) -> Iterator[Counts]:
    """Every way in which so many schools can answer a clause."""
    for first in product(range(asked + 1), repeat=len(STATUSES) - 1):
        if sum(first) <= asked:
            yield (*first, asked - sum(first))


def said(instrument: Instrument, table: Sequence[Counts]) -> list[Statement]:
    """What the schools say where each clause is answered as often as *table* has it, the first schools first."""
    columns = {
        item.id: [s for s, count in zip(STATUSES, counts, strict=True) for _ in range(count)]
        for item, counts in zip(instrument.items, table, strict=True)
    }
    return [
        Statement(
            checklist=Checklist(
                school=f"school-{number}",
                term=TERM,
                edition=DAY,
                instrument="",
                filled=DAY,
                facilities={},
                items={
                    name: Answer(status=column[number])
                    for name, column in columns.items()
                    if number < len(column)
                },
            ),
            data={"facilities": {}},
            context=Context(instrument, institution=f"kind-{number}"),
        )
        for number in range(max(map(len, columns.values())))
    ]


def files(handbook: Handbook, known: County) -> tuple[str, ...]:
    """Everything that is published of the county: the file, the page, and what the review counts of suggestions."""
    return (
        exports.county_json(known),
        articles.county(handbook, known),
        repr(sorted(known.suggested.items())),
    )


WORLDS = (
    *([[asked]] for asked in range(1, 12)),
    [[5, 5]],
    [[5], [5]],
    [[5, 4]],
)


def published(handbook: Handbook, instrument: Instrument, table: Sequence[Counts]) -> County:
    [counted] = tallies(handbook, said(instrument, table))
    made = Publication(term=TERM, name="一", registered=9, batches=(batch(counted),))
    return County(terms=(made,))


@pytest.mark.parametrize("sections", WORLDS, ids=str)
def test_each_count_could_be_one_of_three(handbook: Handbook, sections: list[list[int]]) -> None:
    """Every way of answering, put together by what is published of it: whatever that is, no count follows from it."""
    instrument = asking(sections)
    asked = [count for section in sections for count in section]
    alike: dict[str, list[tuple[Counts, ...]]] = defaultdict(list)
    for table in product(*map(ways, asked)):
        alike[json.dumps(exports.county(published(handbook, instrument, table)))].append(table)
    assert len(alike) == prod(max(1, parts(count)) for count in asked)
    for tables in alike.values():
        for status, answer in enumerate(STATUSES):
            for clause, whole in enumerate(asked):
                left = {table[clause][status] for table in tables}
                assert len(left) >= min(CHOICES, whole + 1), (clause, answer)
            sums = {sum(counts[status] for counts in table) for table in tables}
            assert len(sums) >= min(CHOICES, sum(asked) + 1), answer
        ends = (published(handbook, instrument, table) for table in (tables[0], tables[-1]))
        assert len({files(handbook, known) for known in ends}) == 1


# ---------- a term, as schools arrive, change their answers and leave ----------

CLAUSES = ("x", "y", "z")
Answers = Mapping[str, tuple[AnswerStatus, bool]]
"""What a school says of each clause, and whether it would change it."""
ANSWERS = st.fixed_dictionaries(
    {name: st.tuples(st.sampled_from(STATUSES), st.booleans()) for name in CLAUSES}
)


@dataclass(frozen=True)
class Act:
    """Something happens: a school says or says anew, leaves, or the term is published."""

    does: str
    school: str = ""
    answers: Answers | None = None


@st.composite
def histories(draw: st.DrawFn) -> list[Act]:
    acts: list[Act] = []
    here: list[str] = []
    for number in range(draw(st.integers(LEAST, 17))):
        here.append(f"school-{number:02}")
        acts.append(Act("says", here[-1], draw(ANSWERS)))
        if number % 3 == 0 and draw(st.booleans()):
            acts.append(Act("says", draw(st.sampled_from(here)), draw(ANSWERS)))
        if number % 5 == 2 and draw(st.booleans()):
            acts.append(Act("leaves", here.pop(draw(st.integers(0, len(here) - 1)))))
        if number >= LEAST - 1 and draw(st.booleans()):
            acts.append(Act("publish"))
    return [*acts, Act("publish")]


def batches_of(acts: Sequence[Act]) -> Iterator[dict[str, Answers]]:
    """The schools that are told of together, and what they have said by then."""
    now: dict[str, Answers] = {}
    told: set[str] = set()
    for act in acts:
        if act.answers is not None:
            now[act.school] = act.answers
        elif act.does == "leaves":
            del now[act.school]
        elif len(fresh := {name: now[name] for name in now if name not in told}) >= LEAST:
            told |= set(fresh)
            yield fresh


def otherwise(schools: Mapping[str, Answers], random: Any) -> dict[str, Answers]:
    """What these schools might have said instead, as far as bands tell: other schools, other counts, other answers."""
    names = sorted(schools)
    found: dict[str, dict[str, tuple[AnswerStatus, bool]]] = {name: {} for name in names}
    for clause in CLAUSES:
        met = sum(said[clause][0] is AnswerStatus.MET for said in schools.values())
        would = sum(said[clause][1] for said in schools.values())
        whole = len(names)
        told = band(met, whole)
        assert told is not None
        low, high = reach(told, whole)
        good = set(random.sample(names, random.randint(low, high)))
        least, most = (0, CHOICES - 1) if would < CHOICES else (CHOICES, whole)
        asking_for = set(random.sample(names, random.randint(least, most)))
        for name in names:
            status = AnswerStatus.MET if name in good else random.choice(STATUSES[1:])
            found[name][clause] = (status, name in asking_for)
    return dict(found)


@given(histories(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=15)
def test_whoever_arrives_when_nothing_but_bands_is_told(
    register: tuple[Handbook, Mapping[str, str], dict[str, Any]], acts: list[Act], random: Any
) -> None:
    """The same schools come and go and say something else, within the bands: every publication is the same, byte by byte.

    So what a reader of all of them knows of a batch are its bands, each for itself, and each holds three counts.
    """
    other: dict[str, Answers] = {}
    for schools in batches_of(acts):
        other |= otherwise(schools, random)
    twins = [
        replace(act, answers=other.get(act.school, act.answers)) if act.answers else act
        for act in acts
    ]
    assert played(register, acts) == played(register, twins)


def played(
    register: tuple[Handbook, Mapping[str, str], dict[str, Any]], acts: Sequence[Act]
) -> list[tuple[str, ...]]:
    """Everything that is published, each time."""
    handbook, items, blank = register
    told = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / TERM).mkdir()
        for act in acts:
            file = folder / TERM / f"{act.school}.yaml"
            if act.answers is not None:
                answers = {
                    items[clause]: {
                        "status": status.value,
                        **({"suggestion": "改"} if would else {}),
                    }
                    for clause, (status, would) in act.answers.items()
                }
                data = {**blank, "school": act.school, "items": answers}
                file.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
            elif act.does == "leaves":
                file.unlink()
            else:
                publish(handbook, folder, asked={TERM})
                told.append(files(handbook, county(handbook, folder)))
    return told


@pytest.fixture(scope="module")
def register(
    handbook: Handbook, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Handbook, Mapping[str, str], dict[str, Any]]:
    """Schools enough, the items that they answer by the names of `CLAUSES`, and a submission without answers."""
    project = tmp_path_factory.mktemp("register")
    shutil.copytree(YUNLING / "policies", project / "policies")
    kind = next(iter(handbook.institutions or {}))
    schools = [{"id": f"school-{n:02}", "name": f"第{n}校", "institution": kind} for n in range(20)]
    terms = [{"id": TERM, "name": "一", "starts": None, "ends": None}]
    (project / CHECKLISTS).mkdir()
    for name, rows in (("schools", schools), ("terms", terms)):
        text = json.dumps({name: rows}, ensure_ascii=False)
        (project / CHECKLISTS / f"{name}.yaml").write_text(text, encoding="utf-8")
    known = check(project).handbook
    instrument = derive(known)
    items = [item.id for item in instrument.items if not item.facility and not item.institutions]
    blank = {
        "term": TERM,
        "edition": instrument.edition,
        "instrument": instrument.digest,
        "filled": "2027-01-01",
        "facilities": {},
    }
    return known, dict(zip(CLAUSES, (items[0], items[1], items[-1]), strict=True)), blank


def test_a_suggestion_is_told_of_where_three_of_five_schools_make_it(handbook: Handbook) -> None:
    [counted] = tallies(handbook, said(asking([[5]]), [(5, 0, 0, 0, 0)]))
    of = {f"{asked}-{yes}": Tally(asked=asked, yes=yes) for asked in (4, 5) for yes in range(5)}
    assert batch(replace(counted, suggestions=of)).suggested == ("5-3", "5-4")


# ---------- what is put together ----------


def test_what_all_meet_is_not_told_as_all(handbook: Handbook) -> None:
    alike: Counts = (5, 0, 0, 0, 0)
    [term] = published(
        handbook, asking([[5, 5], [5], [4]]), [alike, alike, alike, (4, 0, 0, 0, 0)]
    ).terms
    assert [row.share and row.share.words for row in term.groups] == ["60% 以上", "一半以上", None]
    assert [row.share and row.share.words for row in term.groups[0].clauses] == ["一半以上"] * 2
    assert term.whole.share is not None
    assert (term.whole.share.low, term.whole.share.high) == (60, 100)
    assert term.needed == ()


def test_batches_are_added_as_ranges(handbook: Handbook) -> None:
    instrument = asking([[5]])
    both = [
        batch(replace(counted, schools=frozenset({name})))
        for name, table in (("a", (5, 0, 0, 0, 0)), ("b", (0, 0, 5, 0, 0)))
        for counted in tallies(handbook, said(instrument, [table]))
    ]
    found = Publication(term=TERM, name="一", registered=12, batches=tuple(both))
    [group] = found.groups
    assert group.share == group.clauses[0].share == found.whole.share
    assert group.share is not None
    assert (group.share.low, group.share.high, group.share.words) == (30, 70, "30%～70%")
    assert found.submitted == 2


def test_the_least_met_come_first_and_those_alike_in_the_order_of_the_text(
    handbook: Handbook,
) -> None:
    instrument = asking([[11] * 14])
    met = [3, *[0] * 11, 11, 6]
    [term] = published(handbook, instrument, [(n, 11 - n, 0, 0, 0) for n in met]).terms
    assert [row.id for row in term.needed] == [f"s0-{n}" for n in range(1, 11)]
    assert term.as_needed == 1


def test_sums_say_what_their_ends_are(handbook: Handbook) -> None:
    none: Counts = (0, 5, 0, 0, 0)
    [term] = published(
        handbook, asking([[5, 5], [5, 5]]), [none, none, none, (5, 0, 0, 0, 0)]
    ).terms
    assert [row.share and row.share.words for row in term.groups] == ["40% 以下", "30%～70%"]


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


def sealed(data: dict[str, Any]) -> bytes:
    """As a program of whatever format writes it."""
    text = json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return json.dumps({**data, "seal": hashlib.sha256(text.encode()).hexdigest()}).encode()


def test_of_what_format_1_told_only_the_bands_of_clauses_are_repeated() -> None:
    named = {"label": "附件1", "title": "制度", "href": "policies/a1/"}
    all_four = {"met": [4, 3], "partial": [4, 0], "not-met": [4, 0], "unknown": [4, 0]}
    group = {"id": "a1", **named, "shares": all_four, "whole": 22}
    clauses = [
        {
            "id": "a1-1",
            **named,
            "href": "policies/a1/#a1-1",
            "shares": {"met": [4, 3]},
            "whole": 11,
        },
        {"id": "a1-2", **named, "href": "policies/a1/#a1-2", "shares": {}, "whole": 11},
    ]
    told = {
        "schools": [f"s{n}" for n in range(11)],
        "as_of": "2027-01-01",
        **dict.fromkeys(("whole", "states"), group),
        **{name: [group] for name in ("groups", "kinds", "metrics")},
        "items": clauses,
        "suggested": ["a1-1"],
    }
    old = {"format": 1, "term": TERM, "name": "一", "registered": 12, "batches": [told]}
    found = read(sealed(old), TERM)
    assert json.loads(exports.county_json(County(terms=(found,))))["terms"] == [
        {
            "id": TERM,
            "name": "一",
            "as_of": "2027-01-01",
            "registered": 12,
            "submitted": 11,
            "whole": {"id": "all", "label": "一", "title": "", "met": TOP},
            "groups": [
                {
                    "id": "a1",
                    "label": "附件1",
                    "title": "制度",
                    "met": TOP,
                    "clauses": [
                        {"id": "a1-1", "label": "附件1", "title": "制度", "met": TOP},
                        {"id": "a1-2", "label": "附件1", "title": "制度", "met": None},
                    ],
                }
            ],
            "needed": [],
        }
    ]
    assert found.suggested == {"a1-1"}
    assert read(written(found), TERM) == found


def test_what_a_later_program_wrote_is_left_alone_and_said(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = place(project / CHECKLISTS, TERM)
    path.parent.mkdir()
    later = sealed({"format": 3, "term": TERM})
    path.write_bytes(later)
    assert main(["check", "--root", str(project)]) == 1
    assert (
        "错误 [county/seal] 全县结果的公布记录是更新的程序写的，这个程序读不懂。"
        "换用写它的那个程序，或者更新的；不要删去它，没有它就不知道公布过什么。"
    ) in capsys.readouterr().out
    assert publish(check(project).handbook, project / CHECKLISTS, asked={TERM}).published == ()
    assert path.read_bytes() == later


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


def test_what_the_site_shows_and_nobody_kept_is_not_published_twice(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The record is gone, and one more school has come: together with the old site a second publication would tell of it."""
    folder = project / CHECKLISTS
    [late] = _set_aside(project, LATER, 1)
    handbook = check(project).handbook
    publish(handbook, folder, asked={LATER})
    shown = exports.county_json(county(handbook, folder))
    ownership.put(project / "site" / "api" / "v1" / "county.json", shown.encode())
    record = place(folder, LATER)
    whole = record.read_bytes()
    record.unlink()
    late.rename(folder / LATER / late.name)
    with pytest.raises(RefusedError) as refused:
        build(project, project / "site")
    assert str(refused.value).endswith(
        "网站上公布过2026—2027学年第二学期（演示）的全县自查结果，公布记录（checklists/county）却没有了，或者是旧的。"
        "没有再公布：同一批学校公布两次，前后一减，就看出是哪一所答的。从备份或 git 里恢复它。"
    )
    assert exports.county_json(county(handbook, folder)) != shown
    shutil.rmtree(project / "site")  # it stays lost, whatever the next build finds
    assert main(["check", "--root", str(project)]) == 1
    assert (
        "错误 [county/seal] 网站上公布过的全县结果，比公布记录里的多：记录丢了，或者是旧的。"
        "从备份或 git 里恢复这个文件。没有它，就不知道公布过什么，不再公布。"
    ) in capsys.readouterr().out
    assert publish(handbook, folder, asked={LATER}).published == ()
    record.write_bytes(whole)
    assert kept(folder)[1] == []
    assert exports.county_json(county(handbook, folder)) == shown


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b'{"terms": [{"id": "x"}]}', b"[" * 99_999])
def test_a_site_that_shows_nothing_readable_shows_nothing(tmp_path: Path, raw: bytes) -> None:
    ownership.put(tmp_path / "api" / "v1" / "county.json", raw)
    assert on_show(tmp_path) == {}
    assert on_show(tmp_path / "none") == {}


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
    told = "".join(files(handbook, county(handbook, folder)))
    assert "已交 11 所" in told
    for school in (handbook.schools or {}).values():
        assert school.id not in told
        assert school.name not in told
