"""Browser and CI agree: the shipped JavaScript, in Chromium, against Python, on verdict, place and code."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser
from support.kept_before import as_yaml
from support.mangled_codes import OF_PIECES, READ, REFUSED
from support.pasted_codes import PASTED, in_excel, in_word
from support.submissions import HOSTILE, Judges, Place, complete, mutations, problem, whole_form
from support.text_codes import encode, first_version, packed
from support.workbooks import package

from zhidu.assessment import text_code
from zhidu.assessment.form import instrument_data
from zhidu.assessment.instrument import derive
from zhidu.assessment.submission import canonical, receipt
from zhidu.assessment.text_code import decode
from zhidu.assessment.verdict import normalise, rule_table
from zhidu.assessment.verdict.answer_facts import Context, score
from zhidu.assessment.verdict.one_submission import evaluate
from zhidu.assessment.verdict.personal_data import kind_of
from zhidu.handbook.book import Handbook
from zhidu.reading import strict_yaml
from zhidu.reading.model import PERIODS, Holiday, SchoolTerm, Workday

TERM = SchoolTerm(
    id="2026-2027-1",
    name="示例",
    starts=date(2026, 9, 1),
    ends=date(2027, 1, 15),
    source="示例",
    holidays=(
        Holiday(name="国庆节", from_=date(2026, 10, 1), to=date(2026, 10, 7), source="示例"),
    ),
    workdays=(Workday(date=date(2026, 10, 10), source="示例"),),
)


@pytest.fixture(scope="module")
def judges(handbook: Handbook, browser: Browser) -> Iterator[Judges]:
    page = browser.new_page()
    yield Judges(handbook, Context(derive(handbook), TERM, "kindergarten"), page)
    page.close()


@pytest.fixture(scope="module")
def base(handbook: Handbook) -> dict[str, Any]:
    instrument = derive(handbook)
    data = complete(instrument, "vocational-school", TERM.id)
    for item in instrument.items:
        if item.institutions and "vocational" not in item.institutions:
            del data["items"][item.id]
    return data


def variants(base: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every hostile value in every kind of place, and every trap we know of."""
    places: list[Callable[[dict[str, Any]], tuple[Any, str | int]]] = [
        lambda d: (d, "school"),
        lambda d: (d, "term"),
        lambda d: (d, "filled"),
        lambda d: (d, "score"),
        lambda d: (d, "items"),
        lambda d: (d, "metrics"),
        lambda d: (d["facilities"], "computer-room"),
        lambda d: (d["facilities"], "internet"),
        lambda d: (d["periods"], "a1-1-e"),
        lambda d: (d, "numbers"),
        lambda d: (d["numbers"], "a1-4-5-a"),
        lambda d: (d["numbers"]["a1-4-5-a"], "value"),
        lambda d: (d["numbers"]["a1-4-5-a"], "unit"),
        lambda d: (d["items"]["a1-1"]["evidence"][0], "day"),
        lambda d: (d["metrics"], "equipment-intact-rate"),
        lambda d: (d["metrics"]["equipment-intact-rate"], "count"),
        lambda d: (d["metrics"]["equipment-intact-rate"], "total"),
        lambda d: (d["metrics"]["equipment-intact-rate"], "rate"),
        lambda d: (d["items"], "a3-1"),
        lambda d: (d["items"], "a8-11-internet"),
        lambda d: (d["items"], "x"),
        lambda d: (d["items"]["a2-1"], "status"),
        lambda d: (d["items"]["a2-1"], "failed"),
        lambda d: (d["items"]["a2-1"], "rooms"),
        lambda d: (d["items"]["a2-1"], "problem"),
        lambda d: (d["items"]["a2-1"], "reason"),
        lambda d: (d["items"]["a2-1"], "evidence"),
        lambda d: (d["items"]["a2-1"], "suggestion"),
        lambda d: (d["items"]["a2-1"]["rectification"], "due"),
        lambda d: (d["items"]["a2-1"]["rectification"], "role"),
        lambda d: (d["items"]["a2-1"]["rectification"], "needs_bureau"),
        lambda d: (d["items"]["a2-1"]["rectification"], "x"),
    ]
    for place in places:
        for value in HOSTILE:
            data = copy.deepcopy(base)
            data["items"]["a2-1"] = problem()
            data["numbers"] = {"a1-4-5-a": {"value": 2, "unit": "hour"}}
            data["items"]["a1-1"]["evidence"] = [
                {"title": "记录", "filed": "柜", "day": "2026-12-01"}
            ]
            node, key = place(data)
            node[key] = copy.deepcopy(value)
            yield data


