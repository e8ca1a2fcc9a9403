"""Every code that a finding can carry, with its explanation."""

import inspect

from macros import assessment, documents, schemas, source
from macros.rules import RULES


def explanations() -> dict[str, str]:
    """Code → explanation: the file and YAML codes, the shape codes, then the rules' docstrings."""
    return {
        **dict(source.codes()),
        **documents.CODES,
        **schemas.CODES,
        **{code: inspect.cleandoc(rule.__doc__ or "") for code, rule in RULES.items()},
        **assessment.codes(),
    }
