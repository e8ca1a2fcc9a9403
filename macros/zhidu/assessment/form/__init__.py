"""The form in the browser: the page it is, and the instrument as data for its script."""

__all__ = ["form_page", "instrument_data"]