def agree(judges: Judges, documents: list[dict[str, Any]]) -> set[Place]:
    """What both say, of all *documents*."""
    texts = [json.dumps(data) for data in documents]
    found = judges.browser(texts)
    for text, theirs in zip(texts, found, strict=True):
        assert judges.python(json.loads(text)) == theirs, text
    return set().union(*found)


def test_a_complete_submission_is_clean_in_both(judges: Judges, base: dict[str, Any]) -> None:
    assert judges.python(base) == set()
    agree(judges, [base])


def test_the_trap_corpus(judges: Judges, base: dict[str, Any]) -> None:
    documents = list(variants(base))
    assert len(documents) > 1_000
    agree(judges, documents)


def test_how_old_a_material_may_be_is_the_same(judges: Judges, base: dict[str, Any]) -> None:
    """Around the ends of months, a holiday and the beginning of the term, for every rhythm that a clause or a school has."""
    filled = ("2026-10-09", "2026-12-20", "2027-02-28", "2027-03-01", "9999-12-31", "0000-01-01")
    days = [date(2026, 9, 1) + timedelta(days=n) for n in (-370, -1, 0, 36, 39, 109)]
    days += [date(2025, 10, 9), date(2027, 1, 28), date(2027, 1, 31)]
    of_days = [*(day.isoformat() for day in days), "9999-12-20", "0000-02-29"][-10:]
    documents = []
    for when in filled:
        for period in PERIODS:
            data = copy.deepcopy(base)
            data["filled"] = when
            data["periods"] = dict.fromkeys(data["periods"], period.value)
            for answer in data["items"].values():
                answer["evidence"] = [
                    {"title": "记录", "filed": "柜", "day": day} for day in of_days
                ]
            documents.append(data)
    said = {code for code, _ in agree(judges, documents)}
    assert {"checklist/expired", "checklist/evidence-day"} <= said
    told = judges._page.evaluate(  # noqa: SLF001
        """(texts) => texts.map((text) => zhiduChecklist.rules
             .evaluate(zhiduChecklist.context, JSON.parse(text)).map((f) => f.message))""",
        [json.dumps(data) for data in documents],
    )
    for data, theirs in zip(documents, told, strict=True):
        assert sorted(theirs) == sorted(each.message for each in evaluate(judges.context, data))


def test_what_a_school_sets_must_fit_what_is_open(judges: Judges, base: dict[str, Any]) -> None:
    """Lessons are no hours, a deadline is in no per cent, and what the text says is not for a school to set."""
    fits = {"a1-4-5-a": {"value": 2, "unit": "hour"}, "a4-3-b": {"value": 16, "unit": "lesson"}}
    assert judges.python({**base, "numbers": fits}) == set()
    wrong = [
        {"a1-4-5-a": {"value": 2, "unit": "furlong"}},
        {"a4-3-b": {"value": 16}},
        {"a4-3-b": {"value": 16, "unit": "hour"}},
        {"a4-3-b": {"value": 101, "unit": "%"}},
        {"a8-11-b": {"value": 60, "unit": "day"}},
        {"a1-4-5-a": {"value": 2}},
    ]
    documents = [{**base, "numbers": each} for each in wrong]
    assert all(judges.python(data) for data in documents)
    agree(judges, [{**base, "numbers": fits}, *documents])


def test_mutations(judges: Judges, base: dict[str, Any]) -> None:
    agree(judges, list(islice(mutations(base, 1), 400)))


def test_receipt_and_score_are_the_same(judges: Judges, base: dict[str, Any]) -> None:
    for data in (base, {**base, "items": {**base["items"], "a2-1": problem()}, "score": 99.6}):
        theirs = judges._page.evaluate(  # noqa: SLF001
            """(data) => { const z = window.zhiduChecklist;
              return [z.rules.receipt(data), z.rules.score(z.context, data)]; }""",
            data,
        )
        assert [receipt(data), score(judges.context, data)] == theirs


