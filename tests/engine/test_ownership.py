"""Nothing that is not ours is written over, moved or deleted: every command against places where foreign things stand."""

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.cases import TREE
from support.folders import contents
from support.revised import write_revised

import zhidu
from zhidu.cli.commands import main
from zhidu.judging.check import check
from zhidu.judging.report import Result
from zhidu.reading.disk import file_marks, locks, ownership
from zhidu.reading.disk.refused import RefusedError
from zhidu.site import build as builder
from zhidu.site import release as releasing
from zhidu.site.build import Outcome

DAY = "2027-09-01"
DRAFT = "2027-03-01"
SUBMITTED = Path(__file__).parent.parent / "cases" / "submission"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The fictional project, with pages."""
    return write_revised(tmp_path / "project")


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """What was told on standard error: Chinese, and no traceback."""
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert "程序出错了" not in told
    assert any("\u4e00" <= sign <= "\u9fff" for sign in told)
    return told


# ---------- single files


FILES: dict[str, list[str]] = {
    "a.json": ["export", "json"],
    "b.json": ["export", "instrument"],
    "c.docx": ["export", "docx"],
    "d.pdf": ["poster", "a1", "--size", "A4"],
    "e.pdf": ["record", "borrowing-register"],
    "f.xlsx": ["record", "borrowing-register"],
    "g.docx": ["impact"],
}


def _foreign(path: Path) -> None:
    path.write_bytes(b"mine\n")


def _linked(path: Path) -> None:
    (path.parent / "real").write_bytes(b"mine\n")
    path.symlink_to("real")


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(path.parent)  # names of sockets are short
        try:
            made.bind(path.name)
        finally:
            os.chdir(here)


THINGS: dict[str, Callable[[Path], object]] = {
    "a file": _foreign,
    "an empty file": Path.touch,
    "a link": _linked,
    "a link to nothing": _dangling,
    "a pipe": os.mkfifo,
    "a socket": _socket,
}


@pytest.fixture(scope="module")
def records() -> str:
    """A record that the fictional project has a form for."""
    handbook = check(Path(__file__).parent.parent / "cases" / "revised").handbook
    return next(name for name, record in (handbook.records or {}).items() if record.form)


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_written_over_nothing_or_over_its_like(
    project: Path, tmp_path: Path, records: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    command = [records if word == "borrowing-register" else word for word in FILES[name]]
    command += ["--root", str(project), "-o", str(out / name)]
    assert main(command) == 0
    first = (out / name).read_bytes()
    assert main(command) == 0
    assert (out / name).read_bytes() == first
    (out / name).write_bytes(first + b" " if name.endswith(".json") else first)
    assert main(command) == 0
    assert [path.name for path in out.iterdir()] == [name]
    capsys.readouterr()
    for thing, put in THINGS.items():
        (out / name).unlink()
        put(out / name)
        before = contents(out)
        assert main(command) == 2, thing
        assert name in said(capsys)
        assert contents(out) == before, thing


@pytest.mark.parametrize("device", ["/dev/null", "/dev/full", "/dev/zero"])
def test_a_device_is_refused(
    project: Path, device: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Path(device).stat().st_rdev
    assert main(["export", "json", "--root", str(project), "-o", device]) == 2
    assert "设备" in said(capsys)
    assert stat.S_ISCHR(Path(device).stat().st_mode)
    assert Path(device).stat().st_rdev == before


def test_what_somebody_edited_is_theirs(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "a1.docx"
    command = ["export", "docx", "--policy", "a1", "--root", str(project), "-o", str(path)]
    assert main(command) == 0
    assert file_marks.ours(path.name, path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        "演示".encode(), "改过".encode(), 1
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    edited = path.read_bytes()
    assert main(command) == 2
    assert path.read_bytes() == edited


# ---------- folders into which files go


def test_posters_touch_only_their_own(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    command = ["poster", "a1", "a2", "--size", "A4", "--root", str(project), "-o", str(out)]
    assert main(command) == 0
    names = sorted(path.name for path in out.iterdir())
    assert len(names) == 4
    for name in names:
        shutil.rmtree(out)
        out.mkdir()
        (out / "sub").mkdir()
        _foreign(out / name)
        _foreign(out / f".a.pdf.{2**22 + 1}.part")
        _foreign(out / "sub" / f".a.pdf.{2**22 + 1}.part")
        before = contents(out)
        assert main(command) == (1 if name.endswith(".pdf") else 2), name
        after = contents(out)
        assert {path: after.get(path) for path in before} == before
        said(capsys)


@pytest.mark.parametrize(
    "name", ["policies", "docs/x", ".git", "checklists", "site_overrides/a", "macros"]
)
def test_the_projects_sources_take_no_sheets(
    project: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(project)
    assert main(["poster", "a1", "a2", "--root", str(project), "-o", str(project / name)]) == 2
    assert "请换一个文件夹" in said(capsys)
    assert contents(project) == before


# ---------- the site


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that makes one page: what is tested is where it goes."""

    def built(_: Path, __: Path, folder: Path, *_more: object) -> str:
        (folder / "index.html").write_text("page", encoding="utf-8")
        (folder / "api").mkdir()
        (folder / "api" / "a.json").write_text("{}", encoding="utf-8")
        ownership.seal(folder)
        return ""

    monkeypatch.setattr(builder, "_mkdocs", built)
    monkeypatch.setattr(builder, "_sheets", lambda *_: "")
    monkeypatch.setattr(builder, "archive_of", lambda *_: b"PK")


