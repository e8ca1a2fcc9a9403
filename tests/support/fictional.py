"""Fictional bureaus as projects that can be built: the data of a case folder, under settings and pages as `zhidu init` writes them."""

import shutil
from pathlib import Path

from zhidu.drafting import starter

OWN = ("mkdocs.yml", "docs/about.md")
"""What a project has beside its data; everything else comes with the engine."""


def write(folder: Path, data: Path, issuer: str, *, site_url: str = "") -> Path:
    """Write the project whose policies and checklists are those of *data* to *folder*, labelled as fictional."""
    for part in ("policies", "checklists"):
        if (data / part).is_dir():
            shutil.copytree(data / part, folder / part)
    files = starter.files(issuer, (), example=False)
    for name in OWN:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[name])
    settings = folder / "mkdocs.yml"
    title = f"{issuer}制度"
    text = settings.read_text(encoding="utf-8")
    text = text.replace(f"site_name: {title}", f"site_name: {title}（演示用，虚构）")
    address = f"site_url: {site_url}\n" if site_url else ""
    settings.write_text(address + text, encoding="utf-8")
    return folder
