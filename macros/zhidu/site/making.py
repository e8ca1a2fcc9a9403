"""How a site is to be made: what a build tells our hooks and macros, in MkDocs' own configuration.

`mkdocs build` by itself tells nothing: then it is the site of today, without drafts.
"""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zhidu.judging.check import CHECKLISTS, Checked, check

_KEY = "zhidu_making"


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """The day that the site shows, whether with `drafts`, and whose `checklists` it counts, where not the project's own.

    A `live` site is looked at while somebody edits: only what changes is made again.
    """

    as_of: date | None = None
    drafts: bool = False
    checklists: Path | None = None
    live: bool = False

    def tell(self, config: MutableMapping[str, Any]) -> None:
        """Put it into MkDocs' *config*."""
        config[_KEY] = self

    def checked(self, root: Path) -> Checked:
        """The project at *root* as the site shows it."""
        paths = (self.checklists,) if self.checklists else ()
        return check(root, paths, self.as_of, drafts=self.drafts)

    def checklists_of(self, root: Path) -> Path:
        """Where the checklists lie that the site counts."""
        return self.checklists or root / CHECKLISTS


def told(config: Mapping[str, Any]) -> Making:
    """What MkDocs' *config* was told."""
    found: Making = config.get(_KEY) or Making()
    return found
