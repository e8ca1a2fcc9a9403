"""What is dear to make is made once for all processes of a run."""

import fcntl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(made: Path) -> Iterator[None]:
    """Whoever comes while another makes the same waits."""
    with made.with_name(f".{made.name}").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def built_once(project: Path, site: Path) -> Path:
    """The site of *project* at *site*, as the command builds it."""
    with alone(site):
        if not site.exists():
            built = subprocess.run(
                [sys.executable, "-m", "zhidu", "build", "--site-dir", str(site)],
                cwd=project,
                capture_output=True,
                text=True,
                check=False,
            )
            assert built.returncode == 0, built.stderr
    return site
