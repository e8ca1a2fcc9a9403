"""A site and its archive are checked against the list that the build left: what was changed, added, taken away is named."""

import json
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from zhidu.cli.commands import main
from zhidu.office.zip_archive import zipped
from zhidu.reading.disk import ownership
from zhidu.site import manifest

PAGES = {"index.html": b"<p>a", "api/v1/a.json": b"{}", "policies/a1/index.html": b"<p>b"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site with its list."""
    folder = tmp_path / "site"
    for name, content in PAGES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    ownership.seal(folder)
    return folder


def packed(site: Path) -> Path:
    """The same as an archive."""
    path = site.parent / "site.zip"
    files = {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}
    path.write_bytes(zipped(files.items(), date(2020, 1, 1)))
    return path


@pytest.mark.parametrize("how", ["folder", "archive"])
def test_what_changed_is_named(site: Path, how: str, capsys: pytest.CaptureFixture[str]) -> None:
    def where() -> str:
        return str(site if how == "folder" else packed(site))

    digest = ownership.digest(site)
    assert main(["verify", where()]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "清单上 4 个文件都没有变。",
        f"清单的校验码：{digest}（要与生成时的一样；不一样，是清单也被换了）",
    ]
    (site / "index.html").write_bytes(b"<p>defaced")
    (site / "new.html").write_bytes(b"")
    (site / "api/v1/a.json").unlink()
    assert main(["verify", where()]) == 1
    assert capsys.readouterr().out.splitlines()[:4] == [
        "被改了：index.html",
        "多出来的：new.html",
        "少了：api/v1/a.json",
        "清单上 4 个文件：改了 1 个，少了 1 个；另外多出 1 个。",
    ]
    assert main(["verify", where(), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "digest": digest,
        "files": 4,
        "changed": ["index.html"],
        "added": ["new.html"],
        "missing": ["api/v1/a.json"],
    }


def test_a_list_that_was_made_anew_is_found_out(site: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    shutil.copy(site / ownership.MANIFEST, kept)
    before = ownership.digest(site)
    (site / "index.html").write_bytes(b"<p>defaced")
    ownership.seal(site)
    assert manifest.compare(site).whole
    assert manifest.compare(site).digest != before
    assert manifest.compare(site, kept).changed == ("index.html",)


def test_a_link_is_a_change(site: Path, tmp_path: Path) -> None:
    (site / "index.html").rename(tmp_path / "index.html")
    (site / "index.html").symlink_to(tmp_path / "index.html")
    assert manifest.compare(site).changed == ("index.html",)


@pytest.mark.parametrize(
    "name", ["../a", "/a", "a/../../b", "a\\b", "C:a", "a//b", "./a", "中.html", "a\x1bb"]
)
def test_odd_names_are_refused(site: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = packed(site)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"")
    assert main(["verify", str(path)]) == 2
    assert "不正常的文件名" in capsys.readouterr().err


def test_what_grows_without_end_is_not_read_to_its_end(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "index.html").write_bytes(b"0" * 5_000_000)
    ownership.seal(site)
    path = packed(site)
    assert path.stat().st_size < 10_000
    monkeypatch.setattr(manifest, "_MOST", 2_000_000)
    assert main(["verify", str(path)]) == 2
    assert "太大" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 100])
def test_what_is_no_archive_is_told(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    assert main(["verify", str(path)]) == 2
    assert "不是 zip 文件" in capsys.readouterr().err
    assert main(["verify", str(tmp_path)]) == 2
    assert "没有清单" in capsys.readouterr().err
    assert main(["verify", str(tmp_path / "nowhere")]) == 2
    assert main(["verify", "/dev/null"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


@pytest.mark.parametrize("inside", [True, False])
def test_what_is_too_large_for_a_list_is_not_opened(
    site: Path, tmp_path: Path, *, inside: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    large = site / ownership.MANIFEST if inside else tmp_path / "kept"
    with large.open("wb") as file:
        file.truncate(3_000_000_000)
    words = [] if inside else ["--manifest", str(large)]
    assert main(["verify", str(site), *words]) == 2
    assert capsys.readouterr().err == f"{large} 太大，不是清单。\n"
