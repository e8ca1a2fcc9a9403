"""Sheets for walls, desks and pockets: posters, duty cards, order sheets, and the gallery of the site.

The layout is Typst's (`*.typ` and `themes/` beside this file); Python decides what a sheet says, never how it looks.
"""

__all__ = [
    "batch",
    "errors",
    "form_pdf",
    "gallery",
    "gallery_page",
    "orders",
    "press",
    "print_log",
    "request",
    "walls",
]
