"""What we may write over, and what we may take away: nothing that is not ours. Every place that writes or removes asks here.

A file is written where nothing is, or over one that carries our mark (`marks`), always in one step: whoever opens it
finds all of it, or what was there before. A folder that is made anew as a whole, a site or a demo, carries the mark
`.zhidu-made` and a list of what is in it; it is made beside its place and the two are exchanged. Links are never written
through; devices, pipes and sockets are refused. Names are compared, never used as patterns.
"""

import errno
import hashlib
import os
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from zhidu.reading.disk import file_marks, files
from zhidu.reading.disk.files import below
from zhidu.reading.disk.refused import RefusedError

MARK = ".zhidu-made"
MANIFEST = "SHA256SUMS"
"""The list of a folder's files and their SHA-256, in the form that `sha256sum -c` reads."""

_MARKED = "这个文件夹由 zhidu 生成，下一次整个换掉：不要把别的东西放在这里。\n".encode()
_SOURCES = (
    "policies", "docs", "checklists", "schema", "macros", "site_overrides", "tests", ".git", ".github", ".venv",
)  # fmt: skip
_PROJECT = ("policies", "mkdocs.yml")  # where both are, a project is
_REGISTERS = ("schools.yaml", "terms.yaml")  # where both are, submissions are
_LITTER = {
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
}  # what systems leave in any folder that somebody looks at
_PART = re.compile(r"\.zhidu-([0-9]{1,10})-[0-9a-f]{8}\.part")
_STEPPED = "old"  # in a room: what stepped aside
_LISTED = 5  # strange files that a message names
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_MOST_COMPARED = 200_000_000  # bytes of a file that is looked at before it is written over


# ---------- one file


def put(
    path: Path,
    content: bytes,
    *,
    ours: Callable[[bytes], bool] | None = None,
    over: bool = False,
    mode: int | None = None,
    lasting: bool = False,
) -> None:
    """Write *content* to *path* in one step: over nothing, or over a plain file of ours.

    What is ours tells its mark, or *ours* by its bytes; with *over* somebody else has answered for it. The new file has
    the *mode*, else that of the old one, else what the system gives. *lasting*: it outlives a power cut.
    """
    there = look(path, content, ours=ours, over=over)
    if there is not None and mode is None:
        mode = stat.S_IMODE(there.st_mode)
    _ready(path.parent)
    with part(path.parent, content, mode=mode, lasting=lasting) as fresh:
        try:
            if there is not None or not _linked(fresh, path):
                fresh.replace(path)
        except FileExistsError:
            raise RefusedError(f"{path} 刚刚被别的程序写了，没有覆盖。请再运行一次。") from None
    if lasting:
        settle(path.parent)


def put_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write *files* (name → content) into *folder*: all, or none. Where one of them may not be written, none is."""
    for name, content in files.items():
        look(folder / name, content)
    _ready(folder)
    with ExitStack() as parts:
        fresh = {name: parts.enter_context(part(folder, raw)) for name, raw in files.items()}
        for name, path in fresh.items():
            path.replace(folder / name)


def create(path: Path, content: bytes, *, lasting: bool = False) -> bool:
    """Write *content* to *path* where nothing is; whether nothing was."""
    _ready(path.parent)
    with part(path.parent, content, lasting=lasting) as fresh:
        try:
            if not _linked(fresh, path):
                fresh.replace(path)
        except FileExistsError:
            return False
    if lasting:
        settle(path.parent)
    return True


def look(
    path: Path,
    content: bytes = b"",
    *,
    ours: Callable[[bytes], bool] | None = None,
    over: bool = False,
) -> os.stat_result | None:
    """What stands at *path*, where we may write: none, or a plain file of ours, or one that has the same *content*."""
    try:
        there = path.lstat()
    except FileNotFoundError:
        return None
    if what := unplain(there.st_mode):
        raise RefusedError(f"{path} 是{what}，没有往里写。请换一个名字，或把它移走。")
    if over:
        return there
    raw = bytes_of(path)
    if raw != content and not (ours(raw) if ours else file_marks.ours(path.name, raw)):
        raise RefusedError(
            f"{path} 已经有了，不是本程序生成的，或者生成以后被人改过，没有覆盖。请换一个名字，或把它移走。"
        )
    return there


def unplain(mode: int) -> str:
    """What a thing with this *mode* is called that is no plain file; nothing for one."""
    kinds = (
        (stat.S_ISREG, ""),
        (stat.S_ISLNK, "一个链接"),
        (stat.S_ISDIR, "一个文件夹"),
        (stat.S_ISFIFO, "一个管道"),
        (stat.S_ISSOCK, "一个套接字"),
    )
    return next((words for test, words in kinds if test(mode)), "一个设备")


def bytes_of(path: Path) -> bytes:
    """The bytes of a plain file; RefusedError where it is none."""
    try:
        return files.plain(path, _MOST_COMPARED)
    except files.NotPlainError:
        raise RefusedError(f"{path} 不是普通文件，没有打开。") from None


@contextmanager
def part(
    folder: Path, content: bytes, *, mode: int | None = None, lasting: bool = False
) -> Iterator[Path]:
    """*content* whole on the disk in *folder*, under a name that only we give; gone afterwards, unless it was moved."""
    path = folder / f".zhidu-{os.getpid()}-{os.urandom(4).hex()}.part"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
            file.write(content)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        if mode is not None:
            path.chmod(mode)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _linked(fresh: Path, path: Path) -> bool:
    """Give *fresh* the name *path*, which nobody may have; False where the file system has no links, as on USB sticks."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS}:
            raise
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from error
        return False
    return True


