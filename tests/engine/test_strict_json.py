"""What is read as JSON is what the strict reader of YAML reads: the same data, or nothing at all."""

import json
import random
from itertools import islice
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.submissions import complete, mutations

from zhidu.assessment.instrument import derive
from zhidu.assessment.submission import canonical
from zhidu.handbook.book import Handbook
from zhidu.reading import strict_json, strict_yaml
from zhidu.reading.findings import Finding
from zhidu.reading.strict_yaml import Source


def strict(text: str) -> tuple[Source | None, list[Finding]]:
    """What the reader of YAML alone makes of *text*."""
    with pytest.MonkeyPatch.context() as only:
        only.setattr(strict_json, "read", lambda *_: None)
        found, findings = strict_yaml.understood(text.encode("utf-8", "surrogatepass"), "x")
        assert found is None or found.marks  # looked for now
        return found, findings


def agrees(text: str) -> bool:
    """Whether *text* is read as JSON; then all that is told of it has to be the same."""
    data = strict_json.read(text, strict_yaml.MAX_DEPTH)
    if data is None:
        return False
    found, findings = strict(text)
    assert found is not None, text
    assert not findings, text
    assert repr(found.data) == repr(data), text
    marks = found.marks
    assert strict_json.places(text) == (marks.values, marks.keys), text
    for pointer in list(marks.values)[
        ::40
    ]:  # what is looked for alone stands where it stands among all
        values, keys = strict_json.places(text, [pointer])
        assert values.items() <= marks.values.items()
        assert keys.items() <= marks.keys.items()
        assert all(pointer[:length] in values for length in range(len(pointer) + 1)), text
    return True


READ = [
    "{}",
    '{"a": 1}\n',
    '{"a":1,"b":[],"c":{}}',
    '{\n "a": [\n  true,\n  false,\n  null,\n  -1.5,\n  0,\n  -0,\n  ""\n ]\n}\n',
    '{"a": "甲　乙 \\"丙\\" \\\\ \\n # 丁: {戊, [己]} <b> {{ x }}"}',
    '{"010": "no", "a b": "2026-11-20", "甲": "&a *b !c |"}',
    '{"a": ' + "[" * 19 + "]" * 19 + "}",
]
LEFT = [
    "",
    "[]",
    '"a"',
    " {}",
    "\ufeff{}",
    '{"a": 1',
    '{"a": 1}x',
    '{"a": 1}\n---\n{"a": 1}',
    '{"a": 1, "a": 2}',
    '{"b": {"a": 1, "a": 1}}',
    '{"a": 1,}',
    "{a: 1}",
    "{'a': 1}",
    '{"a": NaN}',
    '{"a": Infinity}',
    '{"a": 1e5}',
    '{"a": 1.5E3}',
    '{"a": 1234567890123456}',
    '{"a": 1.1234567890123456}',
    '{"a":\t1}',
    '{"a": 1}\r\n',
    '{"a"\n: 1}',
    '{"a": "\\u4e00"}',
    '{"a": "\\/"}',
    '{"a": "\\ud800"}',
    '{"a": "\\t"}',
    '{"a": "甲\u200b"}',
    '{"a": "\x7f"}',
    '{"a": "\x85"}',
    '{"a": "\u2028"}',
    '{"a": "\n"}',
    '{"' + "a" * 1_100 + '": 1}',
    '{"a": ' + "[" * 20 + "]" * 20 + "}",
    "{" + '"a": {' * 50_000,
    '{"a": [' + ", ".join(["1"] * 70_000) + "]}",
]


