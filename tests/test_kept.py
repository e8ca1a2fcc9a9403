"""What was judged is kept: never for other bytes, another day or another program, and never what somebody forged."""

import os
import pickle
import shutil
from datetime import date
from pathlib import Path

import pytest

from macros import documents, kept, rules
from macros.check import check
from macros.findings import Finding
from macros.handbook import Handbook

REVISED = Path(__file__).parent / "revised"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it is kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "zhidu" / "kept"


@pytest.fixture
def judged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows whenever the rules look at a handbook."""
    assert folder
    runs: list[int] = []
    apply = rules.apply

    def counted(handbook: Handbook) -> list[Finding]:
        runs.append(1)
        return apply(handbook)

    monkeypatch.setattr(rules, "apply", counted)
    return runs


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(REVISED, tmp_path / "project")
    return tmp_path / "project"


def again(project: Path, as_of: date | None = None) -> str:
    """The verdict as a new process would come to it: nothing is remembered but what was kept."""
    os.utime(next((project / "policies").glob("*/notice.yaml")))
    checked = check(project, as_of=as_of)
    return repr((checked.result, sorted(checked.handbook.duties), checked.handbook.as_of))


def test_the_same_bytes_are_judged_once(project: Path, judged: list[int]) -> None:
    first = again(project)
    assert judged == [1]
    assert again(project) == first
    assert judged == [1]


def test_findings_are_kept_too(project: Path, judged: list[int]) -> None:
    notice = project / "policies" / "2020-03-01" / "notice.yaml"
    text = notice.read_text(encoding="utf-8")
    notice.write_text(text + "# 示例" + " " * 10 + "\n", encoding="utf-8")
    vocabulary = project / "policies" / "vocabulary" / "institutions.yaml"
    vocabulary.write_text(
        vocabulary.read_text(encoding="utf-8") + "  - {id: primary-secondary, name: 又一个}\n",
        encoding="utf-8",
    )
    first = again(project)
    assert "error" in first
    assert again(project) == first
    assert judged == [1]


def test_other_bytes_another_day_and_another_program_are_judged_anew(
    project: Path, judged: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    again(project)
    again(project, date(2027, 1, 1))
    assert len(judged) == 2
    roles = project / "policies" / "vocabulary" / "roles.yaml"
    roles.write_text(roles.read_text(encoding="utf-8") + "# 示例\n", encoding="utf-8")
    again(project)
    assert len(judged) == 3
    monkeypatch.setattr(kept, "program", lambda: ("another",))
    again(project)
    assert len(judged) == 4


class Forged:
    """Makes a file where it is read as what it claims to be."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        """Called by whoever trusts a pickle."""
        return (os.mkdir, (str(self.path),))


@pytest.mark.parametrize("how", ["forged", "torn", "empty", "a list", "a folder"])
def test_what_is_not_ours_is_judged_anew(
    project: Path, judged: list[int], folder: Path, tmp_path: Path, how: str
) -> None:
    first = again(project)
    (file,) = folder.iterdir()
    raw = file.read_bytes()
    proof = tmp_path / "executed"
    if how == "a folder":
        file.unlink()
        file.mkdir()
    else:
        whole = {"forged": pickle.dumps(Forged(proof)), "a list": pickle.dumps([1, 2])}
        if how in whole:
            kept.store(file.name, whole[how])
        else:
            file.write_bytes(raw[: len(raw) // 2] if how == "torn" else b"")
    assert again(project) == first
    assert len(judged) == 2
    assert not proof.exists()


def test_nothing_is_lost_where_nothing_can_be_kept(
    project: Path, judged: list[int], folder: Path
) -> None:
    folder.parent.parent.write_text("a file where a folder should be", encoding="utf-8")
    assert again(project) == again(project)
    assert len(judged) == 2


def test_a_link_is_never_taken_for_what_it_leads_to(tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    real.write_text("a: 1\n", encoding="utf-8")
    link = tmp_path / "link.yaml"
    link.symlink_to(real)
    places = [
        documents.Place(path=p, shown=p.name, kind="roles", issuance=None) for p in (real, link)
    ]
    assert kept.key_of_places(places[:1], None, drafts=False)
    assert kept.key_of_places(places, None, drafts=False) is None


# ---------- what was made ----------


def shouted(word: str) -> bytes:
    """Stands for a document."""
    MADE.append(word)
    return word.upper().encode()


MADE: list[str] = []


def test_the_same_is_made_once(folder: Path) -> None:
    MADE.clear()
    assert [kept.made(word, shouted) for word in ("a", "b", "a")] == [b"A", b"B", b"A"]
    assert MADE == ["a", "b"]
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    assert kept.made("a", shouted) == b"A"
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
    monkeypatch.setattr(kept, "PACKAGE", program)
    kept.program.cache_clear()
    MADE.clear()
    kept.made("a", shouted)
    kept.program.cache_clear()
    kept.made("a", shouted)
    assert MADE == ["a"]
    file.write_bytes(b"new")
    os.utime(file, ns=(written, written))
    kept.program.cache_clear()
    kept.made("a", shouted)
    kept.program.cache_clear()
    assert MADE == ["a", "a"]


def test_what_was_kept_long_ago_goes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(9):
        kept.store(str(number), b"x" * 84)
        os.utime(folder / str(number), (number, number))
    assert len(list(folder.iterdir())) == 9
    monkeypatch.setattr(kept, "MOST", 999)
    kept.tidy.cache_clear()
    kept.store("9", b"x" * 84)
    assert sorted(path.name for path in folder.iterdir()) == ["6", "7", "8", "9"]