def settle(folder: Path) -> None:
    """Make sure that the names in *folder* outlive a power cut, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


_seen: set[str] = set()  # folders in which this process has looked for what others left


def _ready(folder: Path) -> None:
    """Make *folder*; where it is there, take away what a dead writer left in it."""
    folder.mkdir(parents=True, exist_ok=True)
    name = os.path.abspath(folder)  # noqa: PTH100  a key
    if name not in _seen:
        _seen.add(name)
        sweep(folder)


def sweep(folder: Path) -> None:
    """Take away what a writer that is no more left half written in *folder* itself."""
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as found:
        for entry in found:
            name = _PART.fullmatch(entry.name)
            if name and entry.is_file(follow_symlinks=False) and not alive(int(name[1])):
                Path(entry.path).unlink(missing_ok=True)


def remove(path: Path, *, ours: Callable[[bytes], bool] | None = None) -> bool:
    """Take away what is at *path*, if it is a plain file of ours; whether it was."""
    try:
        if unplain(path.lstat().st_mode):
            return False
        raw = bytes_of(path)
    except FileNotFoundError:
        return False
    if not (ours(raw) if ours else file_marks.ours(path.name, raw)):
        return False
    path.unlink()
    return True


def within(base: Path, folder: Path) -> None:
    """Refuse where the way from *base* down to *folder* leads through a link or through what is no folder."""
    step = base
    for name in folder.relative_to(base).parts:
        step /= name
        with suppress(FileNotFoundError):
            mode = step.lstat().st_mode
            if not stat.S_ISDIR(mode):
                raise RefusedError(
                    f"{step} 是{unplain(mode) or '一个文件'}，没有往里写。请把它移走。"
                )


# ---------- where whole folders go


def output_folder(root: Path, folder: Path) -> Path:
    """*folder*, into which files are to be written, where that is no folder of the project's sources."""
    real = Path(os.path.realpath(folder))
    why = "这是整个盘" if real == real.parent else _sensitive(real, root) or _passing(real)
    if why:
        raise RefusedError(f"不能写到 {folder}：{why}。请换一个文件夹。")
    with suppress(FileNotFoundError):
        if what := unplain(real.stat().st_mode):
            if what != "一个文件夹":
                raise RefusedError(f"{folder} 是{what}，不是文件夹。请换一个名字。")
        else:
            raise RefusedError(f"{folder} 是一个文件，不是文件夹。请换一个名字。")
    return real


