"""Browser and CI agree: the shipped JavaScript, in Chromium, against Python, on verdict, place and code."""

import copy
import json
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from typing import Any

import pytest
from playwright.sync_api import Browser
from support.submissions import HOSTILE, Judges, complete, mutations, problem

from macros.assessment import normalise, payload
from macros.assessment.facts import Context, score
from macros.assessment.instrument import derive
from macros.assessment.privacy import kind_of
from macros.assessment.submission import decode, encode, receipt
from macros.handbook import Handbook
from macros.model import SchoolTerm

TERM = SchoolTerm(id="2026-2027-1", name="示例", starts=date(2026, 9, 1), ends=date(2027, 1, 15))


@pytest.fixture(scope="module")
def judges(handbook: Handbook, browser: Browser) -> Iterator[Judges]:
    page = browser.new_page()
    yield Judges(handbook, Context(derive(handbook), TERM, "kindergarten"), page)
    page.close()


@pytest.fixture(scope="module")
def base(handbook: Handbook) -> dict[str, Any]:
    data = complete(derive(handbook), "vocational-school", TERM.id)
    del data["items"]["a1-4-6-primary-secondary"]
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


PERSONAL = {
    "13800138000": "mobile",
    "电话１３８ ００１３-８０００": "mobile",
    "+86 138 0013 8000": "mobile",
    "11010519491231002X": "identity",
    "110105194912310021": None,
    "0451-82345678": "landline",
    "someone@example.com": "mail",
    "微信号:abc_12345": "account",
    "姓名：甲乙": "name",
    "由王小明老师负责": "name",
    "由任课老师负责": None,
    "2026-09-01 至 2027-01-15": None,
    "20260901001": None,
    "共 12345678 件": None,
}


def test_personal_data_is_seen_alike(judges: Judges) -> None:
    kinds = [kind_of(text) for text in PERSONAL]
    assert [kind and kind["kind"] for kind in kinds] == list(PERSONAL.values())
    theirs = judges._page.evaluate(  # noqa: SLF001
        "(texts) => texts.map((t) => (window.zhiduChecklist.rules.kindOf(window.zhiduChecklist.context, t) || {kind: null}).kind)",
        list(PERSONAL),
    )
    assert theirs == list(PERSONAL.values())


def test_the_browser_gets_no_policy_text_twice(handbook: Handbook) -> None:
    script = payload.script(handbook, derive(handbook))
    assert '"question"' not in script
