"""A project's settings, read as MkDocs reads them; and the guards that stand on them, which refuse where they cannot read."""

from pathlib import Path

import pytest

from zhidu.cli.commands import main
from zhidu.county.private_folders import must_be_private
from zhidu.posters.errors import CannotPrintError
from zhidu.posters.request import site_address
from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.settings import Settings, SettingsError, settings

TAGS = """\
site_name: 示例
site_url: https://example.org/zhidu/
site_dir: public
docs_dir: pages
extra: {x: !ENV [NO_SUCH_VARIABLE, y]}
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
"""
BROKEN = {
    "no YAML": "site_dir: [",
    "a list": "- a",
    "a number for a folder": "site_dir: 3",
    "a tag of nothing": "extra: !!python/name:no.such.thing",
    "a parent that is not there": "INHERIT: ../none.yml",
    "no text": "\x00",
}


def configured(root: Path, text: str) -> Path:
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    return root


def test_tags_are_read(tmp_path: Path) -> None:
    assert settings(configured(tmp_path, TAGS)) == Settings(
        docs=tmp_path / "pages",
        site=tmp_path / "public",
        name="示例",
        url="https://example.org/zhidu/",
    )


def test_what_is_inherited_is_read(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text("site_dir: public\n", encoding="utf-8")
    assert settings(configured(tmp_path, "INHERIT: base.yml\n")).site == tmp_path / "public"


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    assert settings(tmp_path) == Settings(
        docs=tmp_path / "docs", site=tmp_path / "site", name="", url=""
    )


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_read_is_an_error_and_guards_refuse(tmp_path: Path, text: str) -> None:
    root = configured(tmp_path, text)
    with pytest.raises(SettingsError, match=r"^mkdocs\.yml "):
        settings(root)
    with pytest.raises(RefusedError, match=r"^不知道网站放在哪里，所以没有写：mkdocs\.yml "):
        must_be_private(root, tmp_path / "anywhere")
    with pytest.raises(CannotPrintError, match=r"^不知道网站的网址：mkdocs\.yml "):
        site_address(root, "")
    assert site_address(root, "https://example.org/") == "https://example.org/"


@pytest.mark.parametrize("place", ["public/x", "public", "pages/x", "site/x", "docs/x"])
def test_nothing_private_goes_where_tags_say_the_site_is(tmp_path: Path, place: str) -> None:
    root = configured(tmp_path, TAGS)
    with pytest.raises(RefusedError, match=r"会随网站公开。请换一个文件夹。$"):
        must_be_private(root, root / place)
    must_be_private(root, root / "private")


def test_pages_keep_their_feeds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = Path(__file__).parent.parent / "cases" / "tree"
    (tmp_path / "policies").symlink_to(project / "policies")
    configured(tmp_path, TAGS)
    assert main(["pages", "--root", str(tmp_path)]) == 0
    assert list((tmp_path / "pages" / "feeds").rglob("*.xml"))
    configured(tmp_path, "site_dir: [")
    capsys.readouterr()
    assert main(["pages", "--root", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("mkdocs.yml 读不出来：")
    assert list((tmp_path / "pages" / "feeds").rglob("*.xml"))
