"""A clerk at a table of proposals: what is chosen and typed, cell by cell, and what that costs in keys and decisions.

The way of counting: a cell is walked to by one key or one click; a drop-down is opened by Alt+↓, walked down by one key an
entry, closed by Enter; a word is typed by as many keys as it has characters, and ended by Enter; saving is one key. Every
cell that is answered is one decision. A command costs its characters and Enter. Looking costs nothing that can be counted.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from zhidu.cli.commands import main
from zhidu.drafting.decisions import decision_columns as columns

HEADED = 2


@dataclass
class Clerk:
    """Somebody at *root* with a Word file and Excel."""

    root: Path
    keys: int = 0
    decisions: int = 0

    def run(self, *arguments: str) -> int:
        """A command of zhidu, typed in the project's folder."""
        self.keys += len(" ".join(("zhidu", *arguments))) + 1
        there = [
            str(self.root / a) if a.endswith((".xlsx", ".docx", ".txt")) else a for a in arguments
        ]
        return main([*there, "--root", str(self.root)])

    def answer(self, name: str, answers: dict[str, dict[str, str]]) -> None:
        """Type *answers* into the table *name*: words of a row (its quote, its number, a new name) → head → answer."""
        path = self.root / name
        book = load_workbook(path)
        for page in book.worksheets:
            if page.sheet_state == "visible":
                self._answer(page, answers)
        buffer = io.BytesIO()
        book.save(buffer)
        path.write_bytes(buffer.getvalue())
        self.keys += 1

    def _answer(self, page: Worksheet, answers: dict[str, dict[str, str]]) -> None:
        heads = {cell.value: cell.column for cell in page[HEADED] if cell.value}
        for row in page.iter_rows(min_row=HEADED + 1):
            shown = {str(cell.value) for cell in row if cell.value}
            for words in shown & set(answers):
                for head, answer in answers[words].items():
                    if head in heads:
                        self._type(page, page.cell(row[0].row, heads[head]), answer)

    def _type(self, page: Worksheet, cell: Any, answer: str) -> None:
        entries = self._entries(page, cell.coordinate)
        cell.value = answer
        self.decisions += 1
        steps = entries.index(answer) + 1 if answer in entries else len(answer)
        self.keys += 1 + (1 if answer in entries else 0) + steps + 1

    def _entries(self, page: Worksheet, place: str) -> list[str]:
        for rule in page.data_validations.dataValidation:
            if place in rule.cells:
                if rule.formula1.startswith('"'):
                    return str(rule.formula1).strip('"').split(",")
                sheet, span = rule.formula1.split("!")
                return [row[0].value for row in page.parent[sheet][span.replace("$", "")]]
        return []


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table by the keys of its columns."""
    page = load_workbook(path)[columns.SHEET]
    keys = list(columns.COLUMNS)
    return [
        dict(zip(keys, (str(cell.value or "") for cell in row), strict=True))
        for row in page.iter_rows(min_row=HEADED + 1, max_col=len(keys))
        if row[0].value
    ]
