"""`zhidu demo`: the fictional county as a folder of its own: a project, its site under a banner, the bureau's reports."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from zhidu.county.fictional import demo
from zhidu.county.overview import overview
from zhidu.county.private_folders import must_be_private
from zhidu.county.publishing import publish
from zhidu.county.statements import read
from zhidu.county.term_report import files as files_of
from zhidu.judging.check import CHECKLISTS, POLICIES, check
from zhidu.reading.disk import locks, ownership
from zhidu.reading.disk.refused import RefusedError
from zhidu.site.build import Outcome, build
from zhidu.site.stubs import FOLDERS
from zhidu.views.levels import TEXTS, level

MARK = "DEMO.txt"
_SAID = "这个文件夹里的学校、数字和文字都是虚构的，由 zhidu demo 生成，随时可以删掉。\n"
_MADE = frozenset(FOLDERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was made. `reports` is empty where the site could not be built."""

    outcome: Outcome
    project: Path
    reports: tuple[Path, ...] = ()


def make(root: Path, folder: Path) -> Made:
    """The demo of the project at *root*, in *folder*, which holds nothing else."""
    must_be_private(root, folder)
    if folder.is_dir() and any(folder.iterdir()) and not ownership.marked(folder):
        raise RefusedError(f"{folder} 里有别的文件，演示数据不与它们放在一起。请换一个空的文件夹。")
    place = ownership.target(root, folder)
    lock = place.with_name(f".{place.name}{locks.NAME}")
    with locks.locked(lock, "做演示（zhidu demo）"):
        ownership.recover(place)
        with ownership.aside(place) as fresh:
            outcome, reports = _made(root, fresh)
            if outcome.site is None:
                return Made(outcome=outcome, project=place / "project")
            ownership.seal(fresh)
            ownership.open_to_all(fresh)
            ownership.swap(fresh, place)
    return Made(
        outcome=replace(outcome, site=folder / "site"),
        project=folder / "project",
        reports=tuple(folder / name for name in reports),
    )


def _made(root: Path, folder: Path) -> tuple[Outcome, list[str]]:
    """The demo in the fresh *folder*: what became of its site, and the reports, as paths in it."""
    handbook = check(root).handbook
    if level(handbook) == TEXTS:
        raise RefusedError(
            "演示要有职责才有可自查的：这个项目还没有读出职责。先运行 zhidu annotate，从原文提出来。"
        )
    if not handbook.institutions:
        raise RefusedError(
            "演示要有学校：还没有写学校有哪几类。"
            "请写在 policies/vocabulary/institutions.yaml 里，例如 {id: primary, name: 小学}。"
        )
    made = demo(handbook)
    project = folder / "project"
    files = {
        MARK: _SAID.encode(),
        "project/mkdocs.yml": _configuration((root / "mkdocs.yml").read_text(encoding="utf-8")),
    }
    for name, text in made.files.items():
        files[f"project/{CHECKLISTS}/{name}"] = text.encode()
    for name, content in files.items():
        ownership.put(folder / name, content)
    shutil.copytree(root / POLICIES, project / POLICIES)
    _copy_pages(root / "docs", project / "docs")
    fictional = check(project).handbook
    publish(fictional, project / CHECKLISTS, asked=fictional.school_terms or ())
    outcome = build(project, folder / "site", posters=False)
    if outcome.site is None:
        return outcome, []
    statements = read(fictional, project / CHECKLISTS)
    reports = []
    for term in (fictional.school_terms or {}).values():
        day = min(made.as_of, term.ends or made.as_of)
        last = term is list((fictional.school_terms or {}).values())[-1]
        found = overview(fictional, statements, term, made.as_of if last else day)
        report = files_of(found)
        ownership.put_all(folder / "report" / term.id, report)
        reports += [f"report/{term.id}/{name}" for name in report]
    return outcome, reports


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
