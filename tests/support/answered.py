"""The fictional project with a past, and schools that answered at its different times."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from support.revised import REVISED
from support.submissions import complete, problem

from zhidu.assessment.instrument import derive
from zhidu.judging.check import check

SCHOOLS = ("first", "second", "third", "fourth", "fifth")
BEFORE = date(2026, 8, 31)


def write_answers(folder: Path) -> Path:
    """Write a `checklists/` folder: registers, and five schools; one answered after the revision."""
    schools = "".join(
        f"  - {{id: {name}-school, name: 演示{number}小学, institution: primary-secondary}}\n"
        for number, name in zip("一二三四五", SCHOOLS, strict=True)
    )
    folder.mkdir(parents=True)
    (folder / "schools.yaml").write_text(
        f"# yaml-language-server: $schema=../schema/schools.schema.json\nschools:\n{schools}",
        encoding="utf-8",
    )
    (folder / "terms.yaml").write_text(
        "# yaml-language-server: $schema=../schema/school-terms.schema.json\nterms:\n"
        "  - {id: 2025-2026-2, name: 2025—2026学年第二学期, starts: 2026-03-01, ends: 2026-07-15}\n"
        "  - {id: 2026-2027-1, name: 2026—2027学年第一学期, starts: 2026-09-01, ends: 2026-12-31}\n",
        encoding="utf-8",
    )
    for name in SCHOOLS:
        late = name == "fifth"
        term = "2026-2027-1" if late else "2025-2026-2"
        path = folder / term / f"{name}-school.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(answered(name, term, late=late)), encoding="utf-8")
    return folder


def answered(name: str, term: str, *, late: bool) -> dict[str, Any]:
    """What a school answered: two of them have something to say about a clause."""
    handbook = check(REVISED, as_of=None if late else BEFORE).handbook
    data = complete(derive(handbook), f"{name}-school", term)
    data["filled"] = "2026-12-20" if late else "2026-07-01"
    if name in {"first", "second"}:
        data["items"]["a1-2"]["suggestion"] = "说明怎样统计"
        data["items"]["a1-8"]["suggestion"] = f"写明向谁报告（{name}）"
        data["items"]["a1-5"] = problem("2026-07-10")
    return data
