"""The fictional bureau on which tests of the engine stand: tests/cases/yunling/. It is read and copied, never written to."""

from pathlib import Path

from support.cases import CASES

from zhidu.handbook.book import Handbook
from zhidu.judging.check import check

YUNLING = CASES / "yunling"
ISSUED = "2016-09-01"


def clean(root: Path) -> Handbook:
    """The policies of the project at *root*, in which nothing may be wrong."""
    checked = check(root)
    assert not checked.result.findings
    return checked.handbook
