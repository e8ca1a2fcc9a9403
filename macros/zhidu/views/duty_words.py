"""What a duty demands in words, to be set side by side."""

from collections.abc import Callable

from zhidu.handbook.book import Handbook
from zhidu.handbook.duty_facts import Fact
from zhidu.reading.model import Duty
from zhidu.views.names import metric_words, role_link, threshold_words, time_words

NOTHING = "没有写"


def fact_words(handbook: Handbook, duty: Duty | None, fact: Fact) -> str:
    """What *duty* says about *fact*; says so where it says nothing."""
    return (_WORDS[fact](handbook, duty) if duty else "") or NOTHING


def _when(handbook: Handbook, duty: Duty) -> str:
    if duty.when is None:
        return ""
    known = handbook.duties.get(duty.id)
    return time_words(duty.when, known[0].clause) if known else duty.when.words


def _threshold(handbook: Handbook, duty: Duty) -> str:
    if duty.threshold is None:
        return ""
    return f"{metric_words(handbook, duty.threshold)}{threshold_words(handbook, duty.threshold)}"


def _report(handbook: Handbook, duty: Duty) -> str:
    if duty.report is None:
        return ""
    to = duty.report.to
    return f"向{role_link(handbook, to).text}报告" if to else "报告，没有写向谁"


def _approval(handbook: Handbook, duty: Duty) -> str:
    if duty.approval is None:
        return ""
    by = role_link(handbook, duty.approval.by).text if duty.approval.by else "没有写由谁"
    return f"{duty.approval.for_}：{by}批准"


def _scope(handbook: Handbook, duty: Duty) -> str:
    if duty.applies_to is None:
        return ""
    kinds = [(handbook.institutions or {})[kind].name for kind in duty.applies_to.institutions]
    if duty.applies_to.facility:
        kinds.append((handbook.facilities or {})[duty.applies_to.facility].name)
    return "、".join(kinds)


_WORDS: dict[Fact, Callable[[Handbook, Duty], str]] = {
    Fact.MODALITY: lambda _, duty: duty.modality.label,
    Fact.ROLES: lambda handbook, duty: "、".join(
        f"{role_link(handbook, a.role).text}（{a.as_.label}）" for a in duty.roles
    ),
    Fact.WHEN: _when,
    Fact.THRESHOLD: _threshold,
    Fact.RECORDS: lambda handbook, duty: "、".join(
        (handbook.records or {})[record].name for record in duty.records
    ),
    Fact.REPORT: _report,
    Fact.APPROVAL: _approval,
    Fact.SANCTION: lambda _, duty: duty.sanction.kind.label if duty.sanction else "",
    Fact.TRAINING: lambda handbook, duty: "、".join(
        role_link(handbook, role).text for role in (duty.training.audience if duty.training else ())
    ),
    Fact.INCENTIVE: lambda _, duty: duty.incentive.kind.label if duty.incentive else "",
    Fact.SCOPE: _scope,
}
