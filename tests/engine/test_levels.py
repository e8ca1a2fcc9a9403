"""A bureau may have texts alone, duties, or schools that answer: each level checks clean, and says what the next needs."""

import json
import re
import shutil
from pathlib import Path

import pytest
from support.beginners import BUREAUS, DAY, SCHOOL, county, school
from support.cases import TREE
from support.clerk import Clerk

from zhidu.assessment.instrument import derive
from zhidu.assessment.instrument_register import record
from zhidu.cli.commands import main
from zhidu.judging.check import check
from zhidu.posters import cards
from zhidu.site.articles import ARTICLES, home, policy
from zhidu.site.manual import linked, pruned
from zhidu.site.stubs import stubs
from zhidu.views.levels import absent, level

BOTH = "填写《图书借阅登记册》，每学期末报告学校"
NO_KIND = "一类也没有写：先写 policies/vocabulary/institutions.yaml，样子在 checklists/README.md 里"
ALWAYS = {
    "policies",
    "posters",
    "verify",
    "search",
    "revisions",
    "data",
    "notice",
    "api",
    "documents",
}
OF_DUTIES = {"roles", "when", "review", "thresholds", "records", "prohibitions"}


def folders(root: Path) -> set[str]:
    found = {name.partition("/")[0] for name, _ in stubs(check(root).handbook)}
    return {name for name in found if "." not in name}


@pytest.mark.parametrize(
    ("step", "there"),
    [(1, ALWAYS), (2, ALWAYS | OF_DUTIES), (3, ALWAYS | OF_DUTIES | {"checklist", "county"})],
)
def test_a_level_has_the_pages_it_has_something_for(
    step: int, there: set[str], tmp_path: Path
) -> None:
    root = county(tmp_path / "bureau", step)
    checked = check(root)
    assert not checked.result.errors
    assert level(checked.handbook) == step
    assert folders(root) == there
    live = {name for name, _ in stubs(checked.handbook, live=True)}
    assert live == {name for name, _ in stubs(checked.handbook)}


