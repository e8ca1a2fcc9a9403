"""The tables as files: CSV that Excel and WPS open with a double click, and a Data Package that says what they mean.

A spreadsheet obeys a cell that begins with `=` and its like, wherever it comes from. Here such a text, and one that begins
with `'`, has one `'` more in front of it: whoever reads a text column takes a first `'` away and has the words again.
"""

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from zhidu.site.tables.table_columns import Column, Kind, Table, Value

PACKAGE = "datapackage.json"
SCHEMA_VERSION = 1
_OBEYED = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "'")  # noqa: RUF001  they are meant


def files(
    tables: Sequence[Table], day: date, *, name: str = "zhidu-tables", about: str = ""
) -> dict[str, bytes]:
    """*tables* as they are on *day*: a CSV file each, and the Data Package, by name; *about* where it is no handbook's."""
    made = {f"{table.name}.csv": csv_of(table) for table in tables}
    description = {
        "schema_version": SCHEMA_VERSION,  # first: by it our files are told from others
        "profile": "tabular-data-package",
        "name": name,
        "title": "、".join(table.title for table in tables),
        "description": f"{about or f'数据截至 {day}，只有当天有效的。'}以 = + - @ 或 ' 开头的文字，前面多加了一个 '，"
        "免得表格软件当成公式；用程序读时去掉。",
        "created": f"{day}T00:00:00Z",
        "resources": [_resource(table, made[f"{table.name}.csv"]) for table in tables],
    }
    text = json.dumps(description, ensure_ascii=False, indent=1) + "\n"
    return {**made, PACKAGE: text.encode()}


def csv_of(table: Table) -> bytes:
    """*table* as CSV: UTF-8 with the mark that Excel needs, lines ended as RFC 4180 says."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([[_cell(value) for value in row] for row in table.rows])
    return ("\ufeff" + text.getvalue()).encode()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # what a table may take for a formula, whatever blanks it drops before it; or one that we guarded
        obeyed = value.lstrip().startswith(_OBEYED) or value[:1] in {"\t", "\r", "\n"}
        return f"'{value}" if obeyed else value
    return str(value)


def _resource(table: Table, content: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.title,
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
        "schema": {
            "fields": [_field(table, column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {
                    "fields": [column.name],
                    "reference": {"resource": column.to.table, "fields": [column.to.column]},
                }
                for column in table.columns
                if column.to is not None
            ],
        },
    }


def _field(table: Table, column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if table.key == (column.name,):
        constraints["unique"] = True
    if column.words:
        constraints["enum"] = list(column.words)
    said = "；".join(f"{code} {words}" for code, words in column.words.items())
    return {
        "name": column.name,
        "type": column.kind.value,
        "title": column.title,
        "description": f"{column.about}。{said}" if said else column.about,
        **({"format": "default"} if column.kind is Kind.DATE else {}),
        **({"constraints": constraints} if constraints else {}),
    }
