"""The posters' part of `make bench`: our sheets beside the same sheets through WeasyPrint and headless Chromium.

The peers get one HTML document a sheet: the same text, fonts and size. Chromium searches the size of the body by
script, as ours does the first time; WeasyPrint, which has none, is told a size that fits and lays each sheet out only
once, as ours does when the fit is kept. What the peers draw is plainer than our themes.
"""

import html
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from support.chromium import chromium

from zhidu.handbook.book import Handbook
from zhidu.posters import batch, glyphs, sheets, sizes
from zhidu.posters.batch import Job
from zhidu.posters.press import Press
from zhidu.posters.sheets import Dress
from zhidu.posters.sizes import Size
from zhidu.posters.themes import proposed
from zhidu.views.on_paper.printed_text import PrintedText, printed

ROOT = Path(__file__).parent.parent.parent
SIZES = tuple(sizes.parse(name) for name in ("A3", "A2", "A1", "600x900"))
WEASYPRINT = "70.0"
RUNS = 3
SCHOOLS = 200
SITE = "https://zhidu.example"
SCHOOL = Dress(school="示例学校")

RATIO = 6
COLD_SECONDS = SET_SECONDS = 0.3
PEAK_MB = 250
LARGEST_KB = 150

FIT = """
addEventListener("load", async () => {
  await document.fonts.ready;
  const body = document.querySelector("main"), unit = innerWidth / 100;
  let good = 1, bad = 200;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    body.style.fontSize = middle / 3 + "pt";
    if (body.scrollHeight <= body.clientHeight) good = middle; else bad = middle;
  }
  body.style.fontSize = good / 3 + "pt";
  document.title = "ready";
});
"""


def document(text: PrintedText, size: Size, type_pt: float, script: str = "") -> str:
    """A sheet as HTML."""
    u = min(size.width, size.height) / 100
    faces = "".join(
        f"@font-face{{font-family:{family};font-weight:{weight};src:url('{(glyphs.FOLDER / name).as_uri()}')}}"
        for family, weight, name in (
            ("Sans", 400, "NotoSansSC-Regular.ttf"),
            ("Sans", 700, "NotoSansSC-Bold.ttf"),
            ("Serif", 900, "NotoSerifSC-Black.ttf"),
        )
    )
    style = (
        f"{faces}@page{{size:{size.width}mm {size.height}mm;margin:0}}*{{margin:0}}"
        f"body{{width:{size.width}mm;height:{size.height}mm;font-family:Sans;background:#fffcf6}}"
        f"header{{height:{25 * u}mm;background:linear-gradient(#a31c22,#7a1016);color:#fff;text-align:center}}"
        f"h1{{font:900 {5 * u}mm/2.4 Serif;padding-top:{6 * u}mm}}"
        f"main{{height:{size.height - 57 * u}mm;margin:{8 * u}mm;font-size:{type_pt}pt;line-height:1.42}}"
        "p{text-indent:-3em;padding-left:3em;text-align:justify;margin-bottom:.3em}b{color:#9e1b22}"
        f"footer{{margin:0 {8 * u}mm;text-align:right;font:900 {2.9 * u}mm/1.5 Serif}}"
    )
    clauses = "".join(
        f"<p><b>{html.escape(b.number)}</b>{html.escape(b.text)}</p>" for b in text.blocks
    )
    return (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>…</title><style>{style}</style>'
        f"<script>{script}</script><header><h1>{html.escape(''.join(text.title))}</h1></header>"
        f"<main>{clauses}</main><footer>{html.escape(text.issuer)}<br>{html.escape(text.signed)}</footer>"
    )


def texts(handbook: Handbook) -> list[tuple[PrintedText, str]]:
    """Every policy and its theme."""
    return [(printed(e), proposed(e.policy.kind).id) for e in handbook.current.values()]


def ours(handbook: Handbook, *, anew: bool) -> tuple[float, int]:
    """Seconds for all policies in all sizes with a warm press, and the largest file."""
    press = Press(anew=anew)
    press.pdf(sheets.poster(texts(handbook)[0][0], Size(100, 150), "red"))
    started = time.perf_counter()
    largest = 0
    for text, theme in texts(handbook):
        for size in SIZES:
            sheet = sheets.poster(text, size, theme, dress=SCHOOL, site=SITE)
            largest = max(largest, len(press.pdf(sheet)[0]))
    return time.perf_counter() - started, largest


def through_chromium(handbook: Handbook, folder: Path) -> float:
    """Seconds for the same through one warm headless Chromium."""
    with chromium() as browser:
        page = browser.new_page()
        page.goto("about:blank")
        started = time.perf_counter()
        for text, _ in texts(handbook):
            for size in SIZES:
                path = folder / "sheet.html"
                path.write_text(document(text, size, 20, FIT), encoding="utf-8")
                page.goto(path.as_uri())
                page.wait_for_function("document.title === 'ready'")
                page.pdf(prefer_css_page_size=True, print_background=True)
        return time.perf_counter() - started