@pytest.mark.parametrize("text", READ)
def test_what_we_write_is_read_as_json(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize("text", LEFT, ids=lambda text: text[:30])
def test_of_the_rest_nothing_is_said(text: str) -> None:
    assert strict_json.read(text, strict_yaml.MAX_DEPTH) is None


def test_submissions_are_read_the_same(handbook: Handbook) -> None:
    instrument = derive(handbook)
    order = {item.id: place for place, item in enumerate(instrument.items)}
    base = complete(instrument, "demo-school", "2026-2027-1")
    assert agrees(canonical(base, order))
    quick = sum(agrees(canonical(data, order)) for data in islice(mutations(base, 20261126), 60))
    assert quick > 30


VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=8),
        st.sampled_from(["<", "{{", "\u3000", "---", "# 甲", ": ", "\x85", "\ufeff", "\U0001f600", "\ud800"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)  # fmt: skip


@given(
    st.dictionaries(st.text(max_size=5), VALUES, max_size=4),
    st.fixed_dictionaries(
        {
            "indent": st.sampled_from([None, 0, 1, 2]),
            "separators": st.sampled_from([(", ", ": "), (",", ":"), (" , ", " : "), (",\n", " :\n")]),
            "ensure_ascii": st.booleans(),
        }
    ),
)  # fmt: skip
@example({"a": -0.0}, {})
def test_whatever_is_written_as_json(data: object, options: dict[str, Any]) -> None:
    agrees(json.dumps(data, **options))


# short enough that 5,000 take seconds, and odd enough that every mark meets every other
PIECES = (
    *'"ab1甲：:-[]{},#&*!|>%?@`\\\t\' ',
    *("\n", "\n", "  ", ": ", ": ", ", ", '"a": ', '"b": ', '"c"', "1.5", "-0", "1e5", "true", "null", "{}", "[]", "\\n", "\\u0041", "---"),
)  # fmt: skip


def test_whatever_is_put_together_of_the_marks_of_both_readers_agree() -> None:
    chance = random.Random(20261128)  # noqa: S311  the same each time
    quick = 0
    for _ in range(20_000):
        text = "".join(chance.choices(PIECES, k=chance.randint(0, 6)))
        text = f'{{"x": {text}}}' if chance.random() < 0.7 else f"{{{text}}}"
        quick += agrees(text)
    assert quick > 500


# ---------- and the reader of YAML gives an answer to whatever is typed


LINES = (
    *"ab1甲：:-[]{},\"'#&*!|>%?@`\\\t ",
    *("\n", "\n", "\n", "  ", "  ", "  ", ": ", ": ", "- ", "- ", "- ", ", ", " #", "? ", "{x: 1}", "---", "...", "\r\n"),
)  # fmt: skip
FATAL = {code for code, _ in strict_yaml.codes()} - {"file/bom", "yaml/comment-after-text"}


def test_whatever_is_put_together_of_the_marks_of_yaml_is_answered() -> None:
    chance = random.Random(20261128)  # noqa: S311  the same each time
    for _ in range(5_000):
        text = "".join(chance.choices(LINES, k=chance.randint(1, 14)))
        if chance.random() < 0.6:
            text = f"a:\n  - {{x: 1}}\n  {text}\n" if chance.random() < 0.5 else f"a: 1\n{text}\n"
        found, findings = strict_yaml.understood(text.encode(), "x")
        assert (found is None) == any(each.code in FATAL for each in findings), text
        if found is not None:
            assert found.marks


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a:\n  - {x: 1}\n  b: 2\n", (3, 3)),
        ("a:\n  - x: 1\n  b: 2\n", (3, 3)),
        ("c: 1\na:\n  - {x: 1}\n  - {x: 2}\n  b:\n    - {y: 1}\n", (5, 3)),
        ("a:\n  - b:\n      - {x: 1}\n      c: 2\n", (4, 7)),
    ],
)
def test_a_key_among_the_entries_of_a_list_is_an_ordinary_fault(
    text: str, place: tuple[int, int]
) -> None:
    found, findings = strict_yaml.understood(text.encode(), "x")
    assert found is None
    assert [(each.code, each.line, each.column) for each in findings] == [("yaml/syntax", *place)]
