"""The browser under test: the system's Chromium, else Playwright's own. None at all is a failure, never a skip."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ViewportSize, expect, sync_playwright

_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The shell first: it draws no window around a page that nobody sees, which takes two fifths off each page opened."""
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # the first asks its maker about every form; the others, of a browser with windows, start a page of its own beside
    # each, which nobody sees and which costs as much as the page under test
    "--disable-features=AutofillServerCommunication,WebUIOmniboxPopup,WebUIOmniboxAimPopup",
    "--font-render-hinting=none",
)

PATIENCE = 120_000
"""Milliseconds that anything in a browser may take: a bound against hanging for ever; a busy machine is no failure."""

PHONE: ViewportSize = {"width": 360, "height": 640}
COMPUTER: ViewportSize = {"width": 1366, "height": 768}


def installed() -> str | None:
    """The program of the system's Chromium; none where only Playwright's own is there."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser, waited for with patience."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=installed(), args=list(_FLAGS), timeout=PATIENCE
        )
        browser.on("context", lambda context: context.set_default_timeout(PATIENCE))
        try:
            yield browser
        finally:
            browser.close()
