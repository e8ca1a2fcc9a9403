"""What is read line by line is what the strict reader reads: the same data, at the same places, or nothing at all."""

import random
import re
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.submissions import complete, mutations

from zhidu.assessment.instrument import derive
from zhidu.assessment.submission import canonical
from zhidu.handbook.book import Handbook
from zhidu.reading import documents, line_yaml, strict_yaml
from zhidu.reading.findings import Finding
from zhidu.reading.strict_yaml import Marks, Source

ROOT = Path(__file__).parent.parent.parent


def strict(text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Source | None, list[Finding]]:
    """What the strict reader alone makes of *text*."""
    with monkeypatch.context() as only:
        only.setattr(line_yaml, "read", lambda *_: None)
        found, findings = strict_yaml.understood(text.encode("utf-8", "surrogatepass"), "x")
        if found is not None:
            assert found.marks
        return found, findings


def agrees(text: str) -> bool:
    """Whether *text* is read line by line; then all that is told of it has to be the same."""
    data = line_yaml.read(text)
    if data is None:
        return False
    marks = Marks()
    again = line_yaml.read(text, (marks.keys, marks.values))
    with pytest.MonkeyPatch.context() as monkeypatch:
        found, findings = strict(text, monkeypatch)
        assert found is not None, text
        assert not findings, text
        assert repr(found.data) == repr(data), text
        monkeypatch.setattr(line_yaml, "read", lambda *_: None)
        places = found.marks
        assert list(documents.forbidden_in(found)) == [], text
    if (
        again is not None
    ):  # places in brackets over several lines are told by the strict reader alone
        assert repr(again) == repr(data), text
        assert places.values == marks.values, text
        assert places.keys == marks.keys, text
    return True


