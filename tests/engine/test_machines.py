"""Machines that are short of something, or that git gave other ends of lines: a sentence each, or the same result."""

import errno
import os
import resource
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.folders import contents
from support.revised import write_revised
from support.tiny import write_tiny
from support.yunling import YUNLING

from zhidu.cli import chinese
from zhidu.cli.commands import main
from zhidu.reading import published_addresses


@pytest.mark.parametrize("value", ["x", "-5", "1e9", "１２", "9" * 11, "9" * 40, " 1", "1\n"])
def test_a_garbled_epoch_is_told(
    monkeypatch: pytest.MonkeyPatch, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    for command in (["check"], ["build", "--site-dir", "/nowhere/site"], ["export", "json"]):
        assert main([*command, "--root", str(YUNLING)]) == 2
        told = capsys.readouterr().err
        assert told.startswith("环境变量 SOURCE_DATE_EPOCH 的值")
        assert len(told.splitlines()) == 1


@pytest.mark.parametrize("day", ["9999-12-31", "2108-01-01", "1969-12-31", "0001-01-01"])
@pytest.mark.parametrize(
    "command", [["check"], ["build"], ["export", "json"], ["poster", "a1"], ["pages"], ["impact"]]
)
def test_a_day_far_off_is_told(
    command: list[str], day: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--root", str(YUNLING), "--as-of", day]) == 2
    told = capsys.readouterr().err
    assert "太远" in told
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize("command", [["build", "--no-posters"], ["pages"], ["signing"]])
def test_a_clock_from_before_the_first_issuance_is_told(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    root = write_tiny(tmp_path / "project")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    where = {"build": ["--site-dir", "site"], "signing": ["-o", "a.pdf"]}.get(command[0], [])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # of the project's own modules, by Python
    before = contents(tmp_path)
    capsys.readouterr()
    assert main([*command, "--root", str(root), *where]) == 2
    told = capsys.readouterr().err
    assert "还没有一份已经施行的通知" in told
    assert len(told.splitlines()) == 1
    assert contents(tmp_path) == before


def test_a_disk_that_is_full_amid_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_text("x", encoding="utf-8")

    def full(_: str, to: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", to)

    with pytest.raises(shutil.Error) as caught:
        shutil.copytree(tmp_path / "a", tmp_path / "c", copy_function=full)
    assert chinese.trouble(caught.value) == (
        f"读写文件时出错：磁盘满了。腾出地方，再运行同样的命令（{tmp_path}/c/b）"
    )


def test_a_port_that_is_taken_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["serve", "--root", str(YUNLING), "--port", str(port)]) == 2
    assert capsys.readouterr().err == (
        f"端口 {port} 已经有程序在用。用 --port 换一个，例如 --port {port + 1}。\n"
    )


def test_a_console_that_lacks_a_character_is_told(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "zhidu", "check", "--root", str(YUNLING)],
        env={**os.environ, "PYTHONIOENCODING": "latin-1:strict", "XDG_CACHE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    said = done.stderr.encode().decode("unicode_escape")
    assert said == (
        "这个窗口用的编码（latin-1）写不出要显示的字。把环境变量 PYTHONIOENCODING 设为 utf-8，再运行同样的命令。\n"
    )


def _memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (80_000_000, 80_000_000))


def _no_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


@pytest.mark.parametrize(
    ("short", "words"), [(_memory, "内存不够"), (_no_files, "超过了系统允许的大小")]
)
def test_what_a_machine_lacks_is_told(
    tmp_path: Path, short: Callable[[], None], words: str
) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "zhidu",
            "poster",
            "a8",
            "--size",
            "A4",
            "-o",
            str(tmp_path / "a.pdf"),
        ],
        cwd=YUNLING,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=short,
    )
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "a.pdf").exists()


def _with_other_ends(folder: Path) -> None:
    for path in folder.rglob("*"):
        raw = path.read_bytes() if path.is_file() else b"\0"
        if (
            b"\0" not in raw
            and b"\r" not in raw
            and path.suffix
            in {".yaml", ".yml", ".md", ".txt", ".json", ".js", ".css", ".html", ".j2"}
        ):
            path.write_bytes(raw.replace(b"\n", b"\r\n"))


def test_a_seal_is_over_lines(tmp_path: Path) -> None:
    published_addresses.add(tmp_path, ["/a/", "/b/"], "2020-01-01")
    file = tmp_path / published_addresses.FILE
    whole = file.read_bytes()
    for raw in (whole, whole.replace(b"\n", b"\r\n"), whole.rstrip(b"\n")):
        file.write_bytes(raw)
        found = published_addresses.read(tmp_path)
        assert found is not None
        assert (found.addresses, found.broken) == (("/a/", "/b/"), 0)
    file.write_bytes(whole.replace(b"\n", b"\r\n"))
    assert published_addresses.add(tmp_path, ["/c/"], "2020-01-02") == 1
    assert b"\r" not in file.read_bytes()
    again = published_addresses.read(tmp_path)
    assert again is not None
    assert again.broken == 0
    file.write_bytes(file.read_bytes().replace(b"/b/", b"/x/"))
    broken = published_addresses.read(tmp_path)
    assert broken is not None
    assert broken.broken == 4


def test_a_clone_on_windows_checks_and_builds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_revised(tmp_path / "project")
    plain = tmp_path / "plain"
    build = ["build", "--no-posters", "--root", str(root), "--site-dir"]
    assert main([*build, str(plain)]) == 0
    shutil.rmtree(root)
    write_revised(root)
    _with_other_ends(root)
    assert main(["check", "--root", str(root)]) == 0
    assert main([*build, str(tmp_path / "site")]) == 0
    assert "Traceback" not in capsys.readouterr().err
    for name in ("index.html", "policies/a1/index.html", "api/v1/handbook.json", "search/data.js"):
        assert (tmp_path / "site" / name).read_bytes() == (plain / name).read_bytes(), name
