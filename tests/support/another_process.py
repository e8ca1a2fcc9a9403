"""Our command in another process, in which as little as possible is as here."""

import subprocess
import sys
from pathlib import Path

from support.yunling import YUNLING


def zhidu(*arguments: str | Path) -> str:
    """What the command prints in the fictional bureau of tests, with its own hashes, in another time zone, with no path to other programs."""
    done = subprocess.run(
        [sys.executable, "-m", "zhidu", *arguments],
        cwd=YUNLING,
        env={"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
