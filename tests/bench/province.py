"""64 million answers of a hundred counties put together by `examples/province/totals.sql` in one process: CPU seconds and memory.

Needs DuckDB, so it is run by hand after `make acceptance`: `.venv/bin/python tests/bench/province.py`.
"""

import os
import shutil
import tempfile
import time
from pathlib import Path

import duckdb

SQL = Path(__file__).parent.parent.parent / "examples" / "province" / "totals.sql"
COUNTIES, SCHOOLS, ITEMS = 100, 4_000, 160
STATUSES = "['met', 'met', 'met', 'partial', 'not-met', 'unknown', 'not-applicable']"
KINDS = "['kindergarten', 'primary-secondary', 'vocational']"


def made(folder: Path) -> None:
    """Answers as `zhidu checklist export --format parquet` writes them, a file a county."""
    for county in range(COUNTIES):
        place = folder / "data" / f"county=c{county:03}"
        place.mkdir(parents=True)
        duckdb.execute(
            f"""COPY (
                SELECT 's' || s AS school, '学校' || s AS name, {KINDS}[1 + s % 3] AS institution,
                    '2026-2027-1' AS term, 'a' || (1 + i % 11) AS policy,
                    'a' || (1 + i % 11) || '-' || (i // 11) AS clause, clause AS item,
                    {STATUSES}[1 + (hash(s * 1000 + i + {county}) % 7)::BIGINT] AS status,
                    true AS applies, NULL::VARCHAR AS verified, DATE '2026-12-28' AS filled
                FROM range({SCHOOLS}) schools(s), range({ITEMS}) items(i)
            ) TO '{place}/answers-2026-2027-1.parquet' (FORMAT parquet, COMPRESSION zstd)"""  # noqa: S608  our own numbers
        )


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made(folder)
        shutil.copy(SQL, folder)
        size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
        os.chdir(folder)
        child = os.fork()
        if not child:  # a process of its own: the memory is that of the sums alone
            duckdb.connect().execute(SQL.read_text(encoding="utf-8"))
            os._exit(0)
        began = time.perf_counter()
        _, status, used = os.wait4(child, 0)
        rows = sum(1 for _ in (folder / "totals.csv").open(encoding="utf-8")) - 1
        print(
            f"{COUNTIES * SCHOOLS * ITEMS:,} answers, {size / 1e6:.0f} MB as Parquet → {rows:,} rows, status {status}"
        )
        print(
            f"{used.ru_utime + used.ru_stime:.1f} s CPU, {time.perf_counter() - began:.1f} s, {used.ru_maxrss / 1024:.0f} MB"
        )


if __name__ == "__main__":
    main()
