"""Where the files that travel with the code are: around the package in a checkout, inside it when installed."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent.parent


def directory(name: str) -> Path:
    """The folder *name* (`schema`, `site_overrides`, `macros`) that belongs to the running code."""
    inside = PACKAGE / "shipped" / name
    return inside if inside.is_dir() else PACKAGE.parent.parent / name