def target(root: Path, folder: Path, others: Iterable[Path] = ()) -> Path:
    """Where the folder that is to stand at *folder* will stand; a link is followed to what it leads to.

    It may stand where nothing is, in an empty folder, or in the place of one that carries our mark and holds only what
    we put there. *others* are folders that it may neither be, nor lie in, nor hold.
    """
    real = Path(os.path.realpath(folder))
    if why := _dangerous(real, root, others):
        raise RefusedError(f"不能放在 {folder}：{why}。请换一个文件夹。")
    try:
        mode = real.stat().st_mode
    except FileNotFoundError:
        return real
    if not stat.S_ISDIR(mode):
        raise RefusedError(f"{folder} 是{unplain(mode) or '一个文件'}，不是文件夹。请换一个名字。")
    if not any(name not in _LITTER for name in os.listdir(real)):  # noqa: PTH208
        return real
    if not marked(real):
        raise RefusedError(
            f"{folder} 里有东西，不是本程序（或是以前的版本）生成的，没有动。请换一个文件夹，或把它移走。"
        )
    if not (real / MANIFEST).is_file():
        raise RefusedError(
            f"{folder} 里少了清单 {MANIFEST}，说不清哪些是本程序生成的，没有动。请把它移走，再运行一次。"
        )
    strange = strangers(real)
    if strange:
        more = f" 等 {len(strange)} 个" if len(strange) > _LISTED else ""
        raise RefusedError(
            f"{folder} 里有后来放进去的东西：{'、'.join(strange[:_LISTED])}{more}。"
            "这个文件夹会整个换掉，请先把它们移走。"
        )
    return real


def _dangerous(real: Path, root: Path, others: Iterable[Path]) -> str:
    """Why a folder may not be exchanged whole; nothing where it may."""
    above = _ids((real, *real.parents))
    own = _id(real)
    homes = [Path.home()]
    with suppress(ImportError, KeyError):
        import pwd  # noqa: PLC0415  there is none on Windows

        homes.append(Path(pwd.getpwuid(os.getuid()).pw_dir))
    if real == real.parent:
        return "这是整个盘"
    for place, words in ((root, "项目"), *((home, "您的主文件夹") for home in homes)):
        whole = Path(os.path.realpath(place))
        if real == whole or (own is not None and own == _id(whole)):
            return f"这是{words}本身" if words == "项目" else f"这是{words}"
        if real in whole.parents or (own is not None and own in _ids(whole.parents)):
            return f"{words}在它里面"
    if why := _sensitive(real, root):
        return why
    for place in others:
        whole = Path(os.path.realpath(place))
        if (
            real == whole
            or real in whole.parents
            or whole in real.parents
            or (_id(whole) or 0) in above
        ):
            return f"{place} 是正在用的资料"
    return ""


def _sensitive(real: Path, root: Path) -> str:
    """Why nothing may be written in *real* that is made by the way; nothing where it may."""
    whole = Path(os.path.realpath(root))
    above = _ids((real, *real.parents))
    for name in _SOURCES:
        source = whole / name
        if real == source or source in real.parents or (_id(source) or 0) in above:
            return f"{name} 是项目自己的文件夹"
    if ".git" in real.parts:
        return "这里是 git 的仓库"
    for folder in (real, *real.parents):
        if folder.name == "checklists" or all((folder / name).is_file() for name in _REGISTERS):
            return f"{folder} 里是各校的自查表"
        if folder.name in _SOURCES and all((folder.parent / name).exists() for name in _PROJECT):
            return f"{folder.name} 是一个项目自己的文件夹"
    return ""


def _passing(real: Path) -> str:
    """Why what is written in *real* would not stay; nothing where it would."""
    whole = next((folder for folder in (real, *real.parents) if marked(folder)), None)
    return "" if whole is None else f"{whole} 由本程序生成，下一次整个换掉"


def _id(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def _ids(paths: Iterable[Path]) -> set[object]:
    return {found for path in paths if (found := _id(path)) is not None}


# ---------- folders that are exchanged whole


def mark(folder: Path) -> None:
    """Leave our mark in *folder*."""
    (folder / MARK).write_bytes(_MARKED)


def marked(folder: Path) -> bool:
    """Whether *folder* is a folder, and carries our mark."""
    with suppress(OSError, RefusedError):
        return stat.S_ISDIR(folder.lstat().st_mode) and bytes_of(folder / MARK) == _MARKED
    return False


def seal(folder: Path) -> None:
    """List the files of *folder*, which carries our mark afterwards. Folders of ours in it have lists of their own."""
    mark(folder)
    inner = tuple(
        f"{name}/"
        for name, state in below(folder)
        if stat.S_ISDIR(state.st_mode) and marked(folder / name)
    )
    sums = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name, state in below(folder)
        if stat.S_ISREG(state.st_mode) and name != MANIFEST and not name.startswith(inner)
    }
    (folder / MANIFEST).write_bytes(written(sums))


def digest(folder: Path) -> str:
    """What stands for the whole content of the sealed *folder*."""
    return hashlib.sha256(bytes_of(folder / MANIFEST)).hexdigest()


