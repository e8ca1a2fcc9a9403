"""What pages in `docs/` can call: the articles, bound to the handbook of the project."""

from functools import partial
from pathlib import Path
from typing import Any

from macros.articles import ARTICLES
from macros.check import check


def define(env: Any) -> None:
    """Check the project, then give every article to the page templates. A faulty project builds no site."""
    checked = check(Path(env.project_dir))
    if checked.result.exit_status:
        from macros import report  # noqa: PLC0415  only when something is wrong

        raise SystemExit(report.text(checked.result))
    for name, article in ARTICLES.items():
        macro = partial(article, checked.handbook)
        macro.__name__ = name  # type: ignore[attr-defined]  the plugin reads it
        macro.__doc__ = article.__doc__
        env.macro(macro, name)
