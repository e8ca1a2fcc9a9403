"""The published document, read by the importer, is the policies that are there."""

from pathlib import Path

import yaml

from zhidu.drafting.import_plan import plan
from zhidu.handbook.book import Handbook

PUBLISHED = Path(__file__).parent / "reference" / "2017-04-15.txt"


def test_the_published_document_gives_back_the_policies(handbook: Handbook) -> None:
    found, findings = plan(PUBLISHED, handbook, None)
    assert found is not None, findings
    assert str(found.day) == "2017-04-15", "the signature writes 一七年四月十五日"
    assert found.findings == ()
    read = [yaml.safe_load(text) for name, text in found.files.items() if name != "notice.yaml"]
    assert {each["policy"]: each for each in read} == {
        policy: edition.document.source.data for policy, edition in handbook.current.items()
    }
