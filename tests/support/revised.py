"""The fictional project with a past, as a project that can be built: tests/cases/revised/ with the pages of the real one."""

import shutil
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
REVISED = ROOT / "tests" / "cases" / "revised"
NAME = "演示县学校信息化制度（演示用，虚构）"


def write_revised(folder: Path, *, site_url: str = "") -> Path:
    """Write the project to *folder*, labelled as fictional."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(REVISED / "policies", folder / "policies")
    (folder / "docs").mkdir()
    for page in sorted((ROOT / "docs").glob("*.md")):
        text = page.read_text(encoding="utf-8").replace("逊克县", "演示县")
        (folder / "docs" / page.name).write_text(text, encoding="utf-8")
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config = config.replace("site_name: 逊克县学校信息化制度", f"site_name: {NAME}")
    config = config.replace("逊克县", "演示县")
    if site_url:
        config = f"site_url: {site_url}\n{config}"
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    return folder


def applied(change: dict[str, Any], old: dict[str, str]) -> list[tuple[str, str | None, str]]:
    """The clauses that a diff makes of the texts *old*: what it keeps and deletes must be there."""
    made = []
    for clause in change["clauses"]:
        base = "".join(text for mark, text in clause["redline"] if mark != "inserted")
        if clause["there"]:
            assert base == "".join(old[origin] for origin in clause["from"])
            text = "".join(text for mark, text in clause["redline"] if mark != "deleted")
            made.append((clause["id"], clause["label"][1], text))
    return made
