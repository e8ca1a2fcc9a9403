"""The suite holds for any bureau: in a copy whose policies are another's, the tests of engine and content are green.

Of the engine's tests those are run that look at the project at all; the others stand on what lies under `tests/cases/`.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from support.yunling import YUNLING

ROOT = Path(__file__).parent.parent.parent
OURS = ("policies", "checklists", "tests/content/these")
"""What goes when another bureau comes. Its pages and names (`docs/`, `mkdocs.yml`) may stay, as nothing here builds a site."""
LOOKS_AT_THE_PROJECT = re.compile(r"\bROOT\b|\bsupport\.(?:corpus|revised)\b|\bsite: Path")
MADE = {".git", ".venv", ".cache", ".mypy_cache", ".ruff_cache", ".pytest_cache", "site", "demo"}


def left_out(folder: str, names: list[str]) -> set[str]:
    """What was made and is in no clone."""
    made = {"__pycache__", "node_modules"} & set(names)
    return made | (MADE & set(names) if Path(folder) == ROOT else set())


def test_engine_and_content_are_green_with_the_policies_of_another_bureau(tmp_path: Path) -> None:
    copy = tmp_path / "zhidu"
    shutil.copytree(ROOT, copy, ignore=left_out, symlinks=True)
    for name in OURS:
        shutil.rmtree(copy / name)
    for name in ("policies", "checklists"):
        shutil.copytree(YUNLING / name, copy / name)
    (copy / ".venv").symlink_to(ROOT / ".venv")
    chosen = [
        str(path.relative_to(copy))
        for path in sorted((copy / "tests" / "engine").glob("test_*.py"))
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
