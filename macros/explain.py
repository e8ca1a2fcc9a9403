"""Every code that a finding can carry, with its explanation."""

import inspect

from macros import assessment, county, documents, fence, gone, schemas, source
from macros.intake import fault
from macros.manuscript import problems
from macros.office import cells
from macros.review import KINDS
from macros.rules import RULES


def explanations() -> dict[str, str]:
    """Code → explanation: the file and YAML codes, the shape codes, then the docstrings of rules and reviews, and what drafts can be told."""
    return {
        **dict(source.codes()),
        **fence.CODES,
        **documents.CODES,
        **schemas.CODES,
        **{code: inspect.cleandoc(rule.__doc__ or "") for code, rule in RULES.items()},
        **problems.CODES,
        **{f"review/{kind}": inspect.cleandoc(find.__doc__ or "") for kind, find in KINDS.items()},
        **assessment.codes(),
        **county.codes(),
        **gone.CODES,
        **fault.CODES,
        **cells.CODES,
    }
