"""Our command in another process, in which as little as possible is as here."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def zhidu(*arguments: str | Path) -> str:
    """What the command prints in the real project, with its own hashes, in another time zone, with no path to other programs."""
    done = subprocess.run(
        [sys.executable, "-m", "zhidu", *arguments],
        cwd=ROOT,
        env={"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
