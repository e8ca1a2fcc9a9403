"""The fictional bureau with a past, as a project that can be built: tests/cases/revised/."""

from pathlib import Path
from typing import Any

from support.cases import CASES
from support.fictional import write

REVISED = CASES / "revised"


def write_revised(folder: Path, *, site_url: str = "") -> Path:
    """Write the project to *folder*."""
    return write(folder, REVISED, "演示县教育局", site_url=site_url)


def applied(change: dict[str, Any], old: dict[str, str]) -> list[tuple[str, str | None, str]]:
    """The clauses that a diff makes of the texts *old*: what it keeps and deletes must be there."""
    made = []
    for clause in change["clauses"]:
        base = "".join(text for mark, text in clause["redline"] if mark != "inserted")
        if clause["there"]:
            assert base == "".join(old[origin] for origin in clause["from"])
            text = "".join(text for mark, text in clause["redline"] if mark != "deleted")
            made.append((clause["id"], clause["label"][1], text))
    return made
