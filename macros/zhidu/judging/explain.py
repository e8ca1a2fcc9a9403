"""Every code that a finding can carry, with its explanation."""

import inspect

from zhidu.assessment.intake import fault
from zhidu.assessment.verdict import cross_file_rules
from zhidu.county import verdicts
from zhidu.drafting import draft_findings
from zhidu.judging import taken_away
from zhidu.judging.review import KINDS
from zhidu.judging.rules import RULES
from zhidu.office import excel_cells
from zhidu.reading import documents, fence, schemas, strict_yaml


def explanations() -> dict[str, str]:
    """Code → explanation: the file and YAML codes, the shape codes, then the docstrings of rules and reviews, and what drafts can be told."""
    return {
        **dict(strict_yaml.codes()),
        **fence.CODES,
        **documents.CODES,
        **schemas.CODES,
        **{code: inspect.cleandoc(rule.__doc__ or "") for code, rule in RULES.items()},
        **draft_findings.CODES,
        **{f"review/{kind}": inspect.cleandoc(find.__doc__ or "") for kind, find in KINDS.items()},
        **cross_file_rules.codes(),
        **verdicts.codes(),
        **taken_away.CODES,
        **fault.CODES,
        **excel_cells.CODES,
    }
