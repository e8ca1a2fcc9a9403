"""What MkDocs calls while it builds. The same in every bureau's project."""

from zhidu.site.mkdocs_hooks import (
    on_page_content,
    on_post_build,
    on_post_page,
    on_pre_build,
    on_startup,
)

__all__ = ["on_page_content", "on_post_build", "on_post_page", "on_pre_build", "on_startup"]
