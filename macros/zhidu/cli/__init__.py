"""The command `zhidu`: what each command takes, and what it says."""

import gc

# before anything is loaded (4 of 60 ms): by itself Python looks for rubbish hundreds of times at each start, and finds none
gc.set_threshold(20_000)

from zhidu.cli.commands import main  # noqa: E402  after that

__all__ = ["main"]
