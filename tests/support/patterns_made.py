"""The patterns that are put together when a text is read, a project reviewed, a manuscript imported.

They are gathered in a process of its own: what an earlier test had put together is kept, and is not put together again.
"""

import ast
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from support.cases import TREE

import zhidu
from zhidu.cli.commands import main

PACKAGE = Path(zhidu.__file__).parent
RULES = """虚构县机房管理制度
第一条　管理员每周检查一次机房，并填写《机房检查登记表》，至少保存三年；不得少于2人。
第二条　学生未经教师同意不得进入机房。发现故障时，应当立即报告校长批准后再处理。
第三条　违反本制度第一条的，由学校按照有关规定处理。
"""


def made_at_run() -> list[re.Pattern[Any]]:
    """Each of them once."""
    told = subprocess.run(
        [sys.executable, "-m", "support.patterns_made"],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return [re.compile(pattern, flags) for pattern, flags in ast.literal_eval(told.stdout)]


def _gather() -> dict[tuple[Any, int], None]:
    made: dict[tuple[Any, int], None] = {}
    compile_ = re._compile  # type: ignore[attr-defined]  # noqa: SLF001  what every way into `re` goes through

    def kept(pattern: Any, flags: Any) -> re.Pattern[Any]:
        found: re.Pattern[Any] = compile_(pattern, flags)
        frame = sys._getframe(2)  # noqa: SLF001  who asked
        if frame.f_code.co_filename.startswith(f"{PACKAGE}{os.sep}"):
            made.setdefault((found.pattern, found.flags))
        return found

    re._compile = kept  # type: ignore[attr-defined]  # noqa: SLF001
    with tempfile.TemporaryDirectory() as room:
        text = Path(room) / "a.txt"
        text.write_text(RULES, encoding="utf-8")
        project = Path(room) / "project"
        shutil.copytree(TREE, project)
        for command in (["annotate", str(text)], ["review"], ["import", str(text), "--dry-run"]):
            words = [*command, "--date", "2027-09-01"] if command[0] == "import" else command
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                main([*words, "--root", str(project)])
    return made


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(repr(list(_gather())))