def test_text_alone_says_how_many_clauses_wait(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = county(tmp_path / "bureau")
    capsys.readouterr()
    assert main(["check", "--root", str(root)]) == 0
    assert capsys.readouterr().out.endswith(
        "还有 7 条没有读职责（a1 6 条、通知 1 条）：网站上有条文，没有当作职责。"
        "下一步：zhidu annotate a1 --workbook a1.xlsx 从原文读出职责，做成一张 Excel 表，由人选留、改、删。\n"
        "检查了 3 个文件，没有问题。\n"
    )
    assert main(["check", "--root", str(root), "--format", "json"]) == 0
    assert '"unread": {\n    "a1": 6,\n    "n-2026-09-01": 1\n  }' in capsys.readouterr().out


def test_duties_say_that_schools_could_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = county(tmp_path / "bureau", 2)
    notice = root / "policies" / "2026-09-01" / "notice.yaml"
    text = notice.read_text(encoding="utf-8")
    words = "请遵照执行。\n"
    notice.write_text(text.replace(words, f"{words}    informative: true\n"), encoding="utf-8")
    capsys.readouterr()
    assert main(["check", "--root", str(root)]) == 0
    said = "要让学校自查，在 checklists/ 里写上学校（schools.yaml）和学期（terms.yaml）。\n检查了 "
    assert said in capsys.readouterr().out
    shutil.copytree(
        county(tmp_path / "other", 3) / "checklists", root / "checklists", dirs_exist_ok=True
    )
    other = tmp_path / "other" / "policies" / "vocabulary" / "institutions.yaml"
    shutil.copy(other, root / "policies" / "vocabulary")
    capsys.readouterr()
    assert main(["check", "--root", str(root)]) == 0
    assert "要让学校自查" not in capsys.readouterr().out


def left_over(tmp_path: Path) -> Path:
    """A project whose first clause nobody has read, and all others somebody has."""
    root = county(tmp_path / "bureau", 2)
    path = root / "policies" / "2026-09-01" / "01-a1.yaml"
    first, _, rest = path.read_text(encoding="utf-8").partition("    informative: true\n")
    path.write_text(first + rest, encoding="utf-8")
    return root


def test_a_clause_left_over_in_a_text_that_somebody_read_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = left_over(tmp_path)
    capsys.readouterr()
    assert main(["check", "--root", str(root)]) == 0
    assert "还有 2 条没有读职责（a1 1 条：a1-1、通知 1 条）：" in capsys.readouterr().out
    assert main(["check", "--root", str(root), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["unread_clauses"] == ["a1-1", "n-2026-09-01-1"]


def test_who_is_only_reported_to_is_shown_without_a_count(tmp_path: Path) -> None:
    root = county(tmp_path / "bureau", 2)
    (path,) = root.glob("policies/*/01-a1.yaml")
    text = path.read_text(encoding="utf-8")
    writes = "{role: librarian, as: responsible, basis: text, words: 图书管理员}]\n"
    hears = writes.replace(
        "]", ", {role: school, as: informed, basis: text, words: 学校, summary: 会收到报告}]"
    )
    before, after = text.split("quote: 填写《图书借阅登记册》\n")
    text = f"{before}quote: {BOTH}\n{after.replace(writes, hears, 1)}"
    path.write_text(text, encoding="utf-8")
    roles = root / "policies" / "vocabulary" / "roles.yaml"
    with roles.open("a", encoding="utf-8") as file:
        file.write("  - {id: school, name: 学校, kind: body}\n")
    checked = check(root)
    assert not checked.result.errors
    for page in (home, ARTICLES["role_index_page"]):
        assert 'card__title">学校</span></a>' in page(checked.handbook)


@pytest.mark.parametrize("page", ["role_page", "when_page", "prohibitions_page"])
def test_pages_of_duties_say_what_was_not_read(page: str, tmp_path: Path) -> None:
    handbook = check(left_over(tmp_path)).handbook
    article, about = ARTICLES[page], page == "role_page"
    some = [next(iter(handbook.duties_of))] if about else []
    told = "这里只有读出来的。还有 2 条没有读，里面可能也有要做的事，请看原文："
    assert told in article(handbook, *some)
    assert told not in article(check(TREE).handbook, *(["caretaker"] if about else []))


def test_a_policy_and_a_card_say_what_was_not_read(tmp_path: Path) -> None:
    handbook = check(left_over(tmp_path)).handbook
    told = '还有 1 条没有读职责：<a href="../../policies/a1/#a1-1">第一章第一条</a>。'
    assert told in policy(handbook, "a1")
    somebody = cards.roles(handbook)[0]
    assert cards.card_text(handbook, somebody).unread == "还有 2 条没有读职责，里面可能也有"


def test_a_new_edition_that_nobody_read_is_a_mistake_where_the_old_one_had_duties(
    tmp_path: Path,
) -> None:
    root = county(tmp_path / "bureau", 2)
    fresh = county(tmp_path / "fresh")
    later = root / "policies" / "2027-09-01"
    shutil.copytree(fresh / "policies" / "2026-09-01", later)
    for path in later.iterdir():
        text = path.read_text(encoding="utf-8").replace("2026-09-01", "2027-09-01")
        path.write_text(text.replace("2026年9月1日", "2027年9月1日"), encoding="utf-8")
    found = {f.code for f in check(root).result.findings}
    assert "policy/duty-or-informative" in found
    assert "a1" not in check(root).handbook.unread


def test_a_school_with_three_texts_is_a_project(tmp_path: Path) -> None:
    root = school(tmp_path / "school")
    assert folders(root) == ALWAYS
    waiting = {name: len(clauses) for name, clauses, _ in check(root).result.unread}
    assert waiting == {"a1": 3, "a2": 2, "a3": 2}


NEW = {
    "图书管理员": {"算作（选）": "新岗位"},
    "值日教师": {"算作（选）": "新岗位"},
    "校长": {"算作（选）": "新岗位"},
    "学生": {"算作（选）": "新岗位"},
}


def test_a_school_comes_from_its_texts_to_answers_by_commands_alone(tmp_path: Path) -> None:
    """Level 1 by init and import, level 2 by tables of proposals, level 3 by saying which schools and terms there are."""
    root = tmp_path / "school"
    texts = BUREAUS / "school"
    named = ("--from", str(texts / "librarian.txt"), "--from", str(texts / "duty-teacher.txt"))
    assert main(["init", str(root), "--issuer", SCHOOL, "--date", DAY, *named]) == 0
    rules = ["import", str(texts / "pupils.txt"), "--root", str(root), "--date", "2026-10-01"]
    assert main(rules) == 1
    notice = root / "policies" / "2026-10-01" / "notice.yaml"
    text = notice.read_text(encoding="utf-8")
    (waits,) = re.findall("（请填写通知正文[^）]*）", text)
    notice.write_text(text.replace(waits, "现将守则印发给你们。"), encoding="utf-8")
    assert not check(root).result.errors
    assert level(check(root, drafts=True).handbook) == 1
    clerk = Clerk(root)
    for name in ("a1", "a2", "a3"):
        assert clerk.run("annotate", name, "--workbook", f"{name}.xlsx") == 0
        clerk.answer(f"{name}.xlsx", NEW)
        assert clerk.run("annotate", name, "--apply", f"{name}.xlsx") == 0
    checked = check(root, drafts=True)
    assert not checked.result.errors
    assert not checked.handbook.unread
    assert {name: len(e.policy.clauses) for name, e in checked.handbook.current.items()} == {
        "a1": 3,
        "a2": 2,
        "a3": 2,
    }
    assert len(checked.handbook.duties) == 9
    assert level(checked.handbook) == 2
    shutil.copytree(BUREAUS / "county" / "level-3", root, dirs_exist_ok=True)
    checked = check(root, drafts=True)
    assert not checked.result.errors
    assert level(checked.handbook) == 3
    assert clerk.decisions == 4


def test_what_the_folder_of_checklists_shows_takes_a_bureau_to_answers(tmp_path: Path) -> None:
    root = county(tmp_path / "bureau", 2)
    shown = (root / "checklists" / "README.md").read_text(encoding="utf-8")
    written = re.findall(r"`([a-z/]+\.yaml)`：[^`]*```yaml\n(.*?)```", shown, re.DOTALL)
    assert len(written) == 3
    for name, text in reversed(
        written
    ):  # the kinds of schools last: without them it is told where they go
        (root / name).write_text(text, encoding="utf-8")
        found = check(root).result.errors
        told = {f.repair for f in check(root).result.findings if f.code.endswith("institutions")}
        assert told == ({NO_KIND} if "schools" in name else set())
        assert bool(found) == ("schools" in name)
    assert level(check(root).handbook) == 3


def test_no_vocabulary_is_needed(tmp_path: Path) -> None:
    root = county(tmp_path / "bureau")
    shutil.rmtree(root / "policies" / "vocabulary")
    assert not check(root).result.findings
    (root / "policies" / "vocabulary").mkdir()
    assert not check(root).result.findings
    assert folders(root) == ALWAYS


def test_a_whole_project_lacks_nothing_but_what_it_does_not_say() -> None:
    assert absent(check(TREE).handbook) <= {"sanctions", "reports", "errata"}


def test_links_of_the_manual_lead_to_pages_that_are_there() -> None:
    text = "见[按岗位](roles/index.md)和[怎样自查](self-assessment.md#check)、[搜索](search/index.md)。"
    gone = {"roles/index.md", "self-assessment.md"}
    assert linked(text, gone) == "见按岗位和怎样自查、[搜索](search/index.md)。"


def test_the_navigation_loses_what_is_not_there() -> None:
    nav = [
        {"首页": "index.md"},
        {"自查": "checklist/index.md"},
        {"一览": [{"县": "county/index.md"}]},
    ]
    assert pruned(nav, {"checklist/index.md", "county/index.md"}) == [{"首页": "index.md"}]


def test_commands_that_need_more_say_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = county(tmp_path / "bureau")
    capsys.readouterr()
    assert main(["demo", "--root", str(root)]) == 2
    assert capsys.readouterr().err.startswith("演示要有职责才有可自查的")
    assert main(["record", "--root", str(root)]) == 0
    assert capsys.readouterr().out == "还没有一项职责要求填表。\n"
    assert main(["review", "--root", str(root)]) == 0
    assert capsys.readouterr().out.startswith("制度体检，数据截至 2026-09-01：共 1 处。\n")


def test_what_asks_nothing_is_no_instrument(tmp_path: Path) -> None:
    """A release of texts alone leaves the vocabulary as it was: an empty entry would be a mistake in the next check."""
    handbook = check(county(tmp_path / "bureau")).handbook
    assert not record(tmp_path, derive(handbook), {})
    assert not list(tmp_path.rglob("instruments.yaml"))
