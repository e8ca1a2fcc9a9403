"""Why something could not be made for other software."""


class CannotExportError(Exception):
    """Nothing was made. The message says why, in words for whoever asked for it."""
