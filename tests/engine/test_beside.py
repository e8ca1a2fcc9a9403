"""What lies beside the submissions is looked at, and what a change takes away is missed."""

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from support.cases import CASES, tree

from zhidu.cli.commands import main
from zhidu.judging.check import check
from zhidu.judging.report import text

GOOD = {
    "README.md": "# 自查表\n\n只写岗位，不写人名。序列号 13800001234。\n",
    ".gitkeep": "",
    ".gitignore": ".DS_Store\n",
    "replaced/2001-2002-1/first-school-aaaaaaaaaa.yaml": 'school: first-school\nproblem: "由机房管理员保管"\n',
}
BAD = {
    "README.md": (
        "# 自查表\n\n问张老师 13800001234\n",
        ":3:1: 错误 [checklist/personal-data] 这里像是写了手机号。",
    ),
    "replaced/2001-2002-1/first-school-aaaaaaaaaa.yaml": (
        "school: first-school\n# 由王小明老师交来\n",
        ":2:1: 提醒 [checklist/personal-data] 这里像是写了人的姓名。",
    ),
    "2001-2002-1/first-school.yaml": (
        None,
        ":1:2: 错误 [checklist/personal-data] 这里像是写了手机号。",
    ),
    ".notes": ("电话 13800001234\n", ":1:1: 错误 [checklist/personal-data] 这里像是写了手机号。"),
    "2001-2002-1/.draft.yaml": ("school: x\n", ":1:1: 错误 [file/place] 这里不该有这个文件。"),
    "replaced/list.yaml": ("school: x\n", ":1:1: 错误 [file/place] 这里不该有这个文件。"),
    ".DS_Store": ("Bud1\n", ":1:1: 提醒 [file/place] 这是电脑自己放的文件"),
    "名单.txt": (
        "联系人 13800001234\n",
        ":1:1: 错误 [checklist/personal-data] 这里像是写了手机号。",
    ),
    "replaced/2001-2002-1/a-bbbbbbbbbb.yaml": (
        "x" * 200_001,
        ":1:1: 错误 [file/place] 文件超过 200 KB，没有查看。",
    ),
    "a13800001234.txt": ("x", ":1:1: 错误 [checklist/personal-data] 这里像是写了手机号。"),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The fictional project with a submission and an inspection of it, both sound."""
    case = yaml.safe_load((CASES / "rules/inspection/role/ok-known.yaml").read_text("utf-8"))
    root = tree(tmp_path / "project", case["change"])
    monkeypatch.chdir(root)
    return root


def put(root: Path, name: str, content: str | None) -> Path:
    """A file among the checklists of *root*; without *content*, what is there with a comment in front."""
    path = root / "checklists" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    before = "# 电话：13800001234\n" + path.read_text("utf-8") if content is None else content
    path.write_text(before, "utf-8")
    return path


def found(root: Path) -> list[str]:
    """The lines about the checklists of *root*, without the last."""
    return text(check(root, [root / "checklists"]).result).splitlines()[:-1]


def test_what_belongs_there_may_be_there(project: Path) -> None:
    for name, content in GOOD.items():
        put(project, name, content)
    assert found(project) == []


@pytest.mark.parametrize("name", BAD)
def test_what_lies_beside_is_looked_at(project: Path, name: str) -> None:
    content, expected = BAD[name]
    put(project, name, content)
    assert any(expected in line for line in found(project)), found(project)
    assert not any("13800001234" in line or "王小明" in line for line in found(project))


def test_what_is_no_text_is_named(project: Path) -> None:
    path = put(project, "replaced/2001-2002-1/a-bbbbbbbbbb.yaml", "x")
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff")
    (path.parent / "b-bbbbbbbbbb.yaml").symlink_to(path)
    here = "checklists/replaced/2001-2002-1"
    assert found(project) == [
        f"{here}/a-bbbbbbbbbb.yaml:1:1: 错误 [file/place] 这不是文字，没有查看。图片、Word、Excel 等不放在这里，移走。",
        f"{here}/b-bbbbbbbbbb.yaml:1:1: 错误 [file/place] 这不是普通文件，没有查看。换成文件本身，或者移走。",
    ]


def git(root: Path, *command: str) -> None:
    """A command of git, by somebody fictional."""
    who = ["-c", "user.name=x", "-c", "user.email=x@example.invalid", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(root), *who, *command], check=True, capture_output=True)


@pytest.fixture
def proposed(project: Path) -> Path:
    """The project as a repository with one commit, the base of a change."""
    for name, content in GOOD.items():
        put(project, name, content)
    git(project, "init", "-q")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "base")
    return project


def judged(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit status of a check against the base, and all it printed."""
    status = main(["check", *arguments, "checklists"])
    out, err = capsys.readouterr()
    return status, out + err


SUBMISSION = "2001-2002-1/first-school.yaml"
REPLACED = "replaced/2001-2002-1/first-school-aaaaaaaaaa.yaml"
GONE = (
    "checklists/{}:1:1: 错误 [change/gone] 与改动以前（HEAD）比，这个文件没有了，或者改了名。"
    "恢复它；真要删，在 checklists/removed.yaml 里写明是哪个文件、为什么。"
)


def test_nothing_is_missed_where_nothing_is_gone(
    proposed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (proposed / "checklists" / "README.md").unlink()  # a note may go
    assert judged(capsys, "--base", "HEAD") == (0, "检查了 4 个文件，没有问题。\n")


@pytest.mark.parametrize(
    "name", [SUBMISSION, f"reviews/{SUBMISSION}", REPLACED, "schools.yaml", "terms.yaml"]
)
def test_what_is_gone_is_missed(
    proposed: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (proposed / "checklists" / name).unlink()
    status, out = judged(capsys, "--base", "HEAD")
    assert status == 1
    assert GONE.format(name) in out.splitlines()


def test_what_was_renamed_is_missed(proposed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = proposed / "checklists" / REPLACED
    path.rename(path.with_name("first-school-bbbbbbbbbb.yaml"))
    status, out = judged(capsys, "--base", "HEAD")
    assert (status, out.splitlines()[0]) == (1, GONE.format(REPLACED))


def test_a_change_that_deletes_everything_is_red(
    proposed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(proposed / "checklists")
    status, out = judged(capsys, "--base", "HEAD")
    assert status == 1
    assert out.count("[change/gone]") == 5
    git(proposed, "add", "-A")
    git(proposed, "commit", "-q", "-m", "nothing left")
    status, out = judged(capsys, "--base", "HEAD^1")
    assert (status, out.count("[change/gone]")) == (1, 5)


def test_a_person_may_take_a_file_away(proposed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (proposed / "checklists" / REPLACED).unlink()
    put(proposed, "removed.yaml", f"removed:\n  - {{file: {REPLACED}, reason: 学校已经撤并}}\n")
    assert judged(capsys, "--base", "HEAD")[0] == 0
    put(proposed, "removed.yaml", f"removed:\n  - {{file: {REPLACED}}}\n")
    status, out = judged(capsys, "--base", "HEAD")
    assert status == 1
    assert "checklists/removed.yaml:2:5: 错误 [shape/missing]" in out
    assert "[change/gone]" in out
    put(proposed, "removed.yaml", f"removed:\n  - {{file: {REPLACED}, reason: 王小明老师要求}}\n")
    assert "[checklist/personal-data]" in judged(capsys, "--base", "HEAD")[1]


def test_a_folder_may_be_the_base(
    proposed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(proposed / "checklists", tmp_path / "before" / "checklists")
    assert judged(capsys, "--base", str(tmp_path / "before"))[0] == 0
    (proposed / "checklists" / SUBMISSION).unlink()
    assert judged(capsys, "--base", str(tmp_path / "before"))[0] == 1
    assert judged(capsys, "--base", str(tmp_path / "before" / "checklists"))[0] == 1


@pytest.mark.parametrize("base", ["nowhere", "--output=x", "HEAD^7", ""])
def test_without_a_base_nothing_passes(
    proposed: Path, capsys: pytest.CaptureFixture[str], base: str
) -> None:
    status, out = judged(capsys, f"--base={base}")
    assert status == 2
    assert "不能与改动以前比" in out
    assert proposed.is_dir()


def test_without_git_nothing_passes(
    proposed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(proposed / ".git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(proposed.parent))
    assert judged(capsys, "--base", "HEAD")[0] == 2
    monkeypatch.setenv("PATH", "")
    status, out = judged(capsys, "--base", "HEAD")
    assert status == 2
    assert "用不了 git" in out
    empty = proposed.parent / "empty"
    empty.mkdir()
    assert judged(capsys, "--base", str(empty))[0] == 2


def test_the_names_of_what_is_gone_are_not_told(
    proposed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(proposed, "replaced/张三13800001234.yaml", "x")
    git(proposed, "add", "-A")
    git(proposed, "commit", "-q", "-m", "a name")
    (proposed / "checklists/replaced/张三13800001234.yaml").unlink()
    status, out = judged(capsys, "--base", "HEAD")
    assert status == 1
    assert "[change/gone]" in out
    assert "张三" not in out
