"""Single signs of a text: which may stand in it, how they are read aloud, and how numbers are written."""

__all__ = ["characters", "numerals", "pinyin"]
