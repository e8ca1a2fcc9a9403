"""`make bench`: speed and memory, beside named peers, in one run. It prints; it asserts nothing.

Every command is a process of its own, timed whole: interpreter, imports, work. Files are in the disk cache.
Walls are medians; the peer's runs stand between ours, so that a busy machine slows both.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

from jinja2 import Environment, StrictUndefined

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import pages_on_a_phone as bench_lighthouse
from bench import posters as bench_posters
from support.corpus import write_corpus, write_editions

from zhidu.cli.change_output import diff_json, impact_json
from zhidu.county import fictional
from zhidu.handbook.book import Handbook
from zhidu.handbook.impact import impact
from zhidu.judging.check import check
from zhidu.reading import documents, strict_yaml
from zhidu.site.articles import ARTICLES
from zhidu.site.stubs import FOLDERS, write

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent
STOPWATCH = ROOT / "tests" / "support" / "stopwatch.py"
PEER_VENV = ROOT / ".cache" / "bench-venv"
CHECK_JSONSCHEMA = "0.39.0"

CHECK_RUNS = 9
BUILD_RUNS = 5
SCALE_RUNS = 3  # of the corpus as it is; the larger ones run once
SCALES = (10, 100)

CHECK_SECONDS = 0.4
SCHOOLS, REPORT_RUNS, REPORT_SECONDS, REPORT_MB = 500, 5, 6, 2
HELP_RUNS, HELP_MS = 25, 60
PARTS = ("check", "county", "build", "scale", "revision", "posters", "lighthouse")
REVISION_SECONDS = 0.5
REVISION_EDITIONS = (5, 20)
BUILD_RATIO = 1.3
CLAUSE_RATIO = 1.1
PEAK_MB = 600
REVIEW_RATIO = 2.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command, or several one after the other, took."""

    wall: float
    cpu: float
    peak: float  # MB: of the largest process, or of all that ran together where that is more
    failed: str = ""

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            self.wall + other.wall,
            self.cpu + other.cpu,
            max(self.peak, other.peak),
            self.failed or other.failed,
        )


def run(command: Sequence[str | Path], folder: Path, kept: Path | None = None) -> Cost:
    """Run *command* in *folder*, as a user would; with *kept*, what is kept between runs lies there."""
    environment = {**os.environ, **({"XDG_CACHE_HOME": str(kept)} if kept else {})}
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as output:
        timed = [sys.executable, "-S", "-E", STOPWATCH, output.name, *command]
        found = subprocess.run(
            timed, cwd=folder, env=environment, stdout=subprocess.PIPE, check=True
        )
        cost = json.loads(found.stdout)
        failed = output.read() if cost["status"] else ""
    return Cost(cost["wall"], cost["cpu"], cost["peak"], failed)


def in_turn(times: int, *runs: Callable[[], Cost]) -> list[Cost]:
    """The median cost of each of *runs*, which take turns; the first turn only warms the disk cache."""
    turns = [[each() for each in runs] for _ in range(times + 1)][1:]
    return [median(costs) for costs in zip(*turns, strict=True)]


def least(times: int, command: Sequence[str | Path], folder: Path) -> Cost:
    """Of so many runs the one with the least CPU: other work on the machine only adds to it."""
    return min((run(command, folder) for _ in range(times)), key=lambda cost: cost.cpu)


def median(costs: Iterable[Cost]) -> Cost:
    """Medians of wall and of CPU, the largest peak, the first failure."""
    found = list(costs)
    return Cost(
        statistics.median(cost.wall for cost in found),
        statistics.median(cost.cpu for cost in found),
        max(cost.peak for cost in found),
        next((cost.failed for cost in found if cost.failed), ""),
    )


def verdict(value: float, goal: float, unit: str) -> str:
    """How *value* stands to its goal."""
    return f"{value:.2f}{unit} (goal ≤ {goal:g}{unit}: {'met' if value <= goal else 'MISSED'})"


