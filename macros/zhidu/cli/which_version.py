"""Which version of this program a project is for, told where another runs. Every check asks: nothing slow is imported."""

from pathlib import Path

from zhidu import __version__
from zhidu.reading import settings
from zhidu.reading.settings import SettingsError


def differing(root: Path) -> str:
    """What is said where the project at *root* is for another version than the one that runs; mostly nothing."""
    path = root / settings.FILE
    if not path.is_file() or b"zhidu:" not in path.read_bytes():  # most need not be understood
        return ""
    try:
        wanted = settings.settings(root).engine
    except SettingsError:
        return ""  # who needs the settings says what is wrong with them
    if wanted in {"", __version__}:
        return ""
    return f"这个项目写明用程序 {wanted}（{settings.FILE}），现在运行的是 {__version__}。看要改什么：zhidu upgrade\n"
