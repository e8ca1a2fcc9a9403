"""Chinese numerals, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhidu.reading.text.numerals import numbers, ordinal

CASES = {
    1: "一",
    10: "十",
    11: "十一",
    20: "二十",
    99: "九十九",
    100: "一百",
    102: "一百零二",
    110: "一百一十",
    118: "一百一十八",
    250: "二百五十",
}


@pytest.mark.parametrize("count", CASES)
def test_ordinals_as_people_write_them(count: int) -> None:
    assert ordinal(count) == CASES[count]


@given(st.integers(1, 999))
def test_an_ordinal_is_read_back(count: int) -> None:
    assert numbers(ordinal(count)) == {count}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("不少于课时的50%以上", {50}),
        ("六十天", {60}),
        ("六〇天", {60}),
        ("１２．５", {12.5}),
        ("一周一汇总、一月一通报", {1}),
        ("借期两周，续借不超过两百天", {2, 200}),
        ("没有数", set()),
        ("10", {10}),
    ],
)
def test_numbers_in_words(text: str, expected: set[float]) -> None:
    assert numbers(text) == expected


def test_what_is_longer_than_any_number_is_none() -> None:
    assert numbers("9" * 300) == set()
    assert numbers("九" * 300 + "和12") == {12}
    assert [ordinal(count) for count in (999, 1000)] == ["九百九十九", "1000"]
