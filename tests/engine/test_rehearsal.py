"""A release that is only tried, and a review of what is not issued yet."""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from zhidu.cli.commands import main
from zhidu.judging.check import check
from zhidu.reading.disk.files import below
from zhidu.site import release
from zhidu.site.build import Outcome
from zhidu.site.release import Released

COUNTY = Path(__file__).parent.parent / "cases/revisions/county"


def page(site: Path, name: str, text: str) -> None:
    path = site / name / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"<p>{text}</p>", encoding="utf-8")


def state(project: Path) -> dict[str, bytes]:
    return {
        name: (project / name).read_bytes()
        for name, _ in below(project)
        if (project / name).is_file()
    }


def test_what_would_change_is_listed_and_nothing_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "county"
    copytree(COUNTY, project)
    for name, text in (
        ("policies/a1", "旧的"),
        ("roles", "不变。数据截至2025年3月1日。"),
        ("gone", "没有了"),
    ):
        page(project / "site", name, text)

    def tried(root: Path, issuance: str | None, site: Path, as_of: date | None) -> Released:
        assert root != project
        assert issuance == "2026-12-01"
        (root / "policies/2026-12-01").mkdir()
        for name, text in (
            ("policies/a1", "新的"),
            ("roles", "不变。数据截至2026年12月1日。"),
            ("new", "新页"),
        ):
            page(site, name, text)
        (site / "a1.docx").write_bytes(b"word")
        result = check(COUNTY, (), as_of).published
        return Released(outcome=Outcome(result=result, site=site, pages=3))

    monkeypatch.setattr(release, "release", tried)
    before = state(project)
    status = main(["release", "2026-12-01", "--dry-run", "--root", str(project)])
    assert (status, state(project)) == (0, before)
    assert capsys.readouterr().out == (
        "试了一遍，什么也没有改。发布以后，网站数据截至 None，共 3 页：\n"
        "新的网页 1 个：\n  /new/\n文字会变的网页 1 个：\n  /policies/a1/\n不再有的网页 1 个：\n  /gone/\n"
        "随之更新的文件（公文、海报、数据）：docx 1 个\n"
    )


def test_no_such_draft_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = tmp_path / "county"
    copytree(COUNTY, project)
    assert main(["release", "2026-12-01", "--dry-run", "--root", str(project)]) == 2
    assert "没有 2026-12-01 这份草稿。现有的草稿：一份也没有。" in capsys.readouterr().err


def test_a_review_looks_at_the_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = tmp_path / "county"
    copytree(COUNTY, project)
    assert main(["revise", "a1", "--date", "2026-12-01", "--root", str(project)]) == 0
    path = project / "policies/2026-12-01/01-lab.yaml"
    old = "学生不得独自进入实验室。"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, f"{old}窗户定期擦。"), encoding="utf-8")
    capsys.readouterr()
    assert main(["review", "--root", str(project)]) == 0
    out, err = capsys.readouterr()
    assert "看的是草稿印发以后、到2026年12月1日的样子" in err
    assert "定期" in out
    assert main(["review", "--root", str(project), "--as-of", "2025-03-01"]) == 0
    assert "定期" not in capsys.readouterr().out
