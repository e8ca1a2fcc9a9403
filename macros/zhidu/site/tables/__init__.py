"""The handbook as flat tables for spreadsheets, databases and other bureaus: one row a thing, joined by ids."""

from zhidu.site.tables.answers import answer_files
from zhidu.site.tables.content import contents
from zhidu.site.tables.package import PACKAGE, files
from zhidu.site.tables.table_columns import Column, Contents, Table, Value

TABLES = "api/v1/tables/"
"""Where they are on the site."""

WORKBOOK = "zhidu-tables.xlsx"
"""What the Excel file is called."""

__all__ = [
    "PACKAGE",
    "TABLES",
    "WORKBOOK",
    "Column",
    "Contents",
    "Table",
    "Value",
    "answer_files",
    "contents",
    "files",
]
