"""Sites of bureaus that begin, in a browser: whole at each level, and nothing in them that leads to nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from support.beginners import COUNTY, county, school
from support.chromium import PHONE
from support.html_pages import pages, target
from support.site_server import serving
from support.visiting import visit

from zhidu.cli.commands import main


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The site of the county at each level, and of the school."""
    base = tmp_path_factory.mktemp("beginners")
    projects = {str(step): county(base / f"county-{step}", step) for step in (1, 2, 3)}
    projects["school"] = school(base / "school")
    for root in projects.values():
        assert main(["build", "--root", str(root), "--site-dir", str(root / "site")]) == 0
    return {name: root / "site" for name, root in projects.items()}


@pytest.fixture(params=["1", "2", "3", "school"])
def built(request: pytest.FixtureRequest, sites: dict[str, Path]) -> tuple[str, Path]:
    return request.param, sites[request.param]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, locale="zh-CN")
    yield context.new_page()
    context.close()


def test_every_link_leads_somewhere(built: tuple[str, Path]) -> None:
    _, site = built
    there = pages(site)
    for address, found in there.items():
        for tag, link in found.links:
            if ":" not in link and tag in {"a", "img", "script"}:
                path, _ = target(address, link)
                assert path in there or (site / path.lstrip("/")).is_file(), f"{address}: {link}"


def test_no_page_counts_nothing(built: tuple[str, Path]) -> None:
    _, site = built
    for path in sorted(site.rglob("index.html")):
        text = path.read_text(encoding="utf-8")
        assert "还有 0 " not in text, path
        assert "另有 0 " not in text, path
        assert not re.search("(?<![0-9.])0 项", text), path
        assert "逊克" not in text, path


MENU = {
    "1": ["首页", "制度", "海报", "搜索", "修订", "怎样把制度挂上墙", "公文和空表", "怎样修改制度", "怎样部署", "标注指南", "关于本站"],
    "2": ["首页", "我的职责", "制度", "海报", "搜索", "按时间", "数量要求", "记录", "禁止事项", "修订", "怎样把制度挂上墙", "公文和空表", "制度体检", "怎样修改制度", "怎样部署", "标注指南", "关于本站"],
    "3": ["首页", "我的职责", "制度", "海报", "自查", "搜索", "按时间", "数量要求", "记录", "禁止事项", "修订", "全县自查", "怎样自查", "怎样把制度挂上墙", "公文和空表", "制度体检", "怎样修改制度", "怎样部署", "标注指南", "关于本站"],
}  # fmt: skip


@pytest.mark.parametrize("step", MENU)
def test_menu_and_home_show_what_there_is(step: str, sites: dict[str, Path], page: Page) -> None:
    with serving(sites[step]) as address:
        visit(page, f"{address}/")
        names = page.locator("#menu a").all_text_contents()
        assert [name.strip() for name in names] == MENU[step]
        expect(page.locator("h1")).to_have_text(f"{COUNTY}制度")
        expect(page.locator("#who")).to_have_count(0 if step == "1" else 1)
        expect(page.locator("#find")).to_have_count(0 if step == "1" else 1)
        jobs = page.locator(".ways--do strong").all_text_contents()  # no record has a form
        assert jobs == [
            *["填学校自查表"] * (step == "3"),
            "打印海报" if step == "1" else "打印海报和职责牌",
        ]
        expect(page.locator(".card--more")).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_text_alone_is_searched_printed_and_downloaded(sites: dict[str, Path], page: Page) -> None:
    site = sites["1"]
    with serving(site) as address:
        visit(page, f"{address}/search/?q=能借几本书")
        expect(page.locator(".search-hits a").first).to_have_text("附件第二章第三条")
        expect(page.locator("select[name=role]")).to_be_hidden()
        expect(page.locator("select[name=time]")).to_be_hidden()
        visit(page, f"{address}/posters/a1/print/")
        expect(page.locator(".sheet__title")).to_contain_text("清河县学校图书馆管理办法")
    assert list((site / "sheets").rglob("*.pdf"))
    assert list((site / "documents").rglob("*.docx"))


def test_a_question_that_no_text_answers_is_told_so(sites: dict[str, Path], page: Page) -> None:
    with serving(sites["1"]) as address:
        visit(page, f"{address}/search/?q=食堂几点开饭")
        expect(page.locator("[data-verdict=not-said]")).to_have_text(re.compile("没有写到"))


def test_a_duty_has_its_page_and_schools_have_their_form(
    sites: dict[str, Path], page: Page
) -> None:
    with serving(sites["3"]) as address:
        visit(page, f"{address}/roles/librarian/")
        expect(page.locator("h1")).to_have_text("图书管理员的职责")
        visit(page, f"{address}/checklist/")
        expect(page.locator("body")).to_contain_text("一共 4 项")
