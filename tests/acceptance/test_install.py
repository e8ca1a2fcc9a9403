"""An ordinary installation, as on a clerk's machine: the wheel in a bare folder, and the README that `zhidu init` wrote.

What is typed is read out of that README, so that it is the document that is proved.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, expect
from support.beginners import BUREAUS, COUNTY, DAY, SCHOOL
from support.clerk import Clerk
from support.site_server import serving

from zhidu.drafting import starter

ROOT = Path(__file__).parent.parent.parent
NOWHERE = "http://127.0.0.1:9"  # nobody is there: whatever would be fetched, fails
POSTS = ("图书管理员", "值日教师", "校长", "学生")
"""What a person says of the names that the school's texts have and no vocabulary knows."""
_BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
_INLINE = re.compile(r"`((?:zhidu|--)[^`]*)`")


@dataclass(frozen=True)
class Readme:
    """What a README tells its reader to type: blocks of commands without what is said beside them, and single words."""

    blocks: list[list[str]]
    inline: list[str]


def read(text: str) -> Readme:
    return Readme(
        blocks=[
            [line.split("#")[0].strip() for line in block.splitlines() if line.strip()]
            for block in _BLOCK.findall(text)
        ],
        inline=_INLINE.findall(text),
    )


@dataclass(frozen=True)
class Terminal:
    """Somebody with a terminal in which `zhidu` is what was installed, with no clone anywhere and no network."""

    environment: Mapping[str, str]

    def types(self, folder: Path, command: str, *, status: int = 0) -> str:
        done = subprocess.run(
            shlex.split(command),
            cwd=folder,
            env=self.environment,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        assert done.returncode == status, (command, done.stdout, done.stderr)
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """As the README says to install: the wheel, an environment beside it, the versions of the lock."""
    folder = tmp_path_factory.mktemp("machine")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, str(ROOT), "-w", str(folder)], check=True)
    versions = re.findall(
        r"(?m)^([\w.-]+)(?:\[[^\]]*\])?(==[^ ;\\]+)( ; [^\\\n]+)?",
        (ROOT / "requirements.lock").read_text(encoding="utf-8"),
    )
    lock = folder / "constraints.txt"
    lock.write_text("".join(f"{''.join(line)}\n" for line in versions), encoding="utf-8")
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    told = starter.files(COUNTY, (), example=False)["README.md"].decode()
    _, install, _ = read(told).blocks
    assert len(install) == 2
    for command in install:
        subprocess.run(
            shlex.split(command),
            cwd=folder,
            env={**plain, "PIP_CONSTRAINT": str(lock), "PIP_QUIET": "1"},
            check=True,
        )
    path = f"{folder / '.venv' / 'bin'}{os.pathsep}{plain['PATH']}"
    alone = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), NOWHERE)
    return Terminal({**plain, **alone, "PATH": path})


