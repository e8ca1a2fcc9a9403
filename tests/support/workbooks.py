"""The workbook as people treat it: filled in, moved about, saved by other programs, or forged."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from support.office import converted

from zhidu.assessment.instrument import Instrument
from zhidu.assessment.submission import AnswerStatus
from zhidu.assessment.workbook import cell_names
from zhidu.reading import strict_yaml
from zhidu.reading.model import FacilityKind

Cells = Mapping[str, Mapping[str, Any]]  # id of a row → key of a column → what is typed there


def edited(raw: bytes, change: Callable[[Workbook], None]) -> bytes:
    """*raw* opened, changed and saved by openpyxl."""
    book = load_workbook(io.BytesIO(raw))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def marked(book: Workbook) -> list[Worksheet]:
    """The sheets that are read."""
    return [page for page in book.worksheets if page.sheet_state == "visible" and page["A1"].value]


def typed(raw: bytes, cells: Cells) -> bytes:
    """*raw* with *cells* typed into it."""

    def change(book: Workbook) -> None:
        done = set()
        for page in marked(book):
            columns = {cell.value: cell.column for cell in page[1] if cell.value}
            rows = {cell.value: cell.row for cell in page["A"] if cell.value}
            for name in set(rows) & set(cells):
                done.add(name)
                for key, value in cells[name].items():
                    page.cell(rows[name], columns[key]).value = value
        assert done == set(cells), set(cells) - done

    return edited(raw, change)


def answers(data: Mapping[str, Any], instrument: Instrument) -> Cells:
    """The cells that say what the submission *data* says."""
    cells: dict[str, dict[str, Any]] = {cell_names.FILLED: {cell_names.VALUE: data["filled"]}}
    for name, count in data["facilities"].items():
        system = instrument.facilities[name][1] is not FacilityKind.ROOM
        words = cell_names.HAS if count else cell_names.HAS_NOT
        cells[f"facilities/{name}"] = {cell_names.VALUE: words if system else count}
    for name, measured in data.get("metrics", {}).items():
        cells[f"metrics/{name}"] = {cell_names.VALUE: measured["count"]}
        if "total" in measured:
            cells[f"metrics/{name}"][cell_names.TOTAL] = measured["total"]
    for name, period in data.get("periods", {}).items():
        cells[f"periods/{name}"] = {cell_names.VALUE: instrument.periods[period]}
    for name, own in data.get("numbers", {}).items():
        unit = instrument.units[own["unit"]]
        cells[f"numbers/{name}"] = {cell_names.VALUE: own["value"], cell_names.UNIT: unit}
    for name, answer in data["items"].items():
        cells[f"items/{name}"] = _answer(answer, instrument, name)
    return cells


def _answer(answer: Mapping[str, Any], instrument: Instrument, name: str) -> dict[str, Any]:
    points = [point.id for point in instrument.by_id[name].checkpoints]
    plan = answer.get("rectification", {})
    proofs = answer.get("evidence", [])
    found = {
        "status": AnswerStatus(answer["status"]).label,
        "failed": "、".join(str(points.index(point) + 1) for point in answer.get("failed", [])),
        "rooms": "、".join(map(str, answer.get("rooms", []))),
        "said": answer.get("reason") or answer.get("problem"),
        "measure": plan.get("measure"),
        "due": plan.get("due"),
        "role": instrument.roles.get(plan.get("role")),
        "needs_bureau": cell_names.YES if plan.get("needs_bureau") else None,
        "evidence": "\n".join(proof["title"] for proof in proofs),
        "filed": "\n".join(proof["filed"] for proof in proofs),
        "day": "\n".join(proof.get("day", "-") for proof in proofs)
        if any("day" in proof for proof in proofs)
        else None,
        "suggestion": answer.get("suggestion"),
    }
    return {key: value for key, value in found.items() if value}


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of *parts*."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def said(folder: Path, name: str) -> dict[str, Any]:
    """What the submission *name* in *folder* says, as a workbook can say it: without what is reckoned."""
    found, _ = strict_yaml.read(folder / f"{name}.yaml", "x")
    assert found is not None
    data: dict[str, Any] = found.data
    del data["score"]
    for measured in data["metrics"].values():
        measured.pop("rate", None)
    return data


def resaved(file: Path, folder: Path) -> bytes:
    """*file* opened and saved by LibreOffice."""
    out = folder / "resaved"
    converted([file], "xlsx:Calc MS Excel 2007 XML", out)
    return (out / file.name).read_bytes()
