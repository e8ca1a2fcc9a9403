"""The zip file around an Office document: what a library packed, packed again so that the bytes depend on the parts only."""

import io
import zipfile
from datetime import date

from zhidu.office.zip_archive import zipped
from zhidu.reading.disk import file_marks


def repacked(written: io.BytesIO, day: date) -> bytes:
    """The same parts, in order and dated *day*, and our mark among them."""
    with zipfile.ZipFile(written) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(file_marks.signed(parts).items(), day)