def through_weasyprint(handbook: Handbook, folder: Path, python: Path) -> float:
    """Seconds for the same through one warm WeasyPrint, which is told the size of the body."""
    press = Press()
    work = []
    for text, theme in texts(handbook):
        for size in SIZES:
            _, fit = press.pdf(sheets.poster(text, size, theme))
            work.append(document(text, size, fit.size * 0.9))
    (folder / "work.json").write_text(json.dumps(work), encoding="utf-8")
    script = (
        "import json, sys, time\nfrom weasyprint import HTML\nHTML(string='x').write_pdf()\n"
        "work = json.load(open(sys.argv[1]))\nstarted = time.perf_counter()\n"
        "for sheet in work:\n    HTML(string=sheet).write_pdf()\nprint(time.perf_counter() - started)\n"
    )
    command: list[str | Path] = [python, "-c", script, folder / "work.json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout)


def best(times: int, measure: Callable[[], float]) -> float:
    """The median of several runs."""
    return sorted(measure() for _ in range(times))[times // 2]


def processes(name: str, output: Path, runs: int, goal: float, *arguments: str) -> None:
    """What `zhidu poster` takes as a process, whole: wall and CPU, with fits and QR codes kept."""
    zhidu = Path(sys.executable).with_name("zhidu")
    dressed: list[str | Path] = [
        "--root",
        ROOT,
        "--school",
        SCHOOL.school,
        "--site-url",
        SITE,
        "-o",
        output,
    ]
    seconds = []
    for number in range(runs + 1):
        shutil.rmtree(output, ignore_errors=True)
        started, before = time.perf_counter(), os.times()
        subprocess.run([zhidu, "poster", *arguments, *dressed], capture_output=True, check=True)
        after = os.times()
        if number:  # the first one keeps what the others find
            cpu = sum(after[2:4]) - sum(before[2:4])
            seconds.append((time.perf_counter() - started, cpu))
    wall, cpu = (sorted(values)[runs // 2] for values in zip(*seconds, strict=True))
    met = "met" if wall <= goal else "MISSED"
    print(f"  {name:<33} {wall:6.2f} s, CPU {cpu:.2f} s (goal ≤ {goal}: {met})")


def rival(name: str, seconds: float, ours: float) -> None:
    """A peer beside what does the same work: one that searches the size, or one that is told it."""
    met = "met" if seconds / ours >= RATIO else "MISSED"
    print(f"  {name:<33} {seconds:6.2f} s  → {seconds / ours:.1f} × ours (goal ≥ {RATIO}: {met})")


def bench(
    handbook: Handbook, weasyprint: Path | None, *, runs: int = RUNS, schools: int = SCHOOLS
) -> None:
    """Print everything; asserts nothing. *weasyprint* is a Python that has it."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        measured = [ours(handbook, anew=True) for _ in range(runs)]
        searched = sorted(seconds for seconds, _ in measured)[runs // 2]
        largest = measured[0][1] / 1000
        print(f"\n4. posters: {len(handbook.current)} × {len(SIZES)} sizes, warm, median of {runs}")
        print(f"  ours, with the size search        {searched:6.2f} s")
        ours(handbook, anew=False)
        known = best(runs, lambda: ours(handbook, anew=False)[0])
        print(f"  ours, fits kept                   {known:6.2f} s")
        rival("headless Chromium", best(runs, lambda: through_chromium(handbook, work)), searched)
        if weasyprint is not None:
            laid_out = best(runs, lambda: through_weasyprint(handbook, work, weasyprint))
            rival(f"WeasyPrint {WEASYPRINT}, size known", laid_out, known)
            print(f"  {'the same beside our search':<33} {'':9} → {laid_out / searched:.1f} ×")
        print(f"  largest file {largest:.0f} KB (goal ≤ {LARGEST_KB})")
        times = runs * 3
        processes("zhidu poster a8", work / "a8.pdf", times, COLD_SECONDS, "a8")
        all_of_them = ("--all", "--size", "A3")
        processes("zhidu poster --all", work / "set", times, SET_SECONDS, *all_of_them)
        county(handbook, work, schools)


def county(handbook: Handbook, work: Path, schools: int) -> None:
    """All policies for many schools with two workers: files a second, and the memory of the largest process."""
    jobs = [
        Job(
            f"{n}/{t.policy}.pdf",
            sheets.poster(t, SIZES[-1], theme, dress=Dress(school=f"第{n}校"), site=SITE),
        )
        for n in range(schools)
        for t, theme in texts(handbook)
    ]
    peak = 0
    me = os.getpid()
    finished = 0

    def told(_: object) -> None:
        nonlocal peak, finished
        finished += 1
        if finished % 100:
            return
        for entry in Path("/proc").glob("[0-9]*/status"):
            try:
                lines = dict(
                    line.split(":", 1) for line in entry.read_text().splitlines() if ":" in line
                )
            except OSError:
                continue
            if lines.get("PPid", "").strip() == str(me) and "VmHWM" in lines:
                peak = max(peak, int(lines["VmHWM"].split()[0]) // 1024)

    started = time.perf_counter()
    batch.run(jobs, work / "county", workers=2, told=told)
    seconds = time.perf_counter() - started
    print(
        f"  {schools} schools × {len(handbook.current)}, two workers: {seconds:.1f} s, "
        f"{len(jobs) / seconds:.0f} files/s, largest worker {peak} MB (goal ≤ {PEAK_MB})"
    )
