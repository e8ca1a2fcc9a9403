"""What each role reads, word by word: a changed line of a page or a card is a changed line in review.

After a wanted change: `pytest tests/content/these/test_role_texts.py --update`, then read the lines that changed.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.role_texts import card_text, page_text

from zhidu.handbook.book import Handbook
from zhidu.posters import cards

KEPT = Path(__file__).parent / "reference" / "roles"


@pytest.mark.parametrize(("kind", "text"), [("page", page_text), ("card", card_text)])
def test_pages_and_cards_say_what_was_read(
    handbook: Handbook,
    pytestconfig: pytest.Config,
    kind: str,
    text: Callable[[Handbook, str], str],
) -> None:
    roles = handbook.duties_of if kind == "page" else cards.roles(handbook)
    now = {f"{role}.{kind}.txt": text(handbook, role) for role in roles}
    if pytestconfig.getoption("--update"):
        KEPT.mkdir(exist_ok=True)
        for path in KEPT.glob(f"*.{kind}.txt"):
            path.unlink()
        for name, words in now.items():
            (KEPT / name).write_text(words, encoding="utf-8", newline="\n")
    kept = {path.name: path.read_text(encoding="utf-8") for path in KEPT.glob(f"*.{kind}.txt")}
    assert now.keys() == kept.keys()
    for name, words in now.items():
        assert words.splitlines() == kept[name].splitlines(), name
