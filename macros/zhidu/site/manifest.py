"""Whether a site, or its offline archive, is still what was built: each file is compared with the list that the build left.

Who can change pages can change the list, too: so the build tells the digest of its list, and a copy of the list that was
kept elsewhere may be given. Nothing is unpacked and no link is followed. What the archive says of itself is not believed:
only files that the list names are read, and no more of them than a site ever has.
"""

import hashlib
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from zhidu.reading.disk import ownership
from zhidu.reading.disk.files import below
from zhidu.reading.disk.ownership import MANIFEST
from zhidu.reading.disk.refused import RefusedError

_CHUNK = 1 << 20
_MOST_ENTRIES = 100_000
_MOST = 4_000_000_000  # bytes of all files together
_MOST_OF_LIST = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What differs from the list: paths that were `changed`, `added`, `missing`. `digest` stands for the list itself."""

    digest: str
    files: int
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing differs."""
        return not (self.changed or self.added or self.missing)


def compare(path: Path, kept: Path | None = None) -> Compared:
    """The folder or archive at *path* against its own list, or against the one that was *kept* elsewhere."""
    own = _bytes(kept) if kept is not None else None
    if path.is_dir():
        return _folder(path, own)
    return _archive(path, own)


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > _MOST_OF_LIST:
        raise RefusedError(f"{path} 太大，不是清单。")
    return ownership.bytes_of(path)


def _listed(raw: bytes, where: Path) -> dict[str, str]:
    known = ownership.listed(raw)
    if known is None:
        raise RefusedError(f"{where} 里的 {MANIFEST} 不是程序写的清单，没法核对。")
    return known


def _told(known: Mapping[str, str], found: Mapping[str, str], raw: bytes) -> Compared:
    return Compared(
        digest=hashlib.sha256(raw).hexdigest(),
        files=len(known),
        changed=tuple(
            sorted(name for name in known if name in found and found[name] != known[name])
        ),
        added=tuple(sorted(name for name in found if name not in known and name != MANIFEST)),
        missing=tuple(sorted(name for name in known if name not in found)),
    )


def _folder(folder: Path, own: bytes | None) -> Compared:
    try:
        raw = own if own is not None else _bytes(folder / MANIFEST)
    except FileNotFoundError:
        raise RefusedError(
            f"{folder} 里没有清单 {MANIFEST}：不是这个版本生成的网站，没法核对。"
        ) from None
    known = _listed(raw, folder)
    found = {}
    for name, state in below(folder):
        if stat.S_ISREG(state.st_mode) and name in known:
            with (folder / name).open("rb") as file:
                found[name] = hashlib.file_digest(file, "sha256").hexdigest()
        elif not stat.S_ISDIR(state.st_mode):
            found[name] = ""
    return _told(known, found, raw)


# ---------- an archive


def _archive(path: Path, own: bytes | None) -> Compared:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise RefusedError(f"没有“{path}”这个文件夹或文件。") from None
    if what := ownership.unplain(mode):
        raise RefusedError(f"{path} 是{what}，不能核对。")
    try:
        with zipfile.ZipFile(path) as archive:
            return _compared(archive, path, own)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise RefusedError(f"{path} 打不开：不是 zip 文件，或者坏了、加了密。") from error


def _compared(archive: zipfile.ZipFile, path: Path, own: bytes | None) -> Compared:
    entries = archive.infolist()
    if len(entries) > _MOST_ENTRIES:
        raise RefusedError(f"{path} 里的文件太多，不像是离线包，没有核对。")
    seen: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        if entry.filename in seen or _odd(entry):
            shown = entry.filename.encode("unicode_escape").decode()[:100]
            raise RefusedError(f"{path} 里有不正常的文件名：{shown}。不要解压，请重新要一份。")
        seen[entry.filename] = entry
    if own is None and MANIFEST not in seen:
        raise RefusedError(f"{path} 里没有清单 {MANIFEST}：不是这个版本做的离线包，没法核对。")
    raw = own
    if raw is None:
        told = f"{path} 里的清单太大，没有核对。不要解压。"
        raw = b"".join(_chunks(archive, seen[MANIFEST], _MOST_OF_LIST, told))
    known = _listed(raw, path)
    found = {}
    too_large = f"{path} 解开以后太大，不像是离线包，没有核对完。不要解压。"
    left = _MOST
    for name, entry in seen.items():
        if name not in known:
            found[name] = ""
            continue
        digest = hashlib.sha256()
        for chunk in _chunks(archive, entry, left, too_large):
            digest.update(chunk)
        left -= entry.file_size
        found[name] = digest.hexdigest()
    return _told(known, found, raw)


def _odd(entry: zipfile.ZipInfo) -> bool:
    """Whether unpacking the entry could write elsewhere than in a folder below."""
    name = entry.filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return (
        not name.isascii()
        or not name.isprintable()
        or any(mark in name for mark in ("\\", ":"))
        or any(piece in {"", ".", ".."} for piece in name.removesuffix("/").split("/"))
        or kind not in {0, stat.S_IFREG, stat.S_IFDIR}
    )


def _chunks(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int, refusal: str
) -> Iterator[bytes]:
    """What *entry* holds, piece by piece, and no more of it than *most* bytes."""
    done = 0
    with archive.open(entry) as file:
        while chunk := file.read(_CHUNK):
            done += len(chunk)
            if done > most:
                raise RefusedError(refusal)
            yield chunk
