"""What a phone has to fetch for a page, and what Lighthouse thinks of it: `make bench`, or alone. It prints; it asserts
nothing.

The server compresses and lets pages be kept only after asking, as docs/operators.md tells servers to do. Lighthouse slows the
network and the processor down itself; on a busy machine its performance score is lower than the site's, never higher,
so a page is asked again while something is missing and the best run counts.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from support.chromium import PHONE, chromium, installed
from support.page_types import PAGE_TYPES, of
from support.site_server import serving

ROOT = Path(__file__).parent.parent.parent
PEER = Path(__file__).parent / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FIGURES = {
    "first-contentful-paint": "FCP s",
    "largest-contentful-paint": "LCP s",
    "total-blocking-time": "TBT ms",
    "cumulative-layout-shift": "CLS",
}
TRIES = 5
BEST = 100
MOST_KB = 130
HEADERS = {"Cache-Control": "no-cache"}
FLAGS = "--headless=new --no-sandbox --disable-gpu"
ALIKE = {"checklist-facts", "checklist-section", "checklist-end", "missing"}
"""The same page at another place, and the answer that is no page: nothing that Lighthouse judges."""


# ---------- bytes


def first_views(site: Path) -> dict[str, dict[str, int]]:
    """Page type → file → bytes, heads and bodies, that a phone is sent until the page is at rest. Nothing is kept
    from page to page; the service worker, which fetches the others when a page has been read a while, stays out."""
    found: dict[str, dict[str, int]] = {}
    sent: dict[str, int] = {}

    def note(path: str, size: int) -> None:
        sent[path] = sent.get(path, 0) + size

    with (
        serving(site, headers=HEADERS, packed=True, sent=note) as address,
        chromium() as browser,
    ):
        for name, path in of(site).items():
            context = browser.new_context(
                locale="zh-CN",
                viewport=PHONE,
                is_mobile=True,
                has_touch=True,
                service_workers="block",
            )
            page = context.new_page()
            sent.clear()
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            found[name] = dict(sent)
            context.close()
    return found


def bench_first_views(site: Path, *, parts: bool) -> None:
    """Print what every page type costs on the line."""
    print("\nFirst view on a phone, gzip, nothing kept before: KB of heads and bodies")
    for name, sent in first_views(site).items():
        size = sum(sent.values()) / 1000
        print(f"  {name:20}{size:>8.1f}{'' if size <= MOST_KB else '  goal missed'}")
        for path, part in sorted(sent.items(), key=lambda item: -item[1]) if parts else ():
            print(f"      {part / 1000:>8.1f}  {path}")
    print(f"  goal: at most {MOST_KB} KB")


# ---------- Lighthouse


def install() -> Path:
    """Lighthouse, as the lock file has it."""
    command = PEER / "node_modules" / ".bin" / "lighthouse"
    if not command.exists():
        subprocess.run(["npm", "ci", "--silent"], cwd=PEER, check=True)
    return command


def judged(command: Path, address: str) -> Any:
    """One run of Lighthouse on one page."""
    ran = subprocess.run(
        [
            str(command),
            address,
            "--quiet",
            "--output=json",
            f"--chrome-flags={FLAGS}",
            f"--only-categories={','.join(CATEGORIES)}",
        ],
        env={**os.environ, "CHROME_PATH": installed() or ""},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ran.stdout)


def scores(run: Any) -> list[int]:
    """The four scores of a run."""
    return [round((run["categories"][name]["score"] or 0) * 100) for name in CATEGORIES]


def faults(run: Any) -> Iterator[str]:
    """What a run has to say against a page, where that costs it something."""
    for category in CATEGORIES:
        for ref in run["categories"][category]["auditRefs"]:
            audit = run["audits"][ref["id"]]
            if ref["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"{audit['id']} {audit.get('displayValue', '')}".strip()


def bench_lighthouse(site: Path, names: Iterable[str], *, why: bool) -> None:
    """Print the scores of every page type; the best of a few runs."""
    command, paths = install(), of(site)
    print(f"\nLighthouse, mobile, gzip: the best of up to {TRIES} runs")
    head = "".join(f"{name:>16}" for name in CATEGORIES)
    print(f"  {'page':20}{head}" + "".join(f"{name:>8}" for name in FIGURES.values()) + "  runs")
    with serving(site, headers=HEADERS, packed=True) as address:
        for name in names:
            if name == "missing":  # Lighthouse judges no page that is not there
                continue
            runs: list[Any] = []
            while len(runs) < TRIES and (not runs or min(scores(runs[-1])) < BEST):
                runs.append(judged(command, address + paths[name]))
            best = max(runs, key=scores)
            values = [best["audits"][audit]["numericValue"] for audit in FIGURES]
            shown = (values[0] / 1000, values[1] / 1000, values[2], values[3])
            figures = "".join(f"{value:>8.2f}" for value in shown)
            verdict = "" if min(scores(best)) == BEST else "  goal missed"
            print(
                f"  {name:20}"
                + "".join(f"{s:>16}" for s in scores(best))
                + f"{figures}{len(runs):>6}"
                f"{verdict}",
                flush=True,
            )
            for fault in faults(best) if why else ():
                print(f"      {fault}")
    print("  goal: 100 everywhere")


@contextmanager
def _built(given: Path | None) -> Iterator[Path]:
    """The site *given*, else one built for this."""
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="zhidu-bench-") as folder:
        site = Path(folder) / "site"
        command = [sys.executable, "-m", "zhidu", "build", "--site-dir", str(site)]
        subprocess.run(command, cwd=ROOT, check=True)
        yield site


def main(given: Iterable[str] = ()) -> None:
    """Build the site and ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, help="a site that is built already")
    parser.add_argument("--page", action="append", choices=PAGE_TYPES, help="only this page type")
    parser.add_argument("--only", choices=("bytes", "scores"))
    parser.add_argument(
        "--why", action="store_true", help="what each page is made of, and marked down for"
    )
    options = parser.parse_args(list(given))
    names = options.page or [name for name in PAGE_TYPES if name not in ALIKE]
    with _built(options.site) as site:
        if options.only != "scores":
            bench_first_views(site, parts=options.why)
        if options.only != "bytes":
            bench_lighthouse(site, names, why=options.why)


if __name__ == "__main__":
    main(sys.argv[1:])
