"""What MkDocs calls while it builds. The same in every bureau's project, whichever version of the engine it uses."""

from zhidu.site.mkdocs_hooks import *  # noqa: F403  which there are, the engine says
