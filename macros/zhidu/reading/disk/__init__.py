"""Files as files: where they may be, how they are written whole, and what is kept between runs."""

__all__ = [
    "file_marks",
    "files",
    "locks",
    "office_parts",
    "ownership",
    "refused",
    "shipped",
    "user_cache",
]
