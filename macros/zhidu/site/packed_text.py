"""A page's text while it waits: MkDocs reads every page before it writes the first, and holds all of them until then.

Packed, a page takes a tenth. A template that puts it somewhere, or looks whether something is in it, gets it whole.
"""

import zlib

_FAST = 1  # of nine levels: pages repeat themselves so much that the others gain little


class PackedText:
    """A text that is kept packed and is text again wherever it is put."""

    __slots__ = ("_packed",)

    def __init__(self, text: str) -> None:
        self._packed = zlib.compress(text.encode(), _FAST)

    def __str__(self) -> str:
        """The text."""
        return zlib.decompress(self._packed).decode()

    def __contains__(self, words: str) -> bool:
        """Whether the text has *words*."""
        return words in str(self)

    def __radd__(self, before: str) -> str:
        """The text behind another: MkDocs puts a mark before a page that is only previewed."""
        return before + str(self)
