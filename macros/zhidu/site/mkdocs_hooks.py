"""MkDocs calls these, so that plain `mkdocs build` and `mkdocs serve` work. Loaded by path: no state here."""

import os
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError


def on_startup(*, command: str, dirty: bool) -> None:  # noqa: ARG001  MkDocs gives both
    """Note whether pages are only looked at while somebody edits."""
    if command == "serve":
        os.environ["ZHIDU_SERVING"] = "1"


def on_pre_build(config: Any) -> None:
    """Write the stubs before MkDocs looks for pages."""
    from zhidu.county.publishing import county  # noqa: PLC0415  likewise
    from zhidu.judging import report  # noqa: PLC0415  loaded by path; the package is found by the plugin's rules
    from zhidu.judging.check import checklists_of, for_site  # noqa: PLC0415
    from zhidu.site.stubs import Site, write  # noqa: PLC0415

    root = Path(config["config_file_path"]).parent
    checked = for_site(root)
    if checked.published.exit_status:
        raise PluginError("\n" + report.text(checked.published))
    live = bool(os.environ.get("ZHIDU_LIVE"))  # set by `zhidu serve`
    site = Site(
        url=config["site_url"] or "",
        name=config["site_name"],
        county=county(checked.handbook, checklists_of(root)),
    )
    write(checked.handbook, Path(config["docs_dir"]), site, live=live)


def on_post_build(config: Any) -> None:
    """Make the finished site ready to be served. A live server puts a script of its own into every page."""
    from zhidu.site.delivery import deliver  # noqa: PLC0415

    if os.environ.get("ZHIDU_SERVING"):
        return
    if faults := deliver(Path(config["site_dir"])):
        raise PluginError("\n" + "\n".join(faults))
