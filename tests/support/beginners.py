"""Bureaus that begin: tests/cases/bureaus/ made into projects by the command, at each of the three levels."""

import shutil
from pathlib import Path

from zhidu.cli.commands import main

BUREAUS = Path(__file__).parent.parent / "cases" / "bureaus"
COUNTY, SCHOOL = "清河县教育局", "青禾小学"
DAY = "2026-09-01"


def county(folder: Path, level: int = 1) -> Path:
    """The county with its one policy, as far as *level*."""
    draft = BUREAUS / "county" / "manuscript.txt"
    assert main(["init", str(folder), "--issuer", COUNTY, "--from", str(draft)]) == 0
    for step in range(2, level + 1):
        shutil.copytree(BUREAUS / "county" / f"level-{step}", folder, dirs_exist_ok=True)
    return folder


def school(folder: Path) -> Path:
    """The school with its three texts, which have no notice."""
    texts = [BUREAUS / "school" / f"{name}.txt" for name in ("librarian", "duty-teacher", "pupils")]
    named = [argument for text in texts for argument in ("--from", str(text))]
    assert main(["init", str(folder), "--issuer", SCHOOL, "--date", DAY, *named]) == 0
    return folder
