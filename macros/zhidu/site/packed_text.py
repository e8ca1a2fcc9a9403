"""A page's text while it waits: MkDocs reads every page before it writes the first, and holds all of them until then.

Packed, a page takes a tenth, and what does not fit into a little memory waits in a temporary file. A template that puts
a page somewhere, or looks whether something is in it, gets it whole.
"""

import zlib
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile

_FAST = 1  # of nine levels: pages repeat themselves so much that the others gain little
_IN_MEMORY = 16_000_000  # bytes of packed pages


class Room:
    """Where the pages of one build wait."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  it stays open as long as a page waits
        self._end = 0

    def __del__(self) -> None:
        """Nobody waits any more."""
        self._file.close()

    def packed(self, text: str) -> "PackedText":
        """*text*, put aside."""
        data = zlib.compress(text.encode(), _FAST)
        self._file.seek(self._end)
        self._file.write(data)
        self._end += len(data)
        return PackedText(self, self._end - len(data), len(data))

    def text(self, begin: int, size: int) -> str:
        """The text whose packed bytes are the *size* bytes from *begin*."""
        self._file.seek(begin)
        return zlib.decompress(self._file.read(size)).decode()


@dataclass(frozen=True, slots=True, eq=False)
class PackedText:
    """A text that was put aside and is text again wherever it is put."""

    room: Room
    begin: int
    size: int

    def __str__(self) -> str:
        """The text."""
        return self.room.text(self.begin, self.size)

    def __contains__(self, words: str) -> bool:
        """Whether the text has *words*."""
        return words in str(self)

    def __radd__(self, before: str) -> str:
        """The text behind another: MkDocs puts a mark before a page that is only previewed."""
        return before + str(self)
