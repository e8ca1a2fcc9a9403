"""Zhidu (制度): trial policies as data, and what people need made from it."""

from typing import Any

__version__ = "0.1.0"


def define_env(env: Any) -> None:
    """Register our macros; mkdocs-macros calls this once a build."""
    from macros.site import define  # noqa: PLC0415  reading the package must stay cheap

    define(env)
