"""What keeps a sheet from being printed, said so that a school clerk can act on it."""

from zhidu.reading.disk.refused import RefusedError


class CannotPrintError(RefusedError):
    """A request that cannot be printed. Its text is a Chinese sentence or two: what is wrong, and what to do."""