# ---------- text codes ----------


@pytest.fixture(scope="module")
def whole(handbook: Handbook, base: dict[str, Any]) -> dict[str, Any]:
    """A whole form: every record with its place, thirteen problems in words of their own, notes."""
    return whole_form(derive(handbook), base)


def test_a_whole_form_is_one_message(judges: Judges, whole: dict[str, Any]) -> None:
    for codes in (text_code.encode(whole), judges.codes(whole, text_code.MOST)):
        assert len(codes) == 1
        assert len(codes[0]) <= 2_000
        assert decode(codes[0]) == whole
        assert judges.read(codes) == [{"data": whole}]


def test_either_reads_what_the_other_writes(judges: Judges, base: dict[str, Any]) -> None:
    documents = [base, {"items": {}}, *islice(mutations(base, 2), 40)]
    for data in documents:
        if isinstance(data.get("items"), dict) and all(
            isinstance(answer, dict) and isinstance(answer.get("status", ""), str)
            for answer in data["items"].values()
        ):
            (theirs,) = judges.codes(data, 1_000_000)
            assert decode(theirs) == data
            assert judges.read([encode(data)]) == [{"data": data}]


def test_the_first_version_is_read_for_ever(judges: Judges, whole: dict[str, Any]) -> None:
    code = first_version(whole)
    assert decode(code) == whole
    assert judges.read([code]) == [{"data": whole}]


def test_a_code_that_was_cut_or_changed_says_nothing(judges: Judges, base: dict[str, Any]) -> None:
    for code in (encode(base), first_version(base)):
        damaged = [
            code[:-1],
            code[1:],
            code.replace("a", "b", 1),
            code[:40] + code[41:],
            code[::-1],
        ]
        assert [decode(text) for text in damaged] == [None] * len(damaged)
        assert judges.read(damaged) == [None] * len(damaged)


@pytest.mark.parametrize("how", PASTED)
def test_a_code_is_found_anywhere_in_a_text(judges: Judges, base: dict[str, Any], how: str) -> None:
    texts = [PASTED[how](encode(base)), PASTED[how](first_version(base))]
    assert judges.read(texts) == [{"data": base}] * 2


def test_a_mangled_code_is_read_or_refused(
    judges: Judges, base: dict[str, Any], whole: dict[str, Any]
) -> None:
    pieces = judges.codes(whole, 700)
    for table, code, data in ((READ, [encode(base)], base), (OF_PIECES, pieces, whole)):
        sent = {name: mangle(code) for name, mangle in table.items()}
        assert judges.read_files(sent) == {name: {"data": data} for name in sent}
    refused = {name: mangle([encode(base)]) for name, (mangle, _) in REFUSED.items()}
    assert judges.read_files(refused) == dict.fromkeys(refused)


def test_a_code_in_an_office_file_or_an_archive_is_found(
    judges: Judges, base: dict[str, Any]
) -> None:
    text = f"收表：\n{encode(base)}"
    whole = {"data": base}
    other = encode({**base, "school": "another"})
    sent: dict[str, tuple[bytes, Any]] = {
        "word": (in_word(text), whole),
        "excel": (in_excel(text), whole),
        "without a code": (in_word("学校的总结"), {"office": True}),
        "an archive": (package({"照片.jpg": b"\xff\xd8\xff", "校/自查.txt": text}), whole),
        "a file in it": (package({"自查.yaml": as_yaml(base)}), whole),
        "a document in it": (package({"自查.docx": in_word(text)}), whole),
        "the same twice": (package({"一.txt": text, "二.txt": text}), whole),
        "two that differ": (package({"一.txt": text, "二.txt": other}), {"several": True}),
        "an archive in it": (package({"里.zip": package({"表.txt": text})}), None),
        "nothing of ours": (package({"话.txt": "收到"}), None),
        "empty": (package({}), None),
        "cut": (in_word(text)[:900], None),
        "large": (package({"大.txt": b"a" * 33_000_000}), None),
        "old office": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, {"office": True}),
    }
    found = judges.read_files({name: raw for name, (raw, _) in sent.items()})
    assert found == {name: read for name, (_, read) in sent.items()}


