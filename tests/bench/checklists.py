"""`python tests/bench/checklists.py`: browser and CI on the same mutated submissions; speed of the verdict beside peers.

It prints; it asserts nothing. The peers, check-jsonschema and a Node script with js-yaml and ajv, get the same files and
the schema alone; the Node script once more with the rules that the form in the browser has.
"""

import argparse
import json
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from support.chromium import chromium
from support.submissions import Judges, complete, mutations, problem

from zhidu.assessment.form import instrument_data
from zhidu.assessment.instrument import Instrument, derive
from zhidu.assessment.submission import canonical
from zhidu.assessment.verdict.answer_facts import Context
from zhidu.handbook.book import Handbook
from zhidu.judging.check import check
from zhidu.reading.model import SchoolTerm

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent
YEARS = range(2022, 2027)  # a county's schools over five years
TERM = SchoolTerm(id="2026-2027-1", name="示例", starts=date(2026, 9, 1), ends=date(2027, 1, 15))
BATCH = 500
SCHEMA = "schema.json"
STOPWATCH = ROOT / "tests" / "support" / "stopwatch.py"
PEERS = ROOT / "tests" / "bench" / "peers"
FORM = ROOT / "site_overrides" / "assets" / "zhidu" / "checklist-rules.js"


def parity(handbook: Handbook, documents: int) -> None:
    """Verdict, place and code of both languages over mutated documents."""
    found: Counter[str] = Counter()
    disagreements = 0
    with chromium() as browser:
        judges = Judges(
            handbook, Context(derive(handbook), TERM, "kindergarten"), browser.new_page()
        )
        base = complete(derive(handbook), "vocational-school", TERM.id)
        endless = mutations(base, 20261122)
        for _ in range(0, documents, BATCH):
            texts = [json.dumps(data) for data in islice(endless, BATCH)]
            for text, theirs in zip(texts, judges.browser(texts), strict=True):
                mine = judges.python(json.loads(text))
                found.update({code.partition("/")[0] for code, _ in mine} or {"clean"})
                if mine != theirs:
                    disagreements += 1
                    print(f"  differ: {sorted(mine ^ theirs)[:3]}")
    print(f"1. parity: {disagreements} disagreements over {documents} documents (goal 0)")
    print(f"   findings by family: {dict(found)}")


DEFECTS: tuple[tuple[str, str], ...] = (
    ('"status": "met"\n', '"status": "达标"\n'),
    ('"status": "met"\n', '"status"： "met"\n'),
    ('"filled":', '"filed":'),
    ('"status": "met"\n', '"status": "unknownn"\n'),
    ('"computer-room": 2', '"computer-room": "两间"'),
    ('  "a3-1": {\n   "status": "met"\n  },\n', ""),
)


