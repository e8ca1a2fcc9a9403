"""Build the site aside and swap it in. One of the two modules that know MkDocs."""

import errno
import io
import logging
import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer

from zhidu.county.publishing import on_show, publish
from zhidu.handbook.book import Handbook, newest
from zhidu.judging.check import CHECKLISTS, EPOCH, POLICIES, check
from zhidu.judging.report import Result
from zhidu.posters import gallery, request
from zhidu.posters.errors import CannotPrintError
from zhidu.reading import published_addresses
from zhidu.reading.disk import locks, ownership
from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.disk.shipped import directory
from zhidu.reading.documents import COUNTY
from zhidu.site.making import Making
from zhidu.site.offline import archive as archive_of
from zhidu.site.offline import archive_name
from zhidu.site.own_process import streamed
from zhidu.site.stubs import FOLDERS

_QUIET = ("NO_MKDOCS_2_WARNING", "1")  # Material takes it from the environment only
_LISTED = 10  # addresses that a message names


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a build. `site` is None where the old site was left as it was; `digest` is that of its list of files.

    `news` is what the clerk should know.
    """

    result: Result
    site: Path | None = None
    pages: int = 0
    as_of: date | None = None
    archive: Path | None = None
    digest: str = ""
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
    ready: Callable[[Path, str], None] | None = None,
) -> Outcome:
    """Check the project at *root*; where it is clean, build the site and put it at *site* in one step.

    With *offline*, an archive of it that opens from a folder is put beside it in one step, too.
    Without *posters* the gallery lists the files that are there, and makes none.
    With *drafts* it is a preview that says so on every page; without, no word of a draft is in it.
    The county's page counts what lies in *checklists*, a folder outside the project, where one is given.
    *ready* is told of the finished folder and the digest of its list, before it takes the place of the old one.
    """
    checked = check(root, (), as_of, drafts=drafts)
    if checked.published.exit_status:
        return Outcome(result=checked.published)
    if checklists is not None:
        counted = check(root, (checklists,), as_of, drafts=drafts)
        if counted.published.exit_status:
            return Outcome(result=counted.published)
    site = site.absolute()
    news = () if drafts else _publish(root, checklists, as_of, site)
    others = [folder for folder in (checklists,) if folder is not None]
    place = ownership.target(root, site, others)
    archived = place.with_name(archive_name(checked.handbook.as_of))
    if offline:
        ownership.look(archived)
    with (
        locks.locked(root / locks.NAME, "生成网站（zhidu build）", needed=False),
        locks.locked(place.with_name(f".{place.name}{locks.NAME}"), "生成这个网站（zhidu build）"),
    ):
        ownership.recover(place)
        with (
            _epoch(checked.handbook),
            _docs(root, place) as docs,
            ownership.aside(place) as fresh,
        ):
            message = ""
            if posters and not drafts and docs.is_dir():
                message = _sheets(root, docs, checked.handbook)
            making = Making(
                as_of=checked.handbook.as_of,
                drafts=drafts,
                checklists=checklists.absolute() if checklists else None,
            )
            message = (
                message
                or _mkdocs(root, docs, fresh, making)
                or _dead(root, fresh, checked.handbook)
            )
            if message:
                return Outcome(result=checked.published, message=message)
            pages = sum(1 for _ in fresh.rglob("*.html"))
            digest = ownership.digest(fresh)
            if offline:
                packed = archive_of(fresh, checked.handbook.as_of)
                ownership.put(archived, packed, mode=0o644)
            ownership.open_to_all(fresh)
            if ready is not None:
                ready(fresh, digest)
            ownership.target(root, place, others)  # nobody put anything there meanwhile
            ownership.swap(fresh, place)
    return Outcome(
        result=checked.published,
        site=site,
        pages=pages,
        as_of=checked.handbook.as_of,
        archive=archived if offline else None,
        digest=digest,
        news=news,
    )


def _publish(
    root: Path, checklists: Path | None, as_of: date | None, site: Path
) -> tuple[str, ...]:
    """Publish of the county what may be told anew. A look at another day publishes nothing.

    Raises `RefusedError` where the old *site* tells of more than is kept: it stays.
    """
    folder = checklists or root / CHECKLISTS
    if as_of is not None or not folder.is_dir():
        return ()
    checked = check(root, (checklists,) if checklists else ())
    try:
        made = publish(checked.handbook, folder, unsound=checked.unfinished, shown=on_show(site))
    except OSError as error:
        return (
            f"全县自查的结果没有公布：公布过什么要记在 {folder / COUNTY} 里，写不进去（{error}）。",
        )
    if made.lost:
        raise RefusedError("".join(made.lines))
    return made.lines


@contextmanager
def _docs(root: Path, place: Path) -> Iterator[Path]:
    """The folder of the pages' sources. Where it can only be read, a copy beside *place*, gone afterwards."""
    docs = root / "docs"
    folders = (docs, *(docs / name for name in (*FOLDERS, gallery.FOLDER)))
    there = [folder for folder in folders if folder.exists()]
    if not docs.is_dir() or all(os.access(folder, os.W_OK) for folder in there):
        yield docs
        return
    with ownership.aside(place) as room:
        copy = room / "docs"
        shutil.copytree(docs, copy, copy_function=shutil.copyfile)
        ownership.open_to_all(copy)
        yield copy


