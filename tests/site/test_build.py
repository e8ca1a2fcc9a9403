"""Building is all or nothing, and leaves no half site behind whenever it is stopped."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.yunling import ISSUED

from zhidu.cli.commands import main
from zhidu.site import build as builder
from zhidu.site.build import build


@pytest.fixture
def edited(project: Path, site: Path, tmp_path: Path) -> Path:
    """A copy with everything a build leaves under `docs/`."""
    assert site
    return shutil.copytree(project, tmp_path / "project")


def test_a_faulty_project_leaves_the_old_site(
    edited: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = edited / "site"
    site.mkdir()
    (site / "index.html").write_text("old", encoding="utf-8")
    policy = next((edited / "policies" / ISSUED).glob("08-*"))
    text = policy.read_text(encoding="utf-8")
    policy.write_text(
        text.replace("quote: 日志保留90天", "quote: 日志保留九十天"), encoding="utf-8"
    )
    assert main(["build", "--root", str(edited)]) == 1
    output = capsys.readouterr().err
    assert "a8-11 的原文里没有“日志保留九十天”" in output
    assert "原来的网站没有动" in output
    assert [p.name for p in site.iterdir()] == ["index.html"]
    assert not list(edited.glob("site.*"))


def test_a_build_says_at_the_end_how_to_look_at_it(
    edited: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "--root", str(edited), "--no-posters"]) == 0
    told = f"怎样看：双击 {edited / 'site' / 'index.html'}，在浏览器里打开；不用联网。"
    assert capsys.readouterr().out.splitlines()[-1] == told


def test_a_broken_page_leaves_the_old_site(edited: Path) -> None:
    (edited / "docs" / "about.md").write_text("# 关于 {: #about }\n\n{{ no_such_macro() }}\n")
    outcome = build(edited, edited / "site")
    assert outcome.site is None
    assert "网站没有生成" in outcome.message
    assert not (edited / "site").exists()
    assert not list(edited.glob("site.*"))


def test_links_to_anchors_are_checked(edited: Path) -> None:
    """In a finished block, of a heading, and nowhere: one build says which of them is dead."""
    links = (
        "records/index.md#web-access-log",
        "when/index.md#when",
        "records/index.md#no-such-anchor",
    )
    text = "".join(f"\n[链接]({link})\n" for link in links)
    (edited / "docs" / "about.md").write_text(f"# 关于 {{: #about }}\n{text}")
    outcome = build(edited, edited / "site")
    assert outcome.site is None
    told = [line for line in outcome.message.splitlines() if "about.md" in line]
    assert len(told) == 1
    assert "no-such-anchor" in told[0]


def test_a_kill_between_the_two_renames_is_mended(
    edited: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = edited / "site"
    assert build(edited, site).site == site
    before = (site / "index.html").read_bytes()
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        pass
    site.rename(edited / f"site.old-{dead.pid}-01234567")  # what a kill leaves
    shutil.copytree(
        edited / f"site.old-{dead.pid}-01234567", edited / f"site.new-{dead.pid}-01234567"
    )
    foreign = edited / "site.new-xyz"
    foreign.mkdir()
    monkeypatch.setattr(builder, "_mkdocs", lambda *_: "stopped")
    assert build(edited, site).site is None
    assert (site / "index.html").read_bytes() == before
    assert list(edited.glob("site.*")) == [foreign]


def test_pages_of_a_removed_policy_go_away(edited: Path) -> None:
    docs = edited / "docs"
    stale = docs / "policies" / "z9.md"
    notes = docs / "policies" / "notes.md"
    assert main(["pages", "--root", str(edited)]) == 0
    stale.write_text('---\nhide: [navigation]\n---\n\n{{ policy_page("z9") }}\n', encoding="utf-8")
    notes.write_text("written by hand", encoding="utf-8")
    times = {p: p.stat().st_mtime_ns for p in docs.rglob("*.md") if p != stale}
    assert main(["pages", "--root", str(edited)]) == 0
    assert not stale.exists()
    assert times == {p: p.stat().st_mtime_ns for p in docs.rglob("*.md")}


def test_stubs_hold_nothing_but_ids(edited: Path) -> None:
    main(["pages", "--root", str(edited)])
    for path in (edited / "docs" / "policies").glob("*.md"):
        assert path.read_text(encoding="utf-8").isascii(), path
    for path in (edited / "docs" / "roles").rglob("*.md"):
        assert path.read_text(encoding="utf-8").isascii(), path
    read = {path.suffixes[-1] for path in (edited / "docs" / "roles").rglob("*") if path.is_file()}
    assert read == {".md", ".txt", ".js", ".pdf"}  # the others are copied, never templates
