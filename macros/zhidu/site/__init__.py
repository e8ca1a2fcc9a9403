"""The site: stubs, the articles of pages, the build, and what makes a folder ready to be served."""

__all__ = [
    "build",
    "delivery",
    "downloads",
    "exports",
    "manifest",
    "mkdocs_hooks",
    "offline",
    "page_macros",
    "release",
    "stubs",
]
