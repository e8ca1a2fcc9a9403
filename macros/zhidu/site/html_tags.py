"""Reading built HTML: tags with their places in the text, so that a page is changed where it must be and nowhere else."""

import re
from html.parser import HTMLParser

_STRIDE = 1024  # characters read between two looks at whether it is enough
_LINE_ENDS = re.compile("\n")


class Reader(HTMLParser):
    """A parser that knows where in *html* it is. Subclasses say what they look for, and set `found_all` to stop."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found_all = False
        self._html = html
        self._lines = [0]  # where each line begins, as far as was read

    def read(self) -> None:
        """Go through the text, to its end or until all was found."""
        for start in range(0, len(self._html), _STRIDE):
            part = self._html[start : start + _STRIDE]
            self._lines += [start + found.end() for found in _LINE_ENDS.finditer(part)]
            self.feed(part)
            if self.found_all:
                return
        self.close()

    def span(self) -> tuple[int, int]:
        """Where the start tag being read begins and ends, as offsets in the text."""
        line, column = self.getpos()
        start = self._lines[line - 1] + column
        return start, start + len(self.get_starttag_text() or "")
