"""The suite holds for any bureau: in a copy that is another's project, the tests are green.

Of the tests of engine and site those are run that look at the project at all; the others stand on what lies under
`tests/cases/`.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from support.fictional import write
from support.revised import REVISED

ROOT = Path(__file__).parent.parent.parent
OURS = ("policies", "checklists", "tests/content/these")
"""What goes when another bureau comes; of pages and names, `docs/about.md` and `mkdocs.yml`."""
LOOKS_AT_THE_PROJECT = re.compile(r"\bROOT\b")
MADE = {".git", ".venv", ".cache", ".mypy_cache", ".ruff_cache", ".pytest_cache", "site", "demo"}


def left_out(folder: str, names: list[str]) -> set[str]:
    """What was made and is in no clone."""
    made = {"__pycache__", "node_modules"} & set(names)
    return made | (MADE & set(names) if Path(folder) == ROOT else set())


def test_all_is_green_in_the_project_of_another_bureau(tmp_path: Path) -> None:
    copy = tmp_path / "zhidu"
    shutil.copytree(ROOT, copy, ignore=left_out, symlinks=True)
    for name in OURS:
        shutil.rmtree(copy / name)
    write(copy, REVISED, "演示县教育局")
    (copy / ".venv").symlink_to(ROOT / ".venv")
    chosen = [
        str(path.relative_to(copy))
        for room in ("engine", "site")
        for path in sorted((copy / "tests" / room).glob("test_*.py"))
        if LOOKS_AT_THE_PROJECT.search(path.read_text(encoding="utf-8"))
    ]
    assert chosen
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider",
         "tests/content", *chosen],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy / "macros")},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]
