"""What pages in `docs/` can call: the articles, bound to the handbook of the project."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from zhidu.county.publishing import county
from zhidu.handbook.book import Handbook
from zhidu.posters import gallery
from zhidu.site.articles import with_prints
from zhidu.site.making import told
from zhidu.site.markdown_extension import mark


class FaultyProjectError(Exception, SystemExit):
    """Stops a build as MkDocs' own Abort does: a live server prints it and waits for the next edit."""


def define(env: Any) -> None:
    """Check the project, then give every article to the page templates. A faulty project builds no site."""
    root = Path(env.project_dir)
    making = told(env.conf)
    checked = making.checked(root)
    if checked.published.exit_status:
        from zhidu.judging import report  # noqa: PLC0415  only when something is wrong

        raise FaultyProjectError(report.text(checked.published))
    prints = gallery.read(root / str(env.conf["docs_dir"]))
    known = county(checked.handbook, making.checklists_of(root))
    title = env.conf["extra"].get("home_title") or env.conf["site_name"]
    for name, article in with_prints(prints, known, title).items():
        env.macro(_bound(article, checked.handbook), name)


def _bound(article: Callable[..., str], handbook: Handbook) -> Callable[..., str]:
    """*article* of *handbook*. A closure: the plugin prints its macros, and a partial would print the whole handbook."""

    def macro(*identifier: str) -> str:
        return mark(article(handbook, *identifier))

    return macro
