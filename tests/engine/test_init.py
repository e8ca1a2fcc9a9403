"""`zhidu init`: a new bureau has a whole project at once, and nothing is written where something is."""

import json
import os
from pathlib import Path

import pytest
import yaml
from support.beginners import BUREAUS, COUNTY, county, school

from zhidu import __version__
from zhidu.cli.commands import main
from zhidu.drafting import starter
from zhidu.judging.check import check
from zhidu.reading.disk.shipped import directory

ROOT = Path(__file__).parent.parent.parent
DRAFT = str(BUREAUS / "county" / "manuscript.txt")


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_without_a_text_there_is_an_example_that_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "new"
    assert main(["init", str(root), "--issuer", COUNTY]) == 0
    told = capsys.readouterr().out
    assert "还有 3 条没有读职责（a1 2 条、通知 1 条）" in told
    assert "检查了 3 个文件，没有问题。\n接下来" in told
    assert "zhidu annotate a1" in told
    handbook = check(root).handbook
    assert [edition.policy.title for edition in handbook.current.values()] == ["示例阅览室守则"]
    assert "示例" in handbook.notices[0].value.title
    assert {notice.value.issuer for notice in handbook.notices} == {COUNTY}


def test_the_project_is_whole(tmp_path: Path) -> None:
    root = county(tmp_path / "new")
    there = files(root)
    assert {
        ".gitattributes",
        ".gitignore",
        ".github/workflows/site.yml",
        "README.md",
        "checklists/README.md",
        "docs/about.md",
        "macros/hooks.py",
        "macros/main.py",
        "mkdocs.yml",
        "policies/2026-09-01/01-a1.yaml",
        "policies/2026-09-01/notice.yaml",
        "policies/vocabulary/roles.yaml",
        "requirements.txt",
        "schema/policy.schema.json",
    } <= there
    assert (root / "requirements.txt").read_text(encoding="utf-8") == f"zhidu=={__version__}\n"
    for name in ("main.py", "hooks.py"):
        assert (root / "macros" / name).read_bytes() == (ROOT / "macros" / name).read_bytes()
    assert "/docs/policies/\n" in (root / ".gitignore").read_text(encoding="utf-8")
    for name in there:
        text = (root / name).read_text(encoding="utf-8")
        assert "$issuer" not in text
        assert "$version" not in text
        assert "$generated" not in text
        assert not any(word in text for word in ("逊克", "奇克"))


def test_what_editors_look_for_is_where_the_files_say(tmp_path: Path) -> None:
    root = county(tmp_path / "new", 3)
    for path in sorted(root.rglob("*.yaml")):
        if "vocabulary" in path.parts or "checklists" in path.parts or path.parent.name[:2] == "20":
            first = path.read_text(encoding="utf-8").split("\n", 1)[0]
            named = (path.parent / first.partition("$schema=")[2]).resolve()
            assert json.loads(named.read_text(encoding="utf-8"))["title"]


def test_settings_and_workflow_are_yaml(tmp_path: Path) -> None:
    root = county(tmp_path / "new")
    workflow = yaml.safe_load((root / ".github/workflows/site.yml").read_text(encoding="utf-8"))
    assert [step.get("run") for step in workflow["jobs"]["site"]["steps"]][-2] == "zhidu build"
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    assert settings.count(COUNTY) == 3  # one block of names
    assert f"  zhidu: {__version__} " in settings


def test_three_texts_without_a_notice_are_one_issuance(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = school(tmp_path / "new")
    assert "名称相近" not in capsys.readouterr().out  # of one day, none revises another
    checked = check(root)
    assert not checked.result.findings
    (notice,) = checked.handbook.notices
    lines = [line.text for line in notice.value.attachments]
    assert lines == [
        "附件1：青禾小学图书管理员职责",
        "附件2：青禾小学值日教师职责",
        "附件3：青禾小学学生阅览守则",
    ]
    labels = [edition.policy.label for edition in checked.handbook.current.values()]
    assert labels == ["附件1", "附件2", "附件3"]
    # what no manuscript says is told to be unsaid, and not made up
    assert notice.value.title == "青禾小学制度（导入的文稿里没有通知）"
    assert notice.value.addressees == "（导入的文稿里没有通知）"
    assert not notice.value.draft


def test_a_text_without_a_date_needs_one_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = str(BUREAUS / "school" / "pupils.txt")
    assert main(["init", str(tmp_path / "new"), "--issuer", COUNTY, "--from", draft]) == 2
    told = capsys.readouterr().err
    assert "没有认出落款日期。加上 --date" in told
    assert told.endswith("没有写。\n")
    assert not (tmp_path / "new").exists()


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "new"
    assert main(["init", str(root), "--issuer", COUNTY, "--from", DRAFT, "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
    county(root)
    listed = {line.strip() for line in told.partition("会写到")[2].splitlines()[1:]}
    assert listed == files(root)


def test_an_empty_folder_is_filled_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "new"
    root.mkdir()
    before = root.stat().st_ino
    monkeypatch.chdir(root)
    assert main(["init", ".", "--issuer", COUNTY, "--from", DRAFT]) == 0
    assert root.stat().st_ino == before
    assert (Path.cwd() / "mkdocs.yml").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


@pytest.mark.parametrize("kind", ["full", "file", "link", "dangling"])
def test_what_is_no_empty_folder_is_refused(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "new"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    if kind == "full":
        root.mkdir()
        (root / "mine.txt").write_text("mine", encoding="utf-8")
    elif kind == "file":
        root.write_text("mine", encoding="utf-8")
    else:
        root.symlink_to(elsewhere if kind == "link" else tmp_path / "nowhere")
    assert main(["init", str(root), "--issuer", COUNTY]) == 2
    told = capsys.readouterr().err
    expected = {
        "full": f"{root} 里有东西（mine.txt），没有往里写。请换一个空文件夹。\n",
    }.get(kind, f"{root} 是一个链接或文件，没有往里写。请换一个名字。\n")
    assert told == expected
    assert not list(elsewhere.iterdir())
    if kind == "full":
        assert os.listdir(root) == ["mine.txt"]  # noqa: PTH208


@pytest.mark.parametrize(
    "name", ["", "x", "Qinghe", "清河{{ 7*7 }}", "清河: 教育局", "清河\n教育局", "#清河", "清" * 41]
)
def test_what_is_no_name_is_refused(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(tmp_path / "new"), "--issuer", name]) == 2
    assert capsys.readouterr().err.startswith("--issuer 写发文机关的名称")
    assert not (tmp_path / "new").exists()
    assert not starter.is_name(name)


def test_names_of_bureaus_are_names() -> None:
    for name in ("清河县教育局", "清河县教育体育局（市）", "青禾小学", "清河县第1中学"):
        assert starter.is_name(name)


def test_the_starter_is_data_that_ships() -> None:
    assert (directory("starter") / "mkdocs.yml").is_file()
