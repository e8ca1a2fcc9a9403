"""The one writer of zip archives: the same entries give the same bytes."""

import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from operator import itemgetter

Content = bytes | Callable[[], bytes]
"""What a file holds, or what gives it when its turn comes: a large workbook is not in memory twice."""


def zipped(entries: Iterable[tuple[str, Content]], day: date) -> bytes:
    """A zip archive of *entries*, a path and its content each, sorted by path and all dated *day*.

    Paths are ASCII: the unpacker of an old Windows reads others in a code page of its own.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in sorted(entries, key=itemgetter(0)):
            path.encode("ascii")
            entry = zipfile.ZipInfo(
                path, (min(max(day.year, 1980), 2107), day.month, day.day, 0, 0, 0)
            )
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every system
            entry.external_attr = 0
            archive.writestr(entry, content if isinstance(content, bytes) else content())
    return buffer.getvalue()
