"""A project says which version of the program it is for; another one says so, and `zhidu upgrade` brings it along."""

from pathlib import Path

import pytest
from support.beginners import county

from zhidu import __version__
from zhidu.cli.commands import main

OTHER = "0.0.9"


def older(folder: Path) -> Path:
    """A project as an older version would have made it."""
    root = county(folder)
    for name, times in (("mkdocs.yml", 1), ("requirements.txt", 1), ("README.md", 3)):
        text = (root / name).read_text(encoding="utf-8")
        assert text.count(__version__) == times
        (root / name).write_text(text.replace(__version__, OTHER), encoding="utf-8")
    (root / "schema" / "policy.schema.json").write_text("{}\n", encoding="utf-8")
    (root / "macros" / "hooks.py").write_text("# old\n", encoding="utf-8")
    return root


def state(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_another_version_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = county(tmp_path / "same")
    capsys.readouterr()
    assert main(["check", "--root", str(root)]) == 0
    assert capsys.readouterr().err == ""
    root = older(tmp_path / "older")
    capsys.readouterr()
    assert main(["check", "--root", str(root)]) == 0
    assert capsys.readouterr().err == (
        f"这个项目写明用程序 {OTHER}（mkdocs.yml），现在运行的是 {__version__}。看要改什么：zhidu upgrade\n"
    )


def test_an_upgrade_is_told_first_and_written_when_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = older(tmp_path / "older")
    fresh = county(tmp_path / "fresh")
    before = state(root)
    capsys.readouterr()
    assert main(["upgrade", "--root", str(root)]) == 0
    told = capsys.readouterr().out
    names = [
        "macros/hooks.py",
        "schema/policy.schema.json",
        "mkdocs.yml",
        "requirements.txt",
        "README.md",
    ]
    assert [line.split()[1] for line in told.splitlines() if "会改写" in line] == names
    assert "只是预演，没有写。要写，加上 --write。" in told
    assert state(root) == before
    assert main(["upgrade", "--root", str(root), "--write"]) == 0
    assert state(root) == state(fresh)
    capsys.readouterr()
    assert main(["upgrade", "--root", str(root)]) == 0
    assert "随程序来的文件都是新的。" in capsys.readouterr().out


def test_an_older_program_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = county(tmp_path / "newer")
    path = root / "mkdocs.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(__version__, "9.0.0"), encoding="utf-8"
    )
    before = state(root)
    assert main(["upgrade", "--root", str(root), "--write"]) == 2
    assert "请先装新的程序，旧的不改它" in capsys.readouterr().err
    assert state(root) == before


def test_a_project_that_names_no_version_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["upgrade", "--root", str(tmp_path)]) == 2
    assert "没有写明用哪个版本的程序" in capsys.readouterr().err
