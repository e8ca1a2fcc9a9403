"""What a project's `mkdocs.yml` says, read as MkDocs reads it: tags, `!ENV`, `INHERIT` and all."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhidu.reading.disk.refused import RefusedError

FILE = "mkdocs.yml"
_DEFAULTS = {"docs_dir": "docs", "site_dir": "site", "site_name": "", "site_url": ""}


class SettingsError(RefusedError):
    """The settings cannot be read. The message says why, in Chinese; whoever guards something must refuse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where a project's pages come from and go to, and what its site is called. `url` is empty where none is set.

    `engine` is the version of this program that the project was made for; empty where it does not say.
    """

    docs: Path
    site: Path
    name: str
    url: str
    engine: str = ""


def settings(root: Path) -> Settings:
    """The settings of the project at *root*; MkDocs' defaults where it has no `mkdocs.yml`.

    Raises `SettingsError` where the file cannot be read, or says something of another kind than it should.
    """
    path = root / FILE
    data = _loaded(path) if path.exists() else {}
    values = {name: data.get(name) or default for name, default in _DEFAULTS.items()}
    for name, value in values.items():
        if not isinstance(value, str):
            raise SettingsError(f"{FILE} 的 {name} 要写成文字。")
    extra = data.get("extra")
    engine = extra.get("zhidu", "") if isinstance(extra, dict) else ""
    if not isinstance(engine, str):
        raise SettingsError(f"{FILE} 的 extra 里的 zhidu 要写成文字，例如 zhidu: 0.1.0。")
    return Settings(
        docs=root / values["docs_dir"],
        site=root / values["site_dir"],
        name=values["site_name"],
        url=values["site_url"],
        engine=engine,
    )


def _loaded(path: Path) -> dict[str, Any]:
    from mkdocs.utils.yaml import yaml_load  # noqa: PLC0415  slow to import, and few commands need it

    try:
        with path.open("rb") as file:
            data = yaml_load(file)
    except Exception as error:  # whatever a tag of the file calls may fail in any way
        raise SettingsError(f"{FILE} 读不出来：{error}") from error
    if not isinstance(data, dict):
        raise SettingsError(f"{FILE} 读不出来：里面不是“名称: 值”。")
    return data
