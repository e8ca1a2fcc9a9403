"""Build the site aside and swap it in. One of the two modules that know MkDocs."""

import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer

from macros import published
from macros.check import CHECKLISTS, ELSEWHERE, EPOCH, POLICIES, PREVIEW, check
from macros.county.publishing import publish
from macros.documents import COUNTY
from macros.handbook import Handbook, newest
from macros.offline import archive as archive_of
from macros.offline import archive_name
from macros.posters import gallery, request
from macros.posters.problems import CannotPrintError
from macros.report import Result
from macros.shipped import PACKAGE, directory

_LISTED = 10  # addresses that a message names


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a build. `site` is None where the old site was left as it was; `news` is what the clerk should know."""

    result: Result
    site: Path | None = None
    pages: int = 0
    as_of: date | None = None
    archive: Path | None = None
    message: str = ""
    news: tuple[str, ...] = ()


def build(
    root: Path,
    site: Path,
    as_of: date | None = None,
    *,
    offline: bool = False,
    posters: bool = True,
    drafts: bool = False,
    checklists: Path | None = None,
) -> Outcome:
    """Check the project at *root*; where it is clean, build the site and put it at *site* in one step.

    With *offline*, an archive of it that opens from a folder is put beside it, likewise in one step.
    Without *posters* the gallery lists the files that are there, and makes none.
    With *drafts* it is a preview that says so on every page; without, no word of a draft is in it.
    The county's page counts what lies in *checklists*, a folder outside the project, where one is given.
    """
    checked = check(root, (), as_of, drafts=drafts)
    if checked.published.exit_status:
        return Outcome(result=checked.published)
    if checklists is not None:
        counted = check(root, (checklists,), as_of, drafts=drafts)
        if counted.published.exit_status:
            return Outcome(result=counted.published)
    news = () if drafts else _publish(root, checklists, as_of)
    site = site.absolute()
    site.parent.mkdir(parents=True, exist_ok=True)
    _recover(site)
    if posters and not drafts and (root / "docs").is_dir():
        try:
            address = request.site_address(root, "")
            cache = root / ".cache" / "posters" / "fits"
            gallery.make(checked.handbook, root / "docs", cache=cache, site=address)
        except CannotPrintError as error:
            return Outcome(result=checked.published, message=f"海报没有印成：{error}")
    with (
        _told(PREVIEW, "1" if drafts else ""),
        _told(ELSEWHERE, str(checklists.absolute()) if checklists else ""),
        _epoch(checked.handbook),
        _aside(site) as fresh,
    ):
        message = _mkdocs(root, fresh)
        if message:
            return Outcome(result=checked.published, message=message)
        if message := _dead(root, fresh, checked.handbook):
            return Outcome(result=checked.published, message=message)
        pages = sum(1 for _ in fresh.rglob("*.html"))
        archive = _archive(fresh, site, checked.handbook.as_of) if offline else None
        _swap(fresh, site)
    return Outcome(
        result=checked.published,
        site=site,
        pages=pages,
        as_of=checked.handbook.as_of,
        archive=archive,
        news=news,
    )


def _publish(root: Path, checklists: Path | None, as_of: date | None) -> tuple[str, ...]:
    """Publish of the county what may be told anew. A look at another day publishes nothing."""
    folder = checklists or root / CHECKLISTS
    if as_of is not None or not folder.is_dir():
        return ()
    checked = check(root, (checklists,) if checklists else ())
    try:
        return publish(checked.handbook, folder, unsound=checked.unfinished).lines
    except OSError as error:
        return (
            f"全县自查的结果没有公布：公布过什么要记在 {folder / COUNTY} 里，写不进去（{error}）。",
        )


def _archive(fresh: Path, site: Path, day: date) -> Path:
    """Write the archive of the pages in *fresh* beside *site*."""
    path = site.with_name(archive_name(day))
    part = site.with_name(f"{site.name}.new-{path.name}")
    part.write_bytes(archive_of(fresh, day))
    part.replace(path)
    return path


def _dead(root: Path, fresh: Path, handbook: Handbook) -> str:
    """Why the fresh site may not go out: addresses published before that it has not. A look into the past may lack them."""
    known = published.read(root / POLICIES)
    latest = newest(handbook.documents, drafts=handbook.drafts)
    if known is None or (latest is not None and handbook.as_of < latest):
        return ""
    gone = published.dead(fresh, known.addresses)
    if not gone:
        return ""
    listed = "".join(f"\n  {address}" for address in gone[:_LISTED])
    more = f"\n  ……共 {len(gone)} 个" if len(gone) > _LISTED else ""
    return (
        f"网站没有生成：以前发布过的网址会打不开。原来的网站没有动。{listed}{more}\n"
        "废止的条款、制度要留着去向（repealed、repeals、history），不能直接删去。"
    )


_LOOK_SECONDS = 0.1


def serve(root: Path, port: int, as_of: date | None = None) -> int:
    """Serve the site on loopback, drafts included; an edit shows in the browser. Only pages it touches are built again."""
    os.environ.update({"NO_MKDOCS_2_WARNING": "1", "ZHIDU_LIVE": "1", PREVIEW: "1"})
    if as_of is not None:
        os.environ["SOURCE_DATE_EPOCH"] = str((as_of - EPOCH).days * 86400)
    _speak_chinese()
    # MkDocs looks for changes twice a second and has no option for it; somebody waits after every edit
    often = partial(LiveReloadServer, polling_interval=_LOOK_SECONDS)
    mkdocs_serve.LiveReloadServer = often  # type: ignore[attr-defined,assignment]
    with _config(root) as config:
        mkdocs_serve.serve(
            config_file=str(config),
            dev_addr=f"127.0.0.1:{port}",
            livereload=True,
            build_type="dirty",
            watch=[
                str(root / name)
                for name in ("macros", "site_overrides", "checklists")
                if (root / name).is_dir()
            ],
        )
    return 0


_SAID = (  # what the live server says, and what we say instead; the rest is of no use to a clerk
    ("Serving on ", "打开 {} 查看；改了文件，页面会自己更新。按 Ctrl+C 结束。"),
    ("Detected file changes", "文件有改动，正在更新……"),
    ("Reloading browsers", "更新好了。"),
    ("An error happened", "改好上面的问题再保存，页面就会更新。"),
)


class _Chinese(logging.Handler):
    """The live server's news, in Chinese."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say the line, if it is worth saying."""
        said = record.getMessage()
        for theirs, ours in _SAID:
            _, found, rest = said.partition(theirs)
            if found:
                print(ours.format(rest.strip()), file=sys.stderr, flush=True)  # noqa: T201  a log