def write(folder: Path, instrument: Instrument, files: int) -> dict[Path, int]:
    """*files* submissions of a fifth as many schools, one in ten with a defect; where those stand, and in which line."""
    chance = random.Random(5)  # noqa: S311  the same each time is the point
    order = {item.id: place for place, item in enumerate(instrument.items)}
    schools = "# yaml-language-server: $schema=../schema/schools.schema.json\nschools:\n"
    terms = "# yaml-language-server: $schema=../schema/school-terms.schema.json\nterms:\n"
    for year in YEARS:
        (folder / "checklists" / _term(year)).mkdir(parents=True)
        terms += f"  - {{id: {_term(year)}, name: 示例{year}, starts: {year}-09-01, ends: {year + 1}-01-15}}\n"
    bad: dict[Path, int] = {}
    for number in range(files):
        year, school = YEARS[number % len(YEARS)], f"school-{number // len(YEARS)}"
        if year == YEARS[0]:
            schools += (
                f"  - {{id: {school}, name: 示例{school}学校, institution: primary-secondary}}\n"
            )
        data: dict[str, Any] = complete(instrument, school, _term(year))
        data["filled"] = f"{year}-12-20"
        for item in instrument.items:
            if chance.random() < 0.25:  # no two texts are the same
                answer = data["items"][item.id] = problem(f"{year + 1}-01-10")
                answer["problem"] = f"第 {number} 号学校的设备旧了，{item.id} 这一条没有做到"
                answer["rectification"]["measure"] = f"更换 {number % 7 + 1} 台，请人教会使用"
                answer["suggestion"] = f"{item.id} 请写明周期和责任人，" + "写明做法，" * (
                    number % 5
                )
        data["items"]["a3-1"] = {"status": "met"}
        text = canonical(data, order)
        path = folder / "checklists" / _term(year) / f"{school}.yaml"
        if number % 10 == 9:
            old, new = DEFECTS[number // 10 % len(DEFECTS)]
            bad[path] = text[: text.index(old)].count("\n") + 1
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
    (folder / "checklists" / "schools.yaml").write_text(schools, encoding="utf-8")
    (folder / "checklists" / "terms.yaml").write_text(terms, encoding="utf-8")
    return bad


def _term(year: int) -> str:
    return f"{year}-{year + 1}-1"


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a command took, and what it printed. Seconds of the wall; MB of the largest process."""

    seconds: float
    peak: float
    printed: str


def run(command: Sequence[str | Path], cores: str, cache: Path) -> Run:
    """Run *command* on *cores*, with what is kept in *cache*."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as output:
        done = subprocess.run(
            [sys.executable, STOPWATCH, output.name, "taskset", "-c", cores, *command],
            env={**os.environ, "XDG_CACHE_HOME": str(cache)},
            capture_output=True,
            text=True,
            check=True,
        )
        cost = json.loads(done.stdout)
        return Run(cost["wall"], cost["peak"], output.read())


def speed(handbook: Handbook, files: int) -> None:
    """The whole command over many files, beside two peers that know only the schema."""
    instrument = derive(handbook)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        shutil.copytree(ROOT / "policies", work / "policies")
        bad = write(work, instrument, files)
        every = sorted((work / "checklists").glob("*/*.yaml"))
        size = sum(path.stat().st_size for path in every) / files / 1000
        (work / SCHEMA).write_text(instrument_data.schema_as_json(instrument), encoding="utf-8")
        print(f"2. {files} files of {size:.0f} KB, one in ten defective; schema and all rules")
        check_all: list[str | Path] = [BIN / "zhidu", "check", "--root", work, "--format", "json"]
        one = run(check_all, "0", work / "one")
        _accuracy(json.loads(one.printed)["findings"], bad)
        print(f"   one core: {files / one.seconds:.0f} files/s, peak {one.peak:.0f} MB (goal ≤ 64)")
        if len(os.sched_getaffinity(0)) > 1:
            two = run(check_all, "0,1", work / "two")
            print(
                f"   two cores: {files / two.seconds:.0f} files/s, {one.seconds / two.seconds:.2f} × (goal ≥ 1.8); "
                f"peak {two.peak:.0f} MB a process"
            )
        single = next(path for path in every if path not in bad)
        alone = min(
            run([BIN / "zhidu", "check", "--root", work, single], "0", work / "one").seconds
            for _ in range(3)
        )
        print(f"   one file, policies and all: {alone:.2f} s")
        _peers(handbook, every, files / one.seconds, work)


def _accuracy(findings: list[dict[str, Any]], bad: dict[Path, int]) -> None:
    errors = [found for found in findings if found["severity"] == "error"]
    hit = {Path(found["file"]) for found in errors}
    places = {(Path(found["file"]), found["line"]) for found in errors}
    right = places & set(bad.items())
    print(
        f"   defects at the right line {len(right)}/{len(bad)} (goal ≥ 99 %), "
        f"{len(errors) / max(1, len(bad)):.2f} messages a defect (goal ≤ 1.1), false alarms {len(hit - set(bad))}"
    )


def _peers(handbook: Handbook, every: list[Path], ours: float, work: Path) -> None:
    """The same files with tools that others would take; *ours* are our files a second."""
    schema = work / SCHEMA
    checker = ROOT / ".cache" / "bench-venv" / "bin" / "check-jsonschema"
    if not checker.exists():
        print("   check-jsonschema: not there; `make bench` installs it")
    else:
        sample = every[:100]
        took = run([checker, "--schemafile", schema, *sample], "0", work / "peer").seconds
        theirs = len(sample) / took
        print(
            f"   check-jsonschema, schema only: {theirs:.1f} files/s; ours {ours / theirs:.0f} × (goal ≥ 40)"
        )
    subprocess.run(["npm", "ci", "--silent"], cwd=PEERS, check=True)
    script = PEERS / "submissions.mjs"
    node = run(["node", script, schema, "-", *every], "0", work / "peer")
    alone = run([sys.executable, PEERS / "submissions.py", schema, *every], "0", work / "peer")
    ruled = run(["node", script, schema, _rules(handbook, work), *every], "0", work / "peer")
    if node.printed != alone.printed:
        print(f"   they disagree: Node refuses {node.printed}, ours {alone.printed}")
    theirs, with_rules = len(every) / node.seconds, len(every) / ruled.seconds
    print(
        f"   Node, js-yaml + ajv, schema only: {theirs:.0f} files/s, {node.peak:.0f} MB\n"
        f"   ours, schema only: {len(every) / alone.seconds:.0f} files/s, {node.seconds / alone.seconds:.2f} × "
        f"(goal ≥ 1.2), {alone.peak:.0f} MB\n"
        f"   Node with the rules of the form, too: {with_rules:.0f} files/s, {ruled.peak:.0f} MB, "
        f"refused {ruled.printed.strip()}\n"
        f"   ours, with all rules: {ours / with_rules:.2f} × that (goal ≥ 1.2), {ours / theirs:.2f} × Node with the "
        f"schema only"
    )


def _rules(handbook: Handbook, work: Path) -> Path:
    """What Node needs to judge by all rules: the scripts of the form, its data, and the terms."""
    data = work / "data.js"
    data.write_text(instrument_data.script(handbook, derive(handbook)), encoding="utf-8")
    path = work / "rules.json"
    path.write_text(
        json.dumps(
            {
                "scripts": [str(FORM), str(data)],
                "terms": {
                    _term(year): {"starts": f"{year}-09-01", "ends": f"{year + 1}-01-15"}
                    for year in YEARS
                },
                "institution": "primary-secondary",
            }
        ),
        encoding="utf-8",
    )
    return path


def main() -> None:
    """Run both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument(
        "--only", choices=["parity", "speed"], nargs="+", default=["parity", "speed"]
    )
    options = parser.parse_args()
    handbook = check(ROOT).handbook
    print(f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} at the start")
    if "speed" in options.only:
        speed(handbook, options.files)
    if "parity" in options.only:
        parity(handbook, options.documents)


if __name__ == "__main__":
    main()
