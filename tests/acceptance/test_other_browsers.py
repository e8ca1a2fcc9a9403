"""Half of teachers' phones are not Chromium: what readers and schools do works in Firefox ESR and WebKitGTK, too."""

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.page_types import AWAITED, PAGE_TYPES
from support.site_server import serving
from support.webdriver import Driver, firefox, listening, webkit
from support.yunling import YUNLING

from zhidu.cli.commands import main
from zhidu.handbook.book import Handbook
from zhidu.site import offline

STARTS = {"firefox": firefox, "webkit": webkit}
SCREENS = {"phone": (500, 800), "computer": (1366, 900)}  # neither makes a narrower window
SETTLED = "document.readyState === 'complete' && document.querySelector('h1') !== null"
SAID = """{complaints: window.complaints, heading: document.querySelector('h1').textContent.trim(),
  sideways: document.documentElement.scrollWidth > innerWidth}"""
QUESTION = "上网记录要保留多久"
BASICS = {"school": "vocational-school", "term": "2026-2027-1", "filled": "2026-12-20"}
_PUT = """(field, value) => { field.value = value;
  for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, {bubbles: true})); }"""
PUT = f"({_PUT})(document.getElementById(arguments[0]), arguments[1])"
ANSWER_ALL = f"""((put) => {{
  document.querySelectorAll('input[id^="facility:"]').forEach((field) => put(field, '1'));
  document.querySelectorAll('input[name^="facility:"][value="1"]').forEach((field) => field.click());
  document.querySelectorAll('input[id^="metric:"]').forEach((field) => put(field, '100'));
  document.querySelectorAll('.zc-item:not([hidden])').forEach((item) => {{
    item.querySelectorAll('[data-period]').forEach((field) => put(field, 'monthly'));
    item.querySelector('input[value="met"]').click();
    const proof = item.querySelectorAll('.zc-evidence input');
    ['会议记录', '档案柜'].forEach((words, place) => proof[place] && put(proof[place], words));
  }});
}})({_PUT})"""


@pytest.fixture(scope="module", params=STARTS)
def driver(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Driver]:
    with STARTS[request.param](tmp_path_factory.mktemp(request.param)) as found:
        yield found


@pytest.fixture(scope="module")
def heard(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site is served, with ears in each page."""
    with serving(listening(site, tmp_path_factory.mktemp("ears") / "site")) as address:
        yield address


@pytest.fixture(scope="module")
def stick(site: Path, handbook: Handbook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the site, unpacked, with ears."""
    folder = tmp_path_factory.mktemp("stick")
    packed = folder / "offline.zip"
    packed.write_bytes(offline.archive(site, handbook.as_of))
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder / "there")
    return listening(folder / "there" / "zhidu", folder / "zhidu")


def opened(driver: Driver, address: str, name: str) -> list[str]:
    """What is wrong with the page type *name* at *address*."""
    driver.open("about:blank")  # two places of one page are one page to a browser
    driver.open(address)
    driver.until(SETTLED)
    if name in AWAITED:
        driver.until("document.querySelector(arguments[0]) !== null", AWAITED[name])
    said = driver.run(SAID)
    wrong = [f"{name}: {complaint}" for complaint in said["complaints"]]
    wrong += [f"{name}: no heading"] * (not said["heading"])
    wrong += [f"{name}: scrolls sideways"] * said["sideways"]
    return wrong


@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_type_opens_without_an_error(driver: Driver, heard: str, screen: str) -> None:
    driver.sized(*SCREENS[screen])
    wrong = [w for name, path in PAGE_TYPES.items() for w in opened(driver, heard + path, name)]
    assert wrong == []


def test_a_page_that_is_broken_is_heard(driver: Driver, heard: str) -> None:
    driver.open(f"{heard}/about/")
    driver.run(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'never()'}))"
    )
    assert "script-src" in driver.until("window.complaints[0]")


def test_search_answers(driver: Driver, heard: str) -> None:
    driver.open(f"{heard}/search/")
    driver.type("#search-words", QUESTION)
    fact = "(document.querySelector('[data-verdict=fact]') || {}).textContent"
    assert "不少于 60 天 · 附件8第十一条" in driver.until(fact)
    cited = "document.querySelector('.search-hit__cite').textContent"
    assert driver.run(cited) == "附件8第十一条"
    driver.click(".search-hit__cite")
    driver.until("location.hash === '#a8-11' && " + SETTLED)
    assert driver.run("complaints") == []


def test_a_school_fills_the_form_leaves_and_sends_it(
    driver: Driver, heard: str, tmp_path: Path
) -> None:
    driver.sized(*SCREENS["phone"])
    driver.open(f"{heard}/checklist/#basics")
    driver.until("document.querySelector('#zc.is-live') !== null")
    for name, value in BASICS.items():
        driver.run(PUT, f"zc-{name}", value)
    driver.run(ANSWER_ALL)
    driver.run("location.hash = '#a3'")
    driver.click('[id="a3-1:not-met"]')
    driver.type('[id="a3-1:problem"]', "还没有定专人")
    driver.type('[id="a3-1:rectification.measure"]', "开会定下来")
    driver.run(PUT, "a3-1:rectification.due", "2026-12-30")
    driver.run(PUT, "a3-1:rectification.role", "principal")
    driver.until("document.querySelector('#zc-saved').textContent.includes('已存本机')")
    driver.open(f"{heard}/about/")
    driver.open(f"{heard}/checklist/#a3")
    problem = "document.getElementById('a3-1:problem')"
    assert driver.until(f"{problem} && {problem}.value") == "还没有定专人"
    driver.run("location.hash = '#check'")
    driver.click('[data-do="copy"]')
    code = driver.until("document.getElementById('zc-text').value")
    assert driver.run("complaints") == []
    kept = taken(tmp_path, code)
    assert kept["items"]["a3-1"]["problem"] == "还没有定专人"
    assert kept["items"]["a3-2"]["status"] == "met"


def taken(folder: Path, code: str) -> Any:
    """What the bureau keeps of *code*, which came in a message."""
    for name in ("policies", "checklists"):
        shutil.copytree(YUNLING / name, folder / "project" / name)
    message = folder / "微信.txt"
    message.write_text(f"老师好，这是我们的自查表：{code} 收到请回复", encoding="utf-8")
    assert main(["checklist", "intake", str(message), "--root", str(folder / "project")]) == 0
    kept = folder / "project" / "checklists" / "2026-2027-1" / "vocational-school.yaml"
    return json.loads(kept.read_text(encoding="utf-8"))


def test_the_offline_site_works_from_a_folder(driver: Driver, stick: Path) -> None:
    types = {name: path for name, path in PAGE_TYPES.items() if name != "missing"}
    wrong = []
    for name, path in types.items():
        parts = re.split("(?=[?#])", path, maxsplit=1)
        address = f"{stick.as_uri()}{parts[0]}index.html{''.join(parts[1:])}"
        wrong += opened(driver, address, name)
    assert wrong == []
    driver.open(f"{stick.as_uri()}/search/index.html")
    driver.type("#search-words", QUESTION)
    assert driver.until("(document.querySelector('.search-hit__cite') || {}).textContent")