def table(title: str, rows: Sequence[Sequence[str]], notes: Sequence[str]) -> None:
    """Print *rows* in columns, the first left, the others right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    print(f"\n{title}")
    for row in rows:
        cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        print("  " + "  ".join([row[0].ljust(widths[0]), *cells[1:]]))
    for note in notes:
        print(f"  → {note}")


def line(name: str, cost: Cost, *more: str) -> list[str]:
    """A row of a table. A failure prints what the command said."""
    if cost.failed:
        print(f"\n{name} FAILED:\n{cost.failed[-2000:]}")
    wall = "failed" if cost.failed else f"{cost.wall:.2f}"
    return [name, wall, f"{cost.cpu:.2f}", f"{cost.peak:.0f}", *more]


def peer_python(peer: str) -> Path:
    """The interpreter of an environment that has *peer*."""
    venv.create(PEER_VENV, with_pip=True)
    python = PEER_VENV / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", peer], check=True)
    return python


def bench_check() -> None:
    """`zhidu check` beside check-jsonschema, on the same files with the same schemas."""
    peer_python(f"check-jsonschema=={CHECK_JSONSCHEMA}")
    files: dict[str, list[Path]] = {}
    for place in documents.discover(ROOT / "policies")[0]:
        files.setdefault(place.kind, []).append(place.path)
    peer_command = PEER_VENV / "bin" / "check-jsonschema"
    beside = f"{(ROOT / 'schema').as_uri()}/"  # where schemas find what they share
    commands: list[list[str | Path]] = [
        [peer_command, "--base-uri", beside, "--schemafile", f"schema/{kind}.schema.json", *paths]
        for kind, paths in files.items()
    ]

    def theirs() -> Cost:
        costs = [run(command, ROOT) for command in commands]
        return sum(costs[1:], costs[0])

    ours, others = in_turn(CHECK_RUNS, partial(run, [BIN / "zhidu", "check"], ROOT), theirs)
    table(
        f"1. check: {sum(map(len, files.values()))} files, median of {CHECK_RUNS}",
        [
            ["", "wall s", "CPU s", "peak MB"],
            line("zhidu check", ours),
            line(f"check-jsonschema {CHECK_JSONSCHEMA}", others),
        ],
        [
            f"zhidu check: {verdict(ours.wall, CHECK_SECONDS, ' s')}",
            f"zhidu takes {ours.wall / others.wall:.2f} of the peer's wall, {ours.cpu / others.cpu:.2f} of its CPU",
            f"the peer is told which schema is whose: {len(commands)} processes, one a kind, summed",
            "the peer judges shape only, zhidu also meaning",
        ],
    )


def bench_county(work: Path, handbook: Handbook) -> None:
    """`zhidu --help`, and the report that a bureau reads of all its schools."""
    made = fictional.demo(handbook, SCHOOLS)
    terms = sorted({name.partition("/")[0] for name in made.files if name.startswith("2")})
    rows = [["", "wall s", "CPU s", "peak MB"]]
    notes = []
    for told in (1, 2):
        project = work / f"county-{told}"
        shutil.copytree(ROOT / "policies", project / "policies")
        for name, text in made.files.items():
            if told == len(terms) or not name.startswith((terms[-1], "reviews")):
                path = project / "checklists" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        term, folder = terms[told - 1], work / f"report-{told}"
        command: list[str | Path] = [
            BIN / "zhidu",
            "checklist",
            "report",
            "--term",
            term,
            "-o",
            str(folder),
        ]
        best = least(REPORT_RUNS, [*command, "--as-of", str(made.as_of)], project)
        about = "of one term" if told == 1 else "of two terms with inspections"
        size = (folder / "report.html").stat().st_size / 1e6
        rows.append(line(f"report {about}", best))
        notes.append(f"CPU {about}: {verdict(best.cpu, REPORT_SECONDS, ' s')}")
        notes.append(f"report.html {about}: {verdict(size, REPORT_MB, ' MB')}")
        shutil.rmtree(project)
    helped = least(HELP_RUNS, [BIN / "zhidu", "--help"], ROOT)
    rows.append(line("zhidu --help", helped))
    notes.append(f"CPU of zhidu --help: {verdict(helped.cpu * 1000, HELP_MS, ' ms')}")
    table(f"a county of {SCHOOLS} schools", rows, notes)


def bare_project(folder: Path, handbook: Handbook, plugins: Sequence[str]) -> None:
    """A plain Material project whose pages carry the same Markdown: no macros, no hooks, no overrides."""
    write_corpus(folder, 1)
    docs = folder / "docs"
    write(handbook, docs)
    environment = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701  as the plugin does
    environment.globals.update(
        {name: partial(article, handbook) for name, article in ARTICLES.items()}
    )
    for page in sorted(docs.rglob("*.md")):
        head, _, body = page.read_text(encoding="utf-8").partition("\n---\n")
        page.write_text(f"{head}\n---\n{environment.from_string(body).render()}", encoding="utf-8")
    read, _ = strict_yaml.parse((folder / "mkdocs.yml").read_bytes(), "mkdocs.yml")
    assert read is not None
    config = read.data
    for ours in ("hooks", "watch", "extra_css", "extra_javascript"):
        config.pop(ours, None)
    for ours in ("custom_dir", "logo", "favicon"):
        config["theme"].pop(ours, None)
    config["plugins"] = list(plugins)
    config["markdown_extensions"].remove("zhidu.site.markdown_extension")
    (folder / "mkdocs.yml").write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")


def bench_build(work: Path, handbook: Handbook) -> None:
    """The full build beside a bare Material build of the same pages."""
    project = work / "project"
    write_corpus(project, 1)
    bare_project(work / "bare", handbook, [])
    bare_project(work / "searched", handbook, ["search"])

    def ours() -> Cost:
        for name in FOLDERS:  # as a fresh clone has it
            shutil.rmtree(project / "docs" / name, ignore_errors=True)
        arguments = ["build", "--no-posters", "--site-dir", str(work / "site-ours")]
        return run([BIN / "zhidu", *arguments], project)  # the peer has no PDFs to make

    def theirs(name: str) -> Cost:
        return run([BIN / "mkdocs", "build", "--site-dir", work / f"site-{name}"], work / name)

    full, plain, searched = in_turn(
        BUILD_RUNS, ours, partial(theirs, "bare"), partial(theirs, "searched")
    )
    made = {
        name: sum(1 for _ in (work / f"site-{name}").rglob("*.html")) for name in ("ours", "bare")
    }
    table(
        f"2. full build: {made['ours']} pages, median of {BUILD_RUNS}",
        [
            ["", "wall s", "CPU s", "peak MB"],
            line("zhidu build", full),
            line(f"bare Material {version('mkdocs-material')}, no search", plain),
            line("the same with Material's search", searched),
        ],
        [
            f"wall, no search: {verdict(full.wall / plain.wall, BUILD_RATIO, ' ×')}",
            f"wall, with search: {verdict(full.wall / searched.wall, BUILD_RATIO, ' ×')}",
            f"CPU: {full.cpu / plain.cpu:.2f} × and {full.cpu / searched.cpu:.2f} ×",
            f"bare: the same Markdown, finished, in {made['bare']} pages, and the same files beside them",
            "zhidu also checks, makes all that with a search of its own, and swaps the site in",
        ],
    )


def bench_scale(work: Path, handbook: Handbook, scales: Sequence[int]) -> None:
    """The corpus many times over, per clause, against once."""
    clauses = len(handbook.citations)
    policies = len(handbook.current)
    rows = [["", "clauses", "wall s", "CPU s", "peak MB", "ms a clause", "× of 1×", "CPU × of 1×"]]
    notes = []
    first: dict[str, Cost] = {}
    for times in (1, *scales):
        project = work / f"times-{times}"
        write_corpus(project, times)
        for command in ("check", "review", "build", "build again"):
            runs = SCALE_RUNS if times == 1 else 1
            cost = median(_at_scale(command, project, work / "kept") for _ in range(runs))
            one = first.setdefault(command, cost)
            ratio = cost.wall / one.wall / times
            rows.append(
                [
                    *line(f"zhidu {command}, {times} × ({policies * times} policies)", cost),
                    f"{cost.wall / clauses / times * 1000:.2f}",
                    f"{ratio:.2f}",
                    f"{cost.cpu / one.cpu / times:.2f}",
                ]
            )
            rows[-1].insert(1, str(clauses * times))
            if times == max(scales):
                goal = REVIEW_RATIO if command == "review" else CLAUSE_RATIO
                notes.append(f"{command}, a clause: {verdict(ratio, goal, ' ×')}")
                notes.append(f"{command}, peak: {verdict(cost.peak, PEAK_MB, ' MB')}")
        shutil.rmtree(project)
    notes.append("starting up weighs on 1 × only: growth shows between the larger ones")
    table("3. the corpus many times over, each copy with roles of its own", rows, notes)


def _at_scale(command: str, project: Path, kept: Path) -> Cost:
    """One run in *project*. A build finds nothing made before, no page and no paper; a build again, the papers."""
    name, _, again = command.partition(" ")
    for folder in FOLDERS:
        shutil.rmtree(project / "docs" / folder, ignore_errors=True)
    if name == "build" and not again:
        shutil.rmtree(kept, ignore_errors=True)
    more = ["--no-posters"] if name == "build" else []
    return run([BIN / "zhidu", name, *more], project, kept)


def bench_revision(work: Path, times: int) -> None:
    """Redline and impact of the whole set rewritten; editions many times over."""
    rows = [["", "editions", "wall s", "CPU s", "peak MB", "CPU ms an edition", "× of 2"]]
    notes = []
    first: float | None = None
    for editions in (2, *REVISION_EDITIONS):
        project = work / f"editions-{editions}"
        write_editions(project, times, editions)
        start = time.perf_counter()
        handbook = check(project).handbook
        read = time.perf_counter() - start
        newest = handbook.notices[-1].value.issuance.isoformat()
        start = time.process_time()
        found = impact(handbook, newest)
        told = len(diff_json(found.revision.policies)) + len(impact_json(found))
        spent = time.process_time() - start
        cost = run([BIN / "zhidu", "build", "--no-posters", "--site-dir", work / "s"], project)
        shown = editions * len(handbook.current)
        first = first or cost.cpu / shown
        ratio = cost.cpu / shown / first
        name = f"zhidu build, {len(handbook.current)} policies × {editions} editions"
        rows.append([*line(name, cost), f"{cost.cpu / shown * 1000:.0f}", f"{ratio:.2f}"])
        rows[-1].insert(1, str(shown))
        notes.append(
            f"{editions} editions: redline and impact of all {len(handbook.current)} policies "
            f"{verdict(spent, REVISION_SECONDS, ' s')}, {told // 1000} kB; check {read:.2f} s"
        )
        shutil.rmtree(project)
    table("editions: every clause of every policy changed in every issuance", rows, notes)


def main() -> None:
    """Run what was asked for, or everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=list(PARTS), nargs="+")
    parser.add_argument("--times", type=int, default=1, help="the policies so many times over")
    parser.add_argument("--schools", type=int, default=bench_posters.SCHOOLS)
    parser.add_argument("--scales", type=int, nargs="+", default=list(SCALES))
    options = parser.parse_args()
    wanted = options.only or list(PARTS)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    # a user's Python keeps what it has compiled; without that every process would compile the package anew
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    handbook = check(ROOT).handbook
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} processors, "
        f"load {os.getloadavg()[0]:.1f} at the start, {time.strftime('%Y-%m-%d')}"
    )
    with tempfile.TemporaryDirectory(prefix="zhidu-bench-") as name:
        work = Path(name)
        if "check" in wanted:
            bench_check()
        if "county" in wanted:
            bench_county(work, handbook)
        if "build" in wanted:
            bench_build(work, handbook)
        if "scale" in wanted:
            bench_scale(work, handbook, options.scales)
        if "posters" in wanted:
            weasyprint = peer_python(f"weasyprint=={bench_posters.WEASYPRINT}")
            bench_posters.bench(handbook, weasyprint, schools=options.schools)
        if "revision" in wanted:
            bench_revision(work, options.times)
    if "lighthouse" in wanted:
        bench_lighthouse.main()


if __name__ == "__main__":
    main()
