"""A fictional project with one submission, and the workbook of its school."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.bureau import SCHOOL, TERM
from support.cases import SUBMISSION, TREE
from support.workbooks import answers, said, typed

from zhidu.assessment.instrument import for_term
from zhidu.assessment.intake.recognition import Desk, Statement
from zhidu.assessment.verdict.one_submission import Bench
from zhidu.assessment.workbook.writer import Wanted, workbook
from zhidu.handbook.book import Handbook
from zhidu.judging.check import check

__all__ = ["SCHOOL", "TERM", "Project", "new_project"]


@dataclass(frozen=True)
class Project:
    """The fictional project with one submission, and the workbook of its school."""

    root: Path

    @property
    def handbook(self) -> Handbook:
        return check(self.root).handbook

    @property
    def wanted(self) -> Wanted:
        handbook = self.handbook
        term = (handbook.school_terms or {})[TERM]
        school = (handbook.schools or {})[SCHOOL]
        found = for_term(handbook, term)
        return Wanted(handbook=handbook, instrument=found, school=school, term=term)

    @property
    def submission(self) -> dict[str, Any]:
        """What the school says, as a workbook can say it: without what is reckoned."""
        return said(self.root / "checklists" / TERM, SCHOOL)

    def read(self, raw: bytes) -> Statement:
        (found,) = Desk(Bench(self.handbook)).read(raw, "x.xlsx")
        return found

    def filled(self) -> bytes:
        """The workbook, filled in as the submission says."""
        wanted = self.wanted
        return typed(workbook(wanted), answers(self.submission, wanted.instrument))


def new_project(folder: Path) -> Project:
    """The project in a new *folder*."""
    shutil.copytree(TREE, folder)
    shutil.copytree(SUBMISSION, folder, dirs_exist_ok=True)
    return Project(folder)
