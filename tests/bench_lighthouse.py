"""What Lighthouse thinks of the site on a phone: `make bench`, or alone. It prints; it asserts nothing.

The server compresses and lets pages be kept only after asking, as README tells servers to do. Lighthouse slows the
network and the processor down itself; on a busy machine its performance score is lower than the site's.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from support.page_types import PAGE_TYPES
from support.site_server import serving

ROOT = Path(__file__).parent.parent
PEER = Path(__file__).parent / "lighthouse"
PAGES = ("home", "role", "policy", "search")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 3  # the median of the scores
MOST_KB = 130
HEADERS = {"Cache-Control": "no-cache"}
FLAGS = "--headless=new --no-sandbox --disable-gpu"


def install() -> Path:
    """Lighthouse, as the lock file has it."""
    command = PEER / "node_modules" / ".bin" / "lighthouse"
    if not command.exists():
        subprocess.run(["npm", "ci", "--silent"], cwd=PEER, check=True)
    return command


def judged(command: Path, address: str) -> Any:
    """One run of Lighthouse on one page."""
    browser = shutil.which("chromium") or shutil.which("google-chrome") or ""
    ran = subprocess.run(
        [
            str(command),
            address,
            "--quiet",
            "--output=json",
            f"--chrome-flags={FLAGS}",
            f"--only-categories={','.join(CATEGORIES)}",
        ],
        env={**os.environ, "CHROME_PATH": browser},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ran.stdout)


def bench_lighthouse(site: Path) -> None:
    """Print the scores of the pages that people open first, and what reached them over the line."""
    command = install()
    print("\nLighthouse, mobile, gzip: median of", RUNS)
    print(f"  {'page':10}" + "".join(f"{name:>16}" for name in (*CATEGORIES, "transferred KB")))
    with serving(site, headers=HEADERS, packed=True) as address:
        for name in PAGES:
            runs = [judged(command, address + PAGE_TYPES[name]) for _ in range(RUNS)]
            scores = [
                round(statistics.median(r["categories"][c]["score"] for r in runs) * 100)
                for c in CATEGORIES
            ]
            sent = runs[0]["audits"]["total-byte-weight"]["numericValue"] / 1000
            verdict = "" if min(scores) == 100 and sent <= MOST_KB else "  goal missed"
            print(f"  {name:10}" + "".join(f"{s:>16}" for s in scores) + f"{sent:>16.0f}{verdict}")
    print(f"  goal: 100 everywhere, at most {MOST_KB} KB transferred")


def main() -> None:
    """Build the site and ask."""
    with tempfile.TemporaryDirectory(prefix="zhidu-bench-") as folder:
        site = Path(folder) / "site"
        command = [sys.executable, "-m", "macros", "build", "--site-dir", str(site)]
        subprocess.run(command, cwd=ROOT, check=True)
        bench_lighthouse(site)


if __name__ == "__main__":
    main()
