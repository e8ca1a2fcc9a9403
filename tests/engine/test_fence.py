"""What fails at one file is said of that file; every other is read, judged and answered as ever."""

import contextlib
import shutil
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import click
import pytest
from support.bureau import SCHOOL, TERM, Bureau
from support.cases import TREE

from zhidu.assessment.intake import inbox, letters, recognition, store
from zhidu.assessment.verdict import one_submission
from zhidu.cli import annotate, annotate_decisions
from zhidu.cli.commands import main, zhidu
from zhidu.county import roster, verdicts
from zhidu.drafting import beginning, import_plan
from zhidu.judging import check, rules
from zhidu.posters import batch, emblem, schools
from zhidu.reading import documents, fence, strict_yaml
from zhidu.site import manifest

ERRORS = [RuntimeError("张三 138 1234 5678"), RecursionError(), MemoryError(), KeyError("张三")]


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau(tmp_path)


def failing_at(real: Any, error: Exception, where: Any) -> Any:
    """*real*, but failing with *error* where *where* says so of its arguments."""

    def act(*arguments: Any, **more: Any) -> Any:
        if where(*arguments):
            raise error
        return real(*arguments, **more)

    return act


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_a_policy_at_which_we_fail_hides_no_fault_of_another(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    shutil.copytree(TREE, "project")
    first, second = sorted(Path("project").glob("policies/*-*/*[0-9]*.yaml"))[:2]
    second.write_text("a: [", encoding="utf-8")
    monkeypatch.setattr(
        strict_yaml,
        "understood",
        failing_at(strict_yaml.understood, error, lambda _, shown: shown == str(first)),
    )
    assert main(["check", "--root", "project"]) == 1
    out = capsys.readouterr().out
    assert f"{first}:1:1: 错误 [file/not-judged] 这个文件没有判完，是程序出了错" in out
    assert [
        line
        for line in out.splitlines()
        if line.startswith(f"{second}:") and "[yaml/syntax]" in line
    ]
    assert "张三" not in out


@pytest.mark.parametrize("paths", [[], ["one"]], ids=["all", "one file"])
def test_a_rule_that_fails_is_named_and_the_others_go_on(
    paths: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    shutil.copytree(TREE, "project")
    code = next(iter(rules.RULES))
    monkeypatch.setitem(rules.RULES, code, failing_at(None, ERRORS[0], lambda *_: True))
    one = str(min(Path("project").glob("policies/*-*/*[0-9]*.yaml")))
    assert main(["check", "--root", "project", *([one] if paths else [])]) == 1
    out = capsys.readouterr().out
    assert f"project/policies:1:1: 错误 [file/not-judged] 规则 {code} 没有判完" in out
    assert out.count("错误 [") == 1


def test_a_submission_at_which_we_fail_hides_no_other(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.chdir(bureau.root)
    bureau.send("a.yaml", bureau.data)
    folder = bureau.root / "checklists" / TERM
    folder.mkdir()
    for name in (SCHOOL, "another-school"):
        shutil.copy(bureau.inbox / "a.yaml", folder / f"{name}.yaml")
    monkeypatch.setattr(
        one_submission, "evaluate", failing_at(one_submission.evaluate, ERRORS[2], lambda *_: True)
    )
    assert main(["check"]) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if "错误 [" in line]
    assert len(lines) == 2
    assert all("[file/not-judged]" in line and "MemoryError" in line for line in lines)


def test_an_inspection_at_which_we_fail_hides_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [
        documents.Place(tmp_path / name, name, documents.INSPECTION, TERM)
        for name in ("a.yaml", "b.yaml")
    ]
    monkeypatch.setattr(
        strict_yaml,
        "read",
        failing_at(strict_yaml.read, ERRORS[1], lambda path, _: path.name == "a.yaml"),
    )
    found = verdicts.judge(check.check(TREE).handbook, places, sound=True)
    assert [(each.path, each.code) for each in found.findings] == [
        ("a.yaml", fence.CODE),
        ("b.yaml", "file/missing"),
    ]


@pytest.mark.parametrize("at", ["read", "canonical", "store"])
def test_a_statement_at_which_we_fail_stops_no_other(
    at: str, bureau: Bureau, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    bureau.send("bad.yaml", {**bureau.data, "school": "second-school"})
    bureau.send("good.yaml", bureau.data)
    owner, name, where = {
        "read": (recognition.Desk, "read", lambda _, __, name: name == "bad.yaml"),
        "canonical": (inbox, "canonical", lambda data, _: data["school"] == "second-school"),
        "store": (store.Store, "kept", lambda _, school, __: school == "second-school"),
    }[at]
    monkeypatch.setattr(owner, name, failing_at(getattr(owner, name), ERRORS[0], where))
    monkeypatch.setattr(
        recognition.Statement,
        "sound",
        property(lambda s: not s.faults or s.faults[0].code != fence.CODE),
    )
    assert bureau.take() == 1
    out = capsys.readouterr().out
    assert "收下　good.yaml" in out
    assert "退回　bad.yaml" in out
    assert "张三" not in out
    assert "这个文件没有判完，是程序出了错（RuntimeError），不是您的问题" in bureau.letter(
        "bad.yaml.退回.txt"
    )
    assert list(bureau.files()) == [f"{TERM}/{SCHOOL}.yaml"]


def test_a_letter_that_cannot_be_written_stops_no_other(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    bureau.send("a.yaml", "school: x")
    bureau.send("b.yaml", bureau.data)
    (bureau.inbox / "回复" / "a.yaml.退回.txt" / "x").mkdir(parents=True)
    assert bureau.take() == 2
    told = capsys.readouterr()
    assert "收下　b.yaml" in told.out
    place = bureau.inbox / "回复" / "a.yaml.退回.txt"
    assert (
        told.err
        == f"有一封回复没有写成：{place} 是一个文件夹，没有往里写。请换一个名字，或把它移走。\n"
    )
    assert bureau.letter("b.yaml.回执.txt").startswith("收到了：")
    monkeypatch.setattr(letters, "_summary", failing_at(None, ERRORS[0], lambda *_: True))
    bureau.send("c.yaml", "school: x")
    assert bureau.take() == 2
    assert "张三" not in capsys.readouterr().err
    assert bureau.letter("c.yaml.退回.txt").startswith("退回：")


@pytest.mark.parametrize("kind", ["file", "link"])
def test_where_letters_cannot_go_everything_is_taken_in_all_the_same(
    kind: str, bureau: Bureau, capsys: Any
) -> None:
    bureau.send("a.yaml", bureau.data)
    if kind == "file":
        (bureau.inbox / "回复").write_text("", encoding="utf-8")
    else:
        (bureau.inbox / "回复").symlink_to(bureau.root)
    assert bureau.take() == 2
    told = capsys.readouterr()
    assert "收下　a.yaml" in told.out
    assert told.err.count("有一封回复没有写成") == 1
    assert list(bureau.files()) == [f"{TERM}/{SCHOOL}.yaml"]


def test_a_poster_that_fails_stops_no_other(tmp_path: Path) -> None:
    class Press:
        def pdf(self, sheet: Any) -> Any:
            raise MemoryError if sheet == "bad" else ValueError

    job = batch.Job("a.pdf", "bad")  # type: ignore[arg-type]
    done = batch._make(Press(), tmp_path, job)  # type: ignore[arg-type]
    assert done.problem.startswith("这一张没有判完，是程序出了错（MemoryError）")


def test_a_file_without_end_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    def endless(_: bytes, shown: str) -> Any:
        while shown == "project/policies/2001-01-01/01-first.yaml":
            pass
        return None, []

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    shutil.copytree(TREE, "project")
    monkeypatch.setattr(fence, "LIMIT", 0.01)
    monkeypatch.setattr(strict_yaml, "understood", endless)
    assert main(["check", "--root", "project"]) == 1
    told = "这个文件没有判完：算了 0.01 秒还没有算完，不像正常的文件；别的文件照常判"
    assert f"01-first.yaml:1:1: 错误 [file/not-judged] {told}" in capsys.readouterr().out
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_an_endless_file_in_the_inbox_stops_no_other(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_: Any, raw: bytes, name: str) -> Any:
        while name == "a.yaml":
            pass
        return real(_, raw, name)

    real = recognition.Desk.read
    monkeypatch.setattr(fence, "LIMIT", 1.0)
    monkeypatch.setattr(recognition.Desk, "read", endless)
    bureau.send("a.yaml", "x")
    bureau.send("b.yaml", bureau.data)
    assert bureau.take() == 1
    assert "没有判完：算了 1 秒还没有算完" in bureau.letter("a.yaml.退回.txt")
    assert bureau.letter("b.yaml.回执.txt").startswith("收到了：")


def test_a_manuscript_without_end_is_given_up(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    def endless(*_: Any) -> Any:
        while True:
            pass

    draft = bureau.send("draft.txt", "一、学生爱护图书。")
    monkeypatch.setattr(fence, "LIMIT", 0.5)
    monkeypatch.setattr(import_plan, "plan", endless)
    assert main(["import", str(draft), "--root", str(bureau.root)]) == 2
    assert capsys.readouterr().err == (
        "draft.txt:1:1: 错误 [file/not-judged] 这份文稿没有判完：算了 0.5 秒还没有算完，不像正常的文件；"
        "别的文件照常判。把这个文件发给维护人员（他们会用 ZHIDU_DEBUG=1 重新运行）。\n"
    )
    assert not list(bureau.root.glob("policies/20[2-9]*"))


def test_a_text_that_is_read_for_duties_without_end_is_given_up(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    def endless(*_: Any) -> Any:
        while True:
            pass

    draft = bureau.send("draft.txt", "一、学生爱护图书。")
    monkeypatch.setattr(fence, "LIMIT", 0.5)
    monkeypatch.setattr(annotate, "propose", endless)
    assert main(["annotate", str(draft)]) == 2
    assert capsys.readouterr().err == (
        "draft.txt:1:1: 错误 [file/not-judged] 这份文稿没有判完：算了 0.5 秒还没有算完，不像正常的文件；别的文件照常判。"
        "把这个文件发给维护人员（他们会用 ZHIDU_DEBUG=1 重新运行）。\n"
    )


def _endless() -> None:
    """Takes every failure for its own, as a library may."""
    while True:
        with contextlib.suppress(Exception):
            fence.fenced(lambda: list(range(1000)), lambda _: None)


def test_every_thread_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fence, "LIMIT", 0.05)
    before = set(threading.enumerate())
    with ThreadPoolExecutor(2) as pool:
        each = [pool.submit(fence.bounded, act) for act in (_endless, lambda: 7, _endless)]
    assert each[1].result() == 7
    for number in (0, 2):
        assert isinstance(each[number].exception(), fence.TooLongError)
    assert set(threading.enumerate()) <= before


@pytest.mark.parametrize("missing", [["setitimer"], ["setitimer", "pthread_getcpuclockid"]])
def test_a_system_without_signals_gives_up_all_the_same(
    missing: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in missing:
        monkeypatch.delattr(signal if name == "setitimer" else time, name)
    monkeypatch.setattr(fence, "LIMIT", 0.05)
    before = set(threading.enumerate())
    told = fence.fenced(lambda: fence.bounded(_endless), fence.told)
    assert told == "这个文件没有判完：算了 0.05 秒还没有算完，不像正常的文件；别的文件照常判"
    assert fence.bounded(lambda: fence.bounded(lambda: 7)) == 7
    assert set(threading.enumerate()) <= before


def test_a_fence_within_a_fence_ends_with_the_outer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fence, "LIMIT", 0.05)

    def parts() -> list[Any]:
        return [fence.fenced(lambda: fence.bounded(_endless), fence.told) for _ in range(100)]

    with pytest.raises(fence.TooLongError):
        fence.bounded(parts)


def test_who_looks_for_the_error_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIDU_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        fence.fenced(lambda: 1 // 0, lambda _: 0)


# ---------- every command that is given a file

GIVEN: dict[str, tuple[str, Any, str]] = {
    "check paths": ("check sent", strict_yaml, "understood"),
    "init drafts": ("init new --issuer 演示县教育局 --from sent", beginning, "begin"),
    "import draft": ("import sent --date 2027-09-01", import_plan, "plan"),
    "annotate named": ("annotate sent", annotate, "propose"),
    "annotate workbook": ("annotate a1 --workbook a.xlsx", annotate_decisions, "offers"),
    "annotate answered": ("annotate a1 --apply sent", annotate_decisions, "_read"),
    "annotate write": ("annotate a1 --write", annotate_decisions, "offers"),
    "verify site": ("verify sent", manifest, "compare"),
    "verify manifest": ("verify sent --manifest sent", manifest, "compare"),
    "poster schools": ("poster a1 --schools sent", schools, "read"),
    "poster emblem": ("poster a1 --emblem sent", emblem, "read"),
    "workbook earlier": (
        f"checklist workbook --school {SCHOOL} --term {TERM} --from sent -o a.xlsx",
        strict_yaml,
        "understood",
    ),
    "intake inbox": ("checklist intake sent --dry-run", recognition.Desk, "read"),
    "check file": ("roster check sent", roster, "read"),
}
"""By command and parameter: how it is typed, and what reads the file."""
GOES_ON = {
    "check paths",
    "intake inbox",
}  # several may be given: the run goes on, and its status says so
_MADE = {"output", "folder"}  # these are written
UNTIMED = {"verify site", "verify manifest"}  # sums of gigabytes


def given(group: click.Group) -> set[str]:
    """Every parameter of a command that is a file to be read."""
    found = set()
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= given(command)
            continue
        for each in command.params:
            kind = each.type
            file = isinstance(kind, click.Path) and kind.file_okay and each.name not in _MADE
            if file or each.name == "named":
                found.add(f"{name} {each.name}")
    return found


def test_every_command_that_is_given_a_file_is_fenced() -> None:
    assert given(zhidu) | {"annotate write"} == set(GIVEN)


@pytest.mark.parametrize("name", GIVEN)
@pytest.mark.parametrize("how", ["fails", "endless"])
def test_a_file_at_which_a_command_fails_is_named(
    name: str, how: str, bureau: Bureau, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    words, owner, attribute = GIVEN[name]
    monkeypatch.chdir(bureau.root)
    sent = "sent.txt" if name in {"init drafts", "import draft", "annotate named"} else "sent.yaml"
    Path(sent).write_text("学生爱护图书。\n", encoding="utf-8")
    real = getattr(owner, attribute)

    def act(*arguments: Any, **more: Any) -> Any:
        if attribute == "understood" and arguments[1] != sent:
            return real(*arguments, **more)
        while how == "endless":
            pass
        raise ERRORS[0]

    if how == "endless" and name in UNTIMED:
        how = "fails"
    monkeypatch.setattr(fence, "LIMIT", 0.3)
    monkeypatch.setattr(owner, attribute, act)
    typed = [sent if word == "sent" else word for word in words.split()]
    assert main(typed) == (1 if name in GOES_ON else 2)
    told = "".join(capsys.readouterr())
    assert "没有判完" in told
    assert fence.REPAIR in told or name == "intake inbox"
    assert ("01-first.yaml" if "a1" in words and "sent" not in words else sent) in told
    assert "张三" not in told
