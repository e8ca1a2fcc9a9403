"""Values ready to show: labels, groups, order and links, made from the handbook. No markup."""

__all__ = [
    "json_text",
    "law_notes",
    "levels",
    "names",
    "on_paper",
    "on_screen",
    "pieces",
    "render",
    "schooltime",
    "unread",
]
