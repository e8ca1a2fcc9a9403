"""MkDocs calls these, so that plain `mkdocs build` and `mkdocs serve` work. Loaded by path: no state here."""

import os
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError


def on_pre_build(config: Any) -> None:
    """Write the stubs before MkDocs looks for pages."""
    from macros import report  # noqa: PLC0415  loaded by path; the package is found by the plugin's rules
    from macros.check import check  # noqa: PLC0415
    from macros.pages import write  # noqa: PLC0415

    root = Path(config["config_file_path"]).parent
    checked = check(root)
    if checked.result.exit_status:
        raise PluginError("\n" + report.text(checked.result))
    live = bool(os.environ.get("ZHIDU_LIVE"))  # set by `zhidu serve`
    write(checked.handbook, Path(config["docs_dir"]), live=live)
