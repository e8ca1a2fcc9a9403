"""The form in the browser: the page it is, and the instrument as data for its script."""
