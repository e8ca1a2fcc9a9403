"""An issuance as it was printed, line by line, from the handbook."""

from zhidu.handbook.book import Handbook, walk
from zhidu.reading.model import Notice, Policy


def rebuilt(handbook: Handbook, issuance: str) -> list[str]:
    """Every printed line of an issuance: the notice, then its policies in the order of its list."""
    document = next(d for d in handbook.of("notice") if d.issuance == issuance)
    notice: Notice = document.value
    policies: dict[str, Policy] = {
        d.value.policy: d.value for d in handbook.of("policy") if d.issuance == issuance
    }
    lines = [notice.title, notice.addressees]
    lines += [clause.text for clause in notice.clauses]
    lines += [attachment.text for attachment in notice.attachments]
    lines += [notice.signoff.issuer, notice.signoff.date]
    for attachment in notice.attachments:
        policy = policies[attachment.policy]
        lines.append(policy.label)
        lines += policy.heading or (policy.title + policy.status.suffix,)
        for _, parent, clause in walk(policy.clauses):
            if clause.label is None:
                lines.append(clause.text)
            else:
                number = f"（{clause.label}）" if parent else f"{clause.label}、"
                lines.append(number + clause.text)
    return lines
