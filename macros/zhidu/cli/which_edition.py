"""Which editions and which issuance a command means."""

from zhidu.handbook.book import Handbook
from zhidu.handbook.changes import PolicyChange, revision
from zhidu.handbook.impact import revised
from zhidu.views.on_screen.revisions import diff


def chosen(handbook: Handbook, issuance: str | None) -> str:
    """The issuance that is meant, the newest where none is named; else a sentence that says what there is."""
    known = revised(handbook)
    if issuance is None:
        return max(known) if known else "至今只有一次印发，没有修订可以看。"
    everything = [n.value.issuance.isoformat() for n in handbook.issued]
    if issuance not in everything:
        return f"没有 {issuance} 这次印发。有的是：{'、'.join(everything)}。"
    return issuance


def changes(  # noqa: PLR0911  one sentence a reason
    handbook: Handbook, policy: str | None, old: str | None, new: str | None
) -> tuple[Handbook, tuple[PolicyChange, ...]] | str:
    """The changes that are meant, or a sentence that says why there are none."""
    if policy is None:
        day = chosen(handbook, new)
        if day not in {n.value.issuance.isoformat() for n in handbook.issued}:
            return day
        return handbook, revision(handbook, day).policies
    editions = handbook.known_editions.get(policy)
    if editions is None:
        return f"没有编号为“{policy}”的制度。有的是：{'、'.join(handbook.known_editions)}。"
    dates = [edition.date for edition in editions]
    for named in (old, new):
        if named is not None and named not in dates:
            return f"{policy} 没有 {named} 版。有的是：{'、'.join(dates)}。"
    last = dates.index(new) if new else len(dates) - 1
    if old is None:
        found = [c for c in revision(handbook, dates[last]).policies if c.policy == policy]
        if found and (found[0].old or found[0].replaced):
            return handbook, tuple(found)
        return f"{policy} 的 {dates[last]} 版是首版，前面没有可以比较的。"
    first = dates.index(old)
    if first >= last:
        return f"--from 要比 --to 早。{policy} 的版本有：{'、'.join(dates)}。"
    return handbook, (diff(handbook, policy, editions[first], editions[last]),)
