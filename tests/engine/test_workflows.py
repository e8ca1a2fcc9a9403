"""The workflows that judge what schools propose: what they may do, and what they say on a scratch repository."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.submissions import complete
from support.yunling import YUNLING

from zhidu.assessment.instrument import for_term
from zhidu.assessment.submission import canonical
from zhidu.handbook.book import Handbook

ROOT = Path(__file__).parent.parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
JUDGING = ROOT / ".github" / "workflows" / "checklists.yml"
GITLAB = ROOT / ".ci" / "checklists.gitlab-ci.yml"
TERM = "2026-2027-1"
SCHOOL = "vocational-school"


def read(path: Path) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in read(path)["jobs"].values():
        yield from job["steps"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_nothing_is_trusted_that_moves(path: Path) -> None:
    """Actions by commit, a token that reads, no credentials left behind, no text of a change in a script."""
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in workflow[True]  # YAML 1.1 reads the key `on` so
    for step in steps(path):
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"])
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
        assert "${{" not in step.get("run", "")


def test_the_tool_never_comes_from_the_change() -> None:
    tool, proposed = (
        s["with"] for s in steps(JUDGING) if s.get("uses", "").startswith("actions/checkout@")
    )
    assert tool["path"] == "tool"
    assert tool["ref"] == "${{ inputs.ref || github.base_ref }}"
    assert "ref" not in proposed  # what GitHub made of the change
    commands = [step["run"] for step in steps(JUDGING) if "run" in step]
    assert all(command.startswith(("make -C tool ", "../tool/")) for command in commands)
    assert all("--root ../tool" in command for command in commands[1:])


# ---------- on a scratch repository ----------


@pytest.fixture
def workspace(tmp_path: Path, handbook: Handbook) -> Path:
    """A runner's folder as the checkouts leave it: the tool at its base, and a change with one sound submission."""
    tool = tmp_path / "tool"
    tool.mkdir()
    for name in ("policies", "checklists"):
        (tool / name).symlink_to(YUNLING / name)
    for name in ("schema", "macros", "Makefile", "requirements.lock", "pyproject.toml"):
        (tool / name).symlink_to(ROOT / name)
    (tool / ".venv").symlink_to(ROOT / ".venv")
    proposed = tmp_path / "proposed"
    shutil.copytree(YUNLING / "checklists", proposed / "checklists")
    (proposed / "checklists" / TERM).mkdir()
    git(proposed, "init", "-q")
    commit(proposed)
    write(handbook, proposed, {})
    commit(proposed)
    return tmp_path


