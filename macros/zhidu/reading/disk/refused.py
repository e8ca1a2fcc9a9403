"""A thing that is not done, and why: one sentence for the clerk. The command ends with 2."""


class RefusedError(Exception):
    """Why something is not done, in words for the clerk."""