WRITTEN = [
    "a: 1\n",
    '# 一\na:\n  b: c\n\n  # 二\n  d: "甲\\n乙 \\"丙\\" \\\\"\n',
    "a:\n  - b: 1\n    c: two\n  - b: 3\nd: [x, y-1, 2]\ne: []\nf: {}\n",
    "a:\n      - b:\n          c: true\n        d: ~\n".replace(": ~", ': ""'),
    "a: 010\nb: 1.5\nc: 2026-11-20\nd: null\ne: no\nf: 已经做了，没有问题。\n",
    'a: 甲 乙\nb: "\u3000"\nc: PDF/SWF 各 50%\nd: +甲\n',
    'a: {b: c, d: [1, 2.5, "甲, {乙}"], e: {}, f: []}\ng: [[], [{h: null}], 010]\n',
    'a:\n  - {b: 1, c: "<="}\n  - {b: 2, c: "\\"}"}\nd: [x]\n',
    "a:\n    - b:\n        - c:\n            - d:\n                - e:\n                    - {f: [[[[{g: 1}]]]]}\n",
    "a: [\n    甲乙, 丙丁,\n    戊\n  ]\nb: 2\n",
    "a: [甲,\n  乙]\nb:\n  c: [1,\n    2, {d: e}]\n",
]
NOT_WRITTEN = [
    "",
    "\n",
    "a: 1",
    "a: 1\r\n",
    "a:\n",
    "a:\nb: 1\n",
    "a: 1\n  b: 2\n",
    "a:\n    b: 1\n  c: 2\n",
    "  a: 1\nb: 2\n",
    "a: 1\na: 2\n",
    "a:\n- b: 1\n",
    "a:\n  - b: 1\n  c: 2\n",
    "a:\n  - 1\n",
    "a: &x 1\nb: *x\n",
    "a: !!int 1\n",
    "%YAML 1.2\n---\na: 1\n",
    "a: 1\n---\nb: 2\n",
    "a: |\n  b\n",
    "a: 1 # 二\n",
    "a: 甲  乙\n",
    "a: 甲 \n",
    "a: 甲 -乙\n",
    "a: 甲?\n",
    "a: [b, ]\n",
    "a: [b,c]\n",
    "a: [ b]\n",
    "a: [b, c\n",
    "a: [b]]\n",
    "a: [b}\n",
    "a: {b}\n",
    "a: {b: }\n",
    "a: {b: 1, b: 2}\n",
    "a: {b: 1 c: 2}\n",
    "a: {b: 1}, {c: 2}\n",
    "a: {b: 1} {c: 2}\n",
    "a: [b: 1]\n",
    "a: [[[[[[[b]]]]]]]\n",
    "a: {b: &x 1}\n",
    "a: {b: '1'}\n",
    'a: {b: "<="}\nc: "<b>"\n',
    'a: ["{%"]\n',
    "a: []b\n",
    "- {a: 1}\n",
    "a:\n  - {b: 1}\n    c: 2\n",
    "a:\n  - [b]\n",
    "a: [b,\nc]\n",
    "a: [b,\n\n  c]\n",
    "a: [b,\n  # 一\n  c]\n",
    "a: [b,\n",
    "a: [b,\n  c\n",
    'a: "<b>"\n',
    'a: "{{ x }}"\n',
    'a: "\\u0041"\n',
    'a: "甲\u200b"\n',
    "a:\tb\n",
    "a： 1\n",
    "a:1\n",
    "\ufeffa: 1\n",
    "A: 1\n",
    "'a': 1\n",
    "a: .nan\n",
    "a: -1\n",
    "? a\n: 1\n",
    "# \u200b\na: 1\n",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_what_we_write_is_read_line_by_line(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize("text", NOT_WRITTEN)
def test_of_the_rest_nothing_is_said(text: str) -> None:
    assert line_yaml.read(text) is None


def test_every_file_here_is_read_the_same() -> None:
    every = {
        path: agrees(path.read_bytes().decode("utf-8", "replace"))
        for path in ROOT.rglob("*.yaml")
        if path.is_file() and not {".venv", "node_modules"} & set(path.parts)
    }
    ours = [path for path in every if path.is_relative_to(ROOT / "policies")]
    assert ours
    # what a release writes by itself is JSON in YAML: the strict reader's, which is asked wherever this one says nothing
    assert [path.name for path in ours if not every[path]] == ["instruments.yaml", "terms.yaml"]


def test_places_in_brackets_over_several_lines_are_the_strict_readers() -> None:
    text = b"a: [b,\n  c]\n"
    found, _ = strict_yaml.understood(text, "x")
    assert found is not None
    assert found.data == {"a": ["b", "c"]}
    assert found.marks.values["a", 1] == (2, 3)


def test_what_is_too_long_for_the_bound_on_values_is_left_to_the_strict_reader() -> None:
    words = "[" + ", ".join(["1"] * 70_000) + "]"
    found, findings = strict_yaml.understood(f"a: {words}\n".encode(), "x")
    assert found is not None
    assert not findings
    assert line_yaml.read(f"a: {words}\n") is None


def test_submissions_are_read_the_same(handbook: Handbook) -> None:
    instrument = derive(handbook)
    order = {item.id: place for place, item in enumerate(instrument.items)}
    base = complete(instrument, "demo-school", "2026-2027-1")
    assert agrees(canonical(base, order))
    quick = sum(agrees(canonical(data, order)) for data in islice(mutations(base, 20261126), 60))
    assert quick > 30


WORDS = st.sampled_from(
    ["a", "b-1", "met", "1", "010", "1.5", "-", "- ", ": ", ":", "null", "~", "[a, b]", "[]", "{}", '"', '"甲"', '"a: b"',
     '"\\n"', '"\\x41"', "'", "#", " #", "甲", "，", "：", "<", "{", "&a", "*a", "!", "|", ">", "%", "---", "\t", "\u00a0",
     "\u2028", "\ufeff", "\x85", ",", ", ", "]", "}", "[", "{a: ", ", b: ", "{a: 1, b: [x, {c: 2}]}", " ", "/", "+", "%", "<="],
)  # fmt: skip
LINES = st.builds(
    "{}{}".format,
    st.sampled_from(["", "", "  ", "  ", "    ", "  - ", "    - ", "      ", " ", "- "]),
    st.one_of(
        st.lists(WORDS, max_size=4).map("".join),
        st.builds(
            "{}:{}".format,
            st.sampled_from(["a", "b", "c", "d-e", "f_g", "items"]),
            st.one_of(
                st.just(""), WORDS.map(" {}".format), st.lists(WORDS, max_size=3).map("".join)
            ),
        ),
        st.lists(WORDS, max_size=5).map(lambda words: "a: [" + ", ".join(words) + "]"),
        st.lists(WORDS, max_size=5).map(lambda words: "- {a: " + ", b: ".join(words) + "}"),
        st.lists(WORDS, max_size=3).map(lambda words: "c: [" + ", ".join(words) + ","),
    ),
)


@given(
    st.lists(LINES, max_size=12).map("\n".join),
    st.sampled_from(["\n", "\n", "\n", "", "\r\n", "\n\n"]),
)
@example("a:\n  - b: 1\n    c:\n      d: 2\n  - b: 2", "\n")
def test_whatever_is_typed(text: str, end: str) -> None:
    agrees(text + end)


@given(st.text(max_size=12))
def test_whatever_stands_in_a_text(words: str) -> None:
    line = (
        'a: "' + re.sub(r'["\\\n]', lambda m: {"\n": "\\n"}.get(m[0], "\\" + m[0]), words) + '"\n'
    )
    agrees(line)


# short enough that 5,000 take seconds, and odd enough that every mark of YAML meets every other
PIECES = (
    *"ab1甲：:-[]{},\"'#&*!|>%?@`\\\t ",
    *("\n", "\n", "\n", "  ", "  ", "  ", ": ", ": ", "- ", "- ", "- ", ", ", " #", "? ", "{x: 1}", "---", "...", "\r\n"),
)  # fmt: skip


def test_whatever_is_put_together_of_the_marks_of_yaml_both_readers_answer_and_agree() -> None:
    chance = random.Random(20261128)  # noqa: S311  the same each time
    quick = 0
    for _ in range(5_000):
        text = "".join(chance.choices(PIECES, k=chance.randint(1, 14)))
        if chance.random() < 0.6:
            text = f"a:\n  - {{x: 1}}\n  {text}\n" if chance.random() < 0.5 else f"a: 1\n{text}\n"
        quick += agrees(text)
        found, findings = strict_yaml.understood(text.encode(), "x")
        assert (found is None) == any(each.code in FATAL for each in findings), text
        if found is not None:
            assert found.marks
    assert quick > 50


FATAL = {code for code, _ in strict_yaml.codes()} - {"file/bom", "yaml/comment-after-text"}


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
