"""What a clerk's day with the self-assessment costs, counted: taps and characters on a phone, cells and characters in Excel.

    python tests/bench/clerks_day.py SITE [plain]

A vocational school answers everything: 13 problems with a measure, a day and a role each, the rest met, every record with
the place it lies in, four places in all. The form is walked in a browser at 360×640. A tap is a tap; a choice from a list is
two; a day from the calendar three; what stands there because it was written before (place, measure, day, post), one. With
`plain` as a second argument nobody touches what was written before: a place two taps, from the list of the keyboard, measures
typed, days and posts chosen anew; so the form was filled in before it offered these. Excel: a verdict from its list is one
cell; a place written before is typed again with its first character, which Excel completes.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from playwright.sync_api import Locator, Page
from support.chromium import PHONE, chromium
from support.site_server import serving

PROBLEMS = 13
PROBLEM, MEASURE = "二号机房有三台学生机不能开机", "联系县信息中心更换硬盘"
PLACES = ("教务处档案柜", "网络中心机房三号柜", "总务处", "校长办公室")
LIST, DAY = 2, 3  # taps


@dataclass
class Count:
    """What was done so far."""

    again: bool  # whether the clerk touches what was written before
    taps: int = 0
    characters: int = 0
    cells: int = 0
    typed: int = 0  # characters in Excel

    def tap(self, control: Locator) -> None:
        control.click(force=True)
        self.taps += 1

    def choose(self, control: Locator, **what: object) -> None:
        control.select_option(**what)  # type: ignore[arg-type]
        self.taps += LIST
        self.cells += 1

    def used(self, control: Locator, words: str) -> bool:
        """Touch *words* beside the control, if they are offered there."""
        field = control.locator("xpath=ancestor::*[contains(@class, 'zc-field')][1]")
        offered = field.locator(".zc-used button", has_text=words)
        if not self.again or not offered.count():
            return False
        self.tap(offered.first)
        self.cells += 1
        return True

    def write(self, control: Locator, words: str) -> None:
        control.fill(words)
        self.taps += 1
        self.characters += len(words)
        self.cells += 1
        self.typed += len(words)


def begun(page: Page, count: Count) -> None:
    """The school, its rooms, its numbers."""
    count.tap(page.locator("#zc-onward"))
    count.choose(page.locator("#zc-school"), value="vocational-school")
    count.choose(page.locator("#zc-term"), index=1)
    for box in page.locator('input[type="text"][data-facility]').all():
        count.write(box, "2")
    for box in page.locator('input[type="radio"][data-facility][value="1"]').all():
        count.tap(box)
        count.cells += 1
    count.tap(page.locator('[data-step="basics"] .zc-next a'))
    for box in page.locator("[data-measure]:visible").all():
        count.write(box, "200")
    count.tap(page.locator('[data-step="numbers"] .zc-next a'))


def planned(item: Locator, count: Count) -> None:
    """What is to be done about a problem, until when, by whom."""
    measure, due, role = (
        item.locator(f'[data-field="rectification.{key}"]') for key in ("measure", "due", "role")
    )
    if count.used(measure, MEASURE):
        count.typed += len(MEASURE)
    else:
        count.write(measure, MEASURE)
    if not count.used(due, "2026年12月31日"):
        due.fill("2026-12-31")
        count.taps += DAY
        count.cells += 1
    count.typed += len("12-31")
    if not count.used(role, ""):
        count.choose(role, index=1)


def answered(page: Page, count: Count) -> int:
    """Every clause; how many were asked."""
    items = [i for i in page.locator(".zc-item").all() if i.get_attribute("hidden") is None]
    total = len(items)
    places: set[str] = set()
    group = ""
    for number, item in enumerate(items):
        step = item.evaluate("e => e.closest('[data-step]').getAttribute('data-step')")
        if step != group:
            if group:
                count.tap(page.locator(f'[data-step="{group}"] .zc-next a').last)
            group = step
        for period in item.locator("[data-period]").all():
            count.choose(period, index=1)
        failing = number % (total // PROBLEMS) == 0 and number // (total // PROBLEMS) < PROBLEMS
        count.tap(item.locator(f'input[value="{"not-met" if failing else "met"}"]').first)
        count.cells += 1
        if failing:
            count.write(item.locator('[data-field="problem"]'), PROBLEM)
            planned(item, count)
        elif (filed := item.locator('[data-field$=".filed"]')).count():
            place = PLACES[number % len(PLACES)]
            if count.used(filed, place):
                count.typed += 1
            elif place in places:
                filed.fill(place)
                count.taps += 2
                count.cells += 1
                count.typed += 1
            else:
                count.write(filed, place)
                places.add(place)
    count.tap(page.locator(f'[data-step="{group}"] .zc-next a').last)
    return total


def main(site: Path, again: bool) -> None:  # noqa: FBT001
    count = Count(again)
    with serving(site) as address, chromium() as browser:
        page = browser.new_context(
            viewport=PHONE, locale="zh-CN", service_workers="block", has_touch=True
        ).new_page()
        page.goto(f"{address}/checklist/")
        page.locator("#zc").dispatch_event("focusin")
        page.wait_for_selector(".zc.is-live", state="attached")
        begun(page, count)
        total = answered(page, count)
        wrong = page.locator("#zc-summary li").all_inner_texts()
        count.tap(page.locator('[data-do="copy"]'))
        page.wait_for_function("document.getElementById('zc-text').value")
        code = page.locator("#zc-text").input_value()
        pieces = max(1, page.locator("#zc-pieces button").count())
    print(f"{total} clauses, {PROBLEMS} problems; still wrong: {len(wrong)} {wrong[:3]}")
    print(f"phone: {count.taps} taps, {count.characters} characters")
    print(f"Excel: {count.cells} cells, {count.typed} characters")
    print(f"text code: {len(code)} characters, {pieces} message(s)")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "plain" not in sys.argv[2:])
