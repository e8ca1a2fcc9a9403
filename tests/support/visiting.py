"""Opening a page, and knowing when it has come to rest, however fast or slow the machine is."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Error, Page, Request, ViewportSize
from support.page_types import AWAITED, PAGE_TYPES

_TRIES = 1000
_DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
# what was to be drawn is drawn, what was to run has run; Chromium may begin no idle time where nothing else comes
_REST = f"""() => document.fonts.ready.then(() => {_DRAWN}).then(() =>
  new Promise(done => requestIdleCallback(() => done(), {{timeout: 1000}})))"""


@contextmanager
def as_new(page: Page, address: str) -> Iterator[list[str]]:
    """What goes wrong on *page*, which afterwards is as new: nothing open, nothing kept for *address*, no request held,
    as large as before, and on a screen.

    A page of its own costs a test three times as much as what most tests open in it. Who adds a script that runs before
    all others, or sets the clock, needs one: neither can be taken back.
    """
    wrong: list[str] = []
    size = page.viewport_size

    def broken(error: Error) -> None:
        wrong.append(str(error))

    page.on("pageerror", broken)
    yield wrong
    page.unroute_all()
    page.goto("about:blank")  # what a page keeps when it is left is kept now
    page.remove_listener("pageerror", broken)
    page.emulate_media(media="null")
    if size and page.viewport_size != size:
        page.set_viewport_size(size)
    session = page.context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": address, "storageTypes": "all"})
    session.detach()


def visit(page: Page, url: str) -> None:
    """Open *url* and wait until the page is loaded, all it asked for has come, and nothing is left to run.

    The browser's own `networkidle` waits half a second in which nothing comes: too long on a fast machine, and on a
    slow one no proof of anything. The page that was open before stays until this one comes, as for a reader: by way of
    an empty page every visit would take a third more work. Only two places of one page are one page to a browser.
    """
    if "#" in url and page.url.partition("#")[0] == url.partition("#")[0]:
        page.goto("about:blank")
    outstanding: set[Request] = set()

    def asked(request: Request) -> None:
        outstanding.add(request)

    def over(request: Request) -> None:
        outstanding.discard(request)

    page.on("request", asked)
    page.on("requestfinished", over)
    page.on("requestfailed", over)
    page.goto(url)
    for _ in range(_TRIES):
        waited = bool(outstanding)
        page.evaluate(_REST)
        if not waited and not outstanding:
            break
    else:
        pytest.fail(f"still waiting for {sorted(request.url for request in outstanding)}")
    page.remove_listener("request", asked)
    page.remove_listener("requestfinished", over)
    page.remove_listener("requestfailed", over)


def visit_type(page: Page, address: str, name: str) -> None:
    """Open the page that stands for the type *name* in the site at *address*, until what makes it that type is there."""
    visit(page, address + PAGE_TYPES[name])
    if name in AWAITED:
        page.locator(AWAITED[name]).first.wait_for(state="attached")


def resize(page: Page, size: ViewportSize) -> None:
    """Give the window another *size*, and wait until the page is drawn in it."""
    page.set_viewport_size(size)
    page.evaluate(f"() => {_DRAWN}")


def turn(page: Page, *, elder: bool, dark: bool) -> None:
    """Press 长者模式 and 深色 until the page stands so. Asked for by role, each would have the whole page told as heard."""
    for name, wanted in (("elder", elder), ("dark", dark)):
        button = page.locator(f"[data-display={name}]")
        if (button.get_attribute("aria-pressed") == "true") != wanted:
            button.click()
    page.wait_for_selector(
        f"html{'.elder' if elder else ':not(.elder)'} body[data-md-color-scheme={'slate' if dark else 'default'}]"
    )
    page.evaluate("document.querySelectorAll('.toast').forEach(box => box.remove())")
