"""The command line: Chinese help, helpful misuse, and no traceback for a clerk."""

import json
import re
from pathlib import Path

import pytest

from zhidu.cli.chinese import Group
from zhidu.cli.commands import main, zhidu
from zhidu.judging.explain import explanations

ROOT = Path(__file__).parent.parent.parent


COMMANDS = [[], *([name] for name in zhidu.commands)]
COMMANDS += [
    [name, inner]
    for name, group in zhidu.commands.items()
    if isinstance(group, Group)
    for inner in group.commands
]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_chinese(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command, "--help"]) == 0
    output = capsys.readouterr().out
    assert output.startswith("用法：zhidu")
    assert "显示这段说明" in output
    assert not re.search(r"Usage|Options|Commands|Show this|default|required|\[OPTIONS\]", output)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["chek"], "没有“chek”这个命令。是不是“check”？"),
        (["check", "--fromat", "json"], "没有“--fromat”这个选项。是不是“--format”？"),
        (
            ["check", "--format", "xml"],
            "“--format”的值不对：只能是 text、json、github、gitlab、junit、markdown。",
        ),
        (["check", "--as-of", "明天"], "“--as-of”的值不对：日期写成 2026-09-01 这样。"),
        (
            ["check", "--root", "no/such"],
            "“--root”的值不对：没有这个文件或文件夹，或者类型不对。",
        ),
        (
            ["explain", "policy/quote-in-txt"],
            "没有“policy/quote-in-txt”这个规则。是不是“policy/quote-in-text”？",
        ),
        (["export"], "少了“格式”。运行 --help 看写法。"),
    ],
)
def test_misuse_is_explained(
    arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err == expected + "\n"


def test_without_arguments_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().out.startswith("用法：zhidu")


def test_explain_prints_the_docstring(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "duty/stated-rhythm"]) == 0
    assert "“定期”没有周期" in capsys.readouterr().out


def test_every_code_is_explained_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--format", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == explanations()
    for code, words in printed.items():
        assert re.fullmatch(r"[a-z]+/[a-z0-9-]+", code)
        assert re.search(r"[\u4e00-\u9fff]{4}", words), code


def test_export_of_a_faulty_project_prints_findings_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "policies" / "vocabulary").mkdir(parents=True)
    (tmp_path / "policies" / "vocabulary" / "roles.yaml").write_text("roles: 3\n")
    assert main(["export", "json", "--root", str(tmp_path)]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert "错误 [shape/type]" in output.err


def test_a_bug_of_ours_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("张三 138 1234 5678")

    monkeypatch.setattr("zhidu.judging.check.check", broken)
    assert main(["check"]) == 2
    error = capsys.readouterr().err
    assert re.match(
        r"程序出错了，这不是您的问题：ZeroDivisionError，在 [a-z_]+\.py:[0-9]+\n", error
    )
    assert "张三" not in error
    assert "Traceback" not in error
    monkeypatch.setenv("ZHIDU_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["check"])
