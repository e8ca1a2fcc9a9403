"""`zhidu serve`: an edit shows in the browser by itself, and a mistake does not end the server."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from support.yunling import ISSUED


@pytest.fixture
def edited(project: Path, site: Path, tmp_path: Path) -> Path:
    """A copy with everything a build leaves under `docs/`."""
    assert site
    return shutil.copytree(project, tmp_path / "project")


@pytest.fixture
def server(edited: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "zhidu", "serve", "--root", str(edited), "--port", str(port)],
        cwd=edited.parent,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "查看；改了文件" in line:
            break
    try:
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.send_signal(signal.SIGINT)
        process.stderr.close()
        process.wait()


def test_an_edit_shows_and_a_mistake_is_survived(
    edited: Path, server: tuple[str, "subprocess.Popen[str]"], browser: Browser
) -> None:
    address, process = server
    policy = next((edited / "policies" / ISSUED).glob("08-*"))
    good = policy.read_text(encoding="utf-8")
    page = browser.new_page()
    page.goto(f"{address}/roles/network-administrator/")
    expect(page.get_by_text("上网记录保留 60 天").first).to_be_visible()
    policy.write_text(good.replace("policy: a8", "policy：a8"), encoding="utf-8")
    assert process.stderr is not None
    for line in process.stderr:
        if "yaml/full-width-colon" in line:
            break
    assert re.search(r":2:7: 错误 .*全角冒号", line)
    changed = good.replace("上网记录保留 60 天", "上网记录保留六十天（已改）")
    policy.write_text(changed, encoding="utf-8")
    expect(page.get_by_text("上网记录保留六十天（已改）").first).to_be_visible()
    assert process.poll() is None
    page.close()


def test_a_faulty_project_is_not_served(edited: Path) -> None:
    policy = next((edited / "policies" / ISSUED).glob("08-*"))
    policy.write_text("policy：a8\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "zhidu", "serve", "--root", str(edited)],
        cwd=edited.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "全角冒号改成半角冒号" in done.stderr
    assert "Traceback" not in done.stderr