def written(sums: Mapping[str, str]) -> bytes:
    """The list of files, a line each."""
    return "".join(f"{sha}  {name}\n" for name, sha in sorted(sums.items())).encode()


def listed(content: bytes) -> dict[str, str] | None:
    """The files that a list names, with their digests; None where it is no such list."""
    found: dict[str, str] = {}
    try:
        lines = content.decode().splitlines()
    except UnicodeDecodeError:
        return None
    for line in lines:
        read = _LINE.fullmatch(line)
        if read is None or read[2] in found:
            return None
        found[read[2]] = read[1]
    return found or None


def strangers(folder: Path) -> list[str]:
    """What is in the sealed *folder* and not in its list; a folder of ours in it answers for itself."""
    known = listed(bytes_of(folder / MANIFEST)) or {}
    found: list[str] = []
    ends: list[str] = []  # of folders that were looked at by themselves
    for name, state in below(folder):
        if name.startswith(tuple(ends)):
            continue
        if stat.S_ISDIR(state.st_mode):
            inner = folder / name
            if marked(inner) and (inner / MANIFEST).is_file():
                ends.append(f"{name}/")
                found += [f"{name}/{each}" for each in strangers(inner)]
        elif name not in known and name != MANIFEST and name.rpartition("/")[2] not in _LITTER:
            found.append(name)
    return found


