"""Where the files that travel with the code are: beside the package in a checkout, inside it when installed."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def directory(name: str) -> Path:
    """The folder *name* (`schema`, `site_overrides`, …) that belongs to the running code."""
    inside = PACKAGE / "shipped" / name
    return inside if inside.is_dir() else PACKAGE.parent / name
