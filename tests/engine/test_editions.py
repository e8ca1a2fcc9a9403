"""Editions: what is in force, what a change means, and that nothing published is ever lost."""

import json
import re
import shutil
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from support.html_pages import pages, target
from support.revised import REVISED, applied, write_revised
from support.site_server import serving

from zhidu.cli.commands import main
from zhidu.handbook.book import Handbook
from zhidu.handbook.changes import Kind, revision
from zhidu.handbook.impact import impact
from zhidu.judging.check import check
from zhidu.reading import published_addresses, schemas
from zhidu.site import exports
from zhidu.site.build import build
from zhidu.site.release import anchors

NEW = "2026-09-01"
STOPPED = Path(__file__).parent.parent / "support" / "stopped.py"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture(scope="module")
def now() -> Handbook:
    checked = check(REVISED)
    assert not checked.result.findings
    return checked.handbook


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_revised(tmp_path_factory.mktemp("revised"), site_url="https://example.test/zhidu/")


@pytest.fixture(scope="module")
def revised_site(project: Path) -> Path:
    outcome = build(project, project / "site", posters=False)
    assert outcome.site is not None, outcome.message
    return outcome.site


# ---------- as of a date ----------


def test_what_is_in_force_before_and_after(now: Handbook) -> None:
    before = check(REVISED, as_of=date(2026, 8, 31)).handbook
    assert list(before.current) == ["a1", "a2", "a3", "a4", "a5"]
    assert before.duties["a1-2-a"][1].threshold is not None
    assert before.duties["a1-2-a"][1].threshold.value == 50
    assert list(now.current) == ["a1", "a2", "a4", "b1"]
    assert {p: (e.reason, e.successors) for p, e in now.ended.items()} == {
        "a3": ("光盘已经不再使用", ()),
        "a5": ("机房都已改为计算机教室，试行期满转为正式", ("b1",)),
    }
    assert now.duties["a1-2-a"][1].threshold is not None
    assert now.duties["a1-2-a"][1].threshold.value == 60


def test_a_clause_of_its_own_day_waits(now: Handbook) -> None:
    assert list(now.pending) == ["a2-2"]
    assert now.citations["a2-2"].clause.text == "上网记录保存三十天。"
    later = check(REVISED, as_of=date(2027, 1, 1)).handbook
    assert not later.pending
    assert later.citations["a2-2"].clause.text == "上网记录保存一百八十天。"


def test_a_role_is_called_as_on_the_day(now: Handbook) -> None:
    before = check(REVISED, as_of=date(2026, 8, 31)).handbook
    assert (before.roles or {})["teaching-office"].name == "教导处"
    assert (now.roles or {})["teaching-office"].name == "教务处"


def test_an_issued_edition_is_known_before_it_is_in_force(tmp_path: Path) -> None:
    root = write_revised(tmp_path / "project")
    notice = root / "policies" / NEW / "notice.yaml"
    text = notice.read_text(encoding="utf-8")
    notice.write_text(text.replace("effective: 2026-09-01", "effective: 2026-12-01"), "utf-8")
    handbook = check(root, as_of=date(2026, 10, 1)).handbook
    assert handbook.current["a1"].date == "2020-03-01"
    assert handbook.upcoming["a1"].date == NEW


# ---------- changes ----------


def test_every_kind_of_change_is_told(now: Handbook) -> None:
    kinds = {
        clause.id: ({kind.value for kind in clause.kinds}, clause.substantive)
        for policy in revision(now, NEW).policies
        for clause in policy.changed
    }
    assert kinds == {
        "a1-2": ({"revised"}, True),
        "a1-3": ({"split"}, True),
        "a1-4": ({"merged"}, False),
        "a1-11": ({"split"}, True),
        "a1-12": ({"merged"}, True),
        "a1-5": ({"moved"}, False),
        "a1-6": ({"merged"}, False),
        "a1-7": ({"removed"}, True),
        "a1-8": ({"editorial", "moved"}, False),
        "a1-9": ({"editorial", "moved"}, False),
        "a1-13": ({"new"}, True),
        "a2-2": ({"revised"}, True),
        "a3-1": ({"removed"}, True),
        "a3-2": ({"removed"}, True),
        "a5-1": ({"moved"}, False),
        "a5-2": ({"moved"}, False),
        "b1-1": ({"moved"}, False),
        "b1-2": ({"moved"}, False),
    }
    assert {kind for names, _ in kinds.values() for kind in names} == set(Kind) - {"restored"}


