"""`python tests/bench_checklists.py`: browser and CI on the same mutated submissions; speed of the verdict beside peers.

It prints; it asserts nothing. The peer is check-jsonschema with the same schema, on a sample of the same files.
"""

import argparse
import json
import os
import platform
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from support.chromium import chromium
from support.submissions import Judges, complete, mutations, problem

from macros.assessment import payload
from macros.assessment.facts import Context
from macros.assessment.instrument import Instrument, derive
from macros.assessment.submission import canonical
from macros.check import check
from macros.handbook import Handbook
from macros.model import SchoolTerm

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
TERM = SchoolTerm(id="2026-2027-1", name="示例", starts=date(2026, 9, 1), ends=date(2027, 1, 15))
BATCH = 500


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
    ("status: met\n", "status: 达标\n"),
    ("status: met\n", "status：met\n"),
    ("filled:", "filed:"),
    ("status: met\n", "status: unknownn\n"),
    ("computer-room: 2", "computer-room: 两间"),
    ("  a3-1:\n    status: met\n", ""),
)


def write(folder: Path, instrument: Instrument, files: int) -> set[str]:
    """Submissions of *files* schools, one in ten with a defect; the names of those."""
    chance = random.Random(5)  # noqa: S311  the same each time is the point
    order = {item.id: place for place, item in enumerate(instrument.items)}
    term = folder / "checklists" / TERM.id
    term.mkdir(parents=True)
    schools = "# yaml-language-server: $schema=../schema/schools.schema.json\nschools:\n"
    bad = set()
    for number in range(files):
        school = f"school-{number}"
        schools += (
            f"  - {{id: {school}, name: 示例第{number}学校, institution: primary-secondary}}\n"
        )
        data: dict[str, Any] = complete(instrument, school, TERM.id)
        for item in instrument.items:
            if chance.random() < 0.25:
                data["items"][item.id] = problem("2027-01-10")
                data["items"][item.id]["suggestion"] = "写明周期和责任人，" * 4
        data["items"]["a3-1"] = {"status": "met"}
        text = canonical(data, order)
        if number % 10 == 9:
            old, new = DEFECTS[number // 10 % len(DEFECTS)]
            text = text.replace(old, new, 1)
            bad.add(school)
        (term / f"{school}.yaml").write_text(text, encoding="utf-8")
    (folder / "checklists" / "schools.yaml").write_text(schools, encoding="utf-8")
    (folder / "checklists" / "terms.yaml").write_text(
        "# yaml-language-server: $schema=../schema/school-terms.schema.json\nterms:\n"
        f"  - {{id: {TERM.id}, name: 示例, starts: 2026-09-01, ends: 2027-01-15}}\n",
        encoding="utf-8",
    )
    return bad


def speed(handbook: Handbook, files: int) -> None:
    """The whole command over many files, on one core, beside check-jsonschema."""
    instrument = derive(handbook)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        shutil.copytree(ROOT / "policies", work / "policies")
        bad = write(work, instrument, files)
        size = sum(p.stat().st_size for p in (work / "checklists").rglob("*.yaml")) / files / 1000
        began = time.perf_counter()
        run = subprocess.run(
            ["taskset", "-c", "0", BIN / "zhidu", "check", "--root", work, "--format", "json"],
            capture_output=True,
            text=True,
            check=False,
        )
        wall = time.perf_counter() - began
        findings = json.loads(run.stdout)["findings"]
        hit = {Path(f["file"]).stem for f in findings if f["severity"] == "error"}
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"2. {files} files of {size:.0f} KB, one in ten defective, one core")
        print(
            f"   zhidu check, rules and all: {files / wall:.0f} files/s, peak {peak:.0f} MB (goal ≤ 64)"
        )
        print(
            f"   defects found {len(hit & bad)}/{len(bad)}, false alarms {len(hit - bad)}, "
            f"{len(findings) / max(1, len(bad)):.2f} messages a defect (goal ≤ 1.1)"
        )
        one = next(p for p in (work / "checklists" / TERM.id).iterdir() if p.stem not in bad)
        began = time.perf_counter()
        subprocess.run(
            [BIN / "zhidu", "check", "--root", work, one], capture_output=True, check=False
        )
        print(f"   one file, cold: {time.perf_counter() - began:.2f} s (goal ≤ 0.2)")
        peer = ROOT / ".cache" / "bench-venv" / "bin" / "check-jsonschema"
        if not peer.exists():
            print("   check-jsonschema: not there; `make bench` installs it")
            return
        schema = work / "schema.json"
        schema.write_text(payload.schema_as_json(instrument), encoding="utf-8")
        sample = sorted((work / "checklists" / TERM.id).iterdir())[:100]
        began = time.perf_counter()
        subprocess.run(
            ["taskset", "-c", "0", peer, "--schemafile", schema, *sample],
            capture_output=True,
            check=False,
        )
        theirs = len(sample) / (time.perf_counter() - began)
        print(
            f"   check-jsonschema, schema only: {theirs:.1f} files/s: {files / wall / theirs:.0f} × (goal ≥ 40)"
        )


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