def test_pieces_come_in_any_order_with_words_between(judges: Judges, whole: dict[str, Any]) -> None:
    pieces = judges.codes(whole, 700)
    assert len(pieces) == 3
    assert max(map(len, pieces)) <= 700
    said = "[微笑]\n".join(reversed(pieces))
    others = judges.codes({**whole, "school": "another"}, 700)
    assert judges.read([said, f"{said}\n好的", pieces[0] + "\n" + pieces[2], others[1] + said]) == [
        {"data": whole},
        {"data": whole},
        {"lacking": [2], "count": 3},
        {"data": whole},
    ]
    mixed = [others[0], pieces[1], pieces[2]]
    assert judges.read(["\n".join(mixed)]) == [{"lacking": [2, 3], "count": 3}]


def test_a_small_code_becomes_no_large_text(judges: Judges) -> None:
    for size, read in ((900_000, True), (1_100_000, False), (100_000_000, False)):
        code = packed(b'{"items":{},"x":"' + b"a" * size + b'"}')
        assert (decode(code) is not None) is read
        assert (judges.read([code])[0] is not None) is read


@pytest.mark.parametrize(
    "inner",
    ["[]", "1", "", "{", '{"items": 1}', '{"items": {}, "only": {"met": 1}}', "[" * 10_000],
)
def test_a_code_that_holds_something_else_is_none(judges: Judges, inner: str) -> None:
    assert decode(packed(inner.encode())) is None
    assert judges.read([packed(inner.encode())]) == [None]


def test_a_text_without_a_code_holds_nothing(judges: Judges) -> None:
    texts = ["", "收到", "ZD1.", "ZD2.", "[微笑]", "[]", "{}", "ZD1." * 2_000, "ZD2.1-1." * 2_000]
    assert judges.read(texts) == [None] * len(texts)


def test_what_deflate_is_given_never_changes() -> None:
    """Every code of the second version was written with these bytes."""
    assert sha256(text_code.words().encode()).hexdigest() == WORDS


WORDS = "0b534e098daf8fa0886005127d968209191b25b92cbc1a3264a92fbff886b4a8"


# ---------- files ----------


def test_the_form_reads_what_the_bureau_keeps(
    judges: Judges, whole: dict[str, Any], handbook: Handbook
) -> None:
    order = {item.id: place for place, item in enumerate(derive(handbook).items)}
    kept, before = canonical(whole, order), as_yaml(whole)
    noted = "# 教育局收下\n---\n" + before.replace("items:\n", "items: # 各条\n\n", 1)
    texts = [
        *(
            text
            for each in (kept, before)
            for text in (each, "\ufeff" + each, each.replace("\n", "\r\n"))
        ),
        noted,
        json.dumps(whole, indent=1),
    ]
    assert judges.read(texts) == [{"data": whole}] * len(texts)


def test_files_are_read_alike(judges: Judges, base: dict[str, Any]) -> None:
    """What the form takes for a file is what the strict reader takes it for, whatever was changed in it."""
    for data in islice(mutations(base, 3), 60):
        if {"school", "items", "term"} & data.keys():
            text = as_yaml(data)
            found, _ = strict_yaml.parse(text.encode(), "x.yaml")
            assert found is not None
            assert judges.read([text]) == [{"data": found.data}]


YAML = {
    "twice": "school: a\nschool: b\n",
    "an anchor": "school: &x a\nterm: *x\n",
    "a tag": "school: !!str a\n",
    "a tab": "school: a\nitems:\n\ta: 1\n",
    "not aligned": "school: a\nitems:\n    a: 1\n  b: 2\n",
    "cut": 'school: a\nterm: "2026',
    "two lines": "school: a\n b\n",
    "folded": "school: >\n  a\n",
    "wide blanks": "school: a\nitems:\n\u3000\u3000a1: 1\n",
    "blanks that do not break": "school: a\nitems:\n\u00a0\u00a0a1: 1\n",
    "deep": "school: a\n" + "".join(f"{' ' * n}a:\n" for n in range(1, 60)),
}


@pytest.mark.parametrize("text", YAML.values(), ids=YAML)
def test_what_is_doubtful_in_a_file_is_not_guessed(judges: Judges, text: str) -> None:
    assert judges.read([text]) == [None]


