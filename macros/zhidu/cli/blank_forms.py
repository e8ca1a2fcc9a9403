"""`zhidu record`: which records there are, what one of them asks for, and its blank form as a file."""

import json
import re
from datetime import date
from pathlib import Path

import click

from zhidu.cli.project import sound
from zhidu.cli.result_file import deliver
from zhidu.handbook.book import Handbook
from zhidu.reading.findings import meant
from zhidu.site.downloads import FORMATS
from zhidu.views.on_paper.record_forms import PROPOSAL, FormSheet, form_sheets

LISTED = ("text", "json")
_MARKS = re.compile(r"[\s《》“”\"'‘’「」]")  # people copy names with them, or without


def record(
    name: str | None, root: Path, as_of: date | None, output: Path | None, form: str | None
) -> int:
    """List the records, describe one, or write its form."""
    handbook = sound(root, as_of).handbook
    sheets = form_sheets(handbook)
    if name is None:
        if output is not None or form in FORMATS:
            raise click.UsageError(
                "请写明是哪一项记录。不带任何选项运行 zhidu record，就列出全部。"
            )
        click.echo(_listed(handbook, sheets, form or "text"), nl=False)
        return 0
    sheet = _found(handbook, sheets, name)
    suffix = _suffix(output, form)
    if suffix in LISTED:
        click.echo(_described(handbook, sheet, suffix), nl=False)
        return 0
    return deliver(FORMATS[suffix](sheet), output, f".{suffix}", name=sheet.name)


def _suffix(output: Path | None, form: str | None) -> str:
    """The format that is asked for, by its name or by the name of the file."""
    if output is None:
        return form or "text"
    ending = output.suffix.lower().removeprefix(".")
    if ending not in FORMATS or form not in {None, ending}:
        wanted = f".{form}" if form in FORMATS else " 或 ".join(f".{name}" for name in FORMATS)
        raise click.UsageError(f"“{output.name}”不对：文件名要以 {wanted} 结尾。")
    return ending


def _found(handbook: Handbook, sheets: tuple[FormSheet, ...], name: str) -> FormSheet:
    """The sheet that *name* means: an id, or a name with or without its marks."""
    plain = _MARKS.sub("", name)
    for sheet in sheets:
        if plain in {sheet.id, _MARKS.sub("", sheet.name)}:
            return sheet
    for found in (handbook.records or {}).values():
        if plain in {found.id, _MARKS.sub("", found.name)}:
            raise click.UsageError(f"“{found.name}”没有空表：records.yaml 里没有写它的 form。")
    known = [called for sheet in sheets for called in (sheet.name, sheet.id)]
    hint = meant(plain, known, "不写名称，就列出全部。")
    raise click.UsageError(f"没有“{name}”这项记录。{hint}")


def _listed(handbook: Handbook, sheets: tuple[FormSheet, ...], form: str) -> str:
    if form == "json":
        rows = [_row(handbook, sheet) for sheet in sheets]
        return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    if not sheets:
        return "还没有一项职责要求填表。\n"
    widest = max(len(sheet.id) for sheet in sheets)
    return "".join(f"{sheet.id:{widest}}  {sheet.name}\n" for sheet in sheets)


def _described(handbook: Handbook, sheet: FormSheet, form: str) -> str:
    if form == "json":
        return json.dumps(_row(handbook, sheet), ensure_ascii=False, indent=2) + "\n"
    parts = [*(name for name, _ in sheet.boxes), *_columns(sheet)]
    return "\n".join(
        [
            f"{sheet.name}（{sheet.id}）",
            f"栏目：{'、'.join(parts)}",
            f"填写说明：{sheet.note}",
            f"依据：{sheet.issued}{'；'.join(basis.text for basis in sheet.basis)}",
            PROPOSAL,
            f"存成文件：zhidu record {sheet.id} -o {sheet.id}.pdf，或 -o {sheet.id}.xlsx",
            "",
        ]
    )


def _row(handbook: Handbook, sheet: FormSheet) -> dict[str, object]:
    return {
        "id": sheet.id,
        "name": sheet.name,
        "kind": (handbook.records or {})[sheet.id].kind.label,
        "boxes": [name for name, _ in sheet.boxes],
        "columns": _columns(sheet),
        "note": sheet.note,
        "clauses": [basis.citation for basis in sheet.basis],
    }


def _columns(sheet: FormSheet) -> list[str]:
    return [
        f"{column.group}·{column.name}" if column.group else column.name for column in sheet.columns
    ]
