"""Printed sheets before an independent checker of PDF/UA-1 and WCAG 2.2."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
ADDRESS = ["--site-url", "https://zhidu.example", "--school", "示例县第一中学"]


def test_the_checker_finds_nothing(tmp_path: Path) -> None:
    zhidu = [sys.executable, "-m", "zhidu", "poster", *ADDRESS, "-o", str(tmp_path)]
    wanted = (
        *(["a1", "a8", "--theme", theme] for theme in ("red", "blue", "bamboo", "pupils")),
        ["a2", "--landscape", "--bleed", "3mm"],
        ["network-administrator", "--size", "A4", "--size", "pocket"],
        ["--room", "computer-room"],
    )
    for arguments in wanted:
        subprocess.run([*zhidu, *arguments], cwd=ROOT, check=True)
    sheets = sorted(tmp_path.rglob("*.pdf"))
    assert len(sheets) >= 14
    checker = Path(sys.executable).with_name("outloud")
    checked = subprocess.run(
        [checker, "--fail-on", "warning", *sheets], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
