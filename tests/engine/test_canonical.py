"""The one way our YAML files are written."""

import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.canonical import rewritten
from support.yunling import YUNLING

from zhidu.drafting.canonical import text_of
from zhidu.reading import strict_yaml

FILES = sorted((YUNLING / "policies" / "2016-09-01").glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_files_of_a_bureau_are_canonical(file: Path) -> None:
    plain, again = rewritten(file)
    assert again == plain


WORDS = st.text(
    st.one_of(
        st.sampled_from(string.punctuation + string.digits + " -#:,'\"\\[]{}&*!|>%@`?~=<eE_.xo"),
        st.sampled_from("一二三定期检查，。；：（）“”《》〔　〕、％０九yesnoNULLtrue"),
        st.characters(
            blacklist_categories=("Cs", "Cc", "Zl", "Zp", "Co", "Cn"), max_codepoint=0x2FFFF
        ),
    ),
    max_size=30,
)


@given(WORDS, st.one_of(st.none(), st.booleans(), st.integers(-999, 999), WORDS))
def test_what_is_written_reads_the_same(words: str, value: Any) -> None:
    data = {
        "title": words,
        "heading": [words, "x"],
        "clauses": [
            {
                "id": "a1-1",
                "text": words,
                "errata": [{"quote": words, "reading": value}],
                "duties": [{"id": "a1-1-a", "roles": [{"role": words}] * 4, "when": None}],
            }
        ],
    }
    written = text_of("policy", data, {"": ["一句话"], "a1-1": ["另一句"]})
    found, findings = strict_yaml.parse(written.encode(), "x.yaml")
    assert not findings, written
    assert found is not None
    assert found.data == data
    assert text_of("policy", found.data, {"": ["一句话"], "a1-1": ["另一句"]}) == written
