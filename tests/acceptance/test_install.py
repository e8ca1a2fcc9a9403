"""An ordinary installation, as on a clerk's machine: `pip install .` into a fresh environment."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from support.beginners import BUREAUS, COUNTY
from support.site_server import serving

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def zhidu(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed command."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    python = folder / "venv" / "bin" / "python"
    lock = ["--require-hashes", "-r", str(ROOT / "requirements.lock")]
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *lock], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", str(ROOT)], check=True)
    return python.parent / "zhidu"


def digest(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_site_from_the_checkout_from_elsewhere_and_from_data_alone(
    zhidu: Path, site: Path, tmp_path: Path
) -> None:
    assert site  # nobody writes to docs/ while it is copied
    data = tmp_path / "bureau"
    data.mkdir()
    for part in ("policies", "checklists"):
        shutil.copytree(ROOT / part, data / part)
    generated = shutil.ignore_patterns("api", "policies", "roles", "notice")
    shutil.copytree(ROOT / "docs", data / "docs", ignore=generated)
    shutil.copy(ROOT / "mkdocs.yml", data)
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    runs = {
        "inside": (ROOT, ["build"]),
        "outside": (tmp_path, ["build", "--root", str(ROOT)]),
        "data": (data, ["build"]),
    }
    sites = {}
    for name, (folder, arguments) in runs.items():
        subprocess.run(
            [str(zhidu), *arguments, "--site-dir", str(tmp_path / name)],
            cwd=folder,
            env=environment,
            check=True,
        )
        sites[name] = digest(tmp_path / name)
    assert sites["inside"] == sites["outside"] == sites["data"]


def test_every_command_works_installed(zhidu: Path, tmp_path: Path) -> None:
    for arguments in (["check"], ["export", "json"], ["explain"], ["explain", "yaml/tab"]):
        done = subprocess.run([str(zhidu), *arguments], cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
    empty = subprocess.run([str(zhidu), "check"], cwd=tmp_path, capture_output=True, check=False)
    assert empty.returncode == 2


NOWHERE = "http://127.0.0.1:9"  # nobody is there: whatever would be fetched, fails


def test_a_bureau_begins_with_the_wheel_alone(
    zhidu: Path, tmp_path: Path, browser: Browser
) -> None:
    """As its README says, outside any clone and with no network: a text becomes a project, a site, an answer."""
    bare = tmp_path / "bare"
    bare.mkdir()
    shutil.copy(BUREAUS / "county" / "manuscript.txt", bare / "制度.txt")
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    environment |= dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), NOWHERE)
    root = bare / "清河"

    def run(folder: Path, *arguments: str) -> str:
        done = subprocess.run(
            [str(zhidu), *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "写好了：清河" in run(bare, "init", "清河", "--issuer", COUNTY, "--from", "制度.txt")
    readme = (root / "README.md").read_text(encoding="utf-8")
    commands = [line.split()[1] for line in readme.splitlines() if line.startswith("zhidu ")]
    assert commands == ["check", "build"]
    for command in commands:
        run(root, command)
    with serving(root / "site") as address:
        context = browser.new_context(locale="zh-CN")
        page = context.new_page()
        page.goto(f"{address}/search/?q=能借几本书")
        expect(page.locator(".search-hits a").first).to_have_text("附件第二章第三条")
        context.close()
    assert list((root / "site" / "sheets").rglob("*.pdf"))