def git(folder: Path, *command: str) -> str:
    """What a command of git says, by somebody fictional."""
    who = ["-c", "user.name=x", "-c", "user.email=x@example.invalid", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", "-C", str(folder), *who, *command], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def commit(folder: Path) -> None:
    """All there is in *folder* as one more commit."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "x")


def write(handbook: Handbook, proposed: Path, change: dict[str, Any]) -> Path:
    """A submission with *change*, where schools put it."""
    instrument = for_term(handbook, (handbook.school_terms or {})[TERM])
    data = complete(instrument, SCHOOL, TERM)
    for item in instrument.items:
        if item.institutions and "vocational" not in item.institutions:
            del data["items"][item.id]
    data["items"] |= change.pop("items", {})
    order = {item.id: place for place, item in enumerate(instrument.items)}
    path = proposed / "checklists" / TERM / f"{SCHOOL}.yaml"
    path.write_text(canonical(data | change, order), encoding="utf-8")
    return path


def run(workspace: Path) -> tuple[list[int], str, str]:
    """Every `run:` of the workflow as a runner runs it: statuses, the log, the summary."""
    summary = workspace / "summary.md"
    statuses: list[int] = []
    log = ""
    for step in steps(JUDGING):
        if "run" not in step or (statuses and any(statuses) and "if" not in step):
            continue
        done = subprocess.run(
            ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=workspace / step.get("working-directory", "."),
            env={
                **os.environ,
                "GITHUB_STEP_SUMMARY": str(summary),
                "GIT_CEILING_DIRECTORIES": str(workspace),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        statuses.append(done.returncode)
        log += done.stdout + done.stderr
    return statuses, log, summary.read_text(encoding="utf-8") if summary.exists() else ""


def test_a_sound_submission_passes(workspace: Path) -> None:
    statuses, log, summary = run(workspace)
    assert statuses == [0, 0, 0]
    assert summary == (
        "# 通过\n\n检查了 3 个文件：1 个提醒。想知道为什么，运行：zhidu explain checklist&#47;term&#45;dates\n\n"
        "## checklists&#47;terms&#46;yaml\n\n"
        "- **第 4 行，提醒** 2026—2027学年第一学期没有写起止日期，整改期限没有核对。补上 starts 和 ends。"
        "（checklist&#47;term&#45;dates）\n"
    )
    assert run(workspace)[:2] == (statuses, log)  # the same every time


def test_a_change_that_deletes_every_submission_is_red(workspace: Path) -> None:
    proposed = workspace / "proposed"
    (proposed / "checklists" / TERM / f"{SCHOOL}.yaml").unlink()
    commit(proposed)
    statuses, log, summary = run(workspace)
    assert statuses == [0, 1, 0]
    assert f"::error file=checklists/{TERM}/{SCHOOL}.yaml,line=1,col=1,title=change/gone::" in log
    assert "change&#47;gone" in summary
    shutil.rmtree(proposed / "checklists")
    commit(proposed)
    statuses, log, _ = run(workspace)
    assert statuses == [0, 1, 0]
    assert log.count("[change/gone]") == 2


def test_without_what_was_there_before_nothing_passes(workspace: Path) -> None:
    """A clone that is too shallow, or none at all: the job fails with a sentence."""
    shutil.rmtree(workspace / "proposed" / ".git")
    statuses, log, _ = run(workspace)
    assert statuses == [0, 2, 1]
    assert "不能与改动以前比" in log


def test_what_is_wrong_is_told_where_it_is(workspace: Path, handbook: Handbook) -> None:
    path = write(handbook, workspace / "proposed", {"items": {"a3-5": {"status": "not-met"}}})
    statuses, log, summary = run(workspace)
    assert statuses == [0, 1, 0]
    line = next(
        n
        for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if '"a3-5":' in text
    )
    place = f"checklists/{TERM}/{SCHOOL}.yaml"
    assert f"::error file={place},line={line},col=3,title=checklist/problem::附件3第五条" in log
    assert f"{place}:{line}:3: 错误 [checklist/problem]" in log
    assert "# 有要改的" in summary
    assert f"- **第 {line} 行，错误** 附件3第五条" in summary


HOSTILE = "::error file=README.md::已通过 `x` <img src=x onerror=alert(1)> [点](http://e.test) @all ${{ secrets.X }} $(touch 中招) {{ 7*7 }}"


def test_a_hostile_fork_gets_nothing(workspace: Path, handbook: Handbook) -> None:
    """Code, configuration and schemas of the change are never run or read; its names and words are only words."""
    proposed = workspace / "proposed"
    proof = workspace / "executed"
    shell = f"touch {proof}"
    python = f"import pathlib; pathlib.Path({str(proof)!r}).touch()\n"
    for name in (
        "sitecustomize.py",
        "usercustomize.py",
        "conftest.py",
        "click.py",
        "yaml.py",
        "macros/main.py",
        "macros/zhidu/judging/check.py",
    ):
        path = proposed / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(python, encoding="utf-8")
    (proposed / "Makefile").write_text(f".DEFAULT:\n\t{shell}\n%:\n\t{shell}\n", encoding="utf-8")
    (proposed / "schema").mkdir()
    for name in ("checklist.schema.json", "checklist.rules.json"):
        (proposed / "schema" / name).write_text("{}", encoding="utf-8")
    (proposed / "policies").mkdir()
    (proposed / "mkdocs.yml").write_text("hooks: [sitecustomize.py]\n", encoding="utf-8")
    submission = write(handbook, proposed, {"items": {"a3-5": {"status": HOSTILE}}})
    secret = workspace / "secret.yaml"
    secret.write_text("school: 机密\n", encoding="utf-8")
    term = submission.parent
    (term / "town-center-kindergarten.yaml").symlink_to(secret)
    os.mkfifo(term / "fifo.yaml")
    (term / "x\n::error::已通过.yaml").write_text("school: x\n", encoding="utf-8")
    (term / f"{'$(touch 中招)'}.yaml").write_text("school: x\n", encoding="utf-8")
    statuses, log, summary = run(workspace)
    assert statuses == [0, 1, 0]
    assert not proof.exists()
    assert not list(workspace.rglob("中招"))
    assert "机密" not in log + summary
    commands = [line for line in log.splitlines() if line.startswith("::")]
    assert all(
        re.match(
            r"::(error|warning) file=checklists/|::stop-commands::[0-9a-f]{32}$|::[0-9a-f]{32}::$",
            line,
        )
        for line in commands
    )
    token = next(line for line in commands if line.startswith("::stop-commands::")).removeprefix(
        "::stop-commands::"
    )
    assert commands[-1] == f"::{token}::"
    assert not re.search(r"[<>`\[\]@$]|https?://", summary)
    assert f"{TERM}/{SCHOOL}.yaml" in log  # one bad file never hides another's result
    assert "[text/forbidden]" in log


def test_the_template_for_gitlab(workspace: Path) -> None:
    """Its commands do the same; only the clone of the tool is already there. No link of the change is written through."""
    job = read(GITLAB)["checklists"]
    clear, clone, install, *commands = job["script"]
    assert clear == "rm -rf ../tool quality.json"
    assert clone.endswith(' clone --quiet --depth 1 --branch "$ZHIDU_REF" "$ZHIDU" ../tool')
    assert install == "make -C ../tool .venv/.ready"
    proposed = workspace / "proposed"
    base = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": git(proposed, "rev-parse", "HEAD^1")}
    target = workspace / "target"
    target.write_text("untouched", encoding="utf-8")
    (proposed / "quality.json").symlink_to(target)
    for command in (clear.replace("../tool ", ""), *commands):
        subprocess.run(
            ["/bin/sh", "-e", "-c", command], cwd=proposed, check=True, env={**os.environ, **base}
        )
    assert target.read_text(encoding="utf-8") == "untouched"
    quality = json.loads((proposed / job["artifacts"]["reports"]["codequality"]).read_bytes())
    assert [(found["check_name"], found["location"]["path"]) for found in quality] == [
        ("checklist/term-dates", "checklists/terms.yaml")
    ]
