"""Browser and CI agree: the shipped JavaScript, in Chromium, against Python, on verdict, place and code."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser
from support.pasted_codes import PASTED
from support.submissions import HOSTILE, Judges, complete, mutations, problem

from zhidu.assessment.form import instrument_data
from zhidu.assessment.instrument import derive
from zhidu.assessment.submission import decode, encode, receipt
from zhidu.assessment.verdict import normalise, rule_table
from zhidu.assessment.verdict.answer_facts import Context, score
from zhidu.assessment.verdict.personal_data import kind_of
from zhidu.handbook.book import Handbook
from zhidu.reading.model import SchoolTerm

TERM = SchoolTerm(id="2026-2027-1", name="示例", starts=date(2026, 9, 1), ends=date(2027, 1, 15))


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
        lambda d: (d["periods"], "a1-1-i"),
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
            node, key = place(data)
            node[key] = copy.deepcopy(value)
            yield data


def agree(judges: Judges, documents: list[dict[str, Any]]) -> None:
    texts = [json.dumps(data) for data in documents]
    for text, theirs in zip(texts, judges.browser(texts), strict=True):
        assert judges.python(json.loads(text)) == theirs, text


def test_a_complete_submission_is_clean_in_both(judges: Judges, base: dict[str, Any]) -> None:
    assert judges.python(base) == set()
    agree(judges, [base])


def test_the_trap_corpus(judges: Judges, base: dict[str, Any]) -> None:
    documents = list(variants(base))
    assert len(documents) > 1_000
    agree(judges, documents)


def test_mutations(judges: Judges, base: dict[str, Any]) -> None:
    agree(judges, list(islice(mutations(base, 1), 400)))


def test_receipt_code_and_score_are_the_same(judges: Judges, base: dict[str, Any]) -> None:
    page = judges._page  # noqa: SLF001
    documents = [base, {**base, "items": {**base["items"], "a2-1": problem()}, "score": 99.6}]
    for data in documents:
        code = encode(data)
        mine = [receipt(data), code, score(judges.context, data)]
        theirs = page.evaluate(
            """(data) => { const z = window.zhiduChecklist, r = z.rules;
              return [r.receipt(data), r.encode(data), r.score(z.context, data)]; }""",
            data,
        )
        assert mine == theirs
        assert decode(code) == data
        assert page.evaluate("(code) => window.zhiduChecklist.rules.decode(code)", code) == data
        cut = code[:-1]
        assert decode(cut) is None
        assert page.evaluate("(code) => window.zhiduChecklist.rules.decode(code)", cut) is None


@pytest.mark.parametrize("how", PASTED)
def test_a_code_is_found_anywhere_in_a_text(judges: Judges, base: dict[str, Any], how: str) -> None:
    page = judges._page  # noqa: SLF001
    text = PASTED[how](encode(base))
    assert page.evaluate("(text) => window.zhiduChecklist.rules.readIn(text)", text) == base


def test_a_text_without_a_code_holds_nothing(judges: Judges, base: dict[str, Any]) -> None:
    page = judges._page  # noqa: SLF001
    texts = ["", "收到", "ZD1.", "[微笑]", "[]", "{}", encode(base)[:-1], "ZD1." * 2_000]
    read = "(texts) => texts.map((text) => window.zhiduChecklist.rules.readIn(text))"
    assert page.evaluate(read, texts) == [None] * len(texts)


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
    texts += [f"{before}{text}{after}" for text in texts for before, after in AROUND]
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
    ("x" * 19_990, ""),
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
