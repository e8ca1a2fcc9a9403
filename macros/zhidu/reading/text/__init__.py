"""Single signs of a text: which may stand in it, and how numbers are written."""

__all__ = ["characters", "numerals"]