def test_texts_are_put_right_alike(judges: Judges) -> None:
    texts = [value for value in HOSTILE if isinstance(value, str)]
    texts += [
        "  a\r\nb\u3000\n",
        "\u3000\u3000首行",
        "甲\t乙",
        "完好率<90%",
        "{{x}}{%y%}{#z#}",
        "零\u200b宽",
        "\n\n",
    ]
    page = judges._page  # noqa: SLF001
    theirs = page.evaluate(
        "(texts) => texts.map((t) => window.zhiduChecklist.rules.normalise(window.zhiduChecklist.context, t))",
        texts,
    )
    assert [normalise.words(text) for text in texts] == theirs


PRIVACY = Path(__file__).parent.parent / "cases" / "privacy"


def texts_of(name: str) -> list[tuple[str, str]]:
    """The texts of a file of the corpus, with what they are called there."""
    groups = yaml.safe_load((PRIVACY / f"{name}.yaml").read_text(encoding="utf-8"))
    return [(group, text) for group, texts in groups.items() for text in texts]


def test_personal_data_is_caught() -> None:
    texts = texts_of("personal")
    assert len(texts) >= 150
    missed = [text for _, text in texts if kind_of(text) is None]
    assert missed == []


def test_innocent_texts_are_left_alone() -> None:
    texts = texts_of("innocent")
    assert len(texts) >= 150
    found = [(text, kind["severity"]) for _, text in texts if (kind := kind_of(text))]
    assert found == [
        (text, "warning") for text in yaml.safe_load((PRIVACY / "doubtful.yaml").read_bytes())
    ]


def test_what_is_certain_is_an_error_and_what_is_not_a_reminder() -> None:
    severities = {
        "13800001234": "error",
        "有事找张老师 13800001234": "error",
        "设备 13800001234 损坏": "warning",
        "0456-2000123": "warning",
        "座机 0456-2000123": "error",
        "100000190001010002": "error",  # its last figure fits the others
        "100000190001010009": "warning",
        "身份证号 100000190001010009": "error",
        "张老师没有签字": "warning",
    }
    assert {text: kind_of(text)["severity"] for text in severities} == severities


def test_personal_data_is_seen_alike(judges: Judges) -> None:
    """In the browser and here, in every text of the corpus, also put into others."""
    texts = [text for name in ("personal", "innocent") for _, text in texts_of(name)]
    around = [f"{before}{text}{after}" for text in texts for before, after in AROUND]
    texts += around + [
        "x" * 19_990 + text for text in texts[::8]
    ]  # at the end of all that a field takes
    assert len(texts) > 2_000
    mine = [(kind["kind"], kind["severity"]) if (kind := kind_of(text)) else None for text in texts]
    theirs = judges._page.evaluate(  # noqa: SLF001
        """(texts) => texts.map((text) => {
             const r = window.zhiduChecklist.rules, kind = r.kindOf(window.zhiduChecklist.context, text);
             return kind ? [kind.kind, kind.severity] : null; })""",
        texts,
    )
    assert [each and tuple(each) for each in theirs] == mine


AROUND = [
    ("", "。"),
    ("检查发现：", "，已整改"),
    ("1. ", " 2. 其他"),
    ("𠮷😀", "\ud842"),
    ("台账\n", "\n第二行"),
]


def test_every_pattern_is_bounded() -> None:
    """Nothing is repeated without an end, so that a text of any length is looked at in linear time."""
    rules = rule_table.load()["privacy"]
    patterns = [pattern for pattern, _ in rules["fold"]] + rules["innocent"]
    patterns += [
        kind[key] for kind in rules["kinds"] for key in ("pattern", "digits") if key in kind
    ]
    patterns += rules["words"].values()
    unbounded = re.compile(r"(?<!\\)[)\w}\]][*+]|\{[0-9]+,\}")
    assert [
        pattern for pattern in patterns if unbounded.search(re.sub(r"\[[^]]+\]", "[]", pattern))
    ] == []


def test_the_browser_gets_no_policy_text_twice(handbook: Handbook) -> None:
    script = instrument_data.script(handbook, derive(handbook))
    assert '"question"' not in script
    assert '"summary"' not in script
