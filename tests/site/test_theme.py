"""What we copied from the theme and changed is still what the installed theme has: an upgrade is noticed here."""

import hashlib
from pathlib import Path

import material
import pytest

OURS = Path(__file__).parent.parent.parent / "site_overrides" / "partials"
THEIRS = Path(material.__file__).parent / "templates" / "partials"
# the theme's file that each of ours stands for, as it was when ours was made from it
COPIED_FROM = {
    "copyright.html": "bc86bca3bf75070f",
    "header.html": "8cf3fb15bcf969ff",
    "language.html": "3a44516f305006ac",
    "logo.html": "e0925ef6c190174a",
    "nav.html": "af33f6e032f632eb",
    "search.html": "bfd556535abcddb9",
    "toc.html": "fde48f583563364b",
}


def test_every_override_is_known() -> None:
    assert sorted(file.name for file in OURS.glob("*.html")) == sorted(COPIED_FROM)


@pytest.mark.parametrize("name", COPIED_FROM)
def test_the_theme_still_has_what_ours_was_made_from(name: str) -> None:
    found = hashlib.sha256((THEIRS / name).read_bytes()).hexdigest()
    assert found[:16] == COPIED_FROM[name], (
        f"the theme changed partials/{name}: carry the change over to site_overrides/partials/{name},"
        f" then write {found[:16]} here"
    )
