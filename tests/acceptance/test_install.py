"""An ordinary installation, as on a clerk's machine: `pip install .` into a fresh environment."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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