def _speak_chinese() -> None:
    """Let MkDocs tell only what its live server does, in Chinese."""
    for name, level in (("mkdocs", logging.ERROR), ("mkdocs.livereload", logging.INFO)):
        logging.getLogger(name).setLevel(level)
    livereload = logging.getLogger("mkdocs.livereload")
    livereload.addHandler(_Chinese())
    livereload.propagate = False


@contextmanager
def _epoch(handbook: Handbook) -> Iterator[None]:
    """Dates in the output come from the data, never from the clock."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    day = handbook.as_of
    if before is None:
        seconds = (day - EPOCH).days * 86400
        os.environ["SOURCE_DATE_EPOCH"] = str(seconds)
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]


@contextmanager
def _told(name: str, value: str) -> Iterator[None]:
    """Hooks and macros learn from the environment what they show; what was set before is no answer."""
    before = os.environ.pop(name, None)
    if value:
        os.environ[name] = value
    try:
        yield
    finally:
        os.environ.pop(name, None)
        if before is not None:
            os.environ[name] = before


@contextmanager
def _aside(site: Path) -> Iterator[Path]:
    """A fresh folder beside *site*, gone afterwards unless it was swapped in."""
    fresh = Path(tempfile.mkdtemp(prefix=f"{site.name}.new-", dir=site.parent))
    fresh.chmod(0o755)
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _retired(site: Path) -> Path:
    return site.with_name(f"{site.name}.old")


def _swap(fresh: Path, site: Path) -> None:
    """Put *fresh* where *site* is. Between the two renames a crash leaves `site.old`; `_recover` puts it back."""
    old = _retired(site)
    if site.exists():
        site.replace(old)
    fresh.replace(site)
    shutil.rmtree(old, ignore_errors=True)


def _recover(site: Path) -> None:
    """Finish what a killed build left behind."""
    old = _retired(site)
    if old.exists():
        if site.exists():
            shutil.rmtree(old)
        else:
            old.replace(site)
    for leftover in site.parent.glob(f"{site.name}.new-*"):
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink()


@contextmanager
def _config(root: Path) -> Iterator[Path]:
    """The project's mkdocs.yml; where theme or hooks are not in the project, a copy that names the shipped ones."""
    own = root / "mkdocs.yml"
    shipped = text = own.read_text(encoding="utf-8")
    if not (root / "macros" / "hooks.py").is_file():
        shipped = shipped.replace("macros/hooks.py", str(PACKAGE / "hooks.py"))
        shipped = shipped.replace("module_name: macros", f"module_name: {PACKAGE}")
    if not (root / "site_overrides").is_dir():
        theme = directory("site_overrides")
        shipped = shipped.replace("custom_dir: site_overrides", f"custom_dir: {theme}")
    if shipped == text:
        yield own
        return
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=root, prefix=".mkdocs-", suffix=".yml"
    ) as file:
        file.write(shipped)
        file.flush()
        yield Path(file.name)


def _mkdocs(root: Path, folder: Path) -> str:
    """Run MkDocs strictly into *folder*; what went wrong, or nothing."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    for name in ("mkdocs.yml", "docs"):
        if not (root / name).exists():
            return f"网站没有生成：{root.resolve()} 里没有 {name}。"
    logger = logging.getLogger("mkdocs")
    collected = _Collected()
    logger.addHandler(collected)
    try:
        with _config(root) as path:
            config = load_config(str(path), site_dir=str(folder), strict=True)
            config.plugins.on_startup(command="build", dirty=False)
            try:
                mkdocs_build.build(config)
            finally:
                config.plugins.on_shutdown()
    except (MkDocsException, SystemExit) as error:
        return "\n".join([*collected.lines, f"网站没有生成：{error}"])
    finally:
        logger.removeHandler(collected)
    return ""


class _Collected(logging.Handler):
    """Warnings of MkDocs, kept to be shown when the build fails."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line."""
        self.lines.append(record.getMessage())