def digest(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_site_from_the_checkout_from_elsewhere_and_from_data_alone(
    terminal: Terminal, tmp_path: Path
) -> None:
    data = tmp_path / "bureau"
    data.mkdir()
    for part in ("policies", "checklists"):
        shutil.copytree(ROOT / part, data / part)
    generated = shutil.ignore_patterns("api", "policies", "roles", "notice")
    shutil.copytree(ROOT / "docs", data / "docs", ignore=generated)
    shutil.copy(ROOT / "mkdocs.yml", data)
    runs = {
        "inside": (ROOT, ["build"]),
        "outside": (tmp_path, ["build", "--root", str(ROOT)]),
        "data": (data, ["build"]),
    }
    sites = {}
    for name, (folder, arguments) in runs.items():
        terminal.types(folder, f"zhidu {' '.join(arguments)} --site-dir {tmp_path / name}")
        sites[name] = digest(tmp_path / name)
    assert sites["inside"] == sites["outside"] == sites["data"]


def test_every_command_works_installed(terminal: Terminal, tmp_path: Path) -> None:
    for arguments in ("check", "export json", "explain", "explain yaml/tab"):
        terminal.types(ROOT, f"zhidu {arguments}")
    terminal.types(tmp_path, "zhidu check", status=2)


def opened(browser: Browser, root: Path, path: str) -> list[str]:
    """The headings of a page of the built site."""
    with serving(root / "site") as address:
        page = browser.new_page(locale="zh-CN")
        page.goto(f"{address}/{path}")
        found = page.get_by_role("heading").all_inner_texts()
        page.close()
    return found


def begun(terminal: Terminal, folder: Path, command: str) -> tuple[Path, Readme]:
    """A project made by *command* in *folder*, and what its README says."""
    assert "写好了：本局" in terminal.types(folder, command)
    root = folder / "本局"
    return root, read((root / "README.md").read_text(encoding="utf-8"))


def decided(terminal: Terminal, root: Path, readme: Readme, policy: str) -> None:
    """Duties of *policy* are read out, looked through, and written, as the README says of a1."""
    *_, (proposed, applied) = readme.blocks
    assert "存好了" in terminal.types(root, proposed.replace("a1", policy))
    Clerk(root).answer(f"{policy}.xlsx", {name: {"算作（选）": "新岗位"} for name in POSTS})
    assert f"{policy} 每一条都定了" in terminal.types(root, applied.replace("a1", policy))


def answering(root: Path) -> None:
    """Which schools there are, and which terms."""
    shutil.copytree(BUREAUS / "county" / "level-3", root, dirs_exist_ok=True)


def test_a_county_goes_from_a_text_to_answers(
    terminal: Terminal, tmp_path: Path, browser: Browser
) -> None:
    """A 管理办法 in chapters, in one file."""
    shutil.copy(BUREAUS / "county" / "manuscript.txt", tmp_path / "制度.txt")
    root, readme = begun(terminal, tmp_path, f"zhidu init 本局 --issuer {COUNTY} --from 制度.txt")
    check, build = readme.blocks[0]
    assert "没有问题" in terminal.types(root, check)
    terminal.types(root, build)
    with serving(root / "site") as address:
        page = browser.new_page(locale="zh-CN")
        page.goto(f"{address}/search/?q=能借几本书")
        expect(page.locator(".search-hits a").first).to_have_text("附件第二章第三条")
        page.close()
    assert list((root / "site" / "sheets").rglob("*.pdf"))
    assert not (root / "site" / "roles").exists()
    decided(terminal, root, readme, "a1")
    answering(root)
    terminal.types(root, check)
    terminal.types(root, build)
    roles = [path.parent.name for path in (root / "site" / "roles").glob("*/index.html")]
    assert len(roles) > 1
    assert any("图书管理员" in opened(browser, root, f"roles/{role}/")[0] for role in roles)
    assert (root / "site" / "checklist" / "index.html").is_file()


def test_a_school_goes_from_three_texts_to_answers(
    terminal: Terminal, tmp_path: Path, browser: Browser
) -> None:
    """Three 职责 in Arabic numbers, of which one comes later."""
    for name in ("librarian", "duty-teacher", "pupils"):
        document = Document()
        for line in (BUREAUS / "school" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
            document.add_paragraph(line)
        document.save(str(tmp_path / f"{name}.docx"))
    texts = "--from librarian.docx --from duty-teacher.docx"
    root, readme = begun(
        terminal, tmp_path, f"zhidu init 本局 --issuer {SCHOOL} --date {DAY} {texts}"
    )
    (draft, day, release) = (
        next(words for words in readme.inline if words.startswith(beginning))
        for beginning in ("zhidu import", "--date", "zhidu release")
    )
    shutil.move(tmp_path / "pupils.docx", root / "文稿.docx")
    assert f"加上 {day.split()[0]}" in terminal.types(root, draft, status=2)
    terminal.types(root, f"{draft} {day}", status=1)  # it says what is not filled in yet
    notice = root / "policies" / day.split()[1] / "notice.yaml"
    text = notice.read_text(encoding="utf-8")
    (waits,) = re.findall("（请填写通知正文[^）]*）", text)
    notice.write_text(text.replace(waits, "现将守则印发给你们。"), encoding="utf-8")
    terminal.types(root, release)
    assert "青禾小学学生阅览守则" in opened(browser, root, "policies/a3/")[0]
    for policy in ("a1", "a2", "a3"):
        decided(terminal, root, readme, policy)
    answering(root)
    check, build = readme.blocks[0]
    terminal.types(root, check)
    terminal.types(root, build)
    assert (root / "site" / "checklist" / "index.html").is_file()
