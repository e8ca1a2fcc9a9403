"""`make shots`: pictures of every page type on a phone, a computer, in the dark, in 长者模式 and printed, on one contact sheet."""

import argparse
import html
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from support.chromium import COMPUTER, PHONE, chromium
from support.page_types import PAGE_TYPES, of
from support.site_server import serving

VARIANTS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": PHONE, "color_scheme": "light", "device_scale_factor": 2},
    "computer": {"viewport": COMPUTER, "color_scheme": "light"},
    "dark": {"viewport": COMPUTER, "color_scheme": "dark"},
    "elder-phone": {"viewport": PHONE, "color_scheme": "light", "device_scale_factor": 2},
    "elder-dark": {"viewport": COMPUTER, "color_scheme": "dark"},
    "printed": {"viewport": {"width": 794, "height": 1123}, "color_scheme": "light"},
}


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=Path("site"))
    parser.add_argument("--to", type=Path, default=Path(".cache/shots"))
    parser.add_argument("--only", nargs="*", default=list(PAGE_TYPES))
    parser.add_argument("--full", action="store_true", help="whole pages, not the first screen")
    options = parser.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    rows, paths = [], of(options.site)
    with serving(options.site) as address, chromium() as browser:
        for variant, settings in VARIANTS.items():
            context = browser.new_context(locale="zh-CN", **settings)
            if variant.startswith("elder"):
                context.add_init_script("localStorage.setItem('zhidu.display', 'elder')")
            page = context.new_page()
            for name in options.only:
                if variant == "printed":
                    page.emulate_media(media="print")
                page.goto(address + paths[name])
                page.wait_for_timeout(150)
                picture = options.to / f"{name}-{variant}.png"
                page.screenshot(path=picture, full_page=options.full)
            context.close()
        for name in options.only:
            cells = "".join(
                f'<td><img src="{html.escape(f"{name}-{variant}.png")}" height="420"></td>'
                for variant in VARIANTS
            )
            rows.append(f"<tr><th>{html.escape(name)}</th>{cells}</tr>")
        heads = "".join(f"<th>{variant}</th>" for variant in VARIANTS)
        sheet = options.to / "contact-sheet.html"
        sheet.write_text(
            f"<!doctype html><meta charset=utf-8><table border=1><tr><th></th>{heads}</tr>"
            f"{''.join(rows)}</table>",
            encoding="utf-8",
        )
        page = browser.new_page(viewport={"width": 2000, "height": 1000})
        page.goto(sheet.resolve().as_uri())
        page.screenshot(path=options.to / "contact-sheet.png", full_page=True)
    print(f"{len(options.only) * len(VARIANTS)} pictures, contact sheet: {sheet}")


if __name__ == "__main__":
    main()
