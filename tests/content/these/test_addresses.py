"""The site of these policies: what was published once is there, and nothing that needs an address that nobody gave."""

from pathlib import Path

from zhidu.reading import published_addresses

ROOT = Path(__file__).parent.parent.parent.parent


def test_the_list_of_published_addresses_is_walked(site: Path) -> None:
    known = published_addresses.read(ROOT / "policies")
    assert known is not None
    assert not known.broken
    assert len(known.addresses) > 200
    assert not published_addresses.dead(site, known.addresses)


def test_without_an_address_there_is_no_feed(site: Path) -> None:
    assert not (site / "feeds").exists()
    for page in ("revisions", "policies/a8"):
        assert "atom+xml" not in (site / page / "index.html").read_text(encoding="utf-8")
