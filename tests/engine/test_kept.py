"""What was made is kept in a folder of the user's own or not at all, and whatever lies there changes nothing."""

import os
import pickle
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from zhidu.reading.disk import user_cache


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it is kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    MADE.clear()
    return tmp_path / "cache" / "zhidu" / "made"


def shouted(word: str) -> bytes:
    """Stands for a document."""
    MADE.append(word)
    return word.upper().encode()


MADE: list[str] = []


class Forged:
    """Makes a folder where it is read as what it claims to be."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        """Called by whoever trusts a pickle."""
        return (os.mkdir, (str(self.path),))


def _link(path: Path) -> None:
    other = path.parent.parent / "elsewhere"
    path.replace(other)
    path.symlink_to(other)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _other(path: Path) -> None:
    """A whole one, under another's name."""
    user_cache.made("b", shouted)
    other = next(each for each in path.parent.iterdir() if each != path)
    path.write_bytes(other.read_bytes())


STATES: dict[str, Callable[[Path], object]] = {
    "forged": lambda path: path.write_bytes(pickle.dumps(Forged(path.parent.parent / "executed"))),
    "torn": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "empty": lambda path: path.write_bytes(b""),
    "a folder": _folder,
    "a pipe": _pipe,
    "a link": _link,
    "another": _other,
}


@pytest.mark.parametrize("state", STATES)
def test_whatever_lies_there_is_made_anew(folder: Path, state: str) -> None:
    assert user_cache.made("a", shouted) == b"A"
    (path,) = folder.iterdir()
    STATES[state](path)
    before = (folder.parent / "elsewhere").read_bytes() if state == "a link" else b""
    MADE.clear()
    assert user_cache.made("a", shouted) == b"A"
    assert MADE == ["a"]
    assert not (folder.parent / "executed").exists()
    if state == "a link":
        assert (folder.parent / "elsewhere").read_bytes() == before


def test_the_folder_is_the_users_own_or_there_is_none(folder: Path, tmp_path: Path) -> None:
    user_cache.made("a", shouted)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (only,) = folder.iterdir()
    for mode in (0o755, 0o770, 0o777):
        folder.chmod(mode)
        MADE.clear()
        assert user_cache.made("a", shouted) == b"A"
        assert user_cache.made("c", shouted) == b"C"
        assert MADE == ["a", "c"]
        assert list(folder.iterdir()) == [only]
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    only.unlink()
    folder.rmdir()
    folder.symlink_to(elsewhere)
    assert user_cache.made("a", shouted) == b"A"
    assert not list(elsewhere.iterdir())


def test_nothing_is_lost_where_nothing_can_be_kept(folder: Path) -> None:
    folder.parent.parent.write_text("a file where a folder should be", encoding="utf-8")
    assert user_cache.made("a", shouted) == user_cache.made("a", shouted) == b"A"


def test_the_same_is_made_once(folder: Path) -> None:
    assert [user_cache.made(word, shouted) for word in ("a", "b", "a")] == [b"A", b"B", b"A"]
    assert MADE == ["a", "b"]
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    assert user_cache.made("a", shouted) == b"A"
    assert MADE == ["a", "b", "a"]


@pytest.mark.parametrize("name", ["form.typ", "part.py", "fonts/one.ttf"])
def test_a_changed_file_of_the_program_makes_it_anew(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Whatever it is, even of the same size and with the old time of writing."""
    assert folder
    program = tmp_path / "program"
    file = program / name
    file.parent.mkdir(parents=True)
    file.write_bytes(b"old")
    written = file.stat().st_mtime_ns
    monkeypatch.setattr(user_cache, "PACKAGE", program)
    user_cache.program.cache_clear()
    MADE.clear()
    user_cache.made("a", shouted)
    user_cache.program.cache_clear()
    user_cache.made("a", shouted)
    assert MADE == ["a"]
    file.write_bytes(b"new")
    os.utime(file, ns=(written, written))
    user_cache.program.cache_clear()
    user_cache.made("a", shouted)
    user_cache.program.cache_clear()
    assert MADE == ["a", "a"]


def test_what_was_kept_long_ago_goes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"{number:040x}" for number in range(10)]
    for number, name in enumerate(names[:9]):
        user_cache.store(name, b"x" * 84)
        os.utime(folder / name, (number, number))
    foreign = folder / "diary.txt"
    foreign.write_bytes(b"x" * 500)
    os.utime(foreign, (0, 0))
    monkeypatch.setattr(user_cache, "MOST", 999)
    user_cache.tidy.cache_clear()
    user_cache.store(names[9], b"x" * 84)
    user_cache.tidy.cache_clear()
    assert sorted(path.name for path in folder.iterdir()) == [*names[6:], "diary.txt"]
