"""A bureau as tests of the intake need one: its project, its inbox, and what a school may send to it."""

import json
import shutil
from pathlib import Path
from typing import Any

from support.cases import SUBMISSION, TREE
from support.workbooks import answers, typed

from zhidu.assessment.instrument import for_term
from zhidu.assessment.workbook.writer import Wanted, workbook
from zhidu.cli.commands import main
from zhidu.judging.check import check
from zhidu.reading import strict_yaml

TERM = "2001-2002-1"
SCHOOL = "first-school"


class Bureau:
    """A project without submissions, an inbox, and what a school may send."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "project"
        shutil.copytree(TREE, self.root)
        self.inbox = folder / "inbox"
        self.inbox.mkdir()
        self.kept = self.root / "checklists" / TERM / f"{SCHOOL}.yaml"
        found, _ = strict_yaml.read(SUBMISSION / "checklists" / TERM / f"{SCHOOL}.yaml", "x")
        assert found is not None
        self.data: dict[str, Any] = found.data

    def other(self) -> dict[str, Any]:
        """Another submission of the same school."""
        data: dict[str, Any] = json.loads(json.dumps(self.data))
        data["items"]["a1-5"]["problem"] = "后来又写的问题"
        return data

    def send(self, name: str, content: Any) -> Path:
        path = self.inbox / name
        if isinstance(content, dict):
            content = json.dumps(content, ensure_ascii=False)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def take(self, *arguments: str, of: Path | None = None) -> int:
        return main(
            ["checklist", "intake", str(of or self.inbox), "--root", str(self.root), *arguments]
        )

    def letter(self, name: str) -> str:
        return (self.inbox / "回复" / name).read_text(encoding="utf-8-sig")

    def workbook(self, data: dict[str, Any]) -> bytes:
        handbook = check(self.root).handbook
        term = (handbook.school_terms or {})[TERM]
        found = for_term(handbook, term)
        school = (handbook.schools or {})[data["school"]]
        made = workbook(Wanted(handbook=handbook, instrument=found, school=school, term=term))
        return typed(made, answers(data, found))

    def files(self) -> dict[str, bytes]:
        """Everything in `checklists/` that is no register."""
        folder = self.root / "checklists"
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.parent != folder
        }
