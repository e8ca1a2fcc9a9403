"""The command `zhidu`: what each command takes, and what it says."""

from zhidu.cli.commands import main

__all__ = ["main"]
