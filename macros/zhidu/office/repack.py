"""The zip file around an Office document: what a library packed, packed again so that the bytes depend on the parts only."""

import zipfile
from datetime import date
from functools import partial
from typing import IO

from zhidu.office.zip_archive import Content, zipped
from zhidu.reading.disk import file_marks


def repacked(written: IO[bytes], day: date) -> bytes:
    """The same parts, in order and dated *day*, and our mark among them."""
    with zipfile.ZipFile(written) as archive:
        sums = [(part.filename, part.CRC, part.file_size) for part in archive.infolist()]
        parts: dict[str, Content] = {name: partial(archive.read, name) for name, _, _ in sums}
        parts[file_marks.CORE] = file_marks.signed(archive.read(file_marks.CORE), sums)
        return zipped(parts.items(), day)