def build(project: Path, site: Path | None = None, *more: str) -> int:
    where = ["--site-dir", str(site)] if site is not None else []
    return main(["build", "--root", str(project), *where, *more])


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "place",
    [
        "project", "project/policies", "project/docs", "project/docs/sub", "project/checklists", "project/checklists/new",
        "project/.git", "project/.git/x", "project/macros", "project/tests", "project/schema", "project/site_overrides",
        ".", "project/mkdocs.yml", "photos", "project/../project", "link", "private/checklists", "private/checklists/x",
    ],
)  # fmt: skip
def test_dangerous_places_are_refused(
    project: Path, tmp_path: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / ".git").mkdir()
    (tmp_path / "photos").mkdir()
    _foreign(tmp_path / "photos" / "a.jpg")
    (tmp_path / "link").symlink_to(tmp_path / "photos")
    shutil.copytree(TREE / "checklists", tmp_path / "private" / "checklists")
    before = contents(tmp_path)
    for command in (["build"], ["build", "--drafts"], ["release"]):
        assert main([*command, "--root", str(project), "--site-dir", str(tmp_path / place)]) == 2
        said(capsys)
        assert contents(tmp_path) == before


@pytest.mark.usefixtures("quick")
def test_the_whole_machine_and_the_home_are_refused(
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    home = tmp_path / "home" / "clerk"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    for place in (Path("/"), home, home.parent, Path(os.path.expanduser("~root"))):  # noqa: PTH111
        assert build(project, place) == 2
        assert "不能放在" in said(capsys)
    monkeypatch.chdir(project)
    assert main(["build", "--site-dir", "."]) == 2
    assert main(["build", "--site-dir", ".."]) == 2


@pytest.mark.usefixtures("quick")
def test_what_is_beside_the_site_stays(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in (
        "site.old",
        "site.new-abc",
        "site.new-99999999-01234567",
        "site.preview",
        "site[1].new-1-01234567",
    ):
        (project / name).mkdir()
        _foreign(project / name / "mine.txt")
    _foreign(project / "site.new-99999998-01234567")
    before = {name: state for name, state in contents(project).items() if name.startswith("site")}
    for _ in range(2):
        assert build(project) == 0
        assert build(project, project / "site[1]") == 0
    assert build(project, None, "--drafts") == 2
    assert "site.preview" in said(capsys)
    after = contents(project)
    assert {name: after.get(name) for name in before} == before
    assert (project / "site" / "index.html").read_text(encoding="utf-8") == "page"


@pytest.mark.usefixtures("quick")
def test_what_was_put_into_the_site_is_not_lost(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(project) == 0
    capsys.readouterr()
    (project / "site" / "index.html").write_text("defaced", encoding="utf-8")
    (project / "site" / ".DS_Store").touch()
    assert build(project) == 0
    assert (project / "site" / "index.html").read_text(encoding="utf-8") == "page"
    for name in ("CNAME", ".git", "checklists/a.yaml", "api/new.json"):
        path = project / "site" / name
        path.parent.mkdir(exist_ok=True)
        _foreign(path)
        before = contents(project / "site")
        assert build(project) == 2
        assert name in said(capsys)
        assert contents(project / "site") == before
        path.unlink()
    (project / "site" / ownership.MANIFEST).unlink()
    assert build(project) == 2
    assert ownership.MANIFEST in said(capsys)


@pytest.mark.usefixtures("quick")
def test_a_linked_site_is_exchanged_where_it_is(project: Path, tmp_path: Path) -> None:
    real = tmp_path / "www" / "real"
    real.mkdir(parents=True)
    (project / "site").symlink_to(real)
    for _ in range(3):
        assert build(project) == 0
        assert (project / "site").is_symlink()
        assert sorted(path.name for path in real.parent.iterdir()) == ["real"]
        assert (real / "index.html").is_file()
    (project / "site").unlink()
    (project / "site").symlink_to("site")
    assert build(project) == 2


@pytest.mark.usefixtures("quick")
def test_a_foreign_archive_is_not_written_over(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(project, None, "--offline") == 0
    (archive,) = project.glob("*.zip")
    archive.write_bytes(b"mine")
    before = contents(project)
    assert build(project, None, "--offline") == 2
    assert archive.name in said(capsys)
    assert contents(project) == before


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("mask", [0o077, 0o000, 0o027])
def test_everybody_may_read_what_is_published(project: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        assert build(project, None, "--offline") == 0
    finally:
        os.umask(before)
    for path in (project / "site", *(project / "site").rglob("*"), *project.glob("*.zip")):
        wanted = 0o755 if path.is_dir() else 0o644
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("exchanged", [True, False])
def test_a_failed_swap_leaves_the_old_site(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    exchanged: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if not exchanged:
        monkeypatch.setattr(ownership, "_exchanged", lambda *_: False)
    assert build(project) == 0
    assert build(project) == 0
    before = contents(project / "site")
    replace = Path.replace

    def broken(path: Path, target: Path) -> Path:
        if ".new-" in path.name and Path(target).name == "site":
            raise OSError(28, "No space left on device", str(target))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", broken)
    if exchanged:

        def full(*_: Path) -> bool:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(ownership, "_exchanged", full)
    assert build(project) == 2
    assert "磁盘满了" in said(capsys)
    assert contents(project / "site") == before
    assert [
        path.name for path in project.iterdir() if path.name.startswith((".site", "site."))
    ] == []


def test_no_moment_is_without_a_folder(tmp_path: Path) -> None:
    """Where the system can exchange two names, nothing is renamed one after the other."""
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    (one / "a").touch()
    if not ownership._exchanged(one, other):  # noqa: SLF001
        assert sys.platform != "linux" or (one / "a").exists()
        return
    assert not (one / "a").exists()
    assert (other / "a").exists()


# ---------- generated pages


def test_pages_written_by_hand_stay(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs = project / "docs"
    for name in (
        "roles/notes.md",
        "policies/deep/er.md",
        "api/v1/own.json",
        "posters/photo.jpg",
        "search/x/y.js",
    ):
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        _foreign(docs / name)
    before = contents(docs)
    assert main(["pages", "--root", str(project)]) == 0
    assert main(["pages", "--root", str(project)]) == 0
    after = contents(docs)
    assert {name: after.get(name) for name in before} == before
    written = sorted(after.keys() - before.keys())
    assert "policies/a1/index.md" in written
    capsys.readouterr()
    for name in ("policies/a1/index.md", "api/v1/handbook.json", "search/data.js", "documents"):
        path = docs / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        _foreign(path)
        before = contents(docs)
        assert main(["pages", "--root", str(project)]) == 2
        assert name in said(capsys)
        assert contents(docs) == before
        path.unlink()
        assert main(["pages", "--root", str(project)]) == 0
    (docs / "roles").rename(project / "elsewhere")
    (docs / "roles").symlink_to(project / "elsewhere")
    before = contents(project / "elsewhere")
    assert main(["pages", "--root", str(project)]) == 2
    assert contents(project / "elsewhere") == before


# ---------- drafts


def test_a_draft_is_whole_or_not_there(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["revise", "a2", "a4", "--date", DAY, "--root", str(project)]
    before = contents(project)
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name.startswith("02"):
            write(path, content[:10])
            raise OSError(28, "No space left on device", str(path))
        return write(path, content)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        assert main(command) == 2
    assert "磁盘满了" in said(capsys)
    assert contents(project) == before
    assert main(command) == 0
    made = contents(project / "policies" / DAY)
    assert len(made) == 3
    assert main(command) == 2
    assert contents(project / "policies" / DAY) == made


@pytest.mark.parametrize("thing", THINGS)
def test_a_draft_goes_over_nothing(
    project: Path, thing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    THINGS[thing](project / "policies" / DAY)
    before = contents(project)
    assert main(["revise", "a2", "--date", DAY, "--root", str(project)]) == 2
    said(capsys)
    assert contents(project) == before


# ---------- a release


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("when", ["before the site", "after the site"])
def test_a_killed_release_goes_on_or_is_undone(
    project: Path, when: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    notice = project / "policies" / DRAFT / "notice.yaml"
    draft = notice.read_bytes()
    journal = project / "policies" / releasing.JOURNAL
    checked = check(project, (), None, drafts=True)
    monkeypatch.setattr(releasing, "check", lambda *_, **__: checked)
    outcome = Outcome(result=Result(findings=(), files=0), site=project / "site")

    class Killed(BaseException):
        """What no `finally` sees."""

    def killed(_: Path, site: Path, *__: object, ready: Callable[[Path, str], None]) -> Outcome:
        if when == "after the site":
            site.mkdir()
            (site / "index.html").write_text("page", encoding="utf-8")
            ownership.seal(site)
            ready(site, ownership.digest(site))
        raise Killed

    def undisturbed(*_: object, **__: object) -> None:
        raise Killed

    def kill() -> None:
        with monkeypatch.context() as patched:
            patched.setattr(releasing, "build", killed)
            put = ownership.put
            patched.setattr(
                ownership,
                "put",
                lambda path, raw, **how: undisturbed() if raw == draft else put(path, raw, **how),
            )
            with pytest.raises(Killed):
                releasing.release(project, DRAFT, project / "site")
        assert journal.is_file()
        assert notice.read_bytes() != draft

    kill()
    assert main(["revise", "a4", "--date", "2027-10-01", "--dry-run", "--root", str(project)]) in {
        0,
        2,
    }
    told = said(capsys)
    assert f"上次发布 {DRAFT} 中断了" in told
    assert not journal.exists()
    if when == "before the site":
        assert "已经改回草稿" in told
        assert notice.read_bytes() == draft
    else:
        assert "网站已经换上" in told
        assert notice.read_bytes() != draft
        return
    kill()
    with monkeypatch.context() as patched:
        patched.setattr(releasing, "build", lambda *_, **__: outcome)
        released = releasing.release(project, DRAFT, project / "site")
    assert released.before == f"上次发布 {DRAFT} 中断了，现在接着做。"
    assert not journal.exists()
    assert notice.read_bytes() != draft


# ---------- two at once


@contextmanager
def somebody(path: Path, doing: str) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds the lock at *path* until its input ends."""
    code = (
        "import sys; from pathlib import Path; from zhidu.reading.disk import locks\n"
        "with locks.locked(Path(sys.argv[1]), sys.argv[2]):\n"
        "    print(flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path), doing],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


@pytest.mark.usefixtures("quick")
def test_the_second_is_told_what_the_first_does(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = project / locks.NAME
    with somebody(lock, "发布（zhidu release）") as first:
        before = contents(project)
        for command in (
            ["build"],
            ["release"],
            ["pages"],
            ["revise", "a2", "--date", DAY],
        ):
            assert main([*command, "--root", str(project)]) == 2
            told = said(capsys)
            assert f"正在发布（zhidu release）（进程 {first.pid}" in told
            assert len(told.splitlines()) == 1
        assert contents(project) == before
    assert lock.exists()  # it was killed
    assert build(project) == 0
    assert not lock.exists()


@pytest.mark.parametrize("content", [b"mine", b"{}", b'{"pid": "1"}', b"\xff"])
def test_what_is_no_lock_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / locks.NAME
    path.write_bytes(content)
    with pytest.raises(RefusedError, match="不是本程序的锁文件"), locks.locked(path, "试"):
        pass
    assert path.read_bytes() == content
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(RefusedError, match="管道"), locks.locked(path, "试"):
        pass


def test_a_number_that_another_process_has_now_is_no_lock(tmp_path: Path) -> None:
    path = tmp_path / locks.NAME
    with locks.locked(path, "试"):
        told = json.loads(path.read_bytes())
        assert told["doing"] == "试"
        assert told["pid"] == os.getpid()
        with locks.locked(path, "再试"):  # the same process may ask again
            pass
        assert path.exists()
    assert not path.exists()
    path.write_text(json.dumps({**told, "pid": 1, "began": "long ago"}), encoding="utf-8")
    with locks.locked(path, "试"):
        pass
    path.write_text(json.dumps({**told, "host": "another"}), encoding="utf-8")
    with pytest.raises(RefusedError, match="在 another 上"), locks.locked(path, "试"):
        pass


# ---------- what schools sent


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An inbox with one sound submission."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    source = next((SUBMITTED / "checklists").glob("*-*-?/first-school.yaml"))
    shutil.copy(source, folder / "a.yaml")
    return folder


def take(root: Path, inbox: Path, *more: str) -> int:
    return main(["checklist", "intake", str(inbox), "--root", str(root), *more])


def test_an_obstructed_letter_stops_no_other(
    tmp_path: Path, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "bureau"
    shutil.copytree(TREE, root)
    (inbox / "b.yaml").write_text("school: x\n", encoding="utf-8")
    (inbox / "回复").mkdir()
    _foreign(inbox / "回复" / "a.yaml.回执.txt")
    before = contents(inbox)
    assert take(root, inbox) == 2
    told = said(capsys)
    assert "有一封回复没有写成" in told
    after = contents(inbox)
    assert {name: after.get(name) for name in before} == before
    assert "回复/b.yaml.退回.txt" in after


@pytest.mark.parametrize("name", ["回复", "replaced"])
def test_links_are_not_written_through(
    tmp_path: Path, inbox: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "bureau"
    shutil.copytree(TREE, root)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    if name == "replaced":
        assert take(root, inbox) == 0
        sent = inbox / "a.yaml"
        text = sent.read_text(encoding="utf-8")
        sent.write_text(
            text.replace("problem: ", "problem: 后来", 1).replace(
                '"problem": "', '"problem": "后来', 1
            ),
            encoding="utf-8",
        )
    place = inbox / name if name == "回复" else root / "checklists" / name
    if place.is_dir():
        shutil.rmtree(place)
    place.symlink_to(elsewhere)
    assert take(root, inbox, "--replace") == 2
    assert not list(elsewhere.iterdir())
    capsys.readouterr()


# ---------- who writes at all


def test_only_the_owner_of_the_rules_writes() -> None:
    """Modules that work in a folder which was made for them, or write to what they were given, are named."""
    package = Path(zhidu.__file__).parent
    allowed = {
        "reading/disk/ownership.py", "reading/disk/locks.py", "site/delivery.py", "site/stylesheets.py",
        "cli/demo.py", "site/build.py",
        "cli/annotate_decisions.py", "site/release.py",  # a copy to be judged, in a folder that is gone afterwards
    }  # fmt: skip
    words = (
        "write_bytes(",
        "write_text(",
        ".unlink(",
        "rmtree(",
        ".mkdir(",
        "copytree(",
        "mkstemp",
        "mkdtemp",
        "NamedTemporary",
        "os.rename",
        "os.replace(",
        ".symlink_to(",
        ".touch(",
    )
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if any(word in path.read_text(encoding="utf-8") for word in words)
    }
    assert {name for name in found if name not in allowed} == {
        "reading/disk/user_cache.py", "site/stubs.py", "posters/batch.py",
    }  # fmt: skip


# ---------- folders into which many files go


@pytest.mark.parametrize(
    ("place", "said_of_it"),
    [
        ("/", "这是整个盘"),
        ("other/docs", "docs 是一个项目自己的文件夹"),
        ("other/policies/2001-01-01", "policies 是一个项目自己的文件夹"),
        ("site/downloads", "由本程序生成，下一次整个换掉"),
    ],
)
def test_papers_go_nowhere_where_they_would_be_published_or_thrown_away(
    tmp_path: Path, place: str, said_of_it: str
) -> None:
    write_revised(tmp_path / "other")
    ownership.put_whole(tmp_path / "other", tmp_path / "site", {"index.html": b"x"})
    with pytest.raises(RefusedError, match=said_of_it):
        ownership.output_folder(tmp_path / "mine", tmp_path / place)
