"""What the page of data lists: tables, the handbook for programs, policies and roles as plain text."""

from collections.abc import Iterator
from dataclasses import dataclass

from zhidu.handbook.book import Handbook
from zhidu.site.downloads import AKN, OSCAL
from zhidu.site.tables import PACKAGE, TABLES, WORKBOOK, contents
from zhidu.views.names import File
from zhidu.views.pieces import chinese_date


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A table: what is in it, how many rows, its columns, its file."""

    id: str
    title: str
    about: str
    rows: int
    columns: tuple[str, ...]
    file: File


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherFile:
    """A file for other people's programs, and what it is."""

    file: File
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPage:
    """All that the page of data shows."""

    as_of: str
    workbook: File
    package: File
    others: tuple[OtherFile, ...]
    tables: tuple[TableRow, ...]


def data_page(handbook: Handbook) -> DataPage:
    """The page /data/."""
    rows = [
        TableRow(
            id=table.name,
            title=table.title,
            about=table.about,
            rows=len(table.rows),
            columns=tuple(column.title for column in table.columns),
            file=File(text="CSV", path=f"{TABLES}{table.name}.csv", name=f"{table.title}.csv"),
        )
        for table in contents(handbook).tables
    ]
    return DataPage(
        as_of=chinese_date(handbook.as_of.isoformat()),
        workbook=File(text="Excel（全部表格）", path=f"{TABLES}{WORKBOOK}", name="制度数据表.xlsx"),
        package=File(text=PACKAGE, path=f"{TABLES}{PACKAGE}", name=PACKAGE),
        others=tuple(_others(handbook)),
        tables=tuple(rows),
    )


def _others(handbook: Handbook) -> Iterator[OtherFile]:
    yield OtherFile(
        file=File(text="OSCAL 1.2.1", path=f"{OSCAL}catalog.json", name="oscal-catalog.json"),
        about="合规检查软件用的目录：一条一个控制，一项职责一个检查点",
    )
    for policy, edition in handbook.current.items():
        name = f"{policy}-{edition.date}.xml"
        yield OtherFile(
            file=File(text=f"{policy}.xml", path=f"{AKN}{name}", name=name),
            about=f"Akoma Ntoso 3.0：{edition.policy.label}《{edition.policy.title}》{edition.date} 版",
        )
