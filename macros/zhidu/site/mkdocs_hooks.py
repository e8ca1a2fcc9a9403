"""MkDocs calls these, so that plain `mkdocs build` and `mkdocs serve` work. Loaded by path: no state here."""

from contextvars import ContextVar
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

_serving: ContextVar[bool] = ContextVar("serving", default=False)
_LAST = -100  # after every plugin that wants to read a page
_ROOM, _GONE = "zhidu_room", "zhidu_gone"  # in MkDocs' configuration, for the pages of one build

__all__ = [
    "on_files",
    "on_page_content",
    "on_page_markdown",
    "on_post_build",
    "on_post_page",
    "on_pre_build",
    "on_startup",
]


def on_startup(*, command: str, dirty: bool) -> None:  # noqa: ARG001  MkDocs gives both
    """Note whether pages are only looked at while somebody edits."""
    _serving.set(command == "serve")


def on_pre_build(config: Any) -> None:
    """Write the stubs before MkDocs looks for pages."""
    from zhidu.county.publishing import county  # noqa: PLC0415
    from zhidu.judging import report  # noqa: PLC0415  loaded by path; the package is found by the plugin's rules
    from zhidu.site.making import told  # noqa: PLC0415
    from zhidu.site.packed_text import Room  # noqa: PLC0415
    from zhidu.site.stubs import Site, write  # noqa: PLC0415

    root = Path(config["config_file_path"]).parent
    making = told(config)
    checked = making.checked(root)
    if checked.published.exit_status:
        raise PluginError("\n" + report.text(checked.published))
    site = Site(
        url=config["site_url"] or "",
        name=config["site_name"],
        county=county(checked.handbook, making.checklists_of(root)),
    )
    write(checked.handbook, Path(config["docs_dir"]), site, live=making.live)
    config[_ROOM] = Room()


@event_priority(_LAST)
def on_page_content(html: str, *, page: Any, config: Any, **_: Any) -> Any:
    """Put a page aside that has been read, and let go of its source: a thousand pages wait for the last one."""
    page.markdown = ""
    return config[_ROOM].packed(html)


@event_priority(_LAST)
def on_post_page(output: str, *, page: Any, **_: Any) -> str:
    """Let go of a page that has been put into the theme."""
    page.content, page.toc = "", ()
    return output


def on_files(files: Any, config: Any) -> Any:
    """Add the pages of the manual that the project has not itself, and leave out of the navigation what is not there."""
    from mkdocs.structure.files import File  # noqa: PLC0415

    from zhidu.site import manual  # noqa: PLC0415
    from zhidu.site.making import told  # noqa: PLC0415

    handbook = told(config).checked(Path(config["config_file_path"]).parent).handbook
    own = {file.src_uri for file in files}
    for name, text in manual.pages(handbook, own).items():
        files.append(File.generated(config, name, content=text))
    gone = config[_GONE] = manual.hidden(handbook) - own
    if config["nav"]:
        config["nav"] = manual.pruned(config["nav"], gone)
    return files


def on_page_markdown(markdown: str, *, page: Any, config: Any, files: Any) -> str:  # noqa: ARG001  MkDocs gives all
    """Let no page written by hand lead to one that has nothing to show."""
    from zhidu.site import manual  # noqa: PLC0415

    return manual.linked(markdown, config[_GONE])


def on_post_build(config: Any) -> None:
    """Make the finished site ready to be served. A live server puts a script of its own into every page."""
    from zhidu.site.delivery import deliver  # noqa: PLC0415

    if _serving.get():
        return
    if faults := deliver(Path(config["site_dir"])):
        raise PluginError("\n" + "\n".join(faults))
