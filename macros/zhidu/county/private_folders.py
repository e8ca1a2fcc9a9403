"""Where what is not public may be written: nowhere that is published, nowhere that git would take along."""

import subprocess
from pathlib import Path

from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.settings import SettingsError, settings

_SITES = ("index.html", "404.html")  # both lie at the root of a site


def must_be_private(root: Path, folder: Path) -> None:
    """Refuse to write anything private to *folder* where it would become public."""
    place = folder.absolute()
    real = place.resolve()
    try:
        folders = _published(root)
    except SettingsError as error:
        raise RefusedError(f"不知道网站放在哪里，所以没有写：{error}") from error
    for published, words in folders:
        if real == published or published in real.parents:
            raise RefusedError(f"{folder} 在{words}里，会随网站公开。请换一个文件夹。")
    for above in (real, *real.parents):
        if all((above / name).is_file() for name in _SITES):
            told = f"{folder} 在一个网站的文件夹（{above}）里，会随网站公开。请换一个文件夹。"
            raise RefusedError(told)
    if _kept_by_git(real):
        told = f"{folder} 在 git 仓库里，又没有被忽略，一提交就会进仓库。"
        raise RefusedError(f"{told}请换到 private/，或仓库外的文件夹。")


def _published(root: Path) -> list[tuple[Path, str]]:
    """The folders of the project that become public, with what they are called."""
    found = settings(root)
    folders = {
        root / "docs": "网页的源文件夹",
        root / "site": "网站文件夹",
        found.docs: "网页的源文件夹",
        found.site: "网站文件夹",
        root / "site_overrides": "网站的外观文件夹",
        root / "policies": "制度文件夹",
        root / "checklists": "自查表文件夹",
    }
    return [(folder.resolve(), words) for folder, words in folders.items()]


def _kept_by_git(real: Path) -> bool:
    """Whether a commit could take *real* along: it lies in a work tree, and is not ignored there."""
    above = next(parent for parent in (real, *real.parents) if parent.is_dir())
    if not any((parent / ".git").exists() for parent in (above, *above.parents)):
        return False
    try:
        ignored = subprocess.run(  # noqa: S603  a path is no option after `--`
            ["git", "-C", str(above), "check-ignore", "-q", "--", str(real / "x")],  # noqa: S607  git is where the user has it
            check=False,
            capture_output=True,
        ).returncode
    except OSError:
        return True
    return ignored != 0