def _sheets(root: Path, docs: Path, handbook: Handbook) -> str:
    """Print the sheets of the gallery; what went wrong, or nothing."""
    site = request.site_address(root, "")
    try:
        for _ in streamed(lambda: iter((gallery.make(handbook, docs, site=site),))):
            pass
    except CannotPrintError as error:
        return f"海报没有印成：{error}"
    return ""


def _dead(root: Path, fresh: Path, handbook: Handbook) -> str:
    """Why the fresh site may not go out: addresses published before that it has not. A look into the past may lack them."""
    known = published_addresses.read(root / POLICIES)
    latest = newest(handbook.documents, drafts=handbook.drafts)
    if known is None or (latest is not None and handbook.as_of < latest):
        return ""
    gone = published_addresses.dead(fresh, known.addresses)
    if not gone:
        return ""
    listed = "".join(f"\n  {address}" for address in gone[:_LISTED])
    more = f"\n  ……共 {len(gone)} 个" if len(gone) > _LISTED else ""
    return (
        f"网站没有生成：以前发布过的网址会打不开。原来的网站没有动。{listed}{more}\n"
        "废止的条款、制度要留着去向（repealed、repeals、history），不能直接删去。"
    )


def serve(root: Path, port: int, as_of: date | None = None) -> int:
    """Serve the site on loopback, drafts included; an edit shows in the browser. Only pages it touches are built again."""
    os.environ.setdefault(*_QUIET)
    making = Making(as_of=as_of, drafts=True, live=True)

    def load(**given: Any) -> MkDocsConfig:
        config = load_config(**given)
        making.tell(config)
        return config

    # MkDocs loads it anew after every edit, and there is no other way to it
    mkdocs_serve.load_config = load  # type: ignore[attr-defined,assignment]
    _speak_chinese()
    # MkDocs looks for changes twice a second and has no option for it; somebody waits after every edit
    often = partial(LiveReloadServer, polling_interval=0.1)
    mkdocs_serve.LiveReloadServer = often  # type: ignore[attr-defined,assignment]
    _must_be_free(port)
    with locks.locked(root / locks.NAME, "预览（zhidu serve，按 Ctrl+C 结束）", needed=False):
        mkdocs_serve.serve(
            config_file=_config(root),  # type: ignore[arg-type]
            config_file_path=str((root / "mkdocs.yml").absolute()),
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


def _must_be_free(port: int) -> None:
    """Refuse a port that somebody else serves on, before anything is built."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
            taken = error.errno == errno.EADDRINUSE
            why = "已经有程序在用" if taken else "不让普通用户用"
            raise RefusedError(
                f"端口 {port} {why}。用 --port 换一个，例如 --port {port + 1 if taken else 8000}。"
            ) from error


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
    before = os.environ.get("SOURCE_DATE_EPOCH") or None  # MkDocs takes an empty one for a number
    day = handbook.as_of
    if before is None:
        seconds = (day - EPOCH).days * 86400
        os.environ["SOURCE_DATE_EPOCH"] = str(seconds)
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]


class _Config(io.BytesIO):
    """The text of a configuration, which MkDocs reads again and again, and would close."""

    def close(self) -> None:
        """Stay open."""


def _config(root: Path) -> _Config:
    """The project's mkdocs.yml; where theme or hooks are not in the project, the shipped ones are named in it."""
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    if not (root / "macros" / "hooks.py").is_file():
        text = text.replace("macros/hooks.py", str(directory("macros") / "hooks.py"))
        text = text.replace(
            "module_name: macros/main", f"module_name: {directory('macros') / 'main'}"
        )
    if not (root / "site_overrides").is_dir():
        theme = directory("site_overrides")
        text = text.replace("custom_dir: site_overrides", f"custom_dir: {theme}")
    return _Config(text.encode())


def _mkdocs(root: Path, docs: Path, folder: Path, making: Making) -> str:
    """Run MkDocs strictly from *docs* into *folder*; what went wrong, or nothing."""
    os.environ.setdefault(*_QUIET)
    for name in ("mkdocs.yml", "docs"):
        if not (root / name).exists():
            return f"网站没有生成：{root.resolve()} 里没有 {name}。"
    logger = logging.getLogger("mkdocs")
    collected = _Collected()
    logger.addHandler(collected)
    level = logger.level
    logger.setLevel(logging.WARNING)  # what is not logged, a strict build would not count
    try:
        config = load_config(
            _config(root),
            config_file_path=str((root / "mkdocs.yml").absolute()),
            site_dir=str(folder),
            docs_dir=None if docs == root / "docs" else str(docs),
            strict=True,
        )
        making.tell(config)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build.build(config)
        finally:
            config.plugins.on_shutdown()
    except (MkDocsException, SystemExit) as error:
        return "\n".join([*collected.lines, f"网站没有生成：{error}"])
    finally:
        logger.setLevel(level)
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
