"""`make icons`: the icons of the installed app, drawn from the site's sign. Run again when the sign changes."""

import argparse
import base64
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from support.chromium import chromium

FOLDER = Path(__file__).parent.parent.parent / "site_overrides" / "assets" / "zhidu"
PAPER = "#fbfaf6"
ICONS = {  # size in pixels, share of it that the sign fills: systems cut a maskable icon down to its middle
    "icon-192.png": (192, 0.8),
    "icon-512.png": (512, 0.8),
    "icon-maskable-512.png": (512, 0.56),
}


def main() -> None:
    """Draw them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=FOLDER)
    options = parser.parse_args()
    sign = base64.b64encode((FOLDER / "mark.svg").read_bytes()).decode()
    with chromium() as browser:
        for name, (size, share) in ICONS.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(
                f"<body style='margin:0;background:{PAPER};display:grid;place-items:center;height:100vh'>"
                f"<img width={size * share} height={size * share} src='data:image/svg+xml;base64,{sign}'>"
            )
            page.wait_for_function("document.images[0].complete")
            page.screenshot(path=options.to / name)
            page.close()


if __name__ == "__main__":
    main()
