"""Building is all or nothing, and leaves no half site behind whenever it is stopped."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from zhidu.cli.commands import main
from zhidu.site import build as builder
from zhidu.site.build import build

ROOT = Path(__file__).parent.parent.parent
KEEP = ("policies", "checklists", "docs", "site_overrides", "macros", "schema", "mkdocs.yml")


@pytest.fixture
def project(tmp_path: Path, site: Path) -> Path:
    """A copy with everything a build leaves under `docs/`."""
    assert site
    root = tmp_path / "project"
    root.mkdir()
    for name in KEEP:
        source = ROOT / name
        if source.is_dir():
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, root / name, ignore=ignore)
        else:
            shutil.copy(source, root / name)
    return root


def test_a_faulty_project_leaves_the_old_site(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = project / "site"
    site.mkdir()
    (site / "index.html").write_text("old", encoding="utf-8")
    policy = next((project / "policies/2017-04-15").glob("08-*"))
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("quote: 保留九0天", "quote: 保留九十天"), encoding="utf-8")
    assert main(["build", "--root", str(project)]) == 1
    output = capsys.readouterr().err
    assert "a8-11 的原文里没有“保留九十天”" in output
    assert "原来的网站没有动" in output
    assert [p.name for p in site.iterdir()] == ["index.html"]
    assert not list(project.glob("site.*"))


def test_a_broken_page_leaves_the_old_site(project: Path) -> None:
    (project / "docs" / "about.md").write_text("# 关于 {: #about }\n\n{{ no_such_macro() }}\n")
    outcome = build(project, project / "site")
    assert outcome.site is None
    assert "网站没有生成" in outcome.message
    assert not (project / "site").exists()
    assert not list(project.glob("site.*"))


def test_links_to_anchors_are_checked(project: Path) -> None:
    """In a finished block, of a heading, and nowhere: one build says which of them is dead."""
    links = (
        "records/index.md#web-access-log",
        "when/index.md#when",
        "records/index.md#no-such-anchor",
    )
    text = "".join(f"\n[链接]({link})\n" for link in links)
    (project / "docs" / "about.md").write_text(f"# 关于 {{: #about }}\n{text}")
    outcome = build(project, project / "site")
    assert outcome.site is None
    told = [line for line in outcome.message.splitlines() if "about.md" in line]
    assert len(told) == 1
    assert "no-such-anchor" in told[0]


def test_a_kill_between_the_two_renames_is_mended(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = project / "site"
    assert build(project, site).site == site
    before = (site / "index.html").read_bytes()
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        pass
    site.rename(project / f"site.old-{dead.pid}-01234567")  # what a kill leaves
    shutil.copytree(
        project / f"site.old-{dead.pid}-01234567", project / f"site.new-{dead.pid}-01234567"
    )
    foreign = project / "site.new-xyz"
    foreign.mkdir()
    monkeypatch.setattr(builder, "_mkdocs", lambda *_: "stopped")
    assert build(project, site).site is None
    assert (site / "index.html").read_bytes() == before
    assert list(project.glob("site.*")) == [foreign]


def test_pages_of_a_removed_policy_go_away(project: Path) -> None:
    docs = project / "docs"
    stale = docs / "policies" / "z9.md"
    notes = docs / "policies" / "notes.md"
    assert main(["pages", "--root", str(project)]) == 0
    stale.write_text('---\nhide: [navigation]\n---\n\n{{ policy_page("z9") }}\n', encoding="utf-8")
    notes.write_text("written by hand", encoding="utf-8")
    times = {p: p.stat().st_mtime_ns for p in docs.rglob("*.md") if p != stale}
    assert main(["pages", "--root", str(project)]) == 0
    assert not stale.exists()
    assert times == {p: p.stat().st_mtime_ns for p in docs.rglob("*.md")}


def test_stubs_hold_nothing_but_ids(project: Path) -> None:
    main(["pages", "--root", str(project)])
    for path in (project / "docs" / "policies").glob("*.md"):
        assert path.read_text(encoding="utf-8").isascii(), path
    for path in (project / "docs" / "roles").rglob("*.md"):
        assert path.read_text(encoding="utf-8").isascii(), path
    read = {path.suffixes[-1] for path in (project / "docs" / "roles").rglob("*") if path.is_file()}
    assert read == {".md", ".txt", ".js", ".pdf"}  # the others are copied, never templates


def test_a_bureau_needs_only_its_data_and_pages(project: Path, site: Path) -> None:
    """Templates, theme, schemas and hooks come with the program."""
    for name in ("site_overrides", "macros", "schema"):
        shutil.rmtree(project / name)
    outcome = build(project, project / "site")
    assert outcome.site is not None, outcome.message
    built = {p.relative_to(project / "site"): p.read_bytes() for p in files(project / "site")}
    assert built == {p.relative_to(site): p.read_bytes() for p in files(site)}


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
