"""What pages in `docs/` can call: mkdocs-macros loads this. The same in every bureau's project."""

from zhidu.site.page_macros import define as define_env

__all__ = ["define_env"]
