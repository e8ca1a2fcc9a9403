"""Waiting in a browser for what no locator tells."""

import pytest
from playwright.sync_api import Page
from support.chromium import PATIENCE

_PAUSE = 100  # ms


def wait_until(page: Page, question: str) -> None:
    """Wait until *question*, an expression, is true.

    Playwright's `wait_for_function` asks by `eval` from its second try on, which our content security policy forbids.
    """
    for _ in range(PATIENCE // _PAUSE):
        if page.evaluate(question):
            return
        page.wait_for_timeout(_PAUSE)
    pytest.fail(f"never true: {question}")
