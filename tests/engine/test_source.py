"""The reader, whatever it is given: data or findings, never an exception, always a place in the file."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.cases import TREE

from zhidu.judging.report import FORMATS, Result
from zhidu.reading import strict_yaml
from zhidu.reading.findings import Finding, Pointer
from zhidu.reading.strict_yaml import Marks, Source

CODES = {code for code, _ in strict_yaml.codes()}
FIRST = (TREE / "policies/2001-01-01/01-first.yaml").read_text(encoding="utf-8")

YAML_PIECES = st.sampled_from(
    [
        *"abn0 \n\t:-?[]{},&*!|>'\"%@`#~<=.；：，“”制度\\\r\0\x1b\x85\u2028\ufeff",
        *(
            "- ",
            ": ",
            "? ",
            "\n  ",
            "---\n",
            "...\n",
            "<<: ",
            "&a ",
            "*a",
            "!!",
            "%YAML 1.1\n",
            "\r\n",
            "null",
        ),
    ]
)
YAML_LIKE = st.lists(YAML_PIECES, max_size=60).map("".join)

PRINTABLE = st.characters(
    min_codepoint=0x20,
    max_codepoint=0x10FFFD,
    exclude_categories=("Cs", "Cc", "Zl", "Zp"),
    exclude_characters="\ufeff",
)
"""What may stand in a file as it is. Other characters are written with a backslash, which JSON does for some."""
NUMBERS = st.integers(-(10**15) + 1, 10**15 - 1) | st.decimals(-(10**9), 10**9, places=4).map(float)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | NUMBERS
    | st.text(PRINTABLE | st.sampled_from("\n\t\b"), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.text(PRINTABLE, max_size=20), inner, max_size=5)
    ),
    max_leaves=30,
)


def parsed(raw: bytes) -> Source | None:
    """The source of *raw*, after the promises that hold for any input were checked."""
    found, findings = strict_yaml.parse(raw, "x.yaml")
    assert (found is None) == bool(findings)
    for finding in findings:
        assert_fits(finding, raw)
    if found:
        marks = found.marks
        for place in (*marks.values.values(), *marks.keys.values()):
            assert_within(place, raw)
    return found


def assert_fits(finding: Finding, raw: bytes) -> None:
    assert finding.code in CODES
    assert finding.message
    assert finding.repair
    # what was written may be said again, with brackets of its own
    assert "{}" not in finding.message or b"{}" in raw, "a sentence without its detail"
    assert_within((finding.line, finding.column), raw)
    printed = FORMATS["text"](Result(findings=(finding,), files=1))
    assert printed.count("\n") == 2
    assert printed.replace("\n", "").isprintable()


def assert_within(place: strict_yaml.Place, raw: bytes) -> None:
    """A line that the file has and a column that the line has, or the one after its end."""
    line, column = place
    lines = raw.decode("utf-8", "replace").removeprefix("\ufeff").split("\n")
    assert 1 <= line <= len(lines)
    assert 1 <= column <= len(lines[line - 1]) + 1


@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe")
def test_any_bytes(raw: bytes) -> None:
    parsed(raw)


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    parsed(text.encode("utf-8"))


@given(YAML_LIKE)
@example("?")
@example("a: [")
@example("a: 1\rb: [")
@example("a: \u2028 [")
def test_anything_like_yaml(text: str) -> None:
    parsed(text.encode("utf-8"))


@given(st.data())
def test_a_policy_with_anything_put_into_it(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(FIRST)))
    until = data.draw(st.integers(at, min(len(FIRST), at + 30)))
    parsed((FIRST[:at] + data.draw(YAML_LIKE) + FIRST[until:]).encode("utf-8"))


@given(st.sampled_from(["gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]))
def test_other_encodings_are_named(encoding: str) -> None:
    found, (finding,) = strict_yaml.parse(FIRST.encode(encoding), "x.yaml")
    assert found is None
    assert finding.code == ("file/gbk" if encoding.startswith("gb") else "file/utf-16")


@given(JSON)
def test_json_is_read_as_json(value: object) -> None:
    for indent in (None, 2):
        found = parsed(json.dumps(value, ensure_ascii=False, indent=indent).encode("utf-8"))
        assert found is not None
        assert found.data == value
        assert json.dumps(found.data) == json.dumps(value), "true is not 1"


@given(JSON)
def test_everything_has_a_place(value: object) -> None:
    found = parsed(json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8"))
    assert found is not None
    marks = found.marks
    pointer = list(walk(value))
    assert set(marks.values) == {s for s, _ in pointer}
    assert set(marks.keys) == {s for s, _ in pointer if s and isinstance(s[-1], str)}


def walk(value: object, pointer: Pointer = ()) -> list[tuple[Pointer, object]]:
    """Everything in *value* with the way to it."""
    found: list[tuple[Pointer, object]] = [(pointer, value)]
    if isinstance(value, dict):
        for key, inner in value.items():
            found += walk(inner, (*pointer, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found += walk(inner, (*pointer, index))
    return found


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *[(word, None) for word in ("", "~", "null", "Null", "NULL")],
        *[(word, True) for word in ("true", "True", "TRUE")],
        *[(word, False) for word in ("false", "False", "FALSE")],
        *[(word, word) for word in ("yes", "no", "on", "off", "Yes", "NO", "tRUE", "nULL")],
        *[
            (word, word)
            for word in (
                "12:30",
                "010",
                "00",
                "0x1F",
                "0o7",
                "1_000",
                "1e3",
                ".5",
                "5.",
                ".inf",
                ".nan",
            )
        ],
        *[
            (word, word)
            for word in (
                "2026-11-20",
                "2026-11-20T08:00:00Z",
                "9999999999999999",
                "\uff15\uff10",
                "50%",
                "+",
            )
        ],
        *[
            ("0", 0),
            ("-1", -1),
            ("+1", 1),
            ("30", 30),
            ("0.5", 0.5),
            ("-2.50", -2.5),
            ("999999999999999", 999999999999999),
        ],
        *[('"30"', "30"), ("'true'", "true"), ('""', ""), ("''", ""), ('"null"', "null")],
    ],
)
def test_plain_words(written: str, meant: object) -> None:
    found = parsed(f"a: {written}\n".encode())
    assert found is not None
    assert found.data == {"a": meant}
    assert type(found.data["a"]) is type(meant)


def test_blocks_are_text() -> None:
    found = parsed(b"a: |\n  30\nb: >-\n  true\n  false\n")
    assert found is not None
    assert found.data == {"a": "30\n", "b": "true false"}


def test_places() -> None:
    text = "\ufeffa: 1\n制度:\n  - {b: 二, c: [x]}\n  - d: |\n      e\n"
    found = parsed(text.encode())
    assert found is not None
    assert found.marks == Marks(
        values={
            (): (1, 1),
            ("a",): (1, 4),
            ("制度",): (3, 3),
            ("制度", 0): (3, 5),
            ("制度", 0, "b"): (3, 9),
            ("制度", 0, "c"): (3, 15),
            ("制度", 0, "c", 0): (3, 16),
            ("制度", 1): (4, 5),
            ("制度", 1, "d"): (4, 8),
        },
        keys={
            ("a",): (1, 1),
            ("制度",): (2, 1),
            ("制度", 0, "b"): (3, 6),
            ("制度", 0, "c"): (3, 12),
            ("制度", 1, "d"): (4, 5),
        },
    )


def test_where_there_is_nothing_the_parent_is_named() -> None:
    found = parsed(b"a:\n  b: 1\n")
    assert found is not None
    marks = found.marks
    assert marks.place(("a", "b")) == (2, 6)
    assert marks.place(("a", "b"), of_key=True) == (2, 3)
    assert marks.place(("a", "missing")) == (2, 3)
    assert marks.place(("a", "missing", 7), of_key=True) == (1, 1)
    assert marks.place(("missing",)) == (1, 1)


def test_lines_end_in_lf_or_crlf_alike() -> None:
    lf = parsed(FIRST.encode())
    crlf = parsed(FIRST.replace("\n", "\r\n").encode())
    assert lf is not None
    assert crlf is not None
    assert lf.data == crlf.data
    assert lf.marks == crlf.marks


def test_read_says_what_parse_says(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    for raw in (FIRST.encode(), b"", b"a: [\n", FIRST.encode("gbk")):
        path.write_bytes(raw)
        (found, findings), (strict, same) = (
            strict_yaml.read(path, "x.yaml"),
            strict_yaml.parse(raw, "x.yaml"),
        )
        assert findings == same
        assert (found and found.data) == (strict and strict.data)