def test_the_impact_is_what_the_two_states_differ_in(now: Handbook) -> None:
    found = impact(now, NEW)
    assert {
        role.role: (len(role.gained), len(role.changed), len(role.lost)) for role in found.roles
    } == {
        "school": (1, 0, 0),
        "keeper": (1, 2, 0),
        "teacher": (0, 3, 2),
        "librarian": (0, 0, 1),
    }
    assert found.records_added == ("use-report",)
    assert found.records_dropped == ("disc-register",)
    before = {name for name in found.before.duties if not name.startswith("n-")}
    items = found.items
    carried = {old for _, old in (*items.confirm, *items.kept)}
    untouched = {name for name in before if name.startswith("a4-")}
    assert carried | set(items.dropped) | untouched == before
    assert not set(items.dropped) & carried


def test_thresholds_and_times_before_and_after(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["impact", NEW, "--root", str(REVISED)]) == 0
    told = capsys.readouterr().out
    assert (
        "数量：电子教室上课的占比（每学期）不少于 50% → 电子教室上课的占比（每学期）不少于 60%"
        in told
    )
    assert "时间：定期 → 每月" in told
    assert "上网记录至少保存 180 天　附件2第二条（2027年1月1日起）" in told


def test_diff_applied_to_the_old_gives_the_new(
    now: Handbook, capsys: pytest.CaptureFixture[str]
) -> None:
    for policy in ("a1", "a2", "b1", "a3"):
        assert main(["diff", "--to", NEW, "--format", "json", "--root", str(REVISED)]) == 0
        change = next(c for c in json.loads(capsys.readouterr().out) if c["policy"] == policy)
        editions = now.known_editions
        old = {
            name: c.clause.text
            for edition in [*editions.get(policy, ()), *editions["a5"]]
            if edition.date == "2020-03-01"
            for name, c in edition.citations.items()
        }
        new = [
            (name, c.clause.label, c.clause.text)
            for edition in editions[policy]
            if edition.date == NEW
            for name, c in edition.citations.items()
        ]
        assert applied(change, old) == new


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["diff", "a8"], 2, "没有编号为“a8”的制度"),
        (["diff", "a1", "--from", "2019-01-01"], 2, "a1 没有 2019-01-01 版。有的是：2020-03-01、2026-09-01、2027-03-01。"),
        (["diff", "a1", "--from", NEW, "--to", "2020-03-01"], 2, "--from 要比 --to 早"),
        (["diff", "a4"], 2, "a4 的 2020-03-01 版是首版"),
        (["diff", "a1", "--from", "2020-03-01", "--to", "2027-03-01"], 0, "饮料"),
        (["impact", "2019-01-01"], 2, "没有 2019-01-01 这次印发"),
        (["impact"], 0, "2027年3月1日（草稿）"),
    ],
)  # fmt: skip
def test_asking(
    arguments: list[str], status: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--root", str(REVISED)]) == status
    captured = capsys.readouterr()
    assert told in captured.out + captured.err


def test_without_a_revision_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("diff", "impact"):
        assert main([command]) == 0
        assert capsys.readouterr().out == "至今只有一次印发，没有修订。\n"


# ---------- the released site ----------


def test_no_word_of_a_draft_is_published(revised_site: Path, project: Path) -> None:
    outcome = build(project, project / "site.preview", posters=False, drafts=True)
    assert outcome.site is not None, outcome.message
    secret = re.compile("巡查员|草案|饮料进|饮料洒|2027-03-01|2027年3月1日|patroller")
    files = [
        path for path in revised_site.rglob("*") if path.suffix in {".html", ".json", ".js", ".xml"}
    ]
    assert files
    for path in files:
        assert not secret.search(path.read_text(encoding="utf-8")), path
    preview = (outcome.site / "policies/a1/index.html").read_text(encoding="utf-8")
    assert "饮料" in preview
    assert "不要发布" in preview
    assert "noindex" in preview


def test_a_preview_in_the_environment_does_not_leak(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHIDU_DRAFTS", "1")
    outcome = build(project, tmp_path / "site", posters=False)
    assert outcome.site is not None, outcome.message
    assert "饮料" not in (outcome.site / "policies/a1/index.html").read_text(encoding="utf-8")


def test_a_broken_draft_does_not_stop_what_is_in_force(tmp_path: Path) -> None:
    root = write_revised(tmp_path / "project")
    draft = root / "policies/2027-03-01/01-classroom.yaml"
    draft.write_text(
        draft.read_text(encoding="utf-8").replace("quote: 由巡", "quote: 被巡"), "utf-8"
    )
    checked = check(root)
    assert checked.result.exit_status == 1
    assert checked.published.exit_status == 0


def test_no_dead_link_on_the_revised_site(revised_site: Path) -> None:
    found = pages(revised_site)
    dead = []
    for address, page in found.items():
        if address == "/404.html":  # it is served anywhere, and names the whole address
            continue
        for _, link in page.links:
            if link.startswith(("http:", "https:", "mailto:", "data:", "javascript:")):
                continue
            path, anchor = target(address, link)
            file = revised_site / path.lstrip("/")
            file = file / "index.html" if path.endswith("/") else file
            other = found.get(
                "/" + file.relative_to(revised_site).as_posix().removesuffix("index.html")
            )
            if not file.is_file() or (
                anchor and other and anchor not in other.anchors and not anchor.startswith("__")
            ):
                dead.append((address, link))
    assert not dead


def test_every_address_of_the_first_issuance_still_opens(
    tmp_path: Path, revised_site: Path
) -> None:
    first = write_revised(tmp_path / "first")
    for later in (NEW, "2027-03-01"):
        shutil.rmtree(first / "policies" / later)
    for name, gone in (
        ("roles", r"  - \{id: patroller.*\n|    former:\n.*\n"),
        ("records", r".*use-report.*\n"),
    ):
        path = first / "policies/vocabulary" / f"{name}.yaml"
        text = re.sub(gone, "", path.read_text(encoding="utf-8"))
        path.write_text(text.replace("name: 教务处", "name: 教导处"), encoding="utf-8")
    checked = check(first)
    assert not checked.result.findings
    outcome = build(first, first / "site", posters=False)
    assert outcome.site is not None, outcome.message
    before = published_addresses.of_site(outcome.site, anchors(checked.handbook))
    assert "/policies/a3/#a3-1" in before
    assert "/posters/a5/" in before
    assert not published_addresses.dead(revised_site, before)


def test_pages_say_how_they_stand(revised_site: Path) -> None:
    def text(name: str) -> str:
        return (revised_site / name / "index.html").read_text(encoding="utf-8")

    assert "现行版本" in text("policies/a1")
    assert "此为历史版本" in text("policies/a1/editions/2020-03-01")
    assert "此为历史版本" not in text(f"policies/a1/editions/{NEW}")
    assert "此制度已经废止" in text("policies/a3")
    assert "附件3 演示县计算机教室管理制度" in text("policies/a5")
    assert "2027年1月1日起施行" in text("policies/a2")
    assert "上网记录保存三十天" in text("policies/a2")
    assert "投影机都已换成触摸屏" in text("policies/a1")
    assert "对我有什么变化" in text("roles/teacher")
    assert "对我有什么变化" not in text("roles/student")
    assert "现行制度没有写给这个岗位要做的事" in text("roles/librarian")
    assert "已经废止" in text("verify/a3/2020-03-01")
    assert "已被修订" in text("verify/a1/2020-03-01")


def test_versions_fit_their_schema(now: Handbook, revised_site: Path) -> None:
    data = json.loads((revised_site / "api/v1/versions.json").read_text(encoding="utf-8"))
    assert data == json.loads(exports.versions_json(now))
    assert schemas.accepts("versions", data)
    found = {policy["id"]: policy for policy in data["policies"]}
    assert found["a1"]["current"] == NEW
    assert found["a3"]["current"] is None
    assert found["a5"]["successors"] == ["b1"]


ATOM = "{http://www.w3.org/2005/Atom}"
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00Z")


def feeds_of(site: Path) -> Iterator[tuple[Path, ET.Element]]:
    for path in sorted((site / "feeds").rglob("*.xml")):
        yield path, ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314  our own


def test_feeds_are_valid_atom(revised_site: Path) -> None:
    """RFC 4287: id, title, updated once each; an author; ids unique; a link to itself; addresses that open."""
    names = set()
    root = "https://example.test/zhidu/"
    for path, feed in feeds_of(revised_site):
        name = path.relative_to(revised_site).as_posix()
        names.add(name)
        assert feed.tag == f"{ATOM}feed"
        for node in (feed, *feed.findall(f"{ATOM}entry")):
            for once in ("id", "title", "updated"):
                (found,) = node.findall(ATOM + once)
                assert found.text, (name, once)
            assert TIME.fullmatch(node.findtext(f"{ATOM}updated", ""))
            assert node.findtext(f"{ATOM}author/{ATOM}name")
            for link in node.findall(f"{ATOM}link"):
                address = link.get("href", "")
                assert address.startswith(root)
                assert not published_addresses.dead(
                    revised_site, ["/" + address.removeprefix(root)]
                )
        ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
        assert len(ids) == len(set(ids))
        itself = [e.get("href") for e in feed.findall(f"{ATOM}link") if e.get("rel") == "self"]
        assert itself == [root + name]
    assert {"feeds/all.xml", "feeds/policies/a3.xml", "feeds/roles/teacher.xml"} <= names


def test_the_redline_reads_without_colour(revised_site: Path, browser: Browser) -> None:
    with serving(revised_site) as address:
        page = browser.new_page(viewport={"width": 320, "height": 640})
        page.goto(f"{address}/revisions/{NEW}/a1/")
        marks = page.evaluate(
            """() => ["del", "ins"].map(tag => {
              const style = getComputedStyle(document.querySelector(".redline " + tag));
              return style.textDecorationLine + " " + style.fontWeight;
            })"""
        )
        assert marks == ["line-through 400", "underline 700"]
        spoken = page.locator(".redline ins .spoken").first
        assert spoken.inner_text() == "加上："
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.goto(f"{address}/policies/a1/#a1-7")
        assert page.locator("#a1-7").is_visible()
        page.goto(f"{address}/roles/teacher/")
        page.get_by_text("对我有什么变化").click()
        assert page.get_by_text("每学期六成以上的课时用电子教室").first.is_visible()
        page.close()


# ---------- publishing ----------


def test_a_lost_address_stops_the_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_revised(tmp_path / "project")
    published_addresses.add(
        root / "policies", ["/policies/a9/", "/policies/a1/#a1-99", "/"], "2020-03-01"
    )
    assert main(["build", "--root", str(root), "--no-posters"]) == 2
    told = capsys.readouterr().err
    assert "以前发布过的网址会打不开" in told
    assert "/policies/a9/" in told
    assert "/policies/a1/#a1-99" in told
    assert not (root / "site").exists()


def test_a_clerk_revises_and_publishes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The steps of docs/for-clerks.md, one by one."""
    root = write_revised(tmp_path / "project")
    there = ["--root", str(root)]
    day = "2026-10-01"
    assert main(["release", *there]) == 0
    assert main(["revise", "a4", "--date", day, "--dry-run", *there]) == 0
    assert not (root / "policies" / day).exists()
    assert main(["revise", "a4", "--date", day, *there]) == 0
    assert main(["check", *there]) == 1  # the notice has a gap, as a release would say
    policy = root / "policies" / day / "04-students.yaml"
    edited = policy.read_text(encoding="utf-8").replace(
        "    text: 爱护设备，不得拆卸。\n",
        "    text: 爱护设备，不得拆卸、涂画。\n    history: {change: revised, reason: 涂画的事多了}\n",
    )
    edited = edited.replace("quote: 不得拆卸\n", "quote: 不得拆卸、涂画\n")
    policy.write_text(edited, encoding="utf-8")
    capsys.readouterr()
    assert main(["diff", "a4", *there]) == 0
    assert "不得拆卸{+、涂画+}。" in capsys.readouterr().out
    assert main(["release", day, *there]) == 1  # the notice has a gap still
    assert "没有发布：网站和草稿都照旧。" in capsys.readouterr().err
    notice = root / "policies" / day / "notice.yaml"
    assert "draft: true" in notice.read_text(encoding="utf-8")
    text = re.sub("（请填写[^）]*）", "现将修订后的守则印发。", notice.read_text(encoding="utf-8"))
    notice.write_text(text, encoding="utf-8")
    assert main(["release", day, *there]) == 0
    assert "draft" not in notice.read_text(encoding="utf-8")
    assert "涂画" in (root / "site/policies/a4/index.html").read_text(encoding="utf-8")
    known = published_addresses.read(root / "policies")
    assert known is not None
    assert f"/revisions/{day}/a4/" in known.addresses
    assert main(["revise", "a4", "--date", day, *there]) == 2
    assert "不会覆盖" in capsys.readouterr().err


def test_an_issuance_is_undone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_revised(tmp_path / "project")
    shutil.rmtree(root / "policies/2027-03-01")
    roles = root / "policies/vocabulary/roles.yaml"
    roles.write_text(re.sub(r".*patroller.*\n", "", roles.read_text(encoding="utf-8")), "utf-8")
    there = ["--root", str(root)]
    assert main(["revise", "--undo", NEW, "--date", "2026-11-01", *there]) == 0
    notice = root / "policies/2026-11-01/notice.yaml"
    text = re.sub("（请填写[^）]*）", "恢复原来的规定。", notice.read_text(encoding="utf-8"))
    notice.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert main(["check", *there]) == 0, capsys.readouterr().out
    before = check(root, as_of=date(2026, 8, 31)).handbook
    after = check(root, drafts=True).handbook
    assert list(after.current) == list(before.current)
    old = [c.clause.text for n, c in before.citations.items() if not n.startswith("n-")]
    assert [c.clause.text for n, c in after.citations.items() if not n.startswith("n-")] == old
    assert main(["revise", "--undo", "2020-03-01", "--date", "2026-11-02", *there]) == 2
    assert "首次印发" in capsys.readouterr().err


def test_copies_leave_the_past_behind_and_keep_comments() -> None:
    from zhidu.drafting.copying import without_past  # noqa: PLC0415

    text = (REVISED / f"policies/{NEW}/01-classroom.yaml").read_text(encoding="utf-8")
    copied = without_past(text.replace("clauses:\n", "# 全文\nclauses:\n", 1))
    assert "history" not in copied
    assert "repealed" not in copied
    assert "# 全文\n" in copied
    assert copied.count("- id: ") == text.count("- id: ")


def test_a_killed_release_leaves_the_old_site(
    project: Path, revised_site: Path, tmp_path: Path
) -> None:
    """Amid its pages; `tests/torture/` kills it at every other touch. The next release goes through."""
    root = shutil.copytree(project, tmp_path / "project")
    day = "2027-03-01"
    old = digest(revised_site)
    sites = sorted(path.name for path in root.glob("site*"))
    assert digest(root / "site") == old
    release = ["release", day, "--root", str(root)]
    killed = subprocess.run(
        [sys.executable, str(STOPPED), "150", "kill", f"{root}/", *release],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert digest(root / "site") == old
    assert main(release) == 0
    assert digest(root / "site") != old
    assert sorted(path.name for path in root.glob("site*")) == sites
    known = published_addresses.read(root / "policies")
    assert known is not None
    assert not published_addresses.dead(root / "site", known.addresses)


def digest(site: Path) -> dict[str, bytes]:
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}
