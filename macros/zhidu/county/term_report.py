"""The files of a term's report, which the bureau alone reads: a page, a workbook, the draft of a bulletin."""

from markupsafe import Markup

from zhidu.county.bulletin import bulletin
from zhidu.county.overview import Overview
from zhidu.county.overview_xlsx import county_xlsx
from zhidu.office.word import docx
from zhidu.reading.disk.shipped import PACKAGE
from zhidu.views.render import render

_ROWS = 150  # of the ledger, on the page: all are in the workbook
_LINES = 2_500  # on the page for all schools together, of what each lost points for and suggests for a clause …
_LEAST = 5  # … and for one at least


def files(found: Overview) -> dict[str, bytes]:
    """The files of a report by name."""
    style = (PACKAGE / "templates" / "county_report.css").read_text(encoding="utf-8")
    html = render(
        "county_report.html.j2",
        page=found,
        style=Markup(style),  # noqa: S704  our own file
        rows_at_most=_ROWS,
        lines_at_most=max(_LEAST, _LINES // max(1, len(found.submitted))),
    )
    return {
        "report.html": html.encode(),
        "report.xlsx": county_xlsx(found),
        "bulletin.docx": docx(bulletin(found)),
    }
