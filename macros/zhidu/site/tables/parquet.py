"""A table as Parquet, for whoever puts many counties together. DuckDB writes it, which is not needed for anything else."""

import csv
import tempfile
from pathlib import Path

from zhidu.reading.disk.refused import RefusedError
from zhidu.site.tables.table_columns import Kind, Table

_TYPES = {
    Kind.STRING: "VARCHAR",
    Kind.INTEGER: "BIGINT",
    Kind.NUMBER: "DOUBLE",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.DATE: "DATE",
}


def parquet_of(table: Table) -> bytes:
    """*table*, a column of its own kind each. The texts are as they are: no guard against formulas stands before them."""
    try:
        import duckdb  # noqa: PLC0415  an extra
    except ImportError:
        raise RefusedError("要写 Parquet，先装 DuckDB：pip install 'zhidu[parquet]'") from None
    columns = ", ".join(f'"{column.name}" {_TYPES[column.kind]}' for column in table.columns)
    with tempfile.TemporaryDirectory() as name, duckdb.connect() as database:
        rows, made = Path(name, "rows.csv"), Path(name, "made.parquet")
        with rows.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table.rows)
        database.execute("SET threads = 1")  # the same rows, the same bytes
        database.execute(f"CREATE TABLE t ({columns})")
        database.execute(f"COPY t FROM '{rows}' (FORMAT csv, HEADER false, DELIMITER ',')")
        database.execute(f"COPY t TO '{made}' (FORMAT parquet, COMPRESSION zstd)")
        return made.read_bytes()
