"""What schools answered and counted, as files: one row each. For the bureau alone."""

from collections.abc import Sequence

from zhidu.county.statements import Statement
from zhidu.handbook.book import Handbook
from zhidu.site.tables.answers import answers
from zhidu.site.tables.package import files
from zhidu.site.tables.parquet import parquet_of

_ABOUT = "各校的自查结论和数，内部资料，不公开。"


def answer_files(
    handbook: Handbook, statements: Sequence[Statement], *, parquet: bool = False
) -> dict[str, bytes]:
    """CSV with a Data Package; with *parquet* a Parquet file for each table and term."""
    if not parquet:
        found = answers(handbook, statements)
        return files(found, handbook.as_of, name="zhidu-answers", about=_ABOUT)
    return {
        f"{table.name}-{term}.parquet": parquet_of(table)
        for term in dict.fromkeys(each.term for each in statements)
        for table in answers(handbook, [each for each in statements if each.term == term])
    }
