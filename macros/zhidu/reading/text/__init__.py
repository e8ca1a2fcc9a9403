"""Single signs of a text: how numbers are written in it."""

__all__ = ["numerals"]
