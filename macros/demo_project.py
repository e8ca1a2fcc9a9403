"""`zhidu demo`: the fictional county as a folder of its own: a project, its site under a banner, the bureau's reports."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from macros.build import Outcome, build
from macros.check import CHECKLISTS, POLICIES, check
from macros.county.overview import overview
from macros.county.publishing import publish
from macros.county.statements import read
from macros.county_report import files
from macros.demo import demo
from macros.files import put
from macros.pages import FOLDERS
from macros.private import refusal

MARK = "DEMO.txt"
_SAID = "这个文件夹里的学校、数字和文字都是虚构的，由 zhidu demo 生成，随时可以删掉。\n"
_MADE = frozenset(FOLDERS)


class RefusedError(Exception):
    """The demo may not be made there. The message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was made. `reports` is empty where the site could not be built."""

    outcome: Outcome
    project: Path
    reports: tuple[Path, ...] = ()


def make(root: Path, folder: Path) -> Made:
    """The demo of the project at *root*, in *folder*, which holds nothing else."""
    if why := refusal(root, folder):
        raise RefusedError(why)
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise RefusedError(f"{folder} 里有别的文件，演示数据不与它们放在一起。请换一个空的文件夹。")
    handbook = check(root).handbook
    made = demo(handbook)
    put(folder / MARK, _SAID.encode())
    project = folder / "project"
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(root / POLICIES, project / POLICIES)
    _copy_pages(root / "docs", project / "docs")
    put(project / "mkdocs.yml", _configuration((root / "mkdocs.yml").read_text(encoding="utf-8")))
    for name, text in made.files.items():
        put(project / CHECKLISTS / name, text.encode())
    fictional = check(project).handbook
    publish(fictional, project / CHECKLISTS, asked=fictional.school_terms or ())
    outcome = build(project, folder / "site", posters=False)
    if outcome.site is None:
        return Made(outcome=outcome, project=project)
    statements = read(fictional, project / CHECKLISTS)
    reports = []
    shutil.rmtree(folder / "report", ignore_errors=True)
    for term in (fictional.school_terms or {}).values():
        day = min(made.as_of, term.ends or made.as_of)
        last = term is list((fictional.school_terms or {}).values())[-1]
        found = overview(fictional, statements, term, made.as_of if last else day)
        for name, content in files(found).items():
            put(folder / "report" / term.id / name, content)
            reports.append(folder / "report" / term.id / name)
    return Made(outcome=outcome, project=project, reports=tuple(reports))


def _copy_pages(docs: Path, to: Path) -> None:
    """What people wrote, and the printed sheets; what is generated is generated again."""
    for entry in sorted(docs.iterdir()):
        if entry.is_file():
            to.mkdir(parents=True, exist_ok=True)
            shutil.copy2(entry, to / entry.name)
        elif entry.name not in _MADE:
            shutil.copytree(entry, to / entry.name)


def _configuration(text: str) -> bytes:
    """The project's configuration, with the banner on every page and without an address."""
    lines = [line for line in text.splitlines() if not line.startswith("site_url:")]
    if "extra:" not in lines:
        lines.append("extra:")
    lines.insert(lines.index("extra:") + 1, "  demo: true")
    return ("\n".join(lines) + "\n").encode()