def put_folder(place: Path, files: Mapping[str, bytes], *, over: bool = False) -> None:
    """A folder at *place* with *files* (name → content): all of them, or nothing is changed.

    With *over* a folder that is there keeps what else is in it, and *files* take the place of their namesakes.
    """
    if os.path.lexists(place) and not over:
        raise RefusedError(f"{place} 已经有了，不会覆盖。请换一个日期，或直接改里面的文件。")
    if os.path.lexists(place):
        if place.is_symlink() or not place.is_dir():
            raise RefusedError(f"{place} 是一个链接或文件，没有往里写。请把它移走。")
        for name in files:
            look(place / name, over=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    hidden = place.with_name(f".{place.name}")  # readers pass over what begins with a dot
    recover(hidden, back=place)
    with aside(hidden) as room:
        fresh = room / "new"
        if os.path.lexists(place):
            shutil.copytree(place, fresh, symlinks=True)
        else:
            fresh.mkdir()
        for name, content in files.items():
            (fresh / name).unlink(missing_ok=True)
            (fresh / name).write_bytes(content)
        swap(fresh, place, old=room / _STEPPED)


def put_new(folder: Path, files: Mapping[str, bytes]) -> None:
    """*files* (name → content, folders by `/`) in *folder*, where nothing is or an empty folder: all, or none."""
    vacant(folder)
    with aside(folder.absolute()) as room:
        for name, content in files.items():
            path = room / "new" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        vacant(folder)
        folder.mkdir(exist_ok=True)
        moved: list[Path] = []
        try:  # into the folder, and not in its place: somebody may stand in it
            moved.extend(e.rename(folder / e.name) for e in sorted((room / "new").iterdir()))
        except OSError:
            for path in moved:
                path.rename(room / "new" / path.name)
            raise


def vacant(folder: Path) -> None:
    """Refuse where something is at *folder*, other than an empty folder."""
    if not os.path.lexists(folder):
        return
    if folder.is_symlink() or not folder.is_dir():
        raise RefusedError(f"{folder} 是一个链接或文件，没有往里写。请换一个名字。")
    there = sorted(name for name in os.listdir(folder) if name not in _LITTER)  # noqa: PTH208
    if there:
        more = f" 等 {len(there)} 个" if len(there) > _LISTED else ""
        raise RefusedError(
            f"{folder} 里有东西（{'、'.join(there[:_LISTED])}{more}），没有往里写。请换一个空文件夹。"
        )


def put_whole(root: Path, folder: Path, files: Mapping[str, bytes]) -> None:
    """The folder at *folder* with *files* (name → content) and nothing else, in one step; it carries our mark afterwards.

    It comes where `target` lets it, and in the place of one that nobody has edited since we made it.
    """
    place = target(root, folder)
    recover(place)
    if edited := _edited(place):
        raise RefusedError(
            f"{folder} 里的 {'、'.join(edited[:_LISTED])} 生成以后被人改过，没有动。请换一个文件夹，或把它移走。"
        )
    with aside(place) as fresh:
        for name, content in files.items():
            (fresh / name).write_bytes(content)
        seal(fresh)
        open_to_all(fresh)
        target(root, folder)  # nobody put anything there meanwhile
        swap(fresh, place)


def _edited(folder: Path) -> list[str]:
    """The files in the sealed *folder* that are not as its list says; none where it has no list."""
    try:
        known = listed(bytes_of(folder / MANIFEST)) or {}
    except FileNotFoundError:
        return []
    return [
        name
        for name, digest_ in known.items()
        if os.path.lexists(folder / name)
        and hashlib.sha256(bytes_of(folder / name)).hexdigest() != digest_
    ]


@contextmanager
def aside(place: Path) -> Iterator[Path]:
    """A fresh folder of ours beside *place*; gone afterwards, with whatever stands there by then."""
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_name(f"{place.name}.new-{os.getpid()}-{os.urandom(4).hex()}")
    fresh.mkdir(mode=0o700)
    try:
        mark(fresh)
        yield fresh
    finally:
        discard(fresh)


def discard(folder: Path) -> None:
    """Take away a folder of ours, its mark last: if somebody stops us, the next run still knows whose it is."""
    with suppress(OSError):
        for name in os.listdir(folder):  # noqa: PTH208  names
            path = folder / name
            if stat.S_ISDIR(path.lstat().st_mode):
                shutil.rmtree(path, ignore_errors=True)
            elif name != MARK:
                path.unlink()
        if not set(os.listdir(folder)) - {MARK}:  # noqa: PTH208
            (folder / MARK).unlink(missing_ok=True)
            folder.rmdir()


def swap(fresh: Path, place: Path, old: Path | None = None) -> None:
    """Put *fresh* where *place* is. Where the system can, both are exchanged in one step and no moment is without either.

    Elsewhere *place* steps aside first, to *old*; if *fresh* cannot follow, it steps back; after a kill, `recover` puts
    it back.
    """
    if not os.path.lexists(place):
        fresh.replace(place)
        return
    if _exchanged(fresh, place):
        return
    old = old or place.with_name(f"{place.name}.old-{os.getpid()}-{os.urandom(4).hex()}")
    place.replace(old)
    try:
        fresh.replace(place)
    except BaseException:
        old.replace(place)
        raise
    discard(old)


_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where the system cannot."""
    if sys.platform != "linux":
        return False
    import ctypes  # noqa: PLC0415  every command looks at disks, few exchange folders

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    if rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM}:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))


def recover(place: Path, back: Path | None = None) -> None:
    """Finish what killed processes left beside *place*: put it back where it is missing, take away what is no more needed.

    In a room that was used to make *back*, that may have stepped aside. Only folders that carry our mark and our name for them, and whose process is no more, are touched.
    """
    aside_ = re.compile(re.escape(place.name) + r"\.(new|old)-([0-9]{1,10})-[0-9a-f]{8}")
    with suppress(FileNotFoundError, NotADirectoryError):
        for name in sorted(os.listdir(place.parent)):  # noqa: PTH208  names, and links are not followed
            found = aside_.fullmatch(name)
            folder = place.parent / name
            if found is None or alive(int(found[2])) or not (marked(folder) or _empty(folder)):
                continue
            if found[1] == "old" and not os.path.lexists(place):
                folder.replace(place)
                continue
            if back and (folder / _STEPPED).is_dir() and not os.path.lexists(back):
                (folder / _STEPPED).replace(back)
            else:
                discard(folder)


def _empty(folder: Path) -> bool:
    with suppress(OSError):
        return stat.S_ISDIR(folder.lstat().st_mode) and not os.listdir(folder)  # noqa: PTH208
    return False


def open_to_all(folder: Path) -> None:
    """Let everybody read *folder*, which a web server is to show, whatever the user's mask says."""
    for name, state in below(folder):
        path = folder / name
        if stat.S_ISDIR(state.st_mode):
            path.chmod(0o755)
        elif stat.S_ISREG(state.st_mode):
            path.chmod(0o644)
    folder.chmod(0o755)


# ---------- processes


def alive(process: int) -> bool:
    """Whether this process runs."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):  # no process has so large a number
        return False
    except OSError:  # it is somebody else's
        return True
    with suppress(OSError, IndexError):  # one that ended keeps its number until somebody asks how
        return told_of(process)[0] != "Z"
    return True


def told_of(process: int) -> list[str]:
    """What Linux tells of a process, from its state on; `OSError` where there is none or nothing is told."""
    told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    return told.rpartition(")")[2].split()
